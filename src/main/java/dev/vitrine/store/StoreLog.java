package dev.vitrine.store;

import dev.vitrine.tally.DropReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The staff's role over a store, whether it is open for looking only or not. */
record StoreLog(LogReader reader, Deleter deleter) implements CaptureLog {
  /** What deletes, or refuses to. */
  interface Deleter {
    Deleted delete(Selection selection, Instant now) throws StoreException;
  }

  @Override
  public Page newestFirst(Choice choice, @Nullable Cursor cursor, int limit) throws StoreException {
    return reader.newestFirst(choice, cursor, limit);
  }

  @Override
  public Counts countsBetween(Instant from, Instant to) throws StoreException {
    return reader.countsBetween(from, to);
  }

  @Override
  public Scanned scan(ScanRange range, Sought sought, ScanSink sink) throws StoreException {
    return reader.scan(range, sought, sink);
  }

  @Override
  public <T> Scanned survey(ScanRange range, Glance<T> glance, SurveySink<T> sink)
      throws StoreException {
    return reader.survey(range, glance, sink);
  }

  @Override
  public Optional<Delivery> delivery(String id) throws StoreException {
    return reader.delivery(id);
  }

  @Override
  public Optional<Entry> find(String id) throws StoreException {
    return reader.find(id);
  }

  @Override
  public void export(LineSink sink) throws StoreException {
    reader.export(sink);
  }

  @Override
  public Counts counts() throws StoreException {
    return reader.counts();
  }

  @Override
  public long gone() throws StoreException {
    return reader.gone();
  }

  @Override
  public Optional<Duration> nextReadyIn() throws StoreException {
    return reader.nextReadyIn();
  }

  @Override
  public Map<DropReason, Long> drops() throws StoreException {
    return reader.drops();
  }

  @Override
  public Deleted delete(Selection selection, Instant now) throws StoreException {
    return deleter.delete(selection, now);
  }

  @Override
  public List<ErasureEntry> erasures() throws StoreException {
    return reader.erasures();
  }

  @Override
  public List<LedgerEntry> ledger(int limit) throws StoreException {
    return reader.ledger(limit);
  }
}
