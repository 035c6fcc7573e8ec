package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EuropeanChecksTest {
  private static final CompiledRules ALL = Catalogue.builtIn().compile(Selection.everything());

  /** Checks of areas, dates and letters: these numbers have no check digit. */
  private static final Set<String> NO_DIGIT =
      Set.of(
          "uk-nino",
          "uk-driving-licence",
          "uk-postcode",
          "uk-plate",
          "de-elster",
          "de-plate",
          "dk-cpr-date",
          "tr-plate");

  /** Numbers of nine digits from before 1954 have no check digit, longer ones of this rule do. */
  private static final String OLD = "cz-birth-number-old";

  /**
   * Of a hundred wrong digits, at most so many pass. Modulus 10, 31 and 97 let none or few pass; a
   * modulus of 11 that folds ten to 0, a second way to check (Hungary) or numbers without a check
   * (Latvia's that begin with 32), some.
   */
  private static final int MOST_PASS = 8;

  /**
   * The last two digits of the first are the field, outside the check, and its weight of 4 cannot
   * tell digits that differ by 5; the last of the second is the copy, outside the check too.
   */
  private static final Map<String, Integer> WEAKER =
      Map.of("de-lanr", 26, "de-driving-licence", 13);

  @TestFactory
  Stream<DynamicTest> aWrongDigitIsMostlyRefused() {
    return RuleReader.read("europe.json").stream()
        .filter(rule -> !rule.checksum().isEmpty())
        .filter(rule -> !NO_DIGIT.contains(rule.checksum()) && !rule.id().equals(OLD))
        .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> refuses(rule)));
  }

  private static void refuses(Rule rule) {
    Checksums.Check check = Checksums.named(rule.checksum());
    int tried = 0;
    int passed = 0;
    for (String example : rule.examples()) {
      for (Match match : ALL.find(example)) {
        if (!match.recognizer().equals(rule.id())) {
          continue;
        }
        char[] id = bare(example.substring(match.start(), match.end()));
        assertThat(check.holds(id, id.length)).isTrue();
        for (int i = 0; i < id.length; i++) {
          char right = id[i];
          for (char wrong = '0'; wrong <= '9' && right >= '0' && right <= '9'; wrong++) {
            if (wrong != right) {
              id[i] = wrong;
              tried++;
              passed += check.holds(id, id.length) ? 1 : 0;
            }
          }
          id[i] = right;
        }
      }
    }
    assertThat(tried).isPositive();
    assertThat(passed * 100)
        .as("%d of %d", passed, tried)
        .isLessThanOrEqualTo(WEAKER.getOrDefault(rule.id(), MOST_PASS) * tried);
  }

  private static char[] bare(String printed) {
    StringBuilder bare = new StringBuilder();
    for (char c : printed.toUpperCase(Locale.ROOT).toCharArray()) {
      if (Fold.alnum(c)) {
        bare.append(c);
      }
    }
    return bare.toString().toCharArray();
  }
}
