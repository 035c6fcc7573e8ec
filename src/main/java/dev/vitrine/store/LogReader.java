package dev.vitrine.store;

import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import dev.vitrine.tally.DropReason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the buffer through a connection that cannot write. Every call reads one consistent view
 * in a short transaction, so that nobody who reads keeps a deletion from finishing.
 */
final class LogReader {
  private static final int EXPORT_PAGE = 512;
  private static final String COLUMNS =
      "SELECT r.seq, r.id, r.chunk, r.pos, r.at, r.state, r.born, r.batch, r.sent_at,"
          + " coalesce(t.hold, 0) AS hold"
          + " FROM record r LEFT JOIN terms t ON t.id = r.terms WHERE r.stripped = 0 ";

  /** Rows that no transaction writes: what a flipped bit in the index leaves. */
  private static final String CONTRADICTORY =
      "SELECT count(*) FROM record WHERE stripped NOT IN (0, 1) OR state NOT BETWEEN 0 AND 5"
          + " OR (stripped = 1 AND state NOT IN (1, 4)) OR (state = 4 AND stripped = 0)"
          + " OR (state = 1 AND sent_at IS NULL) OR (state = 2 AND batch IS NULL)"
          + " OR (state = 3) <> (id IS NULL)";

  /** Chunks that hold another number of records than the index says. */
  private static final String MISCOUNTED =
      "SELECT coalesce(sum(abs(records - (SELECT count(*) FROM record WHERE chunk = number))), 0)"
          + " FROM chunk";

  private final Database db;
  private final KeyRing ring;
  private final Chunks chunks;
  private final AgeSource ages;
  private final Clock wall;

  LogReader(Database db, KeyRing ring, Chunks chunks, AgeSource ages, Clock wall) {
    this.db = db;
    this.ring = ring;
    this.chunks = chunks;
    this.ages = ages;
    this.wall = wall;
  }

  /** Whoever knows the age clock's reading: the running agent, or the database. */
  interface AgeSource {
    long now(Connection c) throws SQLException;
  }

  private record Line(
      long seq,
      long chunk,
      int pos,
      long at,
      int state,
      long born,
      @Nullable String batch,
      @Nullable Long sentAt,
      long hold) {
    static Line of(ResultSet row) throws SQLException {
      return new Line(
          row.getLong("seq"),
          row.getLong("chunk"),
          row.getInt("pos"),
          row.getLong("at"),
          row.getInt("state"),
          row.getLong("born"),
          row.getString("batch"),
          Sql.nullableLong(row, "sent_at"),
          row.getLong("hold"));
    }
  }

  CaptureLog.Page newestFirst(
      CaptureLog.Choice choice, CaptureLog.@Nullable Cursor cursor, int limit)
      throws StoreException {
    Position before = cursor == null ? Position.END : Position.parse(cursor);
    return view(
        c -> {
          List<Position> places = places(c, choice, before, limit);
          List<Line> lines = new ArrayList<>();
          for (Position place : places) {
            lines.addAll(Sql.list(c, COLUMNS + "AND r.seq = ?", Line::of, place.seq()));
          }
          Position last = places.size() < limit ? null : places.get(places.size() - 1);
          return new CaptureLog.Page(entries(c, lines), last == null ? null : last.cursor());
        });
  }

