package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The upload's role over the record and batch tables. */
final class BatchOutbox implements Outbox {
  private static final int MAX_RECORDS = 2000;
  private static final int MAX_LINES_BYTES = 512 << 10;

  /** Waiting records with their terms, and whether their review time is over. */
  private static final String READY =
      " FROM record r JOIN terms t ON t.id = r.terms WHERE r.state = 0 AND r.batch IS NULL"
          + " AND r.born <= ? - t.hold";

  private final Database db;
  private final Chunks chunks;
  private final Batches batches;
  private final Erasures erasures;
  private final AgeClock ages;
  private final Ledger ledger;

  BatchOutbox(
      Database db,
      Chunks chunks,
      Batches batches,
      Erasures erasures,
      AgeClock ages,
      Ledger ledger) {
    this.db = db;
    this.chunks = chunks;
    this.batches = batches;
    this.erasures = erasures;
    this.ages = ages;
    this.ledger = ledger;
  }

  private record Target(String endpoint, @Nullable String sealTo) {}

  @Override
  public void keepAge() throws StoreException {
    if (ages.isSaveDue()) {
      db.write(
          c -> {
            ages.save(c);
            return true;
          });
    }
  }

  @Override
  public Optional<FrozenBatch> next() throws StoreException {
    if (!db.read(c -> !Fence.stands(c) && hasWork(c))) {
      return Optional.empty();
    }
    return db.write(
        c -> {
          Optional<FrozenBatch> batch = Optional.empty();
          while (batch.isEmpty() && !Fence.stands(c)) {
            Optional<Batches.Head> inFlight = batches.inFlight(c);
            Optional<Batches.Head> planned =
                inFlight.isPresent() ? Optional.empty() : batches.planned(c);
            Optional<Batches.Head> fresh =
                inFlight.isPresent() || planned.isPresent() ? Optional.empty() : plan(c);
            if (inFlight.isPresent()) {
              batch = batches.thaw(c, inFlight.get());
            } else if (planned.isPresent()) {
              batch = batches.freeze(c, planned.get());
            } else if (fresh.isPresent()) {
              batch = batches.freeze(c, fresh.get());
            } else {
              return batch;
            }
          }
          return batch;
        });
  }

  /** Takes apart what was formed, never sent, and is held again. */
  void holdBack(Connection c) throws SQLException {
    List<String> early =
        Sql.list(
            c,
            "SELECT id FROM batch b WHERE state < 2 AND EXISTS (SELECT 1 FROM record r"
                + " JOIN terms t ON t.id = r.terms"
                + " WHERE r.batch = b.id AND r.exposed = 0 AND r.born > ? - t.hold)",
            row -> row.getString(1),
            ages.now());
    for (String batch : early) {
      batches.dissolve(c, batch);
    }
  }

  private boolean hasWork(Connection c) throws SQLException {
    return Sql.number(c, "SELECT count(*) FROM batch WHERE state < 3") > 0
        || untilReady(c, ages.now()).filter(Duration::isZero).isPresent();
  }

  /** Chooses the oldest ready records of one endpoint and {@code sealTo}. */
  private Optional<Batches.Head> plan(Connection c) throws SQLException, StoreException {
    long age = ages.now();
    Optional<Target> target =
        Sql.first(
            c,
            "SELECT t.endpoint, t.seal_to" + READY + " ORDER BY r.seq LIMIT 1",
            row -> new Target(row.getString(1), row.getString(2)),
            age);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    List<Batches.Where> ready =
        Sql.list(
            c,
            "SELECT r.seq, r.id, r.chunk, r.pos"
                + READY
                + " AND t.endpoint = ? AND t.seal_to IS ? ORDER BY r.seq LIMIT "
                + MAX_RECORDS,
            Batches.Where::of,
            age,
            target.get().endpoint(),
            target.get().sealTo());
    return Optional.of(
        batches.plan(c, target.get().endpoint(), target.get().sealTo(), fitting(c, ready)));
  }

