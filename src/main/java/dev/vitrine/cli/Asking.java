package dev.vitrine.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What a command asks the person at its standard input. */
final class Asking {
  private Asking() {}

  /**
   * Whether the answer is "yes".
   *
   * @throws CommandException where nobody answers: a script must not take that for a no
   */
  static boolean yes(PrintWriter out, String question) throws CommandException, IOException {
    out.print(question);
    out.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    String answer = in.readLine();
    if (answer == null) {
      out.println();
      throw new CommandException("nobody answered, so nothing was done; see --yes");
    }
    return answer.strip().toLowerCase(Locale.ROOT).equals("yes");
  }

  /**
   * At most {@code most + 1} bytes of standard input; from a terminal one line, which it does not
   * show.
   */
  static byte[] secret(int most) throws IOException {
    Console console = atATerminal() ? System.console() : null;
    if (console == null) {
      return System.in.readNBytes(most + 1);
    }
    char[] typed = console.readPassword("The secret, which is not shown: ");
    if (typed == null) {
      return new byte[0];
    }
    byte[] secret = new String(typed).getBytes(StandardCharsets.UTF_8);
    Arrays.fill(typed, ' ');
    return secret;
  }

  /**
   * Whether a person can be at the other end of standard input. {@code System.console()} says so no
   * more from Java 22 on.
   */
  static boolean atATerminal() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/0"))
          .toString()
          .matches("/dev/(pts/|tty|console).*");
    } catch (IOException e) {
      return false;
    }
  }
}
