/** The sixteen invariants of redaction, as properties over scripts of a person's work. */
@NullMarked
package dev.vitrine.invariants;

import org.jspecify.annotations.NullMarked;
