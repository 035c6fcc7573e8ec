package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets content age out, by the age clock: of acknowledged records identifier, batch, day and
 * application stay, so that they can still be erased at the endpoint; unacknowledged ones go, and
 * are counted.
 */
final class Expiry {
  /** Rows a transaction, so that the writer is never blocked for long. */
  private static final int STEP = 4000;

  private final Database db;
  private final Chunks chunks;
  private final ChunkRewriter rewriter;
  private final Batches batches;
  private final AgeClock ages;
  private final Ledger ledger;
  private final StoreOptions options;

  Expiry(
      Database db,
      Chunks chunks,
      Batches batches,
      AgeClock ages,
      Ledger ledger,
      StoreOptions options) {
    this.db = db;
    this.chunks = chunks;
    this.rewriter = new ChunkRewriter(chunks);
    this.batches = batches;
    this.ages = ages;
    this.ledger = ledger;
    this.options = options;
  }

  private record Old(long seq, long chunk, int state, boolean exposed, String batch, long at) {}

  /** Runs until nothing is left to do; says how many unacknowledged records expired. */
  long run() throws StoreException {
    long expired = 0;
    boolean more = true;
    while (more) {
      Step step = db.writeFreeing(this::step);
      expired += step.expired();
      more = step.rows() > 0;
    }
    // While somebody reads, the journal stays long; the next run tries again.
    db.truncateJournal();
    return expired;
  }

  private record Step(int rows, long expired) {}

  private Step step(Connection c) throws SQLException, StoreException {
    long sentBefore = ages.now() - Duration.ofDays(options.keepSentDays()).toMillis();
    long unsentBefore = ages.now() - Duration.ofDays(options.keepUnsentDays()).toMillis();
    List<Old> old =
        Sql.list(
            c,
            "SELECT seq, chunk, state, exposed, coalesce(batch, '') AS batch, at FROM record"
                + " WHERE stripped = 0 AND ((state = 1 AND sent_age <= ?)"
                + " OR (state <> 1 AND born <= ?)) ORDER BY seq LIMIT "
                + STEP,
            row ->
                new Old(
                    row.getLong("seq"),
                    row.getLong("chunk"),
                    row.getInt("state"),
                    row.getInt("exposed") == 1,
                    row.getString("batch"),
                    row.getLong("at")),
            sentBefore,
            unsentBefore);
    Set<Long> strip = new HashSet<>();
    Set<Long> drop = new HashSet<>();
    Set<Long> touched = new TreeSet<>();
    long expired = 0;
    for (Old row : old) {
      touched.add(row.chunk());
      boolean unsent = row.state() == State.WAITING || row.state() == State.QUARANTINED;
      if (unsent) {
        expired++;
        takeOut(c, row);
      }
      if (row.state() == State.UNREADABLE) {
        Sql.update(c, "UPDATE meta SET lost = lost + 1");
      }
      if (row.state() == State.SENT || (unsent && row.exposed())) {
        strip.add(row.seq());
        keepIndexOnly(c, row);
      } else {
        drop.add(row.seq());
      }
    }
    rewrite(c, touched, drop, strip);
    Sql.update(c, "UPDATE meta SET expired = expired + ?", expired);
    if (expired > 0) {
      ledger.note(c, LedgerEntry.Kind.EXPIRED, null, expired);
    }
    ledger.prune(c);
    return new Step(old.size(), expired);
  }

  private void takeOut(Connection c, Old row) throws SQLException {
    Optional<Batches.Head> batch = batches.find(c, row.batch());
    if (batch.isPresent() && batch.get().state() != State.BATCH_DONE) {
      batches.dissolve(c, row.batch());
    }
  }

  private void keepIndexOnly(Connection c, Old row) throws SQLException {
    Sql.update(
        c,
        "UPDATE record SET stripped = 1, at = ?, state = ? WHERE seq = ?",
        startOfDay(row.at()),
        row.state() == State.SENT ? State.SENT : State.EXPIRED,
        row.seq());
  }

  private void rewrite(Connection c, Set<Long> touched, Set<Long> drop, Set<Long> strip)
      throws SQLException, StoreException {
    for (long number : touched) {
      Optional<Chunks.Head> head = chunks.find(c, number);
      if (head.isPresent()) {
        rewriter.rewrite(c, head.get(), head.get().key(), drop, strip);
      }
    }
    for (long seq : drop) {
      Sql.update(c, "DELETE FROM record WHERE seq = ?", seq);
    }
    chunks.tidy(c);
  }

  private long startOfDay(long at) {
    ZoneId zone = options.wall().getZone();
    return Instant.ofEpochMilli(at)
        .atZone(zone)
        .toLocalDate()
        .atStartOfDay(zone)
        .toInstant()
        .toEpochMilli();
  }
}
