package dev.vitrine.store;

import dev.vitrine.store.LedgerEntry.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger table: what happened and when, without content, in the transaction in which it
 * happened. Kept for {@value #KEEP_DAYS} days.
 */
final class Ledger {
  static final int KEEP_DAYS = 730;

  private final Clock wall;

  Ledger(Clock wall) {
    this.wall = wall;
  }

  void note(Connection c, Kind kind, @Nullable String subject, long records) throws SQLException {
    insert(c, kind, subject, records, 0);
  }

  /** Adds to the day's one entry. */
  void uploaded(Connection c, long records, long bytes) throws SQLException {
    String today = day(wall.instant());
    int known =
        Sql.update(
            c,
            "UPDATE ledger SET records = records + ?, bytes = bytes + ?"
                + " WHERE kind = 'UPLOADED' AND subject = ?",
            records,
            bytes,
            today);
    if (known == 0) {
      insert(c, Kind.UPLOADED, today, records, bytes);
    }
  }

  private void insert(Connection c, Kind kind, @Nullable String subject, long records, long bytes)
      throws SQLException {
    Sql.update(
        c,
        "INSERT INTO ledger(at, kind, subject, records, bytes) VALUES(?, ?, ?, ?, ?)",
        wall.millis(),
        kind.name(),
        subject,
        records,
        bytes);
  }

  void prune(Connection c) throws SQLException {
    Sql.update(
        c,
        "DELETE FROM ledger WHERE at < ?",
        wall.millis() - Duration.ofDays(KEEP_DAYS).toMillis());
  }

  static long uploadedBytes(Connection c, Instant day) throws SQLException {
    return Sql.number(
        c,
        "SELECT coalesce(sum(bytes), 0) FROM ledger WHERE kind = 'UPLOADED' AND subject = ?",
        day(day));
  }

  static List<LedgerEntry> newestFirst(Connection c, int limit) throws SQLException {
    return Sql.list(
        c,
        "SELECT at, kind, subject, records, bytes FROM ledger ORDER BY number DESC LIMIT ?",
        row ->
            new LedgerEntry(
                Instant.ofEpochMilli(row.getLong(1)),
                Kind.valueOf(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                row.getLong(5)),
        limit);
  }

  private static String day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
