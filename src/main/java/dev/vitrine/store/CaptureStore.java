package dev.vitrine.store;

import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The pipeline's role: append, and nothing else. */
public interface CaptureStore {
  /**
   * Seals records and gaps in one transaction; when it returns they survive a power loss, or none
   * of them was stored. Order of the list = order of export and upload.
   */
  void append(List<NewRecord> records, HoldTerms terms) throws StoreException;

  /** Notes a stretch without capture, for staff only. */
  void appendGap(LocalGap gap, Instant at) throws StoreException;

  /** Keeps the episode counts over a restart; totals, not differences. */
  void keepDrops(Map<DropReason, Long> totals) throws StoreException;
}
