package dev.vitrine.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a Java program in a session bus of its own, with a GNOME keyring of its own or with no key
 * store at all. The user's session and keyring are not touched.
 */
public final class KeyringSession {
  private static final long PATIENCE_SECONDS = 60;
  private static final String BUS_WITHOUT_SERVICES =
      """
      <busconfig>
        <type>session</type>
        <listen>unix:tmpdir=/tmp</listen>
        <policy context="default">
          <allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/>
          <allow own="*"/>
        </policy>
      </busconfig>
      """;

  private final Path home;

  /** Keeps keyring and settings in that folder. */
  public KeyringSession(Path home) {
    this.home = home;
  }

  /** Whether what this needs is installed. */
  public static boolean isInstalled() {
    return List.of("dbus-run-session", "gnome-keyring-daemon", "secret-tool").stream()
        .allMatch(KeyringSession::isOnPath);
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Runs the program beside an unlocked keyring; says what it printed. */
  public String runUnlocked(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    // The password of the throw-away keyring comes on standard input.
    return run(
        List.of("dbus-run-session", "--", "sh", "-c"),
        "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;"
            + " exec \"$0\" \"$@\"",
        program,
        arguments);
  }

  /** Runs the program on a bus where nobody can be started; says what it printed. */
  public String runWithoutKeyring(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    Path config = home.resolve("bus.conf");
    Files.writeString(config, BUS_WITHOUT_SERVICES);
    return run(
        List.of("dbus-run-session", "--config-file=" + config, "--", "sh", "-c"),
        "exec \"$0\" \"$@\"",
        program,
        arguments);
  }

  private String run(List<String> session, String script, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(session);
    command.add(script);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = home.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_DATA_HOME", home.resolve("share").toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    builder.environment().remove("DISPLAY");
    builder.environment().remove("DBUS_SESSION_BUS_ADDRESS");
    Process process =
        builder
            .redirectOutput(output.toFile())
            .redirectError(home.resolve("errors").toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException("the session did not end");
    }
    return Files.readString(output, StandardCharsets.UTF_8).strip();
  }
}
