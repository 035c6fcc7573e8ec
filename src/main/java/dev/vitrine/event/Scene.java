package dev.vitrine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which window is active and how windows are stacked, as learned at {@code nanos} (the time at
 * which the news arrived, which is later than the change). {@code stacking} is topmost first and
 * holds every mapped top-level window, menus and other override-redirect windows included. {@code
 * monitors} is empty where nobody tells.
 */
public record Scene(
    long nanos, @Nullable Window active, List<Window> stacking, List<Monitor> monitors) {
  /** A scene on monitors that nobody knows. */
  public Scene(long nanos, @Nullable Window active, List<Window> stacking) {
    this(nanos, active, stacking, List.of());
  }

  /** The monitor that the middle of these bounds is on, or null. */
  public @Nullable Monitor monitorOf(Bounds bounds) {
    int x = bounds.x() + bounds.width() / 2;
    int y = bounds.y() + bounds.height() / 2;
    return monitors.stream()
        .filter(monitor -> monitor.bounds().contains(x, y))
        .findFirst()
        .orElse(null);
  }

  /** Nothing is known. */
  public static Scene unknown(long nanos) {
    return new Scene(nanos, null, List.of());
  }

  @Override
  public String toString() {
    return "Scene[" + stacking.size() + " windows]";
  }
}
