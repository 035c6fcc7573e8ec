package dev.vitrine.rules;

import com.google.re2j.Matcher;
import dev.vitrine.rules.RuleSetBuilder.CustomRule;
import dev.vitrine.rules.Scan.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selection of rules, ready to run; immutable and safe for use by several threads.
 *
 * <p>A text is searched in rounds: what a round finds is replaced by one character that fits no
 * rule, and the rest is searched again, until a round finds nothing; rules that look at words
 * nearby run only when nothing else is left. So whatever stands beside a removed stretch is judged
 * as it will be printed, never by how long the stretch was, and searching the printed text again
 * finds nothing more. Each round takes time in proportion to the text.
 */
public final class CompiledRules {
  /** Rounds until the search counts as failed; a text with finds ordinarily takes two or three. */
  private static final int ROUNDS = 24;

  /**
   * A text in which each find reveals the next was made to do so. From this round on each find
   * takes its whole line with it, and from the next one all that follows, so that it ends soon.
   */
  private static final int LINES = 6;

  private static final int REST = 9;

  /**
   * From so many characters on a round looks only at what lies around the finds of the last one,
   * where that is less than half of the text.
   */
  private static final int LONG = 4 * Vicinity.REACH;

  private static final char OPEN = '⟦';
  private static final char CLOSE = '⟧';
  private static final int LONGEST_NAME = 80;

  /** Characters at which there is something to look at, whatever the keywords. */
  private static final String TRIGGERS = "0123456789@:-.";

  private final Keywords keywords;
  private final Detector[][] byKeyword;

  /** Whether a keyword counts only where a word begins. */
  private final boolean[] atStart;

  private final Detector[] at;
  private final Detector[] colon;
  private final Detector[] pair;
  private final Detector[] digit;
  private final DigitDetector[] runs;
  private final List<CustomRule> custom;
  private final Set<String> entities;
  private final ContextWords contexts;
  private final Map<String, Boolean> open = new HashMap<>();

  CompiledRules(List<Rule> rules, Selection selection, Set<String> known) {
    RuleSetBuilder set = new RuleSetBuilder(rules, selection);
    keywords = new Keywords(List.copyOf(set.keywords.keySet()), TRIGGERS);
    byKeyword =
        set.keywords.values().stream()
            .map(list -> list.toArray(new Detector[0]))
            .toArray(Detector[][]::new);
    atStart = new boolean[byKeyword.length];
    for (int i = 0; i < byKeyword.length; i++) {
      atStart[i] = Arrays.stream(byKeyword[i]).allMatch(Detector::onlyAtStart);
    }
    at = set.at.toArray(new Detector[0]);
    colon = set.colon.toArray(new Detector[0]);
    pair = set.pair.toArray(new Detector[0]);
    digit = set.digit.toArray(new Detector[0]);
    runs = set.runs.toArray(new DigitDetector[0]);
    custom = List.copyOf(set.custom);
    contexts = set.contexts.build();
    entities = new HashSet<>(known);
    entities.add(Catalogue.DICTIONARY);
    set.custom.forEach(own -> entities.add(own.rule().entity()));
    rules.forEach(rule -> open.put(rule.id(), rule.open()));
  }

  /** What a marker for the entity looks like. */
  public static String marker(String entity) {
    return OPEN + entity + CLOSE;
  }

  /** Whether a match of this recogniser has no natural end. */
  public boolean open(String recognizer) {
    return open.getOrDefault(recognizer, false);
  }

  /** {@link #find(CharSequence, List)} of a text in one piece. */
  public List<Match> find(CharSequence text) {
    return find(text, List.of());
  }

  /**
   * What must be removed, in order, without overlaps. Markers never match. Throws {@link
   * RedactionException} where the search did not come to an end; nothing may then be let out.
   *
   * @param joints where pieces were put together, in ascending order
   */
  public List<Match> find(CharSequence text, List<Joint> joints) {
    char[] folded = new char[text.length()];
    char[] left = new char[text.length()];
    try {
      return find(text, joints, folded, left);
    } finally {
      Arrays.fill(folded, '\0');
      Arrays.fill(left, '\0');
    }
  }

  private List<Match> find(CharSequence text, List<Joint> joints, char[] folded, char[] left) {
    List<int[]> markers = new ArrayList<>();
    if (!Fold.all(text, folded)) {
      markers(text, markers);
    }
    List<int[]> gone = markers;
    List<Match> matches = new ArrayList<>();
    List<Match> more = List.of();
    boolean local = false;
    for (int round = 0; round < ROUNDS; round++) {
      Scan scan = new Scan(folded, left, joints, gone, contexts);
      Overlaps overlaps = new Overlaps(text, scan, reach(round));
      List<Found> around = local && round < LINES ? around(scan, gone, more) : null;
      if (around != null) {
        more = overlaps.settle(around);
      } else {
        more = whole(scan, overlaps);
        local = joints.isEmpty() && custom.isEmpty() && scan.n >= LONG && near(scan).isEmpty();
      }
      if (more.isEmpty()) {
        return List.copyOf(matches);
      }
      matches.addAll(more);
      matches.sort(Comparator.comparingInt(Match::start));
      gone = together(matches, markers);
    }
    throw new RedactionException("the search did not settle");
  }

