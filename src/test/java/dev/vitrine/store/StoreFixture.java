package dev.vitrine.store;

import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.record.RecordLine;
import dev.vitrine.testing.HandSteadyClock;
import dev.vitrine.testing.InMemoryKeyStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** A store in a directory of its own, with a clock and a key store that a test holds. */
final class StoreFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-20T09:00:00Z");
  static final HoldTerms NOW = new HoldTerms(Duration.ZERO, "http://127.0.0.1:1", null);
  static final HoldTerms DAY = new HoldTerms(Duration.ofDays(1), "http://127.0.0.1:1", null);

  final Path dir;
  final InMemoryKeyStorage keys;
  final HandClock clock;
  final HandSteadyClock steady = new HandSteadyClock();
  StoreOptions options;
  VitrineStore store;
  private int next;

  StoreFixture(Path dir) throws StoreException, KeyStorageException {
    this(dir, new InMemoryKeyStorage(), step -> {});
  }

  StoreFixture(Path dir, InMemoryKeyStorage keys, Eraser.FailPoint failPoint)
      throws StoreException, KeyStorageException {
    this.dir = dir;
    this.keys = keys;
    this.clock = new HandClock(START);
    this.options = StoreOptions.defaults(clock).withRandom(new Random(42)).withSteady(steady);
    this.store = VitrineStore.open(dir, keys, options, failPoint);
  }

  void reopen() throws StoreException, KeyStorageException {
    store.close();
    open();
  }

  void open() throws StoreException, KeyStorageException {
    store = VitrineStore.open(dir, keys, options);
  }

  /** Lets time pass, by the clock that nobody sets. */
  void pass(Duration time) throws StoreException {
    steady.pass(time);
    store.outbox().keepAge();
  }

  static NewRecord record(String id, String app, String text, Instant at) {
    String json =
        "{\"v\":1,\"id\":\"" + id + "\",\"app\":\"" + app + "\",\"text\":\"" + text + "\"}";
    return new NewRecord(new RecordLine(id, app, json.getBytes(StandardCharsets.UTF_8)), at);
  }

  /** Appends records of one application, a second apart, and says their ids. */
  List<String> append(int count, String app, HoldTerms terms) throws StoreException {
    List<NewRecord> records = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "id-" + next++;
      ids.add(id);
      records.add(record(id, app, "words of " + id, clock.instant()));
      clock.move(Duration.ofSeconds(1));
    }
    store.capture().append(records, terms);
    return ids;
  }

  /** What the next batch holds, sent and acknowledged. */
  List<String> sendOne() throws StoreException {
    FrozenBatch batch = store.outbox().next().orElseThrow();
    store.outbox().sending(batch.id());
    store.outbox().acknowledged(batch.id(), clock.instant());
    return batch.recordIds();
  }

  List<String> exported() throws StoreException {
    return exported(store.log());
  }

  static List<String> exported(CaptureLog log) throws StoreException {
    List<String> ids = new ArrayList<>();
    log.export(line -> ids.add(line.id()));
    return ids;
  }

  long chunkCount() throws Exception {
    try (java.sql.Connection c =
        java.sql.DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("buffer.db"))) {
      return Sql.number(c, "SELECT count(*) FROM chunk");
    }
  }

  static String unzip(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.abandon();
  }
}
