package dev.vitrine.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.agent.InMemoryReplay.Outcome;
import dev.vitrine.agent.InMemoryReplay.Stored;
import dev.vitrine.invariants.Person.Word;
import dev.vitrine.tally.DropReason;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants 2, 4, 12 and 13: when text leaves memory, and what leaves with it. */
class ReleaseInvariantsTest extends Invariants {
  private static final long LOOK_BACK_MS = World.LOOK_BACK * 1_000L;
  private static final long LONGEST_SPAN_MS = 300_000;
  private static final int LONGEST_SPAN = 4_096;

  private static List<Word> in(Stored stored, Person person) {
    String text = World.record(stored.line()).path("text").asText("");
    return person.words().stream().filter(word -> text.contains(word.word())).toList();
  }

  private static boolean arrows(List<Step> steps) {
    return steps.stream().anyMatch(step -> step.what() == Step.What.ARROW);
  }

  /** Invariant 2. Seen to fail when text was held for half of the look-back. */
  @Property
  void textIsHeldBackAndEndsWhereItMust(@ForAll("longWork") List<Step> work) {
    Person person = new Person(7);
    play(person, work);
    for (Stored stored : World.run(person).records()) {
      List<Word> words = in(stored, person);
      if (words.isEmpty()) {
        continue;
      }
      Word first = words.get(0);
      Word last = words.get(words.size() - 1);
      assertThat(stored.at()).isGreaterThanOrEqualTo(last.at() + LOOK_BACK_MS);
      assertThat(words).extracting(Word::field).containsOnly(first.field());
      assertThat(words).allMatch(Word::open);
      assertThat(last.at() - first.at()).isLessThan(LONGEST_SPAN_MS);
      assertThat(World.record(stored.line()).get("text").asText().length())
          .isLessThanOrEqualTo(LONGEST_SPAN);
      for (int i = 1; i < words.size() && !arrows(work); i++) {
        assertThat(words.get(i).at() - words.get(i - 1).at()).isLessThan(12_000);
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> longWork() {
    return Step.work(16);
  }

  /**
   * Invariant 2: what closes the gate drops what is held back. Seen to fail when the redactor was
   * not told to drop.
   */
  @Property
  void textThatIsHeldBackIsDroppedWhereCaptureStops(
      @ForAll("work") List<Step> before, @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.lock(2_000);
    play(person, after);
    Outcome outcome = World.run(person);
    for (long lock : person.locks()) {
      for (Word word : person.words()) {
        if (word.at() > lock - LOOK_BACK_MS && word.at() <= lock) {
          assertThat(outcome.lines()).noneMatch(line -> line.contains(word.word()));
        }
      }
    }
  }

  /**
   * Invariant 4, live: how often somebody looks whether something is due changes nothing. Seen to
   * fail when the pipeline did not say when its judge wanted to be looked at.
   */
  @Property
  void whenThePipelineLooksDoesNotMatter(
      @ForAll("work") List<Step> work,
      @ForAll("secret") Secret secret,
      @ForAll("hand") Hand hand,
      @ForAll @IntRange(min = 1, max = 9_999) int seed) {
    String[] seen = new String[2];
    for (int i = 0; i < 2; i++) {
      Person person = new Person(7);
      if (i == 1) {
        person.lines().tickAtRandom(new Random(seed));
      }
      play(person, work);
      person.type(secret.lead());
      hand.type(person, secret.value());
      play(person, work);
      seen[i] = World.run(person).seen();
    }
    assertThat(seen[1]).isEqualTo(seen[0]);
  }

  /** Invariant 12. Seen to fail when a span ended after 300 ms without a key. */
  @Property
  void noTimeBetweenKeysIsRecorded(
      @ForAll("work") List<Step> before,
      @ForAll @IntRange(min = 0, max = 9_999) int one,
      @ForAll @IntRange(min = 0, max = 9_999) int other,
      @ForAll("work") List<Step> after) {
    String[] seen = new String[2];
    for (int i = 0; i < 2; i++) {
      Person person = new Person(7);
      play(person, before);
      person.key("Enter", 1).pause(300);
      long start = person.now();
      Random random = new Random(i == 0 ? one : other);
      person.type("m");
      for (char c : "eadow and willow".toCharArray()) {
        person.pause(random.nextInt(400)).type(String.valueOf(c));
      }
      person.until(start + 9_000).type("s");
      person.until(start + 10_000).key("Enter", 1).pause(300);
      play(person, after);
      seen[i] = World.run(person).seen();
    }
    assertThat(seen[1]).isEqualTo(seen[0]);
  }

  /**
   * Invariant 12: what times there are in a record are coarse. Seen to fail when the time of text
   * was not rounded.
   */
  @Property
  void timesInRecordsAreCoarse(@ForAll("longWork") List<Step> work) {
    Person person = new Person(7);
    play(person, work);
    Outcome outcome = World.run(person);
    // A record that says more cannot be encoded; it must not even be made.
    assertThat(outcome.drops()).doesNotContainKey(DropReason.REDACTION_FAILED);
    for (String line : outcome.lines()) {
      JsonNode record = World.record(line);
      boolean typed = record.get("kind").textValue().equals("text");
      assertThat(record.get("t").longValue() % (typed ? 1_000 : 100)).isZero();
      assertThat(record.path("duration").isMissingNode() || record.get("duration").isInt())
          .isTrue();
    }
  }

  /**
   * Invariant 13. Seen to fail when a search that threw did not mark its spans. A recogniser that
   * throws at every text is the fault.
   */
  @Property
  void whatCannotBeSearchedIsDropped(
      @ForAll("work") List<Step> before,
      @ForAll("secret") Secret secret,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.key("Enter", 1).pause(300).word("doomed");
    person.type(secret.lead() + secret.value() + " ");
    play(person, after);
    Outcome outcome = World.runBroken(person);
    assertThat(World.texts(outcome)).isEmpty();
    World.assertNoSecret(outcome);
    assertThat(outcome.lines()).noneMatch(line -> line.contains("doomed"));
    assertThat(
            outcome.drops().getOrDefault(DropReason.REDACTION_FAILED, 0L) > 0
                || !person.locks().isEmpty())
        .isTrue();
  }

  /**
   * Invariant 13, for a search that would go on for ever: a rule of the policy finds each of many
   * letters only after the one before it is gone. What surrounds them is removed with them. Seen to
   * fail when a search of many rounds was cut short without that.
   */
  @Property
  void aTextInWhichEachFindRevealsTheNextIsRemovedWithWhatIsAroundIt(
      @ForAll("work") List<Step> before,
      @ForAll("secret") Secret secret,
      @ForAll @IntRange(min = 30, max = 60) int length,
      @ForAll("work") List<Step> after) {
    Person person = new Person(7);
    play(person, before);
    person.key("Enter", 1).pause(300).word("doomed");
    person.type("7" + "Q".repeat(length) + " " + secret.lead() + secret.value() + " ");
    play(person, after);
    Outcome outcome = World.run(person);
    World.assertNoSecret(outcome);
    assertThat(outcome.lines()).noneMatch(line -> line.contains("doomed"));
    assertThat(
            World.texts(outcome).stream().anyMatch(text -> text.contains("⟦"))
                || outcome.drops().containsKey(DropReason.REDACTION_FAILED)
                || !person.locks().isEmpty())
        .isTrue();
  }
}
