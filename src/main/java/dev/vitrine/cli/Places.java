package dev.vitrine.cli;

import dev.vitrine.agent.Seams;
import dev.vitrine.agent.StoppedAgent;
import dev.vitrine.control.ControlClient;
import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.platform.Platform;
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
      description = "Where the agent keeps its data (default: $XDG_DATA_HOME/vitrine).")
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
    String data = System.getenv("XDG_DATA_HOME");
    return data == null || data.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "share", "vitrine")
        : Path.of(data, "vitrine");
  }

  Path policy() {
    return policy == null
        ? Path.of("/etc/vitrine/policy.json")
        : policy.toAbsolutePath().normalize();
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
