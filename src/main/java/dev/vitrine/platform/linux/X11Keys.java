package dev.vitrine.platform.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/**
 * Names X11 key symbols as in W3C {@code KeyboardEvent.key}, and says which character they stand
 * for.
 *
 * @see <a href="https://www.w3.org/TR/uievents-key/">UI Events KeyboardEvent key Values</a>
 * @see <a href="https://www.x.org/releases/current/doc/xproto/x11protocol.html#keysym_encoding">X11
 *     keysym encoding</a>
 */
public final class X11Keys {
  /** What a key is called where nothing better is known. */
  static final String UNIDENTIFIED = "Unidentified";

  /** The usual AltGr. */
  public static final int ISO_LEVEL3_SHIFT = 0xfe03;

  /** The AltGr of old. */
  public static final int MODE_SWITCH = 0xff7e;

  static final int BACKSPACE = 0xff08;
  private static final int FIRST_DEAD_KEY = 0xfe50;
  private static final int LAST_DEAD_KEY = 0xfe93;
  private static final int F1 = 0xffbe;
  private static final int F35 = 0xffe0;

  private static final Map<Integer, String> NAMES =
      Map.<Integer, String>ofEntries(
          Map.entry(BACKSPACE, "Backspace"),
          Map.entry(0xff09, "Tab"),
          Map.entry(0xfe20, "Tab"),
          Map.entry(0xff0b, "Clear"),
          Map.entry(0xff0d, "Enter"),
          Map.entry(0xff13, "Pause"),
          Map.entry(0xff14, "ScrollLock"),
          Map.entry(0xff15, "PrintScreen"),
          Map.entry(0xff1b, "Escape"),
          Map.entry(0xff20, "Compose"),
          Map.entry(0xff21, "KanjiMode"),
          Map.entry(0xff22, "NonConvert"),
          Map.entry(0xff23, "Convert"),
          Map.entry(0xff2a, "ZenkakuHankaku"),
          Map.entry(0xff27, "HiraganaKatakana"),
          Map.entry(0xff31, "HangulMode"),
          Map.entry(0xff34, "HanjaMode"),
          Map.entry(0xff50, "Home"),
          Map.entry(0xff51, "ArrowLeft"),
          Map.entry(0xff52, "ArrowUp"),
          Map.entry(0xff53, "ArrowRight"),
          Map.entry(0xff54, "ArrowDown"),
          Map.entry(0xff55, "PageUp"),
          Map.entry(0xff56, "PageDown"),
          Map.entry(0xff57, "End"),
          Map.entry(0xff60, "Select"),
          Map.entry(0xff61, "PrintScreen"),
          Map.entry(0xff62, "Execute"),
          Map.entry(0xff63, "Insert"),
          Map.entry(0xff65, "Undo"),
          Map.entry(0xff66, "Redo"),
          Map.entry(0xff67, "ContextMenu"),
          Map.entry(0xff68, "Find"),
          Map.entry(0xff69, "Cancel"),
          Map.entry(0xff6a, "Help"),
          Map.entry(0xff6b, "Pause"),
          Map.entry(MODE_SWITCH, "AltGraph"),
          Map.entry(0xff7f, "NumLock"),
          Map.entry(0xff89, "Tab"),
          Map.entry(0xff8d, "Enter"),
          Map.entry(0xff95, "Home"),
          Map.entry(0xff96, "ArrowLeft"),
          Map.entry(0xff97, "ArrowUp"),
          Map.entry(0xff98, "ArrowRight"),
          Map.entry(0xff99, "ArrowDown"),
          Map.entry(0xff9a, "PageUp"),
          Map.entry(0xff9b, "PageDown"),
          Map.entry(0xff9c, "End"),
          Map.entry(0xff9d, "Clear"),
          Map.entry(0xff9e, "Insert"),
          Map.entry(0xff9f, "Delete"),
          Map.entry(0xffe1, "Shift"),
          Map.entry(0xffe2, "Shift"),
          Map.entry(0xffe3, "Control"),
          Map.entry(0xffe4, "Control"),
          Map.entry(0xffe5, "CapsLock"),
          Map.entry(0xffe6, "CapsLock"),
          // Shift+Alt gives Meta_L in the usual layouts; the key is still Alt.
          Map.entry(0xffe7, "Alt"),
          Map.entry(0xffe8, "Alt"),
          Map.entry(0xffe9, "Alt"),
          Map.entry(0xffea, "Alt"),
          Map.entry(0xffeb, "Meta"),
          Map.entry(0xffec, "Meta"),
          Map.entry(0xffed, "Hyper"),
          Map.entry(0xffee, "Hyper"),
          Map.entry(0xffff, "Delete"),
          Map.entry(ISO_LEVEL3_SHIFT, "AltGraph"),
          Map.entry(0xfe11, "AltGraph"),
          Map.entry(0xfe08, "GroupNext"),
          Map.entry(0xfe0a, "GroupPrevious"),
          Map.entry(0xfe0c, "GroupFirst"),
          Map.entry(0xfe0e, "GroupLast"),
          Map.entry(0x1008ff11, "AudioVolumeDown"),
          Map.entry(0x1008ff12, "AudioVolumeMute"),
          Map.entry(0x1008ff13, "AudioVolumeUp"),
          Map.entry(0x1008ff14, "MediaPlayPause"),
          Map.entry(0x1008ff15, "MediaStop"),
          Map.entry(0x1008ff16, "MediaTrackPrevious"),
          Map.entry(0x1008ff17, "MediaTrackNext"),
          Map.entry(0x1008ff26, "BrowserBack"),
          Map.entry(0x1008ff27, "BrowserForward"),
          Map.entry(0x1008ff57, "Copy"),
          Map.entry(0x1008ff58, "Cut"),
          Map.entry(0x1008ff6d, "Paste"));

  private X11Keys() {}

  /** The library that JNativeHook itself needs; its table covers every legacy key symbol. */
  private static final class Xkb {
    static {
      Native.register(Xkb.class, NativeLibrary.getInstance("libxkbcommon.so.0"));
    }

    static native int xkb_keysym_to_utf32(int keysym);
  }

  /** The character that the symbol stands for; empty for control characters and for none. */
  public static String text(int keysym) {
    int codePoint = Xkb.xkb_keysym_to_utf32(keysym);
    return codePoint == 0 || Character.getType(codePoint) == Character.CONTROL
        ? ""
        : Character.toString(codePoint);
  }

  /** The W3C name; {@code text} is what {@link #text} said. */
  public static String name(int keysym, String text) {
    if (!text.isEmpty()) {
      return text;
    }
    String name = NAMES.get(keysym);
    if (name != null) {
      return name;
    }
    if (keysym >= F1 && keysym <= F35) {
      return "F" + (keysym - F1 + 1);
    }
    return isDead(keysym) ? "Dead" : UNIDENTIFIED;
  }

  /** Whether the symbol is that of a dead key. */
  static boolean isDead(int keysym) {
    return keysym >= FIRST_DEAD_KEY && keysym <= LAST_DEAD_KEY;
  }
}
