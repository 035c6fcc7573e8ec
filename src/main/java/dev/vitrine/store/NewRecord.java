package dev.vitrine.store;

import dev.vitrine.record.RecordLine;
import java.time.Instant;

/** A record on its way into the store; {@code at} is when its activity began. */
public record NewRecord(RecordLine line, Instant at) {}
