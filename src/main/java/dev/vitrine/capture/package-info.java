/** The gate and the seams to the operating system that feed it. */
@NullMarked
package dev.vitrine.capture;

import org.jspecify.annotations.NullMarked;
