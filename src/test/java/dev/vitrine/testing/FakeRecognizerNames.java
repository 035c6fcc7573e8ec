package dev.vitrine.testing;

import dev.vitrine.policy.RecognizerNames;
import java.util.Collection;
import java.util.List;

/** A small catalogue: cards and passwords are mandatory. */
public final class FakeRecognizerNames implements RecognizerNames {
  private static final List<String> MANDATORY = List.of("CREDIT_CARD", "PASSWORD");
  private static final List<String> NAMES =
      List.of("CREDIT_CARD", "PASSWORD", "EMAIL_ADDRESS", "DATE_OF_BIRTH", "PHONE_NUMBER");

  @Override
  public boolean knows(String name) {
    return NAMES.contains(name);
  }

  @Override
  public boolean mandatory(String name) {
    return MANDATORY.contains(name);
  }

  @Override
  public Collection<String> names() {
    return NAMES;
  }
}
