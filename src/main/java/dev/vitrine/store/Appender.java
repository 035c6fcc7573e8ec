package dev.vitrine.store;

import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends. A chunk takes up to 512 records, 64 KiB, or 10 s of input; the newest one, while it is
 * smaller, takes further records in the transaction that brings them.
 */
final class Appender implements CaptureStore {
  private static final int MAX_RECORDS = 512;
  private static final int MAX_RAW = 64 << 10;
  private static final long MAX_SPAN_MILLIS = 10_000;

  private final Database db;
  private final DataDirectory dir;
  private final KeyRing ring;
  private final Chunks chunks;
  private final AgeClock ages;
  private final long maxBytes;

  Appender(
      Database db, DataDirectory dir, KeyRing ring, Chunks chunks, AgeClock ages, long maxBytes) {
    this.db = db;
    this.dir = dir;
    this.ring = ring;
    this.chunks = chunks;
    this.ages = ages;
    this.maxBytes = maxBytes;
  }

  private record Item(Frame frame, long at) {}

  @Override
  public void append(List<NewRecord> records, HoldTerms terms) throws StoreException {
    List<Item> items = new ArrayList<>();
    for (NewRecord record : records) {
      items.add(new Item(Frame.of(record.line()), record.at().toEpochMilli()));
    }
    store(items, terms);
  }

  @Override
  public void appendGap(LocalGap gap, Instant at) throws StoreException {
    store(List.of(new Item(Frame.of(gap), at.toEpochMilli())), null);
  }

  @Override
  public void keepDrops(Map<DropReason, Long> totals) throws StoreException {
    db.write(
        c -> {
          for (Map.Entry<DropReason, Long> total : totals.entrySet()) {
            Sql.update(
                c,
                "INSERT OR REPLACE INTO drops(reason, total) VALUES(?, ?)",
                total.getKey().name(),
                total.getValue());
          }
          return totals.size();
        });
  }

  /** Notes a gap within the caller's transaction, whatever the cap. */
  void noteGap(Connection c, LocalGap gap, long at) throws SQLException, StoreException {
    write(c, List.of(new Item(Frame.of(gap), at)), null);
  }

  private void store(List<Item> items, @Nullable HoldTerms terms) throws StoreException {
    if (items.isEmpty()) {
      return;
    }
    long last =
        db.write(
            c -> {
              if (Database.usedBytes(c) >= maxBytes) {
                throw new StoreException(
                    StoreException.Kind.FULL,
                    "The buffer is at its cap of " + (maxBytes >> 20) + " MiB");
              }
              // A caller that was not told of its success may come again with the same records.
              List<Item> fresh = new ArrayList<>();
              for (Item item : items) {
                if (item.frame().kind() == Frame.Kind.GAP || !isKnown(c, item.frame().id())) {
                  fresh.add(item);
                }
              }
              write(c, fresh, terms == null ? null : termsId(c, terms));
              ages.save(c);
              return Sql.number(c, "SELECT last_seq FROM meta");
            });
    dir.mark(last);
  }

  private static boolean isKnown(Connection c, String id) throws SQLException {
    return Sql.number(c, "SELECT count(*) FROM record WHERE id = ?", id) > 0;
  }

  private static long termsId(Connection c, HoldTerms terms) throws SQLException {
    long minHold = Sql.number(c, "SELECT min_hold FROM meta");
    long hold = Math.max(terms.hold().toMillis(), minHold);
    Object[] values = {hold, terms.endpoint(), terms.sealTo()};
    Optional<Long> known =
        Sql.first(
            c,
            "SELECT id FROM terms WHERE hold = ? AND endpoint = ? AND seal_to IS ?",
            row -> row.getLong(1),
            values);
    if (known.isPresent()) {
      return known.get();
    }
    Sql.update(c, "INSERT INTO terms(hold, endpoint, seal_to) VALUES(?, ?, ?)", values);
    return Sql.number(c, "SELECT last_insert_rowid()");
  }

  private void write(Connection c, List<Item> items, @Nullable Long terms)
      throws SQLException, StoreException {
    Open open = resume(c);
    long seq = Sql.number(c, "SELECT last_seq FROM meta");
    for (Item item : items) {
      String day = day(item.at());
      if (open == null || !open.takes(item, day)) {
        if (open != null) {
          open.write(c);
        }
        open =
            new Open(
                chunks.nextNumber(c), ring.keyOfDay(c, day), day, item.at(), new ArrayList<>());
      }
      insert(c, ++seq, item, open.number, open.frames.size(), terms);
      open.add(item.frame());
    }
    if (open != null) {
      open.write(c);
    }
    Sql.update(c, "UPDATE meta SET last_seq = ?", seq);
  }

  private void insert(Connection c, long seq, Item item, long chunk, int pos, @Nullable Long terms)
      throws SQLException {
    boolean gap = item.frame().kind() == Frame.Kind.GAP;
    Sql.update(
        c,
        "INSERT INTO record(seq, id, chunk, pos, at, terms, born, state)"
            + " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        seq,
        gap ? null : item.frame().id(),
        chunk,
        pos,
        item.at(),
        terms,
        ages.now(),
        gap ? State.LOCAL : State.WAITING);
  }

  /** The newest chunk, taken up again where it is small and opens. */
  private @Nullable Open resume(Connection c) throws SQLException, StoreException {
    Chunks.Head head = chunks.newest(c);
    if (head == null || head.records() >= MAX_RECORDS || head.raw() >= MAX_RAW) {
      return null;
    }
    Optional<List<Frame>> frames = chunks.read(c, head.number());
    if (frames.isEmpty()) {
      return null;
    }
    return new Open(head.number(), head.key(), head.day(), head.firstAt(), frames.get());
  }

  /** The day whose key seals what began then; in UTC, as it never leaves the database. */
  private static String day(long at) {
    return Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** A chunk in the making. */
  private final class Open {
    private final long number;
    private final long key;
    private final String day;
    private final long firstAt;
    private final List<Frame> frames;
    private int raw;
    private boolean changed;

    Open(long number, long key, String day, long firstAt, List<Frame> frames) {
      this.number = number;
      this.key = key;
      this.day = day;
      this.firstAt = firstAt;
      this.frames = frames;
      this.raw = frames.stream().mapToInt(Frame::size).sum();
    }

    boolean takes(Item item, String itemDay) {
      return frames.size() < MAX_RECORDS
          && raw + item.frame().size() <= MAX_RAW
          && Math.abs(item.at() - firstAt) <= MAX_SPAN_MILLIS
          && day.equals(itemDay);
    }

    void add(Frame frame) {
      frames.add(frame);
      raw += frame.size();
      changed = true;
    }

    void write(Connection c) throws SQLException, StoreException {
      if (changed) {
        chunks.put(c, number, key, day, firstAt, frames);
      }
    }
  }
}
