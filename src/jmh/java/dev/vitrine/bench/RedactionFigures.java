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
 * <p>Rates and ratios are of processor time, the median of the iterations; hostile texts are judged
 * by their shortest search. Where one search is timed, it is the time that passes.
 */
public final class RedactionFigures {
  private static final int BENIGN = 1 << 20;
  private static final int HOSTILE = 1 << 19;
  private static final int DICTIONARY = 3000;

  private final boolean full;
  private final PrintStream progress = System.err;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final long begin = System.nanoTime();

  /**
   * One measurement.
   *
   * @param cpu the processor time of one search in nanoseconds, by iteration, ascending
   * @param wall how long single searches took, in nanoseconds
   * @param allocated the bytes that a search allocates
   */
  private record Measured(int bytes, double[] cpu, Statistics wall, double allocated) {
    double perByte() {
      return cpu[cpu.length / 2] / bytes;
    }

    double rate() {
      return 1e3 / perByte();
    }
  }

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
    double slowest = benign(benign);
    hostile(slowest);
    single();
  }

  /** Returns the nanoseconds a byte of the median text. */
  private double benign(List<String> texts) throws RunnerException {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Double> perByte = new ArrayList<>();
    out.printf("%n%-18s %10s %10s %8s%n", "text of 1 MiB", "MB/s", "floor", "ratio");
    for (String text : texts) {
      Measured engine = measure("redact", text, BENIGN, 0);
      Measured floor = measure("floor", text, BENIGN, 0);
      perByte.add(engine.perByte());
      row(rows, text, engine, floor.rate());
    }
    Measured words = measure("redact", "prose-en", BENIGN, DICTIONARY);
    row(rows, "prose-en+" + DICTIONARY, words, measure("floor", "prose-en", BENIGN, 0).rate());
    out.println("(MB of UTF-8; floor: one dependent table look-up a byte of the same text;");
    out.println(" +" + DICTIONARY + ": with a policy's dictionary of so many words)");
    json.put("texts", rows);
    perByte.sort(Comparator.naturalOrder());
    return perByte.get(perByte.size() / 2);
  }

  private void row(List<Map<String, Object>> rows, String text, Measured engine, double floor) {
    String name = text.startsWith(Texts.DIRECTORY) ? "own texts" : text;
    out.printf(
        "%-18s %10.1f %10.1f %7.1f%%%n", name, engine.rate(), floor, 100 * engine.rate() / floor);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("text", name);
    row.put("mbPerSecond", engine.rate());
    row.put("floorMbPerSecond", floor);
    row.put("allocatedPerByte", engine.allocated / engine.bytes);
    rows.add(row);
  }

  private void hostile(double benign) throws RunnerException {
    List<Map<String, Object>> rows = new ArrayList<>();
    out.printf("%n%-18s %10s %10s %8s%n", "hostile", "MB/s", "x benign", "twice");
    double worst = 0;
    double growth = 0;
    for (String text : Texts.hostile()) {
      RunResult run = launch("growth", text, HOSTILE, 0);
      double best = every(run, "twice")[0];
      double grown = best / every(run, "once")[0];
      double perByte = best / bytes(text, HOSTILE);
      double ratio = perByte / benign;
      worst = Math.max(worst, ratio);
      growth = Math.max(growth, grown);
      out.printf("%-18s %10.1f %10.2f %8.2f%n", text, 1e3 / perByte, ratio, grown);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("text", text);
      row.put("mbPerSecond", 1e3 / perByte);
      row.put("timesBenign", ratio);
      row.put("twiceTheInput", grown);
      rows.add(row);
    }
    out.printf("%-18s %10s %10.2f %8.2f%n", "worst", "", worst, growth);
    out.println("(x benign: time a byte, against the median of the texts above;");
    out.println(" twice: time for twice the text, 512 Ki characters, against once)");
    json.put("hostile", rows);
    json.put("worstTimesBenign", worst);
    json.put("worstTwiceTheInput", growth);
  }

  private void single() throws RunnerException {
    Measured span = measure("span", "prose-en", 1024, 0);
    Measured whole = measure("redact", "prose-en", BENIGN, 0);
    double p50 = span.wall.getPercentile(50) / 1e3;
    double p99 = span.wall.getPercentile(99) / 1e3;
    out.printf("%n80 characters: median %.1f us, 99%% within %.1f us,", p50, p99);
    out.printf(" %.0f bytes allocated%n", span.allocated);
    out.printf("1 MiB in one piece: median %.1f ms", whole.wall.getPercentile(50) / 1e6);
    out.printf(", longest %.1f ms%n", whole.wall.getMax() / 1e6);
    json.put("spanMicrosecondsMedian", p50);
    json.put("spanMicroseconds99", p99);
    json.put("spanBytesAllocated", span.allocated);
    json.put("mebibyteMillisecondsMedian", whole.wall.getPercentile(50) / 1e6);
    json.put("mebibyteMillisecondsLongest", whole.wall.getMax() / 1e6);
  }

  private Measured measure(String benchmark, String text, int length, int dictionary)
      throws RunnerException {
    RunResult result = launch(benchmark, text, length, dictionary);
    return new Measured(
        bytes(text, length),
        every(result, CpuProfiler.LABEL),
        result.getPrimaryResult().getStatistics(),
        every(result, "gc.alloc.rate.norm")[0]);
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
            .addProfiler(CpuProfiler.class)
            .jvmArgs("-Xmx1g", "-XX:+UseSerialGC", "-Djmh.ignoreLock=true")
            .shouldFailOnError(true)
            .forks(full ? 3 : 1)
            .warmupIterations(full ? 3 : 2)
            .warmupTime(TimeValue.milliseconds(full ? 1000 : 300))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(full ? 1000 : 150));
    return new Runner(options.build()).runSingle();
  }

  /** A profiler's or counter's result of each iteration, ascending. */
  private static double[] every(RunResult result, String label) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .flatMap(iteration -> iteration.getSecondaryResults().entrySet().stream())
        .filter(entry -> entry.getKey().endsWith(label))
        .mapToDouble(entry -> entry.getValue().getScore())
        .sorted()
        .toArray();
  }
}
