package dev.vitrine.report;

import dev.vitrine.redact.Redacted;
import dev.vitrine.redact.TextRedactor;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.Rule;
import dev.vitrine.rules.Selection;
import dev.vitrine.testing.LabelledText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the engine, with all rules and regions, makes of labelled texts. A positive is found where
 * each labelled span overlaps a find of any entity; found exactly where one has its bounds. A
 * negative fails where its own entity is found.
 */
final class Evaluation {
  /** Not judged: their form says nothing without more knowledge than a text has, or not claimed. */
  static final Set<String> LEFT_OUT =
      Set.of(
          "URL",
          "DATE_TIME",
          "DE_PLZ",
          "DE_KFZ",
          "IN_VEHICLE_REGISTRATION",
          "NG_VEHICLE_REGISTRATION",
          "TR_LICENSE_PLATE",
          "UK_VEHICLE_REGISTRATION",
          "DE_HANDELSREGISTER",
          "DE_PASSPORT",
          "DE_ID_CARD",
          "KR_BRN",
          "SE_ORGANISATIONSNUMMER",
          "SG_UEN");

  /** Kinds that are decisive by their form; beside them every entity with a checksum. */
  private static final Set<String> DECISIVE =
      Set.of("CREDIT_CARD", "IBAN_CODE", "EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO");

  private final TextRedactor redactor =
      new TextRedactor(Catalogue.builtIn().compile(Selection.everything()));
  private final EntityNames names = new EntityNames(Catalogue.builtIn().entities());
  private final Map<String, List<String>> words = new HashMap<>();
  private final Set<String> checked = new TreeSet<>(DECISIVE);
  private final Map<String, Score> scores = new TreeMap<>();
  private final Map<String, Score> totals = new TreeMap<>();
  private final List<Miss> misses = new ArrayList<>();

  /** What was counted for one entity or one tier. */
  static final class Score {
    int cases;
    int positives;
    int withoutSpans;
    int found;
    int exact;
    int negatives;
    int failed;
    int stray;

    /** Found positives of all; NaN where there are none. */
    double recall() {
      return found / (double) positives;
    }

    double exactRecall() {
      return exact / (double) positives;
    }

    /** Found positives of all finds of the entity that were right or wrong. */
    double precision() {
      return found / (double) (found + failed + stray);
    }
  }

  /** A case that is not as it should be. */
  record Miss(LabelledText of, String why) {}

  Evaluation() {
    for (Rule rule : Catalogue.builtIn().rules()) {
      words.computeIfAbsent(rule.entity(), entity -> new ArrayList<>()).addAll(rule.context());
      if (!rule.checksum().isEmpty()) {
        checked.add(rule.entity());
      }
    }
  }

  /** Counts one case. */
  void add(LabelledText each) {
    Score score = scores.computeIfAbsent(each.entity(), name -> new Score());
    score.cases++;
    List<LabelledText.Span> spans = spans(each);
    boolean counted = !LEFT_OUT.contains(each.entity());
    Set<String> ours = names.ours(each.entity());
    if (!each.expect()) {
      Redacted redacted = redactor.redact(each.text());
      boolean fails = redacted.spans().stream().anyMatch(span -> ours.contains(span.entity()));
      count(score, fails);
      if (counted) {
        count(total("negatives"), fails);
      }
      if (fails) {
        misses.add(new Miss(each, "found, and should not be"));
      }
    } else if (spans.isEmpty()) {
      score.withoutSpans++;
    } else {
      positive(each, score, spans, ours, counted);
    }
  }

  private static void count(Score score, boolean fails) {
    score.negatives++;
    score.failed += fails ? 1 : 0;
  }

  private void positive(
      LabelledText each,
      Score score,
      List<LabelledText.Span> spans,
      Set<String> ours,
      boolean counted) {
    List<Redacted.Span> finds = redactor.redact(each.text()).spans();
    boolean found = spans.stream().allMatch(span -> finds.stream().anyMatch(f -> overlap(f, span)));
    boolean exact =
        spans.stream()
            .allMatch(
                span ->
                    finds.stream()
                        .anyMatch(f -> f.start() == span.start() && f.end() == span.end()));
    boolean stray =
        finds.stream()
            .anyMatch(
                f ->
                    ours.contains(f.entity())
                        && spans.stream().noneMatch(span -> overlap(f, span)));
    count(score, found, exact);
    score.stray += stray ? 1 : 0;
    if (counted) {
      for (String total : totals(each)) {
        count(total(total), found, exact);
      }
    }
    if (!found) {
      misses.add(new Miss(each, "not found"));
    }
  }

  private static void count(Score score, boolean found, boolean exact) {
    score.positives++;
    score.found += found ? 1 : 0;
    score.exact += exact ? 1 : 0;
  }

  private static boolean overlap(Redacted.Span found, LabelledText.Span span) {
    return found.start() < span.end() && span.start() < found.end();
  }

  /** Where the text is the candidate, all of it is the span. */
  private static List<LabelledText.Span> spans(LabelledText each) {
    return each.spans().isEmpty() && each.whole() && !each.text().isEmpty()
        ? List.of(new LabelledText.Span(0, each.text().codePointCount(0, each.text().length())))
        : each.spans();
  }

  private Set<String> totals(LabelledText each) {
    Set<String> totals = new TreeSet<>();
    totals.add("all positives");
    totals.add(each.tier());
    boolean unsure = each.tier().equals("medium") || each.tier().equals("weak");
    if (unsure && wordNear(each)) {
      totals.add(each.tier() + " with a word");
      totals.add("medium and weak with a word");
    }
    if (names.ours(each.entity()).stream().anyMatch(checked::contains)) {
      totals.add(unsure ? "decisive, medium and weak" : "decisive");
    }
    return totals;
  }

  private Score total(String name) {
    return totals.computeIfAbsent(name, n -> new Score());
  }

  /** Whether the text has one of the words that the catalogue knows for the entity. */
  private boolean wordNear(LabelledText each) {
    String text = each.text().toLowerCase(Locale.ROOT);
    return names.ours(each.entity()).stream()
        .flatMap(entity -> words.getOrDefault(entity, List.of()).stream())
        .anyMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }

  /** By the labelled set's name of the entity. */
  Map<String, Score> scores() {
    return scores;
  }

  /** By tier, and for the groups that goals are set for. */
  Map<String, Score> totals() {
    return totals;
  }

  /** What is not as it should be, in the order of the files. */
  List<Miss> misses() {
    return misses;
  }

  /** Our names for a name of the set. */
  String ours(String name) {
    Set<String> ours = names.ours(name);
    return ours.isEmpty() ? "-" : ours.stream().collect(Collectors.joining(" "));
  }
}
