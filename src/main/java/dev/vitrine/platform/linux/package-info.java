/** X11, the accessibility bus, procfs and the Secret Service. */
@NullMarked
package dev.vitrine.platform.linux;

import org.jspecify.annotations.NullMarked;
