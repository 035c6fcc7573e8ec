package dev.vitrine.platform.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.vitrine.capture.SourceException;
import dev.vitrine.event.Modifiers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of the X server's keyboard mean at each moment: layout, group, level, locks, dead
 * keys and Compose sequences, as programs that follow the X Keyboard extension and the locale's
 * Compose table see them.
 *
 * <p>Driven by one thread, in the order of the server's events: {@link #stateChanged} and {@link
 * #keymapChanged} between the keys that they lie between. The keymap itself is fetched when the
 * first key after a change is asked for. Where it cannot be fetched, keys have no name and no text.
 */
final class XkbKeyboard implements AutoCloseable {
  /** Of the eight real modifiers; see the X11 protocol's KEYBUTMASK. */
  private static final int SHIFT = 1;

  private static final int CONTROL = 1 << 2;

  /** Mod1 and Mod4 are Alt and Super by convention of the xkeyboard-config rules, Mod5 level 3. */
  private static final int ALT = 1 << 3;

  private static final int SUPER = 1 << 6;
  private static final int LEVEL3 = 1 << 7;

  private static final String FALLBACK_LOCALE = "en_US.UTF-8";
  private static final int COMPOSED_BYTES = 128;
  private static final int STATE_BYTES = 32;
  private static final int KEYCODES = 256;

  private final long display;
  private final long connection;
  private final int device;
  private final long context;
  private final long composeTable;
  private final long compose;
  private final Memory symbols = new Memory(Long.BYTES);
  private final byte[] composed = new byte[COMPOSED_BYTES];
  private final String[] pressedNames = new String[KEYCODES];

  private long keymap;
  private long state;
  private boolean stale = true;

  /** Keys of the sequence that is being composed, and its first one where it is a dead key. */
  private int sequence;

  private int deadKey;
  private int baseMods;
  private int latchedMods;
  private int lockedMods;
  private int baseGroup;
  private int latchedGroup;
  private int lockedGroup;

  /** A key as a program sees it; {@code text} is empty where it makes none. */
  record Meaning(String name, String text) {
    private static final Meaning UNKNOWN = new Meaning(X11Keys.UNIDENTIFIED, "");

    @Override
    public String toString() {
      return "Meaning";
    }
  }

  private XkbKeyboard(long display, long connection, int device, long context, long composeTable) {
    this.display = display;
    this.connection = connection;
    this.device = device;
    this.context = context;
    this.composeTable = composeTable;
    this.compose = composeTable == 0 ? 0 : XkbCommon.xkb_compose_state_new(composeTable, 0);
  }

  /**
   * The keyboard of a display, on that display's connection.
   *
   * @param locale names the Compose table, as {@code LC_CTYPE} does
   * @throws SourceException where the server has no X Keyboard extension
   */
  static XkbKeyboard open(long display, String locale) throws SourceException {
    long connection = XkbCommon.Bridge.XGetXCBConnection(display);
    int device =
        XkbCommon.X11.xkb_x11_setup_xkb_extension(
                    connection, (short) 1, (short) 0, 0, null, null, null, null)
                == 0
            ? -1
            : XkbCommon.X11.xkb_x11_get_core_keyboard_device_id(connection);
    if (device < 0) {
      throw new SourceException(
          "the X server does not tell its keyboard layout: enable its XKEYBOARD extension");
    }
    long context = XkbCommon.xkb_context_new(0);
    long table = XkbCommon.xkb_compose_table_new_from_locale(context, locale, 0);
    if (table == 0) {
      table = XkbCommon.xkb_compose_table_new_from_locale(context, FALLBACK_LOCALE, 0);
    }
    XkbKeyboard keyboard = new XkbKeyboard(display, connection, device, context, table);
    keyboard.readState();
    return keyboard;
  }

  /** XkbStateRec: group, locked_group, base_group, latched_group, mods, base, latched, locked. */
  private void readState() {
    try (Memory record = new Memory(STATE_BYTES)) {
      record.clear();
      Xlib.Kbd.XkbGetState(display, Xlib.Kbd.USE_CORE_KEYBOARD, record);
      lockedGroup = record.getByte(1) & 0xff;
      baseGroup = record.getShort(2);
      latchedGroup = record.getShort(4);
      baseMods = record.getByte(7) & 0xff;
      latchedMods = record.getByte(8) & 0xff;
      lockedMods = record.getByte(9) & 0xff;
    }
  }

  /** The layout changed. */
  void keymapChanged() {
    stale = true;
  }

  /** Modifiers or group changed, as an XkbStateNotifyEvent says. */
  void stateChanged(Pointer event) {
    baseGroup = event.getInt(56);
    latchedGroup = event.getInt(60);
    lockedGroup = event.getInt(64);
    baseMods = event.getInt(72);
    latchedMods = event.getInt(76);
    lockedMods = event.getInt(80);
    applyState();
  }

  private void applyState() {
    if (state != 0) {
      XkbCommon.xkb_state_update_mask(
          state, baseMods, latchedMods, lockedMods, baseGroup, latchedGroup, lockedGroup);
    }
  }

  /** The modifiers now. */
  Modifiers modifiers() {
    int mods = baseMods | latchedMods | lockedMods;
    return new Modifiers(
        (mods & CONTROL) != 0,
        (mods & ALT) != 0,
        (mods & SHIFT) != 0,
        (mods & SUPER) != 0,
        (mods & LEVEL3) != 0);
  }

  /** Programs forget a sequence that was begun when a click moves the focus. */
  void interruptSequence() {
    sequence = 0;
    if (compose != 0) {
      XkbCommon.xkb_compose_state_reset(compose);
    }
  }

