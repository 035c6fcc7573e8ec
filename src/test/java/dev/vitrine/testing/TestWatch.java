package dev.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * No test may hang the build: where a test, or the preparation of a class, takes longer than
 * {@value #LIMIT_SECONDS} s, the process ends with the name and the stacks of all threads.
 * Interrupting the test would not do: a read from a pipe and a call into a native library do not
 * hear it.
 *
 * <p>What runs is also written to {@code target/running/}, a file a process, so that {@code
 * scripts/test} can say what it waits for.
 */
public final class TestWatch implements TestExecutionListener {
  /** Three times what the slowest test takes on two busy cores. */
  private static final long LIMIT_SECONDS = 400;

  private static final int HUNG = 86;

  private record Step(String name, long begin) {}

  private final Path file = Path.of("target", "running", "" + ProcessHandle.current().pid());
  private volatile Step step = new Step("the search for tests", System.nanoTime());
  private volatile boolean over;

  /** Found by the launcher. */
  public TestWatch() {}

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    begin("the search for tests");
    Thread watch = new Thread(this::watch, "test-watch");
    watch.setDaemon(true);
    watch.start();
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    over = true;
    write("no test");
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    begin(name(test));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    begin("what follows " + name(test));
  }

  private void begin(String name) {
    step = new Step(name, System.nanoTime());
    write(name);
  }

  private void write(String name) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, name + "\n");
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

  private void watch() {
    while (!over) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      Step now = step;
      Duration age = Duration.ofNanos(System.nanoTime() - now.begin());
      if (age.toSeconds() > LIMIT_SECONDS) {
        System.err.printf("%nHUNG for %d s: %s%n", age.toSeconds(), now.name());
        for (ThreadInfo thread :
            ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, 60)) {
          System.err.printf("\"%s\" %s%n", thread.getThreadName(), thread.getThreadState());
          for (StackTraceElement frame : thread.getStackTrace()) {
            System.err.println("    at " + frame);
          }
        }
        System.err.flush();
        write("hung: " + now.name());
        Runtime.getRuntime().halt(HUNG);
      }
    }
  }
}
