package dev.vitrine.durability;

import dev.vitrine.store.StoreException;
import dev.vitrine.testing.JavaProcess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends so many times and says what became of each: {@code took N}, or {@code refused KIND}. What
 * was refused is not tried again. Arguments: a folder with {@code data} and {@code keys}; how
 * often.
 */
final class SyncProcess {
  private SyncProcess() {}

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Workstation it;
    try {
      it = Workstation.in(Path.of(arguments[0]), "http://127.0.0.1:1");
    } catch (StoreException e) {
      out.println("refused " + e.kind());
      return;
    }
    for (int n = 0; n < Integer.parseInt(arguments[1]); n++) {
      try {
        it.append(n, n + 1);
        out.println("took " + n);
      } catch (StoreException e) {
        out.println("refused " + e.kind());
      }
    }
  }
}
