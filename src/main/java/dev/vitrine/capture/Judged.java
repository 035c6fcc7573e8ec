package dev.vitrine.capture;

import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.Monitor;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import org.jspecify.annotations.Nullable;

/** What passed both gates, in order of time. Unredacted: {@code toString} says nothing. */
public sealed interface Judged {
  /** When it happened. */
  long nanos();

  /** The rule that admits it. */
  AppRule rule();

  /** The window that it went to. */
  Window window();

  /** A key went to a window and, where known, an element. */
  record Key(RawInput.Key input, AppRule rule, Window window, @Nullable FocusedElement element)
      implements Judged {
    @Override
    public long nanos() {
      return input.nanos();
    }

    @Override
    public String toString() {
      return "Judged.Key";
    }
  }

  /**
   * Pointer input over a window; {@code rule} and {@code window} are those under the pointer, and
   * the active ones are admitted too.
   */
  record Pointer(RawInput.Pointing input, AppRule rule, Window window) implements Judged {
    @Override
    public long nanos() {
      return input.nanos();
    }

    @Override
    public String toString() {
      return "Judged.Pointer";
    }
  }

  /** The focus came to an element that is not protected; on that monitor, where it is known. */
  record Focus(
      long nanos, AppRule rule, Window window, FocusedElement element, @Nullable Monitor monitor)
      implements Judged {
    @Override
    public String toString() {
      return "Judged.Focus";
    }
  }
}
