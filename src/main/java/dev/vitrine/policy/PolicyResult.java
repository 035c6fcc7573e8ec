package dev.vitrine.policy;

import java.util.List;

/** What became of a policy file. */
public sealed interface PolicyResult {
  /**
   * It loaded. {@code source} is the file's text as it was read, so that a later revision can be
   * compared with it; {@code warnings} are in the order of the file.
   */
  record Loaded(Policy policy, String source, List<PolicyProblem> warnings)
      implements PolicyResult {
    public Loaded {
      warnings = List.copyOf(warnings);
    }

    @Override
    public String toString() {
      return "Loaded[" + policy.revision() + "]";
    }
  }

  /**
   * It did not, and nothing may be captured. At least one problem, in the order of the file; all
   * that were found.
   */
  record Rejected(List<PolicyProblem> problems) implements PolicyResult {
    public Rejected {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a policy is rejected for a reason");
      }
    }
  }
}
