package dev.vitrine.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.assemble.TypedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What happens inside a removed stretch must not be told by anything that comes out. */
class NonInterferenceTest {
  private static final String[] CARDS = {
    "4111 1111 1111 1111", "5555555555554444", "3782-822463-10005", "6011 0009 9013 9424"
  };
  private static final String[] WORDS = {"see you", "at noon", "draft two", "fine by me", "ok"};

  private static List<String> play(long outside, long inside) {
    Random world = new Random(outside);
    Random secret = new Random(inside);
    Script script = new Script();
    double at = 1;
    for (int i = 0; i < 6; i++) {
      String before = WORDS[world.nextInt(WORDS.length)] + " ";
      String after = " " + WORDS[world.nextInt(WORDS.length)];
      double end = at + 8;
      if (world.nextBoolean()) {
        script.text(at, end, "f" + i, typed(before, after, secret));
        for (int c = secret.nextInt(4); c > 0; c--) {
          script.click(at + secret.nextDouble() * 7);
        }
      } else {
        script.text(at, end, "f" + i, before + after);
        script.click(end + 1);
      }
      script.nav(end + 2, "Tab");
      at = end + 3 + world.nextInt(90);
      script.release(at);
    }
    script.release(at + 500);
    return script.out();
  }

  /** A card typed with corrections: wrong digits are erased again. */
  private static TypedText typed(String before, String after, Random secret) {
    String card = CARDS[secret.nextInt(CARDS.length)];
    StringBuilder raw = new StringBuilder(before);
    StringBuilder text = new StringBuilder(before);
    List<Integer> origins = new ArrayList<>();
    for (int i = 0; i < before.length(); i++) {
      origins.add(i);
    }
    for (int i = 0; i < card.length(); i++) {
      if (secret.nextInt(8) == 0) {
        raw.append(secret.nextInt(10));
      }
      origins.add(raw.length());
      raw.append(card.charAt(i));
      text.append(card.charAt(i));
    }
    for (int i = 0; i < after.length(); i++) {
      origins.add(raw.length());
      raw.append(after.charAt(i));
    }
    text.append(after);
    return new TypedText(
        raw.toString(), text.toString(), origins.stream().mapToInt(Integer::intValue).toArray());
  }

  @Property(tries = 300)
  void twoInputsThatDifferOnlyInsideASecretGiveTheSameRecords(
      @ForAll long outside, @ForAll long one, @ForAll long other) {
    assertThat(play(outside, one)).isEqualTo(play(outside, other));
  }

  /** "me" is a country: with the digits typed wrong it once made a valid account number. */
  @Example
  void aWordBeforeASecretIsNoPartOfIt() {
    assertThat(play(0, 0)).isEqualTo(play(0, 82));
  }

  @Property(tries = 300)
  void aSecretSplitAnywhereOverFieldsLeavesNoPieceOfItself(
      @ForAll @IntRange(min = 0, max = 3) int which,
      @ForAll @IntRange(min = 1, max = 14) int first,
      @ForAll @IntRange(min = 1, max = 4) int second,
      @ForAll boolean sameField) {
    String card = CARDS[which];
    int a = Math.min(first, card.length() - 2);
    int b = Math.min(card.length() - 1, a + second);
    Script script = new Script();
    script.text(1, 4, "f", "card " + card.substring(0, a));
    script.text(15, 19, sameField ? "f" : "g", card.substring(a, b));
    script.text(30, 33, sameField ? "f" : "h", card.substring(b) + " thanks");
    script.release(300);
    assertThat(String.join("", script.texts())).doesNotContainPattern("[0-9]");
    assertThat(script.texts()).anyMatch(text -> text.endsWith(" thanks"));
  }

  @Property(tries = 200)
  void aPauseInsideASecretDoesNotShow(@ForAll @IntRange(min = 1, max = 17) int cut) {
    String card = "4111 1111 1111 1111";
    Script whole = new Script();
    whole.text(1, 30, "f", "pay " + card + " now").release(300);
    Script split = new Script();
    split.text(1, 10, "f", "pay " + card.substring(0, cut));
    split.text(25, 30, "f", card.substring(cut) + " now").release(300);
    assertThat(split.out()).isEqualTo(whole.out());
  }
}
