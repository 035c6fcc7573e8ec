package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.testing.TestDisplay;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PtyPresenceTest {
  private final AtomicLong clock = new AtomicLong();
  private final PtyPresence terminals = new PtyPresence(clock::get);

  private TerminalState stateOf(Process process) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    return terminals.stateOf((int) process.pid());
  }

  /** Runs the command with a pseudo-terminal below it, as a terminal window does. */
  private static Process withTerminal(String command) throws IOException {
    TestDisplay.requireProgram("script");
    return new ProcessBuilder("script", "-qc", command, "/dev/null").start();
  }

  @Test
  void aProgramWithATerminalBelowItIsUnknown() throws IOException {
    Process script = withTerminal("sleep 30");
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
  void anAnswerIsKeptForAQuarterOfASecond() throws IOException {
    Process script = withTerminal("sleep 30");
    int pid = (int) script.pid();
    try {
      await().until(() -> stateOf(script) == TerminalState.UNKNOWN && script.isAlive());
      // What is kept is the answer for this process, whatever becomes of it.
      Process none = new ProcessBuilder("sleep", "30").start();
      assertThat(terminals.stateOf((int) none.pid())).isEqualTo(TerminalState.NONE);
      none.destroyForcibly();
      await().until(() -> !none.isAlive());
      assertThat(terminals.stateOf((int) none.pid())).isEqualTo(TerminalState.NONE);
      clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
      assertThat(terminals.stateOf((int) none.pid())).isEqualTo(TerminalState.UNKNOWN);
      assertThat(terminals.stateOf(pid)).isEqualTo(TerminalState.UNKNOWN);
    } finally {
      script.destroyForcibly();
    }
  }
}
