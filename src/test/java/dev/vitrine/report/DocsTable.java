package dev.vitrine.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the measured figures into a document, between two comments. */
final class DocsTable {
  static final String BEGIN = "<!-- scripts/redaction-report writes what follows -->";
  static final String END = "<!-- until here -->";

  private DocsTable() {}

  /** Replaces what stands between the comments; fails where they are not there. */
  static void write(Path file, Evaluation evaluation) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(0, begin));
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException(file + ": the comments around the table are missing");
    }
    Files.writeString(
        file,
        text.substring(0, begin + BEGIN.length())
            + "\n\n"
            + table(evaluation)
            + "\n"
            + text.substring(end));
  }

  /** A row for each kind of personal data, one for all tokens of vendors, and the totals. */
  static String table(Evaluation evaluation) {
    Map<String, Evaluation.Score> rows = new TreeMap<>();
    Evaluation.Score vendors = new Evaluation.Score();
    for (Map.Entry<String, Evaluation.Score> each : evaluation.scores().entrySet()) {
      String ours = evaluation.ours(each.getKey());
      if (ours.equals("-") || Evaluation.LEFT_OUT.contains(each.getKey())) {
        continue;
      }
      boolean vendor = ours.contains("SECRET_") && !ours.contains("PASSWORD");
      String row = ours.replaceFirst(" .*", "");
      add(
          vendor ? vendors : rows.computeIfAbsent(row, name -> new Evaluation.Score()),
          each.getValue());
    }
    Tables table =
        new Tables(
            "lrrrrr", "entity", "must be found", "recall", "exact", "precision", "must not be");
    rows.forEach((name, score) -> row(table, "`" + name + "`", score));
    row(table, "`SECRET_<VENDOR>`", vendors);
    return table.markdown() + "\n" + totals(evaluation);
  }

  private static void add(Evaluation.Score to, Evaluation.Score from) {
    to.positives += from.positives;
    to.found += from.found;
    to.exact += from.exact;
    to.negatives += from.negatives;
    to.failed += from.failed;
    to.stray += from.stray;
  }

  private static void row(Tables table, String name, Evaluation.Score score) {
    table.row(
        name,
        score.positives,
        Tables.share(score.recall()),
        Tables.share(score.exactRecall()),
        Tables.share(score.precision()),
        score.negatives);
  }

  private static String totals(Evaluation evaluation) {
    Tables table = new Tables("lrr", "all entities together", "must be found", "recall");
    Set<String> kinds =
        Set.of("decisive", "strong", "medium and weak with a word", "medium", "weak");
    evaluation.totals().entrySet().stream()
        .filter(each -> kinds.contains(each.getKey()))
        .forEach(
            each ->
                table.row(
                    each.getKey(),
                    each.getValue().positives,
                    Tables.share(each.getValue().recall())));
    Evaluation.Score negatives =
        evaluation.totals().getOrDefault("negatives", new Evaluation.Score());
    return table.markdown()
        + "\n"
        + negatives.failed
        + " of "
        + negatives.negatives
        + " texts get the entity that they are said not to be.\n";
  }
}
