package dev.vitrine.cli;

/** Turns what went wrong into one line for the person at the machine, never a stack trace. */
final class Failures {
  private Failures() {}

  static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    boolean ours = failure.getClass().getName().startsWith("dev.vitrine.");
    if (ours && message != null) {
      return message.replaceAll("\\R", " ");
    }
    // A message from elsewhere may quote input; its kind is all that is safe to say.
    return "failed on an internal error (" + failure.getClass().getSimpleName() + ")";
  }
}
