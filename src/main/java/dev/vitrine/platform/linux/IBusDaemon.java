package dev.vitrine.platform.linux;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the IBus daemon of a display for its engine, over the daemon's private bus. That listens on
 * an abstract socket, which Java cannot open, hence GIO.
 *
 * @see <a href="https://github.com/ibus/ibus/blob/main/src/ibusshare.c">ibus_get_socket_path, which
 *     names the file with the address</a>
 */
final class IBusDaemon implements AutoCloseable {
  private static final int AUTHENTICATION_CLIENT = 1;
  private static final int MESSAGE_BUS_CONNECTION = 1 << 3;
  private static final int ANSWER_MILLIS = 300;
  private static final String IBUS = "org.freedesktop.IBus";
  private static final String ADDRESS = "IBUS_ADDRESS=";

  /** IBusEngineDesc as GLib prints it: type, attachments, name. */
  private static final Pattern ENGINE =
      Pattern.compile("'IBusEngineDesc', (?:@a\\{sv\\} )?\\{[^}]*\\}, '([^']*)'");

  private final Map<String, String> environment;
  private @Nullable Calls calls;
  private @Nullable Pointer connection;

  interface Calls extends Library {
    @Nullable Pointer g_dbus_connection_new_for_address_sync(
        String address,
        int flags,
        @Nullable Pointer observer,
        @Nullable Pointer cancellable,
        @Nullable PointerByReference error);

    @Nullable Pointer g_dbus_connection_call_sync(
        Pointer connection,
        String name,
        String path,
        String type,
        String method,
        @Nullable Pointer parameters,
        @Nullable Pointer replyType,
        int flags,
        int timeoutMillis,
        @Nullable Pointer cancellable,
        @Nullable PointerByReference error);

    Pointer g_variant_parse(
        @Nullable Pointer type,
        String text,
        @Nullable Pointer limit,
        @Nullable Pointer end,
        @Nullable PointerByReference error);

    Pointer g_variant_print(Pointer variant, int annotate);

    void g_variant_unref(Pointer variant);

    void g_object_unref(Pointer object);

    void g_free(Pointer memory);
  }

  /** Asks nothing yet. */
  IBusDaemon(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The name of the global engine, such as {@code xkb:us::eng}; null where it is not told. */
  @Nullable String engine() {
    try {
      Calls gio = calls == null ? Native.load("gio-2.0", Calls.class) : calls;
      calls = gio;
      Pointer open = connection == null ? open(gio) : connection;
      connection = open;
      String answer = open == null ? null : ask(gio, open);
      if (answer == null) {
        close();
        return null;
      }
      Matcher engine = ENGINE.matcher(answer);
      return engine.find() ? engine.group(1) : null;
    } catch (IOException | UnsatisfiedLinkError e) {
      return null;
    }
  }

  private @Nullable Pointer open(Calls gio) throws IOException {
    String address = address();
    return address == null
        ? null
        : gio.g_dbus_connection_new_for_address_sync(
            address, AUTHENTICATION_CLIENT | MESSAGE_BUS_CONNECTION, null, null, null);
  }

  private static @Nullable String ask(Calls gio, Pointer connection) {
    Pointer property =
        gio.g_variant_parse(null, "('" + IBUS + "', 'GlobalEngine')", null, null, null);
    Pointer answer =
        gio.g_dbus_connection_call_sync(
            connection,
            IBUS,
            "/org/freedesktop/IBus",
            "org.freedesktop.DBus.Properties",
            "Get",
            property,
            null,
            0,
            ANSWER_MILLIS,
            null,
            null);
    if (answer == null) {
      return null;
    }
    Pointer printed = gio.g_variant_print(answer, 0);
    String text = printed.getString(0, "UTF-8");
    gio.g_free(printed);
    gio.g_variant_unref(answer);
    return text;
  }

  /** The daemon writes its address into a file whose name ends with the display's number. */
  private @Nullable String address() throws IOException {
    String told = environment.getOrDefault("IBUS_ADDRESS", "");
    if (!told.isEmpty()) {
      return told;
    }
    String display = environment.getOrDefault("DISPLAY", "");
    String number = display.substring(display.indexOf(':') + 1).replaceFirst("\\..*", "");
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        config.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/"), ".config", "ibus", "bus")
            : Path.of(config, "ibus", "bus");
    Path newest = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*-" + number)) {
      for (Path file : files) {
        if (newest == null
            || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(newest)) > 0) {
          newest = file;
        }
      }
    }
    List<String> lines = newest == null ? List.of() : Files.readAllLines(newest);
    return lines.stream()
        .filter(line -> line.startsWith(ADDRESS))
        .map(line -> line.substring(ADDRESS.length()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    Pointer last = connection;
    connection = null;
    if (last != null && calls != null) {
      calls.g_object_unref(last);
    }
  }
}
