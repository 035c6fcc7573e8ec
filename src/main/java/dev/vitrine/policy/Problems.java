package dev.vitrine.policy;

import java.util.ArrayList;
import java.util.List;

/** Everything wrong that was found so far, and what is only worth a warning. */
final class Problems {
  /** A file of nothing but errors must not fill the memory. */
  private static final int MAX_ERRORS = 200;

  private final List<PolicyProblem> errors = new ArrayList<>();
  private final List<PolicyProblem> warnings = new ArrayList<>();

  void error(Json where, String message) {
    error(where.line(), where.column(), message);
  }

  void error(int line, int column, String message) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new PolicyProblem(line, column, message));
    }
  }

  void warn(Json where, String message) {
    warnings.add(new PolicyProblem(where.line(), where.column(), message));
  }

  boolean none() {
    return errors.isEmpty();
  }

  List<PolicyProblem> errors() {
    return errors.stream().sorted(PolicyProblem.IN_FILE_ORDER).toList();
  }

  List<PolicyProblem> warnings() {
    return warnings.stream().sorted(PolicyProblem.IN_FILE_ORDER).toList();
  }
}
