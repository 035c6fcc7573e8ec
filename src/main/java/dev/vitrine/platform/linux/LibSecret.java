package dev.vitrine.platform.linux;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.crypto.KeyStorageException.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What {@link SecretServiceKeyStorage} calls in libsecret, GLib and GIO. */
final class LibSecret {
  private static final String SCHEMA = "dev.vitrine.Key";
  private static final int SECRET_SCHEMA_NONE = 0;
  private static final int SECRET_SCHEMA_ATTRIBUTE_STRING = 0;
  private static final int SECRET_SEARCH_ALL = 1 << 1;
  private static final int SECRET_ERROR_IS_LOCKED = 2;
  private static final int G_IO_ERROR_CANCELLED = 19;

  /** Codes of GDBusError that mean that nobody answers on the bus. */
  private static final int G_DBUS_ERROR_SERVICE_UNKNOWN = 2;

  private static final int G_DBUS_ERROR_NAME_HAS_NO_OWNER = 3;

  /** {@code struct GError { guint32 domain; gint code; gchar *message; }}. */
  private static final int GERROR_CODE = 4;

  private final Calls calls;
  private final GLib glib;
  private final Gio gio;
  private final Pointer stringHash;
  private final Pointer stringEqual;
  private final Pointer schema;

  /** The names that an item has; kept for the process, as the schema points to them. */
  private final Memory applicationName = text("application");

  private final Memory application = text("vitrine");
  private final Memory keyName = text("name");

  private LibSecret(Calls calls, GLib glib, Gio gio, NativeLibrary glibNames) {
    this.calls = calls;
    this.glib = glib;
    this.gio = gio;
    this.stringHash = glibNames.getFunction("g_str_hash");
    this.stringEqual = glibNames.getFunction("g_str_equal");
    Pointer types = glib.g_hash_table_new(stringHash, stringEqual);
    Pointer string = Pointer.createConstant(SECRET_SCHEMA_ATTRIBUTE_STRING);
    glib.g_hash_table_insert(types, applicationName, string);
    glib.g_hash_table_insert(types, keyName, string);
    this.schema = calls.secret_schema_newv(SCHEMA, SECRET_SCHEMA_NONE, types);
    glib.g_hash_table_unref(types);
  }

  interface Calls extends Library {
    Pointer secret_schema_newv(String name, int flags, Pointer types);

    int secret_password_storev_sync(
        Pointer schema,
        Pointer attributes,
        @Nullable String collection,
        Pointer label,
        Pointer password,
        Pointer cancellable,
        PointerByReference error);

    @Nullable Pointer secret_password_lookupv_sync(
        Pointer schema, Pointer attributes, Pointer cancellable, PointerByReference error);

    int secret_password_clearv_sync(
        Pointer schema, Pointer attributes, Pointer cancellable, PointerByReference error);

    @Nullable Pointer secret_service_search_sync(
        @Nullable Pointer service,
        @Nullable Pointer schema,
        Pointer attributes,
        int flags,
        Pointer cancellable,
        PointerByReference error);

    void secret_password_free(Pointer password);

    void secret_service_disconnect();
  }

  interface GLib extends Library {
    Pointer g_hash_table_new(Pointer hash, Pointer equal);

    int g_hash_table_insert(Pointer table, Pointer key, Pointer value);

    void g_hash_table_unref(Pointer table);

    int g_list_length(@Nullable Pointer list);

    void g_list_free_full(@Nullable Pointer list, Pointer free);

    @Nullable String g_quark_to_string(int quark);

    void g_error_free(Pointer error);
  }

  interface Gio extends Library {
    Pointer g_cancellable_new();

    void g_cancellable_cancel(Pointer cancellable);

    Pointer g_object_ref(Pointer object);

    void g_object_unref(Pointer object);
  }

