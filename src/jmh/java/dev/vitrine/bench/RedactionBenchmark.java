package dev.vitrine.bench;

import dev.vitrine.redact.Redacted;
import dev.vitrine.redact.TextRedactor;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.Selection;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The engine with all rules, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RedactionBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int SPANS = 4096;
  private static final int SPAN = 80;

  /** States of the automaton that is the floor; its table of 32 KiB fits the first cache. */
  private static final int STATES = 32;

  @Param("prose-en")
  public String text;

  @Param("1048576")
  public int length;

  /** Words of a policy's own dictionary. */
  @Param("0")
  public int dictionary;

  private TextRedactor redactor;
  private String input;
  private String half;
  private byte[] bytes;
  private int[] table;
  private List<String> spans;
  private int next;
  private int state;

  @Setup
  public void prepare() {
    List<String> all = List.of("all");
    redactor =
        new TextRedactor(
            Catalogue.builtIn()
                .compile(
                    new Selection(all, List.of(), all, List.of(), Texts.dictionary(dictionary))));
    input = Texts.make(text, length);
    half = input.substring(0, length / 2);
    bytes = input.getBytes(StandardCharsets.UTF_8);
    table = new Random(1).ints(STATES * 256L, 0, STATES).map(state -> state << 8).toArray();
    spans = Texts.spans(SPANS, SPAN);
  }

  /** A text in one piece. */
  @Benchmark
  public Redacted whole() {
    return redactor.redact(input);
  }

  /** A text in one piece, and the floor over the same bytes. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Redacted besideFloor(Times times) {
    long begin = THREADS.getCurrentThreadCpuTime();
    Redacted redacted = redactor.redact(input);
    long middle = THREADS.getCurrentThreadCpuTime();
    state = floor(state);
    times.add(middle - begin, THREADS.getCurrentThreadCpuTime() - middle);
    return redacted;
  }

  /** The least that an automaton can do: one look-up a byte, each dependent on the last. */
  private int floor(int from) {
    int at = from;
    for (byte b : bytes) {
      at = table[at | (b & 0xFF)];
    }
    return at;
  }

  /** A text and its first half. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Redacted besideHalf(Times times) {
    long begin = THREADS.getCurrentThreadCpuTime();
    Redacted redacted = redactor.redact(input);
    long middle = THREADS.getCurrentThreadCpuTime();
    redactor.redact(half);
    times.add(middle - begin, THREADS.getCurrentThreadCpuTime() - middle);
    return redacted;
  }

  /**
   * The shortest times of an iteration, in nanoseconds, of the processor: what else the machine
   * does counts for little.
   */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Times {
    public long first;
    public long second;

    void add(long one, long two) {
      // JMH sets them to 0 before each iteration.
      first = first == 0 ? one : Math.min(first, one);
      second = second == 0 ? two : Math.min(second, two);
    }
  }

  /** What is typed without a pause: 80 characters, each time others. */
  @Benchmark
  public Redacted span() {
    next = (next + 1) % SPANS;
    return redactor.redact(spans.get(next));
  }
}
