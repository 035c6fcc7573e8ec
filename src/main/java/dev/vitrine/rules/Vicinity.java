package dev.vitrine.rules;

import dev.vitrine.rules.Scan.Found;
import java.util.ArrayList;
import java.util.List;

/** The parts of a text in which it matters what was removed from it last. */
final class Vicinity {
  /**
   * How far a removed stretch matters, in characters: no rule but those for whole documents and key
   * files looks further than a label and the longest value of one, and those find what they find at
   * first sight.
   */
  static final int REACH = 2 * LabelDetector.LONGEST;

  private final List<Part> parts = new ArrayList<>();
  private int size;

  /**
   * A part of the scan's text: what is found from {@code from} to {@code to} counts; what lies
   * around that, from {@code start} to {@code end}, is there for it to be judged by.
   */
  record Part(int start, int from, int to, int end, int length) {
    /** Whether a find that counts ends where the part was cut off. */
    boolean cuts(Found found) {
      boolean atStart = found.start() == 0 && start > 0;
      boolean atEnd = start + found.end() == end && end < length;
      return (atStart || atEnd) && counts(found);
    }

    boolean counts(Found found) {
      return start + found.end() > from && start + found.start() < to;
    }

    Found inScan(Found found) {
      return new Found(
          start + found.start(), start + found.end(), found.rule(), found.context(), found.sure());
    }
  }

  /**
   * Around those of the stretches {@code gone} that hold one of the {@code removed} matches; both
   * are in order.
   */
  Vicinity(Scan scan, List<int[]> gone, List<Match> removed) {
    int next = 0;
    int from = -1;
    int to = -1;
    for (int i = 0; i < gone.size(); i++) {
      boolean fresh = false;
      while (next < removed.size() && removed.get(next).start() < gone.get(i)[1]) {
        fresh = true;
        next++;
      }
      int at = scan.barrier(i);
      if (fresh && to > 0 && at - 2 * REACH <= to + REACH) {
        to = at + REACH;
      } else if (fresh) {
        add(scan, from, to);
        from = at - REACH;
        to = at + REACH;
      }
    }
    add(scan, from, to);
  }

  private void add(Scan scan, int from, int to) {
    if (to > 0) {
      Part part =
          new Part(
              Math.max(0, from - REACH),
              Math.max(0, from),
              Math.min(scan.n, to),
              Math.min(scan.n, to + REACH),
              scan.n);
      parts.add(part);
      size += part.end() - part.start();
    }
  }

  List<Part> parts() {
    return parts;
  }

  /** How many characters all parts have together. */
  int size() {
    return size;
  }
}
