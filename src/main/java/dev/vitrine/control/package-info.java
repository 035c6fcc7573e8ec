/** What staff and commands may ask of the agent, in one process or over its socket. */
@NullMarked
package dev.vitrine.control;

import org.jspecify.annotations.NullMarked;
