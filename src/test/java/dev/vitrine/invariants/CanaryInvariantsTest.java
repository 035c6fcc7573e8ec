package dev.vitrine.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vitrine.agent.AgentException;
import dev.vitrine.agent.ReplayAgent;
import dev.vitrine.agent.Residue;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverException;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.testing.InMemoryKeyStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;

/**
 * Invariant 14, of the whole agent: gate, pipeline, sealed store on a disk, upload over HTTP to a
 * receiver that keeps what it was sent as it came; with every logger at its most talkative.
 */
class CanaryInvariantsTest extends Invariants {
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
  private static Level level = Level.INFO;

  @BeforeContainer
  static void listen() {
    level = ROOT.getLevel();
    ROOT.setLevel(Level.TRACE);
    LOG.start();
    ROOT.addAppender(LOG);
  }

  @AfterContainer
  static void stopListening() {
    ROOT.detachAppender(LOG);
    ROOT.setLevel(level);
  }

  /** Invariant 14. Seen to fail when the redactor logged, at debug level, what it took. */
  @Property
  void noSecretIsInAnyFileLogOrRequest(
      @ForAll("work") List<Step> before,
      @ForAll("secret") Secret secret,
      @ForAll("hand") Hand hand,
      @ForAll("password") String password,
      @ForAll("work") List<Step> after)
      throws Exception {
    Person person = new Person(7);
    play(person, before);
    person.key("Enter", 1).pause(300).word("before");
    person.type(secret.lead());
    hand.type(person, secret.value());
    person.type(" ").field("hidden", true, 15).type(password + password);
    person.field("body", false, 15);
    play(person, after);
    List<String> canaries = List.of(secret.value(), password + password);
    Path dir = Files.createTempDirectory("canary");
    try {
      run(dir, person);
      for (String canary : canaries) {
        assertThat(Residue.in(dir.resolve("data"), canary)).isEmpty();
        assertThat(Residue.in(dir.resolve("receiver"), canary)).isEmpty();
        assertThat(log()).noneMatch(line -> line.contains(canary));
      }
      if (person.locks().isEmpty()) {
        assertThat(Residue.in(dir.resolve("receiver"), "before")).isNotEmpty();
      }
    } finally {
      LOG.list.clear();
      remove(dir);
    }
  }

  private static void run(Path dir, Person person)
      throws IOException, ReceiverException, AgentException {
    InMemoryKeyStorage keys = new InMemoryKeyStorage();
    try (Receiver receiver =
        Receiver.start(ReceiverOptions.loopback(dir.resolve("receiver"), 0), Clock.systemUTC())) {
      Path policy =
          Files.writeString(
              dir.resolve("policy.json"),
              World.POLICY_TEXT.replace("http://127.0.0.1:8787", receiver.url().toString()));
      ReplayAgent.run(
          dir.resolve("data"),
          policy,
          person.script(),
          (where, file) -> keys,
          InputAccounting.NONE,
          word -> {});
    }
  }

  private static List<String> log() {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : LOG.list) {
      lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        lines.add(String.valueOf(event.getThrowableProxy().getMessage()));
      }
    }
    return lines;
  }

  private static void remove(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
