package dev.vitrine.assemble;

import dev.vitrine.event.Bounds;
import dev.vitrine.event.Monitor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a person did, put together from judged input. Unredacted: only the redactor may look,
 * and {@code toString} says nothing. {@code endNanos} is the time of the last event that belongs to
 * it.
 */
public sealed interface Activity {
  /** Where and when it began. */
  Place place();

  /** Its last event, in nanoseconds of the monotonic clock. */
  long endNanos();

  /**
   * Text typed into one element. {@code field} tells elements apart within a run; {@code shape} =
   * only the amount may be recorded; {@code tainted} = {@link TypedText#raw()} goes on after the
   * edit buffer lost its way, {@link TypedText#text()} holds what was certain.
   */
  record TextSpan(
      Place place, long endNanos, String field, TypedText typed, boolean shape, boolean tainted)
      implements Activity {
    @Override
    public String toString() {
      return "TextSpan";
    }
  }

  /** A point of a path; milliseconds since the path began. */
  record Point(long dt, int x, int y) {
    @Override
    public String toString() {
      return "Point";
    }
  }

  /** The pointer moved. */
  record PointerPath(Place place, long endNanos, List<Point> path) implements Activity {
    public PointerPath {
      path = List.copyOf(path);
    }

    @Override
    public String toString() {
      return "PointerPath";
    }
  }

  /** One to three clicks at one place. */
  record Click(
      Place place,
      long endNanos,
      int button,
      int count,
      int x,
      int y,
      double nx,
      double ny,
      List<String> mods,
      Place.@Nullable Element element)
      implements Activity {
    public Click {
      mods = List.copyOf(mods);
    }

    @Override
    public String toString() {
      return "Click";
    }
  }

  /** A drag; {@code path} null where the rule admits clicks only. */
  record Drag(
      Place place,
      long endNanos,
      int button,
      Point from,
      Point to,
      @Nullable List<Point> path,
      Place.@Nullable Element fromElement,
      Place.@Nullable Element toElement)
      implements Activity {
    public Drag {
      path = path == null ? null : List.copyOf(path);
    }

    @Override
    public String toString() {
      return "Drag";
    }
  }

  /** One scroll gesture. */
  record Scroll(
      Place place,
      long endNanos,
      double dx,
      double dy,
      int x,
      int y,
      Place.@Nullable Element element)
      implements Activity {
    @Override
    public String toString() {
      return "Scroll";
    }
  }

  /** A chord. */
  record Shortcut(Place place, long endNanos, List<String> keys) implements Activity {
    public Shortcut {
      keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
      return "Shortcut";
    }
  }

  /** A navigation key. */
  record Navigation(Place place, long endNanos, String key, int count) implements Activity {
    @Override
    public String toString() {
      return "Navigation";
    }
  }

  /** The focus came to an element. */
  record Focus(
      Place place,
      long endNanos,
      Place.Element element,
      @Nullable Bounds window,
      @Nullable Monitor monitor)
      implements Activity {
    @Override
    public String toString() {
      return "Focus";
    }
  }
}
