package dev.vitrine.rules;

import org.jspecify.annotations.Nullable;

/**
 * Where lines and runs of visible characters begin and end. What was last asked for is kept, so
 * that many questions about one line cost one look at it.
 */
final class Lines {
  private final Scan scan;
  private int start;
  private int end = -1;
  private int run;
  private int runEnd = -1;

  /** Whether an odd number of quotation marks stands before each place; made when first asked. */
  private boolean @Nullable [] oddQuotes;

  Lines(Scan scan) {
    this.scan = scan;
  }

  /** The end of the line or field that {@code at} lies in. */
  int end(int at) {
    locate(at);
    return end;
  }

  /** The start of the line or field that {@code at} lies in. */
  int start(int at) {
    locate(at);
    return start;
  }

  private void locate(int at) {
    if (at >= start && at <= end && (at < end || !scan.hardJoint(at))) {
      return;
    }
    start = at;
    while (start > 0 && !Fold.lineEnd(scan.f[start - 1]) && !scan.hardJoint(start)) {
      start--;
    }
    end = at;
    while (end < scan.n && !Fold.lineEnd(scan.f[end]) && (end == at || !scan.hardJoint(end))) {
      end++;
    }
  }

  /** The end of the run of visible characters that {@code at} lies in. */
  int runEnd(int at) {
    if (at < run || at >= runEnd) {
      run = at;
      runEnd = at;
      while (runEnd < scan.n
          && scan.f[runEnd] > ' '
          && scan.f[runEnd] != Fold.BARRIER
          && (runEnd == at || !scan.hardJoint(runEnd))) {
        runEnd++;
      }
    }
    return runEnd;
  }

  /** Whether a quotation that begins after {@code from} is still open at {@code to}. */
  boolean quoteOpen(int from, int to) {
    boolean[] odd = oddQuotes;
    if (odd == null) {
      odd = new boolean[scan.n + 1];
      for (int p = 0; p < scan.n; p++) {
        odd[p + 1] = odd[p] ^ (scan.f[p] == '"' && scan.at(p - 1) != '\\');
      }
      oddQuotes = odd;
    }
    return odd[to] != odd[from];
  }
}
