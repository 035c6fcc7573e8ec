package dev.vitrine.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vitrine.rules.Catalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs {@link RedactionBenchmark} over all texts and prints a table, and JSON if wanted.
 *
 * <p>Rates and ratios are of processor time, each iteration's shortest, the median of the
 * iterations. Where single searches are timed, it is the time that passes.
 */
public final class RedactionFigures {
  private static final int BENIGN = 1 << 20;
  private static final int HOSTILE = 1 << 19;
  private static final int DICTIONARY = 3000;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final boolean full;
  private final PrintStream progress = System.err;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final long begin = System.nanoTime();

  /** The nanoseconds a byte of the texts that people have; in the end ascending. */
  private final List<Double> perByte = new ArrayList<>();

  private RedactionFigures(boolean full) {
    this.full = full;
  }

  /** Arguments: {@code [--full] [--json FILE] [--texts DIRECTORY]}. */
  public static void main(String[] args) throws RunnerException, IOException {
    boolean full = false;
    Path file = null;
    List<String> benign = new ArrayList<>(Texts.benign());
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--full" -> full = true;
        case "--json" -> file = Path.of(args[++i]);
        case "--texts" -> benign.add(Texts.DIRECTORY + args[++i]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    RedactionFigures figures = new RedactionFigures(full);
    figures.run(benign);
    if (file != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), figures.json);
    }
  }

  private void run(List<String> benign) throws RunnerException {
    int rules = Catalogue.builtIn().rules().size();
    json.put("rules", rules);
    json.put("java", System.getProperty("java.vm.version"));
    json.put("processors", Runtime.getRuntime().availableProcessors());
    out.printf(
        "%d rules, one thread; Java %s, %d processors%n",
        rules, System.getProperty("java.vm.version"), Runtime.getRuntime().availableProcessors());
    benign(benign);
    hostile();
    single();
  }

  private void benign(List<String> texts) throws RunnerException {
    List<Map<String, Object>> rows = new ArrayList<>();
    out.printf("%n%-18s %10s %10s %8s%n", "text of 1 MiB", "MB/s", "floor", "ratio");
    for (String text : texts) {
      String name = text.startsWith(Texts.DIRECTORY) ? "own texts" : text;
      perByte.add(row(rows, name, text, 0));
    }
    row(rows, "prose-en+" + DICTIONARY, "prose-en", DICTIONARY);
    out.println("(MB of UTF-8; floor: one dependent table look-up a byte of the same text;");
    out.println(" +" + DICTIONARY + ": with a policy's dictionary of so many words)");
    json.put("texts", rows);
    perByte.sort(Comparator.naturalOrder());
  }

  /** Returns the nanoseconds a byte. */
  private double row(List<Map<String, Object>> rows, String name, String text, int dictionary)
      throws RunnerException {
    RunResult run = launch("besideFloor", text, BENIGN, dictionary);
    double bytes = bytes(text, BENIGN);
    double rate = bytes * 1e3 / median(run, "first");
    double floor = bytes * 1e3 / median(run, "second");
    out.printf("%-18s %10.1f %10.1f %7.1f%%%n", name, rate, floor, 100 * rate / floor);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("text", name);
    row.put("mbPerSecond", rate);
    row.put("floorMbPerSecond", floor);
    row.put("allocatedPerByte", median(run, ALLOCATED) / bytes);
    rows.add(row);
    return 1e3 / rate;
  }

  private void hostile() throws RunnerException {
    List<Map<String, Object>> rows = new ArrayList<>();
    double benign = perByte.get(perByte.size() / 2);
    double slowest = perByte.get(perByte.size() - 1);
    out.printf("%n%-18s %10s %10s %10s %8s%n", "hostile", "MB/s", "x median", "x slowest", "twice");
    double worst = 0;
    double growth = 0;
    for (String text : Texts.hostile()) {
      RunResult run = launch("besideHalf", text, HOSTILE, 0);
      double time = median(run, "first");
      double each = time / bytes(text, HOSTILE);
      double twice = time / median(run, "second");
      worst = Math.max(worst, each);
      growth = Math.max(growth, twice);
      line(text, each, benign, slowest, twice);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("text", text);
      row.put("mbPerSecond", 1e3 / each);
      row.put("timesMedian", each / benign);
      row.put("timesSlowest", each / slowest);
      row.put("twiceTheInput", twice);
      rows.add(row);
    }
    line("worst", worst, benign, slowest, growth);
    out.println("(x: time a byte, against the median and the slowest of the texts above;");
    out.println(" twice: time for 512 Ki characters, against the first half of them)");
    json.put("hostile", rows);
    json.put("worstTimesMedian", worst / benign);
    json.put("worstTimesSlowest", worst / slowest);
    json.put("worstTwiceTheInput", growth);
  }

  private void line(String text, double each, double benign, double slowest, double twice) {
    out.printf("%-18s %10.1f %10.2f", text, 1e3 / each, each / benign);
    out.printf(" %10.2f %8.2f%n", each / slowest, twice);
  }

  private void single() throws RunnerException {
    RunResult span = launch("span", "prose-en", 1024, 0);
    Statistics spans = span.getPrimaryResult().getStatistics();
    Statistics wholes = launch("whole", "prose-en", BENIGN, 0).getPrimaryResult().getStatistics();
    double p50 = spans.getPercentile(50) / 1e3;
    double p99 = spans.getPercentile(99) / 1e3;
    double allocated = median(span, ALLOCATED);
    out.printf("%n80 characters: median %.1f us, 99%% within %.1f us,", p50, p99);
    out.printf(" %.0f bytes allocated%n", allocated);
    out.printf("1 MiB in one piece: median %.1f ms", wholes.getPercentile(50) / 1e6);
    out.printf(", longest %.1f ms%n", wholes.getMax() / 1e6);
    json.put("spanMicrosecondsMedian", p50);
    json.put("spanMicroseconds99", p99);
    json.put("spanBytesAllocated", allocated);
    json.put("mebibyteMillisecondsMedian", wholes.getPercentile(50) / 1e6);
    json.put("mebibyteMillisecondsLongest", wholes.getMax() / 1e6);
  }

  private static int bytes(String text, int length) {
    return Texts.make(text, length).getBytes(StandardCharsets.UTF_8).length;
  }

  private RunResult launch(String benchmark, String text, int length, int dictionary)
      throws RunnerException {
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    progress.printf("[%3d s] %s %s (%d)%n", seconds, benchmark, text, length);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + RedactionBenchmark.class.getName() + "\\." + benchmark + "$")
            .param("text", text)
            .param("length", Integer.toString(length))
            .param("dictionary", Integer.toString(dictionary))
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .jvmArgs("-Xmx1g", "-XX:+UseSerialGC", "-Djmh.ignoreLock=true")
            .shouldFailOnError(true)
            .forks(full ? 3 : 1)
            .warmupIterations(full ? 3 : 2)
            .warmupTime(TimeValue.milliseconds(full ? 1000 : 300))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(full ? 1000 : 150));
    return new Runner(options.build()).runSingle();
  }

  /** The median over the iterations of what a profiler or counter says. */
  private static double median(RunResult result, String label) {
    double[] all =
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .flatMap(iteration -> iteration.getSecondaryResults().entrySet().stream())
            .filter(entry -> entry.getKey().endsWith(label))
            .mapToDouble(entry -> entry.getValue().getScore())
            .sorted()
            .toArray();
    return all[all.length / 2];
  }
}
