package dev.vitrine.invariants;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * How a text comes to be typed: with slips that are mended, pauses, and other things done
 * meanwhile. In the end the text stands there as it was meant.
 */
record Hand(List<Slip> slips) {
  /** What happens before the character at {@code at} hundredths of the text is typed. */
  record Slip(int at, What what, int amount) {}

  enum What {
    /** Wrong characters, erased one by one. */
    TYPO,
    /** Right characters erased and typed again. */
    RETYPED,
    /** A wrong character seen late, mended with the arrows. */
    MENDED_INSIDE,
    /** Wrong characters, selected with Shift and the arrows and typed over. */
    TYPED_OVER,
    /** The last word erased with Control and typed again. */
    WORD_ERASED,
    /** Some seconds without a key. */
    PAUSE,
    /** Copied or saved. */
    COPIED,
    /** The pointer moved. */
    STROLL,
    /** Escape. */
    ESCAPE,
    /** Scrolled. */
    SCROLL
  }

  private static final String WRONG = "7392";

  /** No slip at all. */
  static final Hand SURE = new Hand(List.of());

  static Arbitrary<Hand> any() {
    Arbitrary<Slip> slip =
        Combinators.combine(
                Arbitraries.integers().between(0, 99),
                Arbitraries.of(What.class),
                Arbitraries.integers().between(1, 4))
            .as(Slip::new);
    return slip.list().ofMaxSize(4).map(Hand::new);
  }

  /** Types it. */
  void type(Person person, String text) {
    for (int i = 0; i <= text.length(); i++) {
      for (Slip slip : slips) {
        if (slip.at() * text.length() / 100 == i) {
          slip(person, text, i, slip);
        }
      }
      if (i < text.length()) {
        person.character(text.substring(i, i + 1));
      }
    }
  }

  /** How many milliseconds that takes. */
  long duration(String text) {
    Person person = new Person(0);
    long start = person.now();
    type(person, text);
    return person.now() - start;
  }

  private static void slip(Person person, String text, int i, Slip slip) {
    int amount = slip.amount();
    int back = Math.min(i, amount);
    switch (slip.what()) {
      case TYPO -> person.type(WRONG.substring(0, amount)).key("Backspace", amount);
      case RETYPED -> person.key("Backspace", back).type(text.substring(i - back, i));
      case MENDED_INSIDE -> {
        if (back > 0) {
          person.key("Backspace", back).type("7" + text.substring(i - back, i));
          person.key("ArrowLeft", back).key("Backspace", 1).key("ArrowRight", back);
        }
      }
      case TYPED_OVER ->
          person
              .type(WRONG.substring(0, amount))
              .chord("Shift", "ArrowLeft", amount)
              .key("Backspace", 1);
      case WORD_ERASED -> eraseWord(person, text, i);
      case PAUSE -> person.pause(amount * 2_700L);
      case COPIED -> person.chord("Control", amount % 2 == 0 ? "c" : "s", 1);
      case STROLL -> person.stroll(amount);
      case ESCAPE -> person.key("Escape", 1);
      case SCROLL -> person.scroll(amount);
    }
  }

  private static void eraseWord(Person person, String text, int i) {
    int start = i;
    while (start > 0 && !Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    if (i > 0 && Character.isLetterOrDigit(text.charAt(start))) {
      person.chord("Control", "Backspace", 1).type(text.substring(start, i));
    }
  }
}
