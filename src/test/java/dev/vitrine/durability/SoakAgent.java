package dev.vitrine.durability;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.protocol.AgentIdentity;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.StoreOptions;
import dev.vitrine.store.VitrineStore;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.PowerAndNetwork;
import dev.vitrine.upload.Uploader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends, sends and deletes until it is killed, or told by a file {@code stop} to send what is
 * left and end. Notes in {@code notes} before and after each append and deletion: {@code I from
 * to}, {@code A from to}, {@code d n}, {@code D n}. Arguments: a folder; the endpoint; the first
 * number.
 */
final class SoakAgent {
  static final int APPEND = 250;
  private static final int POISON_EVERY = 150_000;
  private static final int PER_DAY = 5000;
  private static final int DELETE_EVERY = 12;

  private static final Instant FIRST_DAY = Instant.parse("2026-01-01T08:00:00Z");

  private final Path dir;
  private final FileChannel notes;
  private final VitrineStore store;
  private final HoldTerms terms;
  private final Duration pause;
  private final Random random = new SecureRandom();
  private int next;

  private SoakAgent(Path dir, String endpoint, int first, Duration pause, VitrineStore store)
      throws IOException {
    this.pause = pause;
    this.dir = dir;
    this.next = first;
    this.store = store;
    this.terms = new HoldTerms(Duration.ZERO, endpoint, null);
    this.notes =
        FileChannel.open(
            dir.resolve("notes"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Whether the receiver finds that one invalid. */
  static boolean poisoned(int n) {
    return n % POISON_EVERY == POISON_EVERY / 2;
  }

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    Path dir = Path.of(arguments[0]);
    FileKeyStorage keys = new FileKeyStorage(dir.resolve("keys"));
    Clock clock = Clock.systemUTC();
    try (VitrineStore store =
        VitrineStore.open(dir.resolve("data"), keys, StoreOptions.defaults(clock))) {
      AgentIdentity identity =
          AgentIdentity.parse(new String(store.agentSecret(), StandardCharsets.US_ASCII))
              .orElseThrow();
      Uploader uploader =
          new Uploader(
              store.outbox(),
              identity,
              keys,
              PowerAndNetwork.unknown(),
              clock,
              System::nanoTime,
              new SecureRandom());
      uploader.configure(Workstation.terms(arguments[1]));
      uploader.start();
      SoakAgent it =
          new SoakAgent(
              dir,
              arguments[1],
              Integer.parseInt(arguments[2]),
              Duration.ofMillis(Long.parseLong(arguments[3])),
              store);
      it.run();
      uploader.resume();
      it.awaitEmpty(uploader);
      uploader.close(Duration.ofSeconds(3));
    }
  }

  private void run() throws IOException, StoreException {
    for (int round = 1; !Files.exists(dir.resolve("stop")); round++) {
      append();
      if (round % DELETE_EVERY == 0) {
        delete();
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  private void append() throws IOException, StoreException {
    int from = next;
    next += APPEND;
    List<NewRecord> records = new ArrayList<>();
    for (int n = from; n < next; n++) {
      RecordLine line =
          poisoned(n) ? WireRecords.line(n, "\"app\":\"Text editor\"") : WireRecords.line(n);
      records.add(new NewRecord(line, FIRST_DAY.plus(Duration.ofDays(n / PER_DAY))));
    }
    note("I " + from + " " + next);
    store.capture().append(records, terms);
    note("A " + from + " " + next);
  }

  /** A few of the last ones, some of which are on their way or there. */
  private void delete() throws IOException, StoreException {
    Set<String> ids = new HashSet<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int n = next - 1 - random.nextInt(Math.min(next, 20_000));
      if (!poisoned(n) && ids.add(WireRecords.id(n))) {
        numbers.add(n);
      }
    }
    for (int n : numbers) {
      note("d " + n);
    }
    store.log().delete(new Selection.Ids(ids), Instant.now());
    for (int n : numbers) {
      note("D " + n);
    }
  }

  private void awaitEmpty(Uploader uploader) throws StoreException {
    while (store.log().counts().ready() > 0 || !store.outbox().pendingErasures().isEmpty()) {
      uploader.wake();
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private void note(String line) throws IOException {
    notes.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
  }
}
