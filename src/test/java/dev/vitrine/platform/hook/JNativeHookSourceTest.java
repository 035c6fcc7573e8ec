package dev.vitrine.platform.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.Lines;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.XTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set before each test
@Tag("live")
class JNativeHookSourceTest {
  private static TestDisplay display;
  private static XTest input;

  private Process process;
  private Lines lines;

  @BeforeAll
  static void startDisplay() {
    display = TestDisplay.start();
    input = new XTest(display.name());
  }

  @AfterAll
  static void stopDisplay() {
    if (display != null) {
      input.close();
      display.close();
    }
  }

  @AfterEach
  void endProbe() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void probe(String mode) {
    process = display.java(List.of(), HookProbe.class, library().toString(), mode);
    lines = new Lines(process);
    lines.awaitLine("started");
    lines.clear();
  }

  private static Path library() {
    return display.home().resolve("native");
  }

  private void tell(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  @Test
  void typedTextArrivesKeyByKeyAsTheLayoutGivesIt() {
    probe("print");
    input.type("aZ 1!?~\n");
    lines.awaitLine("key up [Enter]");
    assertThat(lines.soFar())
        .filteredOn(line -> line.startsWith("key down") && !line.contains("[Shift]"))
        .containsExactly(
            "key down [a] [a] ",
            "key down [Z] [Z] Shift",
            "key down [ ] [ ] ",
            "key down [1] [1] ",
            "key down [!] [!] Shift",
            "key down [?] [?] Shift",
            "key down [~] [~] Shift",
            "key down [Enter] [] ");
  }

  @Test
  void chordsNameTheKeyAndItsModifiers() {
    probe("print");
    input.key('s', XTest.CONTROL);
    input.key('p', XTest.CONTROL, XTest.SHIFT);
    input.key(XTest.TAB, XTest.ALT);
    input.key('l', XTest.SUPER);
    input.key(XTest.LEFT);
    input.key(XTest.BACKSPACE);
    input.key(XTest.ESCAPE);
    lines.awaitLine("key up [Escape]");
    assertThat(lines.soFar())
        .contains(
            "key down [s] [s] Control",
            "key down [Tab] [] Alt",
            "key down [l] [l] Meta",
            "key down [ArrowLeft] [] ",
            "key down [Backspace] [] ",
            "key down [Escape] [] ")
        .anyMatch(line -> line.equalsIgnoreCase("key down [p] [p] Control+Shift"));
  }

  @Test
  void buttonsWheelAndMotionArriveInRootPixels() {
    probe("print");
    input.move(300, 200);
    for (int button = 1; button <= 7; button++) {
      input.click(button);
    }
    input.move(301, 200);
    lines.awaitLine("motion 301");
    assertThat(lines.soFar())
        .containsSubsequence(
            "motion 300,200",
            "button down 1 300,200",
            "button up 1 300,200",
            "button down 2 300,200",
            "button up 2 300,200",
            "button down 3 300,200",
            "wheel 0.0,-3.0 300,200",
            "wheel 0.0,3.0 300,200",
            "wheel -3.0,0.0 300,200",
            "wheel 3.0,0.0 300,200");
  }

  @Test
  void aThousandKeysAndMotionsASecondArriveWithoutLoss() throws IOException {
    probe("count");
    input.type("x".repeat(3_000), 1_000);
    input.moves(3_000, 1_000);
    await()
        .untilAsserted(
            () -> {
              lines.clear();
              tell("counts");
              assertThat(lines.awaitLine("counts")).isEqualTo("counts 6000 3000");
            });
  }

  @Test
  void theSourceCanBeClosedAndStartedAgain() throws IOException {
    probe("print");
    for (int round = 0; round < 3; round++) {
      lines.clear();
      tell("restart");
      lines.awaitLine("started");
      input.type("q");
      lines.awaitLine("key down [q] [q]");
    }
  }

  @Test
  void aCharacterMadeWithAltGraphIsTextAndNoChord() {
    TestDisplay.requireProgram("setxkbmap");
    layout("de");
    try {
      probe("print");
      input.key('q', XTest.ALT_GRAPH);
      input.key('z', XTest.CONTROL);
      lines.awaitLine("key up [z]");
      assertThat(lines.soFar())
          .contains(
              "key down [AltGraph] [] +AltGraph",
              "key down [@] [@] +AltGraph",
              "key down [z] [z] Control");
    } finally {
      layout("us");
    }
  }

  private static void layout(String name) {
    Process set = display.run("setxkbmap", name);
    await().until(() -> !set.isAlive());
    assertThat(set.exitValue()).isZero();
  }

  @Test
  void aDeadServerDoesNotEndTheProcessAndClosingComesBack() throws IOException {
    try (TestDisplay other = TestDisplay.start()) {
      process = other.java(List.of(), HookProbe.class, library().toString(), "print");
      lines = new Lines(process);
      lines.awaitLine("started");
      try (XTest keys = new XTest(other.name())) {
        keys.type("a");
        lines.awaitLine("key down [a]");
      }
      other.killServer();
      tell("counts");
      lines.awaitLine("counts");
      process.getOutputStream().close();
      lines.awaitLine("closed");
      await().atMost(Duration.ofSeconds(5)).until(() -> !process.isAlive());
      // The hook library closes its display on the way out, for which Xlib exits with 1.
      assertThat(process.exitValue()).isIn(0, 1);
    }
  }

  @Test
  void withoutADisplayTheHookSaysSo() throws IOException {
    ProcessBuilder bare =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            HookProbe.class.getName(),
            library().toString(),
            "print");
    bare.environment().clear();
    process = bare.start();
    lines = new Lines(process);
    assertThat(lines.awaitLine("refused")).contains("DISPLAY");
  }

  @Test
  void theLibraryIsWrittenAnewIntoAPrivateDirectory() throws IOException {
    Path directory = library();
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = directory.resolve("libJNativeHook.so");
    Files.write(file, new byte[] {1, 2, 3});
    probe("print");
    assertThat(Files.size(file)).isGreaterThan(100_000);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }
}
