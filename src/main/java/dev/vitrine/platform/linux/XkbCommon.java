package dev.vitrine.platform.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libxkbcommon that are used here, mapped directly; objects are plain longs, 0 for
 * none.
 *
 * @see <a href="https://xkbcommon.org/doc/current/">libxkbcommon</a>
 */
final class XkbCommon {
  static final int COMPOSE_COMPOSING = 1;
  static final int COMPOSE_COMPOSED = 2;
  static final int COMPOSE_CANCELLED = 3;

  static {
    Native.register(XkbCommon.class, NativeLibrary.getInstance("libxkbcommon.so.0"));
  }

  private XkbCommon() {}

  static native long xkb_context_new(int flags);

  static native void xkb_context_unref(long context);

  static native void xkb_keymap_unref(long keymap);

  static native int xkb_keymap_num_layouts_for_key(long keymap, int keycode);

  static native int xkb_keymap_key_get_syms_by_level(
      long keymap, int keycode, int layout, int level, Pointer symbols);

  static native long xkb_state_new(long keymap);

  static native void xkb_state_unref(long state);

  static native int xkb_state_update_mask(
      long state,
      int depressedMods,
      int latchedMods,
      int lockedMods,
      int depressedLayout,
      int latchedLayout,
      int lockedLayout);

  static native int xkb_state_key_get_one_sym(long state, int keycode);

  static native long xkb_compose_table_new_from_locale(long context, String locale, int flags);

  static native void xkb_compose_table_unref(long table);

  static native long xkb_compose_state_new(long table, int flags);

  static native void xkb_compose_state_unref(long state);

  static native int xkb_compose_state_feed(long state, int keysym);

  static native int xkb_compose_state_get_status(long state);

  static native int xkb_compose_state_get_utf8(long state, byte[] buffer, long size);

  static native void xkb_compose_state_reset(long state);

  /** The part that reads keymaps from an X server. */
  static final class X11 {
    static {
      Native.register(X11.class, NativeLibrary.getInstance("libxkbcommon-x11.so.0"));
    }

    private X11() {}

    static native int xkb_x11_setup_xkb_extension(
        long connection,
        short major,
        short minor,
        int flags,
        @Nullable Pointer majorOut,
        @Nullable Pointer minorOut,
        @Nullable Pointer firstEvent,
        @Nullable Pointer firstError);

    static native int xkb_x11_get_core_keyboard_device_id(long connection);

    static native long xkb_x11_keymap_new_from_device(
        long context, long connection, int device, int flags);
  }

  /** The XCB connection below one of Xlib's. */
  static final class Bridge {
    static {
      Native.register(Bridge.class, NativeLibrary.getInstance("libX11-xcb.so.1"));
    }

    private Bridge() {}

    static native long XGetXCBConnection(long display);
  }
}
