package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What it takes to believe a number, shown with an Australian tax file number and a few others. */
class NumberDetectorTest {
  private static final CompiledRules ALL = Catalogue.builtIn().compile(Selection.everything());

  private static List<String> found(String text) {
    return ALL.find(text).stream().map(each -> text.substring(each.start(), each.end())).toList();
  }

  private static List<String> entities(CompiledRules rules, String text) {
    return rules.find(text).stream().map(Match::entity).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"876543210", "  876543210 ", "name\n876543210\n", "876 543 210", "x 876-543-210"})
  void aNumberAloneOrInItsPrintedGroupingCounts(String text) {
    assertThat(found(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "we sold 876543210 of them",
        "876 543 211",
        "876-543 210",
        "1 876 543 210 was the sum",
        "876 543 210 99 and so on",
        "x876543210",
        "876543210q",
        "1.876543210",
        "v-876543210-1",
        "id_876543210"
      })
  void withoutAWordTheRestDoesNot(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void aWordBeforeOrAfterIsEnoughAndNamesIt() {
    assertThat(entities(ALL, "TFN 876543210 is mine")).containsExactly("AU_TFN");
    assertThat(entities(ALL, "the number 876543210 is my tax file number"))
        .containsExactly("AU_TFN");
    assertThat(entities(ALL, "ACN 000 000 019")).containsExactly("AU_ACN");
    assertThat(entities(ALL, "TFN 000 000 019")).containsExactly("AU_TFN");
  }

  @Test
  void aWordInWhatIsRemovedDoesNotName() {
    assertThat(entities(ALL, "ACN 000 000 019")).containsExactly("AU_ACN");
    assertThat(entities(ALL, "acn@example.com 000 000 019"))
        .containsExactly("EMAIL_ADDRESS", "AU_TFN");
  }

  @Test
  void thePolicysCountriesNeedNoWordAndComeFirst() {
    CompiledRules canada =
        Catalogue.builtIn()
            .compile(new Selection(List.of("all"), List.of(), List.of("CA"), List.of(), List.of()));
    assertThat(entities(canada, "we sent 447970005 there")).containsExactly("CA_SIN");
    assertThat(entities(ALL, "we sent 447970005 there")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"as 12 in 2020", "the 256KB", "and 100 to", "from 2004 1231"})
  void wordsAmongNumbersAreNoPrintedGrouping(String text) {
    assertThat(found("it was " + text + " or so")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "HKID A123456(3) is mine, A123456(3)",
    "of 3998:7654:3211 here, 3998:7654:3211",
    "(130-692-544), 130-692-544",
    "file 8001015009087.pdf, 8001015009087",
    "身份证11010519491231002X号, 11010519491231002X",
    "ＴＦＮ ８７６５４３２１０, ８７６５４３２１０"
  })
  void bracketsAndOtherSignsArePartOfIt(String text, String number) {
    assertThat(found(text)).containsExactly(number);
  }

  @Test
  void aWordNearbyWinsOverAnotherKindButNotOverACard() {
    assertThat(entities(ALL, "Aadhaar 672856840786")).containsExactly("IN_AADHAAR");
    assertThat(entities(ALL, "account number 4111 1111 1111 1111")).containsExactly("CREDIT_CARD");
  }
}
