package dev.vitrine.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.agent.InMemoryReplay.Outcome;
import dev.vitrine.tally.DropReason;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants 1, 3, 5 and 9: what is typed. */
class SecretInvariantsTest extends Invariants {
  /**
   * Invariant 1. Seen to fail when a removed stretch cast no shadow on the clicks and shortcuts
   * that began inside it.
   */
  @Property
  void whatDiffersInsideASecretOnlyIsNotToBeSeen(
      @ForAll("work") List<Step> before,
      @ForAll("twins") Secret[] twins,
      @ForAll("hand") Hand one,
      @ForAll("hand") Hand other,
      @ForAll("work") List<Step> after) {
    Hand[] hands = {one, other};
    String[] seen = new String[2];
    long slot = Math.max(one.duration(twins[0].value()), other.duration(twins[1].value())) + 300;
    for (int i = 0; i < 2; i++) {
      Person person = new Person(7);
      play(person, before);
      person.key("Enter", 1).pause(300).word("pay").type(twins[i].lead());
      long start = person.now();
      hands[i].type(person, twins[i].value());
      person.until(start + slot).type(" ").word("thanks");
      play(person, after);
      seen[i] = World.run(person).seen();
    }
    assertThat(seen[1]).isEqualTo(seen[0]);
  }

  /**
   * Invariant 3: however a text was typed and corrected, no piece of a secret is recorded. Seen to
   * fail when the third form (typed order without what was erased) was not searched.
   */
  @Property
  void noSecretIsRecordedHoweverItWasTyped(
      @ForAll("work") List<Step> before,
      @ForAll("secret") Secret secret,
      @ForAll("hand") Hand hand,
      @ForAll boolean beside,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.type(secret.lead());
    hand.type(person, secret.value());
    person.type(" ");
    if (beside) {
      person.key("ArrowLeft", 1).word("beside");
    }
    play(person, after);
    World.assertNoSecret(World.run(person));
  }

  /** How something typed is erased again. */
  enum Erasing {
    BACKSPACE,
    WORDS,
    SELECTED,
    ALL,
    UNDO,
    MOUSE
  }

  @Provide
  Arbitrary<Erasing> erasing() {
    return Arbitraries.of(Erasing.class);
  }

  private static void erase(Person person, Erasing how, int signs) {
    switch (how) {
      case BACKSPACE -> person.key("Backspace", signs);
      case WORDS -> person.chord("Control", "Backspace", 1 + signs / 6);
      case SELECTED -> person.chord("Shift", "ArrowLeft", signs).key("Delete", 1);
      case ALL -> person.chord("Control", "a", 1).key("Backspace", 1);
      case UNDO -> person.chord("Control", "z", 1 + signs / 8);
      case MOUSE -> {
        person.lines().down(400, 300).move(400, 300, 400 - 8 * signs, 300, 4).up(390, 300);
        person.pause(400).key("Backspace", 1);
      }
    }
  }

  /** Invariant 3. Seen to fail when what was typed was searched in its final form only. */
  @Property
  void whatWasErasedIsNotRecordedNorWhatIsLeftOfIt(
      @ForAll("work") List<Step> before,
      @ForAll("secret") Secret secret,
      @ForAll("erasing") Erasing how,
      @ForAll @IntRange(min = 1, max = 99) int share,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.type(" " + secret.lead()).type(secret.value());
    erase(person, how, Math.max(1, secret.value().length() * share / 100));
    person.word("after");
    play(person, after);
    World.assertNoSecret(World.run(person));
  }

  /**
   * Invariant 3: after an edit that cannot be followed, only what is certain. Seen to fail when an
   * undo did not taint the span.
   */
  @Property
  void whatIsTypedAfterAnUndoIsNotRecorded(
      @ForAll("work") List<Step> before, @ForAll @IntRange(min = 1, max = 3) int times) {
    Person person = new Person(7);
    play(person, before);
    person.key("Enter", 1).pause(300).word("certain").chord("Control", "z", times).word("ghost");
    Outcome outcome = World.run(person);
    assertThat(outcome.lines()).noneMatch(line -> line.contains("ghost"));
  }

