package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.event.Scene;
import dev.vitrine.platform.linux.X11ForegroundWatcher;
import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.LocalSshd;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.TerminalLine;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real terminals that IT allowed, each on a display of its own and at the same time: what is shown
 * arrives, what is typed without echo nowhere.
 */
@Tag("live")
class TerminalAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SHELL =
      "setpriv --reuid=65534 --regid=65534 --clear-groups env SHELL=/bin/bash bash --norc";

  private static final int INTERRUPTS = 30;

  /** How often prompt and password alternate without a pause; the soak test takes more. */
  private static final int ALTERNATIONS = Integer.getInteger("vitrine.soak.alternations", 15);

  @Test
  void whatIsShownArrivesAndWhatIsTypedWithoutEchoLeavesNoTrace() throws Exception {
    for (String program :
        List.of(
            "xterm",
            "sakura",
            "python3",
            "sudo",
            "su",
            "tmux",
            "vim",
            "setpriv",
            "ssh",
            "ssh-keygen")) {
      TestDisplay.requireProgram(program);
    }
    TestDisplay.requireProgram("/usr/sbin/sshd");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may become another user");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> xterm = threads.submit(() -> new Session("/usr/bin/xterm").run());
      Future<?> sakura = threads.submit(() -> new Session("/usr/bin/sakura").run());
      xterm.get();
      sakura.get();
    } finally {
      threads.shutdownNow();
    }
  }

  /** One terminal, and whoever types into it. */
  @SuppressWarnings("NullAway.Init") // set by run
  private static final class Session {
    private final String terminal;
    private final List<String> secrets = new ArrayList<>();
    private TestDisplay display;
    private XTest keys;
    private TerminalLine tty;

    Session(String terminal) {
      this.terminal = terminal;
    }

    private static void rest(long millis) {
      await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }

    private void line(String text) {
      keys.type(text, 25);
      rest(300);
      keys.key(XTest.ENTER);
      rest(700);
    }

    private void thrice(String text) {
      for (int i = 0; i < 3; i++) {
        line(text);
      }
    }

    @Nullable Void run() throws Exception {
      try (TestDisplay started =
              TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY, Part.KEYRING);
          XTest keyboard = new XTest(started.name())) {
        display = started;
        keys = keyboard;
        Path policy =
            Files.writeString(
                display.home().resolve("policy.json"),
                Policies.config("policy.demo.json")
                    .replace("/usr/bin/mousepad", terminal)
                    .replace(
                        "\"titles\": \"redacted\",",
                        "\"titles\": \"none\", \"unknownFields\": \"allow\","));
        try (AgentProcess agent =
            new AgentProcess(display.environment(), display.home(), policy).capture()) {
          LocalSshd sshd = LocalSshd.start(display);
          Process window = display.run(terminal, "-e", SHELL);
          tty = TerminalLine.of(window, "bash --norc");
          awaitActive(window.pid());
          rest(1_500);
          // A key may be dropped on a busy machine; not one of three lines is.
          thrice("echo first prompt words");
          line("cat");
          tty.awaitEcho("cat");
          thrice("words for the cat");
          keys.key('d', XTest.CONTROL);
          prompt();
          hide("read -s x", "bash");
          hide("python3 -c 'import getpass; getpass.getpass()'", "python3");
          hide("su root", "su");
          hide("sudo -S id", "sudo");
          hide("sudo -k id", "sudo");
          line("vim -u NONE -n");
          tty.awaitEachKey("vim");
          secret();
          keys.key(XTest.ESCAPE);
          line(":q!");
          prompt();
          hide(sshd.command(), "ssh");
          line("tmux -L vitrine" + System.nanoTime() + " -f /dev/null");
          tty.awaitEachKey("tmux");
          rest(1_000);
          secret();
          line("exit");
          prompt();
          for (int i = 0; i < ALTERNATIONS; i++) {
            String secret = "flash" + word(i);
            secrets.add(secret);
            keys.type("read -s x\n" + secret + "\necho plain\n");
          }
          // What is typed just while the shell hands over to read may lose its line's end.
          interrupt();
          prompt();
          thrice("echo last prompt words");
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(500))
              .untilAsserted(() -> assertThat(agent.exportedText()).contains("last prompt words"));
          String text = agent.exportedText();
          assertThat(text).as(terminal).contains("echo first prompt words", "words for the cat");
          assertThat(secrets).allSatisfy(secret -> assertThat(text).doesNotContain(secret));
          assertThat(text).doesNotContain("flash");
          assertThat(agent.stop()).isZero();
          for (String secret :
              List.of("Canary", "flash" + word(0), "flash" + word(ALTERNATIONS - 1))) {
            assertThat(Residue.in(agent.dataDir(), secret)).describedAs(secret).isEmpty();
          }
          assertThat(agent.output()).doesNotContain("Canary");
        }
      }
      return null;
    }

    /** Keys go to whoever has the focus: that must be the terminal before the first of them. */
    private void awaitActive(long pid) throws Exception {
      AtomicReference<Scene> last = new AtomicReference<>();
      try (X11ForegroundWatcher watcher =
          new X11ForegroundWatcher(display.environment(), () -> {})) {
        watcher.start(last::set);
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  Scene scene = last.get();
                  return scene != null && scene.active() != null && scene.active().pid() == pid;
                });
      }
    }

    /** The shell has its line back, and the agent has had time to see it. */
    private void prompt() {
      tty.awaitPrompt();
      rest(500);
    }

    /** A password is asked for, typed, and found wrong; some ask for it again. */
    private void hide(String command, String program) {
      line(command);
      tty.awaitNoEcho(program);
      secret();
      interrupt();
      prompt();
    }

    private void interrupt() {
      for (int i = 0; i < INTERRUPTS && !tty.isPrompt(); i++) {
        rest(700);
        keys.key('c', XTest.CONTROL);
      }
    }

    private void secret() {
      String secret = "Canary" + word(secrets.size()) + "pw";
      secrets.add(secret);
      line(secret);
    }
  }

  private static String word(int number) {
    return new String(Character.toChars('a' + number / 26)) + (char) ('a' + number % 26);
  }
}
