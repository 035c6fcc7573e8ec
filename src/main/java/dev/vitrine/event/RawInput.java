package dev.vitrine.event;

import org.jspecify.annotations.Nullable;

/**
 * One input event of the operating system. Times are nanoseconds of a monotonic clock; places are
 * physical pixels of the virtual desktop. Unredacted: {@code toString} of every kind says nothing
 * of the content.
 */
public sealed interface RawInput {
  /** When it happened, in nanoseconds of the source's monotonic clock. */
  long nanos();

  /** The modifiers that were down. */
  Modifiers modifiers();

  /** Input that happened at a place. */
  sealed interface Pointing extends RawInput {
    /** Pixels from the left edge of the virtual desktop. */
    int x();

    /** Pixels from its top edge. */
    int y();
  }

  /**
   * A key went down or up. {@code key} is a W3C {@code KeyboardEvent.key} name, {@code text} what
   * the layout gives for it (empty where it gives none).
   */
  record Key(long nanos, boolean down, String key, String text, Modifiers modifiers)
      implements RawInput {
    @Override
    public String toString() {
      return "Key";
    }
  }

  /** The pointer moved. */
  record Motion(long nanos, int x, int y, Modifiers modifiers) implements Pointing {
    @Override
    public String toString() {
      return "Motion";
    }
  }

  /**
   * A button went down or up; 1 left, 2 middle, 3 right. {@code element} is what is at the place,
   * null where the source does not know.
   */
  record Button(
      long nanos,
      boolean down,
      int button,
      int x,
      int y,
      Modifiers modifiers,
      @Nullable PointedElement element)
      implements Pointing {
    /** A button over an element that is not known. */
    public Button(long nanos, boolean down, int button, int x, int y, Modifiers modifiers) {
      this(nanos, down, button, x, y, modifiers, null);
    }

    @Override
    public String toString() {
      return "Button";
    }
  }

  /** The wheel turned; lines, positive = right, down. */
  record Wheel(long nanos, double dx, double dy, int x, int y, Modifiers modifiers)
      implements Pointing {
    @Override
    public String toString() {
      return "Wheel";
    }
  }
}
