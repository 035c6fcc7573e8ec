package dev.vitrine.agent;

import dev.vitrine.record.LocalGap;
import dev.vitrine.redact.Released;
import dev.vitrine.store.HoldTerms;
import java.time.Instant;

/** Where the pipeline hands on what is to be stored, in order. Times are those of the pipeline. */
interface Recording {
  /** What binds records from now on. */
  void terms(HoldTerms terms);

  /** Takes a redacted record. */
  void record(Released released, long now);

  /** Input was taken: a gap noted from now on is another one. */
  void taken();

  /** Notes a stretch without capture. */
  void gap(LocalGap.Why why, Instant at, long now);

  /** Stores everything that waits. */
  void flush(long now);

  /** Stores what is due by now. */
  void advance(long now);

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} where it has not. */
  long nextDeadline();
}
