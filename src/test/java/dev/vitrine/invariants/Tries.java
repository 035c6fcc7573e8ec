package dev.vitrine.invariants;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.jspecify.annotations.Nullable;

/**
 * How often each property is tried: {@value #ORDINARY} times, or as the system property {@code
 * vitrine.tries} says, and then with a word now and then of how far it is. {@code vitrine.seed}
 * plays again what was played under a seed that was reported.
 */
final class Tries implements AroundPropertyHook, AroundTryHook {
  static final int ORDINARY = 300;

  private static final long WORD_EVERY_SECONDS = 10;

  private static final @Nullable Integer ASKED = Integer.getInteger("vitrine.tries");
  private static long began;
  private static long said;
  private static int done;

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    PropertyAttributes attributes = context.attributes();
    attributes.setTries(ASKED == null ? ORDINARY : ASKED);
    attributes.setEdgeCases(EdgeCasesMode.NONE);
    String seed = System.getProperty("vitrine.seed");
    if (seed != null) {
      attributes.setSeed(seed);
    }
    began = System.nanoTime();
    said = began;
    done = 0;
    PropertyExecutionResult result = property.execute();
    say(context.targetMethod().getName(), result.status().name().equals("SUCCESSFUL"));
    return result;
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
    done++;
    if (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - said) >= WORD_EVERY_SECONDS) {
      said = System.nanoTime();
      say(context.targetMethod().getName(), null);
    }
    return aTry.execute(parameters);
  }

  private static void say(String property, @Nullable Boolean ended) {
    if (ASKED != null) {
      System.out.printf(
          "  %d s  %s: %s%n",
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
          property,
          ended == null ? done + " of " + ASKED : ended ? "done" : "failed");
    }
  }
}
