package dev.vitrine.rules;

import java.util.Map;

/** Checks of numbers that belong to no country. */
final class PersonalChecks {
  static final Map<String, Checksums.Check> ALL = Map.of();

  private PersonalChecks() {}
}
