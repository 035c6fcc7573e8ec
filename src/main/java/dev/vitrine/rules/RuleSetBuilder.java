package dev.vitrine.rules;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Puts the detectors of a selection in place by what triggers them. */
final class RuleSetBuilder {
  /** Countries tried for local telephone numbers where the policy says "all". */
  private static final List<String> PHONE_REGIONS =
      List.of(
          "US", "GB", "DE", "FR", "IN", "BR", "ES", "IT", "MX", "AU", "CA", "JP", "KR", "TR", "NL",
          "PL", "CN", "PH", "CH", "AT", "BE", "SE", "PT", "ZA", "NG", "AR", "IL", "UA", "RU", "IE");

  final Map<String, List<Detector>> keywords = new LinkedHashMap<>();
  final List<Detector> at = new ArrayList<>();
  final List<Detector> colon = new ArrayList<>();
  final List<Detector> pair = new ArrayList<>();
  final List<Detector> digit = new ArrayList<>();
  final List<DigitDetector> runs = new ArrayList<>();
  final List<CustomRule> custom = new ArrayList<>();
  final NumberDetector numbers = new NumberDetector();
  private final WordDetector words = new WordDetector();
  private final List<String> regions;
  final ContextWords.Builder contexts = new ContextWords.Builder();

  /** A policy's own pattern; {@code context} -1 = no word nearby is needed. */
  record CustomRule(Rule rule, Pattern pattern, int context) {}

  RuleSetBuilder(List<Rule> rules, Selection selection) {
    regions = selection.regions();
    rules.forEach(this::add);
    for (Selection.Custom own : selection.custom()) {
      int context = own.near().isEmpty() ? -1 : context(own.near());
      custom.add(
          new CustomRule(
              rule("custom:" + own.id(), Catalogue.CUSTOM + own.id()), own.pattern(), context));
    }
    if (!numbers.isEmpty()) {
      digit.add(numbers);
    }
    if (!words.isEmpty()) {
      digit.add(words);
    }
    Rule dictionary = rule("dictionary", Catalogue.DICTIONARY);
    for (String word : selection.dictionary()) {
      if (!word.isBlank()) {
        keyword(word.strip(), new DictionaryDetector(dictionary));
      }
    }
  }

  private static Rule rule(String id, String entity) {
    List<String> none = List.of();
    return new Rule(
        id,
        entity,
        "",
        "",
        Rule.Kind.TOKEN,
        70,
        true,
        false,
        none,
        none,
        "",
        Rule.Needs.NOTHING,
        "",
        Map.of(),
        none,
        none,
        none,
        none);
  }

  private void add(Rule rule) {
    switch (rule.kind()) {
      case TOKEN -> rule.shapes().forEach(shape -> token(rule, Shape.parse(shape)));
      case LABELLED -> labelled(rule);
      case PASSWORD -> keywords(rule, new LabelDetector(rule, LabelDetector.Kind.PASSWORD));
      case CODE -> keywords(rule, new LabelDetector(rule, LabelDetector.Kind.CODE));
      case RANDOM -> keywords(rule, new LabelDetector(rule, LabelDetector.Kind.RANDOM));
      case AUTHORIZATION -> keywords(rule, new HeaderDetector(rule, false));
      case COOKIE -> keywords(rule, new HeaderDetector(rule, true));
      case COMMAND -> keywords(rule, new CommandDetector(rule));
      case CONNECTION_STRING -> keywords(rule, new ConnectionDetector(rule));
      case KUBERNETES -> keywords(rule, new KubernetesDetector(rule));
      case ENTROPY -> digit.add(new EntropyDetector(rule));
      case PUTTY -> keywords(rule, LongDetectors.putty(rule));
      case PGPASS -> keywords(rule, LongDetectors.pgpass(rule));
      case JWT -> keyword("eyj", LongDetectors.jwt(rule));
      case PEM -> keyword("-----begin ", LongDetectors.pem(rule));
      case URL_CREDENTIALS -> keyword("://", LongDetectors.urlCredentials(rule));
      case EMAIL -> at.add(new EmailDetector(rule));
      case IP -> {
        colon.add(IpDetector.six(rule));
        digit.add(IpDetector.four(rule));
      }
      case MAC -> pair.add(new MacDetector(rule));
      case CARD -> runs.add(new CardDetector(rule));
      case IBAN -> digit.add(new IbanDetector(rule));
      case PHONE -> runs.add(new PhoneDetector(rule, context(rule.context()), phoneRegions()));
      case US_SSN ->
          runs.add(new SsnDetector(rule, context(rule.context()), regions.contains("US")));
      case NUMBER ->
          numbers.add(rule, own(rule), rule.words().isEmpty() ? -1 : context(rule.context()));
      case WORD -> words.add(rule, rule.words().isEmpty() ? -1 : context(rule.context()));
      case FIELD -> field(rule);
      case DATE -> digit.add(new DateDetector(rule, context(rule.context())));
      case COORDINATES -> digit.add(new CoordinateDetector(rule, context(rule.context())));
      case HOME_PATH -> keywords(rule, new HomePathDetector(rule));
    }
  }

  private boolean own(Rule rule) {
    return rule.countries().stream().anyMatch(regions::contains);
  }

  private List<String> phoneRegions() {
    return regions.contains("all") ? PHONE_REGIONS : regions;
  }

  private void token(Rule rule, Shape shape) {
    TokenDetector detector = new TokenDetector(rule, shape);
    if (detector.keyword().length() < 2) {
      throw new IllegalArgumentException("rule " + rule.id() + ": a shape needs a fixed beginning");
    }
    keyword(detector.keyword(), detector);
  }

  private void field(Rule rule) {
    Detector spaced = new FieldDetector(rule, true);
    Detector unspaced = new FieldDetector(rule, false);
    rule.context().stream()
        .flatMap(word -> ContextWords.ways(word).stream())
        .distinct()
        .forEach(
            word ->
                keyword(word, Fold.of(word.charAt(0)) >= NumberText.UNSPACED ? unspaced : spaced));
  }

  /** Under the vendor's name as prose, configuration and programs write it. */
  private void labelled(Rule rule) {
    Detector detector = new LabelledDetector(rule);
    Set<String> names = new TreeSet<>();
    for (String word : rule.keywords()) {
      names.add(word);
      if (Fold.alnum(word.charAt(word.length() - 1))) {
        names.addAll(ContextWords.ways(word.replace('_', ' ').replace('-', ' ').strip()));
      }
    }
    names.forEach(word -> keyword(word, detector));
  }

  private void keywords(Rule rule, Detector detector) {
    rule.keywords().forEach(word -> keyword(word, detector));
  }

  private void keyword(String word, Detector detector) {
    keywords.computeIfAbsent(Fold.word(word), key -> new ArrayList<>()).add(detector);
  }

  /** A set of words that may have to be near; returns its number. */
  private int context(List<String> words) {
    return contexts.add(words);
  }

  /** A word of the policy, as a whole word. */
  private record DictionaryDetector(Rule rule) implements Detector {
    @Override
    public void look(Scan scan, int start, int end) {
      boolean wide = scan.f[start] >= 0x2E80;
      if (wide || (scan.startsWord(start) && scan.endsWord(end))) {
        scan.add(start, end, rule);
      }
    }
  }
}
