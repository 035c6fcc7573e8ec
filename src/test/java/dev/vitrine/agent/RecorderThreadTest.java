package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.record.LocalGap;
import dev.vitrine.redact.Released;
import dev.vitrine.store.CaptureStore;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import dev.vitrine.testing.SampleRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorder's thread over a store that takes its time. */
class RecorderThreadTest {
  private static final HoldTerms TERMS = new HoldTerms(Duration.ZERO, "http://127.0.0.1:1", null);
  private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");

  private final Tally tally = new Tally();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<String> stored = new CopyOnWriteArrayList<>();
  private final CountDownLatch disk = new CountDownLatch(1);
  private final RecorderThread thread =
      new RecorderThread(
          new Recorder(tally, trouble -> {}), tally, System::nanoTime, failures::add);

  private final class SlowStore implements CaptureStore {
    @Override
    public void append(List<NewRecord> records, HoldTerms terms) {
      try {
        disk.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      stored.add("records " + records.size());
    }

    @Override
    public void appendGap(LocalGap gap, Instant at) {
      stored.add("gap " + gap.why());
    }

    @Override
    public void keepDrops(Map<DropReason, Long> totals) {}
  }

  @BeforeEach
  void start() {
    thread.start();
    thread.run(recorder -> recorder.use(new SlowStore(), System.nanoTime()));
    thread.terms(TERMS);
  }

  @AfterEach
  void close() throws InterruptedException {
    disk.countDown();
    thread.close();
  }

  private void record() {
    Released released =
        new Released(SampleRecords.text("AAAAAAAAAAAAAAAAAAAAAA", "Text editor", "words"), NINE);
    thread.record(released, System.nanoTime());
  }

  @Test
  void whoeverHandsRecordsOnWaitsForNoDiskAndTheirOrderStays() throws InterruptedException {
    record();
    record();
    thread.gap(LocalGap.Why.PAUSED, NINE, System.nanoTime());
    thread.taken();
    record();
    thread.flush(System.nanoTime());
    thread.gap(LocalGap.Why.DELETED, NINE, System.nanoTime());
    assertThat(stored).isEmpty();
    disk.countDown();
    assertThat(thread.await(10)).isTrue();
    assertThat(stored).containsExactly("records 2", "gap PAUSED", "records 1", "gap DELETED");
  }

  @Test
  void aRecordIsStoredInTimeWithoutBeingAskedFor() {
    disk.countDown();
    record();
    await()
        .atMost(Duration.ofSeconds(Recorder.MAX_SECONDS + 5))
        .untilAsserted(() -> assertThat(stored).containsExactly("records 1"));
  }

  @Test
  void whereTheDiskHangsOnlySoManyRecordsWaitAndTheRestIsCountedOnce() throws InterruptedException {
    record();
    thread.flush(System.nanoTime());
    assertThat(thread.await(0)).isFalse();
    for (int i = 0; i < Recorder.MAX_WAITING + 100; i++) {
      record();
    }
    assertThat(tally.snapshot()).containsEntry(DropReason.STORE_FULL, 1L);
    disk.countDown();
    thread.flush(System.nanoTime());
    assertThat(thread.await(30)).isTrue();
    int all = stored.stream().mapToInt(line -> Integer.parseInt(line.split(" ", 2)[1])).sum();
    assertThat(all).isBetween(Recorder.MAX_WAITING, Recorder.MAX_WAITING + 1);
  }

  @Test
  void anExceptionIsReportedAndTheThreadLivesOn() throws InterruptedException {
    disk.countDown();
    thread.run(
        recorder -> {
          throw new IllegalStateException("of a test");
        });
    record();
    thread.flush(System.nanoTime());
    assertThat(thread.await(10)).isTrue();
    assertThat(failures).hasSize(1);
    assertThat(stored).containsExactly("records 1");
  }
}
