package dev.vitrine.invariants;

import dev.vitrine.replay.ReplayScript;
import dev.vitrine.testing.ReplayLines;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a keyboard, in virtual time. There is an editor with two fields and one for a
 * password, a program of forms with one field, and a terminal that the policy does not admit.
 */
final class Person {
  static final int EDITOR = 1;
  static final int TERMINAL = 2;
  static final int FORMS = 3;

  /** What was typed where nothing may be recorded, or where it may, and when. */
  record Word(String word, long at, boolean open, String field) {}

  private static final String CODE = "bdfgkmnprv";

  private final ReplayLines lines;
  private final Map<Integer, String> fields = new HashMap<>();
  private final List<Word> words = new ArrayList<>();
  private final List<Long> locks = new ArrayList<>();
  private int window = EDITOR;
  private boolean open = true;

  Person(long seed) {
    lines = ReplayLines.editorAndTerminal(seed);
    lines.window(FORMS, "/usr/bin/zenity", "Forms", 800);
    lines.active(EDITOR).focus(FORMS, "form", false).pause(1_000);
    fields.put(EDITOR, "body");
    fields.put(FORMS, "form");
  }

  ReplayLines lines() {
    return lines;
  }

  ReplayScript script() {
    return lines.script();
  }

  long now() {
    return lines.now();
  }

  /** The words so far. */
  List<Word> words() {
    return words;
  }

  /** When the session was locked. */
  List<Long> locks() {
    return locks;
  }

  int window() {
    return window;
  }

  Person pause(long millis) {
    lines.pause(millis);
    return this;
  }

  Person until(long millis) {
    lines.until(millis);
    return this;
  }

  /** Presses a key that gives this character. */
  Person character(String character) {
    String modifier =
        character.equals("@")
            ? "AltGraph"
            : Character.isUpperCase(character.codePointAt(0)) ? "Shift" : "";
    if (!Normalizer.isNormalized(character, Normalizer.Form.NFD)) {
      lines.key("Dead", "");
    }
    if (!modifier.isEmpty()) {
      lines.down(modifier, "").pause(5);
    }
    lines.key(character, character);
    if (!modifier.isEmpty()) {
      lines.up(modifier);
    }
    return this;
  }

  Person type(String text) {
    text.codePoints().forEach(c -> character(Character.toString(c)));
    return this;
  }

  /** Types a word that is typed nowhere else, and remembers when. */
  Person word(String stem) {
    StringBuilder word = new StringBuilder(stem);
    for (int n = words.size() + 10; n > 0; n /= 10) {
      word.append(CODE.charAt(n % 10));
    }
    type(word.toString());
    long at = now() - 80;
    words.add(new Word(word.toString(), at, open, window + "/" + fields.get(window)));
    return type(" ");
  }

  /** The session is locked for a while. */
  Person lock(long millis) {
    locks.add(now());
    lines.lock(true).pause(millis).lock(false);
    return pause(500);
  }

  Person key(String key, int times) {
    for (int i = 0; i < times; i++) {
      lines.key(key, "");
    }
    return this;
  }

  Person chord(String modifier, String key, int times) {
    lines.down(modifier, "").pause(15);
    key(key, times);
    lines.up(modifier).pause(15);
    return this;
  }

  /** Goes to a field of the window; news of it comes late. */
  Person field(String id, @Nullable Boolean isProtected, long late) {
    lines.focus(window, id, isProtected, late);
    open = isProtected != null && !isProtected && window != TERMINAL;
    fields.put(window, id);
    return pause(400);
  }

  /** Brings a window to the front; the focus is where it was there. */
  Person window(int id) {
    window = id;
    open = id != TERMINAL;
    lines.active(id);
    if (id == EDITOR) {
      lines.focus(EDITOR, fields.getOrDefault(EDITOR, "body"), false);
    }
    return pause(500);
  }

  /** A click where it does no harm. */
  Person click() {
    int x = window == EDITOR ? 400 : 1_200;
    lines.click(x, 300).pause(400);
    return this;
  }

  /** The pointer goes for a walk inside the window. */
  Person stroll(int steps) {
    int x = window == EDITOR ? 100 : 900;
    lines.move(x, 100, x + 200, 250, steps);
    return this;
  }

  Person scroll(int by) {
    lines.wheel(by, window == EDITOR ? 400 : 1_200, 300).pause(30);
    return this;
  }
}
