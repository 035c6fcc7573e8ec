package dev.vitrine.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.agent.InMemoryReplay.Outcome;
import dev.vitrine.invariants.Person.Word;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants 6, 7, 8 and 10: what is typed or pressed where nobody may look. */
class ProtectionInvariantsTest extends Invariants {
  /** Corrections with Backspace, and pauses of less than 10 s. */
  @Provide
  Arbitrary<Hand> plainHand() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 99),
            Arbitraries.of(Hand.What.TYPO, Hand.What.RETYPED, Hand.What.PAUSE, Hand.What.STROLL),
            Arbitraries.integers().between(1, 3))
        .as((at, what, n) -> new Hand.Slip(at, what, what == Hand.What.PAUSE ? 1 : n))
        .list()
        .ofMaxSize(3)
        .map(Hand::new);
  }

  private static void intoField(Person person, Hand hand, String password, boolean enter) {
    person.field("hidden", true, 15);
    hand.type(person, password);
    if (enter) {
      person.key("Enter", 1).pause(200);
    }
    person.field("body", false, 15);
  }

  /**
   * Invariant 6. Seen to fail when no hash was kept at the end of a run of keys, and when text that
   * was held already was not searched again.
   */
  @Property
  void thePasswordInTheWrongWindowIsNotRecorded(
      @ForAll("work") List<Step> before,
      @ForAll("password") String password,
      @ForAll("plainHand") Hand there,
      @ForAll("hand") Hand here,
      @ForAll boolean first,
      @ForAll boolean enter,
      @ForAll boolean otherWindow,
      @ForAll @IntRange(min = 0, max = 30_000) int apart,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.window(Person.EDITOR);
    if (first) {
      intoField(person, there, password, enter);
      person.pause(apart);
    }
    if (otherWindow) {
      person.window(Person.FORMS);
    }
    here.type(person, password);
    if (enter) {
      person.key("Enter", 1).pause(200);
    }
    person.window(Person.EDITOR);
    if (!first) {
      person.pause(apart);
      intoField(person, there, password, enter);
    }
    play(person, after);
    World.assertNoSecret(World.run(person));
  }

  /** A field in which nothing may be looked at, and how it is come to and left. */
  record Visit(Kind kind, long late, long dwell, String typed) {
    enum Kind {
      PROTECTED,
      TOGGLED,
      UNKNOWN,
      NOBODY_KNOWS
    }
  }

  @Provide
  Arbitrary<List<Visit>> visits() {
    return Combinators.combine(
            Arbitraries.of(Visit.Kind.class),
            Arbitraries.longs().between(0, 300),
            Arbitraries.longs().between(0, 400),
            password())
        .as(Visit::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static void visit(Person person, Visit visit) {
    switch (visit.kind()) {
      case PROTECTED -> person.lines().focus(person.window(), "hidden", true, visit.late());
      case TOGGLED -> {
        person.lines().focus(person.window(), "hidden", true, visit.late());
        person.pause(400).type(visit.typed());
        person.lines().focus(person.window(), "hidden", false, visit.late());
      }
      case UNKNOWN -> person.lines().focus(person.window(), "unknown", null, visit.late());
      case NOBODY_KNOWS -> person.lines().focusUnknown(person.window());
    }
    person.pause(visit.dwell()).type(visit.typed());
    person.lines().focus(person.window(), "body", false, visit.late());
    person.pause(visit.dwell()).word("open");
  }

  /**
   * Invariant 7. Seen to fail when an element that was protected once was believed to be open after
   * a toggle, and when an element of unknown protection counted as open.
   */
  @Property
  void nothingTypedIntoAFieldThatIsNotSurelyOpenIsRecorded(
      @ForAll("work") List<Step> before,
      @ForAll("visits") List<Visit> visits,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.window(Person.EDITOR);
    visits.forEach(visit -> visit(person, visit));
    play(person, after);
    World.assertNoSecret(World.run(person));
  }

  /** The keys that paste. */
  enum Pasting {
    CONTROL_V,
    SHIFT_INSERT,
    CONTROL_SHIFT_V,
    PASTE
  }

  @Provide
  Arbitrary<List<Pasting>> pastings() {
    return Arbitraries.of(Pasting.class).list().ofMinSize(1).ofMaxSize(4);
  }

  private static void paste(Person person, Pasting pasting) {
    switch (pasting) {
      case CONTROL_V -> person.chord("Control", "v", 1);
      case SHIFT_INSERT -> person.chord("Shift", "Insert", 1);
      case CONTROL_SHIFT_V -> {
        person.lines().down("Control", "");
        person.chord("Shift", "V", 1);
        person.lines().up("Control");
      }
      case PASTE -> person.key("Paste", 1);
    }
  }

  private static boolean isPaste(JsonNode record) {
    List<String> keys = new ArrayList<>();
    record.path("keys").forEach(key -> keys.add(key.textValue()));
    return keys.equals(List.of("Paste"))
        || keys.equals(List.of("Shift", "Insert"))
        || keys.equals(List.of("Control", "v"))
        || keys.equals(List.of("Control", "Shift", "v"));
  }

  /** Invariant 8. Seen to fail when Control+V did not end the span. */
  @Property
  void aPasteIsItsShortcutAndNothingMore(@ForAll("pastings") List<Pasting> pastings) {
    Person person = new Person(7);
    for (Pasting pasting : pastings) {
      person.word("meadow");
      paste(person, pasting);
      person.pause(200);
    }
    person.word("last");
    Outcome outcome = World.run(person);
    List<JsonNode> records = outcome.lines().stream().map(World::record).toList();
    assertThat(records).filteredOn(ProtectionInvariantsTest::isPaste).hasSameSizeAs(pastings);
    for (JsonNode record : records) {
      if (isPaste(record)) {
        TreeSet<String> fields = new TreeSet<>();
        for (Iterator<String> names = record.fieldNames(); names.hasNext(); ) {
          fields.add(names.next());
        }
        assertThat(fields)
            .containsExactly(
                "app", "day", "id", "keys", "kind", "policy", "session", "t", "title", "v");
      }
    }
    assertThat(World.texts(outcome))
        .isEqualTo(person.words().stream().map(Word::word).map(word -> word + " ").toList());
  }

  /** Invariant 10. Seen to fail when presses inside a run of typing were let go. */
  @Property
  void whichKeysOfAPinPadArePressedIsNotToBeSeen(
      @ForAll("work") List<Step> before,
      @ForAll("pin") String one,
      @ForAll("pin") String other,
      @ForAll boolean named,
      @ForAll("work") List<Step> after) {
    List<String> seen = new ArrayList<>();
    for (String pin : List.of(one, other)) {
      Person person = new Person(7);
      play(person, before);
      person.window(Person.EDITOR).pause(12_000);
      person.lines().click(100, 100, "Pay");
      person.pause(500);
      long start = person.now();
      pin.chars().forEach(digit -> press(person, digit - '0', named));
      person.until(start + 20_000);
      person.lines().click(600, 400, "Confirm");
      person.pause(12_000);
      play(person, after);
      seen.add(World.run(person).seen());
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
  }

  private static void press(Person person, int key, boolean named) {
    int x = 300 + 50 * (key % 3);
    int y = 200 + 50 * (key / 3);
    person.lines().move(x + 9, y + 20, x, y, 4);
    if (named) {
      person.lines().click(x, y, String.valueOf(key));
    } else {
      person.lines().click(x, y);
    }
    person.pause(300);
  }

  /** Four different digits at least: fewer places are not told from clicks. */
  @Provide
  Arbitrary<String> pin() {
    return Combinators.combine(
            Arbitraries.shuffle(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
            Arbitraries.integers().between(4, 8))
        .as((digits, length) -> String.join("", digits.subList(0, length)));
  }
}
