package dev.vitrine.upload;

import dev.vitrine.protocol.Problem;
import dev.vitrine.protocol.Wire;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An HTTP answer, read up to a limit; a longer one has an empty body. */
final class Answer {
  private final int status;
  private final String mediaType;
  private final RetryHints hints;
  private final byte[] body;

  /** Keeps the array, which nobody changes any more. */
  Answer(int status, @Nullable String contentType, RetryHints hints, byte[] body) {
    this.status = status;
    this.mediaType =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    this.hints = hints;
    this.body = body;
  }

  int status() {
    return status;
  }

  RetryHints hints() {
    return hints;
  }

  /** Not a copy; not to be changed. */
  byte[] body() {
    return body;
  }

  /** Whether it says to be JSON. */
  boolean json() {
    return mediaType.equals(Wire.JSON);
  }

  /** Whether it is a problem document of that type. */
  boolean problem(Problem.Type type) {
    return mediaType.equals(Wire.PROBLEM_JSON) && Problem.typeOf(body).equals(type.urn());
  }

  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length + " bytes]";
  }
}
