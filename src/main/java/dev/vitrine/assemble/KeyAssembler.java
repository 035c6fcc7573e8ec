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
 *
 * <p>A correction after the 10 s that leads back into a span which the redactor still holds opens
 * that span again: it is handed on a second time, with the same {@link Place}, and replaces what
 * was handed on before. One that became part of it is handed on again as an empty one.
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

  /** A span that is being typed. */
  private static final class Span {
    final Place place;
    final String field;
    final boolean shape;
    @Nullable Span before;
    EditBuffer buffer = new EditBuffer();
    long lastNanos;
    boolean handedOn;

    Span(Place place, String field, boolean shape, @Nullable Span before) {
      this.place = place;
      this.field = field;
      this.shape = shape;
      this.before = before;
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

  /** The span before, where it ended for want of keys and the caret is where it was then. */
  private @Nullable Span paused;

  private long reachNanos;

  KeyAssembler(Sessions sessions, Consumer<Activity> sink) {
    this.sessions = sessions;
    this.sink = sink;
  }

  /** How long the redactor holds a finished span, so that it can still be replaced. */
  void reach(Duration reach) {
    reachNanos = reach.toNanos();
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
      taint(judged);
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
    Span open = span;
    if (open != null && now >= open.deadline()) {
      endSpan();
      paused = open;
    }
    if (paused != null && now >= paused.lastNanos + reachNanos) {
      paused = null;
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
    if (span == null && paused != null && !paused.buffer.atEnd()) {
      reopen(judged.nanos());
    }
    if (span != null && span.buffer.rawLength() + text.length() > EditBuffer.MAX_CHARS) {
      endSpan();
    }
    Span open = span;
    if (open == null) {
      forgetOutOfReach(judged.nanos());
      open = new Span(sessions.place(judged), field(judged), mode == KeystrokeMode.SHAPE, paused);
      span = open;
      paused = null;
    }
    open.buffer.type(text);
    open.lastNanos = judged.nanos();
  }

  private void erase(Judged.Key judged) {
    endNav();
    boolean shift = judged.input().modifiers().shift();
    if (judged.input().key().equals("Backspace")) {
      edit(judged, EditBuffer::atStart, EditBuffer::backspace);
    } else {
      edit(judged, KeyAssembler::never, shift ? EditBuffer::cut : EditBuffer::deleteForward);
    }
  }

  /**
   * Changes what is being typed, or else what was typed before a pause. Where the change {@code
   * leadsBack} from the one into the other, the two become one; only there, so that a correction
   * inside something removed does not show.
   */
  private void edit(
      Judged.Key judged, Predicate<EditBuffer> leadsBack, Consumer<EditBuffer> change) {
    boolean more = true;
    while (more && (span == null || leadsBack.test(span.buffer))) {
      more = reopen(judged.nanos());
    }
    change(judged, change);
  }

  private void change(Judged.Key judged, Consumer<EditBuffer> change) {
    if (span != null) {
      change.accept(span.buffer);
      span.lastNanos = judged.nanos();
    }
  }

  /** Text that the redactor holds no more must not stay in memory here. */
  private void forgetOutOfReach(long now) {
    for (Span each = paused; each != null; each = each.before) {
      Span before = each.before;
      if (before != null && now >= before.lastNanos + reachNanos) {
        each.before = null;
      }
    }
  }

  /**
   * Makes what is being typed one with the span before the pause; returns whether that could be.
   */
  private boolean reopen(long now) {
    Span open = span;
    Span before = open == null ? paused : open.before;
    if (before == null
        || before.buffer.tainted()
        || now >= before.lastNanos + reachNanos
        || now >= before.place.startNanos() + SPAN_MAX_NANOS) {
      return false;
    }
    before.lastNanos = now;
    if (open != null) {
      before.buffer.append(open.buffer);
      if (open.handedOn) {
        open.buffer = new EditBuffer();
        handOn(open);
      }
    }
    span = before;
    paused = null;
    return true;
  }

  private void chord(Judged.Key judged, boolean repeated) {
    Modifiers modifiers = judged.input().modifiers();
    boolean controlOnly = modifiers.control() && !modifiers.alt() && !modifiers.meta();
    String key = judged.input().key().toLowerCase(Locale.ROOT);
    if (key.equals("v") && !modifiers.alt()) {
      endSpan();
    } else if (controlOnly && FOLLOWED.contains(key)) {
      edit(judged, leadsBack(key), buffer -> follow(buffer, key));
    } else if (controlOnly && LEAVES_TEXT.contains(key)) {
      change(judged, buffer -> {});
    } else {
      taint(judged);
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

  /** Text may have changed in a way that is not known; where the caret is, is not known either. */
  private void taint(Judged.Key judged) {
    paused = null;
    change(judged, EditBuffer::taint);
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
      edit(judged, leadsBack, buffer -> moveCaret(buffer, key, selecting));
    } else if (!key.equals("Escape")) {
      // Escape closes a list of suggestions and leaves the caret where it is.
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
    Span latest = span == null ? paused : span;
    if (latest != null && !latest.field.equals(field)) {
      endSpan();
    }
  }

  private void endSpan() {
    Span ended = span;
    span = null;
    paused = null;
    if (ended != null) {
      handOn(ended);
    }
  }

  private void handOn(Span ended) {
    ended.handedOn = true;
    sink.accept(
        new Activity.TextSpan(
            ended.place,
            ended.lastNanos,
            ended.field,
            ended.buffer.typed(),
            ended.shape,
            ended.buffer.tainted()));
  }

  private void endNav() {
    Nav ended = nav;
    nav = null;
    if (ended != null) {
      sink.accept(new Activity.Navigation(ended.place, ended.lastNanos, ended.key, ended.count));
    }
  }
}
