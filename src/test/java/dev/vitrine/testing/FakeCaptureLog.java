package dev.vitrine.testing;

import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.RecordState;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A log in memory, without encryption; deleting what is SENT files an erasure request. */
public final class FakeCaptureLog implements CaptureLog {
  private final List<Entry> entries = new ArrayList<>();
  private final List<ErasureEntry> erasures = new ArrayList<>();
  private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
  private final List<LedgerEntry> ledger = new ArrayList<>();
  private long erased;
  private @Nullable StoreException failure;

  /** Adds a record. */
  public synchronized void add(
      String id,
      String app,
      String json,
      Instant at,
      RecordState state,
      @Nullable Instant readyAt,
      @Nullable Instant sentAt) {
    RecordLine line = new RecordLine(id, app, json.getBytes(StandardCharsets.UTF_8));
    String batch = state == RecordState.SENT ? "batch-1" : null;
    entries.add(new Entry(line, null, at, state, batch, sentAt, readyAt));
  }

  /** Adds a gap. */
  public synchronized void gap(LocalGap.Why why, Instant at) {
    entries.add(new Entry(null, new LocalGap(why), at, RecordState.LOCAL, null, null, null));
  }

  /** Adds an erasure request. */
  public synchronized void erasure(ErasureEntry erasure) {
    erasures.add(0, erasure);
  }

  /** Adds what happened. */
  public synchronized void happened(LedgerEntry entry) {
    ledger.add(0, entry);
  }

  /** Sets a count. */
  public synchronized void drop(DropReason reason, long count) {
    drops.put(reason, count);
  }

  /** Every call fails from now on. */
  public synchronized void failWith(StoreException wanted) {
    failure = wanted;
  }

  /** The line of that record; fails where there is none. */
  public synchronized String lineOf(String id) {
    for (Entry entry : entries) {
      RecordLine line = entry.line();
      if (line != null && line.id().equals(id)) {
        return new String(line.bytes(), StandardCharsets.UTF_8);
      }
    }
    throw new IllegalArgumentException("no record " + id);
  }

  /** How many entries are left, gaps included. */
  public synchronized int size() {
    return entries.size();
  }

  @Override
  public Page newestFirst(Instant from, Instant to, @Nullable Cursor cursor, int limit)
      throws StoreException {
    return newestFirst(new Choice(from, to, null, null), cursor, limit);
  }

  @Override
  public synchronized Page newestFirst(Choice choice, @Nullable Cursor cursor, int limit)
      throws StoreException {
    check();
    int start = cursor == null ? 0 : Integer.parseInt(cursor.value());
    List<Entry> all = within(choice.from(), choice.to());
    List<Entry> wanted = new ArrayList<>();
    int place = start;
    while (place < all.size() && wanted.size() < limit) {
      Entry entry = all.get(place);
      boolean stateFits = choice.state() == null || entry.state() == choice.state();
      boolean numberFits =
          choice.numbers() == null || choice.numbers().test(entries.indexOf(entry) + 1L);
      if (stateFits && numberFits) {
        wanted.add(entry);
      }
      place++;
    }
    return new Page(wanted, place < all.size() ? new Cursor(String.valueOf(place)) : null);
  }

  private List<Entry> within(Instant from, Instant to) {
    return entries.stream()
        .filter(entry -> !entry.at().isBefore(from) && entry.at().isBefore(to))
        .sorted(Comparator.comparing(Entry::at).reversed())
        .toList();
  }

  private static long count(List<Entry> entries, RecordState state) {
    return entries.stream().filter(entry -> entry.state() == state).count();
  }

  @Override
  public synchronized Counts countsBetween(Instant from, Instant to) throws StoreException {
    check();
    List<Entry> all = within(from, to);
    return new Counts(
        count(all, RecordState.HELD),
        count(all, RecordState.READY),
        count(all, RecordState.SENT),
        count(all, RecordState.QUARANTINED),
        0,
        0);
  }

