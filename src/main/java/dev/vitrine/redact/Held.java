package dev.vitrine.redact;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.Activity.TextSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An activity that waits for its release, and what is known about it by then. */
final class Held {
  /** By start; text before what began in the same instant, so that it can cast its shadow. */
  static final Comparator<Held> ORDER =
      Comparator.comparingLong((Held held) -> held.start)
          .thenComparing(held -> held.span == null)
          .thenComparingLong(held -> held.number);

  final Activity activity;
  final long start;
  final long end;
  final long number;
  final @Nullable TextSpan span;
  final List<Removal> removals = new ArrayList<>();

  /** The span before it in the same field, nothing but time between them. */
  @Nullable Held continues;

  /** Whether something was removed that began in the span before, so that the two become one. */
  boolean fused;

  /** Whether the search failed, so that nothing of it may be let out. */
  boolean failed;

  Held(Activity activity, long number) {
    this.activity = activity;
    this.start = activity.place().startNanos();
    this.end = activity.endNanos();
    this.number = number;
    this.span = activity instanceof TextSpan text ? text : null;
  }

  boolean tainted() {
    return span != null && span.tainted();
  }

  /** Whether something removed stands at the end of the text. */
  boolean goneAtEnd() {
    int length = span == null ? 0 : span.typed().text().length();
    return removals.stream().anyMatch(it -> it.place() >= length || it.gone().length() == length);
  }

  /** Whether something removed stands at the start of the text. */
  boolean goneAtStart() {
    return removals.stream().anyMatch(it -> it.place() == 0);
  }

  int size() {
    return span == null ? 0 : span.typed().raw().length() + span.typed().text().length();
  }

  @Override
  public String toString() {
    return "Held";
  }
}
