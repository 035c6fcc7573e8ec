/** Wires everything by hand; order of start and stop. */
@NullMarked
package dev.vitrine.agent;

import org.jspecify.annotations.NullMarked;
