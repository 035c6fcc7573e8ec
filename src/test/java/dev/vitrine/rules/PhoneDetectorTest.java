package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.redact.TextRedactor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nearly every number is one of some country: what the policy names, and what it does not. */
class PhoneDetectorTest {
  private static String redacted(String region, String text) {
    List<String> phones = List.of("PHONE_NUMBER");
    return new TextRedactor(
            Catalogue.builtIn()
                .compile(new Selection(phones, List.of(), List.of(region), List.of(), List.of())))
        .redact(text)
        .text();
  }

  @Test
  void anAmericanFormIsOfNorthAmericaWhereNoCountryIsNamed() {
    assertThat(redacted("all", "512-555-0143")).isEqualTo("⟦PHONE_NUMBER⟧");
    assertThat(redacted("all", "987-654-3210")).isEqualTo("987-654-3210");
  }

  @Test
  void itMayBeOfACountryThatIsNamed() {
    assertThat(redacted("IN", "987-654-3210")).isEqualTo("⟦PHONE_NUMBER⟧");
  }

  @Test
  void bareDigitsAloneAreANumberAndTwelveOfThemOnlyOfAMobileTelephone() {
    assertThat(redacted("all", "03012345678")).isEqualTo("⟦PHONE_NUMBER⟧");
    assertThat(redacted("all", "062155501431")).isEqualTo("062155501431");
  }
}
