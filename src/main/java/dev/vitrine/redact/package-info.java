/** The streaming redactor: the only maker of captured records. */
@NullMarked
package dev.vitrine.redact;

import org.jspecify.annotations.NullMarked;
