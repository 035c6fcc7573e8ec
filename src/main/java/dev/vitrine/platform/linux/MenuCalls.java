package dev.vitrine.platform.linux;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** What a panel may call of the menu, beside its properties. Public for the library alone. */
@DBusInterfaceName(MenuCalls.TYPE)
public interface MenuCalls extends DBusInterface {
  /** Its name on the bus. */
  String TYPE = "com.canonical.dbusmenu";

  /** The items below one, with their properties; all of them, whatever is asked for. */
  @DBusMemberName("GetLayout")
  Layout<UInt32, Node> getLayout(int parent, int depth, List<String> names);

  /** The properties of some items; of all where none is named. */
  @DBusMemberName("GetGroupProperties")
  List<ItemProperties> getGroupProperties(List<Integer> ids, List<String> names);

  /** One property of an item. */
  @DBusMemberName("GetProperty")
  Variant<?> getProperty(int id, String name);

  /** Something happened to an item; a click is what matters. */
  @DBusMemberName("Event")
  void event(int id, String kind, Variant<?> data, UInt32 time);

  /** Several of them; returns the ids that are not there. */
  @DBusMemberName("EventGroup")
  List<Integer> eventGroup(List<ItemEvent> events);

  /** Whether the item must be asked for anew before it is shown: never. */
  @DBusMemberName("AboutToShow")
  boolean aboutToShow(int id);

  /** The same for several. */
  @DBusMemberName("AboutToShowGroup")
  Shown<List<Integer>, List<Integer>> aboutToShowGroup(List<Integer> ids);

  /** A revision and what was in it. */
  final class Layout<A, B> extends Tuple {
    @Position(0)
    public final A revision;

    @Position(1)
    public final B root;

    Layout(A revision, B root) {
      this.revision = revision;
      this.root = root;
    }
  }

  /** The ids that need an update, and those that are not there. */
  final class Shown<A, B> extends Tuple {
    @Position(0)
    public final A updates;

    @Position(1)
    public final B errors;

    Shown(A updates, B errors) {
      this.updates = updates;
      this.errors = errors;
    }
  }

  /** An item with those below it. */
  final class Node extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final Map<String, Variant<?>> properties;

    @Position(2)
    public final List<Variant<?>> children;

    Node(int id, Map<String, Variant<?>> properties, List<Variant<?>> children) {
      this.id = id;
      this.properties = properties;
      this.children = children;
    }
  }

  /** An item's properties. */
  final class ItemProperties extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final Map<String, Variant<?>> properties;

    ItemProperties(int id, Map<String, Variant<?>> properties) {
      this.id = id;
      this.properties = properties;
    }
  }

  /** An event of an item. */
  final class ItemEvent extends Struct {
    @Position(0)
    public final int id;

    @Position(1)
    public final String kind;

    @Position(2)
    public final Variant<?> data;

    @Position(3)
    public final UInt32 time;

    /** Called by the library. */
    public ItemEvent(int id, String kind, Variant<?> data, UInt32 time) {
      this.id = id;
      this.kind = kind;
      this.data = data;
      this.time = time;
    }
  }
}
