package dev.vitrine.receiver;

import dev.vitrine.protocol.Problem;
import java.io.Serial;

/** A request is refused with a problem document. */
final class Refusal extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** {@code detail} is for people and quotes nothing that was sent. */
  Refusal(Problem.Type type, String detail) {
    super(detail, null, false, false);
    this.problem = new Problem(type, detail);
  }

  Problem problem() {
    return problem;
  }
}
