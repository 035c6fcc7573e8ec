package dev.vitrine.report;

import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Match;
import dev.vitrine.rules.Selection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds in text that nobody labelled, with all rules and regions. */
final class FalseAlarms implements Corpus.Texts {
  private static final int CONTEXT = 40;

  /** Changing it draws another sample. */
  private static final String SEED = "vitrine";

  private final CompiledRules rules = Catalogue.builtIn().compile(Selection.everything());
  private final Validity validity = new Validity();
  private final Map<String, Long> characters = new TreeMap<>();
  private final List<Hit> hits = new ArrayList<>();

  /**
   * One find. The id depends on the text's name, the place and the entity alone, so that a
   * judgement stays with it.
   */
  record Hit(
      String id,
      String source,
      String kind,
      String rule,
      String entity,
      String before,
      String found,
      String after,
      Validity.Verdict verdict) {}

  @Override
  public void add(String source, String kind, String text) {
    characters.merge(kind, (long) text.length(), Long::sum);
    for (Match match : rules.find(text)) {
      String found = text.substring(match.start(), match.end());
      hits.add(
          new Hit(
              id(source + ":" + match.start() + ":" + match.entity()),
              source,
              kind,
              match.recognizer(),
              match.entity(),
              text.substring(Math.max(0, match.start() - CONTEXT), match.start()),
              found,
              text.substring(match.end(), Math.min(text.length(), match.end() + CONTEXT)),
              validity.of(match.entity(), found)));
    }
  }

  private static String id(String place) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((SEED + place).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How much text of each kind was searched. */
  Map<String, Long> characters() {
    return characters;
  }

  /** All finds, in order. */
  List<Hit> hits() {
    return hits;
  }

  /** That many of them, drawn at random, always the same ones. */
  List<Hit> sample(int most) {
    return hits.stream().sorted(Comparator.comparing(Hit::id)).limit(most).toList();
  }
}
