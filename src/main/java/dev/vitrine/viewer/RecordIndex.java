package dev.vitrine.viewer;

import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the store keeps sealed and a filter needs: each record's application and kind, two bytes a
 * record, in memory and only while the page is open. Beside it, how much there was by quarter of an
 * hour. No text is kept.
 *
 * <p>It is made by a thread of its own, newest records first, so that the days that people look at
 * are there at once; a million records take some seconds. Safe for use by several threads.
 */
final class RecordIndex implements AutoCloseable {
  /** How long a quarter is. */
  static final Duration SLOT = Duration.ofMinutes(15);

  private static final long SLOT_MILLIS = SLOT.toMillis();

  /** Time in which the store is read at one go; others wait for it that long. */
  private static final Duration GO = Duration.ofMillis(40);

  /** Between two goes, so that others get the store. */
  private static final long BREATH_NANOS = 500_000;

  /** How long a request waits for the first of it. */
  private static final Duration PATIENCE = Duration.ofMillis(150);

  private static final int SEGMENT_BITS = 14;
  private static final int SEGMENT = 1 << SEGMENT_BITS;

  /** Bits of a cell's key for what it is, and of those the ones for the kind. */
  private static final int WHAT_BITS = 16;

  private static final int KIND_BITS = 4;

  /** More than policies have rules; further ones share the last number. */
  private static final int MOST_APPS = 1 << (WHAT_BITS - KIND_BITS - 1);

  private static final List<String> KINDS =
      List.of(
          "", "pointer", "click", "drag", "scroll", "shortcut", "nav", "text", "shape", "focus");

  private static final byte[] KIND_MARK = "\"kind\":\"".getBytes(StandardCharsets.US_ASCII);

  private final CaptureLog log;
  private final ZoneId zone;

  private final Map<Long, short[]> segments = new ConcurrentHashMap<>();

  // guarded by this
  private final Map<String, Integer> apps = new HashMap<>();
  private final List<String> appNames = new ArrayList<>(List.of(""));
  private final NavigableMap<Long, Integer> cells = new TreeMap<>();
  private final Map<LocalDate, Map<String, Integer>> removed = new HashMap<>();
  private long newestChunk;
  private long unread = Long.MAX_VALUE;
  private Instant reached = Instant.MAX;
  private double progress;
  private boolean complete;
  private long gone = -1;

  private @Nullable Thread builder;
  private volatile boolean closed;

  RecordIndex(CaptureLog log, ZoneId zone) {
    this.log = log;
    this.zone = zone;
  }

  /** Begins, unless it has begun. */
  synchronized void begin() {
    if (builder == null && !closed) {
      Thread thread = new Thread(this::build, "vitrine-viewer-index");
      thread.setDaemon(true);
      builder = thread;
      thread.start();
    }
  }

  /** Takes in what was captured since, and forgets what was deleted. */
  void refresh() throws StoreException {
    begin();
    long goneNow = log.gone();
    long floor;
    synchronized (this) {
      if (gone >= 0 && goneNow != gone && complete) {
        restart();
      }
      gone = goneNow;
      if (newestChunk == 0) {
        return;
      }
      // The newest chunk may have grown since.
      floor = newestChunk;
    }
    CaptureLog.ScanRange range =
        new CaptureLog.ScanRange(
            Long.MAX_VALUE, floor, Instant.MIN, Instant.MAX, GO.multipliedBy(5));
    List<Found> found = new ArrayList<>();
    CaptureLog.Scanned scanned =
        log.survey(range, Seen::of, (number, at, seen) -> found.add(new Found(number, at, seen)));
    synchronized (this) {
      found.forEach(this::add);
      if (scanned.done()) {
        newestChunk = Math.max(newestChunk, scanned.last());
      }
    }
  }

  private synchronized void restart() {
    segments.clear();
    cells.clear();
    removed.clear();
    newestChunk = 0;
    unread = Long.MAX_VALUE;
    reached = Instant.MAX;
    progress = 0;
    complete = false;
    builder = null;
    begin();
  }

  private void build() {
    try {
      while (!closed && builder == Thread.currentThread()) {
        if (step()) {
          return;
        }
        // Whoever waits for the store comes first.
        LockSupport.parkNanos(BREATH_NANOS);
      }
    } catch (StoreException e) {
      // The page says what is wrong with the store where it asks for records; the next look at it
      // tries again.
      synchronized (this) {
        builder = null;
      }
    }
  }

  /** Reads on for a while; true = all is read. */
  private boolean step() throws StoreException {
    List<Found> found = new ArrayList<>();
    CaptureLog.ScanRange range;
    synchronized (this) {
      range = CaptureLog.ScanRange.all(GO).before(unread);
    }
    CaptureLog.Scanned scanned =
        log.survey(range, Seen::of, (number, at, seen) -> found.add(new Found(number, at, seen)));
    synchronized (this) {
      if (builder != Thread.currentThread()) {
        return true;
      }
      if (newestChunk == 0) {
        newestChunk = scanned.last();
      }
      found.forEach(this::add);
      for (Found one : found) {
        reached = one.at().isBefore(reached) ? one.at() : reached;
      }
      unread = scanned.next();
      progress =
          Math.min(
              1, (double) (scanned.last() - unread + 1) / (scanned.last() - scanned.first() + 1));
      complete = scanned.done();
      notifyAll();
      return complete;
    }
  }

  private record Found(long number, Instant at, Seen what) {}

