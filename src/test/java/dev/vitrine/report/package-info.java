/**
 * Measures the redaction engine on labelled texts and on ordinary prose and code; what {@code
 * scripts/redaction-report} runs.
 */
package dev.vitrine.report;
