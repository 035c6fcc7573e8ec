package dev.vitrine.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A redacted record, the only thing that can be encoded. Made by the redactor and by {@link
 * RecordCodec} alone (an architecture test holds that). {@code toString} says the kind only.
 */
public sealed interface CapturedRecord {
  /** The common fields. */
  RecordHeader header();

  /** The value of {@code kind}. */
  String kind();

  /** A pointer path, simplified within 2 px. */
  record Pointer(RecordHeader header, List<PathPoint> path) implements CapturedRecord {
    public Pointer {
      path = List.copyOf(path);
    }

    @Override
    public String kind() {
      return "pointer";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** A click; {@code nx}, {@code ny} are 0..1 within the window. */
  record Click(
      RecordHeader header,
      int button,
      int count,
      int x,
      int y,
      double nx,
      double ny,
      List<String> mods,
      @Nullable ElementInfo element)
      implements CapturedRecord {
    public Click {
      mods = List.copyOf(mods);
    }

    @Override
    public String kind() {
      return "click";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** One end of a drag. */
  record DragEnd(int x, int y, @Nullable ElementInfo element) {
    @Override
    public String toString() {
      return "DragEnd";
    }
  }

  /** A drag; {@code path} is null where the rule admits clicks only. */
  record Drag(
      RecordHeader header, int button, DragEnd from, DragEnd to, @Nullable List<PathPoint> path)
      implements CapturedRecord {
    public Drag {
      path = path == null ? null : List.copyOf(path);
    }

    @Override
    public String kind() {
      return "drag";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** One scroll gesture; lines, positive = right, down. */
  record Scroll(
      RecordHeader header, double dx, double dy, int x, int y, @Nullable ElementInfo element)
      implements CapturedRecord {
    @Override
    public String kind() {
      return "scroll";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** A chord; W3C key names, modifiers first in the order Control, Alt, Shift, Meta. */
  record Shortcut(RecordHeader header, List<String> keys) implements CapturedRecord {
    public Shortcut {
      keys = List.copyOf(keys);
    }

    @Override
    public String kind() {
      return "shortcut";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** A navigation key, repeated {@code count} times. */
  record Nav(RecordHeader header, String key, int count) implements CapturedRecord {
    @Override
    public String kind() {
      return "nav";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** Text as finally typed; {@code duration} in whole seconds, null where something was removed. */
  record Text(RecordHeader header, String text, @Nullable Long duration) implements CapturedRecord {
    @Override
    public String kind() {
      return "text";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** How much was typed: {@code chars} is 10, 100 or 1000 (the step that was reached). */
  record Shape(RecordHeader header, int chars) implements CapturedRecord {
    @Override
    public String kind() {
      return "shape";
    }

    @Override
    public String toString() {
      return kind();
    }
  }

  /** The monitor on which a window is. */
  record Monitor(int n, int w, int h, double scale) {}

  /** The focus came to an element. */
  record Focus(
      RecordHeader header, ElementInfo element, @Nullable Rect window, @Nullable Monitor monitor)
      implements CapturedRecord {
    @Override
    public String kind() {
      return "focus";
    }

    @Override
    public String toString() {
      return kind();
    }
  }
}
