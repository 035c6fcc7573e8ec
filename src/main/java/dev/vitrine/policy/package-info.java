/** The policy file: strict loading, matching, explaining. */
@NullMarked
package dev.vitrine.policy;

import org.jspecify.annotations.NullMarked;
