package dev.vitrine.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Command lines for test programs in processes of their own, and what is done to them. No wait here
 * is without an end.
 */
public final class JavaProcess {
  private static final long PATIENCE_SECONDS = 60;
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

  /** The exit status, within a minute; where it does not end, it is killed. */
  public static int exitOf(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("the process did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Kills the process where it still runs after that long, so that whoever reads its output comes
   * to the end of it: a read from a pipe hears no interrupt. Whether that happened is for the
   * caller to tell from what was read.
   */
  public static Process within(long seconds, Process process) {
    CompletableFuture<ProcessHandle> unused =
        process
            .toHandle()
            .onExit()
            .orTimeout(seconds, TimeUnit.SECONDS)
            .whenComplete(
                (ended, late) -> {
                  if (late != null) {
                    // Not Process.destroyForcibly, which would close the stream that is being read.
                    process.toHandle().destroyForcibly();
                  }
                });
    return process;
  }

  /** The first line that a process says, within a minute; a process that says none is killed. */
  public static String firstLine(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<Void> said = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        said.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .whenComplete(
                (nothing, late) -> {
                  if (late != null) {
                    process.toHandle().destroyForcibly();
                  }
                });
    String line = out.readLine();
    said.complete(null);
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the process ended, or was killed after a minute, without a word");
    }
    return line;
  }

  /**
   * SIGKILL to a process and to all that it started: strace leaves its tracee alive. Returns when
   * the process is dead.
   */
  public static void kill(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
    exitOf(process);
  }

  /**
   * For the main method of a test program: it ends with the process that started it, so that none
   * is left behind where a test was given up.
   */
  public static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              CompletableFuture<Void> unused =
                  parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
            });
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
