package dev.vitrine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.cli.Main;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlClient;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.StatusJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real program in processes of its own, as people run it: the agent, and commands beside it.
 */
public final class AgentProcess implements AutoCloseable {
  /** What a command came to. */
  public record Result(int exit, String out, String err) {}

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> environment;
  private final Path home;
  private final Path dataDir;
  private final Path policy;
  private Process agent;

  /** Nothing runs yet; {@code environment} is all that the processes see. */
  public AgentProcess(Map<String, String> environment, Path home, Path policy) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.dataDir = home.resolve("vitrine-data");
    this.policy = policy;
  }

  /** Where the agent keeps its data. */
  public Path dataDir() {
    return dataDir;
  }

  /** Where the agent's own output goes. */
  public Path log() {
    return home.resolve("agent.log");
  }

  /** Starts the agent and returns at once. */
  public AgentProcess start(String... more) {
    List<String> arguments = withPlaces("run");
    arguments.addAll(List.of(more));
    agent =
        launch(
            arguments,
            ProcessBuilder.Redirect.PIPE,
            ProcessBuilder.Redirect.appendTo(log().toFile()),
            ProcessBuilder.Redirect.appendTo(log().toFile()));
    return this;
  }

  /** Acknowledges, starts, and waits until it captures. */
  public AgentProcess capture(String... more) {
    assertThat(command("acknowledge", "--yes").exit()).isZero();
    start(more);
    awaitState("capturing");
    return this;
  }

  /** Waits for a state. */
  public void awaitState(String state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              assertThat(agent.isAlive()).describedAs(Files.readString(log())).isTrue();
              assertThat(status().path("state").asText()).isEqualTo(state);
            });
  }

  /** What the running agent says of itself; the same as {@code status --json}. */
  public JsonNode status() {
    return StatusJson.encode(
        ControlClient.find(dataDir, environment.get("XDG_RUNTIME_DIR"))
            .map(AgentProcess::statusOf)
            .orElseThrow(() -> new AssertionError("no agent answers")));
  }

  private static AgentStatus statusOf(ControlClient client) {
    try {
      return client.status();
    } catch (ControlException e) {
      throw new AssertionError(e);
    }
  }

  /** The exported lines. */
  public List<JsonNode> export() {
    Path out = home.resolve("export.jsonl");
    Result result = command("export", "--format", "jsonl", "--out", out.toString(), "--force");
    assertThat(result.exit()).describedAs(result.err()).isZero();
    try {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : Files.readAllLines(out)) {
        lines.add(MAPPER.readTree(line));
      }
      Files.delete(out);
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All text of the exported text records, joined by line feeds. */
  public String exportedText() {
    StringBuilder all = new StringBuilder();
    for (JsonNode line : export()) {
      if (line.path("kind").asText().equals("text")) {
        all.append(line.path("text").asText()).append('\n');
      }
    }
    return all.toString();
  }

  /** Runs a command to its end, with the data directory and the policy. */
  public Result command(String... arguments) {
    return bare(withPlaces(arguments).toArray(new String[0]));
  }

  private List<String> withPlaces(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", dataDir.toString(), "--policy", policy.toString()));
    return all;
  }

  /** The same, with that on its standard input. */
  public Result commandWith(String input, String... arguments) throws IOException {
    Path in = Files.writeString(home.resolve("in.txt"), input);
    try {
      return run(ProcessBuilder.Redirect.from(in.toFile()), withPlaces(arguments));
    } finally {
      Files.delete(in);
    }
  }

  /** Runs a command that takes neither to its end. */
  public Result bare(String... arguments) {
    return run(ProcessBuilder.Redirect.PIPE, List.of(arguments));
  }

  private Result run(ProcessBuilder.Redirect in, List<String> arguments) {
    try {
      Path out = Files.createTempFile(home, "out", ".txt");
      Path err = Files.createTempFile(home, "err", ".txt");
      Process process =
          launch(
              arguments,
              in,
              ProcessBuilder.Redirect.to(out.toFile()),
              ProcessBuilder.Redirect.to(err.toFile()));
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the command did not end: " + arguments.get(0));
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private Process launch(
      List<String> arguments,
      ProcessBuilder.Redirect in,
      ProcessBuilder.Redirect out,
      ProcessBuilder.Redirect err) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(in).redirectOutput(out).redirectError(err);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(home);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process number. */
  public long pid() {
    return agent.pid();
  }

  /** Ends the agent as a crash would. */
  public void kill() throws InterruptedException {
    agent.destroyForcibly().waitFor();
  }

  /** Tells the agent to stop (SIGTERM); returns its exit status. */
  public int stop() throws InterruptedException {
    agent.destroy();
    assertThat(agent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return agent.exitValue();
  }

  /** The exit status of an agent that ended by itself. */
  public int awaitExit() throws InterruptedException {
    assertThat(agent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return agent.exitValue();
  }

  /** What the agent's process wrote so far. */
  public String output() {
    try {
      return Files.readString(log(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (agent != null) {
      agent.destroyForcibly();
    }
  }
}
