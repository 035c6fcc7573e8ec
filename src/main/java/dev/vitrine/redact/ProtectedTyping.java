package dev.vitrine.redact;

import dev.vitrine.crypto.KeyedHash;
import dev.vitrine.event.RawInput;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is typed into protected fields, so that it can be recognised where it is typed into an
 * ordinary one too: the password in the wrong window. Characters are kept only until the field is
 * left, at Enter, Tab, a key that puts the caret elsewhere, or after {@value #IDLE_SECONDS} s
 * without a key; then a keyed hash and the length stay, for as long as a text can still come of
 * which it may be part, and the characters are overwritten. Nothing of it is ever counted or
 * recorded.
 *
 * <p>Limits: passwords of fewer than {@value #LEAST} characters would be found in any text and are
 * not looked for; only the whole is, not a part.
 */
final class ProtectedTyping {
  /** Characters of the shortest PIN (ISO 9564-1). */
  static final int LEAST = 4;

  private static final int MOST = 256;
  private static final int MOST_WORDS = 32;
  private static final long IDLE_SECONDS = 10;
  private static final long IDLE_NANOS = Duration.ofSeconds(IDLE_SECONDS).toNanos();

  /** A text that must not be let out, when it was typed, and how it is recognised. */
  static final class Word {
    final long start;
    final long end;
    final int length;
    private final byte[] hash;

    private Word(long start, long end, int length, byte[] hash) {
      this.start = start;
      this.end = end;
      this.length = length;
      this.hash = hash;
    }

    @Override
    public String toString() {
      return "Word";
    }
  }

  private final KeyedHash hashes = new KeyedHash();
  private final char[] typed = new char[MOST];
  private final ArrayDeque<Word> words = new ArrayDeque<>();
  private @Nullable String field;
  private int length;
  private long start;
  private long last;

  /** What surely went into the field; keys at the moment of a change may have gone elsewhere. */
  private int sureFrom;

  private int sureTo;

  /** A key went into a protected field, or, where that is not {@code sure}, may have. */
  void key(String into, RawInput.Key key, boolean sure) {
    if (field != null && !field.equals(into)) {
      end();
    }
    if (key.text().isEmpty() && key.key().equals("Backspace") && !key.modifiers().chord()) {
      erase(key.nanos());
    } else if (isText(key)) {
      for (char c : key.text().toCharArray()) {
        add(into, c, key.nanos(), sure);
      }
    } else if (key.text().isEmpty() && !isModifier(key.key())) {
      end();
    }
  }

  private static boolean isText(RawInput.Key key) {
    return !key.text().isEmpty()
        && !key.modifiers().chord()
        && key.text().chars().noneMatch(Character::isISOControl);
  }

  private static boolean isModifier(String key) {
    return key.equals("Shift") || key.equals("AltGraph") || key.equals("CapsLock");
  }

  private void add(String into, char c, long nanos, boolean sure) {
    if (length == MOST) {
      end();
    }
    if (field == null) {
      field = into;
      start = nanos;
    }
    typed[length++] = c;
    last = nanos;
    if (sure) {
      sureTo = length;
    } else if (sureTo == 0) {
      sureFrom = length;
    }
  }

  private void erase(long nanos) {
    if (length > 0) {
      typed[--length] = 0;
      last = nanos;
      sureFrom = Math.min(sureFrom, length);
      sureTo = Math.min(sureTo, length);
    }
  }

  /** The field was left. */
  void end() {
    note(0, length);
    if (sureTo > sureFrom && sureTo - sureFrom < length) {
      note(sureFrom, sureTo);
    }
    Arrays.fill(typed, (char) 0);
    field = null;
    length = 0;
    sureFrom = 0;
    sureTo = 0;
  }

  private void note(int from, int to) {
    if (to - from < LEAST) {
      return;
    }
    if (words.size() == MOST_WORDS) {
      words.remove();
    }
    words.add(new Word(start, last, to - from, hashes.of(CharBuffer.wrap(typed), from, to)));
  }

  /** Ends what has been idle long enough. */
  void advance(long now) {
    if (now >= deadline()) {
      end();
    }
  }

  /** When {@link #advance} has something to do; {@link Long#MAX_VALUE} where nothing is open. */
  long deadline() {
    return field == null ? Long.MAX_VALUE : last + IDLE_NANOS;
  }

  /** When what is being typed began; {@link Long#MAX_VALUE} where nothing is open. */
  long openStart() {
    return field == null ? Long.MAX_VALUE : start;
  }

  /** The texts known by now. */
  List<Word> words() {
    return List.copyOf(words);
  }

  /** Forgets the texts that were typed before that moment. */
  void forgetBefore(long nanos) {
    words.removeIf(word -> word.end < nanos);
  }

  /** Forgets everything. */
  void clear() {
    end();
    words.clear();
  }

  /** Whether the word stands at that place of the text. */
  boolean isAt(Word word, CharSequence text, int at) {
    return Arrays.equals(word.hash, hashes.of(text, at, at + word.length));
  }

  @Override
  public String toString() {
    return "ProtectedTyping";
  }
}
