package dev.vitrine.assemble;

import java.util.Arrays;

/**
 * What was typed in one span, in two forms: {@code raw}, every character in the order in which it
 * was typed, erased ones too; and {@code text}, what stood in the field at the end as far as the
 * edit buffer could follow. Each character (UTF-16 unit) of {@code text} knows its place in {@code
 * raw}. Unredacted; immutable.
 */
public final class TypedText {
  private final String raw;
  private final String text;
  private final int[] origins;

  /**
   * Copies its input.
   *
   * @param origins for each char of {@code text} the index in {@code raw} of the char that it came
   *     from
   */
  public TypedText(String raw, String text, int[] origins) {
    if (origins.length != text.length()) {
      throw new IllegalArgumentException("one origin a character is needed");
    }
    this.raw = raw;
    this.text = text;
    this.origins = origins.clone();
  }

  /** Text typed without a correction. */
  public static TypedText plain(String text) {
    int[] origins = new int[text.length()];
    for (int i = 0; i < origins.length; i++) {
      origins[i] = i;
    }
    return new TypedText(text, text, origins);
  }

  /** Every character in typing order, erased ones too. */
  public String raw() {
    return raw;
  }

  /** What stood in the field at the end. */
  public String text() {
    return text;
  }

  /** The index in {@link #raw()} of the character at that index of {@link #text()}. */
  public int origin(int index) {
    return origins[index];
  }

  /** Whether what is left was typed from left to right. */
  public boolean inOrder() {
    for (int i = 1; i < origins.length; i++) {
      if (origins[i] < origins[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The places in {@link #raw()} of what is left in {@link #text()}, in ascending order: what was
   * typed in the order in which it was typed, without what was erased.
   */
  public int[] kept() {
    int[] kept = origins.clone();
    Arrays.sort(kept);
    return kept;
  }

  @Override
  public String toString() {
    return "TypedText";
  }
}
