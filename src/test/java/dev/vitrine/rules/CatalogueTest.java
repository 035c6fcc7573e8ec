package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CatalogueTest {
  private static final CompiledRules ALL = Catalogue.builtIn().compile(Selection.everything());

  @TestFactory
  Stream<DynamicTest> everyExampleIsFoundByItsRule() {
    return Catalogue.builtIn().rules().stream()
        .flatMap(
            rule ->
                rule.examples().stream()
                    .map(
                        text ->
                            DynamicTest.dynamicTest(
                                rule.id() + ": " + text,
                                () ->
                                    assertThat(ALL.find(text))
                                        .extracting(Match::entity)
                                        .contains(rule.entity()))));
  }

  @TestFactory
  Stream<DynamicTest> noCounterExampleIsFoundByItsRule() {
    return Catalogue.builtIn().rules().stream()
        .flatMap(
            rule ->
                rule.counters().stream()
                    .map(
                        text ->
                            DynamicTest.dynamicTest(
                                rule.id() + ": " + text,
                                () ->
                                    assertThat(ALL.find(text))
                                        .extracting(Match::recognizer)
                                        .doesNotContain(rule.id()))));
  }

  @Test
  void everyRuleHasAnExampleAndACounterExampleAndAnIdOfItsOwn() {
    assertThat(Catalogue.builtIn().rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.examples()).as(rule.id()).isNotEmpty();
              assertThat(rule.counters()).as(rule.id()).isNotEmpty();
              assertThat(rule.entity()).matches("[A-Z0-9_]+");
            });
    assertThat(Catalogue.builtIn().rules()).extracting(Rule::id).doesNotHaveDuplicates();
  }

  @Test
  void namesAreIdsAndEntities() {
    Catalogue catalogue = Catalogue.builtIn();
    assertThat(catalogue.knows("credit-card")).isTrue();
    assertThat(catalogue.knows("CREDIT_CARD")).isTrue();
    assertThat(catalogue.knows("all")).isTrue();
    assertThat(catalogue.knows("CREDIT_CRAD")).isFalse();
    assertThat(catalogue.names()).contains("iban", "IBAN_CODE", "SECRET_GITHUB");
  }

  @Test
  void cardsTokensKeysAndPasswordsStayWhateverThePolicySays() {
    Catalogue catalogue = Catalogue.builtIn();
    for (String name :
        List.of("CREDIT_CARD", "SECRET_AWS", "PRIVATE_KEY", "PASSWORD", "JWT", "all")) {
      assertThat(catalogue.mandatory(name)).as(name).isTrue();
    }
    assertThat(catalogue.mandatory("EMAIL_ADDRESS")).isFalse();
    CompiledRules few =
        catalogue.compile(
            new Selection(
                List.of("IP_ADDRESS"), List.of("all"), List.of("all"), List.of(), List.of()));
    assertThat(few.find("4111 1111 1111 1111 a@b.example 10.0.0.1"))
        .extracting(Match::entity)
        .containsExactly("CREDIT_CARD");
  }

  @Test
  void anUnknownRecognizerIsRefusedByName() {
    assertThatThrownBy(
            () ->
                Catalogue.builtIn()
                    .compile(
                        new Selection(
                            List.of("NOPE"), List.of(), List.of("all"), List.of(), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NOPE");
  }
}
