package dev.vitrine.upload;

import dev.vitrine.protocol.BatchAnswer;
import dev.vitrine.protocol.Problem;
import dev.vitrine.protocol.ProtocolException;

/** What an answer means for what was sent. {@code why} is one line for people, without content. */
sealed interface Verdict {
  /** All of it is stored: the only way to get rid of a batch. */
  record Acknowledged() implements Verdict {}

  /** In parts, it may go through. */
  record Divide(String why) implements Verdict {}

  /** Nothing goes through until credentials change. */
  record Unauthorized(String why) implements Verdict {}

  /** Later. */
  record Later(String why) implements Verdict {}

  /** Somebody has to look at it; it is tried again rarely. */
  record Refused(String why) implements Verdict {}

  /** Judges the answer to a batch of so many records. */
  static Verdict ofBatch(Answer answer, String batch, int records) {
    int status = answer.status();
    if (status == 200) {
      return acknowledges(answer, batch, records)
          ? new Acknowledged()
          : new Later("the endpoint answered 200 without confirming the batch");
    }
    if (status == 413) {
      return new Divide("the endpoint finds it too large (413)");
    }
    if ((status == 400 || status == 422) && answer.problem(Problem.Type.INVALID_RECORD)) {
      return new Divide("the endpoint finds a record invalid (" + status + ")");
    }
    return other(status);
  }

  /** What a status means where nothing special is known about it. */
  static Verdict other(int status) {
    if (status == 401 || status == 403) {
      return new Unauthorized("the endpoint does not accept the credentials (" + status + ")");
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return new Later("the endpoint asks to try later (" + status + ")");
    }
    if (status >= 300 && status < 400) {
      return new Refused("the endpoint redirects (" + status + "), which is not followed");
    }
    if (status >= 400) {
      return new Refused("the endpoint refuses (" + status + ")");
    }
    return new Later("the endpoint answered " + status + ", which confirms nothing");
  }

  private static boolean acknowledges(Answer answer, String batch, int records) {
    if (!answer.json()) {
      return false;
    }
    try {
      return BatchAnswer.parse(answer.body()).equals(new BatchAnswer(batch, records));
    } catch (ProtocolException e) {
      return false;
    }
  }
}
