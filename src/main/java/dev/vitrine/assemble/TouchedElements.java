package dev.vitrine.assemble;

import dev.vitrine.capture.Judged;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.PointedElement;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a press touched: by the press itself where its source knows, else by the focus, which
 * most toolkits put on what is pressed.
 */
final class TouchedElements {
  /** Nanoseconds after a press within which the focus follows it; 22 ms were the worst seen. */
  private static final long FOLLOWS_NANOS = Duration.ofMillis(300).toNanos();

  private Judged.@Nullable Focus focus;
  private @Nullable Touched last;

  /** A button went down. */
  Touched pressed(RawInput.Button button, Window window) {
    Touched touched = new Touched(button, window.id());
    PointedElement known = button.element();
    Judged.Focus focused = focus;
    if (known != null) {
      touched.told = PadKeys.kind(known.role(), known.name(), known.bounds(), true);
    } else if (focused != null
        && focused.window().id() == window.id()
        && within(focused.element().bounds(), button)) {
      touched.told = kind(focused.element());
    } else if (last != null && last.window == window.id() && samePlace(last.button, button)) {
      touched.told = last.told;
    }
    last = touched;
    return touched;
  }

  /** The focus came to an element; says whether it is a key of a pad. */
  boolean focus(Judged.Focus judged) {
    focus = judged;
    FocusedElement element = judged.element();
    Touched touched = last;
    if (touched != null
        && touched.button.element() == null
        && touched.window == judged.window().id()
        && judged.nanos() >= touched.button.nanos()
        && judged.nanos() - touched.button.nanos() <= FOLLOWS_NANOS
        && (element.bounds() == null || within(element.bounds(), touched.button))) {
      touched.told = kind(element);
    }
    return kind(element) == PadKeys.Kind.KEY;
  }

  private static PadKeys.Kind kind(FocusedElement element) {
    return PadKeys.kind(element.role(), element.name(), element.bounds(), false);
  }

  private static boolean within(@Nullable Bounds bounds, RawInput.Button button) {
    return bounds != null && bounds.contains(button.x(), button.y());
  }

  private static boolean samePlace(RawInput.Button a, RawInput.Button b) {
    return Math.abs(a.x() - b.x()) <= PointerAssembler.CLICK_SLOP
        && Math.abs(a.y() - b.y()) <= PointerAssembler.CLICK_SLOP;
  }
}