  /** As many of them, from the first on, as fit into one batch; one always does. */
  private List<Batches.Where> fitting(Connection c, List<Batches.Where> ready)
      throws SQLException, StoreException {
    List<Batches.Where> fitting = new ArrayList<>();
    ChunkReader reader = new ChunkReader(chunks);
    int bytes = 0;
    for (Batches.Where record : ready) {
      Optional<Frame> frame = reader.frame(c, record.chunk(), record.pos());
      bytes += frame.map(f -> f.line().length + 1).orElse(0);
      if (bytes > MAX_LINES_BYTES + 1 && !fitting.isEmpty()) {
        break;
      }
      fitting.add(record);
    }
    return fitting;
  }

  @Override
  public Optional<Duration> nextReadyIn() throws StoreException {
    return db.read(
        c ->
            Sql.number(c, "SELECT count(*) FROM batch WHERE state < 3") > 0
                ? Optional.of(Duration.ZERO)
                : untilReady(c, ages.now()));
  }

  /** How long until a further record is ready, where one is held. */
  static Optional<Duration> untilReady(Connection c, long age) throws SQLException {
    return Sql.first(
        c,
        "SELECT min(first + hold) FROM (SELECT t.hold, (SELECT min(born)"
            + " FROM record WHERE terms = t.id AND state = 0 AND batch IS NULL) AS first"
            + " FROM terms t) WHERE first IS NOT NULL HAVING count(*) > 0",
        row -> Duration.ofMillis(Math.max(0, row.getLong(1) - age)));
  }

  @Override
  public void sending(String batch) throws StoreException {
    db.write(
        c -> {
          Optional<Batches.Head> head = batches.find(c, batch);
          if (Fence.stands(c)) {
            throw new StoreException(
                StoreException.Kind.GONE, "Nothing is sent while a deletion can be undone");
          }
          if (head.isEmpty() || head.get().state() == State.BATCH_DONE) {
            throw new StoreException(
                StoreException.Kind.GONE,
                "The batch was taken apart by a deletion or a longer hold");
          }
          Sql.update(c, "UPDATE batch SET state = ? WHERE id = ?", State.BATCH_SENDING, batch);
          Sql.update(c, "UPDATE record SET exposed = 1 WHERE batch = ?", batch);
          return true;
        });
  }

  @Override
  public void acknowledged(String batch, Instant at) throws StoreException {
    db.writeFreeing(
        c -> {
          int records =
              Sql.update(
                  c,
                  "UPDATE record SET state = ?, exposed = 1, sent_at = ?, sent_age = ?"
                      + " WHERE batch = ? AND state = ?",
                  State.SENT,
                  at.toEpochMilli(),
                  ages.now(),
                  batch,
                  State.WAITING);
          if (records > 0) {
            ledger.uploaded(c, records, batches.size(c, batch));
          }
          batches.finish(c, batch);
          ages.save(c);
          return true;
        });
  }

  @Override
  public void halve(String batch) throws StoreException {
    db.write(
        c -> {
          Optional<Batches.Head> head = batches.find(c, batch);
          if (head.isEmpty() || head.get().state() == State.BATCH_DONE) {
            return false;
          }
          List<Batches.Where> records = batches.records(c, batch);
          if (records.size() < 2) {
            throw new IllegalArgumentException("a batch of one record has no halves");
          }
          int middle = records.size() / 2;
          batches.dissolve(c, batch);
          String endpoint = head.get().endpoint();
          batches.plan(c, endpoint, head.get().sealTo(), records.subList(0, middle));
          batches.plan(c, endpoint, head.get().sealTo(), records.subList(middle, records.size()));
          return true;
        });
  }

  @Override
  public void quarantine(String batch) throws StoreException {
    db.write(
        c -> {
          int records =
              Sql.update(
                  c,
                  "UPDATE record SET state = ? WHERE batch = ? AND state = ?",
                  State.QUARANTINED,
                  batch,
                  State.WAITING);
          if (records > 0) {
            ledger.note(c, LedgerEntry.Kind.QUARANTINED, batch, records);
          }
          batches.finish(c, batch);
          return true;
        });
  }

  @Override
  public long sentBytes(Instant day) throws StoreException {
    return db.read(c -> Ledger.uploadedBytes(c, day));
  }

  @Override
  public List<PendingErasure> pendingErasures() throws StoreException {
    return db.read(erasures::pending);
  }

  @Override
  public void erased(String erasure, String text, String signature, Instant at)
      throws StoreException {
    db.write(c -> erasures.receipt(c, erasure, text, signature, at));
  }
}
