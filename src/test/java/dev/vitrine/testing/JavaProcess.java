package dev.vitrine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Command lines for test programs in processes of their own, and what is done to them. */
public final class JavaProcess {
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

  /** The exit status, within a minute. */
  public static int exitOf(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the process did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
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
