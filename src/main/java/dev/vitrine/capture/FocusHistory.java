package dev.vitrine.capture;

import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers and the changes of focus of the last seconds, and what they prove of a moment in
 * between. Protection is sticky: an element once seen protected stays so for the run.
 */
final class FocusHistory {
  /** How long answers and changes are remembered; longer than any input waits for its judgement. */
  private static final long KEEP_NANOS = 5_000_000_000L;

  /** Elements remembered as protected; more than any session shows, and bounded. */
  private static final int MAX_STICKY = 10_000;

  private final ArrayDeque<FocusAnswer> answers = new ArrayDeque<>();
  private final ArrayDeque<Long> changes = new ArrayDeque<>();
  private final Set<String> everProtected = new HashSet<>();
  private @Nullable FocusAnswer newestForgotten;
  private long newestForgottenChange = Long.MIN_VALUE;

  /** The focus moved. */
  void changed(long nanos) {
    changes.add(nanos);
    forgetBefore(nanos - KEEP_NANOS);
  }

  /**
   * Another window became active. Counts as two changes: an answer tells where the focus of a
   * process is, not whether its window is active, so that answers before and after prove nothing of
   * what lies between.
   */
  void windowChanged(long nanos) {
    changed(nanos);
    changed(nanos);
  }

  /** A question was answered. Returns the answer with stickiness applied. */
  FocusAnswer answered(FocusAnswer answer) {
    FocusAnswer kept = sticky(answer);
    answers.add(kept);
    forgetBefore(answer.answeredNanos() - KEEP_NANOS);
    return kept;
  }

  private FocusAnswer sticky(FocusAnswer answer) {
    FocusedElement element = answer.element();
    if (element == null) {
      return answer;
    }
    if (element.protection() == Protection.PROTECTED && everProtected.size() < MAX_STICKY) {
      everProtected.add(element.id());
    }
    boolean mustProtect =
        everProtected.contains(element.id()) || everProtected.size() >= MAX_STICKY;
    if (!mustProtect || element.protection() == Protection.PROTECTED) {
      return answer;
    }
    FocusedElement shielded =
        new FocusedElement(
            element.id(),
            element.pid(),
            element.role(),
            element.name(),
            Protection.PROTECTED,
            element.bounds());
    return new FocusAnswer(answer.askedNanos(), answer.answeredNanos(), shielded);
  }

  private void forgetBefore(long nanos) {
    while (answers.size() > 1 && answers.element().answeredNanos() < nanos) {
      newestForgotten = answers.remove();
    }
    while (!changes.isEmpty() && changes.element() < nanos) {
      newestForgottenChange = changes.remove();
    }
  }

  /** The latest answer to a question asked before that moment that had come by it, or null. */
  @Nullable FocusAnswer before(long nanos) {
    Iterator<FocusAnswer> newestFirst = answers.descendingIterator();
    while (newestFirst.hasNext()) {
      FocusAnswer answer = newestFirst.next();
      if (cameBefore(answer, nanos)) {
        return answer;
      }
    }
    return newestForgotten != null && cameBefore(newestForgotten, nanos) ? newestForgotten : null;
  }

  private static boolean cameBefore(FocusAnswer answer, long nanos) {
    return answer.askedNanos() < nanos && answer.answeredNanos() <= nanos;
  }

  /** The first answer to a question asked at or after that moment, or null. */
  @Nullable FocusAnswer after(long nanos) {
    for (FocusAnswer answer : answers) {
      if (answer.askedNanos() >= nanos) {
        return answer;
      }
    }
    return null;
  }

  /** Whether the focus or the active window changed within {@code (from, to]}. */
  boolean changedWithin(long from, long to) {
    return firstChangeWithin(from, to) != Long.MAX_VALUE;
  }

  /** The first change within {@code (from, to]}, or {@link Long#MAX_VALUE}. */
  long firstChangeWithin(long from, long to) {
    long first = from < newestForgottenChange ? newestForgottenChange : Long.MAX_VALUE;
    for (long change : changes) {
      if (change > from && change <= to) {
        first = Math.min(first, change);
      }
    }
    return first;
  }

  /**
   * How many changes there were, one of windows taken twice, within {@code (from, to]}; of
   * forgotten ones, at least two.
   */
  int changesWithin(long from, long to) {
    int count = from < newestForgottenChange ? 2 : 0;
    for (long change : changes) {
      if (change > from && change <= to) {
        count++;
      }
    }
    return count;
  }

  /**
   * Whether an answer that held at some moment of {@code [from, to]}, or the first one after the
   * last change by {@code to}, named a protected element.
   */
  boolean protectedWithin(long from, long to) {
    FocusAnswer standing = before(from);
    FocusAnswer settling = after(lastChangeBy(to));
    if ((standing != null && isProtected(standing))
        || (settling != null && isProtected(settling))) {
      return true;
    }
    for (FocusAnswer answer : answers) {
      if (answer.answeredNanos() >= from && answer.askedNanos() <= to && isProtected(answer)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the last change up to {@code to} has found an answer asked after it. */
  boolean settledBy(long to) {
    long last = lastChangeBy(to);
    return last == Long.MIN_VALUE || after(last) != null;
  }

  private long lastChangeBy(long to) {
    long last = Long.MIN_VALUE;
    for (long change : changes) {
      if (change <= to) {
        last = Math.max(last, change);
      }
    }
    return last;
  }

  /** Whether the answer names a protected element. */
  static boolean isProtected(FocusAnswer answer) {
    FocusedElement element = answer.element();
    return element != null && element.protection() == Protection.PROTECTED;
  }
}
