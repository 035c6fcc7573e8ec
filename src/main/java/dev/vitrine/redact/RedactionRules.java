package dev.vitrine.redact;

import dev.vitrine.policy.Policy;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Selection;

/** From a policy's redaction to compiled rules. */
public final class RedactionRules {
  private RedactionRules() {}

  /** Compiles; throws {@link IllegalArgumentException} that names an unknown recogniser. */
  public static CompiledRules of(Policy.Redaction redaction) {
    return Catalogue.builtIn()
        .compile(
            new Selection(
                redaction.recognizers(),
                redaction.except(),
                redaction.regions(),
                redaction.custom().stream()
                    .map(own -> new Selection.Custom(own.id(), own.pattern(), own.near()))
                    .toList(),
                redaction.dictionary()));
  }
}
