package dev.vitrine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.CaptureQueue.Item;
import dev.vitrine.capture.InputAccounting.Fate;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import dev.vitrine.testing.FateCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CaptureQueueTest {
  private final Tally tally = new Tally();
  private final FateCounter fates = new FateCounter();
  private final CaptureQueue queue = new CaptureQueue(tally, fates);

  private static RawInput motion(long nanos) {
    return new RawInput.Motion(nanos, 1, 1, Modifiers.NONE);
  }

  private void fill() {
    for (int i = 0; i < CaptureQueue.CAPACITY; i++) {
      queue.offer(motion(i), 0);
    }
  }

  @Test
  void whatGoesInComesOutInOrder() throws InterruptedException {
    queue.offer(motion(1), 0);
    queue.put(new Item.FocusMoved(2));
    queue.offer(motion(3), 0);

    assertThat(queue.poll(0)).isEqualTo(new Item.Input(motion(1), 0));
    assertThat(queue.poll(0)).isEqualTo(new Item.FocusMoved(2));
    assertThat(queue.poll(0)).isEqualTo(new Item.Input(motion(3), 0));
    assertThat(queue.poll(0)).isNull();
  }

  @Test
  void aFullQueueRefusesInputAtOnceAndCountsOneEpisode() {
    fill();
    for (int i = 0; i < 100; i++) {
      queue.offer(motion(i), 0);
    }

    assertThat(fates.of(Fate.DROPPED)).isEqualTo(100);
    assertThat(tally.snapshot()).isEqualTo(java.util.Map.of(DropReason.QUEUE_FULL, 1L));
  }

  @Test
  void newsFindRoomInAFullQueue() throws InterruptedException {
    fill();
    queue.put(new Item.FocusMoved(7));

    for (int i = 0; i < CaptureQueue.CAPACITY; i++) {
      assertThat(queue.poll(0)).isInstanceOf(Item.Input.class);
    }
    assertThat(queue.poll(0)).isEqualTo(new Item.FocusMoved(7));
    assertThat(tally.snapshot()).isEmpty();
  }

  @Test
  void anEpisodeLastsUntilTheQueueIsHalfEmpty() throws InterruptedException {
    fill();
    queue.offer(motion(0), 0);
    queue.poll(0);
    queue.offer(motion(0), 0);
    queue.offer(motion(0), 0);
    assertThat(tally.snapshot()).containsEntry(DropReason.QUEUE_FULL, 1L);

    for (int i = 0; i < CaptureQueue.CAPACITY; i++) {
      queue.poll(0);
    }
    fill();
    queue.offer(motion(0), 0);
    assertThat(tally.snapshot()).containsEntry(DropReason.QUEUE_FULL, 2L);
  }

  @Test
  void aWaitingPollWakesWhenSomethingComes() throws InterruptedException {
    AtomicReference<Item> got = new AtomicReference<>();
    Thread taker =
        new Thread(
            () -> {
              try {
                got.set(queue.poll(TimeUnit.SECONDS.toNanos(20)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    taker.start();
    await().until(() -> taker.getState() == Thread.State.TIMED_WAITING);
    queue.offer(motion(5), 0);
    taker.join(Duration.ofSeconds(10).toMillis());

    assertThat(got.get()).isEqualTo(new Item.Input(motion(5), 0));
  }

  @Test
  void underSeveralThreadsEveryInputIsEitherDeliveredOrCountedAsDropped()
      throws InterruptedException {
    int threads = 4;
    int each = 40_000;
    List<Thread> makers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread maker =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  queue.offer(motion(i), 0);
                }
              });
      makers.add(maker);
      maker.start();
    }
    long delivered = 0;
    for (int i = 0; i < 1_000; i++) {
      delivered += queue.poll(TimeUnit.SECONDS.toNanos(10)) == null ? 0 : 1;
    }
    for (Thread maker : makers) {
      maker.join();
    }
    while (queue.poll(0) != null) {
      delivered++;
    }

    assertThat(fates.of(Fate.DROPPED)).as("the fault fired").isPositive();
    assertThat(delivered + fates.of(Fate.DROPPED)).isEqualTo((long) threads * each);
    assertThat(tally.snapshot()).containsEntry(DropReason.QUEUE_FULL, 1L);
  }
}
