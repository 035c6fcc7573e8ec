package dev.vitrine.assemble;

import dev.vitrine.capture.Judged;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.policy.AppRule.KeystrokeMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts text spans, shortcuts and navigation together from keys. A span ends where the focus or the
 * window changes, at Enter, Tab, a click or a paste, after 10 s without a key, after 5 minutes, and
 * at 4 KiB. No time between keys leaves this class.
 */
final class KeyAssembler {
  /** Nanoseconds within which a key that is held comes again; desktops wait 0.2 to 1 s at first. */
  static final long REPEAT_NANOS = Duration.ofMillis(1_100).toNanos();

  private static final Set<String> MODIFIER_KEYS =
      Set.of(
          "Control",
          "Alt",
          "Shift",
          "Meta",
          "AltGraph",
          "CapsLock",
          "NumLock",
          "ScrollLock",
          "Dead",
          "Compose",
          "Unidentified",
          "Process",
          "Fn",
          "Super",
          "Hyper");

  /** With Control: copying and saving change no text. */
  private static final Set<String> LEAVES_TEXT = Set.of("c", "s");

  /** With Control: what the edit buffer can follow. */
  private static final Set<String> FOLLOWED = Set.of("a", "backspace", "x");

  /** Keys that change text in ways that cannot be followed. */
  private static final Set<String> EDITING_KEYS =
      Set.of("Insert", "Undo", "Redo", "Cut", "Clear", "ContextMenu");

  private static final Set<String> CARET_KEYS = Set.of("ArrowLeft", "ArrowRight", "Home", "End");

  private static final Set<String> NAVIGATION_KEYS =
      Set.of(
          "Enter",
          "Tab",
          "Escape",
          "ArrowUp",
          "ArrowDown",
          "ArrowLeft",
          "ArrowRight",
          "Home",
          "End",
          "PageUp",
          "PageDown");

  private final Sessions sessions;
  private final Consumer<Activity> sink;
  private final TextSpans spans;
  private final NavigationRuns navigation;
  private final Map<String, Long> down = new HashMap<>();

  KeyAssembler(Sessions sessions, Consumer<Activity> sink) {
    this.sessions = sessions;
    this.sink = sink;
    this.spans = new TextSpans(sink);
    this.navigation = new NavigationRuns(sessions, sink);
  }

  /** How long the redactor holds a finished span, so that it can still be replaced. */
  void reach(Duration reach) {
    spans.reach(reach);
  }

  void key(Judged.Key judged) {
    RawInput.Key input = judged.input();
    if (!input.down()) {
      down.remove(input.key());
      return;
    }
    if (MODIFIER_KEYS.contains(input.key())) {
      return;
    }
    boolean repeated = repeats(input);
    spans.endUnlessIn(field(judged));
    String text = printable(input.text());
    if (input.modifiers().chord()) {
      chord(judged, repeated);
    } else if (!text.isEmpty() && !NAVIGATION_KEYS.contains(input.key())) {
      type(judged, text);
    } else if (input.key().equals("Backspace") || input.key().equals("Delete")) {
      erase(judged);
    } else if (NAVIGATION_KEYS.contains(input.key())) {
      navigate(judged, repeated);
    } else {
      special(judged, repeated);
    }
  }

  private void special(Judged.Key judged, boolean repeated) {
    String key = judged.input().key();
    if (key.equals("Paste") || (key.equals("Insert") && judged.input().modifiers().shift())) {
      spans.end();
    } else if (EDITING_KEYS.contains(key)) {
      spans.taint(judged.nanos());
    }
    shortcut(judged, repeated);
  }

  /** A key is held where it came down again soon; a release may have gone to another window. */
  private boolean repeats(RawInput.Key input) {
    Long last = down.put(input.key(), input.nanos());
    return last != null && input.nanos() - last < REPEAT_NANOS;
  }

  /** The focus is elsewhere now, or the caret was put elsewhere. */
  void interrupt(@Nullable String field) {
    navigation.end();
    if (field == null) {
      spans.end();
    } else {
      spans.endUnlessIn(field);
    }
  }

  /** Forgets the text since the last Enter; what was handed on of it is replaced by nothing. */
  void retract() {
    spans.retract();
  }

  void advance(long now) {
    spans.advance(now);
    navigation.advance(now);
  }

  long nextDeadline() {
    return Math.min(spans.nextDeadline(), navigation.nextDeadline());
  }

  long oldestOpenStart() {
    return Math.min(spans.oldestOpenStart(), navigation.oldestOpenStart());
  }

  /** Ends everything that is open. */
  void end() {
    navigation.end();
    spans.end();
    down.clear();
  }

