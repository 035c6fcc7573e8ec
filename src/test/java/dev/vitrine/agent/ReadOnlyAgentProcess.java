package dev.vitrine.agent;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.testing.FakeDesktop;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A live agent that says each of its states in one line, until it captures. Arguments: the data
 * directory; the policy.
 */
final class ReadOnlyAgentProcess {
  private static final Duration LONGEST = Duration.ofSeconds(90);

  private ReadOnlyAgentProcess() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    CountDownLatch captures = new CountDownLatch(1);
    FakeDesktop desktop = new FakeDesktop();
    Agent agent =
        new Agent(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            0,
            desktop.seams(),
            Clock.systemUTC(),
            InputAccounting.NONE,
            line -> {
              out.println(line);
              if (line.startsWith(State.CAPTURING.word())) {
                captures.countDown();
              }
            });
    agent.start();
    while (agent.status().state() == State.NO_POLICY) {
      Thread.onSpinWait();
    }
    agent.acknowledge("demo-1");
    boolean captured = captures.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
    agent.close();
    desktop.close();
    System.exit(captured ? 0 : 1);
  }
}
