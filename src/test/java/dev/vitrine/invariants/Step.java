package dev.vitrine.invariants;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** One of the small things of which a person's work is made. {@code amount} is 0 to 9. */
record Step(What what, int amount) {
  enum What {
    WORDS,
    TYPO,
    SHORT_PAUSE,
    LONG_PAUSE,
    ENTER,
    ARROW,
    CLICK,
    STROLL,
    SCROLL,
    SAVE,
    OTHER_FIELD,
    OTHER_WINDOW,
    DENIED_WINDOW,
    PROTECTED_FIELD,
    UNKNOWN_FIELD,
    PASTE,
    LOCK,
    TICK
  }

  private static final String[] WORDS = {
    "meadow", "lantern", "willow", "gravel", "timber", "saddle", "bramble", "thicket", "heather",
    "furrow"
  };

  /** A stretch of work. */
  static Arbitrary<List<Step>> work(int most) {
    return any().list().ofMaxSize(most);
  }

  /** Any step; typing more often than other things. */
  static Arbitrary<Step> any() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(What.WORDS)), Tuple.of(3, Arbitraries.of(What.class))),
            Arbitraries.integers().between(0, 9))
        .as(Step::new);
  }

  /** The word of that number, without a sign that a secret has. */
  static String word(int number) {
    return WORDS[number % WORDS.length];
  }

  /** Does it. */
  void play(Person person) {
    switch (what) {
      case WORDS -> {
        for (int i = 0; i <= amount % 4; i++) {
          person.word(word(amount + i));
        }
      }
      case TYPO -> person.type("xx").key("Backspace", 2).word(word(amount));
      case SHORT_PAUSE -> person.pause(200 + 900L * amount);
      case LONG_PAUSE -> person.pause(10_000 + 30_000L * amount);
      case ENTER -> person.key("Enter", 1 + amount % 2).pause(300);
      case ARROW -> person.key(amount % 2 == 0 ? "ArrowLeft" : "ArrowUp", 1);
      case CLICK -> person.click();
      case STROLL -> person.stroll(3 + amount);
      case SCROLL -> person.scroll(amount - 4);
      case SAVE -> person.chord("Control", "s", 1).pause(300);
      case OTHER_FIELD -> person.field(amount % 2 == 0 ? "subject" : "body", false, amount * 3L);
      case OTHER_WINDOW ->
          person.window(person.window() == Person.EDITOR ? Person.FORMS : Person.EDITOR);
      case DENIED_WINDOW -> away(person, Person.TERMINAL);
      case PROTECTED_FIELD -> {
        person.field("hidden" + letter(), true, amount * 3L).word(word(amount) + "hidden");
        person.field("body", false, 15);
      }
      case UNKNOWN_FIELD -> {
        person.field("blank" + letter(), null, amount * 3L).word(word(amount) + "unknown");
        person.field("body", false, 15);
      }
      case PASTE -> person.chord("Control", "v", 1).pause(400);
      case LOCK -> person.lock(1_000 + 1_000L * amount);
      case TICK -> person.lines().tick();
    }
  }

  private char letter() {
    return (char) ('a' + amount);
  }

  private void away(Person person, int window) {
    int back = person.window();
    person.window(window).word(word(amount) + "denied").window(back);
  }
}
