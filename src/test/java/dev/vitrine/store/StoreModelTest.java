package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.store.CaptureLog.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Any order of what the roles can do leaves store, endpoint and model in agreement. */
class StoreModelTest {
  private enum Action {
    APPEND,
    APPEND_HELD,
    AGE,
    CLOCK,
    CAP,
    SEND,
    SEND_WITHOUT_ANSWER,
    SEND_WITH_LOST_ANSWER,
    REFUSE,
    DELETE_SOME,
    DELETE_APP,
    ERASE,
    REOPEN,
    KILL
  }

  /** What the records' owner believes, and what an endpoint that knows each record once has. */
  private static final class Model {
    final List<String> here = new ArrayList<>();
    final Set<String> editor = new HashSet<>();
    final Set<String> remote = new TreeSet<>();
    final Set<String> fence = new HashSet<>();
    final Set<String> deleted = new HashSet<>();
    final Set<String> quarantined = new HashSet<>();

    /** Until which age of the buffer a record may not leave. */
    final Map<String, Duration> heldUntil = new HashMap<>();

    Duration age = Duration.ZERO;

    /** The age before time last passed: when what was just appended was born. */
    Duration bornAt = Duration.ZERO;

    void receive(FrozenBatch batch) {
      for (String id : batch.recordIds()) {
        assertThat(quarantined).doesNotContain(id);
        assertThat(heldUntil.getOrDefault(id, Duration.ZERO)).isLessThanOrEqualTo(age);
        if (!fence.contains(id)) {
          remote.add(id);
        }
      }
    }
  }

  @Property(tries = 60)
  void everyRecordIsWhereItBelongs(
      @ForAll @Size(min = 5, max = 40) List<Action> actions, @ForAll long seed) throws Exception {
    Path dir = Files.createTempDirectory("vitrine-model");
    Random random = new Random(seed);
    Model model = new Model();
    try (StoreFixture it = new StoreFixture(dir)) {
      for (Action action : actions) {
        run(action, it, model, random);
        assertThat(it.exported()).isEqualTo(model.here);
      }
      age(it, model, Duration.ofDays(2));
      drain(it, model);
      Set<String> expected = new TreeSet<>(model.here);
      expected.removeAll(model.quarantined);
      assertThat(model.remote).isEqualTo(expected);
      CaptureLog.Counts counts = it.store.log().counts();
      assertThat(counts.sent() + counts.quarantined()).isEqualTo(model.here.size());
      assertThat(counts.erased()).isEqualTo(model.deleted.size());
      assertThat(it.store.damage().none()).isTrue();
    } finally {
      remove(dir);
    }
  }

  private static void run(Action action, StoreFixture it, Model model, Random random)
      throws StoreException, KeyStorageException {
    switch (action) {
      case APPEND -> {
        append(it, model, random, StoreFixture.NOW);
      }
      case APPEND_HELD -> append(it, model, random, StoreFixture.DAY);
      case AGE -> age(it, model, Duration.ofHours(random.nextInt(13)));
      case CLOCK -> {
        // A jump counts for nothing, and a kill may follow at once.
        it.clock.move(Duration.ofDays(random.nextInt(5) - 2));
      }
      case CAP -> {
        long most = random.nextBoolean() ? 120_000 : 512L << 20;
        it.options = it.options.withLimits(most, 14, 30);
        it.reopen();
      }
      case SEND -> send(it, model);
      case SEND_WITHOUT_ANSWER -> begin(it);
      case SEND_WITH_LOST_ANSWER -> begin(it).ifPresent(model::receive);
      case REFUSE -> refuse(it, model);
      case DELETE_SOME -> {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3 && !model.here.isEmpty(); i++) {
          ids.add(model.here.get(random.nextInt(model.here.size())));
        }
        delete(it, model, new Selection.Ids(ids), ids);
      }
      case DELETE_APP -> delete(it, model, new Selection.App("Editor"), Set.copyOf(model.editor));
      case ERASE -> erase(it, model);
      case REOPEN -> it.reopen();
      case KILL -> {
        it.store.abandon();
        it.open();
      }
      default -> throw new IllegalStateException("unknown action");
    }
  }

  private static void append(StoreFixture it, Model model, Random random, HoldTerms terms)
      throws StoreException {
    boolean editor = random.nextBoolean();
    Instant before = it.clock.instant();
    List<String> ids;
    try {
      ids = it.append(1 + random.nextInt(30), editor ? "Editor" : "Mail", terms);
    } catch (StoreException e) {
      // At its cap it says so and takes nothing of it.
      assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL);
      return;
    } finally {
      // The fixture lets a second pass for each; the agent runs meanwhile.
      age(it, model, Duration.between(before, it.clock.instant()).plusSeconds(30));
    }
    model.here.addAll(ids);
    ids.forEach(id -> model.heldUntil.put(id, model.bornAt.plus(terms.hold())));
    if (editor) {
      model.editor.addAll(ids);
    }
  }

  private static void age(StoreFixture it, Model model, Duration time) throws StoreException {
    model.bornAt = model.age;
    model.age = model.age.plus(time);
    it.pass(time);
  }

  private static Optional<FrozenBatch> begin(StoreFixture it) throws StoreException {
    Optional<FrozenBatch> batch = it.store.outbox().next();
    if (batch.isPresent()) {
      it.store.outbox().sending(batch.get().id());
    }
    return batch;
  }

  private static boolean send(StoreFixture it, Model model) throws StoreException {
    Optional<FrozenBatch> batch = begin(it);
    if (batch.isPresent()) {
      model.receive(batch.get());
      it.store.outbox().acknowledged(batch.get().id(), it.clock.instant());
    }
    return batch.isPresent();
  }

  private static void refuse(StoreFixture it, Model model) throws StoreException {
    Optional<FrozenBatch> batch = begin(it);
    if (batch.isPresent() && model.remote.stream().noneMatch(batch.get().recordIds()::contains)) {
      if (batch.get().recordIds().size() > 1) {
        it.store.outbox().halve(batch.get().id());
      } else {
        it.store.outbox().quarantine(batch.get().id());
        model.quarantined.addAll(batch.get().recordIds());
      }
    }
  }

  private static void delete(StoreFixture it, Model model, Selection selection, Set<String> ids)
      throws StoreException {
    Set<String> gone = new HashSet<>(ids);
    gone.retainAll(model.here);
    CaptureLog.Deleted deleted = it.store.log().delete(selection, it.clock.instant());
    assertThat(deleted.records()).isEqualTo(gone.size());
    model.here.removeAll(gone);
    model.editor.removeAll(gone);
    model.deleted.addAll(gone);
  }

  private static void erase(StoreFixture it, Model model) throws StoreException {
    for (Outbox.PendingErasure erasure : it.store.outbox().pendingErasures()) {
      assertThat(model.deleted).containsAll(erasure.records());
      model.remote.removeAll(erasure.records());
      model.fence.addAll(erasure.records());
      it.store.outbox().erased(erasure.id(), "{}", "signature", it.clock.instant());
    }
  }

  private static void drain(StoreFixture it, Model model) throws StoreException {
    erase(it, model);
    boolean more = true;
    while (more) {
      more = send(it, model);
    }
  }

  static void remove(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    }
  }
}
