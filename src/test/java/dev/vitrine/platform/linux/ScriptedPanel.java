package dev.vitrine.platform.linux;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** A panel's watcher and host on a real bus, that does what a test tells it and no more. */
final class ScriptedPanel implements WatcherCalls, Properties, AutoCloseable {
  private static final String PATH = "/StatusNotifierWatcher";

  /** What was registered, in order. */
  final List<String> registered = new CopyOnWriteArrayList<>();

  /** The signals of the icon and of its menu, by name. */
  final List<String> signals = new CopyOnWriteArrayList<>();

  private final Bus bus;
  private volatile boolean hosted;
  private volatile List<String> listed = List.of();

  private ScriptedPanel(Bus bus, boolean hosted) {
    this.bus = bus;
    this.hosted = hosted;
  }

  /** Takes the watcher's name; {@code hosted} says whether there is a panel behind it. */
  static ScriptedPanel start(String address, boolean hosted) throws Exception {
    Bus bus = Bus.open(address);
    ScriptedPanel panel = new ScriptedPanel(bus, hosted);
    bus.export(PATH, panel);
    for (String type : List.of(NotifierItem.TYPE, MenuObject.TYPE)) {
      bus.listen(
          DBusMatchRuleBuilder.create().withType("signal").withInterface(type).build(),
          signal -> panel.signals.add(signal.getName()));
    }
    bus.own(WatcherCalls.TYPE, soon());
    return panel;
  }

  private static long soon() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
  }

  @Override
  public void register(String service) {
    registered.add(service);
    listed = List.of(service + NotifierItem.PATH);
  }

  /** A panel comes or goes behind the watcher. */
  void host(boolean present) throws DBusException {
    hosted = present;
    String name = present ? "StatusNotifierHostRegistered" : "StatusNotifierHostUnregistered";
    bus.emit(PATH, WatcherCalls.TYPE, name, null);
  }

  /** Forgets the icon without a word. */
  void forget() {
    listed = List.of();
  }

  /** Waits for the so-manieth registration and returns the icon's name. */
  String awaitRegistration(int number) {
    await().atMost(Duration.ofSeconds(10)).until(() -> registered.size() >= number);
    return registered.get(number - 1);
  }

  /** All properties of the icon. */
  Map<String, Object> read(String service) throws DBusException, TimeoutException {
    Object[] answer =
        call(
            service,
            NotifierItem.PATH,
            "org.freedesktop.DBus.Properties",
            "GetAll",
            "s",
            NotifierItem.TYPE);
    Map<String, Object> plain = new LinkedHashMap<>();
    ((Map<?, ?>) answer[0])
        .forEach((name, value) -> plain.put(String.valueOf(name), Bus.unwrap(value)));
    return plain;
  }

  /** The menu's lines: their numbers, and label, "---" for a line, "(label)" where greyed. */
  Map<Integer, String> menu(String service) throws DBusException, TimeoutException {
    Object[] answer =
        call(service, MenuObject.PATH, MenuObject.TYPE, "GetLayout", "iias", 0, -1, List.of());
    List<?> root = Bus.members(answer[1]);
    Map<Integer, String> lines = new LinkedHashMap<>();
    for (Object child : Bus.members(root.get(2))) {
      List<?> item = Bus.members(Bus.unwrap(child));
      Map<?, ?> properties = (Map<?, ?>) item.get(1);
      String label = String.valueOf(Bus.unwrap(properties.get("label")));
      boolean grey = Boolean.FALSE.equals(Bus.unwrap(properties.get("enabled")));
      boolean line = "separator".equals(Bus.unwrap(properties.get("type")));
      lines.put((Integer) item.get(0), line ? "---" : grey ? "(" + label + ")" : label);
    }
    return lines;
  }

  /** Clicks a line of the menu. */
  void click(String service, int id) throws DBusException, TimeoutException {
    call(
        service,
        MenuObject.PATH,
        MenuObject.TYPE,
        "Event",
        "isvu",
        id,
        "clicked",
        new Variant<>(0),
        new UInt32(0));
  }

  /** Calls any method of the icon's objects. */
  Object[] call(
      String service, String path, String type, String method, String signature, Object... values)
      throws DBusException, TimeoutException {
    return bus.send(new Bus.Target(service, path), type, method, signature, values).await(soon());
  }

  @Override
  // As the library has it: whatever the property is.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <A> A Get(String type, String name) {
    return (A)
        switch (name) {
          case "IsStatusNotifierHostRegistered" -> new Variant<>(hosted);
          case "RegisteredStatusNotifierItems" -> new Variant<>(new ArrayList<>(listed), "as");
          default -> throw new IllegalArgumentException(name);
        };
  }

  @Override
  public Map<String, Variant<?>> GetAll(String type) {
    return Map.of();
  }

  @Override
  public <A> void Set(String type, String name, A value) {
    throw new IllegalArgumentException(name);
  }

  @Override
  public String getObjectPath() {
    return PATH;
  }

  @Override
  public void close() {
    bus.close();
  }
}
