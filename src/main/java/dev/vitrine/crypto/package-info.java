/** Keys, sealing and signatures; the seam to the operating system's key store. */
@NullMarked
package dev.vitrine.crypto;

import org.jspecify.annotations.NullMarked;
