package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.testing.TestDisplay;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class TerminalsTest {
  private final Terminals terminals = new Terminals();

  private TerminalState stateOf(Process process) {
    return terminals.stateOf((int) process.pid());
  }

  /** Runs the command with a pseudo-terminal below it, as a terminal window does. */
  private static Process withTerminal(String command) throws IOException {
    TestDisplay.requireProgram("script");
    return new ProcessBuilder("script", "-qc", command, "/dev/null").start();
  }

  @Test
  void aProgramWithARawTerminalBelowItIsUnknown() throws IOException {
    Process script = withTerminal("stty raw; sleep 30");
    try {
      await().atMost(Duration.ofSeconds(10)).until(() -> stateOf(script) == TerminalState.UNKNOWN);
      assertThat(stateOf(script)).isEqualTo(TerminalState.UNKNOWN);
    } finally {
      script.destroyForcibly();
    }
  }

  @Test
  void aProgramWithoutOneHasNone() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 30; true").start();
    try {
      await().until(() -> shell.descendants().findAny().isPresent());
      assertThat(stateOf(shell)).isEqualTo(TerminalState.NONE);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  @Test
  void aProgramStartedFromATerminalIsNotOne() throws IOException {
    Process script = withTerminal("sh -c 'sleep 30; true'");
    try {
      await().until(() -> script.descendants().anyMatch(p -> p.children().findAny().isPresent()));
      ProcessHandle inside =
          script
              .descendants()
              .filter(p -> p.children().findAny().isPresent())
              .findFirst()
              .orElseThrow();
      assertThat(terminals.stateOf((int) inside.pid())).isEqualTo(TerminalState.NONE);
    } finally {
      script.descendants().forEach(ProcessHandle::destroyForcibly);
      script.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIsGoneIsUnknown() {
    assertThat(terminals.stateOf(0)).isEqualTo(TerminalState.UNKNOWN);
    assertThat(terminals.stateOf(Integer.MAX_VALUE)).isEqualTo(TerminalState.UNKNOWN);
  }

  @Test
  void aCookedTerminalIsOpenAndOneWithoutEchoIsProtected() throws IOException {
    // script's own terminal is not below it, the one that it makes is.
    Process script = withTerminal("stty -echo; sleep 0.5; stty echo; sleep 30");
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> stateOf(script) == TerminalState.PROTECTED);
      await().atMost(Duration.ofSeconds(10)).until(() -> stateOf(script) == TerminalState.OPEN);
    } finally {
      script.destroyForcibly();
    }
  }

  @Test
  void aStretchIsOpenOnlyIfNothingChangedInIt() throws IOException {
    Process script = withTerminal("sleep 0.7; stty -echo; sleep 0.3; stty echo; sleep 30");
    try {
      await().until(() -> stateOf(script) == TerminalState.OPEN);
      terminals.front((int) script.pid());
      long before = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> stateOf(script) == TerminalState.PROTECTED);
      await().atMost(Duration.ofSeconds(10)).until(() -> stateOf(script) == TerminalState.OPEN);
      long after = System.nanoTime();
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      int pid = (int) script.pid();
      assertThat(terminals.during(pid, before, after)).isEqualTo(TerminalState.PROTECTED);
      assertThat(terminals.during(pid, before - 5_000_000_000L, after))
          .isEqualTo(TerminalState.UNKNOWN);
      assertThat(terminals.during(1, before, after)).isEqualTo(TerminalState.UNKNOWN);
    } finally {
      terminals.close();
      script.destroyForcibly();
    }
  }
}
