/** Shows staff that capture runs. */
@NullMarked
package dev.vitrine.tray;

import org.jspecify.annotations.NullMarked;
