/** Batches to the endpoint, exactly once; erasures with receipts. */
@NullMarked
package dev.vitrine.upload;

import org.jspecify.annotations.NullMarked;
