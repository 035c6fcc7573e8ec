package dev.vitrine.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.SourceException;
import dev.vitrine.platform.linux.LinuxProbes;
import dev.vitrine.platform.linux.Probe;
import dev.vitrine.testing.Lines;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  @Test
  void otherSystemsAreRefusedByName(@TempDir Path temp) {
    assertThatThrownBy(() -> Platform.of("Windows 11", Map.of(), temp))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("Windows is not supported in this version");
    assertThatThrownBy(() -> Platform.of("Mac OS X", Map.of(), temp))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("macOS is not supported in this version");
  }

  @Test
  void withoutASessionEveryProbeSaysWhatIsMissingAndWhatToDo(@TempDir Path temp)
      throws SourceException {
    List<Probe> probes = Platform.of("Linux", Map.of(), temp).probes();
    assertThat(probes)
        .filteredOn(probe -> !probe.ok())
        .extracting(Probe::name)
        .contains(
            "display server",
            "input hook",
            "window manager",
            "foreground window",
            "accessibility",
            "key store");
    assertThat(probes).filteredOn(probe -> !probe.ok()).noneMatch(p -> p.remedy().isEmpty());
  }

  @Test
  void inAWholeSessionEveryProbeOfItIsGood() {
    try (TestDisplay display =
        TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY, Part.KEYRING)) {
      assertThat(LinuxProbes.run(display.environment()))
          .hasSize(5)
          .allMatch(Probe::ok)
          .anyMatch(probe -> probe.detail().equals("Openbox"));
    }
  }

  @Test
  void aDyingDisplayIsToldAndTheProcessStillEndsInOrder() {
    try (TestDisplay display = TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY)) {
      Process process =
          display.java(List.of(), SessionProbe.class, display.home().resolve("native").toString());
      Lines lines = new Lines(process);
      lines.awaitLine("started");
      try (XTest input = new XTest(display.name())) {
        input.type("a");
        lines.awaitLine("input");
      }
      display.killServer();
      lines.awaitLine("lost");
      lines.awaitLine("closed");
      await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }
  }
}
