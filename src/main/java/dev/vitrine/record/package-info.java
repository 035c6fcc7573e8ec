/** The captured record: what is stored, shown, sent and exported, and its one encoding. */
@NullMarked
package dev.vitrine.record;

import org.jspecify.annotations.NullMarked;
