/** The reference endpoint. */
@NullMarked
package dev.vitrine.receiver;

import org.jspecify.annotations.NullMarked;
