package dev.vitrine.platform.linux;

import dev.vitrine.capture.ElementWatcher.Question;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.PointedElement;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the element at a place of one window, from the window down, by asking each element for its
 * part there: a few questions, never a walk through a tree.
 *
 * <p>Applications do not know how windows lie on one another, so only that accessible window is
 * asked that lies where the topmost window of the screen does.
 *
 * @see HoveredItem for menus that pop up, which are often no windows there
 */
final class ElementSearch {
  private static final int MAX_DEPTH = 40;
  private static final int MAX_WINDOWS = 32;

  /** How far up the control is looked for that a label or a picture is a part of. */
  private static final int MAX_ANCESTORS = 4;

  /** What people click on, in ARIA terms. */
  private static final Set<String> CONTROLS =
      Set.of(
          "button",
          "checkbox",
          "columnheader",
          "combobox",
          "link",
          "listitem",
          "menu",
          "menuitem",
          "menuitemcheckbox",
          "menuitemradio",
          "radio",
          "rowheader",
          "slider",
          "spinbutton",
          "tab",
          "textbox",
          "treeitem");

  private static final Set<String> OPENING = Set.of("combobox", "menu", "menuitem");
  private static final Set<String> POPPING = Set.of("list", "listbox", "menu", "menuitem");

  private final AtSpi atSpi;
  private final long deadline;

  ElementSearch(AtSpi atSpi, long deadline) {
    this.atSpi = atSpi;
    this.deadline = deadline;
  }

  private record Found(AtSpi.Ref ref, AtSpi.Description description) {
    String role() {
      return AtSpiRole.aria(description.role());
    }

    /** Whether it is the list or menu of a box or of an item, which opens over it. */
    boolean popsUpFrom(Found below) {
      return POPPING.contains(role()) && OPENING.contains(below.role());
    }

    boolean isNamedControl() {
      return CONTROLS.contains(role()) && !description.name().isEmpty();
    }
  }

  /** The element, or null where the application does not know it or not in time. */
  @Nullable PointedElement find(Question question) throws DBusException, TimeoutException {
    Found window = windowOf(question);
    Found deepest = window == null ? null : deepestAt(window, question);
    if (deepest == null || deepest.equals(window)) {
      // Nothing but the window itself is there.
      return null;
    }
    Found found = control(deepest);
    AtSpi.Description description = found.description();
    return new PointedElement(found.role(), description.name(), description.bounds());
  }

  /** The accessible window that lies where the window of the screen does. */
  private @Nullable Found windowOf(Question question) throws DBusException, TimeoutException {
    Found best = null;
    int bestRank = -1;
    int looked = 0;
    for (AtSpi.Ref application : atSpi.applications(question.window().pid(), deadline)) {
      for (AtSpi.Ref window : atSpi.children(application, deadline)) {
        if (++looked > MAX_WINDOWS) {
          return best;
        }
        AtSpi.Description description = describe(window);
        int rank = description == null ? -1 : rank(description, question);
        if (description != null && rank > bestRank) {
          best = new Found(window, description);
          bestRank = rank;
        }
      }
    }
    return best;
  }

  private AtSpi.@Nullable Description describe(AtSpi.Ref ref) throws TimeoutException {
    try {
      return atSpi.describe(ref, deadline);
    } catch (DBusException e) {
      // It is gone.
      return null;
    }
  }

  /** How well an accessible window fits; negative where it is another. */
  private static int rank(AtSpi.Description window, Question question) {
    Bounds bounds = window.bounds();
    if (bounds == null
        || !window.has(AtSpi.STATE_SHOWING)
        || !bounds.contains(question.x(), question.y())
        || !Places.fills(bounds, question.window().bounds())) {
      return -1;
    }
    return (window.name().equals(question.window().title()) ? 2 : 0)
        + (window.has(AtSpi.STATE_ACTIVE) ? 1 : 0);
  }

  private Found deepestAt(Found start, Question question) throws TimeoutException {
    Found deepest = start;
    for (int i = 0; i < MAX_DEPTH; i++) {
      try {
        AtSpi.Ref part = atSpi.partAt(deepest.ref(), question.x(), question.y(), deadline);
        if (part == null || part.equals(deepest.ref())) {
          return deepest;
        }
        Found next = new Found(part, atSpi.describe(part, deadline));
        // What is not popped up claims to be anywhere, and what pops up is another window.
        if (!next.description().has(AtSpi.STATE_SHOWING) || next.popsUpFrom(deepest)) {
          return deepest;
        }
        deepest = next;
      } catch (DBusException e) {
        // It has no parts in places.
        return deepest;
      }
    }
    return deepest;
  }

  /** The control that the element is a part of, where it is none with a name itself. */
  private Found control(Found deepest) throws DBusException, TimeoutException {
    Found found = deepest;
    for (int i = 0; i < MAX_ANCESTORS && !found.isNamedControl(); i++) {
      AtSpi.Ref parent = atSpi.parent(found.ref(), deadline);
      AtSpi.Description description = parent == null ? null : describe(parent);
      if (parent == null || description == null) {
        return deepest;
      }
      found = new Found(parent, description);
    }
    return found.isNamedControl() ? found : deepest;
  }
}