  @Override
  public synchronized Scanned scan(ScanRange range, Sought sought, ScanSink sink)
      throws StoreException {
    check();
    List<RecordLine> lines = new ArrayList<>();
    for (Entry entry : within(range.from(), range.to())) {
      RecordLine line = entry.line();
      if (line != null) {
        byte[] bytes = line.bytes();
        if (sought.find(bytes, 0, bytes.length) >= 0
            && sought.wants(line.app(), bytes, 0, bytes.length)) {
          lines.add(0, line);
        }
      }
    }
    boolean unused = range.before() > 1 && sink.accept(lines);
    return new Scanned(1, 1, 1, true);
  }

  @Override
  public synchronized <T> Scanned survey(ScanRange range, Glance<T> glance, SurveySink<T> sink)
      throws StoreException {
    check();
    for (int i = 0; i < entries.size(); i++) {
      RecordLine line = entries.get(i).line();
      if (line != null) {
        byte[] bytes = line.bytes();
        T seen = glance.at(line.app(), bytes, 0, bytes.length);
        sink.accept(i + 1L, entries.get(i).at(), seen);
      }
    }
    return new Scanned(1, 1, 1, true);
  }

  @Override
  public synchronized Optional<Delivery> delivery(String id) throws StoreException {
    return find(id)
        .map(
            entry ->
                new Delivery(
                    "https://training.example.com/v1",
                    false,
                    entry.batch(),
                    entry.batch() == null ? 0 : 12,
                    entry.sentAt()));
  }

  @Override
  public synchronized Optional<Entry> find(String id) throws StoreException {
    check();
    return entries.stream().filter(entry -> id.equals(idOf(entry))).findFirst();
  }

  @Override
  public synchronized void export(LineSink sink) throws StoreException {
    check();
    for (Entry entry : entries) {
      RecordLine line = entry.line();
      if (line != null) {
        sink.accept(line);
      }
    }
  }

  @Override
  public synchronized Counts counts() throws StoreException {
    check();
    return new Counts(
        count(RecordState.HELD),
        count(RecordState.READY),
        count(RecordState.SENT),
        count(RecordState.QUARANTINED),
        erased,
        0);
  }

  @Override
  public synchronized long gone() throws StoreException {
    check();
    return erased;
  }

  @Override
  public synchronized Optional<Duration> nextReadyIn() throws StoreException {
    check();
    return count(RecordState.HELD) > 0 ? Optional.of(Duration.ofHours(3)) : Optional.empty();
  }

  @Override
  public synchronized Map<DropReason, Long> drops() throws StoreException {
    check();
    return Map.copyOf(drops);
  }

  @Override
  public synchronized Deleted delete(Selection selection, Instant now) throws StoreException {
    check();
    List<Entry> gone = entries.stream().filter(matches(selection)).toList();
    entries.removeAll(gone);
    int sent = (int) gone.stream().filter(entry -> entry.state() == RecordState.SENT).count();
    erased += gone.size();
    String request = null;
    if (sent > 0) {
      request = "erasure-" + (erasures.size() + 1);
      erasures.add(0, new ErasureEntry(request, now, sent, null, null));
    }
    return new Deleted(gone.size(), sent, request);
  }

  @Override
  public synchronized List<LedgerEntry> ledger(int limit) {
    return List.copyOf(ledger);
  }

  @Override
  public synchronized List<ErasureEntry> erasures() throws StoreException {
    check();
    return List.copyOf(erasures);
  }

  private static Predicate<Entry> matches(Selection selection) {
    Predicate<Entry> record = entry -> entry.line() != null;
    if (selection instanceof Selection.Between between) {
      return record.and(
          entry -> !entry.at().isBefore(between.from()) && entry.at().isBefore(between.to()));
    }
    if (selection instanceof Selection.App app) {
      return record.and(entry -> app.name().equals(appOf(entry)));
    }
    if (selection instanceof Selection.Ids ids) {
      return record.and(entry -> ids.ids().contains(String.valueOf(idOf(entry))));
    }
    return record;
  }

  private static @Nullable String idOf(Entry entry) {
    RecordLine line = entry.line();
    return line == null ? null : line.id();
  }

  private static @Nullable String appOf(Entry entry) {
    RecordLine line = entry.line();
    return line == null ? null : line.app();
  }

  private long count(RecordState state) {
    return entries.stream().filter(entry -> entry.state() == state).count();
  }

  private void check() throws StoreException {
    StoreException wanted = failure;
    if (wanted != null) {
      throw wanted;
    }
  }
}
