package dev.vitrine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.record.LocalGap;
import dev.vitrine.redact.Released;
import dev.vitrine.store.CaptureStore;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import dev.vitrine.testing.SampleRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorder over a store that refuses when told to. */
class RecorderTest {
  private static final long SECOND = 1_000_000_000L;
  private static final HoldTerms NEAR = new HoldTerms(Duration.ZERO, "http://127.0.0.1:1", null);
  private static final HoldTerms FAR =
      new HoldTerms(Duration.ofHours(1), "https://ingest.example.com", null);

  private final List<@Nullable StoreException> troubles = new ArrayList<>();
  private final FakeStore store = new FakeStore();
  private final Recorder recorder = new Recorder(new Tally(), troubles::add);

  private record Stored(int records, HoldTerms terms) {}

  private static final class FakeStore implements CaptureStore {
    private final List<Stored> stored = new ArrayList<>();
    private @Nullable StoreException refusal;

    @Override
    public void append(List<NewRecord> records, HoldTerms terms) throws StoreException {
      if (refusal != null) {
        throw refusal;
      }
      stored.add(new Stored(records.size(), terms));
    }

    @Override
    public void appendGap(LocalGap gap, Instant at) throws StoreException {
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public void keepDrops(Map<DropReason, Long> totals) {}
  }

  @BeforeEach
  void begin() {
    recorder.use(store, 0);
    recorder.terms(NEAR);
  }

  private static Released released(String at) {
    return new Released(
        SampleRecords.text("AAAAAAAAAAAAAAAAAAAAAA", "Text editor", "words"), Instant.parse(at));
  }

  private void record(long now) {
    recorder.record(released("2026-11-20T09:00:00Z"), now);
  }

  private static StoreException refusal(StoreException.Kind kind) {
    return new StoreException(kind, "told to refuse");
  }

  @Test
  void whatWaitsForAFullStoreKeepsTheEndpointUnderWhichItWasCaptured() {
    store.refusal = refusal(StoreException.Kind.FULL);
    record(0);
    recorder.advance(3 * SECOND);
    assertThat(troubles).containsExactly(store.refusal);
    recorder.terms(FAR);
    record(4 * SECOND);
    store.refusal = null;
    recorder.advance(10 * SECOND);
    assertThat(store.stored)
        .containsExactly(
            new Stored(1, new HoldTerms(FAR.hold(), NEAR.endpoint(), NEAR.sealTo())),
            new Stored(1, FAR));
    assertThat(troubles).hasSize(2).endsWith((StoreException) null);
  }

  @Test
  void aPolicyThatHoldsForLongerLengthensWhatWaitsAndNoneAfterItShortensThat() {
    store.refusal = refusal(StoreException.Kind.FULL);
    record(0);
    recorder.terms(FAR);
    recorder.terms(NEAR);
    record(SECOND);
    store.refusal = null;
    recorder.advance(10 * SECOND);
    HoldTerms longer = new HoldTerms(FAR.hold(), NEAR.endpoint(), NEAR.sealTo());
    assertThat(store.stored).containsExactly(new Stored(1, longer), new Stored(1, NEAR));
  }

  @Test
  void whatADamagedStoreRefusedGoesToTheOneThatTakesItsPlace() {
    store.refusal = refusal(StoreException.Kind.DAMAGED);
    record(0);
    recorder.advance(3 * SECOND);
    assertThat(store.stored).isEmpty();
    FakeStore other = new FakeStore();
    recorder.use(other, 4 * SECOND);
    assertThat(other.stored).containsExactly(new Stored(1, NEAR));
    assertThat(troubles).hasSize(2).endsWith((StoreException) null);
  }

  @Test
  void nothingIsDueWhereThereIsNoStoreOrNothingWaitsAnyMore() {
    Recorder early = new Recorder(new Tally(), troubles::add);
    early.terms(NEAR);
    early.record(released("2026-11-20T09:00:00Z"), 0);
    early.advance(3 * SECOND);
    assertThat(early.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    early.use(store, 4 * SECOND);
    assertThat(store.stored).containsExactly(new Stored(1, NEAR));

    record(5 * SECOND);
    recorder.forget(waiting -> true);
    recorder.advance(8 * SECOND);
    assertThat(recorder.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatWaitsCanBeForgotten() {
    store.refusal = refusal(StoreException.Kind.FULL);
    record(0);
    recorder.record(released("2026-11-20T10:00:00Z"), 0);
    recorder.flush(SECOND);
    Instant ten = Instant.parse("2026-11-20T10:00:00Z");
    assertThat(recorder.forget(waiting -> !waiting.at().isBefore(ten))).isTrue();
    assertThat(recorder.forget(waiting -> !waiting.at().isBefore(ten))).isFalse();
    store.refusal = null;
    recorder.advance(10 * SECOND);
    assertThat(store.stored).containsExactly(new Stored(1, NEAR));
  }
}
