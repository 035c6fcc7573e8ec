package dev.vitrine.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the buffer knows to have lost.
 *
 * @param missingChunks sealed chunks that are not where they must be
 * @param lostRecords records that cannot be read any more, or were in a lost end of the journal
 * @param setAside where a damaged database was kept when this run began, or null
 */
public record Damage(long missingChunks, long lostRecords, @Nullable Path setAside) {
  /** Whether there is nothing to report. */
  public boolean none() {
    return missingChunks == 0 && lostRecords == 0 && setAside == null;
  }
}
