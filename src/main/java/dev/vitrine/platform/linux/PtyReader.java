package dev.vitrine.platform.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pseudo-terminals below a process and says how what is typed into them is read, by their
 * modes.
 *
 * <p>A terminal is below a process where a descendant's controlling terminal is not its own, so
 * that a program that was started from a terminal is not taken for one. A shell that was detached
 * from its terminal program (its parent ended) is not found.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/termios.3.html">termios(3)</a>
 */
final class PtyReader {
  /** Major numbers of pseudo-terminals (Unix98 slaves); see Linux' devices.txt. */
  private static final int FIRST_PTY_MAJOR = 136;

  private static final int LAST_PTY_MAJOR = 143;

  /** Descendants looked at; a process with more is not understood. */
  private static final int MAX_PROCESSES = 2_000;

  /** Shells whose line editors turn VLNEXT off while they read, and leave it on while others do. */
  private static final Set<String> SHELLS = Set.of("bash", "zsh");

  private static final int O_NOCTTY = 0400;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  /** struct termios of glibc: four 32-bit flag words, c_line, c_cc[32]. */
  private static final int TERMIOS_BYTES = 64;

  private static final int LOCAL_FLAGS = 12;
  private static final int CONTROL_CHARACTERS = 17;
  private static final int VLNEXT = 15;
  private static final int ICANON = 2;
  private static final int ECHO = 8;

  private static final class C {
    static {
      Native.register(C.class, NativeLibrary.getInstance("libc.so.6"));
    }

    static native int open(String path, int flags);

    static native int close(int fd);

    static native int tcgetattr(int fd, byte[] termios);
  }

  /** A terminal and the process that leads its session. */
  record Pty(int device, int leader) {}

  /** What one look found; {@code place} differs where anything but the state does. */
  record Reading(TerminalState state, int place) {
    static final Reading NONE = new Reading(TerminalState.NONE, 0);
    static final Reading UNKNOWN = new Reading(TerminalState.UNKNOWN, -1);
  }

  /** Of {@code /proc/PID/stat}. */
  private record Stat(int session, int tty, int foreground) {}

  private PtyReader() {}

  /** The terminals below a process; null where that cannot be told. */
  static @Nullable List<Pty> below(int pid) {
    Stat own = pid <= 0 ? null : stat(pid);
    if (own == null || !TELLS_CHILDREN) {
      return null;
    }
    List<Pty> found = new ArrayList<>();
    Set<Integer> devices = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(children(pid));
    for (int looked = 0; !open.isEmpty(); looked++) {
      if (looked > MAX_PROCESSES) {
        return null;
      }
      int child = open.remove();
      open.addAll(children(child));
      Stat stat = stat(child);
      if (stat != null && stat.tty() != own.tty() && isPty(stat.tty()) && devices.add(stat.tty())) {
        found.add(new Pty(stat.tty(), stat.session()));
      }
    }
    return found;
  }

  /**
   * Whether this kernel tells the children of a process ({@code CONFIG_PROC_CHILDREN}, in all
   * distributions that are known): where it does not, no program is known to have no terminal.
   */
  private static final boolean TELLS_CHILDREN =
      Files.exists(Path.of("/proc/self/task/" + ProcessHandle.current().pid() + "/children"));

  /** The processes that a process has started and that live. */
  static List<Integer> children(int pid) {
    List<Integer> children = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid, "task"))) {
      for (Path task : tasks) {
        String line =
            new String(Files.readAllBytes(task.resolve("children")), StandardCharsets.US_ASCII);
        for (String child : line.split(" ", -1)) {
          if (!child.isBlank()) {
            children.add(Integer.parseInt(child.strip()));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended meanwhile.
      return children;
    }
    return children;
  }

  /** How the terminals are read now: the most closed one decides. */
  static Reading read(List<Pty> terminals) {
    TerminalState state = terminals.isEmpty() ? TerminalState.NONE : TerminalState.OPEN;
    int place = 0;
    for (Pty pty : terminals) {
      Reading one = read(pty);
      place = Objects.hash(place, pty, one.place());
      if (one.state() == TerminalState.PROTECTED || state == TerminalState.PROTECTED) {
        state = TerminalState.PROTECTED;
      } else if (one.state() == TerminalState.UNKNOWN) {
        state = TerminalState.UNKNOWN;
      }
    }
    return new Reading(state, place);
  }

  private static Reading read(Pty pty) {
    byte[] modes = modes(pty.device());
    Stat leader = stat(pty.leader());
    if (modes == null || leader == null || leader.tty() != pty.device()) {
      return Reading.UNKNOWN;
    }
    int local = modes[LOCAL_FLAGS] & 0xff;
    boolean echo = (local & ECHO) != 0;
    boolean lines = (local & ICANON) != 0;
    int place = Objects.hash(leader.foreground(), lines);
    if (lines) {
      return new Reading(echo ? TerminalState.OPEN : TerminalState.PROTECTED, place);
    }
    boolean lineEditor =
        !echo
            && modes[CONTROL_CHARACTERS + VLNEXT] == 0
            && leader.foreground() == leader.session()
            && isShell(pty.leader());
    return new Reading(lineEditor ? TerminalState.OPEN : TerminalState.UNKNOWN, place);
  }

  private static byte @Nullable [] modes(int device) {
    // Opened anew each time: one that is held open keeps its terminal from seeing its end.
    int fd = C.open("/dev/pts/" + number(device), O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
      return null;
    }
    try {
      byte[] termios = new byte[TERMIOS_BYTES];
      return C.tcgetattr(fd, termios) == 0 ? termios : null;
    } finally {
      C.close(fd);
    }
  }

  private static boolean isShell(int pid) {
    try {
      Path exe = Files.readSymbolicLink(Path.of("/proc/" + pid, "exe"));
      return SHELLS.contains(exe.getFileName().toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** Fields after the name in parentheses: state, ppid, pgrp, session, tty_nr, tpgid. */
  private static @Nullable Stat stat(int pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/" + pid, "stat"));
      String stat = new String(line, StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 7);
      return new Stat(
          Integer.parseInt(fields[3]), Integer.parseInt(fields[4]), Integer.parseInt(fields[5]));
    } catch (IOException e) {
      return null;
    }
  }

  private static int major(int device) {
    return (device >> 8) & 0xfff;
  }

  private static boolean isPty(int device) {
    return major(device) >= FIRST_PTY_MAJOR && major(device) <= LAST_PTY_MAJOR;
  }

  /** Of the 20-bit minor, the low eight bits are the lowest, the others the highest. */
  private static int number(int device) {
    int minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    return ((major(device) - FIRST_PTY_MAJOR) << 20) + minor;
  }
}