  private record Seen(String app, int kind, List<String> removed) {
    static Seen of(String app, byte[] bytes, int from, int to) {
      return new Seen(app, kindOf(bytes, from, to), Removals.of(bytes, from, to));
    }
  }

  private void add(Found one) {
    short[] segment =
        segments.computeIfAbsent(one.number() >> SEGMENT_BITS, key -> new short[SEGMENT]);
    int place = (int) (one.number() & (SEGMENT - 1));
    if (segment[place] != 0) {
      return;
    }
    Integer app = apps.get(one.what().app());
    if (app == null) {
      app = Math.min(appNames.size(), MOST_APPS - 1);
      appNames.add(one.what().app());
      apps.put(one.what().app(), app);
    }
    int what = app << KIND_BITS | one.what().kind();
    segment[place] = (short) what;
    long slot = Math.floorDiv(one.at().toEpochMilli(), SLOT_MILLIS);
    cells.merge(slot << WHAT_BITS | what, 1, Integer::sum);
    for (String entity : one.what().removed()) {
      removed
          .computeIfAbsent(LocalDate.ofInstant(one.at(), zone), day -> new TreeMap<>())
          .merge(entity, 1, Integer::sum);
    }
  }

  /**
   * The kind that the line {@code [from, to)} says. What stands before it is of the machine's
   * making.
   */
  static String kind(byte[] bytes, int from, int to) {
    return KINDS.get(kindOf(bytes, from, to));
  }

  private static int kindOf(byte[] bytes, int from, int to) {
    int start = Removals.indexOf(bytes, KIND_MARK, from, to) + KIND_MARK.length;
    int end = start;
    while (start >= from + KIND_MARK.length && end < to && bytes[end] != '"') {
      end++;
    }
    String kind = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    return Math.max(0, KINDS.indexOf(kind));
  }

  /** Whether all that began then or later is known. */
  synchronized boolean covers(Instant from) {
    return complete || !reached.isAfter(from);
  }

  /** Waits a little until all from then on is known; whether it is. */
  synchronized boolean awaits(Instant from) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long left = PATIENCE.toMillis();
    try {
      while (!covers(from) && builder != null && left > 0) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return covers(from);
  }

  /** How much of all is read, 0 to 1. */
  synchronized double progress() {
    return complete ? 1 : progress;
  }

  /** The names of all applications that are known so far. */
  synchronized List<String> apps() {
    return appNames.stream().skip(1).sorted().toList();
  }

  /** Which records are of that application and kind (null = any). */
  LongPredicate matching(@Nullable String app, @Nullable String kind) {
    int wantedApp;
    synchronized (this) {
      wantedApp = app == null ? 0 : apps.getOrDefault(app, -1);
    }
    int wantedKind = kind == null ? 0 : KINDS.indexOf(kind);
    return number -> {
      short[] segment = segments.get(number >> SEGMENT_BITS);
      int what = segment == null ? 0 : segment[(int) (number & (SEGMENT - 1))] & 0xffff;
      return what != 0
          && (wantedApp == 0 || what >> KIND_BITS == wantedApp)
          && (wantedKind == 0 || (what & ((1 << KIND_BITS) - 1)) == wantedKind);
    };
  }

  /** Stretches of time in which there are such records, newest first. */
  synchronized List<Stretch> stretches(
      @Nullable String app, @Nullable String kind, Instant from, Instant to) {
    int wantedApp = app == null ? 0 : apps.getOrDefault(app, -1);
    int wantedKind = kind == null ? 0 : KINDS.indexOf(kind);
    List<Stretch> stretches = new ArrayList<>();
    for (long cell : cells.descendingKeySet()) {
      int what = (int) (cell & ((1 << WHAT_BITS) - 1));
      boolean fits =
          (wantedApp == 0 || what >> KIND_BITS == wantedApp)
              && (wantedKind == 0 || (what & ((1 << KIND_BITS) - 1)) == wantedKind);
      Instant start = Instant.ofEpochMilli((cell >> WHAT_BITS) * SLOT_MILLIS);
      if (fits && start.isBefore(to) && start.plus(SLOT).isAfter(from)) {
        Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
        if (last != null && !last.from().isAfter(start.plus(SLOT))) {
          stretches.set(stretches.size() - 1, new Stretch(start, last.to()));
        } else {
          stretches.add(new Stretch(start, start.plus(SLOT)));
        }
      }
    }
    return stretches;
  }

  /** From when to when. */
  record Stretch(Instant from, Instant to) {}

  /** How much there was in one quarter. */
  record Cell(Instant from, String app, String kind, int records) {}

  /** What there was in a stretch of time, oldest first. */
  synchronized List<Cell> cells(Instant from, Instant to) {
    List<Cell> found = new ArrayList<>();
    long first = Math.floorDiv(from.toEpochMilli(), SLOT_MILLIS) << WHAT_BITS;
    long end = (Math.floorDiv(to.toEpochMilli() - 1, SLOT_MILLIS) + 1) << WHAT_BITS;
    cells
        .subMap(first, end)
        .forEach(
            (cell, records) -> {
              int what = (int) (cell & ((1 << WHAT_BITS) - 1));
              found.add(
                  new Cell(
                      Instant.ofEpochMilli((cell >> WHAT_BITS) * SLOT_MILLIS),
                      appNames.get(what >> KIND_BITS),
                      KINDS.get(what & ((1 << KIND_BITS) - 1)),
                      records));
            });
    return found;
  }

  /** How often what was removed on a day. */
  synchronized Map<String, Integer> removed(LocalDate day) {
    return new TreeMap<>(removed.getOrDefault(day, Map.of()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
