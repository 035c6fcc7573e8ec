package dev.vitrine.policy;

import java.util.Comparator;

/**
 * One thing that is wrong with a policy file, or worth a warning. {@code line} and {@code column}
 * count from 1, columns in UTF-16 code units; what concerns the file as a whole stands at 1:1.
 * {@code message} is one line: what is wrong and what is allowed.
 */
public record PolicyProblem(int line, int column, String message) {
  static final Comparator<PolicyProblem> IN_FILE_ORDER =
      Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column);

  /** {@code FILE:LINE:COLUMN: message}, as {@code policy check} prints it. */
  public String at(String file) {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
