package dev.vitrine.receiver;

import dev.vitrine.crypto.Ed25519;
import dev.vitrine.protocol.ErasureRequest;
import dev.vitrine.protocol.SignedReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver keeps. The database is the truth; each record is in it once, whatever is sent
 * how often, and the NDJSON files follow it. When a method returns, what it did survives a power
 * loss, in the files too. One caller at a time; batches that wait meanwhile are stored together.
 */
final class ReceiverStore implements AutoCloseable {
  private final Path erasedList;
  private final DayFiles files;
  private final Database db;
  private final Fences fences;
  private final Ed25519.Pair signer;

  /** Where each day's file is known to be written and synced; the table follows it lazily. */
  private final Map<String, DayFiles.Position> positions = new HashMap<>();

  /** Batches that wait to be stored together. */
  private final List<Waiting> queue = new ArrayList<>();

  /** A file could not be written: nothing is answered until all are brought up to date. */
  private boolean behind = true;

  /** Opens or makes the store and finishes what a crash left. */
  ReceiverStore(Path dir, Ed25519.Pair signer, Instant now) throws IOException, SQLException {
    this.erasedList = dir.resolve("erased.ndjson");
    this.files = new DayFiles(dir);
    this.signer = signer;
    this.db = new Database(dir.resolve("receiver.db"));
    this.fences = new Fences(db);
    try {
      db.query(
          "SELECT day, seq, bytes FROM day_file",
          row ->
              positions.put(
                  row.getString(1), new DayFiles.Position(row.getLong(2), row.getLong(3))));
      catchUp();
      finishErasures(now);
    } catch (IOException | SQLException e) {
      db.close();
      throw e;
    }
  }

  /**
   * Stores the records that are neither known nor erased; of a batch that cannot be read, the whole
   * body where it has such a record. False where the batch id came with other bytes before; nothing
   * is stored then.
   */
  boolean store(String agent, IncomingBatch batch, Instant now) throws IOException, SQLException {
    Waiting mine = new Waiting(agent, batch, now);
    synchronized (queue) {
      queue.add(mine);
    }
    synchronized (this) {
      if (!mine.done) {
        storeQueue();
      }
    }
    return mine.outcome();
  }

  /** A batch that waits for the transaction that stores all that wait. */
  private static final class Waiting {
    private final String agent;
    private final IncomingBatch batch;
    private final String day;
    private boolean done;
    private boolean stored;
    private @Nullable Exception failure;

    Waiting(String agent, IncomingBatch batch, Instant now) {
      this.agent = agent;
      this.batch = batch;
      this.day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    }

    boolean outcome() throws IOException, SQLException {
      if (failure instanceof IOException e) {
        throw new IOException(e);
      }
      if (failure != null) {
        throw new SQLException(failure);
      }
      return stored;
    }
  }

  /** Stores what came while the last transaction ran, in one transaction. */
  private void storeQueue() {
    List<Waiting> group;
    synchronized (queue) {
      group = List.copyOf(queue);
      queue.clear();
    }
    try {
      store(group);
    } catch (IOException | SQLException e) {
      group.forEach(each -> each.failure = e);
    }
    group.forEach(each -> each.done = true);
  }

  private void store(List<Waiting> group) throws IOException, SQLException {
    catchUp();
    Set<String> days = new LinkedHashSet<>();
    db.transaction(
        () -> {
          for (Waiting each : group) {
            each.stored = storeOne(each);
            days.add(each.day);
          }
          return true;
        });
    for (String day : days) {
      if (positions.containsKey(day)) {
        bring(day);
      }
    }
  }

  private boolean storeOne(Waiting each) throws SQLException {
    long agent = agentNumber(each.agent);
    Optional<byte[]> earlier =
        db.first(
            "SELECT digest FROM batch WHERE agent = ? AND id = ?",
            row -> row.getBytes(1),
            agent,
            each.batch.id());
    if (earlier.isPresent()) {
      return Arrays.equals(earlier.get(), each.batch.digest());
    }
    insert(agent, each.batch, each.day);
    return true;
  }

