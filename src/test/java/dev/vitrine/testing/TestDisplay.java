package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A virtual X display with a home directory and a D-Bus bus of its own, which is its system bus
 * too, so that real programs can be watched and typed into. Tests that want one are skipped, and
 * say so, where a program is missing. {@link #close} ends everything that was started in it, by
 * process id.
 */
public final class TestDisplay implements AutoCloseable {
  /** What the display has beside the X server and the session bus. */
  public enum Part {
    /** openbox. */
    WINDOW_MANAGER,
    /** The accessibility bus, started at the first question. */
    ACCESSIBILITY,
    /** gnome-keyring, with its login collection unlocked. */
    KEYRING
  }

  private static final Duration START = Duration.ofSeconds(15);
  private static final int FIRST_DISPLAY = 30;
  private static final int LAST_DISPLAY = 99;

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Process> started = new ArrayList<>();
  private Process server;

  private TestDisplay(Path home) {
    this.home = home;
  }

  /** Starts a display of 1280 by 800 pixels with these parts. */
  public static TestDisplay start(Part... parts) {
    return start(List.of(), parts);
  }

  /** Starts one whose X server lacks an extension. */
  public static TestDisplay startWithout(String extension, Part... parts) {
    return start(List.of("-extension", extension), parts);
  }

  private static TestDisplay start(List<String> serverOptions, Part... parts) {
    Set<Part> wanted = EnumSet.noneOf(Part.class);
    wanted.addAll(List.of(parts));
    requireProgram("Xvfb");
    requireProgram("dbus-daemon");
    try {
      TestDisplay display =
          new TestDisplay(
              Files.createTempDirectory(
                  "vitrine-display",
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rwx------"))));
      try {
        display.startParts(wanted, serverOptions);
      } catch (RuntimeException | Error e) {
        display.close();
        throw e;
      }
      return display;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where the program is not on the path. */
  public static void requireProgram(String name) {
    assumeTrue(isInstalled(name), name + " is not installed: the test is skipped");
  }

  private static boolean isInstalled(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder).resolve(name))) {
        return true;
      }
    }
    return false;
  }

  /** The name of the display, as in {@code DISPLAY}. */
  public String name() {
    return environment.get("DISPLAY");
  }

  /** Home, runtime and log directory of what runs here; private, and deleted at the end. */
  public Path home() {
    return home;
  }

  /** The whole environment that programs here run with. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Starts a program here; what it writes goes to a log in {@link #home}. */
  public Process run(String... command) {
    requireProgram(command[0]);
    return launch(List.of(command), true);
  }

  /** Starts {@code main} in a Java process of its own; the caller reads its standard output. */
  public Process java(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return launch(command, false);
  }

  /**
   * Starts a program with variables besides the display's; the caller writes to it and reads what
   * it writes.
   */
  public Process talkTo(Map<String, String> variables, List<String> command) {
    requireProgram(command.get(0));
    return launch(command, false, variables);
  }

  /** Ends the X server alone, as a crash would. */
  public void killServer() {
    server.destroyForcibly();
    await().atMost(START).until(() -> !server.isAlive());
  }

  /** Ends what the session's bus started whose command contains this, with all below it. */
  public void endServices(String command) {
    for (ProcessHandle process : inhabitants()) {
      if (process.info().commandLine().orElse("").contains(command)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private Process launch(List<String> command, boolean toLog) {
    return launch(command, toLog, Map.of());
  }

  private Process launch(List<String> command, boolean toLog, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(variables);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    if (toLog) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    }
    try {
      Process process = builder.start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startParts(Set<Part> parts, List<String> serverOptions) throws IOException {
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("HOME", home.toString());
    environment.put("XDG_RUNTIME_DIR", home.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("XDG_SESSION_TYPE", "x11");
    environment.put("GSETTINGS_BACKEND", "memory");
    startServer(serverOptions);
    Path bus = home.resolve("bus");
    environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + bus);
    // The machine's own would say whether whoever runs the tests has locked the screen.
    environment.put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + bus);
    run("dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=unix:path=" + bus);
    await().atMost(START).until(() -> Files.exists(bus));
    if (parts.contains(Part.WINDOW_MANAGER)) {
      startWindowManager();
    }
    if (parts.contains(Part.KEYRING)) {
      startKeyring();
    }
    if (!parts.contains(Part.ACCESSIBILITY)) {
      environment.put("NO_AT_BRIDGE", "1");
    }
  }

  /** A server that was killed leaves its lock and socket; the next one removes them. */
  private static boolean taken(int number) {
    long owner = owner(number);
    return owner == 0
        ? Files.exists(lock(number)) || Files.exists(Path.of("/tmp/.X11-unix/X" + number))
        : ProcessHandle.of(owner).isPresent();
  }

  private static Path lock(int number) {
    return Path.of("/tmp/.X" + number + "-lock");
  }

  /** The process that the display's lock names, or 0. */
  private static long owner(int number) {
    try {
      return Long.parseLong(Files.readString(lock(number)).strip());
    } catch (NumberFormatException | IOException e) {
      return 0;
    }
  }

  private void startServer(List<String> options) {
    // Spread over the range, so that two test runs seldom try the same number.
    int range = LAST_DISPLAY - FIRST_DISPLAY + 1;
    int first = (int) (ProcessHandle.current().pid() % 20);
    for (int i = 0; i < range; i++) {
      int number = FIRST_DISPLAY + (first + i) % range;
      if (taken(number)) {
        continue;
      }
      environment.put("DISPLAY", ":" + number);
      Process candidate =
          run(
              Stream.concat(
                      Stream.of(
                          "Xvfb",
                          ":" + number,
                          "-screen",
                          "0",
                          "1280x800x24",
                          "-nolisten",
                          "tcp",
                          "-noreset"),
                      options.stream())
                  .toArray(String[]::new));
      await()
          .atMost(START)
          .pollInterval(Duration.ofMillis(20))
          // Another may have taken the number in the same moment: then this one is about to end.
          .until(
              () ->
                  !candidate.isAlive()
                      || (owner(number) == candidate.pid() && XTest.canOpen(":" + number)));
      if (candidate.isAlive()) {
        server = candidate;
        return;
      }
    }
    throw new IllegalStateException("no free display from :" + FIRST_DISPLAY);
  }

  /** Starts the window manager, for the first time or after its end. */
  public void startWindowManager() {
    run("openbox");
    try (XTest x = new XTest(name())) {
      await().atMost(START).until(x::windowManagerRuns);
    }
  }

  /** Starts the key store and unlocks it, for the first time or after its end. */
  public void startKeyring() throws IOException {
    requireProgram("gnome-keyring-daemon");
    Process daemon =
        run("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets");
    try (OutputStream in = daemon.getOutputStream()) {
      in.write("password of a test".getBytes(StandardCharsets.UTF_8));
    }
    await().atMost(START).until(() -> ownsName("org.freedesktop.secrets"));
  }

  /** Whether somebody on the session bus owns the name. */
  public boolean ownsName(String name) throws InterruptedException {
    Process asked =
        launch(
            List.of(
                "dbus-send",
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/",
                "org.freedesktop.DBus.GetNameOwner",
                "string:" + name),
            true);
    return asked.waitFor(5, TimeUnit.SECONDS) && asked.exitValue() == 0;
  }

  @Override
  public void close() {
    // Clients go before their server, which would make them complain.
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).destroy();
    }
    for (ProcessHandle stray : inhabitants()) {
      stray.destroyForcibly();
    }
    for (Process process : started) {
      process.destroyForcibly();
    }
    await().atMost(START).until(() -> started.stream().noneMatch(Process::isAlive));
    deleteHome();
  }

  /** What still runs with our runtime directory: services that the bus started. */
  private List<ProcessHandle> inhabitants() {
    byte[] mark = ("XDG_RUNTIME_DIR=" + home).getBytes(StandardCharsets.UTF_8);
    return ProcessHandle.allProcesses().filter(process -> hasMark(process, mark)).toList();
  }

  private static boolean hasMark(ProcessHandle process, byte[] mark) {
    try {
      byte[] variables = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
      return new String(variables, StandardCharsets.ISO_8859_1)
          .contains(new String(mark, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false;
    }
  }

  private void deleteHome() {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // A service that is just ending may still write there; what is left lies in the temp folder.
      home.toFile().deleteOnExit();
    }
  }
}
