package dev.vitrine.platform.linux;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.matchrules.DBusMatchRule;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** One connection to a D-Bus, with calls that end by a deadline. */
final class Bus implements AutoCloseable {
  private static final String DAEMON = "org.freedesktop.DBus";

  private final DBusConnection connection;
  private final AtomicBoolean lost;

  private Bus(DBusConnection connection, AtomicBoolean lost) {
    this.connection = connection;
    this.lost = lost;
  }

  /** A method of an object. */
  record Target(String name, String path) {}

  /** Receives a signal, on the connection's signal thread. */
  interface SignalSink {
    void signal(DBusSignal signal);
  }

  /** A call on its way. */
  record Pending(MethodCall call, String what) {
    /**
     * Waits for the answer.
     *
     * @param deadline in {@link System#nanoTime}
     */
    Object[] await(long deadline) throws DBusException, TimeoutException {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      Message reply = left <= 0 && !call.hasReply() ? null : call.getReply(Math.max(1, left));
      if (reply == null) {
        throw new TimeoutException(what);
      }
      if (reply instanceof Error error) {
        throw new DBusException(String.valueOf(error.getName()));
      }
      Object[] parameters = reply.getParameters();
      return parameters == null ? new Object[0] : parameters;
    }
  }

  /**
   * The address of the session's bus: what the environment says, or the usual place; null for none.
   */
  static @Nullable String sessionAddress(Map<String, String> environment) {
    String address = environment.get("DBUS_SESSION_BUS_ADDRESS");
    if (address != null && !address.isEmpty()) {
      return address;
    }
    String runtime = environment.get("XDG_RUNTIME_DIR");
    return runtime == null || runtime.isEmpty() ? null : "unix:path=" + runtime + "/bus";
  }

  /** Connects. */
  static Bus open(String address) throws DBusException {
    return open(address, () -> {});
  }

  /** Connects; {@code onLost} is called on the connection's own thread when the bus is gone. */
  static Bus open(String address, Runnable onLost) throws DBusException {
    BusLogs.quieten();
    AtomicBoolean lost = new AtomicBoolean();
    try {
      DBusConnection connection =
          DBusConnectionBuilder.forAddress(address)
              .withShared(false)
              .withDisconnectCallback(
                  new IDisconnectCallback() {
                    @Override
                    public void disconnectOnError(@Nullable IOException e) {
                      lost.set(true);
                      onLost.run();
                    }
                  })
              .build();
      return new Bus(connection, lost);
    } catch (RuntimeException e) {
      throw new DBusException("the bus address cannot be used", e);
    }
  }

  boolean lost() {
    return lost.get() || !connection.isConnected();
  }

  /** Sends a call and does not wait. {@code signature} is null for no arguments. */
  Pending send(
      Target target, String type, String method, @Nullable String signature, Object... arguments)
      throws DBusException {
    MethodCall call =
        connection
            .getMessageFactory()
            .createMethodCall(
                null, target.name(), target.path(), type, method, (byte) 0, signature, arguments);
    try {
      connection.sendMessage(call);
    } catch (RuntimeException e) {
      throw new DBusException("the bus is gone", e);
    }
    return new Pending(call, method);
  }

  /** Asks for a property; the answer is one variant. */
  Pending sendGet(Target target, String type, String property) throws DBusException {
    return send(target, DAEMON + ".Properties", "Get", "ss", type, property);
  }

  /** The process behind a name on this bus, by the bus's word. */
  int processOf(String name, long deadline) throws DBusException, TimeoutException {
    Target daemon = new Target(DAEMON, "/org/freedesktop/DBus");
    Object[] answer = send(daemon, DAEMON, "GetConnectionUnixProcessID", "s", name).await(deadline);
    return ((Number) answer[0]).intValue();
  }

  /** Whether somebody owns the name. */
  boolean hasOwner(String name, long deadline) throws DBusException, TimeoutException {
    Target daemon = new Target(DAEMON, "/org/freedesktop/DBus");
    return Boolean.TRUE.equals(send(daemon, DAEMON, "NameHasOwner", "s", name).await(deadline)[0]);
  }

  /** Whether the bus can start a program that owns the name. */
  boolean canStart(String name, long deadline) throws DBusException, TimeoutException {
    Target daemon = new Target(DAEMON, "/org/freedesktop/DBus");
    Object[] answer = send(daemon, DAEMON, "ListActivatableNames", null).await(deadline);
    return answer.length > 0 && members(answer[0]).contains(name);
  }

  /** The unique name of the connection that owns the name, or null. */
  @Nullable String ownerOf(String name, long deadline) throws TimeoutException, DBusException {
    if (!hasOwner(name, deadline)) {
      return null;
    }
    Target daemon = new Target(DAEMON, "/org/freedesktop/DBus");
    try {
      return String.valueOf(send(daemon, DAEMON, "GetNameOwner", "s", name).await(deadline)[0]);
    } catch (DBusException e) {
      // It has gone between the two questions.
      return null;
    }
  }

  /** This connection's own unique name. */
  String uniqueName() {
    return connection.getUniqueName();
  }

  /** Takes a name, or fails where another connection has it. */
  void own(String name, long deadline) throws DBusException, TimeoutException {
    Target daemon = new Target(DAEMON, "/org/freedesktop/DBus");
    UInt32 flags = new UInt32(DBus.DBUS_NAME_FLAG_DO_NOT_QUEUE);
    Object[] answer = send(daemon, DAEMON, "RequestName", "su", name, flags).await(deadline);
    int result = ((Number) answer[0]).intValue();
    if (result != DBus.DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER
        && result != DBus.DBUS_REQUEST_NAME_REPLY_ALREADY_OWNER) {
      throw new DBusException("the name is taken");
    }
  }

  /** Lets others call an object; its methods run on the connection's own threads. */
  void export(String path, DBusInterface object) throws DBusException {
    connection.exportObject(path, object);
  }

  /** Sends a signal of one of our objects. {@code signature} is null for no arguments. */
  void emit(String path, String type, String name, @Nullable String signature, Object... arguments)
      throws DBusException {
    try {
      connection.sendMessage(
          connection
              .getMessageFactory()
              .createSignal(null, path, type, name, signature, arguments));
    } catch (RuntimeException e) {
      throw new DBusException("the bus is gone", e);
    }
  }

  void listen(DBusMatchRule rule, SignalSink sink) throws DBusException {
    connection.addGenericSigHandler(rule, sink::signal);
  }

  /** The members of an array or a structure, in whichever form the library gives it. */
  static List<?> members(@Nullable Object value) {
    if (value instanceof Object[] array) {
      return Arrays.asList(array);
    } else if (value instanceof Collection<?> collection) {
      return List.copyOf(collection);
    } else if (value instanceof Struct struct) {
      return Arrays.asList(struct.getParameters());
    } else if (value instanceof int[] ints) {
      return Arrays.stream(ints).boxed().toList();
    } else {
      return List.of();
    }
  }

  /** What a variant holds. */
  static @Nullable Object unwrap(@Nullable Object value) {
    return value instanceof Variant<?> variant ? variant.getValue() : value;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
