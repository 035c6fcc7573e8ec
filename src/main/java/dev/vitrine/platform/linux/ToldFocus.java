package dev.vitrine.platform.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.jspecify.annotations.Nullable;

/** The element of each application that last said it got the focus, menu items included. */
final class ToldFocus {
  private final Map<String, AtSpi.Ref> byName = new HashMap<>();

  synchronized void told(AtSpi.Ref element, boolean focused) {
    if (focused) {
      byName.put(element.name(), element);
    } else {
      byName.remove(element.name(), element);
    }
  }

  /** An element that was found without being told. */
  synchronized void found(AtSpi.Ref element) {
    byName.putIfAbsent(element.name(), element);
  }

  synchronized void clear() {
    byName.clear();
  }

  /** The element of the process that last said it got the focus. */
  AtSpi.@Nullable Ref in(AtSpi atSpi, int pid, long deadline) throws TimeoutException {
    Map<String, AtSpi.Ref> told;
    synchronized (this) {
      told = Map.copyOf(byName);
    }
    for (AtSpi.Ref ref : told.values()) {
      try {
        if (atSpi.processOf(ref.name(), deadline) == pid) {
          return ref;
        }
      } catch (DBusException e) {
        // That program has left the bus; names are not given twice.
        forget(ref);
      }
    }
    return null;
  }

  private synchronized void forget(AtSpi.Ref gone) {
    byName.remove(gone.name());
  }
}
