package dev.vitrine.report;

import java.io.PrintStream;

/** Says every two seconds how far the work is. */
final class Progress {
  private static final long PERIOD = 2_000_000_000L;

  private final PrintStream out;
  private final String what;
  private long last = System.nanoTime();

  Progress(PrintStream out, String what) {
    this.out = out;
    this.what = what;
  }

  void at(long count) {
    long now = System.nanoTime();
    if (now - last >= PERIOD) {
      last = now;
      out.println("... " + count + " " + what);
    }
  }
}
