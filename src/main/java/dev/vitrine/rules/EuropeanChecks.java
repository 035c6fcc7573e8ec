package dev.vitrine.rules;

import java.util.Map;

/** Checks of European identity and tax numbers. */
final class EuropeanChecks {
  static final Map<String, Checksums.Check> ALL = Map.of("uk-nhs", EuropeanChecks::ukNhs);

  private EuropeanChecks() {}

  /** NHS Data Dictionary: weights 10 to 2, modulus 11, check 11 minus the rest. */
  private static boolean ukNhs(char[] id, int length) {
    int check = 11 - Checksums.weighted(id, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return check % 11 == id[9] - '0' && check != 10;
  }
}
