package dev.vitrine.agent;

import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyChange;
import dev.vitrine.policy.PolicyLoader;
import dev.vitrine.policy.PolicyResult;
import dev.vitrine.policy.PolicyWatcher;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The policy that is in force, why there is none, and whether its notice was acknowledged. Not
 * thread-safe.
 */
final class PolicyDesk {
  private final Path file;
  private final PolicyLoader loader;
  private final PolicyWatcher watcher;
  private PolicyResult.@Nullable Loaded loaded;
  private @Nullable String problem = "no policy was read yet";

  PolicyDesk(Path file) {
    this.file = file;
    this.loader = new PolicyLoader(CatalogueNames.BUILT_IN);
    this.watcher = new PolicyWatcher(file, loader);
  }

  /** Looks at the file; returns whether anything changed. */
  boolean check() {
    PolicyResult news = watcher.check().orElse(null);
    if (news == null) {
      return false;
    }
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
    return true;
  }

  /** The policy in force, or null. */
  @Nullable Policy policy() {
    return loaded == null ? null : loaded.policy();
  }

  /** Its text, as it is kept for the next comparison. */
  @Nullable String source() {
    return loaded == null ? null : loaded.source();
  }

  /** Why there is none; null where there is one. */
  @Nullable String problem() {
    return problem;
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