  /** Walks over an index, which has no content and no application. */
  private List<Position> places(Connection c, CaptureLog.Choice choice, Position before, int limit)
      throws SQLException {
    RecordState state = choice.state();
    String sql =
        "SELECT r.at, r.seq FROM record r"
            + (waiting(state) ? " JOIN terms t ON t.id = r.terms" : "")
            + " WHERE r.stripped = 0 AND r.at >= ? AND r.at < ? AND (r.at, r.seq) < (?, ?)"
            + (state == null ? "" : " AND r.state = " + code(state) + due(state))
            + " ORDER BY r.at DESC, r.seq DESC";
    List<Position> places = new ArrayList<>();
    LongPredicate wanted = choice.numbers();
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      statement.setLong(1, Times.millis(choice.from()));
      statement.setLong(2, Times.millis(choice.to()));
      statement.setLong(3, before.at());
      statement.setLong(4, before.seq());
      if (waiting(state)) {
        statement.setLong(5, ages.now(c));
      }
      try (ResultSet row = statement.executeQuery()) {
        while (places.size() < limit && row.next()) {
          long seq = row.getLong(2);
          if (wanted == null || wanted.test(seq)) {
            places.add(new Position(row.getLong(1), seq));
          }
        }
      }
    }
    return places;
  }

  private static boolean waiting(@Nullable RecordState state) {
    return state == RecordState.HELD || state == RecordState.READY;
  }

  private static int code(RecordState state) {
    return switch (state) {
      case HELD, READY -> State.WAITING;
      case SENT -> State.SENT;
      case QUARANTINED -> State.QUARANTINED;
      case LOCAL -> State.LOCAL;
    };
  }

  private static String due(RecordState state) {
    String due = "(r.batch IS NOT NULL OR r.born <= ? - max(t.hold, (SELECT min_hold FROM meta)))";
    return waiting(state) ? (state == RecordState.READY ? " AND " : " AND NOT ") + due : "";
  }

  CaptureLog.Counts countsBetween(Instant from, Instant to) throws StoreException {
    return db.read(
        c -> {
          long start = Times.millis(from);
          long end = Times.millis(to);
          String within = "FROM record r WHERE r.stripped = 0 AND r.at >= ? AND r.at < ? AND ";
          long waiting = Sql.number(c, "SELECT count(*) " + within + "r.state = 0", start, end);
          long ready =
              Sql.number(
                  c,
                  "SELECT count(*) FROM record r JOIN terms t ON t.id = r.terms WHERE"
                      + " r.stripped = 0 AND r.at >= ? AND r.at < ? AND r.state = 0"
                      + due(RecordState.READY),
                  start,
                  end,
                  ages.now(c));
          long sent = Sql.number(c, "SELECT count(*) " + within + "r.state = 1", start, end);
          long refused = Sql.number(c, "SELECT count(*) " + within + "r.state = 2", start, end);
          return new CaptureLog.Counts(waiting - ready, ready, sent, refused, 0, 0);
        });
  }

  CaptureLog.Scanned scan(
      CaptureLog.ScanRange range, CaptureLog.Sought sought, CaptureLog.ScanSink sink)
      throws StoreException {
    return view(
        c -> {
          try (ChunkScan scan = new ChunkScan(c, ring, chunks)) {
            return scan.scan(range, sought, sink);
          }
        });
  }

  <T> CaptureLog.Scanned survey(
      CaptureLog.ScanRange range, CaptureLog.Glance<T> glance, CaptureLog.SurveySink<T> sink)
      throws StoreException {
    return view(
        c -> {
          try (ChunkScan scan = new ChunkScan(c, ring, chunks)) {
            return scan.survey(range, glance, sink);
          }
        });
  }

  Optional<CaptureLog.Delivery> delivery(String id) throws StoreException {
    return db.read(
        c ->
            Sql.first(
                c,
                "SELECT t.endpoint, t.seal_to, r.batch, r.sent_at, (SELECT count(*) FROM record b"
                    + " WHERE b.batch = r.batch) AS size FROM record r JOIN terms t ON"
                    + " t.id = r.terms WHERE r.id = ? AND r.stripped = 0",
                row -> {
                  Long sentAt = Sql.nullableLong(row, "sent_at");
                  return new CaptureLog.Delivery(
                      row.getString("endpoint"),
                      row.getString("seal_to") != null,
                      row.getString("batch"),
                      row.getLong("size"),
                      sentAt == null ? null : Instant.ofEpochMilli(sentAt));
                },
                id));
  }

  Optional<CaptureLog.Entry> find(String id) throws StoreException {
    return view(c -> entries(c, Sql.list(c, COLUMNS + "AND r.id = ?", Line::of, id)).stream())
        .findFirst();
  }

  void export(CaptureLog.LineSink sink) throws StoreException {
    long after = 0;
    long unreadable = 0;
    boolean more = true;
    while (more) {
      long from = after;
      List<Line> page =
          view(
              c ->
                  Sql.list(
                      c,
                      COLUMNS + "AND r.state <> 3 AND r.seq > ? ORDER BY r.seq LIMIT ?",
                      Line::of,
                      from,
                      EXPORT_PAGE));
      List<Optional<RecordLine>> found = lines(page);
      for (Optional<RecordLine> line : found) {
        if (line.isPresent()) {
          sink.accept(line.get());
        } else {
          unreadable++;
        }
      }
      more = page.size() == EXPORT_PAGE;
      after = page.isEmpty() ? after : page.get(page.size() - 1).seq();
    }
    if (unreadable > 0) {
      throw new StoreException(
          StoreException.Kind.DAMAGED,
          unreadable + " damaged records could not be exported; all others were");
    }
  }

  private List<Optional<RecordLine>> lines(List<Line> page) throws StoreException {
    return view(
        c -> {
          List<Optional<RecordLine>> found = new ArrayList<>();
          ChunkReader reader = new ChunkReader(chunks);
          for (Line line : page) {
            // A deletion may have come between the two views: then the row is gone too.
            Optional<Line> now = Sql.first(c, COLUMNS + "AND r.seq = ?", Line::of, line.seq());
            if (now.isPresent()) {
              found.add(
                  reader
                      .frame(c, now.get().chunk(), now.get().pos())
                      .flatMap(frame -> Optional.ofNullable(frame.record())));
            }
          }
          return found;
        });
  }

  private List<CaptureLog.Entry> entries(Connection c, List<Line> lines)
      throws SQLException, StoreException {
    long age = ages.now(c);
    Instant now = wall.instant();
    List<CaptureLog.Entry> entries = new ArrayList<>();
    Set<Long> damaged = new HashSet<>();
    ChunkReader reader = new ChunkReader(chunks);
    for (Line line : lines) {
      Optional<Frame> frame = reader.frame(c, line.chunk(), line.pos());
      if (frame.isPresent()) {
        entries.add(entry(line, frame.get(), age, now));
      } else if (damaged.add(line.chunk())) {
        entries.add(damage(line));
      }
    }
    return entries;
  }

  private static CaptureLog.Entry entry(Line line, Frame frame, long age, Instant now) {
    RecordState state =
        switch (line.state()) {
          case State.SENT -> RecordState.SENT;
          case State.QUARANTINED -> RecordState.QUARANTINED;
          case State.LOCAL -> RecordState.LOCAL;
          default ->
              age - line.born() >= line.hold() || line.batch() != null
                  ? RecordState.READY
                  : RecordState.HELD;
        };
    Long sentAt = line.sentAt();
    return new CaptureLog.Entry(
        frame.record(),
        frame.gap(),
        Instant.ofEpochMilli(line.at()),
        state,
        line.batch(),
        sentAt == null ? null : Instant.ofEpochMilli(sentAt),
        state == RecordState.HELD ? now.plusMillis(line.born() + line.hold() - age) : null);
  }

  /** One gap for all that a damaged chunk held. */
  private static CaptureLog.Entry damage(Line line) {
    return new CaptureLog.Entry(
        null,
        new LocalGap(LocalGap.Why.DROPPED),
        Instant.ofEpochMilli(line.at()),
        RecordState.LOCAL,
        null,
        null,
        null);
  }

  CaptureLog.Counts counts() throws StoreException {
    return db.read(
        c -> {
          long age = ages.now(c);
          long waiting = count(c, State.WAITING);
          long ready =
              Sql.number(
                  c,
                  "SELECT count(*) FROM record r JOIN terms t ON t.id = r.terms"
                      + " WHERE r.state = 0 AND (r.batch IS NOT NULL"
                      + " OR r.born <= ? - t.hold)",
                  age);
          return new CaptureLog.Counts(
              waiting - ready,
              ready,
              count(c, State.SENT),
              count(c, State.QUARANTINED),
              Sql.number(c, "SELECT erased FROM meta"),
              Sql.number(c, "SELECT expired FROM meta"));
        });
  }

  long gone() throws StoreException {
    return db.read(c -> Sql.number(c, "SELECT erased + expired FROM meta"));
  }

  Optional<Duration> nextReadyIn() throws StoreException {
    return db.read(c -> BatchOutbox.untilReady(c, ages.now(c)));
  }

  private static long count(Connection c, int state) throws SQLException {
    return Sql.number(c, "SELECT count(*) FROM record WHERE state = ?", state);
  }

  Map<DropReason, Long> drops() throws StoreException {
    return db.read(
        c -> {
          Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
          for (DropReason reason : DropReason.values()) {
            Sql.first(
                    c,
                    "SELECT total FROM drops WHERE reason = ?",
                    row -> row.getLong(1),
                    reason.name())
                .ifPresent(total -> drops.put(reason, total));
          }
          return drops;
        });
  }

  List<CaptureLog.ErasureEntry> erasures() throws StoreException {
    return db.read(Erasures::newestFirst);
  }

  List<LedgerEntry> ledger(int limit) throws StoreException {
    return db.read(c -> Ledger.newestFirst(c, limit));
  }

  Optional<String> setting(String name) throws StoreException {
    return db.read(
        c ->
            Sql.first(
                c, "SELECT value FROM setting WHERE name = ?", row -> row.getString(1), name));
  }

  Optional<String> pendingDeletions() throws StoreException {
    return view(c -> Fence.list(c, ring));
  }

  Damage damage(@Nullable Path setAside) throws StoreException {
    return db.read(
        c ->
            new Damage(
                Chunks.missing(c),
                Sql.number(c, "SELECT lost FROM meta")
                    + count(c, State.UNREADABLE)
                    + Sql.number(c, CONTRADICTORY)
                    + Sql.number(c, MISCOUNTED),
                setAside));
  }

  /**
   * One consistent view with the keys that belong to it. A deletion may replace the master key
   * between the view's beginning and the key store's answer: then a second view has the new one.
   */
  private <T> T view(Database.Work<T> work) throws StoreException {
    Database.Work<T> withKeys =
        c -> {
          ring.follow(c);
          return work.run(c);
        };
    try {
      return db.read(withKeys);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.KEY) {
        throw e;
      }
      return db.read(withKeys);
    }
  }

  private record Position(long at, long seq) {
    static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    static Position parse(CaptureLog.Cursor cursor) {
      String[] parts = cursor.value().split("\\.", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException("not a cursor of this log");
      }
      return new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    CaptureLog.Cursor cursor() {
      return new CaptureLog.Cursor(at + "." + seq);
    }
  }
}
