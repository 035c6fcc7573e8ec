package dev.vitrine.redact;

import dev.vitrine.record.CapturedRecord;
import java.time.Instant;

/** A record that may be stored, and the local time at which its activity began. */
public record Released(CapturedRecord record, Instant at) {}
