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
import org.jspecify.annotations.Nullable;

/**
 * Puts text spans, shortcuts and navigation together from keys. A span ends where the focus or the
 * window changes, at Enter, Tab, a click or a paste, after 10 s without a key, after 5 minutes, and
 * at 4 KiB. No time between keys leaves this class.
 */
final class KeyAssembler {
  /** Nanoseconds without a key after which a span ends. */
  static final long SPAN_IDLE_NANOS = Duration.ofSeconds(10).toNanos();

  /** Nanoseconds after which a span ends at the latest. */
  static final long SPAN_MAX_NANOS = Duration.ofMinutes(5).toNanos();

  /** Nanoseconds within which presses of one navigation key are one record. */
  static final long NAV_NANOS = Duration.ofSeconds(1).toNanos();

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

  /** A span that is being typed. */
  private static final class Span {
    final Place place;
    final String field;
    final boolean shape;
    final EditBuffer buffer = new EditBuffer();
    long lastNanos;

    Span(Place place, String field, boolean shape) {
      this.place = place;
      this.field = field;
      this.shape = shape;
    }

    long deadline() {
      return Math.min(lastNanos + SPAN_IDLE_NANOS, place.startNanos() + SPAN_MAX_NANOS);
    }
  }

  /** A navigation key that may be pressed again. */
  private static final class Nav {
    final Place place;
    final long window;
    final String key;
    int count = 1;
    long lastNanos;

    Nav(Place place, long window, String key) {
      this.place = place;
      this.window = window;
      this.key = key;
      this.lastNanos = place.startNanos();
    }
  }

  private final Sessions sessions;
  private final Consumer<Activity> sink;
  private final Map<String, Long> down = new HashMap<>();
  private @Nullable Span span;
  private @Nullable Nav nav;

  KeyAssembler(Sessions sessions, Consumer<Activity> sink) {
    this.sessions = sessions;
    this.sink = sink;
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
    endSpanUnless(field(judged));
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
      endSpan();
    } else if (EDITING_KEYS.contains(key)) {
      edit(judged, EditBuffer::taint);
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
    endNav();
    if (field == null) {
      endSpan();
    } else {
      endSpanUnless(field);
    }
  }

  void advance(long now) {
    if (span != null && now >= span.deadline()) {
      endSpan();
    }
    if (nav != null && now >= nav.lastNanos + NAV_NANOS) {
      endNav();
    }
  }

  long nextDeadline() {
    return Math.min(
        span == null ? Long.MAX_VALUE : span.deadline(),
        nav == null ? Long.MAX_VALUE : nav.lastNanos + NAV_NANOS);
  }

  long oldestOpenStart() {
    return Math.min(
        span == null ? Long.MAX_VALUE : span.place.startNanos(),
        nav == null ? Long.MAX_VALUE : nav.place.startNanos());
  }

  /** Forgets the text that is being typed; returns whether there was any. */
  boolean dropText() {
    boolean any = span != null;
    span = null;
    return any;
  }

  /** Ends everything that is open. */
  void end() {
    endNav();
    endSpan();
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
    endNav();
    KeystrokeMode mode = judged.rule().keystrokes();
    if (mode != KeystrokeMode.TEXT && mode != KeystrokeMode.SHAPE) {
      return;
    }
    if (span != null && span.buffer.rawLength() + text.length() > EditBuffer.MAX_CHARS) {
      endSpan();
    }
    Span open = span;
    if (open == null) {
      open = new Span(sessions.place(judged), field(judged), mode == KeystrokeMode.SHAPE);
      span = open;
    }
    open.buffer.type(text);
    open.lastNanos = judged.nanos();
  }

  private void erase(Judged.Key judged) {
    endNav();
    edit(
        judged,
        buffer -> {
          if (judged.input().key().equals("Backspace")) {
            buffer.backspace();
          } else if (judged.input().modifiers().shift()) {
            buffer.cut();
          } else {
            buffer.deleteForward();
          }
        });
  }

  private void edit(Judged.Key judged, Consumer<EditBuffer> change) {
    if (span != null) {
      change.accept(span.buffer);
      span.lastNanos = judged.nanos();
    }
  }

  private void chord(Judged.Key judged, boolean repeated) {
    Modifiers modifiers = judged.input().modifiers();
    boolean controlOnly = modifiers.control() && !modifiers.alt() && !modifiers.meta();
    String key = judged.input().key().toLowerCase(Locale.ROOT);
    if (key.equals("v") && !modifiers.alt()) {
      endSpan();
    } else {
      edit(judged, buffer -> apply(buffer, controlOnly ? key : ""));
    }
    shortcut(judged, repeated);
  }

  /** What Control with that key does to text; what is not known to leave it alone, taints it. */
  private static void apply(EditBuffer buffer, String key) {
    switch (key) {
      case "a" -> buffer.selectAll();
      case "backspace" -> buffer.backspaceWord();
      case "x" -> buffer.cut();
      case "c", "s" -> {
        // copying and saving change no text
      }
      default -> buffer.taint();
    }
  }

  private void navigate(Judged.Key judged, boolean repeated) {
    String key = judged.input().key();
    boolean selecting = judged.input().modifiers().shift();
    if (CARET_KEYS.contains(key)) {
      edit(judged, buffer -> moveCaret(buffer, key, selecting));
    } else {
      endSpan();
    }
    if (selecting) {
      shortcut(judged, repeated);
      return;
    }
    if (judged.rule().keystrokes() == KeystrokeMode.NONE) {
      return;
    }
    if (nav != null
        && nav.key.equals(key)
        && nav.window == judged.window().id()
        && judged.nanos() - nav.lastNanos < NAV_NANOS) {
      nav.count++;
      nav.lastNanos = judged.nanos();
    } else {
      endNav();
      nav = new Nav(sessions.place(judged), judged.window().id(), key);
    }
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
    endNav();
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

  private void endSpanUnless(String field) {
    if (span != null && !span.field.equals(field)) {
      endSpan();
    }
  }

  private void endSpan() {
    Span ended = span;
    span = null;
    if (ended != null) {
      sink.accept(
          new Activity.TextSpan(
              ended.place,
              ended.lastNanos,
              ended.field,
              ended.buffer.typed(),
              ended.shape,
              ended.buffer.tainted()));
    }
  }

  private void endNav() {
    Nav ended = nav;
    nav = null;
    if (ended != null) {
      sink.accept(new Activity.Navigation(ended.place, ended.lastNanos, ended.key, ended.count));
    }
  }
}
