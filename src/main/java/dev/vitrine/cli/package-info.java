/** The command line, one command a class. */
@NullMarked
package dev.vitrine.cli;

import org.jspecify.annotations.NullMarked;
