package dev.vitrine.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.event.Bounds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A real GTK program with an executable of its own, built from {@code form.c} with the machine's C
 * compiler: fields, buttons, menus; says what it got. Tests that want one are skipped where there
 * is no compiler or no GTK to build with.
 */
public final class TestForm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Text that a field received. */
  public record Received(String field, String text) {}

  private final Process process;
  private final Lines lines;

  private TestForm(Process process) {
    this.process = process;
    this.lines = new Lines(process);
  }

  /** Builds the program into a directory of the display's home; the path of the executable. */
  public static Path build(TestDisplay display) {
    TestDisplay.requireProgram("cc");
    TestDisplay.requireProgram("pkg-config");
    Path source = display.home().resolve("form.c");
    Path program = display.home().resolve("form");
    try (InputStream in =
        Objects.requireNonNull(
            TestForm.class.getResourceAsStream("form.c"), "form.c is not on the class path")) {
      Files.write(source, in.readAllBytes());
      Process cc =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "pkg-config --exists gtk+-3.0 || exit 77; cc -O1 -o form form.c"
                      + " $(pkg-config --cflags --libs gtk+-3.0)")
              .directory(display.home().toFile())
              .inheritIO()
              .start();
      if (!cc.waitFor(60, TimeUnit.SECONDS)) {
        cc.destroyForcibly();
        throw new IllegalStateException("the C compiler does not end");
      }
      assumeTrue(cc.exitValue() != 77, "libgtk-3-dev is not installed: the test is skipped");
      if (cc.exitValue() != 0) {
        throw new IllegalStateException("form.c does not compile");
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it, with variables besides the display's, and waits until its text field is focused. */
  public static TestForm start(
      TestDisplay display, Path program, Map<String, String> variables, String title) {
    TestForm form = new TestForm(display.talkTo(variables, List.of(program.toString(), title)));
    form.lines.awaitLine("focus text");
    return form;
  }

  /** Its process. */
  public Process process() {
    return process;
  }

  /** What it wrote so far. */
  public Lines lines() {
    return lines;
  }

  /** Sends a command without waiting. */
  public void tell(String command) {
    try {
      process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ask(String command, String answer) {
    int before = lines.count();
    tell(command);
    return lines.awaitLine(before, answer);
  }

  /** Waits until it says that the field has got the focus, after so many of its lines. */
  public void awaitFocus(int linesBefore, String field) {
    lines.awaitLine(linesBefore, "focus " + field);
  }

  /** What the fields received so far, one key after the other. */
  public List<Received> received() {
    // All keys that came before the question are written before its answer.
    ask("text text", "text text [");
    return lines.soFar().stream()
        .filter(line -> line.startsWith("got "))
        .map(line -> line.split(" ", 3))
        .map(words -> new Received(words[1], words[2]))
        .toList();
  }

  /** Makes the program itself move the focus; returns when it has. */
  public void focus(String field) {
    ask("focus " + field, "told " + field);
  }

  /** Brings its window to the front, with the input focus. */
  public void present() {
    ask("present", "told present");
  }

  /** What stands in a field. */
  public String text(String field) {
    String line = ask("text " + field, "text " + field + " [");
    return line.substring(line.indexOf('[') + 1, line.length() - 1);
  }

  /** Waits until a field holds that many characters at least. */
  public String awaitText(String field, int length) {
    await().atMost(PATIENCE).until(() -> text(field).length() >= length);
    return text(field);
  }

  /** Waits until that is part of what stands in a field, wherever the caret was. */
  public void awaitPart(String field, String part) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> text(field).contains(part));
  }

  /** Empties a field. */
  public void clear(String field) {
    ask("clear " + field, "cleared " + field);
  }

  /** Where the visible widgets are. */
  public Map<String, Bounds> places() {
    int before = lines.count();
    ask("places", "places end");
    Map<String, Bounds> places = new HashMap<>();
    List<String> all = lines.soFar();
    for (String line : all.subList(before, all.size())) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("at")) {
        places.put(
            words[1],
            new Bounds(
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5])));
      }
    }
    return places;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }
}
