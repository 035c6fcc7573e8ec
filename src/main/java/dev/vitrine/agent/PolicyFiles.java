package dev.vitrine.agent;

import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyLoader;
import dev.vitrine.policy.PolicyResult;
import java.nio.file.Path;

/** Policy files as commands read them: once. */
public final class PolicyFiles {
  private PolicyFiles() {}

  /** What became of the file, checked against the built-in catalogue. */
  public static PolicyResult read(Path file) {
    return new PolicyLoader(CatalogueNames.BUILT_IN).load(file);
  }

  /**
   * The policy of a file that has to be right.
   *
   * @throws AgentException with the first thing that is wrong
   */
  public static Policy load(Path file) throws AgentException {
    PolicyResult result = read(file);
    if (result instanceof PolicyResult.Rejected rejected) {
      throw new AgentException(rejected.problems().get(0).at(file.toString()));
    }
    return ((PolicyResult.Loaded) result).policy();
  }
}
