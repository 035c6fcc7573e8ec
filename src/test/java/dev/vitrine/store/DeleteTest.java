package dev.vitrine.store;

import static dev.vitrine.store.StoreFixture.DAY;
import static dev.vitrine.store.StoreFixture.NOW;
import static dev.vitrine.store.StoreFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.crypto.SealingKey;
import dev.vitrine.crypto.TrainingKey;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.CaptureLog.Deleted;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.testing.InMemoryKeyStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DeleteTest {
  @TempDir Path dir;
  private StoreFixture it;
  private String stopAt = "";
  private int stopped;
  private Runnable whenCommitted = () -> {};

  @BeforeEach
  void open() throws Exception {
    it =
        new StoreFixture(
            dir.resolve("data"),
            new InMemoryKeyStorage(),
            step -> {
              if (step.equals("committed")) {
                whenCommitted.run();
              }
              if (step.equals(stopAt)) {
                stopped++;
                throw new Crash();
              }
            });
  }

  @AfterEach
  void close() {
    it.close();
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Deleted delete(Selection selection) throws StoreException {
    return it.store.log().delete(selection, it.clock.instant());
  }

  @Test
  void oneRecordGoesAndItsNeighboursStayAsTheyWere() throws Exception {
    it.append(5, "Editor", DAY);
    Deleted deleted = delete(new Selection.Ids(Set.of("id-2", "unknown")));

    assertThat(deleted).isEqualTo(new Deleted(1, 0, null));
    assertThat(it.exported()).containsExactly("id-0", "id-1", "id-3", "id-4");
    assertThat(it.store.log().find("id-2")).isEmpty();
    assertThat(it.store.log().counts().erased()).isEqualTo(1);
    it.reopen();
    assertThat(it.exported()).containsExactly("id-0", "id-1", "id-3", "id-4");
    assertThat(it.append(1, "Editor", DAY)).isNotEmpty();
    assertThat(it.store.damage().none()).isTrue();
    assertThat(it.store.log().counts().erased()).isEqualTo(1);
  }

  @Test
  void aStretchOfTimeGoesWithItsGapsAndLeavesOneGap() throws Exception {
    it.append(4, "Editor", DAY);
    it.store.capture().appendGap(new LocalGap(LocalGap.Why.PAUSED), START.plusSeconds(2));
    delete(new Selection.Between(START.plusSeconds(1), START.plusSeconds(3)));

    assertThat(it.exported()).containsExactly("id-0", "id-3");
    List<CaptureLog.Entry> entries =
        it.store.log().newestFirst(Instant.MIN, Instant.MAX, null, 10).entries();
    assertThat(entries)
        .extracting(CaptureLog.Entry::gap)
        .contains(new LocalGap(LocalGap.Why.DELETED));
    assertThat(entries).hasSize(3);
  }

  @Test
  void oneApplicationGoesAndTheOthersStay() throws Exception {
    it.append(3, "Editor", DAY);
    it.append(2, "Mail", DAY);
    it.clock.move(Duration.ofDays(3));
    it.append(1, "Mail", DAY);
    it.append(1, "Editor", DAY);

    assertThat(delete(new Selection.App("Mail")).records()).isEqualTo(3);
    assertThat(it.exported()).containsExactly("id-0", "id-1", "id-2", "id-6");
  }

  @Test
  void everythingGoesWithoutATrace() throws Exception {
    it.append(600, "Editor", DAY);
    it.store.capture().appendGap(new LocalGap(LocalGap.Why.PAUSED), it.clock.instant());
    assertThat(delete(new Selection.All()).records()).isEqualTo(600);

    assertThat(it.exported()).isEmpty();
    assertThat(it.store.log().newestFirst(Instant.MIN, Instant.MAX, null, 10).entries()).isEmpty();
    assertThat(it.chunkCount()).isZero();
    assertThat(delete(new Selection.All())).isEqualTo(new Deleted(0, 0, null));
    it.reopen();
    assertThat(it.store.damage().none()).isTrue();
    assertThat(it.append(1, "Editor", DAY)).hasSize(1);
  }

  @Test
  void aCopyMadeBeforeOpensWithNothingThatIsLeft() throws Exception {
    it.append(5, "Editor", NOW);
    assertThat(it.store.outbox().next()).isPresent();
    Path copy = copyOfTheDirectory();
    try (ReadOnlyStore reader = ReadOnlyStore.open(copy, it.keys, it.clock).orElseThrow()) {
      assertThat(StoreFixture.exported(reader.log())).hasSize(5);
    }
    InMemoryKeyStorage keysBefore = it.keys.copy();

    delete(new Selection.Ids(Set.of("id-2")));

    assertThatThrownBy(() -> VitrineStore.open(copy, it.keys, it.options))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.KEY));
    // A second deletion uses the first slot again, with another key.
    delete(new Selection.Ids(Set.of("id-3")));
    assertThatThrownBy(() -> VitrineStore.open(copy, it.keys, it.options))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.KEY));
    assertThat(it.exported()).containsExactly("id-0", "id-1", "id-4");
    assertThat(it.keys.names().stream().filter(name -> name.contains("master"))).hasSize(1);
    // It was the key that kept the copy closed, nothing else.
    try (ReadOnlyStore reader = ReadOnlyStore.open(copy, keysBefore, it.clock).orElseThrow()) {
      assertThat(StoreFixture.exported(reader.log())).hasSize(5);
    }
  }

  @Test
  void noKeyThatIsLeftOpensAnOldChunkEvenForWhoHasTheNewMaster() throws Exception {
    it.append(3, "Editor", DAY);
    assertThat(opensWithAKeyThatIsLeft(sealedChunk())).isTrue();
    byte[] old = sealedChunk();
    delete(new Selection.Ids(Set.of("id-1")));
    assertThat(opensWithAKeyThatIsLeft(old)).isFalse();
  }

  private byte[] sealedChunk() throws Exception {
    try (Database db = new Database(new DataDirectory(it.dir), true)) {
      return db.read(
          c -> Sql.first(c, "SELECT sealed FROM chunk", row -> row.getBytes(1)).orElseThrow());
    }
  }

  private boolean opensWithAKeyThatIsLeft(byte[] sealed) throws Exception {
    String id = it.store.directoryId();
    try (Database db = new Database(new DataDirectory(it.dir), true);
        KeyRing ring = new KeyRing(it.keys, id)) {
      return db.read(
          c -> {
            ring.follow(c);
            boolean opens = false;
            for (long key : Sql.list(c, "SELECT id FROM day_key", row -> row.getLong(1))) {
              try (SealingKey dayKey = ring.dayKey(c, key)) {
                SealedChunk chunk = new SealedChunk(1, 1, dayKey, sealed);
                opens |= new ChunkCodec(id).open(chunk, dayKey.opener()).isPresent();
              }
            }
            return opens;
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"selected", "next master stored", "committed", "old master removed", "truncated"})
  void aCrashAtAnyStepIsFinishedOrUndoneAtTheNextStart(String step) throws Exception {
    it.append(4, "Editor", NOW);
    it.sendOne();
    it.append(4, "Editor", NOW);
    Path copy = copyOfTheDirectory();
    stopAt = step;

    assertThatThrownBy(() -> delete(new Selection.Ids(Set.of("id-1", "id-6"))))
        .isInstanceOf(Crash.class);
    assertThat(stopped).isEqualTo(1);
    it.store.abandon();
    it.open();

    boolean undone = step.equals("selected") || step.equals("next master stored");
    if (undone) {
      assertThat(it.exported()).hasSize(8);
      delete(new Selection.Ids(Set.of("id-1", "id-6")));
    }
    assertThat(it.exported()).containsExactly("id-0", "id-2", "id-3", "id-4", "id-5", "id-7");
    assertThat(it.store.outbox().pendingErasures()).hasSize(1);
    assertThat(it.keys.names().stream().filter(name -> name.contains("master"))).hasSize(1);
    assertThatThrownBy(() -> VitrineStore.open(copy, it.keys, it.options))
        .isInstanceOf(StoreException.class);
    assertThat(it.append(1, "Editor", NOW)).hasSize(1);
    assertThat(it.exported()).hasSize(7);
  }

  @Test
  void aKeyStoreThatTakesNoNewKeyStopsTheDeletionAndLosesNothing() throws Exception {
    it.append(3, "Editor", DAY);
    it.keys.failToStore(true);
    assertThatThrownBy(() -> delete(new Selection.All())).isInstanceOf(StoreException.class);
    it.keys.failToStore(false);
    assertThat(it.exported()).hasSize(3);
    assertThat(delete(new Selection.All()).records()).isEqualTo(3);
  }

  @Test
  void aKeyStoreThatKeepsTheOldKeyIsReportedAndFinishedAtTheNextStart() throws Exception {
    it.append(3, "Editor", DAY);
    Path copy = copyOfTheDirectory();
    it.keys.failToRemove(true);
    assertThatThrownBy(() -> delete(new Selection.Ids(Set.of("id-0"))))
        .isInstanceOf(StoreException.class);
    it.keys.failToRemove(false);
    it.append(1, "Editor", DAY);
    it.reopen();

    assertThat(it.exported()).containsExactly("id-1", "id-2", "id-3");
    assertThatThrownBy(() -> VitrineStore.open(copy, it.keys, it.options))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void aRecordInABatchThatWasNeverSentLeavesItWithoutAnErasure() throws Exception {
    it.append(3, "Editor", NOW);
    FrozenBatch frozen = it.store.outbox().next().orElseThrow();
    Deleted deleted = delete(new Selection.Ids(Set.of("id-1")));

    assertThat(deleted).isEqualTo(new Deleted(1, 0, null));
    assertThat(it.store.outbox().pendingErasures()).isEmpty();
    assertThatThrownBy(() -> it.store.outbox().sending(frozen.id()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.GONE));
    FrozenBatch anew = it.store.outbox().next().orElseThrow();
    assertThat(anew.id()).isNotEqualTo(frozen.id());
    assertThat(anew.recordIds()).containsExactly("id-0", "id-2");
    assertThat(StoreFixture.unzip(anew.body())).doesNotContain("words of id-1");
  }

  @Test
  void aRecordThatMayHaveArrivedIsErasedThereAndTheRestIsSentAnew() throws Exception {
    it.append(3, "Editor", NOW);
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    it.store.outbox().sending(batch.id());
    Deleted deleted = delete(new Selection.Ids(Set.of("id-1")));

    assertThat(deleted.alreadySent()).isEqualTo(1);
    Outbox.PendingErasure erasure = it.store.outbox().pendingErasures().get(0);
    assertThat(erasure.id()).isEqualTo(deleted.erasure());
    assertThat(erasure.endpoint()).isEqualTo(NOW.endpoint());
    assertThat(erasure.records()).containsExactly("id-1");
    assertThat(erasure.batches()).isEmpty();

    // The answer to the old batch comes late, and is about nothing any more.
    it.store.outbox().acknowledged(batch.id(), it.clock.instant());
    assertThat(it.sendOne()).containsExactly("id-0", "id-2");
    // What was in the first attempt may be there too, so a later deletion is filed as well.
    assertThat(delete(new Selection.All()).alreadySent()).isEqualTo(2);
  }

  @Test
  void aSealedBatchIsNamedInTheErasure() throws Exception {
    it.append(
        2,
        "Editor",
        new HoldTerms(Duration.ZERO, NOW.endpoint(), TrainingKey.generate().publicKey()));
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    it.sendOne();
    delete(new Selection.Ids(Set.of("id-1")));
    assertThat(it.store.outbox().pendingErasures().get(0).batches()).containsExactly(batch.id());
  }

  @Test
  void anErasureStaysUntilItsReceiptIsKept() throws Exception {
    it.append(2, "Editor", NOW);
    it.sendOne();
    String erasure = delete(new Selection.All()).erasure();
    it.reopen();
    assertThat(it.store.outbox().pendingErasures()).hasSize(1);

    it.store.outbox().erased(String.valueOf(erasure), "{}", "sig", it.clock.instant());
    it.store.outbox().erased(String.valueOf(erasure), "other", "sig", it.clock.instant());
    assertThat(it.store.outbox().pendingErasures()).isEmpty();
    assertThat(it.store.log().erasures())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.records()).isEqualTo(2);
              assertThat(entry.receipt()).isEqualTo("{}");
              assertThat(entry.receiptAt()).isEqualTo(it.clock.instant());
            });
  }

  @Test
  void aDeletionWaitsForAReaderAndThenEmptiesTheJournal() throws Exception {
    it.append(50, "Editor", DAY);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch deleting = new CountDownLatch(1);
    Thread slow =
        new Thread(
            () -> {
              try (Database db = new Database(new DataDirectory(it.dir), true)) {
                db.read(
                    c -> {
                      Sql.number(c, "SELECT count(*) FROM record");
                      reading.countDown();
                      try {
                        return deleting.await(700, TimeUnit.MILLISECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    });
              } catch (StoreException e) {
                throw new IllegalStateException(e);
              }
            },
            "slow reader");
    slow.start();
    assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
    delete(new Selection.Ids(Set.of("id-7")));
    assertThat(Files.size(it.dir.resolve("buffer.db-wal"))).isZero();
    slow.join(10_000);
    assertThat(slow.isAlive()).isFalse();
  }

  @Test
  void whoeverAppendsAndSendsWhileTheKeysChangeHasTheNewOnes() throws Exception {
    it.append(5, "Editor", NOW);
    CompletableFuture<List<String>> sent = new CompletableFuture<>();
    Thread other =
        new Thread(
            () -> {
              try {
                // Another day, which needs a key of its own.
                it.clock.move(Duration.ofDays(2));
                it.append(1, "Editor", NOW);
                sent.complete(it.sendOne());
              } catch (StoreException | RuntimeException e) {
                sent.completeExceptionally(e);
              }
            },
            "append and upload");
    whenCommitted =
        () -> {
          other.start();
          // It goes on in here, or waits for the deletion to be done with the keys.
          await()
              .atMost(Duration.ofSeconds(10))
              .until(
                  () ->
                      other.getState() == Thread.State.BLOCKED
                          || other.getState() == Thread.State.TERMINATED);
        };

    delete(new Selection.Ids(Set.of("id-2")));

    assertThat(sent.get(20, TimeUnit.SECONDS))
        .containsExactly("id-0", "id-1", "id-3", "id-4", "id-5");
    it.reopen();
    assertThat(it.exported()).containsExactly("id-0", "id-1", "id-3", "id-4", "id-5");
    assertThat(it.store.damage().none()).isTrue();
  }

  @Test
  void deletedPagesAreGivenBack() throws Exception {
    it.append(20_000, "Editor", DAY);
    it.store.log().counts();
    delete(new Selection.Ids(Set.of("id-3")));
    long full = Files.size(it.dir.resolve("buffer.db"));
    delete(new Selection.All());
    assertThat(Files.size(it.dir.resolve("buffer.db"))).isLessThan(full / 10);
  }

  private Path copyOfTheDirectory() throws IOException {
    Path copy = dir.resolve("copy");
    Files.createDirectories(copy);
    try (Stream<Path> files = Files.list(it.dir)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  Files.copy(file, copy.resolve(file.getFileName()));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return copy;
  }
}
