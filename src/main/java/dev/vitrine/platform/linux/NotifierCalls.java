package dev.vitrine.platform.linux;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** What a panel may call of the icon, beside its properties. Public for the library alone. */
@DBusInterfaceName(NotifierCalls.TYPE)
public interface NotifierCalls extends DBusInterface {
  /** Its name on the bus. */
  String TYPE = "org.kde.StatusNotifierItem";

  /** A click. */
  @DBusMemberName("Activate")
  void activate(int x, int y);

  /** A middle click: nothing, as nothing should happen by mistake. */
  @DBusMemberName("SecondaryActivate")
  void secondaryActivate(int x, int y);

  /** A right click in a panel that knows no menus of the bus. */
  @DBusMemberName("ContextMenu")
  void contextMenu(int x, int y);

  /** A turn of the wheel: nothing. */
  @DBusMemberName("Scroll")
  void scroll(int delta, String orientation);
}
