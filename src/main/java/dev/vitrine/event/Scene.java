package dev.vitrine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which window is active and how windows are stacked, as learned at {@code nanos} (the time at
 * which the news arrived, which is later than the change). {@code stacking} is topmost first and
 * holds every mapped top-level window, menus and other override-redirect windows included.
 */
public record Scene(long nanos, @Nullable Window active, List<Window> stacking) {
  /** Nothing is known. */
  public static Scene unknown(long nanos) {
    return new Scene(nanos, null, List.of());
  }

  @Override
  public String toString() {
    return "Scene[" + stacking.size() + " windows]";
  }
}
