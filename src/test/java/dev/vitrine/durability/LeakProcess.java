package dev.vitrine.durability;

import dev.vitrine.testing.JavaProcess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends and keeps too much of it until the heap is exhausted; prints how many records the buffer
 * took. Argument: a folder with {@code data} and {@code keys}.
 */
final class LeakProcess {
  private static final int LEAK_BYTES = 256 << 10;

  /** A chain that grows and that everything can still reach. */
  static volatile Object[] kept = {};

  private LeakProcess() {}

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Workstation it = Workstation.in(Path.of(arguments[0]), "http://127.0.0.1:1")) {
      for (int n = 0; true; n += 5) {
        it.append(n, n + 5);
        out.println(n + 5);
        kept = new Object[] {kept, new byte[LEAK_BYTES]};
      }
    }
  }
}