  private void insert(long agent, IncomingBatch batch, String day) throws SQLException {
    db.update(
        "INSERT INTO batch (agent, id, digest, sealed) VALUES (?, ?, ?, ?)",
        agent,
        batch.id(),
        batch.digest(),
        batch.sealed() == null ? 0 : 1);
    long number = db.lastRow();
    if (has("fenced_batch", agent, batch.id())) {
      return;
    }
    DayFiles.Position position = positions.getOrDefault(day, DayFiles.Position.NONE);
    // Not later than the records: after a crash this row says that the day has a file to mend.
    savePosition(day, position);
    positions.put(day, position);
    for (Incoming record : fresh(agent, batch)) {
      db.update(
          "INSERT INTO record (agent, id, batch, day, line) VALUES (?, ?, ?, ?, ?)"
              + " ON CONFLICT (agent, id) DO NOTHING",
          agent,
          record.id(),
          number,
          day,
          record.line());
    }
  }

  /**
   * What of a batch is neither known nor erased. Of a sealed one the first such record stands for
   * the whole body, and says which records count: the others came in another batch.
   */
  private List<Incoming> fresh(long agent, IncomingBatch batch) throws SQLException {
    List<Incoming> fresh = new ArrayList<>();
    for (Incoming record : batch.records()) {
      if (!has("fence", agent, record.id()) && !has("record", agent, record.id())) {
        fresh.add(record);
      }
    }
    byte[] sealed = batch.sealed();
    if (sealed != null && !fresh.isEmpty()) {
      List<String> ids = fresh.stream().map(Incoming::id).toList();
      fresh.set(0, Incoming.ofSealed(ids, sealed));
    }
    return fresh;
  }

  private boolean has(String table, long agent, String id) throws SQLException {
    return db.first(
            "SELECT 1 FROM " + table + " WHERE agent = ? AND id = ?", row -> true, agent, id)
        .isPresent();
  }

  /** What became of an erasure request. */
  enum ErasureState {
    /** Erased, with a receipt. */
    DONE,
    /** Filed and fenced; something still has to be swept up. */
    PENDING,
    /** The id was used for another request. */
    CHANGED,
    /** There is no such request. */
    UNKNOWN
  }

  /**
   * Files a request: from the return on the records are gone from the database and stay away. The
   * receipt comes when files and journal are swept too.
   */
  synchronized ErasureState erase(String agent, ErasureRequest request, Instant now)
      throws IOException, SQLException {
    catchUp();
    String text = new String(request.json(), StandardCharsets.UTF_8);
    boolean same =
        db.transaction(
            () -> {
              long number = agentNumber(agent);
              Optional<String> earlier =
                  db.first(
                      "SELECT request FROM erasure WHERE agent = ? AND id = ?",
                      row -> row.getString(1),
                      number,
                      request.id());
              if (earlier.isPresent()) {
                return earlier.get().equals(text);
              }
              db.update(
                  "INSERT INTO erasure (agent, id, request) VALUES (?, ?, ?)",
                  number,
                  request.id(),
                  text);
              List<String> whole = fences.sealedBatches(number, request);
              db.update(
                  "UPDATE erasure SET whole = ? WHERE agent = ? AND id = ?",
                  String.join("\n", whole),
                  number,
                  request.id());
              fences.put(number, request, whole);
              // From here on nobody appends to a file that still has what was erased.
              db.query(
                  "SELECT day FROM day_file WHERE bytes = 0",
                  row -> positions.put(row.getString(1), DayFiles.Position.NONE));
              return true;
            });
    return same ? state(agent, request.id(), now) : ErasureState.CHANGED;
  }

  /** What became of a request; one that is pending is tried again. */
  synchronized ErasureState state(String agent, String erasure, Instant now)
      throws IOException, SQLException {
    finishErasures(now);
    return db.first(
            "SELECT receipt IS NOT NULL FROM erasure JOIN agent ON agent.n = erasure.agent"
                + " WHERE name = ? AND id = ?",
            row -> row.getBoolean(1) ? ErasureState.DONE : ErasureState.PENDING,
            agent,
            erasure)
        .orElse(ErasureState.UNKNOWN);
  }

