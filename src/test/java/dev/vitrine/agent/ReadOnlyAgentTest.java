package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.OtherUser;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live agent whose data directory cannot be written. */
@Timeout(180)
class ReadOnlyAgentTest {
  /** More than one further try of the keeper, which come every 5 s. */
  private static final Duration A_WHILE = Duration.ofSeconds(12);

  @TempDir private Path temp;

  @Test
  void nothingIsCapturedItSaysWhyOnceItDoesNotSpinAndItGoesOnWhenItMayWrite() throws Exception {
    assumeTrue(OtherUser.possible(), "skipped: another user cannot be had here (needs root)");
    Path data = Files.createDirectory(temp.resolve("data"));
    Path policy = temp.resolve("policy.json");
    Files.writeString(
        policy, Policies.config("policy.demo.json").replace("127.0.0.1:8787", "127.0.0.1:1"));
    Path out = temp.resolve("out");
    List<String> command =
        OtherUser.command(
            JavaProcess.of(
                    List.of("-Xmx128m"),
                    ReadOnlyAgentProcess.class,
                    data.toString(),
                    policy.toString())
                .command(),
            temp);
    // Its owner could give itself the right to write.
    OtherUser.own(data, true);
    Process agent =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(JavaProcess.log())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  said(out).stream().anyMatch(line -> line.contains("cannot be made or written")));
      List<String> before = said(out);
      Duration used = used(agent);
      await().pollDelay(A_WHILE).atMost(A_WHILE.multipliedBy(3)).until(agent::isAlive);
      assertThat(said(out)).isEqualTo(before).noneMatch(line -> line.startsWith("capturing"));
      assertThat(used(agent).minus(used)).isLessThan(A_WHILE.dividedBy(6));
      try (Stream<Path> files = Files.list(data)) {
        assertThat(files).isEmpty();
      }

      OtherUser.own(data, false);

      assertThat(JavaProcess.exitOf(agent)).isZero();
      assertThat(said(out)).anyMatch(line -> line.startsWith("capturing"));
      assertThat(data.resolve("buffer.db")).exists();
    } finally {
      JavaProcess.kill(agent);
    }
  }

  private static List<String> said(Path out) throws IOException {
    return Files.readAllLines(out);
  }

  private static Duration used(Process process) {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
