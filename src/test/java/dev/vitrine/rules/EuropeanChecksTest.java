package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * European checks against numbers that were published as examples, and what a slip does to them.
 */
class EuropeanChecksTest {
  @ParameterizedTest
  @CsvSource({
    "uk-nhs, 9434765919",
    "ie-pps, 1234567T",
    "de-tax-id, 65929970489",
    "de-pension, 15070649C103",
    "de-health, A123456780",
    "ch-ahv, 7569217076985",
    "fr-nir, 255081416802538",
    "fr-siret, 73282932000074",
    "es-nif, 12345678Z",
    "es-nif, X9613851N",
    "es-cif, A58818501",
    "it-fiscal-code, RSSMRA85T10A562S",
    "it-vat, 01333550323",
    "pt-nif, 123456789",
    "nl-bsn, 111222333",
    "be-national, 85073003328",
    "fi-hetu, 131052308T",
    "se-person, 8112289874",
    "se-organisation, 5567037485",
    "ee-lt-person, 37605030299",
    "pl-pesel, 44051401458",
    "pl-nip, 5260250274",
    "pl-regon, 123456785",
    "cz-birth, 7360285163",
    "ro-cnp, 1630615123457",
    "bg-egn, 7523169263",
    "hr-oib, 69435151530",
    "emso, 0101006500006",
    "gr-afm, 090000045",
    "ru-inn, 7707083893",
    "ru-snils, 11223344595",
    "tr-id, 10000000146"
  })
  void aPublishedNumberHoldsAndNearlyEveryChangedCharacterBreaksIt(String name, String number) {
    Checksums.Check check = Checksums.named(name);
    assertThat(check.holds(number.toCharArray(), number.length())).as(number).isTrue();
    int broken = 0;
    int tried = 0;
    for (int i = 0; i < number.length(); i++) {
      String others = number.charAt(i) <= '9' ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
      for (int k = 0; k < others.length(); k++) {
        char other = others.charAt(k);
        char[] changed = number.toCharArray();
        if (changed[i] != other) {
          changed[i] = other;
          tried++;
          broken += check.holds(changed, changed.length) ? 0 : 1;
        }
      }
    }
    // Prefixes are the shape's business; letters that count by their remainder may stand in.
    assertThat(broken / (double) tried).as("%s of %s", broken, tried).isGreaterThan(0.75);
  }
}
