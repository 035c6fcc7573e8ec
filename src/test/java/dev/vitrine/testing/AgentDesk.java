package dev.vitrine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.testing.TestDisplay.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A desktop of its own with the real program capturing on it, a receiver, and a form built for the
 * test, which the policy admits with text, clicks and names of elements.
 */
public final class AgentDesk implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final TestDisplay display;
  private final Path program;
  private final XTest hands;
  private final Receiver receiver;
  private final AgentProcess agent;

  private AgentDesk(
      TestDisplay display, Map<String, String> variables, UnaryOperator<String> change)
      throws Exception {
    this.display = display;
    this.program = TestForm.build(display);
    this.hands = new XTest(display.name());
    this.receiver =
        Receiver.start(
            ReceiverOptions.loopback(display.home().resolve("receiver"), 0), Clock.systemUTC());
    Path policy =
        Files.writeString(
            display.home().resolve("policy.json"),
            change.apply(
                Policies.config("policy.demo.json")
                    .replace("/usr/bin/zenity", program.toString())
                    .replace("http://127.0.0.1:8787", receiver.url().toString())));
    Map<String, String> environment = new HashMap<>(display.environment());
    environment.putAll(variables);
    this.agent = new AgentProcess(environment, display.home(), policy);
  }

  /** Starts the desktop and the receiver; nothing is captured yet. */
  public static AgentDesk start() throws Exception {
    return start(Map.of());
  }

  /** Starts one whose agent sees these variables besides the display's. */
  public static AgentDesk start(Map<String, String> variables) throws Exception {
    return start(variables, UnaryOperator.identity());
  }

  /** Starts one with a changed policy; given is the text of the file. */
  public static AgentDesk start(UnaryOperator<String> policy) throws Exception {
    return start(Map.of(), policy);
  }

  private static AgentDesk start(Map<String, String> variables, UnaryOperator<String> policy)
      throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root"),
        "a program that belongs to the agent's own user is not trusted: needs root");
    TestDisplay display = TestDisplay.start(Part.WINDOW_MANAGER, Part.ACCESSIBILITY, Part.KEYRING);
    try {
      return new AgentDesk(display, variables, policy);
    } catch (Exception | Error e) {
      display.close();
      throw e;
    }
  }

  /** The display with all that runs on it. */
  public TestDisplay display() {
    return display;
  }

  /** Keyboard and pointer. */
  public XTest hands() {
    return hands;
  }

  /** The agent. */
  public AgentProcess agent() {
    return agent;
  }

  /** Opens the form and waits until its text field is focused and the agent can know it. */
  public TestForm form(String title) {
    TestForm form = TestForm.start(display, program, Map.of(), title);
    rest(1_000);
    return form;
  }

  /** Lets some time pass, as people do. */
  public static void rest(long millis) {
    await()
        .pollDelay(Duration.ofMillis(millis))
        .atMost(Duration.ofMillis(millis + 10_000))
        .until(() -> true);
  }

  /** Clicks in the middle of a widget, after a moment over it. */
  public void click(TestForm form, String widget) {
    var place = form.places().get(widget);
    if (place == null) {
      throw new IllegalStateException(widget + " is not on the screen");
    }
    hands.move(place.x() + place.width() / 2, place.y() + place.height() / 2);
    rest(120);
    hands.click(1);
  }

  /** Waits until that is part of the exported text. */
  public void awaitExported(String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(agent.exportedText()).contains(text));
  }

  /** Sends a process a signal, by its name without SIG. */
  public static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  /** All that the receiver got. */
  public String received() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(display.home().resolve("receiver"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Override
  public void close() {
    agent.close();
    receiver.close();
    hands.close();
    display.close();
  }
}
