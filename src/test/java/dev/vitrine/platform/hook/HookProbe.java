package dev.vitrine.platform.hook;

import dev.vitrine.capture.SourceException;
import dev.vitrine.event.RawInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs the source in a process of its own, since the hook library takes the display from the
 * environment when it is loaded. Writes one line an event; {@code count} only counts. Commands come
 * by standard input: {@code restart}, {@code counts}, end of input ends it.
 */
public final class HookProbe {
  private HookProbe() {}

  /** Arguments: the library's directory, and {@code print} or {@code count}. */
  public static void main(String[] arguments) throws IOException {
    boolean print = arguments[1].equals("print");
    LongAdder keys = new LongAdder();
    LongAdder motions = new LongAdder();
    JNativeHookSource source = new JNativeHookSource(System.getenv(), Path.of(arguments[0]));
    try {
      source.start(
          event -> {
            (event instanceof RawInput.Key ? keys : motions).increment();
            if (print) {
              System.out.println(line(event));
            }
          });
      System.out.println("started");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String command = in.readLine(); command != null; command = in.readLine()) {
        if (command.equals("counts")) {
          System.out.println("counts " + keys.sum() + " " + motions.sum());
        } else {
          source.close();
          source.start(event -> System.out.println(line(event)));
          System.out.println("started");
        }
      }
    } catch (SourceException e) {
      System.out.println("refused " + e.getMessage());
    }
    source.close();
    System.out.println("closed");
    // As the command line does: JNativeHook's thread is no daemon, and hangs where the server died.
    System.exit(0);
  }

  private static String line(RawInput event) {
    String mods = String.join("+", event.modifiers().names());
    if (event.modifiers().altGraph()) {
      mods += "+AltGraph";
    }
    if (event instanceof RawInput.Key key) {
      return "key "
          + (key.down() ? "down" : "up")
          + " ["
          + key.key()
          + "] ["
          + key.text()
          + "] "
          + mods;
    } else if (event instanceof RawInput.Motion motion) {
      return "motion " + motion.x() + "," + motion.y();
    } else if (event instanceof RawInput.Button b) {
      return "button " + (b.down() ? "down " : "up ") + b.button() + " " + b.x() + "," + b.y();
    } else if (event instanceof RawInput.Wheel w) {
      return "wheel " + w.dx() + "," + w.dy() + " " + w.x() + "," + w.y();
    }
    throw new AssertionError();
  }
}
