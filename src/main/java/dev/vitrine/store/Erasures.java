package dev.vitrine.store;

import com.github.luben.zstd.Zstd;
import dev.vitrine.crypto.RandomIds;
import java.nio.charset.StandardCharsets;
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
  private final Ledger ledger;

  Erasures(RandomGenerator random, Ledger ledger) {
    this.random = random;
    this.ledger = ledger;
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
          "INSERT INTO erasure(id, endpoint, filed_at, record_count, records, batches)"
              + " VALUES(?, ?, ?, ?, ?, ?)",
          id,
          endpoint,
          now.toEpochMilli(),
          Math.min(records.size() - from, MAX_IDS),
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

  /** Keeps a receipt; it names all that the request did, so the request's ids go. */
  boolean receipt(Connection c, String id, String text, String signature, Instant at)
      throws SQLException {
    boolean open =
        Sql.update(
                c,
                "UPDATE erasure SET receipt = '', packed = ?, signature = ?, receipt_at = ?,"
                    + " records = '', batches = '' WHERE id = ? AND receipt IS NULL",
                Zstd.compress(text.getBytes(StandardCharsets.UTF_8)),
                signature,
                at.toEpochMilli(),
                id)
            > 0;
    if (open) {
      long records =
          Sql.number(c, "SELECT coalesce(record_count, 0) FROM erasure WHERE id = ?", id);
      ledger.note(c, LedgerEntry.Kind.RECEIPT, id, records);
    }
    return open;
  }

  static List<CaptureLog.ErasureEntry> newestFirst(Connection c) throws SQLException {
    return Sql.list(
        c,
        "SELECT id, filed_at, records, record_count, receipt, packed, receipt_at FROM erasure"
            + " ORDER BY number DESC",
        row ->
            new CaptureLog.ErasureEntry(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                // The first layout had no count.
                row.getObject(4) == null ? ids(row.getString(3)).size() : row.getInt(4),
                receiptText(row.getString(5), row.getBytes(6)),
                instant(Sql.nullableLong(row, "receipt_at"))));
  }

  private static @Nullable String receiptText(@Nullable String plain, byte @Nullable [] packed) {
    return packed == null
        ? plain
        : new String(
            Zstd.decompress(packed, (int) Zstd.getFrameContentSize(packed)),
            StandardCharsets.UTF_8);
  }

  private static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static List<String> ids(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split("\n", -1));
  }
}
