package dev.vitrine.assemble;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A pointer activity, or the focus on a key of a pad, that waits to be told from typing. */
final class PadItem {
  static final Comparator<PadItem> ORDER =
      Comparator.comparingLong((PadItem item) -> item.start).thenComparingLong(item -> item.number);

  /** What it is. */
  enum Kind {
    /** A path, a scroll. */
    MOTION,
    /** A click, a drag. */
    PRESS,
    /** The focus came to a key. */
    FOCUS
  }

  final Kind kind;
  final Activity activity;
  final long start;
  final long end;
  final long number;

  /** The run that it belongs to. */
  @Nullable PadRun run;

  PadItem(Kind kind, Activity activity, long number) {
    this.kind = kind;
    this.activity = activity;
    this.start = activity.place().startNanos();
    this.end = activity.endNanos();
    this.number = number;
  }

  @Override
  public String toString() {
    return "PadItem";
  }
}