  /** What comes between two pieces of a secret. */
  enum Between {
    PAUSE,
    CLICK,
    ENTER,
    OTHER_FIELD,
    OTHER_WINDOW,
    DENIED_WINDOW,
    PROTECTED_FIELD,
    NOTHING
  }

  /** A piece ends at that many hundredths of the secret. */
  record Cut(int at, Between between, int pause) {}

  @Provide
  Arbitrary<List<Cut>> cuts() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 99),
            Arbitraries.of(Between.class),
            Arbitraries.integers().between(300, 11_000))
        .as(Cut::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Provide
  Arbitrary<Secret> closed() {
    return Arbitraries.of(
            Secret.Kind.CARD, Secret.Kind.IBAN, Secret.Kind.NATIONAL_ID, Secret.Kind.CUSTOM)
        .flatMap(Secret::of);
  }

  private static void pass(Person person, Cut cut) {
    switch (cut.between()) {
      case PAUSE, NOTHING -> person.pause(100);
      case CLICK -> person.click();
      case ENTER -> person.key("Enter", 1);
      case OTHER_FIELD -> person.field(cut.pause() % 2 == 0 ? "subject" : "body", false, 15);
      case OTHER_WINDOW -> new Step(Step.What.OTHER_WINDOW, 0).play(person);
      case DENIED_WINDOW -> new Step(Step.What.DENIED_WINDOW, 0).play(person);
      case PROTECTED_FIELD -> new Step(Step.What.PROTECTED_FIELD, 0).play(person);
    }
    person.pause(cut.pause());
  }

  /** Invariant 5. Seen to fail when each span was searched by itself only. */
  @Property
  void aSecretSplitOverPausesFieldsAndWindowsIsFound(
      @ForAll("work") List<Step> before,
      @ForAll("closed") Secret secret,
      @ForAll("cuts") List<Cut> cuts,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.key("Enter", 1).pause(300).type(secret.lead());
    String value = secret.value();
    for (int i = 0; i < value.length(); i++) {
      for (Cut cut : cuts) {
        if (i > 0 && i == cut.at() * value.length() / 100) {
          pass(person, cut);
        }
      }
      person.character(value.substring(i, i + 1));
    }
    person.type(" ");
    play(person, after);
    World.assertNoSecret(World.run(person));
  }

  /**
   * Invariant 5: the label in one place, what it names in another. Seen to fail when only spans of
   * the same field were searched together.
   */
  @Property
  void aValueWhoseLabelStandsInAnotherFieldOrWindowIsFound(
      @ForAll("work") List<Step> before,
      @ForAll("password") String password,
      @ForAll("cuts") List<Cut> cuts,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.key("Enter", 1).pause(300).type("password:");
    pass(person, cuts.get(0));
    person.type(password);
    play(person, after);
    World.assertNoSecret(World.run(person));
  }

  /**
   * Invariant 9: of an input method the keys are seen, not what it writes. Seen to fail when the
   * first 100 ms of composing were not counted.
   */
  @Property
  void whatAnInputMethodComposesIsNotRecorded(
      @ForAll("work") List<Step> before,
      @ForAll("password") String typed,
      @ForAll @IntRange(min = 0, max = 400) int lead,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.pause(lead).lines().inputMethod(true);
    person.type(typed).pause(lead).type(typed).pause(10).lines().inputMethod(false);
    play(person.pause(lead), after);
    Outcome outcome = World.run(person);
    World.assertNoSecret(outcome);
    assertThat(outcome.drops()).containsEntry(DropReason.INPUT_METHOD, 1L);
  }

  /**
   * Invariant 9: the dead key comes first, then the letter that the layout makes of both. Seen to
   * fail when that letter was taken without its accent.
   */
  @Property
  void composedTextIsMatched(
      @ForAll("work") List<Step> before,
      @ForAll("hand") Hand hand,
      @ForAll boolean mail,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.type(" ");
    hand.type(person, mail ? "Q7ZT@Z3KPL.COM" : World.COMPOSED_WORD);
    person.type(" ");
    play(person, after);
    World.assertNoSecret(World.run(person));
  }
}
