package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.tally.DropReason;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data directories as every version so far has written them (see {@link GoldenMaker}). */
class GoldenTest {
  @TempDir Path temp;
  private Path data;

  static IntStream versions() {
    return IntStream.rangeClosed(1, Schema.version());
  }

  @BeforeEach
  void folder() throws Exception {
    data = Files.createDirectory(temp.resolve("data"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anOldBufferOpensWithAllThatWasInIt(int version) throws Exception {
    copy(version);
    assertThat(versionOnDisk()).isEqualTo(version);
    HandClock clock = new HandClock(StoreFixture.START.plus(Duration.ofMinutes(1)));
    StoreOptions options = StoreOptions.defaults(clock).withRandom(new Random(43));
    FileKeyStorage keys = new FileKeyStorage(data.resolve("keys"));

    try (VitrineStore store = VitrineStore.open(data, keys, options)) {
      assertThat(versionOnDisk()).isEqualTo(Schema.version());
      assertThat(store.damage().none()).isTrue();
      assertThat(StoreFixture.exported(store.log()))
          .containsExactly("sent-1", "sent-3", "refused-1", "flying-1", "flying-2", "held-1");
      assertThat(store.log().counts()).isEqualTo(new CaptureLog.Counts(1, 2, 2, 1, 1, 0));
      assertThat(store.log().drops()).containsEntry(DropReason.PAUSED, 2L);
      assertThat(store.setting("colour")).contains("blue");
      assertThat(store.outbox().pendingErasures().get(0).records()).containsExactly("sent-2");
      FrozenBatch flying = store.outbox().next().orElseThrow();
      assertThat(flying.recordIds()).containsExactly("flying-1", "flying-2");
      assertThat(StoreFixture.unzip(flying.body())).contains("words of flying-2");
      store.outbox().sending(flying.id());
      store.outbox().acknowledged(flying.id(), clock.instant());
      store
          .capture()
          .append(
              List.of(StoreFixture.record("new-1", "Editor", "new", clock.instant())),
              StoreFixture.NOW);
      store.log().delete(new CaptureLog.Selection.App("Editor"), clock.instant());
      assertThat(StoreFixture.exported(store.log())).isEmpty();
    }
  }

  private void copy(int version) throws Exception {
    for (String name : List.of("buffer.db", "buffer.mark", "id", "keys")) {
      try (InputStream in =
          GoldenTest.class.getResourceAsStream("golden/" + version + "/" + name)) {
        assertThat(in).as("golden " + name + " of version " + version).isNotNull();
        Files.copy(in, data.resolve(name));
        Files.setPosixFilePermissions(
            data.resolve(name), PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  private int versionOnDisk() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("buffer.db"))) {
      return Schema.versionOf(c);
    }
  }
}
