package dev.vitrine.cli;

import dev.vitrine.agent.PolicyFiles;
import dev.vitrine.agent.Seams;
import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.ControlClient;
import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.platform.Platform;
import dev.vitrine.policy.PolicyResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where things are: the data directory and the policy file, with the installed places as defaults.
 */
final class Places {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the agent keeps its data (default: $XDG_DATA_HOME/vitrine, else"
              + " ~/.local/share/vitrine).")
  private @Nullable Path dataDir;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy file (default: /etc/vitrine/policy.json).")
  private @Nullable Path policy;

  Path dataDir() {
    if (dataDir != null) {
      return dataDir.toAbsolutePath().normalize();
    }
    return dataDir(System.getenv(), System.getProperty("user.home"));
  }

  /** As the XDG base directories say: HOME counts before the place that the account has. */
  static Path dataDir(Map<String, String> environment, String account) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    // Relative ones are to be passed over.
    return data.startsWith("/")
        ? Path.of(data, "vitrine")
        : Path.of(home.startsWith("/") ? home : account, ".local", "share", "vitrine");
  }

  Path policy() {
    return policy == null
        ? Path.of("/etc/vitrine/policy.json")
        : policy.toAbsolutePath().normalize();
  }

  /** Whether the policy keeps keys in a file; one that cannot be read says nothing of it. */
  boolean keysInFile() {
    return PolicyFiles.read(policy()) instanceof PolicyResult.Loaded loaded
        && loaded.policy().buffer().fileKeyStore();
  }

  static Map<String, String> environment() {
    return System.getenv();
  }

  static Clock clock() {
    return Clock.system(ZoneId.systemDefault());
  }

  Optional<ControlClient> runningAgent() {
    return ControlClient.find(dataDir(), System.getenv("XDG_RUNTIME_DIR"));
  }

  /** Says so where the directory that was asked for is not there, as after a slip of the hand. */
  void tellIfMissing(PrintWriter err) {
    if (dataDir != null && !Files.exists(dataDir())) {
      err.println("vitrine: " + dataDir() + " does not exist; nothing is kept there");
    }
  }

  StoppedAgent stoppedAgent() throws CommandException {
    Path dir = dataDir();
    if (Files.exists(dir) && !Files.isDirectory(dir)) {
      throw new CommandException(dir + " is not a directory; name another --data-dir");
    }
    return new StoppedAgent(dir, policy(), keyStores(), clock());
  }

  /** The operating system's key store, or a private file in the data directory. */
  static Seams.KeyStores keyStores() {
    return Places::keyStorage;
  }

  private static KeyStorage keyStorage(Path dataDir, boolean file) throws KeyStorageException {
    return file
        ? new FileKeyStorage(dataDir.resolve("keys"))
        : Platform.systemKeyStorage(environment());
  }
}
