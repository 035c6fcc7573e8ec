package dev.vitrine.viewer;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Words to look for in what people can read of a record: its text, title, site, and the names of
 * elements; without regard to case, letter by letter as Unicode's simple mappings have it. It looks
 * at the bytes of lines, whose form is the record writer's: nothing is decoded, parsed or copied.
 *
 * <p>Horspool's search (1980), where a letter may have several forms of several lengths. Safe for
 * use by several threads.
 */
final class Needle {
  /** Above these no letter has two cases. */
  private static final int LAST_CASED = 0x1ffff;

  private static final int BYTE_VALUES = 256;

  /** Digits of an escaped character. */
  private static final int HEX_DIGITS = 4;

  /** What stands before the value of what people can read; no other string has it before it. */
  private static final byte[][] READABLE = {
    bytes("\"text\":"), bytes("\"title\":"), bytes("\"site\":"), bytes("\"name\":")
  };

  /** For each character of the words its forms. */
  private final byte[][][] forms;

  /** The fewest bytes that the words can take. */
  private final int shortest;

  /** Bytes that can stand at that place, and how far on the next place can be. */
  private final boolean[] closing = new boolean[BYTE_VALUES];

  private final int[] skip = new int[BYTE_VALUES];

  /** Words of one character at least. */
  Needle(String words) {
    int[] wanted = words.codePoints().map(Needle::folded).toArray();
    this.forms = forms(wanted);
    this.shortest =
        Arrays.stream(forms)
            .mapToInt(each -> Arrays.stream(each).mapToInt(form -> form.length).min().orElse(0))
            .sum();
    Arrays.fill(skip, shortest);
    prepare();
  }

  /** What letters that differ only in case have in common. */
  private static int folded(int character) {
    return Character.toLowerCase(Character.toUpperCase(character));
  }

  private static byte[][][] forms(int[] wanted) {
    List<List<byte[]>> all = new ArrayList<>();
    BitSet asked = new BitSet();
    for (int character : wanted) {
      all.add(new ArrayList<>());
      asked.set(character);
    }
    for (int each = 0; each <= LAST_CASED; each++) {
      int folded = folded(each);
      for (int i = 0; asked.get(folded) && i < wanted.length; i++) {
        if (wanted[i] == folded) {
          addForms(each, all.get(i));
        }
      }
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] > LAST_CASED) {
        addForms(wanted[i], all.get(i));
      }
    }
    return all.stream().map(each -> each.toArray(byte[][]::new)).toArray(byte[][][]::new);
  }

  /** As it stands inside a string of a line: none of the forms is the beginning of another one. */
  private static void addForms(int character, List<byte[]> forms) {
    String text = Character.toString(character);
    forms.add(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    if (text.length() > 1) {
      // The record writer escapes what is a pair in Java.
      forms.add(bytes(String.format("\\u%04X\\u%04X", (int) text.charAt(0), (int) text.charAt(1))));
    }
  }

  /** Notes which byte can stand how far from the beginning, over all forms. */
  private void prepare() {
    BitSet starts = new BitSet();
    starts.set(0);
    for (byte[][] character : forms) {
      BitSet next = new BitSet();
      for (byte[] form : character) {
        starts.stream()
            .forEach(
                start -> {
                  for (int i = 0; i < form.length; i++) {
                    note(form[i] & 0xff, start + i);
                  }
                  next.set(start + form.length);
                });
      }
      starts = next;
    }
  }

  private void note(int value, int place) {
    if (place == shortest - 1) {
      closing[value] = true;
    } else if (place < shortest) {
      skip[value] = Math.min(skip[value], shortest - 1 - place);
    }
  }

  /**
   * Where the words stand among these bytes, readable or not: the first place from {@code from} on,
   * all of them before {@code to}; -1 = nowhere.
   */
  int find(byte[] bytes, int from, int to) {
    int close = from + shortest - 1;
    while (close < to) {
      int value = bytes[close] & 0xff;
      if (closing[value]) {
        int start = close - shortest + 1;
        if (standsAt(bytes, start, to)) {
          return start;
        }
      }
      close += skip[value];
    }
    return -1;
  }

  private boolean standsAt(byte[] bytes, int start, int to) {
    int at = start;
    for (byte[][] character : forms) {
      int length = 0;
      for (int i = 0; length == 0 && i < character.length; i++) {
        byte[] form = character[i];
        if (at + form.length <= to && beginsWith(bytes, at, form)) {
          length = form.length;
        }
      }
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  private static boolean beginsWith(byte[] bytes, int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether they stand where people can read them, in the line {@code [from, to)}. */
  boolean isIn(byte[] bytes, int from, int to) {
    int at = find(bytes, from, to);
    while (at >= 0) {
      if (isEscape(bytes, from, at)) {
        at = find(bytes, at + 1, to);
      } else if (isReadable(bytes, from, at)) {
        return true;
      } else {
        // Until the next quotation mark no other string begins.
        int next = at;
        while (next < to && bytes[next] != '"') {
          next++;
        }
        at = find(bytes, next + 1, to);
      }
    }
    return false;
  }

  /** Whether this place is inside an escape, so that what stands there is no character. */
  private static boolean isEscape(byte[] bytes, int from, int at) {
    if (escapes(bytes, from, at - 1)) {
      return true;
    }
    for (int back = 2; back <= HEX_DIGITS + 1; back++) {
      if (escapes(bytes, from, at - back) && bytes[at - back + 1] == 'u') {
        return true;
      }
    }
    return false;
  }

  /** Whether a backslash there escapes what follows, and is not escaped itself. */
  private static boolean escapes(byte[] bytes, int from, int at) {
    int start = at;
    while (start >= from && bytes[start] == '\\') {
      start--;
    }
    return ((at - start) & 1) == 1;
  }

  /** Whether the string around this place is the value of what people can read. */
  private static boolean isReadable(byte[] bytes, int from, int at) {
    int quote = at - 1;
    while (quote >= from && (bytes[quote] != '"' || escapes(bytes, from, quote - 1))) {
      quote--;
    }
    for (byte[] key : READABLE) {
      int start = quote - key.length;
      if (start >= from && beginsWith(bytes, start, key)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }
}
