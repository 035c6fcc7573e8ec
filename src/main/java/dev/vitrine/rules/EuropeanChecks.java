package dev.vitrine.rules;

import java.util.HashMap;
import java.util.Map;

/** Checks of European identity and tax numbers. */
final class EuropeanChecks {
  static final Map<String, Checksums.Check> ALL = all();

  private EuropeanChecks() {}

  private static Map<String, Checksums.Check> all() {
    Map<String, Checksums.Check> all = new HashMap<>(BritishChecks.ALL);
    all.putAll(GermanChecks.ALL);
    all.putAll(RomanceChecks.ALL);
    all.putAll(NordicChecks.ALL);
    all.putAll(EastEuropeanChecks.ALL);
    return Map.copyOf(all);
  }
}
