package dev.vitrine.capture;

/**
 * When an input method composed, as far as it was told. News of it comes up to {@value
 * Judge#NEWS_MS} ms late, and an interval that has just ended still counts for keys that wait.
 */
final class Composing {
  private static final long MS = 1_000_000L;

  private boolean now;
  private long since = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;
  private boolean counted;

  /** It began, or ended. */
  void told(boolean active, long nanos) {
    if (active && !now) {
      long began = nanos - Judge.NEWS_MS * MS;
      if (began > until + Judge.ANSWER_MS * MS) {
        since = began;
      }
      counted = false;
    } else if (!active && now) {
      until = nanos;
    }
    now = active;
  }

  /** Whether it composed at that moment. */
  boolean at(long nanos) {
    return nanos >= since && (now || nanos <= until);
  }

  /** Whether nothing was dropped yet since it last began; from now on something was. */
  boolean isNewEpisode() {
    boolean fresh = !counted;
    counted = true;
    return fresh;
  }
}
