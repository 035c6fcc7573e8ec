package dev.vitrine.assemble;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a field after a run of keys, as far as that can be told from the keys alone:
 * typing, Backspace, Delete, arrows, Home, End, Control+Backspace, Control+A, with Shift for
 * selections. It knows only what was typed in this run: text that stood in the field before is
 * outside it. A caret motion that leads outside, or an edit that it has no model for, taints it:
 * from then on keys are kept for recognition only and the text stays as it was.
 */
final class EditBuffer {
  /** Characters of one run; a span ends before it grows longer. */
  static final int MAX_CHARS = 4_096;

  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> origins = new ArrayList<>();
  private int caret;
  private int anchor;
  private boolean tainted;

  /** Characters typed so far, erased ones too. */
  int rawLength() {
    return raw.length();
  }

  /** Whether the text may no longer be what stands in the field. */
  boolean tainted() {
    return tainted;
  }

  /** Characters came in at the caret, in place of the selection. */
  void type(String characters) {
    int origin = raw.length();
    raw.append(characters);
    if (tainted) {
      return;
    }
    deleteSelection();
    text.insert(caret, characters);
    for (int i = 0; i < characters.length(); i++) {
      origins.add(caret + i, origin + i);
    }
    moveTo(caret + characters.length(), false);
  }

  /** Whether what is typed next comes after everything that is here. */
  boolean atEnd() {
    return caret == text.length() && anchor == caret;
  }

  /** Whether Backspace would erase what is not ours. */
  boolean atStart() {
    return caret == 0 && anchor == 0;
  }

  /** What was typed at the caret of this one, after a pause, into a buffer of its own. */
  void append(EditBuffer later) {
    int origin = raw.length();
    raw.append(later.raw);
    if (tainted) {
      return;
    }
    deleteSelection();
    text.insert(caret, later.text);
    for (int i = 0; i < later.origins.size(); i++) {
      origins.add(caret + i, origin + later.origins.get(i));
    }
    anchor = caret + later.anchor;
    caret += later.caret;
    tainted = later.tainted;
  }

  /**
   * Backspace: the selection, or the character before the caret. At the start it erases what is not
   * ours.
   */
  void backspace() {
    if (!tainted && !deleteSelection() && caret > 0) {
      delete(previous(caret), caret);
    }
  }

  /**
   * Delete: the selection, or the character after the caret. At the end it erases what is not ours.
   */
  void deleteForward() {
    if (!tainted && !deleteSelection() && caret < text.length()) {
      delete(caret, next(caret));
    }
  }

  /** Control+Backspace: the selection, or back to the start of the word before the caret. */
  void backspaceWord() {
    if (!tainted && !deleteSelection()) {
      delete(startOfWord(), caret);
    }
  }

  /** Whether {@link #backspaceWord} may erase more than what is ours. */
  boolean atStartOfFirstWord() {
    return caret == anchor && startOfWord() == 0;
  }

  private int startOfWord() {
    int start = caret;
    while (start > 0 && !Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /** The caret went one character to the left; with {@code selecting}, the selection with it. */
  void left(boolean selecting) {
    if (!selecting && caret != anchor) {
      moveTo(Math.min(caret, anchor), false);
    } else if (caret > 0) {
      moveTo(previous(caret), selecting);
    } else {
      taint();
    }
  }

  /** The caret went one character to the right. */
  void right(boolean selecting) {
    if (!selecting && caret != anchor) {
      moveTo(Math.max(caret, anchor), false);
    } else if (caret < text.length()) {
      moveTo(next(caret), selecting);
    } else {
      taint();
    }
  }

  /** The caret went to the start of what was typed. */
  void home(boolean selecting) {
    moveTo(0, selecting);
  }

  /** The caret went to the end of what was typed. */
  void end(boolean selecting) {
    moveTo(text.length(), selecting);
  }

  /** Everything is selected. */
  void selectAll() {
    anchor = 0;
    caret = text.length();
  }

  /** The selection was cut out; without one nobody knows what went. */
  void cut() {
    if (!tainted && !deleteSelection()) {
      taint();
    }
  }

  /** Something happened that this buffer cannot model. */
  void taint() {
    tainted = true;
  }

  /** What was typed and what is left of it. */
  TypedText typed() {
    int[] copy = new int[origins.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = origins.get(i);
    }
    return new TypedText(raw.toString(), text.toString(), copy);
  }

  private boolean deleteSelection() {
    if (caret == anchor) {
      return false;
    }
    delete(Math.min(caret, anchor), Math.max(caret, anchor));
    return true;
  }

  private void delete(int from, int to) {
    text.delete(from, to);
    origins.subList(from, to).clear();
    moveTo(from, false);
  }

  private void moveTo(int position, boolean selecting) {
    caret = position;
    if (!selecting) {
      anchor = position;
    }
  }

  private int previous(int position) {
    boolean pair =
        position >= 2
            && Character.isSurrogatePair(text.charAt(position - 2), text.charAt(position - 1));
    return position - (pair ? 2 : 1);
  }

  private int next(int position) {
    boolean pair =
        position + 2 <= text.length()
            && Character.isSurrogatePair(text.charAt(position), text.charAt(position + 1));
    return position + (pair ? 2 : 1);
  }

  @Override
  public String toString() {
    return "EditBuffer";
  }
}
