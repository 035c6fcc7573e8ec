package dev.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Command lines for test programs in processes of their own, and what is done to them. */
public final class JavaProcess {
  private static final long MOST_SECONDS = 60;
  private static final Path LOG = Path.of("target", "test-processes.log");

  private JavaProcess() {}

  /** Runs a program with this test's class path and these options of the virtual machine. */
  public static ProcessBuilder of(List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /**
   * Where the output of processes goes that nobody reads: never to our own, which Maven would wait
   * for until the last process that has it ended.
   */
  public static ProcessBuilder.Redirect log() {
    return ProcessBuilder.Redirect.appendTo(LOG.toFile());
  }

  /** The exit status, within a minute; then it is killed with all that it started. */
  public static int exitOf(Process process) {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the process did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      kill(process);
    }
  }

  /**
   * Kills a process and all that it started (strace leaves its tracee alive); waits for its end.
   */
  public static void kill(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.toHandle().destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a killed process did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Kills the process should it still run in two minutes: whoever reads its output hears its end
   * then, since a read cannot be interrupted.
   */
  public static Process bounded(Process process) {
    CompletableFuture.delayedExecutor(2 * MOST_SECONDS, TimeUnit.SECONDS)
        .execute(
            () -> {
              if (process.isAlive()) {
                kill(process);
              }
            });
    return process;
  }

  /** Sends a signal by its name; true where it could be sent. */
  public static boolean signal(Process process, String name) {
    return run("kill", "-" + name, String.valueOf(process.pid()));
  }

  /** Whether the kernel says that the process is stopped. */
  public static boolean isStopped(Process process) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command of the system; true where it succeeded. */
  public static boolean run(String... command) {
    try {
      return exitOf(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start())
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
