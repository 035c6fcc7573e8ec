/** One plain switch that picks the implementation of each seam. */
@NullMarked
package dev.vitrine.platform;

import org.jspecify.annotations.NullMarked;
