package dev.vitrine.invariants;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What the properties are made of. */
@AddLifecycleHook(Tries.class)
abstract class Invariants {
  @Provide
  Arbitrary<List<Step>> work() {
    return Step.work(8);
  }

  @Provide
  Arbitrary<Secret> secret() {
    return Secret.any();
  }

  @Provide
  Arbitrary<Secret[]> twins() {
    return Secret.twins();
  }

  @Provide
  Arbitrary<Hand> hand() {
    return Hand.any();
  }

  /** Something without a form, of signs that only secrets have. */
  @Provide
  Arbitrary<String> password() {
    return Arbitraries.strings().withChars("KQ7ZTR4W9").ofMinLength(4).ofMaxLength(16);
  }

  static void play(Person person, List<Step> steps) {
    steps.forEach(step -> step.play(person));
  }
}
