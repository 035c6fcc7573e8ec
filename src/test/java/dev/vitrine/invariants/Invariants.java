package dev.vitrine.invariants;

import java.util.List;
import java.util.stream.Collectors;
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
    // Not strings(): jqwik 1.10 fails where it shrinks one beside a list.
    return Arbitraries.of('K', 'Q', '7', 'Z', 'T', 'R', '4', 'W', '9')
        .list()
        .ofMinSize(4)
        .ofMaxSize(16)
        .map(signs -> signs.stream().map(String::valueOf).collect(Collectors.joining()));
  }

  static void play(Person person, List<Step> steps) {
    steps.forEach(step -> step.play(person));
  }
}
