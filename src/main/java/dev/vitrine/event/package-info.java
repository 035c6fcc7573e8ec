/**
 * Unredacted input and context as the operating system reports them. Never stored, never logged.
 */
@NullMarked
package dev.vitrine.event;

import org.jspecify.annotations.NullMarked;
