package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real terminals that IT allowed: what is shown arrives, what is typed without echo nowhere. */
@SuppressWarnings("NullAway.Init") // set by the test
class TerminalAgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SHELL =
      "setpriv --reuid=65534 --regid=65534 --clear-groups bash --norc";

  /** How often prompt and password alternate without a pause; the soak test takes more. */
  private static final int ALTERNATIONS = Integer.getInteger("vitrine.soak.alternations", 15);

  private TestDisplay display;
  private XTest keys;

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

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/xterm", "/usr/bin/sakura"})
  void whatIsShownArrivesAndWhatIsTypedWithoutEchoLeavesNoTrace(String terminal) throws Exception {
    TestDisplay.requireProgram(terminal);
    for (String program : List.of("python3", "sudo", "su", "tmux", "vim", "setpriv")) {
      TestDisplay.requireProgram(program);
    }
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may become another user");
    List<String> secrets = new ArrayList<>();
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
        display.run(terminal, "-e", SHELL);
        rest(3_000);
        // A key may be dropped on a busy machine; not one of three lines is.
        thrice("echo first prompt words");
        line("cat");
        thrice("words for the cat");
        keys.key('d', XTest.CONTROL);
        rest(700);
        hide(secrets, "read -s x", 700);
        hide(secrets, "python3 -c 'import getpass; getpass.getpass()'", 1_500);
        hide(secrets, "su root", 1_000);
        rest(3_500);
        hide(secrets, "sudo -S id", 1_000);
        rest(3_500);
        keys.key('c', XTest.CONTROL);
        rest(700);
        hide(secrets, "sudo -k id", 1_000);
        rest(3_500);
        keys.key('c', XTest.CONTROL);
        rest(700);
        hide(secrets, "vim -u NONE -n", 1_500);
        keys.key(XTest.ESCAPE);
        line(":q!");
        if (terminal.endsWith("/xterm")) {
          hide(secrets, "tmux -L vitrine" + System.nanoTime() + " -f /dev/null", 3_000);
          assertThat(below("tmux")).isTrue();
          line("exit");
        }
        for (int i = 0; i < ALTERNATIONS; i++) {
          String secret = "flash" + word(i);
          secrets.add(secret);
          keys.type("read -s x\n" + secret + "\necho plain\n");
        }
        rest(2_000);
        thrice("echo last prompt words");
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .untilAsserted(() -> assertThat(agent.exportedText()).contains("last prompt words"));
        String text = agent.exportedText();
        assertThat(text).contains("echo first prompt words", "words for the cat");
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
  }

  /**
   * Whether such a program runs in this display: a test of a fault says that the fault was there.
   */
  private boolean below(String program) {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(p -> p.info().command().orElse("").endsWith("/" + program));
  }

  private void hide(List<String> secrets, String command, long untilAsked) {
    line(command);
    rest(untilAsked);
    String secret = "Canary" + word(secrets.size()) + "pw";
    secrets.add(secret);
    line(secret);
  }

  private static String word(int number) {
    return new String(Character.toChars('a' + number / 26)) + (char) ('a' + number % 26);
  }
}
