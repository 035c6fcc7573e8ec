package dev.vitrine.agent;

import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.policy.PolicyLoader;
import dev.vitrine.policy.PolicyResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy files that were in force here, the latest {@value #KEEP}, so that staff can be told
 * what a new one changed. They lie in the data directory, for its owner only.
 */
final class PolicyHistory {
  static final int KEEP = 20;

  private static final Logger LOG = LoggerFactory.getLogger(PolicyHistory.class);

  private final Path folder;

  PolicyHistory(Path dataDir) {
    this.folder = dataDir.resolve("policies");
  }

  /** Keeps a file that came into force, unless it is the one that was kept last. */
  void keep(String source) {
    try {
      List<Path> kept = files();
      Path last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
      if (last != null && Files.readString(last).equals(source)) {
        return;
      }
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path fresh =
          Files.createTempFile(
              folder,
              "policy",
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, source);
      Files.move(fresh, folder.resolve(name(last)), StandardCopyOption.ATOMIC_MOVE);
      for (int i = 0; i <= kept.size() - KEEP; i++) {
        Files.deleteIfExists(kept.get(i));
      }
    } catch (IOException e) {
      LOG.warn("The policy could not be kept to compare with ({})", e.getClass().getSimpleName());
    }
  }

  private static String name(@org.jspecify.annotations.Nullable Path last) {
    int number = last == null ? 1 : Integer.parseInt(last.getFileName().toString(), 0, 6, 10) + 1;
    return "%06d.json".formatted(number);
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches("\\d{6}\\.json"))
          .sorted()
          .toList();
    }
  }

  /** What each file changed from the one before, newest first; what does not load is left out. */
  List<PolicyDiff> changes() {
    PolicyLoader loader = new PolicyLoader(CatalogueNames.BUILT_IN);
    List<Policy> policies = new ArrayList<>();
    try {
      for (Path file : files()) {
        byte[] bytes = Files.readString(file).getBytes(StandardCharsets.UTF_8);
        if (loader.parse(bytes) instanceof PolicyResult.Loaded loaded) {
          policies.add(loaded.policy());
        }
      }
    } catch (IOException e) {
      LOG.warn("Kept policies could not be read ({})", e.getClass().getSimpleName());
    }
    List<PolicyDiff> changes = new ArrayList<>();
    for (int i = policies.size() - 1; i > 0; i--) {
      changes.add(PolicyDiff.between(policies.get(i - 1), policies.get(i)));
    }
    return changes;
  }
}
