package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** In a long text later rounds look only around what earlier ones removed. */
class VicinityTest {
  private static final CompiledRules LOCAL = Catalogue.builtIn().compile(Selection.everything());

  /** With a pattern of a policy's own, which finds nothing, every round looks at all. */
  private static final CompiledRules WHOLE =
      Catalogue.builtIn()
          .compile(
              new Selection(
                  List.of("all"),
                  List.of(),
                  List.of("all"),
                  List.of(
                      new Selection.Custom(
                          "custom-none", Pattern.compile("never~\\d~"), List.of())),
                  List.of()));

  private static final List<String> PIECES =
      Catalogue.builtIn().rules().stream()
          .flatMap(
              rule ->
                  java.util.stream.Stream.concat(
                      rule.examples().stream(), rule.counters().stream()))
          .toList();

  /** Seen to fail when only four characters around each find were looked at. */
  @Property(tries = 300)
  void itFindsWhatLookingAtAllFinds(@ForAll long seed) {
    Random random = new Random(seed);
    String text = text(random, 1 + random.nextInt(60));
    assertThat(LOCAL.find(text)).isEqualTo(WHOLE.find(text));
  }

  private static String text(Random random, int often) {
    StringBuilder text = new StringBuilder();
    while (text.length() < 60_000) {
      if (random.nextInt(often) == 0) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      } else {
        text.append("and some words that say nothing more".repeat(random.nextInt(12)));
      }
      text.append("\n  ,: ".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  @Test
  void whatARemovedStretchRevealsFarFromTheOthersIsFound() {
    // Without the address between them the label is beside its value.
    String text =
        "word ".repeat(8_000) + "password: bob@example.com = hunter22!x " + "word ".repeat(8_000);
    assertThat(LOCAL.find(text)).isEqualTo(WHOLE.find(text)).isNotEmpty();
  }
}
