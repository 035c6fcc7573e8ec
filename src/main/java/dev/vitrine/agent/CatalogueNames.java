package dev.vitrine.agent;

import dev.vitrine.policy.RecognizerNames;
import dev.vitrine.rules.Catalogue;
import java.util.Collection;

/** The built-in catalogue as policies name it. */
public enum CatalogueNames implements RecognizerNames {
  /** The recognisers that come with the program. */
  BUILT_IN;

  @Override
  public boolean knows(String name) {
    return Catalogue.builtIn().knows(name);
  }

  @Override
  public boolean mandatory(String name) {
    return Catalogue.builtIn().mandatory(name);
  }

  @Override
  public Collection<String> names() {
    return Catalogue.builtIn().names();
  }
}
