package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.OtherUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live agent on a data directory that it may no longer write. */
@Timeout(120)
class ReadOnlyAgentTest {
  @TempDir private Path temp;

  @Test
  void captureStopsAndSaysSoWithoutSpinningAndGoesOnWhenTheDirectoryIsWritableAgain()
      throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    Path said = temp.resolve("said");
    try (OtherUser other = OtherUser.who(temp)) {
      List<String> command =
          other.command(
              JavaProcess.of(List.of("-Xmx256m"), ReadOnlyAgent.class, home.toString()).command());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(JavaProcess.exitOf(process)).as(Files.readString(said)).isZero();
    }
    assertThat(Files.readAllLines(said))
        .containsSubsequence(
            "capturing", "failed: check disk and modes", "capturing", "all is there");
  }
}
