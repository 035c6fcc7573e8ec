/** The local page: what was captured. */
@NullMarked
package dev.vitrine.viewer;

import org.jspecify.annotations.NullMarked;