  /** The receipt of an erasure that is done. */
  synchronized Optional<SignedReceipt> receipt(String agent, String erasure) throws SQLException {
    return db.first(
        "SELECT receipt, signature FROM erasure JOIN agent ON agent.n = erasure.agent"
            + " WHERE name = ? AND id = ? AND receipt IS NOT NULL",
        row -> new SignedReceipt(row.getString(1), row.getString(2)),
        agent,
        erasure);
  }

  /** Sweeps files and journal, then signs. Leaves all as it is where the journal is in use. */
  private void finishErasures(Instant now) throws IOException, SQLException {
    Map<Long, String[]> open = new HashMap<>();
    db.query(
        "SELECT n, request, whole FROM erasure WHERE receipt IS NULL",
        row -> open.put(row.getLong(1), new String[] {row.getString(2), row.getString(3)}));
    if (open.isEmpty()) {
      return;
    }
    for (Map.Entry<String, DayFiles.Position> day : List.copyOf(positions.entrySet())) {
      if (day.getValue().bytes() == 0) {
        bring(day.getKey());
        savePosition(day.getKey(), position(day.getKey()));
      }
    }
    PrivateFiles.<SQLException>replace(erasedList, fences::writeErased);
    if (!db.checkpoint()) {
      return;
    }
    for (Map.Entry<Long, String[]> entry : open.entrySet()) {
      String[] asked = entry.getValue();
      SignedReceipt signed = SignedReceipt.sign(Fences.receiptFor(asked[0], asked[1], now), signer);
      db.update(
          "UPDATE erasure SET receipt = ?, signature = ? WHERE n = ?",
          signed.receipt(),
          signed.signature(),
          entry.getKey());
    }
  }

  private DayFiles.Position position(String day) {
    return positions.getOrDefault(day, DayFiles.Position.NONE);
  }

  private void savePosition(String day, DayFiles.Position position) throws SQLException {
    db.update(
        "INSERT INTO day_file (day, seq, bytes) VALUES (?, ?, ?)"
            + " ON CONFLICT (day) DO UPDATE SET seq = excluded.seq, bytes = excluded.bytes",
        day,
        position.seq(),
        position.bytes());
  }

  private void catchUp() throws IOException, SQLException {
    if (behind) {
      for (String day : List.copyOf(positions.keySet())) {
        bring(day);
      }
      behind = false;
    }
  }

  private void bring(String day) throws IOException, SQLException {
    boolean before = behind;
    behind = true;
    positions.put(day, files.bring(day, position(day), (after, sink) -> lines(day, after, sink)));
    behind = before;
  }

  private void lines(String day, long after, DayFiles.LineSink sink)
      throws IOException, SQLException {
    db.each(
        "SELECT seq, agent.name, batch.id, line, sealed FROM record"
            + " JOIN agent ON agent.n = record.agent JOIN batch ON batch.n = record.batch"
            + " WHERE day = ? AND seq > ? AND length(line) > 0 ORDER BY seq",
        row -> sink.line(row.getLong(1), line(row)),
        day,
        after);
  }

  /**
   * {@code {"agent":…,"batch":…,"record":<the exact line>}}, or {@code "sealed":{"ids":…,"body":…}}
   * in the place of the record; the ids need no escaping.
   */
  private static byte[] line(ResultSet row) throws SQLException {
    byte[] head =
        ("{\"agent\":\""
                + row.getString(2)
                + "\",\"batch\":\""
                + row.getString(3)
                + (row.getInt(5) == 1 ? "\",\"sealed\":" : "\",\"record\":"))
            .getBytes(StandardCharsets.US_ASCII);
    byte[] record = row.getBytes(4);
    byte[] line = Arrays.copyOf(head, head.length + record.length + 1);
    System.arraycopy(record, 0, line, head.length, record.length);
    line[line.length - 1] = '}';
    return line;
  }

  private long agentNumber(String agent) throws SQLException {
    db.update("INSERT OR IGNORE INTO agent (name) VALUES (?)", agent);
    return db.first("SELECT n FROM agent WHERE name = ?", row -> row.getLong(1), agent)
        .orElseThrow();
  }

  @Override
  public synchronized void close() throws SQLException {
    db.close();
  }
}
