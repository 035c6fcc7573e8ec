package dev.vitrine.platform.linux;

import dev.vitrine.event.Bounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the accessibility bus, each question with a deadline in {@link System#nanoTime}.
 *
 * @see <a href="https://gitlab.gnome.org/GNOME/at-spi2-core/-/tree/main/xml">the interfaces</a>
 */
final class AtSpi implements AutoCloseable {
  static final int STATE_ACTIVE = 1;
  static final int STATE_FOCUSED = 12;
  static final int STATE_SELECTED = 23;
  static final int STATE_SHOWING = 25;
  static final int STATE_MANAGES_DESCENDANTS = 31;

  private static final String ACCESSIBLE = "org.a11y.atspi.Accessible";
  private static final String COMPONENT = "org.a11y.atspi.Component";

  /** ATSPI_COORD_TYPE_SCREEN. */
  private static final UInt32 SCREEN = new UInt32(0);

  private static final Bus.Target REGISTRY =
      new Bus.Target("org.a11y.atspi.Registry", "/org/a11y/atspi/registry");
  private static final Bus.Target DESKTOP =
      new Bus.Target("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
  private static final Bus.Target LAUNCHER = new Bus.Target("org.a11y.Bus", "/org/a11y/bus");
  private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Bus bus;

  /** Names are never given twice on one bus, so what was found stays true. */
  private final Map<String, Integer> processes = new ConcurrentHashMap<>();

  private AtSpi(Bus bus) {
    this.bus = bus;
  }

  /** An element on the bus. */
  record Ref(String name, String path) {
    Bus.Target target() {
      return new Bus.Target(name, path);
    }

    boolean isNull() {
      return name.isEmpty() || path.endsWith("/null");
    }
  }

  /** What an element says of itself. */
  record Description(long states, int role, String name, @Nullable Bounds bounds) {
    boolean has(int state) {
      return (states >> state & 1) != 0;
    }
  }

  /** News of one element: it got the focus, or lost it. */
  interface FocusSink {
    void focus(Ref element, boolean focused);
  }

  /**
   * Finds the accessibility bus by the session's bus, switches accessibility on as a screen reader
   * does, and asks for focus events.
   *
   * @param onLost called on the connection's own thread when the bus is gone
   */
  static AtSpi open(String sessionAddress, FocusSink sink, Runnable onLost)
      throws DBusException, TimeoutException {
    long deadline = System.nanoTime() + CONNECT_NANOS;
    String address;
    try (Bus session = Bus.open(sessionAddress)) {
      address =
          (String) session.send(LAUNCHER, "org.a11y.Bus", "GetAddress", null).await(deadline)[0];
      session
          .send(
              LAUNCHER,
              "org.freedesktop.DBus.Properties",
              "Set",
              "ssv",
              "org.a11y.Status",
              "IsEnabled",
              new Variant<>(true))
          .await(deadline);
    }
    AtSpi atSpi = new AtSpi(Bus.open(address, onLost));
    try {
      atSpi.register(sink, deadline);
      return atSpi;
    } catch (DBusException | TimeoutException e) {
      atSpi.close();
      throw e;
    }
  }

  private void register(FocusSink sink, long deadline) throws DBusException, TimeoutException {
    bus.listen(
        DBusMatchRuleBuilder.create()
            .withType("signal")
            .withInterface("org.a11y.atspi.Event.Object")
            .withMember("StateChanged")
            .withArg0123(0, "focused")
            .build(),
        signal -> {
          try {
            Object[] event = signal.getParameters();
            if (event.length > 1 && "focused".equals(event[0]) && event[1] instanceof Number on) {
              sink.focus(new Ref(signal.getSource(), signal.getPath()), on.intValue() == 1);
            }
          } catch (DBusException e) {
            // An event that cannot be read tells nothing.
            return;
          }
        });
    bus.send(
            REGISTRY,
            "org.a11y.atspi.Registry",
            "RegisterEvent",
            "s",
            "object:state-changed:focused")
        .await(deadline);
  }

  boolean lost() {
    return bus.lost();
  }

  /** The process of the application that the element belongs to. */
  int processOf(String name, long deadline) throws DBusException, TimeoutException {
    Integer known = processes.get(name);
    if (known == null) {
      known = bus.processOf(name, deadline);
      processes.put(name, known);
    }
    return known;
  }

  /** What the process has on the bus: usually one application. */
  List<Ref> applications(int pid, long deadline) throws DBusException, TimeoutException {
    List<Ref> all = refs(bus.send(DESKTOP, ACCESSIBLE, "GetChildren", null).await(deadline));
    List<Ref> own = new ArrayList<>();
    for (Ref application : all) {
      if (isOf(application, pid, deadline)) {
        own.add(application);
      }
    }
    return own;
  }

  private boolean isOf(Ref application, int pid, long deadline) throws TimeoutException {
    try {
      return processOf(application.name(), deadline) == pid;
    } catch (DBusException e) {
      // It has just left the bus.
      return false;
    }
  }

  List<Ref> children(Ref of, long deadline) throws DBusException, TimeoutException {
    return refs(bus.send(of.target(), ACCESSIBLE, "GetChildren", null).await(deadline));
  }

  /** The part of an element that is at a place of the screen, or null. */
  @Nullable Ref partAt(Ref of, int x, int y, long deadline) throws DBusException, TimeoutException {
    return ref(
        bus.send(of.target(), COMPONENT, "GetAccessibleAtPoint", "iiu", x, y, SCREEN)
            .await(deadline));
  }

  /** What the element is a part of, or null. */
  @Nullable Ref parent(Ref of, long deadline) throws DBusException, TimeoutException {
    Object[] answer = bus.sendGet(of.target(), ACCESSIBLE, "Parent").await(deadline);
    return answer.length == 0 ? null : ref(new Object[] {Bus.unwrap(answer[0])});
  }

  /** The states of several elements, asked for at once; 0 for one that does not say. */
  long[] states(List<Ref> of, long deadline) throws DBusException, TimeoutException {
    List<Bus.Pending> asked = new ArrayList<>();
    for (Ref ref : of) {
      asked.add(bus.send(ref.target(), ACCESSIBLE, "GetState", null));
    }
    long[] states = new long[of.size()];
    for (int i = 0; i < states.length; i++) {
      try {
        states[i] = bits(asked.get(i).await(deadline));
      } catch (DBusException e) {
        states[i] = 0;
      }
    }
    return states;
  }

  /** All that is told about one element, asked for at once. */
  Description describe(Ref ref, long deadline) throws DBusException, TimeoutException {
    Bus.Pending states = bus.send(ref.target(), ACCESSIBLE, "GetState", null);
    Bus.Pending role = bus.send(ref.target(), ACCESSIBLE, "GetRole", null);
    Bus.Pending name = bus.sendGet(ref.target(), ACCESSIBLE, "Name");
    Bus.Pending extents = bus.send(ref.target(), COMPONENT, "GetExtents", "u", SCREEN);
    return new Description(
        bits(states.await(deadline)),
        ((Number) role.await(deadline)[0]).intValue(),
        text(name, deadline),
        bounds(extents, deadline));
  }

  private static String text(Bus.Pending asked, long deadline) throws TimeoutException {
    try {
      Object[] answer = asked.await(deadline);
      return answer.length > 0 && Bus.unwrap(answer[0]) instanceof String text ? text : "";
    } catch (DBusException e) {
      return "";
    }
  }

  private static @Nullable Bounds bounds(Bus.Pending asked, long deadline) throws TimeoutException {
    try {
      Object[] answer = asked.await(deadline);
      List<?> four = answer.length == 1 ? Bus.members(answer[0]) : List.of(answer);
      if (four.size() != 4) {
        return null;
      }
      int[] n = four.stream().mapToInt(value -> ((Number) value).intValue()).toArray();
      return n[2] > 0 && n[3] > 0 ? new Bounds(n[0], n[1], n[2], n[3]) : null;
    } catch (DBusException e) {
      return null;
    }
  }

  private static long bits(Object[] answer) {
    List<?> words = answer.length == 1 ? Bus.members(answer[0]) : List.of(answer);
    long bits = 0;
    for (int i = 0; i < Math.min(2, words.size()); i++) {
      bits |= (((Number) words.get(i)).longValue() & 0xffff_ffffL) << (32 * i);
    }
    return bits;
  }

  private static List<Ref> refs(Object[] answer) {
    List<Ref> refs = new ArrayList<>();
    for (Object one : answer.length == 0 ? List.of() : Bus.members(answer[0])) {
      Ref ref = ref(new Object[] {one});
      if (ref != null) {
        refs.add(ref);
      }
    }
    return refs;
  }

  private static @Nullable Ref ref(@Nullable Object[] answer) {
    List<?> pair = answer.length == 1 ? Bus.members(answer[0]) : Arrays.asList(answer);
    if (pair.size() != 2) {
      return null;
    }
    Ref ref = new Ref(String.valueOf(pair.get(0)), String.valueOf(pair.get(1)));
    return ref.isNull() ? null : ref;
  }

  @Override
  public void close() {
    bus.close();
  }
}
