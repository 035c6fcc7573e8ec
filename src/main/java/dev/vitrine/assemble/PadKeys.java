package dev.vitrine.assemble;

import dev.vitrine.event.Bounds;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the keys of an on-screen keyboard or PIN pad from other elements, by what they say. */
final class PadKeys {
  /** What an element is, as far as a press on it may be typing. */
  enum Kind {
    /** It types a character. */
    KEY,
    /** It belongs to such keys: Shift, Space, Backspace. */
    BESIDE,
    /** Nobody can say. */
    UNKNOWN,
    /** Something else. */
    OTHER
  }

  /** What takes text; its name is a label, however short. */
  private static final Set<String> FIELDS =
      Set.of("textbox", "searchbox", "combobox", "spinbutton", "document", "terminal", "slider");

  private static final Set<String> BESIDE =
      Set.of(
          "shift",
          "caps",
          "caps lock",
          "alt",
          "altgr",
          "ctrl",
          "space",
          "backspace",
          "bksp",
          "del",
          "delete",
          "clear",
          "return",
          "enter",
          "tab",
          "sym",
          "abc",
          "123",
          "?123",
          "=\\<");

  /** Pixels beyond which an element with the focus is what surrounds keys rather than one. */
  private static final int WIDEST = 300;

  private static final int HIGHEST = 150;

  /** A digit with the letters below it, as telephones have them. */
  private static final int LONGEST_DIGIT_KEY = 6;

  private PadKeys() {}

  /**
   * What the element is.
   *
   * @param exact whether it is known to be the very one that was pressed; otherwise one that is
   *     large may be what surrounds it
   */
  static Kind kind(String role, String name, @Nullable Bounds bounds, boolean exact) {
    if (FIELDS.contains(role)) {
      return Kind.OTHER;
    }
    String label = name.strip();
    if (isKey(label)) {
      return Kind.KEY;
    }
    if (BESIDE.contains(label.toLowerCase(Locale.ROOT))) {
      return Kind.BESIDE;
    }
    boolean large = bounds == null || bounds.width() > WIDEST || bounds.height() > HIGHEST;
    return label.isEmpty() || (!exact && large) ? Kind.UNKNOWN : Kind.OTHER;
  }

  private static boolean isKey(String label) {
    long characters = label.codePoints().filter(c -> !joins(c)).count();
    return characters == 1 || isTelephoneKey(label);
  }

  /** What only changes how the character before it looks. */
  private static boolean joins(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT;
  }

  private static boolean isTelephoneKey(String label) {
    return label.length() > 1
        && label.length() <= LONGEST_DIGIT_KEY
        && Character.isDigit(label.charAt(0))
        && label.chars().skip(1).allMatch(c -> c <= ' ' || Character.isLetter(c));
  }
}
