package dev.vitrine.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.replay.ReplayException;
import dev.vitrine.replay.ReplayScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes replay files: a person at a keyboard, in virtual time. */
public final class ReplayLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long KEY_MS = 80;
  private static final OffsetDateTime WALL = OffsetDateTime.parse("2026-11-20T09:00:00+01:00");

  private final List<String> lines = new ArrayList<>();
  private long at;
  private @Nullable RandomGenerator ticks;

  private ReplayLines() {}

  /** An editor (window 1, focus in its body) and a terminal (window 2); the editor is in front. */
  public static ReplayLines editorAndTerminal(long seed) {
    ReplayLines script = new ReplayLines();
    script.add("start", n -> n.put("wall", WALL.toString()).put("seed", seed));
    script.window(1, "/usr/bin/mousepad", "Notes", 0);
    script.window(2, "/usr/bin/xterm", "Terminal", 800);
    script.active(1);
    script.focus(1, "body", false);
    return script.pause(1000);
  }

  private interface Fields {
    ObjectNode put(ObjectNode node);
  }

  private ReplayLines add(String type, Fields fields) {
    ObjectNode node = MAPPER.createObjectNode().put("at", at).put("type", type);
    lines.add(fields.put(node).toString());
    return this;
  }

  /** A window of 800 by 600 pixels. */
  public ReplayLines window(int id, String exe, String title, int x) {
    return add(
        "window",
        n -> {
          n.put("id", id).put("exe", exe).put("title", title);
          n.putArray("bounds").add(x).add(0).add(800).add(600);
          return n;
        });
  }

  /** A window comes to the front. */
  public ReplayLines active(int window) {
    return add("active", n -> n.put("window", window));
  }

  /** The focus moves. */
  public ReplayLines focus(int window, String id, boolean isProtected) {
    return add(
        "focus",
        n ->
            n.put("window", window)
                .put("id", id)
                .put("role", "textbox")
                .put("name", id)
                .put("protected", isProtected));
  }

  /** Time passes. */
  public ReplayLines pause(long millis) {
    RandomGenerator random = ticks;
    long before = random == null || millis < 1 ? 0 : random.nextLong(2 * millis);
    if (random != null && before < millis) {
      at += before;
      tick();
      at += millis - before;
    } else {
      at += millis;
    }
    return this;
  }

  /** Goes on at that time, which must not be over yet. */
  public ReplayLines until(long millis) {
    if (millis < at) {
      throw new IllegalArgumentException("it is " + at + " already");
    }
    at = millis;
    return this;
  }

  /** The time, in milliseconds since the start. */
  public long now() {
    return at;
  }

  /** Types; {@code <} is Backspace. */
  public ReplayLines type(String text) {
    for (int i = 0; i < text.length(); i++) {
      String character = text.substring(i, i + 1);
      if (character.equals("<")) {
        key("Backspace", "");
      } else {
        key(character, character);
      }
    }
    return this;
  }

  /** Presses and releases a key. */
  public ReplayLines key(String key, String text) {
    add("key", n -> n.put("down", true).put("key", key).put("text", text));
    pause(20);
    add("key", n -> n.put("down", false).put("key", key).put("text", ""));
    return pause(KEY_MS - 20);
  }

  /** Presses a key with Control held. */
  public ReplayLines control(String key) {
    add("key", n -> n.put("down", true).put("key", "Control").put("text", ""));
    pause(20);
    key(key, "");
    add("key", n -> n.put("down", false).put("key", "Control").put("text", ""));
    return pause(20);
  }

  /** Moves the pointer in a straight line, over {@code steps} times 10 ms. */
  public ReplayLines move(int fromX, int fromY, int toX, int toY, int steps) {
    for (int i = 0; i <= steps; i++) {
      int x = fromX + (toX - fromX) * i / steps;
      int y = fromY + (toY - fromY) * i / steps;
      add("pointer", n -> n.put("x", x).put("y", y));
      pause(10);
    }
    return this;
  }

  /** Clicks. */
  public ReplayLines click(int x, int y) {
    add("button", n -> n.put("down", true).put("button", 1).put("x", x).put("y", y));
    pause(60);
    add("button", n -> n.put("down", false).put("button", 1).put("x", x).put("y", y));
    return pause(60);
  }

  /** The left button goes down. */
  public ReplayLines down(int x, int y) {
    return add("button", n -> n.put("down", true).put("button", 1).put("x", x).put("y", y));
  }

  /** The left button comes up. */
  public ReplayLines up(int x, int y) {
    return add("button", n -> n.put("down", false).put("button", 1).put("x", x).put("y", y));
  }

  /** Clicks on a button of which the name is known. */
  public ReplayLines click(int x, int y, String name) {
    for (boolean down : new boolean[] {true, false}) {
      add(
          "button",
          n -> {
            n.put("down", down).put("button", 1).put("x", x).put("y", y);
            n.putObject("element").put("role", "button").put("name", name);
            return n;
          });
      pause(60);
    }
    return this;
  }

  /** An input method begins or ends composing. */
  public ReplayLines inputMethod(boolean active) {
    return add("inputmethod", n -> n.put("active", active));
  }

  /** Locks or unlocks the session. */
  public ReplayLines lock(boolean locked) {
    return add("lock", n -> n.put("locked", locked));
  }

  /** The focus moves, nobody can say where to. */
  public ReplayLines focusUnknown(int window) {
    return add("focus", n -> n.put("window", window));
  }

  /**
   * The focus moves, and news of it comes {@code late} milliseconds later; {@code isProtected} null
   * = nobody can say.
   */
  public ReplayLines focus(int window, String id, @Nullable Boolean isProtected, long late) {
    return focus(window, id, id, isProtected, late);
  }

  /** The focus moves to an element with that name. */
  public ReplayLines focus(
      int window, String id, String name, @Nullable Boolean isProtected, long late) {
    return add(
        "focus",
        n -> {
          n.put("window", window).put("id", id).put("role", "textbox").put("name", name);
          if (isProtected != null) {
            n.put("protected", isProtected);
          }
          return n.put("late", late);
        });
  }

  /** A key goes down. */
  public ReplayLines down(String key, String text) {
    return add("key", n -> n.put("down", true).put("key", key).put("text", text));
  }

  /** A key comes up. */
  public ReplayLines up(String key) {
    return add("key", n -> n.put("down", false).put("key", key).put("text", ""));
  }

  /** The wheel turns by so many lines. */
  public ReplayLines wheel(int lines, int x, int y) {
    return add("wheel", n -> n.put("dx", 0).put("dy", lines).put("x", x).put("y", y));
  }

  /** Something happens that is nothing: the clock is set to what it shows. */
  public ReplayLines tick() {
    return add("clock", n -> n.put("wall", WALL.plus(Duration.ofMillis(at)).toString()));
  }

  /** From now on, whenever time passes, {@link #tick} is called somewhere in between, or not. */
  public ReplayLines tickAtRandom(RandomGenerator random) {
    ticks = random;
    return this;
  }

  /** The script, as it would be read from the file. */
  public ReplayScript script() {
    try {
      return ReplayScript.of(lines, "script");
    } catch (ReplayException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the file. */
  public Path write(Path file) {
    try {
      Files.write(file, lines, StandardCharsets.UTF_8);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
