package dev.vitrine.receiver;

import dev.vitrine.protocol.ErasureRequest;
import dev.vitrine.protocol.ProtocolException;
import dev.vitrine.protocol.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was erased and must not come again. */
final class Fences {
  private final Database db;

  Fences(Database db) {
    this.db = db;
  }

  /** The sealed batches that are touched: nobody can see into them, so they go whole. */
  List<String> sealedBatches(long agent, ErasureRequest request) throws SQLException {
    Set<String> touched = new LinkedHashSet<>();
    for (String batch : request.batches()) {
      db.query(
          "SELECT id FROM batch WHERE agent = ? AND id = ? AND sealed = 1",
          row -> touched.add(row.getString(1)),
          agent,
          batch);
    }
    for (String record : request.records()) {
      db.query(
          "SELECT batch.id FROM record JOIN batch ON batch.n = record.batch"
              + " WHERE record.agent = ? AND record.id = ? AND sealed = 1",
          row -> touched.add(row.getString(1)),
          agent,
          record);
    }
    return List.copyOf(touched);
  }

  /** Erases, within the caller's transaction, and keeps it from coming again. */
  void put(long agent, ErasureRequest request, List<String> whole) throws SQLException {
    for (String batch : whole) {
      // The records beside those that are meant are gone too, but may come again in another batch.
      db.update("INSERT OR IGNORE INTO fenced_batch (agent, id) VALUES (?, ?)", agent, batch);
      String inIt = " FROM record WHERE batch = (SELECT n FROM batch WHERE agent = ?1 AND id = ?2)";
      db.update(
          "UPDATE day_file SET seq = 0, bytes = 0 WHERE day IN (SELECT day" + inIt + ")",
          agent,
          batch);
      db.update("DELETE" + inIt, agent, batch);
    }
    for (String batch : request.batches()) {
      db.update("INSERT OR IGNORE INTO fenced_batch (agent, id) VALUES (?, ?)", agent, batch);
      db.update(
          "INSERT OR IGNORE INTO fence (agent, id) SELECT agent, id FROM record WHERE batch ="
              + " (SELECT n FROM batch WHERE agent = ? AND id = ?)",
          agent,
          batch);
    }
    for (String record : request.records()) {
      db.update("INSERT OR IGNORE INTO fence (agent, id) VALUES (?, ?)", agent, record);
    }
    String doomed =
        " FROM record WHERE agent = ?1 AND id IN (SELECT id FROM fence WHERE agent = ?1)";
    db.update(
        "UPDATE day_file SET seq = 0, bytes = 0 WHERE day IN (SELECT day" + doomed + ")", agent);
    db.update("DELETE" + doomed, agent);
  }

  /** What was erased for a request, and which batches went whole besides. */
  static Receipt receiptFor(String request, String whole, Instant now) throws SQLException {
    try {
      ErasureRequest asked = ErasureRequest.parse(request.getBytes(StandardCharsets.UTF_8));
      Set<String> batches = new LinkedHashSet<>(asked.batches());
      if (!whole.isEmpty()) {
        batches.addAll(List.of(whole.split("\n", -1)));
      }
      return new Receipt(
          asked.id(), asked.records(), List.copyOf(batches), now.truncatedTo(ChronoUnit.SECONDS));
    } catch (ProtocolException e) {
      throw new SQLException("A stored erasure request is damaged", e);
    }
  }

  /** Everything that was ever erased, for whoever made copies. */
  void writeErased(java.io.OutputStream out) throws IOException, SQLException {
    java.io.OutputStream buffered = new java.io.BufferedOutputStream(out);
    for (String[] kind : new String[][] {{"record", "fence"}, {"batch", "fenced_batch"}}) {
      db.each(
          "SELECT name, id FROM "
              + kind[1]
              + " JOIN agent ON agent.n = agent ORDER BY "
              + kind[1]
              + ".rowid",
          row ->
              buffered.write(
                  ("{\"agent\":\""
                          + row.getString(1)
                          + "\",\""
                          + kind[0]
                          + "\":\""
                          + row.getString(2)
                          + "\"}\n")
                      .getBytes(StandardCharsets.US_ASCII)));
    }
    buffered.flush();
  }
}
