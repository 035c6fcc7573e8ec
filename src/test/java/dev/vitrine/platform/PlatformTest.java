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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
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

  private static Probe missing(Map<String, String> environment, String name) {
    List<Probe> probes =
        LinuxProbes.run(environment).stream().filter(probe -> !probe.ok()).toList();
    assertThat(probes).extracting(Probe::name).containsExactly(name);
    return probes.get(0);
  }

  @Test
  void aMissingWindowManagerKeyStoreOrAccessibilityBusIsNamedWithItsRemedy() {
    try (TestDisplay bare = TestDisplay.start(Part.ACCESSIBILITY, Part.KEYRING)) {
      assertThat(missing(bare.environment(), "window manager").remedy()).contains("openbox");
      // A bus that can start nothing, with nothing on it.
      Path bus = bare.home().resolve("empty-bus");
      Path configuration = emptyBus(bare.home(), bus);
      bare.run("dbus-daemon", "--nofork", "--config-file=" + configuration);
      await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(bus));
      Map<String, String> environment = new HashMap<>(bare.environment());
      environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + bus);
      List<Probe> probes = LinuxProbes.run(environment);
      assertThat(probes)
          .anyMatch(
              probe ->
                  probe.name().equals("accessibility")
                      && !probe.ok()
                      && probe.remedy().equals("apt install at-spi2-core"))
          .anyMatch(
              probe ->
                  probe.name().equals("key store")
                      && !probe.ok()
                      && probe.remedy().equals("apt install gnome-keyring"));
    }
  }

  private static Path emptyBus(Path home, Path bus) {
    try {
      return Files.writeString(
          home.resolve("empty-bus.conf"),
          "<busconfig><type>session</type><listen>unix:path="
              + bus
              + "</listen><policy context='default'><allow send_destination='*'/><allow"
              + " receive_sender='*'/><allow own='*'/><allow user='*'/></policy></busconfig>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aServerWithoutXInput2IsNamedAndTheOtherSourceIsTheRemedy(@TempDir Path temp)
      throws SourceException {
    try (TestDisplay old = TestDisplay.startWithout("Generic Event Extension")) {
      assertThat(Platform.of("Linux", old.environment(), temp).probes())
          .filteredOn(probe -> probe.name().equals("input hook"))
          .singleElement()
          .satisfies(
              probe -> {
                assertThat(probe.ok()).isFalse();
                assertThat(probe.detail()).contains("no XInput 2");
                assertThat(probe.remedy()).contains("--source jnativehook");
              });
    }
  }

  @Test
  void aRealWaylandSessionIsNamedAndAnX11OneIsTheRemedy() {
    TestDisplay.requireProgram("weston");
    try (TestDisplay display = TestDisplay.start(Part.WINDOW_MANAGER)) {
      display.run(
          "weston", "--backend=headless-backend.so", "--socket=wayland-test", "--idle-time=0");
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> Files.exists(display.home().resolve("wayland-test")));
      Map<String, String> environment = new HashMap<>(display.environment());
      environment.put("WAYLAND_DISPLAY", "wayland-test");
      environment.put("XDG_SESSION_TYPE", "wayland");
      assertThat(LinuxProbes.run(environment))
          .filteredOn(probe -> probe.name().equals("display server"))
          .singleElement()
          .satisfies(
              probe -> {
                assertThat(probe.ok()).isFalse();
                assertThat(probe.detail()).contains("Wayland session");
                assertThat(probe.remedy()).contains("X11 (Xorg) session");
              });
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
