package dev.vitrine.store;

import dev.vitrine.crypto.RandomIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The erasure table: requests to endpoints, and their receipts. It holds random identifiers only.
 * All methods work within the caller's transaction.
 */
final class Erasures {
  /** One request stays far below a receiver's limit of 1 MiB. */
  static final int MAX_IDS = 10_000;

  private final RandomGenerator random;

  Erasures(RandomGenerator random) {
    this.random = random;
  }

  /** Files requests for one endpoint, as many as the number of ids takes; says the first one. */
  String file(
      Connection c, String endpoint, List<String> records, Collection<String> batches, Instant now)
      throws SQLException {
    List<String> filed = new ArrayList<>();
    for (int from = 0; from < records.size(); from += MAX_IDS) {
      String id = RandomIds.next(random);
      Sql.update(
          c,
          "INSERT INTO erasure(id, endpoint, filed_at, records, batches) VALUES(?, ?, ?, ?, ?)",
          id,
          endpoint,
          now.toEpochMilli(),
          String.join("\n", records.subList(from, Math.min(records.size(), from + MAX_IDS))),
          from == 0 ? String.join("\n", batches) : "");
      filed.add(id);
    }
    return filed.get(0);
  }

  List<Outbox.PendingErasure> pending(Connection c) throws SQLException {
    return Sql.list(
        c,
        "SELECT id, endpoint, records, batches FROM erasure WHERE receipt IS NULL ORDER BY number",
        row ->
            new Outbox.PendingErasure(
                row.getString(1), row.getString(2), ids(row.getString(3)), ids(row.getString(4))));
  }

  boolean receipt(Connection c, String id, String text, String signature, Instant at)
      throws SQLException {
    return Sql.update(
            c,
            "UPDATE erasure SET receipt = ?, signature = ?, receipt_at = ?"
                + " WHERE id = ? AND receipt IS NULL",
            text,
            signature,
            at.toEpochMilli(),
            id)
        > 0;
  }

  static List<CaptureLog.ErasureEntry> newestFirst(Connection c) throws SQLException {
    return Sql.list(
        c,
        "SELECT id, filed_at, records, receipt, receipt_at FROM erasure ORDER BY number DESC",
        row ->
            new CaptureLog.ErasureEntry(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                ids(row.getString(3)).size(),
                row.getString(4),
                instant(Sql.nullableLong(row, "receipt_at"))));
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static List<String> ids(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split("\n", -1));
  }
}
