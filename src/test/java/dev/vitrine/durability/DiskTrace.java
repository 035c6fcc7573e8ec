package dev.vitrine.durability;

import dev.vitrine.testing.JavaProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process did to the files of one folder, recorded with strace: writes, cuts, flushes, new
 * names, in the order of their ends.
 */
final class DiskTrace {
  private static final Pattern CALL = Pattern.compile("(\\w+)\\((.*)\\)\\s+= (-?\\w+).*");
  private static final Pattern DESCRIPTOR = Pattern.compile("\\d+<([^>]*)>(\\(deleted\\))?");
  private static final Pattern QUOTED = Pattern.compile("\"((?:\\\\x..)*)\"");
  private static final String UNFINISHED = " <unfinished ...>";

  /** One thing done; {@code name} is the file's name in the folder, empty for the folder itself. */
  static final class Step {
    /** What was done. */
    enum Kind {
      CREATE,
      WRITE,
      CUT,
      FLUSH,
      RENAME,
      REMOVE
    }

    private final Kind kind;
    private final String name;
    private final String to;
    private final long offset;
    private final byte[] bytes;

    /** Keeps the array, which nobody changes any more. */
    Step(Kind kind, String name, String to, long offset, byte[] bytes) {
      this.kind = kind;
      this.name = name;
      this.to = to;
      this.offset = offset;
      this.bytes = bytes;
    }

    Kind kind() {
      return kind;
    }

    String name() {
      return name;
    }

    /** The new name of one that was renamed. */
    String to() {
      return to;
    }

    /** Where was written, or the length that was cut to. */
    long offset() {
      return offset;
    }

    /** Not a copy; not to be changed. */
    byte[] bytes() {
      return bytes;
    }
  }

  private final Path folder;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Long> positions = new HashMap<>();

  private DiskTrace(Path folder) {
    this.folder = folder;
  }

  /** Whether strace is here and may be used. */
  static boolean possible() {
    return JavaProcess.run("strace", "-o", "/dev/null", "true");
  }

  /** Runs the command and says what it did to the files right in that folder. */
  static List<Step> of(Path folder, List<String> command) throws IOException {
    Path file = Files.createTempFile("vitrine-trace", ".txt");
    List<String> all =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-qq",
                "-y",
                "-xx",
                "-s",
                "1000000",
                "-o",
                file.toString(),
                "-e",
                "trace=openat,pwrite64,write,lseek,fsync,fdatasync,ftruncate,unlink,unlinkat,"
                    + "rename,renameat2"));
    all.addAll(command);
    try {
      int exit =
          JavaProcess.exitOf(
              new ProcessBuilder(all)
                  .redirectOutput(JavaProcess.log())
                  .redirectError(JavaProcess.log())
                  .start());
      if (exit != 0) {
        throw new AssertionError("the recorded process ended with " + exit);
      }
      DiskTrace trace = new DiskTrace(folder.toRealPath());
      trace.read(file);
      return trace.steps;
    } finally {
      Files.delete(file);
    }
  }

  private void read(Path file) throws IOException {
    Map<String, String> unfinished = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      int space = line.indexOf(' ');
      String thread = line.substring(0, space);
      String call = line.substring(space).strip();
      if (call.endsWith(UNFINISHED)) {
        unfinished.put(thread, call.substring(0, call.length() - UNFINISHED.length()));
      } else if (call.startsWith("<... ")) {
        take(unfinished.remove(thread) + call.substring(call.indexOf("resumed>") + 8));
      } else {
        take(call);
      }
    }
  }

  private void take(String line) {
    Matcher call = CALL.matcher(line);
    if (!call.matches() || call.group(3).startsWith("-")) {
      return;
    }
    String arguments = call.group(2);
    switch (call.group(1)) {
      case "openat" -> {
        if (arguments.contains("O_CREAT")) {
          add(Step.Kind.CREATE, path(arguments, 0));
        }
      }
      case "pwrite64" ->
          write(
              descriptor(arguments),
              quoted(arguments, 0),
              Long.parseLong(arguments.substring(arguments.lastIndexOf(' ') + 1)));
      case "write" -> {
        String name = descriptor(arguments);
        byte[] bytes = quoted(arguments, 0);
        long at = positions.getOrDefault(name, 0L);
        write(name, bytes, at);
        positions.put(name, at + bytes.length);
      }
      case "lseek" -> positions.put(descriptor(arguments), Long.parseLong(call.group(3)));
      case "ftruncate" -> {
        String name = descriptor(arguments);
        if (isOurs(name)) {
          long length = Long.parseLong(arguments.substring(arguments.lastIndexOf(' ') + 1));
          steps.add(new Step(Step.Kind.CUT, name, "", length, new byte[0]));
        }
      }
      case "fsync", "fdatasync" -> add(Step.Kind.FLUSH, descriptor(arguments));
      case "unlink", "unlinkat" -> add(Step.Kind.REMOVE, path(arguments, 0));
      case "rename", "renameat2" -> {
        String from = path(arguments, 0);
        positions.remove(from);
        if (isOurs(from)) {
          steps.add(new Step(Step.Kind.RENAME, from, path(arguments, 1), 0, new byte[0]));
        }
      }
      default -> throw new AssertionError("a call that was not asked for: " + call.group(1));
    }
  }

  private void add(Step.Kind kind, String name) {
    if (kind == Step.Kind.CREATE || kind == Step.Kind.REMOVE) {
      positions.remove(name);
    }
    if (isOurs(name) || (kind == Step.Kind.FLUSH && name.isEmpty())) {
      steps.add(new Step(kind, name, "", 0, new byte[0]));
    }
  }

  private void write(String name, byte[] bytes, long offset) {
    if (isOurs(name)) {
      steps.add(new Step(Step.Kind.WRITE, name, "", offset, bytes));
    }
  }

  private static boolean isOurs(String name) {
    // The shared memory is built anew from the journal, and a lock file has nothing in it.
    return !name.isEmpty()
        && !name.equals("/")
        && !name.endsWith("-shm")
        && !name.endsWith(".lock");
  }

  private String descriptor(String arguments) {
    Matcher matcher = DESCRIPTOR.matcher(arguments);
    // A file that has no name any more is in no state of the folder.
    return matcher.lookingAt() && matcher.group(2) == null ? name(matcher.group(1)) : "/";
  }

  private String path(String arguments, int index) {
    return name(new String(quoted(arguments, index), StandardCharsets.UTF_8));
  }

  /** The name in the folder, empty for the folder, a slash for what is not in it. */
  private String name(String text) {
    String path = text.startsWith("\\x") ? new String(unhex(text), StandardCharsets.UTF_8) : text;
    if (path.equals(folder.toString())) {
      return "";
    }
    Path parsed = Path.of(path);
    Path parent = parsed.getParent();
    return folder.equals(parent) ? parsed.getFileName().toString() : "/";
  }

  private static byte[] quoted(String arguments, int index) {
    Matcher matcher = QUOTED.matcher(arguments);
    for (int i = 0; i <= index; i++) {
      if (!matcher.find()) {
        throw new AssertionError("a call without its bytes");
      }
    }
    return unhex(matcher.group(1));
  }

  private static byte[] unhex(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4);
    for (int i = 0; i + 4 <= text.length(); i += 4) {
      bytes.write(Integer.parseInt(text, i + 2, i + 4, 16));
    }
    return bytes.toByteArray();
  }
}
