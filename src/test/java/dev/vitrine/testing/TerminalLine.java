package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The line of a real terminal, seen from outside and without the program's own code: who reads it,
 * by {@code /proc}, and how, by {@code stty}. Tests wait for it instead of hoping that some time is
 * enough.
 */
public final class TerminalLine {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final long shell;
  private final String device;

  private TerminalLine(long shell, String device) {
    this.shell = shell;
    this.device = device;
  }

  /** Waits for the shell below a terminal whose command has that in it, and for its prompt. */
  public static TerminalLine of(Process terminal, String shellCommand) {
    long shell =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    terminal
                        .descendants()
                        .filter(p -> p.info().commandLine().orElse("").contains(shellCommand))
                        .mapToLong(ProcessHandle::pid)
                        .max()
                        .orElse(0),
                pid -> pid != 0);
    TerminalLine line = new TerminalLine(shell, device(shell));
    line.awaitPrompt();
    return line;
  }

  /** The numbers of a terminal's device: the kernel's encoding, minor in bits 0-7 and 20-31. */
  private static String device(long pid) {
    int number = (int) field(pid, 4);
    return "/dev/pts/" + ((number & 0xff) | ((number >>> 12) & 0xfff00));
  }

  /** A field of {@code /proc/PID/stat} after the name: 2 group, 4 terminal, 5 foreground group. */
  private static long field(long pid, int index) {
    String stat = read(pid, "stat");
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[index]);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the shell reads, and edits, its own line. */
  public void awaitPrompt() {
    await().atMost(PATIENCE).until(this::isPrompt);
  }

  /** Whether the shell reads, and edits, its own line. */
  public boolean isPrompt() {
    return field(shell, 5) == field(shell, 2) && settings().contains("-icanon");
  }

  /** Waits until a program of that name is in front and shows nothing of what is typed. */
  public void awaitNoEcho(String program) {
    await().atMost(PATIENCE).until(() -> inFront(program) && isSilent());
  }

  /** Waits until a program whose name begins so is in front and takes each key as it comes. */
  public void awaitEachKey(String program) {
    await().atMost(PATIENCE).until(() -> inFront(program) && settings().contains("-icanon"));
  }

  /** Waits until a program of that name is in front and its line is shown as it is typed. */
  public void awaitEcho(String program) {
    await()
        .atMost(PATIENCE)
        .until(() -> inFront(program) && !isSilent() && !settings().contains("-icanon"));
  }

  private boolean isSilent() {
    String settings = settings();
    return settings.contains(" -echo ") && !settings.contains("-icanon");
  }

  private boolean inFront(String program) {
    try {
      return read(field(shell, 5), "comm").startsWith(program);
    } catch (UncheckedIOException e) {
      // It has just ended.
      return false;
    }
  }

  private String settings() {
    try {
      Process stty = new ProcessBuilder("stty", "-a", "-F", device).start();
      if (!stty.waitFor(10, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        throw new AssertionError("stty does not end");
      }
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
