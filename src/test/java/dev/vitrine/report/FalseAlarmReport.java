package dev.vitrine.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints how often the engine finds something in ordinary text, and a sample to judge. */
final class FalseAlarmReport {
  private static final int SAMPLE = 200;
  private static final double UNIT = 10_000;

  private FalseAlarmReport() {}

  /** The whole report; {@code judged} = a file of lines that begin with an id and yes or no. */
  static String of(FalseAlarms alarms, Path judged) throws IOException {
    Map<String, Validity.Verdict> said = judged == null ? Map.of() : read(judged);
    List<FalseAlarms.Hit> sample = alarms.sample(SAMPLE);
    return kinds(alarms)
        + "\n"
        + rules(alarms)
        + "\n"
        + rate(alarms, sample, said)
        + "\n"
        + list(sample, said);
  }

  private static Map<String, Validity.Verdict> read(Path file) throws IOException {
    Map<String, Validity.Verdict> said = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length > 1 && (words[1].equals("yes") || words[1].equals("no"))) {
        said.put(words[0], words[1].equals("yes") ? Validity.Verdict.YES : Validity.Verdict.NO);
      }
    }
    return said;
  }

  private static String kinds(FalseAlarms alarms) {
    Tables table = new Tables("lrrr", "text", "characters", "hits", "per 10,000");
    Map<String, Long> hits =
        alarms.hits().stream()
            .collect(
                Collectors.groupingBy(FalseAlarms.Hit::kind, TreeMap::new, Collectors.counting()));
    alarms
        .characters()
        .forEach(
            (kind, characters) -> {
              int count = (int) (long) hits.getOrDefault(kind, 0L);
              table.row(kind, characters, count, per(count, characters));
            });
    table.row("all", total(alarms), alarms.hits().size(), per(alarms.hits().size(), total(alarms)));
    return table.plain();
  }

  private static long total(FalseAlarms alarms) {
    return alarms.characters().values().stream().mapToLong(Long::longValue).sum();
  }

  private static String per(double count, long characters) {
    return String.format(Locale.ROOT, "%.3f", count * UNIT / (double) Math.max(1, characters));
  }

  private static String rules(FalseAlarms alarms) {
    Map<String, int[]> counts = new TreeMap<>();
    for (FalseAlarms.Hit hit : alarms.hits()) {
      counts
          .computeIfAbsent(hit.entity() + " " + hit.rule(), key -> new int[3])[
          hit.verdict().column()]++;
    }
    Tables table =
        new Tables(
            "llrrrrr", "entity", "rule", "hits", "per 10,000", "valid", "not valid", "to judge");
    counts.entrySet().stream()
        .sorted((a, b) -> Integer.compare(sum(b.getValue()), sum(a.getValue())))
        .forEach(
            each -> {
              String[] names = each.getKey().split(" ", 2);
              int[] of = each.getValue();
              table.row(
                  names[0], names[1], sum(of), per(sum(of), total(alarms)), of[0], of[1], of[2]);
            });
    return table.plain()
        + "\nvalid: other code takes it for one, or its check digits are right; to judge: by eye\n";
  }

  private static int sum(int[] counts) {
    return counts[0] + counts[1] + counts[2];
  }

  private static String rate(
      FalseAlarms alarms, List<FalseAlarms.Hit> sample, Map<String, Validity.Verdict> said) {
    int[] of = new int[3];
    for (FalseAlarms.Hit hit : sample) {
      of[said.getOrDefault(hit.id(), hit.verdict()).column()]++;
    }
    double perHit = alarms.hits().size() / (double) Math.max(1, sample.size());
    return String.format(
        Locale.ROOT,
        "sample of %d: %d valid, %d not valid, %d not judged%n"
            + "false alarms per 10,000 characters: at least %s, at most %s (if none of those not"
            + " judged is valid)%n",
        sample.size(),
        of[0],
        of[1],
        of[2],
        per(of[1] * perHit, total(alarms)),
        per((of[1] + of[2]) * perHit, total(alarms)));
  }

  /** Lines in the form that {@link #read} takes, a question mark where a person has to look. */
  private static String list(List<FalseAlarms.Hit> sample, Map<String, Validity.Verdict> said) {
    StringBuilder out = new StringBuilder();
    sample.stream()
        .sorted(
            (a, b) -> (a.entity() + a.rule() + a.id()).compareTo(b.entity() + b.rule() + b.id()))
        .forEach(
            hit ->
                out.append(
                    String.format(
                        "%s %-3s %-20s %s «%s» %s   [%s, %s]%n",
                        hit.id(),
                        word(said.getOrDefault(hit.id(), hit.verdict())),
                        hit.entity(),
                        Tables.printable(hit.before(), 40),
                        Tables.printable(hit.found(), 80),
                        Tables.printable(hit.after(), 40),
                        hit.rule(),
                        hit.source())));
    return out.toString();
  }

  private static String word(Validity.Verdict verdict) {
    return switch (verdict) {
      case YES -> "yes";
      case NO -> "no";
      case UNKNOWN -> "?";
    };
  }
}
