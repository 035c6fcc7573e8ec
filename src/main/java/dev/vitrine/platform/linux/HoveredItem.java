package dev.vitrine.platform.linux;

import dev.vitrine.capture.ElementWatcher.Question;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.PointedElement;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/**
 * The item of an open menu or list that the pointer is over. Toolkits give it the focus, so that it
 * is known before it is clicked; after the click the menu is closed and nothing is to be asked.
 */
final class HoveredItem {
  private static final long BUDGET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * By how much a click may be noticed late: a program that is quicker than the machine's other
   * work has closed its menu, or opened one, before the click is read here. So an item still counts
   * that long after the end of its menu, and does not yet where it may have come by the click
   * itself. People rest longer on an item before they press, and between the presses of a double
   * click.
   */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What menus and lists that pop up consist of. */
  private static final Set<String> ITEMS =
      Set.of("listitem", "menu", "menuitem", "menuitemcheckbox", "menuitemradio");

  private record Item(int pid, PointedElement element, Bounds bounds) {}

  private @Nullable Item item;
  private long from;
  private long to;

  /**
   * Takes news that an element got the focus; of another process than this they are passed over.
   */
  void focused(AtSpi atSpi, AtSpi.Ref element, int pid, long nanos) {
    try {
      long deadline = System.nanoTime() + BUDGET_NANOS;
      if (atSpi.processOf(element.name(), deadline) != pid) {
        return;
      }
      AtSpi.Description description = atSpi.describe(element, deadline);
      String role = AtSpiRole.aria(description.role());
      Bounds bounds = description.bounds();
      if (ITEMS.contains(role) && bounds != null && description.has(AtSpi.STATE_SHOWING)) {
        item = new Item(pid, new PointedElement(role, description.name(), bounds), bounds);
        from = nanos;
        to = Long.MAX_VALUE;
        return;
      }
    } catch (DBusException | TimeoutException | RuntimeException e) {
      // It does not say what it is; whatever it is, it has the focus now.
    }
    to = Math.min(to, nanos);
  }

  /**
   * The item, if it had the focus when it was clicked and lies at the place, in the window.
   *
   * @see #LATE_NANOS for what counts as when
   */
  @Nullable PointedElement at(Question question) {
    Item known = item;
    if (known == null
        || known.pid() != question.window().pid()
        || question.atNanos() - LATE_NANOS < from
        || question.atNanos() - LATE_NANOS > to
        || !known.bounds().contains(question.x(), question.y())
        || !Places.isWithin(known.bounds(), question.window().bounds())) {
      return null;
    }
    return known.element();
  }
}
