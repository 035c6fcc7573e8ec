package dev.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * No test may hang the build.
 *
 * <p>Where a test, or the preparation of a class, takes longer than {@value #LIMIT_SECONDS} s, the
 * process ends with the name and the stacks of all threads. Interrupting the test would not do: a
 * read from a pipe and a call into a native library do not hear it. What runs is also written to
 * {@code target/running/}, a file a process, so that {@code scripts/test} can say what it waits
 * for.
 *
 * <p>A process that a test leaves behind, with our output as its own, would keep Maven waiting for
 * the end of that output for ever: it is named and killed at the end of its class.
 */
public final class TestWatch implements TestExecutionListener {
  /** Three times what the slowest test takes on two busy cores. */
  private static final long LIMIT_SECONDS = 400;

  /** Where {@code scripts/soak} tries each property many thousand times. */
  private static final long LONG_LIMIT_SECONDS = 4 * 3600;

  private static final int HUNG = 86;
  private static final long OWN = ProcessHandle.current().pid();
  private static final Path FILE = Path.of("target", "running", "" + OWN);
  private static final AtomicBoolean WATCHED = new AtomicBoolean();

  private record Step(String name, long begin) {}

  /**
   * What runs, by the identifier of the test or class. A class whose tests run at once has several.
   */
  private static final Map<String, Step> RUNNING = new ConcurrentHashMap<>();

  /** What ended last; nothing may follow for as long as a test may take. */
  private static volatile Optional<Step> pause = Optional.empty();

  /** Found by the launcher. */
  public TestWatch() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (WATCHED.compareAndSet(false, true)) {
      Thread watch = new Thread(TestWatch::watch, "test-watch");
      watch.setDaemon(true);
      watch.start();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    RUNNING.clear();
    pause = Optional.empty();
    write("no test");
    killStrays();
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      RUNNING.put(test.getUniqueId(), new Step(name(test), System.nanoTime()));
    }
    between("the preparation of " + name(test));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    RUNNING.remove(test.getUniqueId());
    between("what follows " + name(test));
  }

  /**
   * Something began or ended; where no test runs now, what comes before the next one is watched.
   */
  private static void between(String name) {
    pause = Optional.of(new Step(name, System.nanoTime()));
    List<String> tests = RUNNING.values().stream().map(Step::name).sorted().toList();
    write(tests.isEmpty() ? name : String.join(", ", tests));
  }

  private static synchronized void write(String name) {
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, name + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(TestIdentifier test) {
    return test.getSource()
        .map(
            source -> {
              if (source instanceof MethodSource method) {
                return method.getClassName() + "." + method.getMethodName();
              }
              return source instanceof ClassSource type ? type.getClassName() : null;
            })
        .orElse(test.getDisplayName());
  }

  private static void killStrays() {
    Set<Long> ancestors = new HashSet<>();
    for (Optional<ProcessHandle> process = Optional.of(ProcessHandle.current());
        process.isPresent();
        process = process.get().parent()) {
      ancestors.add(process.get().pid());
    }
    Set<String> outputs = new HashSet<>(pipes(OWN));
    ProcessHandle.allProcesses()
        .filter(process -> !ancestors.contains(process.pid()))
        .filter(process -> pipes(process.pid()).stream().anyMatch(outputs::contains))
        .forEach(
            process -> {
              System.err.printf(
                  "LEFT BEHIND: %d %s%n",
                  process.pid(), process.info().commandLine().orElse("(ended)"));
              process.destroyForcibly();
            });
  }

  /** Which pipes a process has as standard output and error output; none outside Linux. */
  private static List<String> pipes(long pid) {
    List<String> pipes = new ArrayList<>();
    for (String descriptor : List.of("1", "2")) {
      try {
        String target =
            Files.readSymbolicLink(Path.of("/proc", "" + pid, "fd", descriptor)).toString();
        if (target.startsWith("pipe:")) {
          pipes.add(target);
        }
      } catch (IOException e) {
        // It has ended, or it is another user's.
      }
    }
    return pipes;
  }

  private static void watch() {
    while (true) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      RUNNING.values().forEach(TestWatch::endIfHung);
      if (RUNNING.isEmpty()) {
        pause.ifPresent(TestWatch::endIfHung);
      }
    }
  }

  private static void endIfHung(Step now) {
    Duration age = Duration.ofNanos(System.nanoTime() - now.begin());
    boolean soak = System.getProperty("vitrine.tries") != null;
    if (age.toSeconds() <= (soak ? LONG_LIMIT_SECONDS : LIMIT_SECONDS)) {
      return;
    }
    System.err.printf("%nHUNG for %d s: %s%n", age.toSeconds(), now.name());
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, 60)) {
      System.err.printf("\"%s\" %s%n", thread.getThreadName(), thread.getThreadState());
      for (StackTraceElement frame : thread.getStackTrace()) {
        System.err.println("    at " + frame);
      }
    }
    System.err.flush();
    write("hung: " + now.name());
    killStrays();
    Runtime.getRuntime().halt(HUNG);
  }
}
