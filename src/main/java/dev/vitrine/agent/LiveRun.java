package dev.vitrine.agent;

import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.SourceException;
import dev.vitrine.control.ControlServer;
import dev.vitrine.platform.Platform;
import dev.vitrine.tray.Indicator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The agent as a process: its lock, its seams, its socket, from start to stop. */
public final class LiveRun {
  /** How long closing may take; a running upload gets 3 s of it. */
  private static final long STOP_SECONDS = 15;

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
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicBoolean displayLost = new AtomicBoolean();
    try (DirectoryLock lock = DirectoryLock.take(options.dataDir())) {
      logInto(options.dataDir());
      refuseHeadless(options);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stopAndHalt(stop, stopped), "vitrine-stop"));
      Seams seams =
          seams(
              options,
              () -> {
                displayLost.set(true);
                stop.countDown();
              });
      serve(
          new Agent(
              options.dataDir(),
              options.policy(),
              options.viewerPort(),
              seams,
              options.clock(),
              InputAccounting.NONE,
              say),
          options,
          stop);
    } catch (SourceException | IOException e) {
      throw new AgentException(String.valueOf(e.getMessage()));
    } finally {
      // Whatever ended it, the process's own end does not wait for this any more.
      stop.countDown();
      stopped.countDown();
    }
    if (displayLost.get()) {
      throw new AgentException(
          "the display server is gone; start the agent again with the next one");
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

  private static void serve(Agent agent, Options options, CountDownLatch stop)
      throws SourceException, IOException, InterruptedException {
    try (agent) {
      agent.start();
      try (ControlServer control =
          ControlServer.start(
              options.dataDir(), options.environment().get("XDG_RUNTIME_DIR"), agent)) {
        stop.await();
      }
    }
  }

  /**
   * SIGTERM and ctrl-C end the process with 0 once everything is closed, at the latest after
   * {@value #STOP_SECONDS} s; the main thread does the closing.
   */
  private static void stopAndHalt(CountDownLatch stop, CountDownLatch stopped) {
    if (stop.getCount() == 0) {
      return;
    }
    stop.countDown();
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(LiveRun.class).warn("Not everything could be closed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void refuseHeadless(Options options) throws AgentException {
    PolicyDesk desk = new PolicyDesk(options.policy());
    desk.check();
    if (options.headless() && desk.policy() != null && !desk.policy().upload().loopback()) {
      throw new AgentException(
          "--headless works only with an endpoint on this machine: people must see that capture runs");
    }
  }

  private static Seams seams(Options options, Runnable onDisplayLost) throws SourceException {
    Platform platform =
        Platform.of(options.osName(), options.environment(), options.dataDir().resolve("hook"));
    // The indicator comes first: AWT and the watcher both take Xlib's error handlers, and the last
    // keeps them.
    @Nullable Indicator indicator = options.headless() ? null : platform.openIndicator();
    return new Seams(
        platform.inputSource(),
        platform.foregroundWatcher(onDisplayLost),
        platform.focusWatcher(),
        platform.terminalWatcher(),
        indicator,
        options.keyStores());
  }
}
