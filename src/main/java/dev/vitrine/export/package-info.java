/** Public formats from records. */
@NullMarked
package dev.vitrine.export;

import org.jspecify.annotations.NullMarked;
