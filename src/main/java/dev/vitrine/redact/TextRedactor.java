package dev.vitrine.redact;

import dev.vitrine.record.Remark;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Match;
import java.util.ArrayList;
import java.util.List;

/**
 * Redacts one whole text. Redacting the result again changes nothing. Safe for use by several
 * threads.
 */
public final class TextRedactor {
  private final CompiledRules rules;

  /** Runs these rules. */
  public TextRedactor(CompiledRules rules) {
    this.rules = rules;
  }

  /**
   * Replaces everything that the rules find. Removed stretches that touch share one marker, named
   * after the longer. Throws {@link dev.vitrine.rules.RedactionException} where the search did not
   * come to an end; the text must then not be let out.
   */
  public Redacted redact(String text) {
    List<Match> matches = merged(rules.find(text));
    if (matches.isEmpty()) {
      return new Redacted(text, List.of(), List.of());
    }
    StringBuilder out = new StringBuilder(text.length());
    List<Redacted.Span> spans = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    int done = 0;
    int points = 0;
    for (Match match : matches) {
      out.append(text, done, match.start());
      points += Character.codePointCount(text, done, match.start());
      int length = Character.codePointCount(text, match.start(), match.end());
      spans.add(new Redacted.Span(points, points + length, match.entity()));
      points += length;
      String marker = CompiledRules.marker(match.entity());
      int at = out.length();
      out.append(marker);
      remarks.add(new Remark(match.entity(), match.recognizer(), null, at, out.length()));
      done = match.end();
    }
    out.append(text, done, text.length());
    return new Redacted(out.toString(), spans, remarks);
  }

  /** Matches that touch are one, named after the longer. */
  static List<Match> merged(List<Match> matches) {
    List<Match> merged = new ArrayList<>(matches.size());
    for (Match match : matches) {
      Match last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || last.end() < match.start()) {
        merged.add(match);
        continue;
      }
      Match name = last.end() - last.start() >= match.end() - match.start() ? last : match;
      merged.set(
          merged.size() - 1,
          new Match(last.start(), match.end(), name.entity(), name.recognizer()));
    }
    return merged;
  }
}