  private List<Match> whole(Scan scan, Overlaps overlaps) {
    // First, so that a word inside what such a pattern finds is no label of what follows.
    custom(scan, false);
    run(scan);
    List<Match> more = overlaps.settle(scan.found);
    if (!more.isEmpty()) {
      return more;
    }
    custom(scan, true);
    return overlaps.settle(near(scan));
  }

  /**
   * What there is to find near what the last round removed, where nothing waited for a word nearby;
   * null = the whole text has to be looked at.
   */
  private @Nullable List<Found> around(Scan scan, List<int[]> gone, List<Match> removed) {
    List<Found> found = new ArrayList<>();
    Vicinity vicinity = new Vicinity(scan, gone, removed);
    if (vicinity.size() > scan.n / 2) {
      return null;
    }
    for (Vicinity.Part part : vicinity.parts()) {
      char[] text = Arrays.copyOfRange(scan.f, part.start(), part.end());
      try {
        Scan here = new Scan(text, text, List.of(), List.of(), contexts);
        run(here);
        if (near(here).stream().anyMatch(part::counts)
            || here.found.stream().anyMatch(part::cuts)) {
          return null;
        }
        here.found.stream().filter(part::counts).map(part::inScan).forEach(found::add);
      } finally {
        Arrays.fill(text, '\0');
      }
    }
    return found;
  }

  private static Overlaps.Reach reach(int round) {
    return round < LINES
        ? Overlaps.Reach.ITSELF
        : round < REST ? Overlaps.Reach.LINE : Overlaps.Reach.REST;
  }

  /** All that is gone, in order. Matches that touch are one, since they share one marker. */
  private static List<int[]> together(List<Match> matches, List<int[]> markers) {
    List<int[]> gone = new ArrayList<>();
    int[] last = {-1, -1};
    for (Match match : matches) {
      if (match.start() == last[1]) {
        last[1] = match.end();
      } else {
        last = new int[] {match.start(), match.end()};
        gone.add(last);
      }
    }
    gone.addAll(markers);
    gone.sort(Comparator.comparingInt(range -> range[0]));
    return gone;
  }

  private void markers(CharSequence text, List<int[]> markers) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != OPEN) {
        continue;
      }
      int limit = Math.min(text.length(), i + LONGEST_NAME);
      for (int p = i + 1; p < limit && text.charAt(p) != OPEN; p++) {
        if (text.charAt(p) == CLOSE) {
          if (entities.contains(text.subSequence(i + 1, p).toString())) {
            markers.add(new int[] {i, p + 1});
            i = p;
          }
          break;
        }
      }
    }
  }

  /** The one loop over all characters; it leaves {@code step} only where there is something. */
  private void run(Scan scan) {
    Digits digits = null;
    int state = 0;
    int runEnd = 0;
    char[] f = scan.f;
    int n = scan.n;
    for (int i = 0; i < n; i++) {
      char c = f[i];
      state = keywords.step(state, c);
      if (state >= 0) {
        continue;
      }
      words(scan, keywords.ending(state), i + 1);
      if (Fold.digit(c)) {
        if (i >= runEnd) {
          digits = digits == null ? new Digits() : digits;
          runEnd = digits.read(scan, i);
          runs(scan, digits);
        }
        if (i == 0 || !Fold.digit(f[i - 1]) || scan.joint(i)) {
          all(digit, scan, i);
        }
      } else {
        sign(scan, c, i);
      }
    }
  }

  private void sign(Scan scan, char c, int i) {
    switch (c) {
      case '@' -> all(at, scan, i);
      case ':' -> {
        all(colon, scan, i);
        all(pair, scan, i);
      }
      case '-', '.' -> all(pair, scan, i);
      default -> {}
    }
  }

  private void words(Scan scan, int[] words, int end) {
    for (int word : words) {
      int start = end - keywords.length(word);
      if (!atStart[word] || scan.startsWord(start)) {
        for (Detector detector : byKeyword[word]) {
          detector.look(scan, start, end);
        }
      }
    }
  }

  private void runs(Scan scan, Digits digits) {
    for (DigitDetector run : runs) {
      if (digits.count >= run.least()) {
        run.look(scan, digits);
      }
    }
  }

  private static void all(Detector[] detectors, Scan scan, int i) {
    for (Detector detector : detectors) {
      detector.look(scan, i, i + 1);
    }
  }

  /**
   * The policy's own patterns: those that need no word at once with all others, so that none of
   * these takes a part out of what such a pattern would find; the others last.
   */
  private void custom(Scan scan, boolean withWords) {
    String text = null;
    for (CustomRule own : custom) {
      if (own.context() >= 0 != withWords) {
        continue;
      }
      text = text == null ? new String(scan.f, 0, scan.n) : text;
      Matcher matcher = own.pattern().matcher(text);
      while (matcher.find()) {
        if (matcher.end() == matcher.start()) {
          continue;
        }
        if (withWords) {
          scan.addNear(matcher.start(), matcher.end(), own.rule(), own.context());
        } else {
          scan.add(matcher.start(), matcher.end(), own.rule());
        }
      }
    }
  }

  private List<Found> near(Scan scan) {
    if (!scan.finished) {
      scan.finished = true;
      for (DigitDetector run : runs) {
        run.finish(scan);
      }
    }
    return scan.deferred;
  }
}
