package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.control.AgentControl.Deletion;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deletions that can be undone. */
class UndoTest {
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MutableClock clock = new MutableClock(START, ZoneOffset.UTC);
  private final List<DeletionRequest> performed = new CopyOnWriteArrayList<>();
  private final List<DeletionRequest> forgotten = new CopyOnWriteArrayList<>();
  private volatile @Nullable String kept;
  private volatile boolean keepFails;
  private final AtomicInteger failures = new AtomicInteger();
  private PendingDeletions desk = newDesk();

  private PendingDeletions newDesk() {
    return new PendingDeletions(clock, new Random(7), new Owner());
  }

  private final class Owner implements PendingDeletions.Owner {
    @Override
    public void forget(DeletionRequest request) {
      forgotten.add(request);
    }

    @Override
    public void keep(@Nullable String list) throws ControlException {
      if (keepFails) {
        throw new ControlException("the disk is full");
      }
      kept = list;
    }

    @Override
    public Deletion perform(DeletionRequest request) throws ControlException {
      if (failures.get() > 0) {
        failures.decrementAndGet();
        throw new ControlException("the disk is full");
      }
      // The fence stands as long as anything is left of it.
      assertThat(kept).isNotNull();
      performed.add(request);
      return new Deletion(3, 1, "erasure-1");
    }
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void aWishIsFencedAtOnceAndCarriedOutTenSecondsLater() throws Exception {
    DeletionDesk.Pending wish = desk.soon(new DeletionRequest.App("Editor"));
    assertThat(kept).contains(wish.id());
    assertThat(forgotten).hasSize(1);
    assertThat(performed).isEmpty();
    await().atMost(LONG).until(() -> kept == null);
    assertThat(performed).containsExactly(new DeletionRequest.App("Editor"));
    assertThat(desk.pending()).isEmpty();
    assertThat(desk.done().get(0).id()).isEqualTo(wish.id());
    assertThatThrownBy(() -> desk.undo(wish.id())).isInstanceOf(ControlException.class);
  }

  @Test
  void anUndoneWishIsNeverCarriedOutAndTheFenceFalls() throws Exception {
    DeletionDesk.Pending first = desk.soon(new DeletionRequest.All());
    DeletionDesk.Pending second = desk.soon(new DeletionRequest.Ids(Set.of("a")));
    desk.undo(first.id());
    assertThat(kept).contains(second.id()).doesNotContain(first.id());
    await().atMost(LONG).until(() -> kept == null);
    assertThat(performed).containsExactly(new DeletionRequest.Ids(Set.of("a")));
  }

  @Test
  void theLastMinutesAreThoseBeforeTheWish() throws Exception {
    desk.soon(new DeletionRequest.Last(Duration.ofMinutes(30)));
    assertThat(desk.pending().get(0).request())
        .isEqualTo(
            new DeletionRequest.Between(START.minus(Duration.ofMinutes(30)), START.plusMillis(1)));
  }

  @Test
  void aWishOutlivesARestart() throws Exception {
    List<DeletionRequest> wishes =
        List.of(
            new DeletionRequest.Between(START, START.plusSeconds(5)),
            new DeletionRequest.App("Editor ⟦\"\\"),
            new DeletionRequest.Ids(Set.of("a", "b")),
            new DeletionRequest.All());
    for (DeletionRequest wish : wishes) {
      desk.soon(wish);
    }
    desk.close();
    String left = Objects.requireNonNull(kept);
    clock.advance(Duration.ofMinutes(1));
    desk = newDesk();
    desk.resume(left);
    await().atMost(LONG).until(() -> kept == null);
    assertThat(performed).containsExactlyElementsOf(wishes);
  }

  @Test
  void aWishThatCannotBeKeptIsRefused() {
    keepFails = true;
    assertThatThrownBy(() -> desk.soon(new DeletionRequest.All()))
        .isInstanceOf(ControlException.class)
        .hasMessage("the disk is full");
    assertThat(desk.pending()).isEmpty();
  }

  @Test
  void aDeletionThatFailsIsTriedAgainAndSaysWhy() throws Exception {
    failures.set(1);
    desk.soon(new DeletionRequest.All());
    await()
        .atMost(LONG)
        .until(() -> desk.pending().stream().anyMatch(wish -> wish.problem() != null));
    assertThat(kept).isNotNull();
    await().atMost(LONG).until(() -> kept == null);
    assertThat(performed).hasSize(1);
  }

  @Test
  void aListThatCannotBeReadDeletesNothingAndKeepsTheFence() {
    kept = "broken";
    desk.resume("broken");
    desk.resume("[{\"id\":\"x\",\"until\":\"never\",\"all\":true}]");
    assertThat(desk.pending()).isEmpty();
    assertThat(kept).isEqualTo("broken");
  }
}
