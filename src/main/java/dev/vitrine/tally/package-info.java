/** Why input was not captured, one counter a reason; episodes, never events. */
@NullMarked
package dev.vitrine.tally;

import org.jspecify.annotations.NullMarked;
