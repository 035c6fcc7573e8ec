package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.KeyStorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * No sequence of policies, jumps of the wall clock, kills and stops has a record leave before the
 * longest hold that was in force since its capture has truly passed; and then it does leave.
 */
class HoldModelTest {
  private static final Duration LONGEST = Duration.ofDays(2);

  private enum Action {
    POLICY,
    APPEND,
    PASS,
    JUMP,
    JUMP_AND_KILL,
    KILL,
    STOP,
    OFF,
    FORM,
    SEND
  }

  /** When a record was truly captured, and the longest hold since. */
  private record Held(Duration at, Duration hold) {
    Held under(Duration policy) {
      return policy.compareTo(hold) > 0 ? new Held(at, policy) : this;
    }
  }

  private static final class Model {
    final Map<String, Held> held = new TreeMap<>();
    final Set<String> sent = new HashSet<>();
    Duration truth = Duration.ZERO;
    Duration policy = Duration.ZERO;

    /** What was formed before the policy of now; a longer hold may have taken it apart. */
    Optional<FrozenBatch> formed = Optional.empty();
  }

  @Property(tries = 40)
  void noRecordLeavesBeforeTheLongestHoldSinceItsCapture(
      @ForAll @Size(min = 5, max = 50) List<Action> actions, @ForAll long seed) throws Exception {
    Path dir = Files.createTempDirectory("vitrine-holds");
    Random random = new Random(seed);
    Model model = new Model();
    try (StoreFixture it = new StoreFixture(dir)) {
      for (Action action : actions) {
        run(action, it, model, random);
      }
      pass(it, model, LONGEST);
      while (it.store.outbox().next().isPresent()) {
        send(it, model);
      }
      assertThat(model.sent).isEqualTo(model.held.keySet());
    } finally {
      StoreModelTest.remove(dir);
    }
  }

  private static void run(Action action, StoreFixture it, Model model, Random random)
      throws StoreException, KeyStorageException {
    Duration some = Duration.ofMinutes(random.nextInt(600));
    switch (action) {
      case POLICY -> policy(it, model, Duration.ofHours(random.nextInt(5) * 12L));
      case APPEND -> append(it, model, 1 + random.nextInt(3));
      case PASS -> pass(it, model, some);
      case JUMP -> jump(it, random);
      case JUMP_AND_KILL -> {
        jump(it, random);
        kill(it, model, Duration.ZERO);
      }
      case KILL -> kill(it, model, Duration.ofSeconds(random.nextInt(30)));
      case STOP -> {
        it.store.close();
        let(it, model, some);
        jump(it, random);
        it.open();
      }
      case OFF -> {
        // The agent saw what the clock did before; its round takes 2 s or 30 s.
        it.store.outbox().keepAge();
        it.store.abandon();
        it.steady.reboot();
        it.clock.move(some);
        model.truth = model.truth.plus(some);
        it.open();
      }
      case FORM -> model.formed = it.store.outbox().next();
      case SEND -> send(it, model);
      default -> throw new IllegalStateException("unknown action");
    }
  }

  private static void policy(StoreFixture it, Model model, Duration hold) throws StoreException {
    model.policy = hold;
    // What the endpoint may have already is finished.
    model.held.replaceAll((id, held) -> model.sent.contains(id) ? held : held.under(hold));
    it.store.holdAtLeast(hold);
  }

  private static void append(StoreFixture it, Model model, int count) throws StoreException {
    Held now = new Held(model.truth, model.policy);
    HoldTerms terms = new HoldTerms(model.policy, StoreFixture.NOW.endpoint(), null);
    it.append(count, "Editor", terms).forEach(id -> model.held.put(id, now));
    // The fixture's wall clock went on by a second for each.
    it.steady.pass(Duration.ofSeconds(count));
    model.truth = model.truth.plusSeconds(count);
  }

  private static void pass(StoreFixture it, Model model, Duration time) throws StoreException {
    let(it, model, time);
    it.store.outbox().keepAge();
  }

  private static void let(StoreFixture it, Model model, Duration time) {
    it.steady.pass(time);
    it.clock.move(time);
    model.truth = model.truth.plus(time);
  }

  private static void jump(StoreFixture it, Random random) {
    it.clock.move(Duration.ofHours(random.nextInt(2000) - 500));
  }

  private static void kill(StoreFixture it, Model model, Duration after)
      throws StoreException, KeyStorageException {
    let(it, model, after);
    it.store.abandon();
    it.open();
  }

  /** Sends what was formed before, which a longer hold may have taken apart, else the next. */
  private static void send(StoreFixture it, Model model) throws StoreException {
    Optional<FrozenBatch> batch = model.formed;
    model.formed = Optional.empty();
    if (batch.isEmpty()) {
      batch = it.store.outbox().next();
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      it.store.outbox().sending(batch.get().id());
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.GONE);
      return;
    }
    for (String id : batch.get().recordIds()) {
      Held held = Objects.requireNonNull(model.held.get(id));
      assertThat(held.at().plus(held.hold())).as(id).isLessThanOrEqualTo(model.truth);
      assertThat(model.sent.add(id)).as(id).isTrue();
    }
    it.store.outbox().acknowledged(batch.get().id(), it.clock.instant());
  }
}