  static String field(long window, @Nullable FocusedElement element) {
    return window + "/" + (element == null ? "" : element.id());
  }

  private static String field(Judged.Key judged) {
    return field(judged.window().id(), judged.element());
  }

  /** The characters of it that are text; control characters are not. */
  private static String printable(String text) {
    return text.chars().anyMatch(Character::isISOControl) ? "" : text;
  }

  private void type(Judged.Key judged, String text) {
    navigation.end();
    KeystrokeMode mode = judged.rule().keystrokes();
    if (mode == KeystrokeMode.TEXT || mode == KeystrokeMode.SHAPE) {
      spans.type(
          text,
          judged.nanos(),
          field(judged),
          mode == KeystrokeMode.SHAPE,
          () -> sessions.place(judged));
    }
  }

  private void erase(Judged.Key judged) {
    navigation.end();
    boolean shift = judged.input().modifiers().shift();
    if (judged.input().key().equals("Backspace")) {
      spans.edit(judged.nanos(), EditBuffer::atStart, EditBuffer::backspace);
    } else {
      spans.edit(
          judged.nanos(), KeyAssembler::never, shift ? EditBuffer::cut : EditBuffer::deleteForward);
    }
  }

  private void chord(Judged.Key judged, boolean repeated) {
    Modifiers modifiers = judged.input().modifiers();
    boolean controlOnly = modifiers.control() && !modifiers.alt() && !modifiers.meta();
    String key = judged.input().key().toLowerCase(Locale.ROOT);
    if (key.equals("v") && !modifiers.alt()) {
      spans.end();
    } else if (controlOnly && FOLLOWED.contains(key)) {
      spans.edit(judged.nanos(), leadsBack(key), buffer -> follow(buffer, key));
    } else if (controlOnly && LEAVES_TEXT.contains(key)) {
      spans.keep(judged.nanos());
    } else {
      spans.taint(judged.nanos());
    }
    shortcut(judged, repeated);
  }

  private static boolean anyway(EditBuffer ignored) {
    return true;
  }

  private static boolean never(EditBuffer ignored) {
    return false;
  }

  private static Predicate<EditBuffer> leadsBack(String followed) {
    return switch (followed) {
      case "a" -> KeyAssembler::anyway;
      case "backspace" -> EditBuffer::atStartOfFirstWord;
      default -> KeyAssembler::never;
    };
  }

  /** What Control with that key does to text. */
  private static void follow(EditBuffer buffer, String key) {
    switch (key) {
      case "a" -> buffer.selectAll();
      case "backspace" -> buffer.backspaceWord();
      default -> buffer.cut();
    }
  }

  private void navigate(Judged.Key judged, boolean repeated) {
    String key = judged.input().key();
    boolean selecting = judged.input().modifiers().shift();
    if (CARET_KEYS.contains(key)) {
      Predicate<EditBuffer> leadsBack =
          switch (key) {
            case "ArrowLeft" -> EditBuffer::atStart;
            case "Home" -> KeyAssembler::anyway;
            default -> KeyAssembler::never;
          };
      spans.edit(judged.nanos(), leadsBack, buffer -> moveCaret(buffer, key, selecting));
    } else if (!key.equals("Escape")) {
      // Escape closes a list of suggestions and leaves the caret where it is.
      spans.end();
    }
    if (selecting) {
      shortcut(judged, repeated);
      return;
    }
    if (judged.rule().keystrokes() == KeystrokeMode.NONE) {
      return;
    }
    navigation.press(judged);
  }

  private static void moveCaret(EditBuffer buffer, String key, boolean selecting) {
    switch (key) {
      case "ArrowLeft" -> buffer.left(selecting);
      case "ArrowRight" -> buffer.right(selecting);
      case "Home" -> buffer.home(selecting);
      default -> buffer.end(selecting);
    }
  }

  private void shortcut(Judged.Key judged, boolean repeated) {
    navigation.end();
    if (repeated || judged.rule().keystrokes() == KeystrokeMode.NONE) {
      return;
    }
    List<String> keys = new ArrayList<>(judged.input().modifiers().names());
    keys.add(plainName(judged.input()));
    sink.accept(new Activity.Shortcut(sessions.place(judged), judged.nanos(), keys));
  }

  /** The key's name; a letter of a chord in lower case, as Shift is named beside it. */
  private static String plainName(RawInput.Key input) {
    String key = input.key();
    boolean letter = key.codePointCount(0, key.length()) == 1;
    return letter ? key.toLowerCase(Locale.ROOT) : key;
  }
}