  /** Loads the libraries, or says what to install. */
  static LibSecret load() throws KeyStorageException {
    try {
      return new LibSecret(
          Native.load("secret-1", Calls.class),
          Native.load("glib-2.0", GLib.class),
          Native.load("gio-2.0", Gio.class),
          NativeLibrary.getInstance("glib-2.0"));
    } catch (UnsatisfiedLinkError e) {
      throw new KeyStorageException(
          Kind.UNAVAILABLE,
          "libsecret is not installed: install it (Debian: libsecret-1-0) and a key store, or set"
              + " buffer.keyStore to \"file\" in the policy");
    }
  }

  Calls calls() {
    return calls;
  }

  Pointer schema() {
    return schema;
  }

  Pointer newCancellable() {
    return gio.g_cancellable_new();
  }

  void cancel(Pointer cancellable) {
    gio.g_cancellable_cancel(cancellable);
  }

  void retain(Pointer cancellable) {
    gio.g_object_ref(cancellable);
  }

  void release(Pointer cancellable) {
    gio.g_object_unref(cancellable);
  }

  /** A NUL-terminated copy; the caller closes it. */
  static Memory text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = new Memory(bytes.length + 1L);
    memory.clear();
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  /** The attributes of the item of that name. */
  Attributes attributes(String name) {
    Memory value = text(name);
    Pointer table = glib.g_hash_table_new(stringHash, stringEqual);
    glib.g_hash_table_insert(table, applicationName, application);
    glib.g_hash_table_insert(table, keyName, value);
    return new Attributes(table, value);
  }

  /**
   * How many items have these attributes, locked ones included; prompts for nothing. The schema is
   * not asked for: a GNOME keyring that was not unlocked since its start knows its items'
   * attributes, but not their schema, which is one that is locked after a login without a password.
   */
  int countItems(Attributes attributes, Pointer cancellable) throws KeyStorageException {
    PointerByReference error = new PointerByReference();
    Pointer items =
        calls.secret_service_search_sync(
            null, /* schema= */ null, attributes.table(), SECRET_SEARCH_ALL, cancellable, error);
    check(error);
    int count = glib.g_list_length(items);
    Function unref = NativeLibrary.getInstance("gobject-2.0").getFunction("g_object_unref");
    glib.g_list_free_full(items, unref);
    return count;
  }

  /** Throws what the error says, if there is one, and frees it. */
  void check(PointerByReference error) throws KeyStorageException {
    Pointer found = error.getValue();
    if (found == null) {
      return;
    }
    String domain = String.valueOf(glib.g_quark_to_string(found.getInt(0)));
    int code = found.getInt(GERROR_CODE);
    glib.g_error_free(found);
    boolean locked =
        (domain.equals("secret-error") && code == SECRET_ERROR_IS_LOCKED)
            || (domain.equals("g-io-error-quark") && code == G_IO_ERROR_CANCELLED);
    if (locked) {
      throw SecretServiceKeyStorage.locked();
    }
    boolean absent =
        domain.equals("g-dbus-error-quark")
            && (code == G_DBUS_ERROR_SERVICE_UNKNOWN || code == G_DBUS_ERROR_NAME_HAS_NO_OWNER);
    if (absent || domain.equals("g-io-error-quark")) {
      throw new KeyStorageException(
          Kind.UNAVAILABLE,
          "No key store answers on the session bus: start one (gnome-keyring, KWallet), or set"
              + " buffer.keyStore to \"file\" in the policy");
    }
    throw new KeyStorageException(
        Kind.FAILED, "The key store answered with an error (" + domain + " " + code + ")");
  }

  /** A hash table of attributes. */
  final class Attributes implements AutoCloseable {
    private final Pointer table;
    private final Memory value;

    private Attributes(Pointer table, Memory value) {
      this.table = table;
      this.value = value;
    }

    Pointer table() {
      return table;
    }

    @Override
    public void close() {
      glib.g_hash_table_unref(table);
      value.close();
    }
  }
}
