package dev.vitrine.upload;

import dev.vitrine.protocol.BatchAnswer;
import dev.vitrine.protocol.Problem;
import dev.vitrine.protocol.ProtocolException;

/** What an answer means for what was sent; {@code why} is one line for people, without content. */
record Verdict(Kind kind, String why) {
  /** What is to be done. */
  enum Kind {
    /** All of it is stored: the only way to get rid of a batch. */
    ACKNOWLEDGED,
    /** In parts, it may go through. */
    DIVIDE,
    /** Nothing goes through until credentials change. */
    UNAUTHORIZED,
    /** The same again, later. */
    LATER,
    /** Somebody has to look at it; it is tried again rarely. */
    REFUSED
  }

  /** All is well. */
  static final Verdict ACKNOWLEDGED = new Verdict(Kind.ACKNOWLEDGED, "");

  /** Judges the answer to a batch of so many records. */
  static Verdict ofBatch(Answer answer, String batch, int records) {
    int status = answer.status();
    if (status == 200) {
      return acknowledges(answer, batch, records)
          ? ACKNOWLEDGED
          : new Verdict(Kind.LATER, "the endpoint answered 200 without confirming the batch");
    }
    if (status == 413) {
      return new Verdict(Kind.DIVIDE, "the endpoint finds it too large (413)");
    }
    if ((status == 400 || status == 422) && answer.problem(Problem.Type.INVALID_RECORD)) {
      return new Verdict(Kind.DIVIDE, "the endpoint finds a record invalid (" + status + ")");
    }
    return other(status);
  }

  /** What a status means where nothing special is known about it. */
  static Verdict other(int status) {
    if (status == 401 || status == 403) {
      return new Verdict(
          Kind.UNAUTHORIZED, "the endpoint does not accept the credentials (" + status + ")");
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return new Verdict(Kind.LATER, "the endpoint asks to try later (" + status + ")");
    }
    if (status >= 300 && status < 400) {
      return new Verdict(
          Kind.REFUSED, "the endpoint redirects (" + status + "), which is not followed");
    }
    if (status >= 400) {
      return new Verdict(Kind.REFUSED, "the endpoint refuses (" + status + ")");
    }
    return new Verdict(Kind.LATER, "the endpoint answered " + status + ", which confirms nothing");
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
