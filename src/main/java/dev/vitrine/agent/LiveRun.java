package dev.vitrine.agent;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.SourceException;
import dev.vitrine.control.ControlServer;
import dev.vitrine.platform.Platform;
import dev.vitrine.tray.Tray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The agent as a process: its lock, its seams, its socket, from start to stop. */
public final class LiveRun {
  private LiveRun() {}

  /**
   * How it runs.
   *
   * @param headless without an indicator
   * @param viewerPort 0 = any that is free
   */
  public record Options(
      Path dataDir,
      Path policy,
      boolean headless,
      Platform.Source source,
      int viewerPort,
      String osName,
      Map<String, String> environment,
      Seams.KeyStores keyStores,
      Clock clock) {}

  /**
   * Runs until the process is told to stop, and stops in order.
   *
   * @param say is told each change of state, once
   * @throws AgentException where the agent cannot run here; one line
   */
  public static void run(Options options, Consumer<String> say)
      throws AgentException, InterruptedException {
    String failure;
    try (Ending ending = Ending.begin(say);
        DirectoryLock lock = DirectoryLock.take(options.dataDir())) {
      if (ReplayAgent.made(options.dataDir())) {
        throw new AgentException(
            options.dataDir()
                + " was made by a replay, and its agent key is no secret; name another --data-dir,"
                + " or remove that one");
      }
      logInto(options.dataDir());
      refuseHeadless(options);
      serveUntilTheEnd(options, say, ending);
      failure = ending.failure();
    } catch (SourceException e) {
      throw new AgentException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new AgentException(
          "log or control socket cannot be made in "
              + options.dataDir()
              + " ("
              + e.getClass().getSimpleName()
              + "); check its modes, or name another --data-dir, with a shorter path");
    }
    if (failure != null) {
      throw new AgentException(failure);
    }
  }

  /**
   * Names the log file for {@code logback.xml}, which is read when the first logger is made; until
   * here none was.
   */
  private static void logInto(Path dataDir) throws IOException {
    Path log = dataDir.resolve("agent.log");
    if (!Files.exists(log)) {
      Files.createFile(
          log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    System.setProperty("vitrine.log", log.toString());
  }

  /** What goes wrong because the end came in the middle of the start is no failure. */
  private static void serveUntilTheEnd(Options options, Consumer<String> say, Ending ending)
      throws SourceException, IOException, InterruptedException {
    try {
      serve(options, say, ending);
    } catch (SourceException | IOException | RuntimeException e) {
      if (!ending.isWanted()) {
        throw e;
      }
    }
  }

  private static void serve(Options options, Consumer<String> say, Ending ending)
      throws SourceException, IOException, InterruptedException {
    Platform platform =
        Platform.of(options.osName(), options.environment(), options.dataDir().resolve("hook"));
    // The indicator comes first: AWT and the watcher both take Xlib's error handlers, and the last
    // keeps them.
    @Nullable Tray tray = options.headless() ? null : platform.openTray(options.clock());
    String knownPolicy = StateFile.read(options.dataDir()).policy();
    Seams seams =
        seams(
            options,
            platform,
            tray,
            () ->
                ending.fail("the display server is gone; start the agent again with the next one"));
    try (Agent agent =
        new Agent(
            options.dataDir(),
            options.policy(),
            options.viewerPort(),
            seams,
            options.clock(),
            InputAccounting.NONE,
            say)) {
      agent.start();
      if (tray != null) {
        tray.serve(agent, platform.browser(), knownPolicy);
      }
      try (ControlServer control =
          ControlServer.start(
              options.dataDir(), options.environment().get("XDG_RUNTIME_DIR"), agent)) {
        ending.await();
      }
    }
  }

  private static void refuseHeadless(Options options) throws AgentException {
    PolicyDesk desk = new PolicyDesk(options.policy(), options.dataDir());
    desk.check();
    if (options.headless() && desk.policy() != null && !desk.policy().upload().loopback()) {
      throw new AgentException(
          "--headless works only with an endpoint on this machine: people must see that capture"
              + " runs");
    }
  }

  private static Seams seams(
      Options options, Platform platform, @Nullable Tray tray, Runnable onDisplayLost) {
    return new Seams(
        platform.inputSource(options.source()),
        platform.foregroundWatcher(onDisplayLost),
        platform.focusWatcher(),
        platform.elementWatcher(),
        platform.terminalWatcher(),
        platform.inputMethodWatcher(),
        platform.sessionWatcher(),
        tray,
        options.keyStores());
  }
}
