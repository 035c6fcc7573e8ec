/** The catalogue of recognisers and its compiled, immutable form. */
@NullMarked
package dev.vitrine.rules;

import org.jspecify.annotations.NullMarked;
