package dev.vitrine.platform.linux;

import dev.vitrine.tray.TrayMenu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/**
 * The icon's menu on the session bus, one level deep.
 *
 * <p>A choice has the same number in every layout, so that a click in a menu that is out of date by
 * a moment does what stood there or nothing, never something else.
 *
 * @see <a
 *     href="https://github.com/AyatanaIndicators/libdbusmenu/blob/main/libdbusmenu-glib/dbus-menu.xml">
 *     com.canonical.dbusmenu</a>
 */
final class MenuObject implements MenuCalls, Properties {
  static final String TYPE = MenuCalls.TYPE;
  static final String PATH = "/StatusNotifierItem/Menu";

  /** Numbers of choices are above it, those of other lines below. */
  private static final int CHOICES = 1_000;

  private final Consumer<TrayMenu.Command> chosen;
  private TrayMenu menu = new TrayMenu(List.of());
  private int revision = 1;

  MenuObject(Consumer<TrayMenu.Command> chosen) {
    this.chosen = chosen;
  }

  /** Another menu; returns the number of its revision, or 0 where it is the same. */
  synchronized int show(TrayMenu wanted) {
    if (wanted.equals(menu)) {
      return 0;
    }
    menu = wanted;
    revision++;
    return revision;
  }

  private synchronized Map<Integer, Map<String, Variant<?>>> items() {
    Map<Integer, Map<String, Variant<?>>> all = new LinkedHashMap<>();
    int place = 1;
    for (TrayMenu.Item item : menu.items()) {
      Map<String, Variant<?>> properties = new LinkedHashMap<>();
      int id = place++;
      if (item instanceof TrayMenu.Item.Separator) {
        properties.put("type", new Variant<>("separator"));
      } else if (item instanceof TrayMenu.Item.Words words) {
        properties.put("label", label(words.text()));
        properties.put("enabled", new Variant<>(false));
      } else if (item instanceof TrayMenu.Item.Choice choice) {
        properties.put("label", label(choice.text()));
        id = CHOICES + choice.command().number();
      }
      all.put(id, properties);
    }
    return all;
  }

  /** A single underscore would mark an access key. */
  private static Variant<String> label(String text) {
    return new Variant<>(text.replace("_", "__"));
  }

  private static Map<String, Variant<?>> root() {
    return Map.of("children-display", new Variant<>("submenu"));
  }

  @Override
  public synchronized Layout<UInt32, Node> getLayout(int parent, int depth, List<String> names) {
    List<Variant<?>> children = new ArrayList<>();
    Map<String, Variant<?>> properties = root();
    if (parent != 0) {
      properties = propertiesOf(parent);
    } else if (depth != 0) {
      items()
          .forEach(
              (id, its) -> children.add(new Variant<>(new Node(id, its, List.of()), "(ia{sv}av)")));
    }
    return new Layout<>(new UInt32(revision), new Node(parent, properties, children));
  }

  private Map<String, Variant<?>> propertiesOf(int id) {
    Map<String, Variant<?>> properties = id == 0 ? root() : items().get(id);
    if (properties == null) {
      throw new IllegalArgumentException("there is no such item");
    }
    return properties;
  }

  @Override
  public List<ItemProperties> getGroupProperties(List<Integer> ids, List<String> names) {
    List<ItemProperties> found = new ArrayList<>();
    if (ids.isEmpty() || ids.contains(0)) {
      found.add(new ItemProperties(0, root()));
    }
    items()
        .forEach(
            (id, properties) -> {
              if (ids.isEmpty() || ids.contains(id)) {
                found.add(new ItemProperties(id, properties));
              }
            });
    return found;
  }

  @Override
  public Variant<?> getProperty(int id, String name) {
    Variant<?> value = propertiesOf(id).get(name);
    if (value == null) {
      throw new IllegalArgumentException("the item has no such property");
    }
    return value;
  }

  @Override
  public void event(int id, String kind, Variant<?> data, UInt32 time) {
    for (TrayMenu.Command command : TrayMenu.Command.values()) {
      if (kind.equals("clicked") && id == CHOICES + command.number()) {
        chosen.accept(command);
      }
    }
  }

  @Override
  public List<Integer> eventGroup(List<ItemEvent> events) {
    Map<Integer, Map<String, Variant<?>>> present = items();
    List<Integer> missing = new ArrayList<>();
    for (ItemEvent one : events) {
      if (one.id != 0 && !present.containsKey(one.id)) {
        missing.add(one.id);
      }
      event(one.id, one.kind, one.data, one.time);
    }
    return missing;
  }

  @Override
  public boolean aboutToShow(int id) {
    return false;
  }

  @Override
  public Shown<List<Integer>, List<Integer>> aboutToShowGroup(List<Integer> ids) {
    return new Shown<>(List.of(), List.of());
  }

  private static Map<String, Variant<?>> properties() {
    return Map.of(
        "Version", new Variant<>(new UInt32(3)),
        "TextDirection", new Variant<>("ltr"),
        "Status", new Variant<>("normal"),
        "IconThemePath", new Variant<>(new String[0], "as"));
  }

  @Override
  // As the library has it: whatever the property is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <A> A Get(String type, String name) {
    Variant<?> value = properties().get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no such property");
    }
    return (A) value;
  }

  @Override
  public Map<String, Variant<?>> GetAll(String type) {
    return properties();
  }

  @Override
  public <A> void Set(String type, String name, A value) {
    throw new IllegalArgumentException("the property cannot be set");
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }
}
