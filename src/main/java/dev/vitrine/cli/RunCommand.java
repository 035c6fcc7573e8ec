package dev.vitrine.cli;

import dev.vitrine.agent.LiveRun;
import dev.vitrine.platform.Platform;
import dev.vitrine.replay.ReplayScript;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine run}: the agent, in the foreground. */
@Command(
    name = "run",
    description = "Runs the agent in the foreground until it is told to stop.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final String REPLAY = "replay:";

  @Mixin private final Places places = new Places();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--headless",
      description = "Without an indicator on screen; only with a loopback endpoint.")
  private boolean headless;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      defaultValue = "auto",
      description =
          "Where input comes from: auto, xinput2, jnativehook, replay:FILE (default: auto).")
  private String source = "auto";

  @Option(
      names = "--viewer-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The viewer's loopback port (default: any that is free).")
  private int viewerPort;

  @Override
  public Integer call() throws Exception {
    if (source.startsWith(REPLAY)) {
      Path file = Path.of(source.substring(REPLAY.length()));
      return ReplayCommand.replay(places, ReplayScript.read(file), spec.commandLine().getErr());
    }
    if (viewerPort < 0 || viewerPort > 65_535) {
      throw new ParameterException(spec.commandLine(), "--viewer-port must be 0 to 65535");
    }
    LiveRun.run(
        new LiveRun.Options(
            places.dataDir(),
            places.policy(),
            headless,
            liveSource(),
            viewerPort,
            System.getProperty("os.name", ""),
            Places.environment(),
            Places.keyStores(),
            Places.clock()),
        line -> spec.commandLine().getErr().println("vitrine: " + line));
    return 0;
  }

  private Platform.Source liveSource() {
    return switch (source) {
      case "auto" -> Platform.Source.AUTO;
      case "xinput2" -> Platform.Source.XINPUT2;
      case "jnativehook" -> Platform.Source.JNATIVEHOOK;
      default ->
          throw new ParameterException(
              spec.commandLine(), "--source must be auto, xinput2, jnativehook or replay:FILE");
    };
  }
}
