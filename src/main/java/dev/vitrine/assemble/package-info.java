/** From judged input to activities: text spans, paths, clicks, drags, scrolls, shortcuts. */
@NullMarked
package dev.vitrine.assemble;

import org.jspecify.annotations.NullMarked;