  /** A key went down, or repeats. */
  Meaning press(int keycode) {
    refresh();
    if (state == 0 || keycode < 0 || keycode >= KEYCODES) {
      return Meaning.UNKNOWN;
    }
    int symbol = XkbCommon.xkb_state_key_get_one_sym(state, keycode);
    Meaning meaning = modifiers().chord() ? chord(keycode, symbol) : compose(symbol);
    pressedNames[keycode] = meaning.name();
    return meaning;
  }

  /** The name that the key had when it went down. */
  String release(int keycode) {
    String name = keycode < 0 || keycode >= KEYCODES ? null : pressedNames[keycode];
    return name == null ? X11Keys.UNIDENTIFIED : name;
  }

  private Meaning plain(int symbol) {
    String text = X11Keys.text(symbol);
    return new Meaning(X11Keys.name(symbol, text), text);
  }

  /**
   * A chord is called by the Latin letter that one of the layouts has on the key, as programs take
   * Control with a Cyrillic es for Control+C.
   */
  private Meaning chord(int keycode, int symbol) {
    Meaning own = plain(symbol);
    if (own.text().isEmpty() || own.text().codePointAt(0) < 0x80) {
      if (X11Keys.name(symbol, own.text()).equals(own.text())) {
        interruptSequence();
      }
      return own;
    }
    interruptSequence();
    int layouts = XkbCommon.xkb_keymap_num_layouts_for_key(keymap, keycode);
    for (int layout = 0; layout < layouts; layout++) {
      symbols.clear();
      int count = XkbCommon.xkb_keymap_key_get_syms_by_level(keymap, keycode, layout, 0, symbols);
      Pointer first = symbols.getPointer(0);
      if (count == 1 && first != null) {
        int latin = first.getInt(0);
        if (latin >= 'a' && latin <= 'z') {
          String name = Character.toString(latin);
          return new Meaning(modifiers().shift() ? name.toUpperCase(Locale.ROOT) : name, name);
        }
      }
    }
    return own;
  }

  private Meaning compose(int symbol) {
    if (compose == 0) {
      return plain(symbol);
    }
    boolean taken = XkbCommon.xkb_compose_state_feed(compose, symbol) != 0;
    int status = taken ? XkbCommon.xkb_compose_state_get_status(compose) : 0;
    switch (status) {
      case XkbCommon.COMPOSE_COMPOSING -> {
        deadKey = sequence == 0 && X11Keys.isDead(symbol) ? symbol : 0;
        sequence++;
        Meaning part = plain(symbol);
        return part.text().isEmpty() ? part : new Meaning("Dead", "");
      }
      case XkbCommon.COMPOSE_COMPOSED -> {
        sequence = 0;
        String text = composedText();
        return new Meaning(text.isEmpty() ? "Dead" : text, text);
      }
      case XkbCommon.COMPOSE_CANCELLED -> {
        return cancelled(symbol);
      }
      default -> {
        return plain(symbol);
      }
    }
  }

  /**
   * A letter that does not go with the dead key before it: GTK shows both; other toolkits neither.
   * A Compose sequence that is none is lost with its last key.
   */
  private Meaning cancelled(int symbol) {
    boolean afterDeadKey = sequence == 1 && deadKey != 0;
    sequence = 0;
    Meaning last = plain(symbol);
    if (last.text().isEmpty()) {
      // Backspace takes the sequence away, not the character before it.
      return symbol == X11Keys.BACKSPACE ? new Meaning("Dead", "") : last;
    }
    return afterDeadKey
        ? new Meaning(last.name(), standingAlone(deadKey) + last.text())
        : new Meaning("Dead", "");
  }

  /** The character that a dead key makes twice, or with the space bar. */
  private String standingAlone(int dead) {
    String twice = sequence(dead, dead);
    return twice.isEmpty() ? sequence(dead, ' ') : twice;
  }

  private String sequence(int first, int second) {
    XkbCommon.xkb_compose_state_reset(compose);
    XkbCommon.xkb_compose_state_feed(compose, first);
    XkbCommon.xkb_compose_state_feed(compose, second);
    boolean made = XkbCommon.xkb_compose_state_get_status(compose) == XkbCommon.COMPOSE_COMPOSED;
    String text = made ? composedText() : "";
    XkbCommon.xkb_compose_state_reset(compose);
    return text;
  }

  private String composedText() {
    int length = XkbCommon.xkb_compose_state_get_utf8(compose, composed, COMPOSED_BYTES);
    return length <= 0 || length >= COMPOSED_BYTES
        ? ""
        : new String(composed, 0, length, StandardCharsets.UTF_8);
  }

  private void refresh() {
    if (!stale) {
      return;
    }
    forgetKeymap();
    keymap = XkbCommon.X11.xkb_x11_keymap_new_from_device(context, connection, device, 0);
    if (keymap == 0) {
      return;
    }
    state = XkbCommon.xkb_state_new(keymap);
    stale = false;
    applyState();
  }

  private void forgetKeymap() {
    if (state != 0) {
      XkbCommon.xkb_state_unref(state);
      state = 0;
    }
    if (keymap != 0) {
      XkbCommon.xkb_keymap_unref(keymap);
      keymap = 0;
    }
  }

  /** The locale whose Compose table programs use, by the environment's order of precedence. */
  static String locale(java.util.Map<String, String> environment) {
    for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      @Nullable String value = environment.get(variable);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return "C";
  }

  @Override
  public void close() {
    forgetKeymap();
    if (compose != 0) {
      XkbCommon.xkb_compose_state_unref(compose);
      XkbCommon.xkb_compose_table_unref(composeTable);
    }
    XkbCommon.xkb_context_unref(context);
  }
}
