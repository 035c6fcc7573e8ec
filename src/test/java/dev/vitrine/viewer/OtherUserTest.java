package dev.vitrine.viewer;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.agent.Agent;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.ControlException;
import dev.vitrine.testing.FakeDesktop;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another user of the machine gets of a running agent, tried as the user "nobody". */
class OtherUserTest {
  private static final Path AS_OTHER = Path.of("/usr/bin/setpriv");
  private static final String NOBODY = "65534";
  private static final int SECONDS = 20;

  private Path folder;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(
        Files.isExecutable(AS_OTHER) && System.getProperty("user.name", "").equals("root"),
        "another user can be tried only by root, with setpriv");
    // JUnit's own folders shut others out by themselves.
    folder = Files.createTempDirectory("vitrine-other", asFileAttribute(fromString("rwx------")));
    Files.setPosixFilePermissions(folder, fromString("rwxr-xr-x"));
  }

  @AfterEach
  void close() throws IOException {
    if (folder != null) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void anotherUserGetsNothingFromThePageTheSocketOrTheFiles() throws Exception {
    Path policy =
        Files.writeString(folder.resolve("policy.json"), Policies.config("policy.demo.json"));
    Path data = folder.resolve("data");
    try (FakeDesktop desktop = new FakeDesktop();
        Agent agent =
            new Agent(
                data,
                policy,
                0,
                desktop.seams(),
                Clock.system(ZoneId.systemDefault()),
                InputAccounting.NONE,
                line -> {})) {
      agent.start();
      URI url =
          await()
              .atMost(Duration.ofSeconds(20))
              .ignoreException(ControlException.class)
              .until(agent::viewerUrl, address -> true);
      // It can be reached: what shuts the other user out is not the network.
      assertThat(ask(url.getPort(), "GET / HTTP/1.0")).contains(" 200 ");
      for (String path : List.of("status", "records", "search?q=a", "export", "ledger", "day")) {
        assertThat(ask(url.getPort(), "GET /api/" + path + " HTTP/1.0")).contains(" 401 ");
      }
      assertThat(asNobody("ls " + data)).contains("Permission denied");
      assertThat(asNobody("cat " + data + "/buffer.db")).contains("Permission denied");
      assertThat(asNobody("id -u")).isEqualTo(NOBODY + "\n");
    }
  }

  private static String ask(int port, String line) throws Exception {
    return asNobody(
        "exec 3<>/dev/tcp/127.0.0.1/%d; printf '%s\\r\\nHost: 127.0.0.1:%d\\r\\n\\r\\n' >&3; head -1 <&3"
            .formatted(port, line, port));
  }

  private static String asNobody(String script) throws Exception {
    Process process =
        new ProcessBuilder(
                AS_OTHER.toString(),
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "timeout",
                String.valueOf(SECONDS),
                "bash",
                "-c",
                script)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
