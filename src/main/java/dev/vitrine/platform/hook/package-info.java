/** Global input by JNativeHook. */
@NullMarked
package dev.vitrine.platform.hook;

import org.jspecify.annotations.NullMarked;
