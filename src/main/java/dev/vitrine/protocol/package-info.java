/** Wire types of the ingest protocol, shared by the uploader and the receiver. */
@NullMarked
package dev.vitrine.protocol;

import org.jspecify.annotations.NullMarked;
