package dev.vitrine.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Prints how well the engine finds what is labelled, or how often it is wrong on ordinary text; see
 * {@code scripts/redaction-report --help}. Exits 0, or 1 with one line where a file cannot be read.
 */
public final class RedactionReport {
  private RedactionReport() {}

  /** Runs with the arguments of the script. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try {
      run(List.of(args), out, System.err);
    } catch (IOException | IllegalArgumentException e) {
      out.flush();
      System.err.println("redaction-report: " + e.getMessage());
      System.exit(1);
    }
    out.flush();
  }

  static void run(List<String> args, PrintStream out, PrintStream progress) throws IOException {
    List<Path> files = new ArrayList<>();
    boolean misses = false;
    boolean falseAlarms = false;
    Path docs = null;
    Path judged = null;
    for (Iterator<String> each = args.iterator(); each.hasNext(); ) {
      String arg = each.next();
      switch (arg) {
        case "--misses" -> misses = true;
        case "--false-alarms" -> falseAlarms = true;
        case "--write-docs" -> docs = Path.of(each.next());
        case "--judged" -> judged = Path.of(each.next());
        default -> files.add(Path.of(arg));
      }
    }
    if (falseAlarms) {
      FalseAlarms alarms = new FalseAlarms();
      Corpus.read(files, alarms, progress);
      out.print(FalseAlarmReport.of(alarms, judged));
    } else {
      labelled(files, misses, docs, out, progress);
    }
  }

  private static void labelled(
      List<Path> files, boolean misses, Path docs, PrintStream out, PrintStream progress)
      throws IOException {
    Evaluation evaluation = new Evaluation();
    for (Path file : files) {
      LabelledFiles.read(file, evaluation, progress);
    }
    out.print(labelled(evaluation));
    if (misses) {
      out.print(misses(evaluation));
    }
    if (docs != null) {
      DocsTable.write(docs, evaluation);
      out.println("wrote the table of " + docs.getFileName());
    }
  }

  private static String labelled(Evaluation evaluation) {
    Tables table =
        new Tables(
            "lrrrrrrrl",
            "entity",
            "cases",
            "positive",
            "recall",
            "exact",
            "precision",
            "negative",
            "failed",
            "ours");
    for (Map.Entry<String, Evaluation.Score> each : evaluation.scores().entrySet()) {
      Evaluation.Score score = each.getValue();
      table.row(
          each.getKey() + (Evaluation.LEFT_OUT.contains(each.getKey()) ? " *" : ""),
          score.cases,
          score.positives + (score.withoutSpans > 0 ? "+" + score.withoutSpans : ""),
          Tables.share(score.recall()),
          Tables.share(score.exactRecall()),
          Tables.share(score.precision()),
          score.negatives,
          score.failed,
          evaluation.ours(each.getKey()));
    }
    return table.plain()
        + "\n* not in the totals; +n: positives whose place is not said, which are not judged;"
        + " -: not a name of ours\n\n"
        + totals(evaluation)
        + "\n"
        + evaluation.misses().size()
        + " cases are not as they should be (--misses lists them)\n";
  }

  private static String totals(Evaluation evaluation) {
    Tables table = new Tables("lrrrr", "total", "positive", "found", "recall", "exact");
    Evaluation.Score negatives = new Evaluation.Score();
    for (Map.Entry<String, Evaluation.Score> each : evaluation.totals().entrySet()) {
      Evaluation.Score score = each.getValue();
      if (each.getKey().equals("negatives")) {
        negatives = score;
        continue;
      }
      table.row(
          each.getKey(),
          score.positives,
          score.found,
          Tables.share(score.recall()),
          Tables.share(score.exactRecall()));
    }
    return table.plain()
        + "\nnegatives that get the entity they are said not to be: "
        + negatives.failed
        + " of "
        + negatives.negatives
        + " ("
        + Tables.share(negatives.failed / (double) negatives.negatives)
        + ")\n";
  }

  private static String misses(Evaluation evaluation) {
    StringBuilder out = new StringBuilder();
    for (Evaluation.Miss miss : evaluation.misses()) {
      out.append('\n')
          .append(miss.of().place())
          .append(' ')
          .append(miss.of().entity())
          .append(' ')
          .append(miss.of().tier())
          .append(": ")
          .append(miss.why())
          .append("\n    ")
          .append(Tables.printable(miss.of().text(), 400))
          .append('\n');
      if (!miss.of().spans().isEmpty()) {
        out.append("    at ").append(miss.of().spans().get(0)).append('\n');
      }
    }
    return out.toString();
  }
}
