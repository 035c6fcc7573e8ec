package dev.vitrine.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was in force when a record was captured, and binds it: a later policy can only lengthen the
 * hold.
 */
public record HoldTerms(Duration hold, String endpoint, @Nullable String sealTo) {}
