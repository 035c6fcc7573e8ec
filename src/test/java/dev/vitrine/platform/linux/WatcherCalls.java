package dev.vitrine.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** What an icon calls of a panel's watcher. Public for the library alone. */
@DBusInterfaceName(WatcherCalls.TYPE)
public interface WatcherCalls extends DBusInterface {
  /** Its name on the bus, and that of its interface. */
  String TYPE = "org.kde.StatusNotifierWatcher";

  /** Makes an icon known. */
  @DBusMemberName("RegisterStatusNotifierItem")
  void register(String service);
}
