package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.testing.InMemoryKeyStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capture and upload go on while something is deleted, in the worst moment too. */
@SuppressWarnings("NullAway.Init") // set by the test
class DeleteRaceTest {
  private static final Instant ANOTHER_DAY = Instant.parse("2026-02-03T10:00:00Z");
  private static final HoldTerms NOW =
      new HoldTerms(Duration.ZERO, "https://collect.example.com/v1", null);

  @TempDir Path dir;

  /** What another thread does as soon as the deletion is committed, and before it has returned. */
  private final CompletableFuture<List<String>> meanwhile = new CompletableFuture<>();

  private StoreFixture it;

  private List<String> appendAndFreeze() throws StoreException {
    it.store
        .capture()
        .append(List.of(StoreFixture.record("late", "Editor", "words", ANOTHER_DAY)), NOW);
    return it.store.outbox().next().orElseThrow().recordIds();
  }

  private void reached(String step) {
    if (!step.equals("committed")) {
      return;
    }
    Thread other =
        new Thread(
            () -> {
              try {
                meanwhile.complete(appendAndFreeze());
              } catch (StoreException | RuntimeException e) {
                meanwhile.completeExceptionally(e);
              }
            },
            "capture and upload");
    other.start();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                other.getState() == Thread.State.BLOCKED
                    || other.getState() == Thread.State.TERMINATED);
  }

  @Test
  void whatIsStoredAndSentInTheMomentOfADeletionIsNeitherLostNorTakenForDamage() throws Exception {
    it = new StoreFixture(dir, new InMemoryKeyStorage(), this::reached);
    try {
      it.append(3, "Editor", NOW);
      it.store.log().delete(new Selection.Ids(Set.of("id-1")), it.clock.instant());
      assertThat(frozen()).containsExactly("id-0", "id-2", "late");
      it.reopen();
      assertThat(it.exported()).containsExactlyInAnyOrder("id-0", "id-2", "late");
      assertThat(it.store.damage().none()).isTrue();
    } finally {
      it.close();
    }
  }

  private List<String> frozen() throws Exception {
    try {
      return meanwhile.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
