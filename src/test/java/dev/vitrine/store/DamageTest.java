package dev.vitrine.store;

import static dev.vitrine.store.StoreFixture.DAY;
import static dev.vitrine.store.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.record.LocalGap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DamageTest {
  @TempDir Path dir;
  private StoreFixture it;

  @BeforeEach
  void open() throws Exception {
    it = new StoreFixture(dir.resolve("data"));
  }

  @AfterEach
  void close() {
    it.close();
  }

  private static void kind(Throwable e, StoreException.Kind kind) {
    assertThat(e)
        .isInstanceOfSatisfying(
            StoreException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void anotherKeyRefusesAndChangesNothing() throws Exception {
    it.append(3, "Editor", DAY);
    it.store.close();
    String master = "vitrine-" + it.store.directoryId() + "-master-a";
    byte[] right = it.keys.load(master).orElseThrow();
    byte[] database = Files.readAllBytes(it.dir.resolve("buffer.db"));

    it.keys.store(master, new byte[32]);
    assertThatThrownBy(it::open).satisfies(e -> kind(e, StoreException.Kind.KEY));
    it.keys.remove(master);
    assertThatThrownBy(it::open).satisfies(e -> kind(e, StoreException.Kind.KEY));
    assertThat(Files.readAllBytes(it.dir.resolve("buffer.db"))).isEqualTo(database);

    it.keys.store(master, right);
    it.open();
    assertThat(it.exported()).hasSize(3);
  }

  @Test
  void aLockedKeyStoreIsSaidToBeLockedAndCanBeWaitedFor() throws Exception {
    it.append(3, "Editor", DAY);
    it.store.close();
    it.keys.lock(true);
    assertThatThrownBy(it::open)
        .isInstanceOfSatisfying(
            KeyStorageException.class,
            e -> assertThat(e.kind()).isEqualTo(KeyStorageException.Kind.LOCKED));
    it.keys.lock(false);
    it.open();
    assertThat(it.exported()).hasSize(3);
  }

  @Test
  void aFirstStartWithALockedKeyStoreLeavesNothingThatASecondCouldTripOver() throws Exception {
    StoreFixture other = new StoreFixture(dir.resolve("other"));
    other.close();
    Path fresh = dir.resolve("fresh");
    it.keys.lock(true);
    assertThatThrownBy(() -> VitrineStore.open(fresh, it.keys, it.options))
        .isInstanceOf(KeyStorageException.class);
    it.keys.lock(false);
    try (VitrineStore store = VitrineStore.open(fresh, it.keys, it.options)) {
      assertThat(store.damage().none()).isTrue();
    }
  }

  @Test
  void aFlippedBitInAChunkIsAGapAndTheRestStaysUsable() throws Exception {
    it.append(2, "Editor", NOW);
    it.clock.move(Duration.ofMinutes(1));
    it.append(2, "Editor", NOW);
    sql("UPDATE chunk SET sealed = zeroblob(length(sealed)) WHERE number = 1");

    List<CaptureLog.Entry> entries =
        it.store.log().newestFirst(Instant.MIN, Instant.MAX, null, 10).entries();
    assertThat(entries).hasSize(3);
    assertThat(entries.get(2).gap()).isEqualTo(new LocalGap(LocalGap.Why.DROPPED));
    List<String> exported = new ArrayList<>();
    assertThatThrownBy(() -> it.store.log().export(line -> exported.add(line.id())))
        .satisfies(e -> kind(e, StoreException.Kind.DAMAGED));
    assertThat(exported).containsExactly("id-2", "id-3");

    assertThat(it.sendOne()).containsExactly("id-2", "id-3");
    assertThat(it.store.outbox().next()).isEmpty();
    assertThat(it.store.damage().lostRecords()).isEqualTo(2);
    it.store.log().delete(new CaptureLog.Selection.Ids(Set.of("id-0", "id-2")), it.clock.instant());
    it.append(1, "Editor", NOW);
    it.reopen();
    assertThat(it.sendOne()).containsExactly("id-4");
  }

  @Test
  void aDamagedFrozenBatchIsFormedAnew() throws Exception {
    it.append(2, "Editor", NOW);
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    sql("UPDATE batch SET body = zeroblob(length(body))");
    FrozenBatch anew = it.store.outbox().next().orElseThrow();
    assertThat(anew.id()).isNotEqualTo(batch.id());
    assertThat(anew.body()).isEqualTo(batch.body());
  }

  @Test
  void aMissingChunkIsNoticed() throws Exception {
    it.append(2, "Editor", DAY);
    it.clock.move(Duration.ofMinutes(1));
    it.append(2, "Editor", DAY);
    sql("DELETE FROM chunk WHERE number = 1");
    it.reopen();
    assertThat(it.store.damage().missingChunks()).isEqualTo(1);
  }

  @Test
  void aDamagedDatabaseIsSetAsideAndANewOneBegun() throws Exception {
    it.append(300, "Editor", DAY);
    it.store.close();
    byte[] bytes = Files.readAllBytes(it.dir.resolve("buffer.db"));
    Arrays.fill(bytes, 0, 100, (byte) 7);
    Files.write(it.dir.resolve("buffer.db"), bytes);

    it.open();

    Path aside = Objects.requireNonNull(it.store.damage().setAside());
    assertThat(Files.readAllBytes(aside)).isEqualTo(bytes);
    assertThat(aside.getFileName().toString()).startsWith("buffer.damaged-2026");
    assertThat(it.exported()).isEmpty();
    assertThat(it.store.log().newestFirst(Instant.MIN, Instant.MAX, null, 10).entries())
        .extracting(CaptureLog.Entry::gap)
        .containsExactly(new LocalGap(LocalGap.Why.DROPPED));
    it.append(3, "Editor", DAY);
    it.reopen();
    assertThat(it.store.damage().setAside()).isNull();
    assertThat(it.exported()).hasSize(3);
  }

  @Test
  void aJournalThatIsGoneOrFlippedIsReported() throws Exception {
    it.append(5, "Editor", DAY);
    for (boolean gone : new boolean[] {true, false}) {
      Path copy = Files.createDirectories(dir.resolve("copy-" + gone));
      for (String name : List.of("buffer.db", "buffer.db-wal", "buffer.mark", "id")) {
        Files.copy(it.dir.resolve(name), copy.resolve(name));
      }
      Path wal = copy.resolve("buffer.db-wal");
      byte[] frames = Files.readAllBytes(wal);
      if (gone) {
        Files.delete(wal);
      } else {
        // In the last third: the tables are there, the append is not.
        frames[frames.length - 2000] ^= 1;
        Files.write(wal, frames);
      }
      try (VitrineStore store = VitrineStore.open(copy, it.keys, it.options)) {
        assertThat(StoreFixture.exported(store.log())).isEmpty();
        assertThat(store.damage().lostRecords()).isEqualTo(gone ? 0 : 5);
        assertThat(store.log().newestFirst(Instant.MIN, Instant.MAX, null, 10).entries())
            .extracting(CaptureLog.Entry::gap)
            .containsExactly(new LocalGap(LocalGap.Why.DROPPED));
      }
    }
  }

  @Test
  void aFlippedByteAnywhereNeverCrashesAndNeverPassesInSilence() throws Exception {
    it.append(400, "Editor", DAY);
    it.clock.move(Duration.ofMinutes(5));
    it.append(400, "Mail", DAY);
    List<String> all = it.exported();
    it.store.close();
    byte[] sound = Files.readAllBytes(it.dir.resolve("buffer.db"));
    byte[] mark = Files.readAllBytes(it.dir.resolve("buffer.mark"));
    Random random = new Random(7);
    int noticed = 0;
    for (int round = 0; round < 60; round++) {
      Path copy = Files.createDirectories(dir.resolve("flip-" + round));
      byte[] bytes = sound.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(copy.resolve("buffer.db"), bytes, StandardOpenOption.CREATE_NEW);
      Files.write(copy.resolve("buffer.mark"), mark);
      Files.copy(it.dir.resolve("id"), copy.resolve("id"));
      boolean reported;
      List<String> exported = new ArrayList<>();
      try (VitrineStore store = VitrineStore.open(copy, it.keys.copy(), it.options)) {
        reported = !store.damage().none();
        store.log().export(line -> exported.add(line.id()));
      } catch (StoreException e) {
        reported = true;
      }
      if (reported) {
        noticed++;
      } else {
        // A flipped bit in an index entry or an unused byte may have no effect on what is read.
        assertThat(exported).hasSize(all.size());
      }
    }
    assertThat(noticed).isPositive();
  }

  @Test
  void anUnknownNewerVersionIsRefusedAndKept() throws Exception {
    it.append(1, "Editor", DAY);
    sql("PRAGMA user_version = 99");
    it.store.abandon();
    assertThatThrownBy(it::open).satisfies(e -> kind(e, StoreException.Kind.IO));
    sql("PRAGMA user_version = " + Schema.version());
    it.open();
    assertThat(it.exported()).hasSize(1);
  }

  private void sql(String statement) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + it.dir.resolve("buffer.db"))) {
      Sql.execute(c, statement);
    }
  }
}
