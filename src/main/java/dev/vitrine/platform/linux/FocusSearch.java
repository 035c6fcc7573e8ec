package dev.vitrine.platform.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the focused element in the active window of one application, level by level, where no
 * event told. Bounded by a number of elements and by the deadline; hidden parts and elements that
 * manage great numbers of children are passed over.
 */
final class FocusSearch {
  private static final int MAX_ELEMENTS = 1_500;
  private static final int MAX_CHILDREN = 200;

  private final AtSpi atSpi;
  private final long deadline;
  private int looked;

  FocusSearch(AtSpi atSpi, long deadline) {
    this.atSpi = atSpi;
    this.deadline = deadline;
  }

  /** The deepest focused element found, or null. */
  AtSpi.@Nullable Ref in(int pid) throws DBusException, TimeoutException {
    for (AtSpi.Ref application : atSpi.applications(pid, deadline)) {
      AtSpi.Ref found = inApplication(application);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private AtSpi.@Nullable Ref inApplication(AtSpi.Ref application)
      throws DBusException, TimeoutException {
    List<AtSpi.Ref> windows = atSpi.children(application, deadline);
    long[] states = atSpi.states(windows, deadline);
    for (int i = 0; i < states.length; i++) {
      if (is(states[i], AtSpi.STATE_ACTIVE)) {
        AtSpi.Ref found = below(windows.get(i));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private AtSpi.@Nullable Ref below(AtSpi.Ref window) throws DBusException, TimeoutException {
    Deque<AtSpi.Ref> open = new ArrayDeque<>(List.of(window));
    while (!open.isEmpty() && looked < MAX_ELEMENTS) {
      List<AtSpi.Ref> children = atSpi.children(open.remove(), deadline);
      children = children.subList(0, Math.min(MAX_CHILDREN, children.size()));
      long[] states = atSpi.states(children, deadline);
      looked += children.size();
      List<AtSpi.Ref> further = new ArrayList<>();
      for (int i = 0; i < states.length; i++) {
        if (is(states[i], AtSpi.STATE_FOCUSED)) {
          AtSpi.Ref deeper = below(children.get(i));
          return deeper == null ? children.get(i) : deeper;
        }
        if (is(states[i], AtSpi.STATE_SHOWING) && !is(states[i], AtSpi.STATE_MANAGES_DESCENDANTS)) {
          further.add(children.get(i));
        }
      }
      open.addAll(further);
    }
    return null;
  }

  private static boolean is(long states, int state) {
    return (states >> state & 1) != 0;
  }
}
