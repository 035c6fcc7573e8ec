package dev.vitrine.rules;

import dev.vitrine.rules.Scan.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes of what one round found what is to be removed. */
final class Overlaps {
  private final CharSequence text;
  private final Scan scan;
  private final Reach reach;

  /** How much a find takes with it. */
  enum Reach {
    /** Nothing. */
    ITSELF,
    /** The lines or fields that it lies in. */
    LINE,
    /** Its line and all that follows. */
    REST
  }

  Overlaps(CharSequence text, Scan scan, Reach reach) {
    this.text = text;
    this.scan = scan;
    this.reach = reach;
  }

  /**
   * Overlapping finds become one, named after the longest, then the most certain of them; a word
   * nearby adds to that.
   */
  List<Match> settle(List<Found> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    List<Found> pieces = new ArrayList<>();
    for (Found whole : reach == Reach.ITSELF ? found : wider(found)) {
      cut(whole, pieces);
    }
    pieces.sort(Comparator.comparingInt(Found::start));
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < pieces.size(); ) {
      Found best = pieces.get(i);
      int end = best.end();
      int k = i + 1;
      for (; k < pieces.size() && pieces.get(k).start() < end; k++) {
        Found other = pieces.get(k);
        end = Math.max(end, other.end());
        best = better(best, other);
      }
      matches.add(
          new Match(
              whole(scan.origin(pieces.get(i).start()), -1),
              whole(scan.origin(end), 1),
              best.rule().entity(),
              best.rule().id()));
      i = k;
    }
    return matches;
  }

  private List<Found> wider(List<Found> found) {
    List<Found> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Found::start));
    List<Found> wider = new ArrayList<>();
    int done = -1;
    for (Found one : sorted) {
      if (one.end() > done) {
        int start = Math.max(done, scan.lines.start(one.start()));
        done = reach == Reach.REST ? scan.n : scan.lines.end(one.end());
        wider.add(new Found(start, done, one.rule(), one.context(), one.sure()));
      }
    }
    return wider;
  }

  /** The place, or the next one in that direction that does not cut a character in two. */
  private int whole(int at, int direction) {
    boolean cuts =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return cuts ? at + direction : at;
  }

  private static Found better(Found a, Found b) {
    int order = Integer.compare(a.end() - a.start(), b.end() - b.start());
    order = order != 0 ? order : a.certainty() - b.certainty();
    return order != 0 ? (order > 0 ? a : b) : a.rule().id().compareTo(b.rule().id()) <= 0 ? a : b;
  }

  /** A find never covers a stretch that is already gone: only what stands beside it. */
  private void cut(Found whole, List<Found> pieces) {
    int start = whole.start();
    for (int i = start; i <= whole.end(); i++) {
      if (i == whole.end() || scan.f[i] == Fold.BARRIER) {
        if (i > start) {
          pieces.add(new Found(start, i, whole.rule(), whole.context(), whole.sure()));
        }
        start = i + 1;
      }
    }
  }
}
