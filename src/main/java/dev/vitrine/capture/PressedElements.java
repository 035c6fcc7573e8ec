package dev.vitrine.capture;

import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.PointedElement;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.ElementMode;
import dev.vitrine.policy.AppRule.PointerMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks which element a button was pressed or released on, as soon as that is known to have
 * happened: a moment later a menu may have closed. Only of windows of which the policy admits
 * elements, while it admits the active one too. What is not answered within {@value #BUDGET_MS} ms
 * of the event is not known.
 */
final class PressedElements {
  /** Milliseconds that a press waits for its element; 1 to 45 are usual. */
  static final long BUDGET_MS = 200;

  /** The number of no question. */
  static final long NOT_ASKED = 0;

  private static final long NEVER = Long.MIN_VALUE;

  private record Asked(Window window, long byNanos, @Nullable PointedElement element) {}

  private final ElementWatcher watcher;
  private final Map<Long, Asked> asked = new HashMap<>();
  private long newest = NOT_ASKED;

  PressedElements(ElementWatcher watcher) {
    this.watcher = watcher;
  }

  /** The window in front, with its rule, changed or may have. */
  void front(@Nullable Window window, @Nullable AppRule rule) {
    if (window == null || rule == null || rule.elements() == ElementMode.NONE) {
      watcher.front(0);
    } else {
      watcher.front(window.pid());
    }
  }

  /** Asks about an input where there is something to ask; returns the question's number. */
  long ask(RawInput input, SceneHistory scenes) {
    if (!(input instanceof RawInput.Button button) || button.element() != null) {
      return NOT_ASKED;
    }
    SceneHistory.Target under = scenes.admittedNow(button.x(), button.y());
    if (under == null
        || under.rule().elements() == ElementMode.NONE
        || under.rule().pointer() == PointerMode.NONE) {
      return NOT_ASKED;
    }
    long number = newest + 1;
    long by = button.nanos() + BUDGET_MS * 1_000_000;
    ElementWatcher.Question question =
        new ElementWatcher.Question(
            number, under.window(), button.x(), button.y(), button.nanos(), by);
    if (!watcher.ask(question)) {
      return NOT_ASKED;
    }
    newest = number;
    asked.put(number, new Asked(under.window(), by, null));
    return number;
  }

  /** Takes an answer; one that nobody waits for any more is forgotten. */
  void answered(ElementAnswer answer) {
    asked.computeIfPresent(
        answer.question(), (number, was) -> new Asked(was.window(), NEVER, answer.element()));
  }

  /** Until when an answer may come; {@link Long#MIN_VALUE} where none does, or it has come. */
  long awaitedUntil(long question) {
    Asked one = asked.get(question);
    return one == null ? NEVER : one.byNanos();
  }

  /**
   * The input with its element, if one was told of this window, or of one of the same program that
   * lay over it when the news of the input came: a menu is closed by the press. The question is
   * forgotten.
   */
  RawInput.Pointing take(long question, RawInput.Pointing input, Window window) {
    Asked one = asked.remove(question);
    if (one == null
        || one.element() == null
        || !isOfSameProgram(one.window(), window)
        || !(input instanceof RawInput.Button button)) {
      return input;
    }
    return new RawInput.Button(
        button.nanos(),
        button.down(),
        button.button(),
        button.x(),
        button.y(),
        button.modifiers(),
        one.element());
  }

  private static boolean isOfSameProgram(Window one, Window other) {
    return one.id() == other.id()
        || (one.pid() != 0 && one.pid() == other.pid() && one.app().equals(other.app()));
  }

  /** The question is of no interest any more. */
  void forget(long question) {
    asked.remove(question);
  }
}
