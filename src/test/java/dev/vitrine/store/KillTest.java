package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed while it appends, again and again over the same directory. */
@Timeout(120)
class KillTest {
  private static final int KILLS = 8;
  private static final int SIGKILL_EXIT = 137;
  private static final String NEEDLE = "Nadel im Heuhaufen zwölf";

  @TempDir Path dir;

  @Test
  void noAcknowledgedRecordIsLostAndNoneIsReadableInAnyFile() throws Exception {
    Path data = dir.resolve("data");
    Path temporary = Files.createDirectories(dir.resolve("tmp"));
    Path keyFile = dir.resolve("keys");
    Set<String> acknowledged = new TreeSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(runAndKill(data, keyFile, temporary, 20 + 37 * kill));
      assertThat(filesWith(data, NEEDLE)).isEmpty();
      assertThat(filesWith(temporary, NEEDLE)).isEmpty();
    }
    assertThat(acknowledged).hasSizeGreaterThan(1000);

    try (VitrineStore store =
        VitrineStore.open(
            data, new FileKeyStorage(keyFile), StoreOptions.defaults(Clock.systemUTC()))) {
      assertThat(StoreFixture.exported(store.log())).containsAll(acknowledged);
      assertThat(store.damage().none()).isTrue();
    }
    assertEverythingIsPrivate(data);
    // The scan would see it: it does where the text lies open.
    Files.writeString(data.resolve("control"), NEEDLE, StandardCharsets.UTF_16LE);
    assertThat(filesWith(data, NEEDLE)).hasSize(1);
  }

  private static List<String> runAndKill(Path data, Path keys, Path temporary, int lines)
      throws Exception {
    Process process =
        JavaProcess.within(
            60,
            JavaProcess.of(
                    List.of("-Xmx128m", "-Djava.io.tmpdir=" + temporary),
                    AppendLoop.class,
                    data.toString(),
                    keys.toString(),
                    NEEDLE)
                .redirectError(JavaProcess.log())
                .start());
    List<String> seen = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null) {
        seen.add(line);
        if (seen.size() == lines) {
          // Not Process.destroyForcibly, which would close the stream that is being read.
          assertThat(process.toHandle().destroyForcibly()).isTrue();
        }
        line = out.readLine();
      }
    }
    assertThat(JavaProcess.exitOf(process)).isEqualTo(SIGKILL_EXIT);
    assertThat(seen).as("killed where it was meant to be").hasSizeGreaterThanOrEqualTo(lines);
    // The last line may have been torn by the kill.
    return seen.stream().filter(id -> id.length() == 36).toList();
  }

  private static List<Path> filesWith(Path folder, String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (Charset charset :
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
          String needle = new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
          if (bytes.contains(needle)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  private static void assertEverythingIsPrivate(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(mode(file))
                      .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    }
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
