/** All seams fed from one file in virtual time. */
@NullMarked
package dev.vitrine.replay;

import org.jspecify.annotations.NullMarked;
