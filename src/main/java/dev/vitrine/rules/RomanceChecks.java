package dev.vitrine.rules;

import java.util.Map;

/** Checks of numbers of France, Spain, Italy, Portugal and Romania. */
final class RomanceChecks {
  static final Map<String, Checksums.Check> ALL =
      Map.ofEntries(
          Map.entry("fr-nir", RomanceChecks::frenchNir),
          Map.entry(
              "fr-siret", (id, length) -> Checksums.luhn(id, length) && !Checksums.same(id, 8)),
          Map.entry("fr-spi", RomanceChecks::frenchTax),
          Map.entry("es-nif", RomanceChecks::spanishNif),
          Map.entry("es-cif", RomanceChecks::spanishCif),
          Map.entry("es-nss", RomanceChecks::spanishSocial),
          Map.entry("it-fiscal-code", RomanceChecks::italianFiscalCode),
          Map.entry("it-vat", RomanceChecks::italianVat),
          Map.entry("pt-nif", RomanceChecks::portugueseNif),
          Map.entry("ro-cnp", RomanceChecks::romanianCnp));

  private RomanceChecks() {}

  /** INSEE: 97 less thirteen digits modulo 97; Corsica's 2A counts as 19, 2B as 18. */
  private static boolean frenchNir(char[] id, int length) {
    int month = Checksums.number(id, 3, 2);
    if (month < 1 || (month > 12 && month < 20) || (month > 42 && month < 50)) {
      return false;
    }
    long number = 0;
    for (int i = 0; i < 13; i++) {
      number = number * 10 + (id[i] <= '9' ? id[i] - '0' : 0);
    }
    boolean corsica = id[6] > '9';
    if (corsica) {
      // 2A becomes 20 less a million, 2B less two: with the six digits behind it, 19 and 18.
      number -= id[6] == 'A' ? 1_000_000 : 2_000_000;
    }
    return (!corsica || id[5] == '2') && 97 - number % 97 == Checksums.number(id, 13, 2);
  }

  /** DGFiP: ten digits modulo 511 are the last three. */
  private static boolean frenchTax(char[] id, int length) {
    long first = Checksums.number(id, 0, 9) * 10L + id[9] - '0';
    return first % 511 == Checksums.number(id, 10, 3);
  }

  private static final String NIF = "TRWAGMYFPDXBNJZSQVHLCKE";

  /** Real Decreto 1065/2007: the digits modulo 23 choose the letter; X, Y, Z count 0, 1, 2. */
  private static boolean spanishNif(char[] id, int length) {
    int number = 0;
    for (int i = 0; i < length - 1; i++) {
      int digit = id[i] <= '9' ? id[i] - '0' : "XYZ".indexOf(id[i]);
      number = number * 10 + Math.max(0, digit);
    }
    return NIF.charAt(number % 23) == id[length - 1];
  }

  /** Real Decreto 1065/2007, legal persons: cross sums, modulus 10; a digit or a letter checks. */
  private static boolean spanishCif(char[] id, int length) {
    int sum = 0;
    for (int i = 1; i < 8; i++) {
      int digit = id[i] - '0';
      int twice = digit > 4 ? digit * 2 - 9 : digit * 2;
      sum += i % 2 == 1 ? twice : digit;
    }
    int check = (10 - sum % 10) % 10;
    boolean letter = "PQRSNW".indexOf(id[0]) >= 0;
    boolean digit = "ABEH".indexOf(id[0]) >= 0;
    return (!letter && id[8] - '0' == check) || (!digit && "JABCDEFGHI".charAt(check) == id[8]);
  }

  /** TGSS: province and number modulo 97. */
  private static boolean spanishSocial(char[] id, int length) {
    long number = Checksums.number(id, 2, 8);
    long province = Checksums.number(id, 0, 2);
    long whole =
        number < 10_000_000 ? number + province * 10_000_000 : province * 100_000_000 + number;
    return whole % 97 == Checksums.number(id, 10, 2);
  }

  /** Places of letters A to Z that stand at odd places (D.M. 23 December 1976). */
  private static final int[] ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private static boolean italianFiscalCode(char[] id, int length) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = id[i] <= '9' ? id[i] - '0' : id[i] - 'A';
      sum += i % 2 == 0 ? ODD[value] : value;
    }
    return sum % 26 == id[15] - 'A';
  }

  /** D.M. 23 December 1976: Luhn; seven digits of the firm, three of the office, not all zero. */
  private static boolean italianVat(char[] id, int length) {
    int from = length - 11;
    char[] bare = new char[11];
    System.arraycopy(id, from, bare, 0, 11);
    return Checksums.luhn(bare, 11) && Checksums.number(bare, 0, 7) != 0;
  }

  /** Decreto-Lei 14/2013: weights 9 to 2, modulus 11; 10 and 11 are 0. */
  private static boolean portugueseNif(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return (rest < 2 ? 0 : 11 - rest) == id[8] - '0' && !Checksums.same(id, length);
  }

  /** Law 105/1996: sex and century, date of birth; weights 279146358279, modulus 11, 10 is 1. */
  private static boolean romanianCnp(char[] id, int length) {
    int rest = Checksums.weighted(id, 0, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
    return WorldChecks.date(id, 3, 5) && (rest == 10 ? 1 : rest) == id[12] - '0';
  }
}
