package dev.vitrine.rules;

import java.util.Map;

/** Checks of identity and tax numbers outside Europe. */
final class WorldChecks {
  static final Map<String, Checksums.Check> ALL = Map.of("us-npi", WorldChecks::usNpi);

  private WorldChecks() {}

  /** Luhn's formula over the prefix 80840, which adds 24, and the number (45 CFR 162.406). */
  private static boolean usNpi(char[] id, int length) {
    int sum = 24;
    for (int i = 0; i < 10; i++) {
      int digit = id[i] - '0';
      sum += i % 2 == 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
    }
    return sum % 10 == 0;
  }
}
