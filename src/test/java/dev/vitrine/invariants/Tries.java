package dev.vitrine.invariants;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How often each property is tried: {@value #ORDINARY} times, or as the system property {@code
 * vitrine.tries} says. {@code vitrine.seed} repeats a run whose seed was reported.
 */
final class Tries implements AroundPropertyHook {
  static final int ORDINARY = 300;

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    PropertyAttributes attributes = context.attributes();
    attributes.setTries(Integer.getInteger("vitrine.tries", ORDINARY));
    attributes.setEdgeCases(EdgeCasesMode.NONE);
    String seed = System.getProperty("vitrine.seed");
    if (seed != null) {
      attributes.setSeed(seed);
    }
    return property.execute();
  }
}
