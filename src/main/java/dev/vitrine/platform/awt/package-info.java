/** Windows drawn by AWT. */
@NullMarked
package dev.vitrine.platform.awt;

import org.jspecify.annotations.NullMarked;
