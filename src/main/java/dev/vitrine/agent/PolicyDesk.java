package dev.vitrine.agent;

import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyChange;
import dev.vitrine.policy.PolicyLoader;
import dev.vitrine.policy.PolicyResult;
import dev.vitrine.policy.PolicyWatcher;
import dev.vitrine.policy.SettingsFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The policy that is in force, tightened by what staff chose here; why there is none; and whether
 * its notice was acknowledged. Not thread-safe.
 */
final class PolicyDesk {
  private final Path file;
  private final Path dataDir;
  private final PolicyLoader loader;
  private final PolicyWatcher watcher;
  private PolicyResult.@Nullable Loaded loaded;
  private @Nullable String problem = "no policy was read yet";
  private SettingsFile.@Nullable Result chosen;
  private @Nullable Policy inForce;

  PolicyDesk(Path file, Path dataDir) {
    this.file = file;
    this.dataDir = dataDir;
    this.loader = new PolicyLoader(CatalogueNames.BUILT_IN);
    this.watcher = new PolicyWatcher(file, loader);
  }

  /** Looks at policy and settings; returns whether anything changed. */
  boolean check() {
    PolicyResult news = watcher.check().orElse(null);
    SettingsFile.Result choice = SettingsFile.read(dataDir);
    if (news == null && choice.equals(chosen)) {
      return false;
    }
    chosen = choice;
    if (news instanceof PolicyResult.Loaded fresh) {
      loaded = fresh;
      problem = null;
    } else if (news instanceof PolicyResult.Rejected rejected) {
      loaded = null;
      int more = rejected.problems().size() - 1;
      problem =
          rejected.problems().get(0).at(file.toString())
              + (more == 0 ? "" : " (and " + more + " more)");
    }
    inForce =
        loaded != null && choice instanceof SettingsFile.Result.Read read
            ? read.settings().tighten(loaded.policy())
            : null;
    return true;
  }

  /** The policy in force, or null. */
  @Nullable Policy policy() {
    return inForce;
  }

  /** The policy as IT wrote it, or null. */
  @Nullable Policy written() {
    return loaded == null ? null : loaded.policy();
  }

  /** What staff chose; nothing, where that is not understood. */
  LocalSettings settings() {
    return chosen instanceof SettingsFile.Result.Read read ? read.settings() : LocalSettings.NONE;
  }

  /** Its text, as it is kept for the next comparison. */
  @Nullable String source() {
    return loaded == null ? null : loaded.source();
  }

  /** Why there is none; null where there is one. */
  @Nullable String problem() {
    return problem == null && chosen instanceof SettingsFile.Result.Broken broken
        ? dataDir.resolve(SettingsFile.NAME)
            + broken.problem().substring(SettingsFile.NAME.length())
        : problem;
  }

  /**
   * Whether the person at the machine has read what the policy in force says, or nothing that
   * matters changed since they did.
   */
  boolean acknowledgedBy(StateFile state) {
    PolicyResult.Loaded current = loaded;
    String before = state.acknowledged();
    if (current == null || before == null) {
      return false;
    }
    if (before.equals(current.source())) {
      return true;
    }
    return loader.parse(before.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            instanceof PolicyResult.Loaded earlier
        && !PolicyChange.between(earlier.policy(), current.policy()).requiresAcknowledgement();
  }
}
