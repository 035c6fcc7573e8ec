package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyStorageTest {
  @TempDir Path dir;

  private Path file() {
    return dir.resolve("deeper").resolve("keys");
  }

  @Test
  void secretsAreKeptReplacedAndForgottenAlsoForAnotherProcess() throws Exception {
    FileKeyStorage keys = new FileKeyStorage(file());
    assertThat(keys.load("one")).isEmpty();
    keys.store("one", new byte[] {0, -1, 2});
    keys.store("zwei ⟦x⟧", new byte[0]);
    FileKeyStorage other = new FileKeyStorage(file());
    assertThat(other.load("one").orElseThrow()).containsExactly(0, -1, 2);
    assertThat(other.load("zwei ⟦x⟧").orElseThrow()).isEmpty();
    other.store("one", new byte[] {9});
    assertThat(keys.load("one").orElseThrow()).containsExactly(9);
    keys.remove("one");
    keys.remove("one");
    assertThat(other.load("one")).isEmpty();
    assertThat(keys.kind()).isEqualTo("file");
  }

  @Test
  void theFileIsForItsOwnerOnlyAndOneThatIsNotIsRefused() throws Exception {
    FileKeyStorage keys = new FileKeyStorage(file());
    keys.store("one", new byte[] {1});
    keys.store("one", new byte[] {2});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> keys.load("one"))
        .isInstanceOf(KeyStorageException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aRemovedSecretIsNotLeftInTheReplacedFile() throws Exception {
    FileKeyStorage keys = new FileKeyStorage(file());
    String needle = "needle-in-the-old-file";
    keys.store("one", needle.getBytes(StandardCharsets.UTF_8));
    // A second name for the old bytes, as if somebody could still read the freed blocks.
    Path old = Files.createLink(dir.resolve("old"), file());
    assertThat(Files.readString(old, StandardCharsets.ISO_8859_1)).contains(needle);
    keys.remove("one");
    assertThat(Files.readString(old, StandardCharsets.ISO_8859_1)).doesNotContain(needle);
    assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain(needle);
  }

  @Test
  void aDamagedFileIsRefusedAndKept() throws Exception {
    FileKeyStorage keys = new FileKeyStorage(file());
    keys.store("one", new byte[32]);
    byte[] sound = Files.readAllBytes(file());
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(sound, length);
      Files.write(file(), cut);
      assertThatThrownBy(() -> keys.load("one")).isInstanceOf(KeyStorageException.class);
      assertThatThrownBy(() -> keys.store("two", new byte[1]))
          .isInstanceOf(KeyStorageException.class);
      assertThat(Files.readAllBytes(file())).isEqualTo(cut);
    }
  }

  @Test
  void writersAtTheSameTimeLoseNothing() throws Exception {
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 4; w++) {
      String name = "writer-" + w;
      writers.add(
          new Thread(
              () -> {
                for (int i = 0; i < 10; i++) {
                  try {
                    new FileKeyStorage(file()).store(name + i, new byte[] {1});
                  } catch (KeyStorageException e) {
                    throw new IllegalStateException(e);
                  }
                }
              },
              name));
    }
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    FileKeyStorage keys = new FileKeyStorage(file());
    for (int w = 0; w < 4; w++) {
      for (int i = 0; i < 10; i++) {
        assertThat(keys.load("writer-" + w + i)).isPresent();
      }
    }
  }
}
