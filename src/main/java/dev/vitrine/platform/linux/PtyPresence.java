package dev.vitrine.platform.linux;

import dev.vitrine.capture.TerminalWatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether a process has a pseudo-terminal below it: such a one is {@link TerminalState#UNKNOWN}, as
 * the terminal's modes are not judged here; all others are {@link TerminalState#NONE}.
 *
 * <p>A terminal is below a process where a descendant's controlling terminal is not its own, so
 * that a program that was started from a terminal is not taken for one. A shell that was detached
 * from its terminal program (its parent ended) is not found. The last answer is kept for {@value
 * #KEPT_MILLIS} ms. A process that is gone is {@link TerminalState#UNKNOWN}.
 */
public final class PtyPresence implements TerminalWatcher {
  private static final long KEPT_MILLIS = 250;

  /** Major numbers of pseudo-terminals (Unix98 slaves); see Linux' devices.txt. */
  private static final int FIRST_PTY_MAJOR = 136;

  private static final int LAST_PTY_MAJOR = 143;

  /** Of {@code /proc/PID/stat}, after the name in parentheses: state, ppid, pgrp, session, tty. */
  private static final int TTY_FIELD = 4;

  private final LongSupplier ticker;
  private int lastPid;
  private long lastNanos;
  private TerminalState lastState = TerminalState.UNKNOWN;

  /**
   * Looks at this machine's processes.
   *
   * @param ticker nanoseconds of a monotonic clock
   */
  public PtyPresence(LongSupplier ticker) {
    this.ticker = ticker;
  }

  @Override
  public synchronized TerminalState stateOf(int pid) {
    long now = ticker.getAsLong();
    boolean kept = pid == lastPid && now - lastNanos < TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS);
    if (!kept) {
      lastState = look(pid);
      lastPid = pid;
      lastNanos = now;
    }
    return lastState;
  }

  private static TerminalState look(int pid) {
    Optional<ProcessHandle> process = pid <= 0 ? Optional.empty() : ProcessHandle.of(pid);
    OptionalInt own = terminalOf(pid);
    if (process.isEmpty() || own.isEmpty()) {
      return TerminalState.UNKNOWN;
    }
    boolean found =
        process
            .get()
            .descendants()
            .map(below -> terminalOf(below.pid()))
            .anyMatch(
                terminal ->
                    terminal.isPresent()
                        && isPty(terminal.getAsInt())
                        && terminal.getAsInt() != own.getAsInt());
    return found ? TerminalState.UNKNOWN : TerminalState.NONE;
  }

  /** The device number of the controlling terminal, 0 for none; empty where the process is gone. */
  private static OptionalInt terminalOf(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
      String stat = new String(line, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", TTY_FIELD + 2);
      return OptionalInt.of(Integer.parseInt(fields[TTY_FIELD]));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static boolean isPty(int device) {
    int major = (device >> 8) & 0xfff;
    return major >= FIRST_PTY_MAJOR && major <= LAST_PTY_MAJOR;
  }
}
