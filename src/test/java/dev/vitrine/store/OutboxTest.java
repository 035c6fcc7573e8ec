package dev.vitrine.store;

import static dev.vitrine.store.StoreFixture.DAY;
import static dev.vitrine.store.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.crypto.TrainingKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path dir;
  private StoreFixture it;

  @BeforeEach
  void open() throws Exception {
    it = new StoreFixture(dir.resolve("data"));
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void aBatchIsTheLinesJoinedAndItsBytesOutliveARestart() throws Exception {
    it.append(3, "Editor", NOW);
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    List<String> lines = new ArrayList<>();
    it.store
        .log()
        .export(l -> lines.add(new String(l.bytes(), java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(StoreFixture.unzip(batch.body())).isEqualTo(String.join("\n", lines));
    assertThat(batch.recordIds()).containsExactly("id-0", "id-1", "id-2");
    assertThat(batch.endpoint()).isEqualTo(NOW.endpoint());
    assertThat(batch.id()).matches("[A-Za-z0-9_-]{22}");

    it.append(1, "Editor", NOW);
    it.store.outbox().sending(batch.id());
    it.reopen();
    FrozenBatch again = it.store.outbox().next().orElseThrow();
    assertThat(again.id()).isEqualTo(batch.id());
    assertThat(again.body()).isEqualTo(batch.body());
    assertThat(again.recordIds()).isEqualTo(batch.recordIds());
  }

  @Test
  void theGzipHeadHoldsNoTime() throws Exception {
    it.append(1, "Editor", NOW);
    byte[] body = it.store.outbox().next().orElseThrow().body();
    assertThat(List.of(body[4], body[5], body[6], body[7])).containsOnly((byte) 0);
  }

  @Test
  void onlyOneBatchIsInFlightAndTheNextFollowsTheAcknowledgement() throws Exception {
    it.append(2500, "Editor", NOW);
    FrozenBatch first = it.store.outbox().next().orElseThrow();
    assertThat(it.store.outbox().next().orElseThrow().id()).isEqualTo(first.id());
    assertThat(first.recordIds()).hasSize(2000);

    it.store.outbox().sending(first.id());
    it.store.outbox().acknowledged(first.id(), it.clock.instant());
    FrozenBatch second = it.store.outbox().next().orElseThrow();
    assertThat(second.recordIds()).hasSize(500).startsWith("id-2000");
    it.store.outbox().acknowledged(second.id(), it.clock.instant());

    assertThat(it.store.outbox().next()).isEmpty();
    assertThat(it.store.log().counts()).isEqualTo(new CaptureLog.Counts(0, 0, 2500, 0, 0, 0));
    CaptureLog.Entry sent = it.store.log().find("id-3").orElseThrow();
    assertThat(sent.state()).isEqualTo(RecordState.SENT);
    assertThat(sent.batch()).isEqualTo(first.id());
    assertThat(sent.sentAt()).isEqualTo(it.clock.instant());
  }

  @Test
  void aBatchHoldsAtMost512KibibytesOfLines() throws Exception {
    String big = "x".repeat(100_000);
    for (int i = 0; i < 7; i++) {
      it.store
          .capture()
          .append(List.of(StoreFixture.record("b" + i, "Editor", big, it.clock.instant())), NOW);
    }
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    assertThat(batch.recordIds()).hasSize(5);
    assertThat(StoreFixture.unzip(batch.body()).length()).isLessThanOrEqualTo(512 << 10);
  }

  @Test
  void aRecordLargerThanABatchGoesAlone() throws Exception {
    it.store
        .capture()
        .append(
            List.of(
                StoreFixture.record("big", "Editor", "x".repeat(600_000), it.clock.instant()),
                StoreFixture.record("small", "Editor", "x", it.clock.instant())),
            NOW);
    assertThat(it.sendOne()).containsExactly("big");
    assertThat(it.sendOne()).containsExactly("small");
  }

  @Test
  void recordsOfDifferentEndpointsNeverShareABatch() throws Exception {
    HoldTerms other = new HoldTerms(Duration.ZERO, "https://other.example", null);
    String key = TrainingKey.generate().publicKey();
    HoldTerms sealed = new HoldTerms(Duration.ZERO, NOW.endpoint(), key);
    it.append(1, "Editor", NOW);
    it.append(1, "Editor", other);
    it.append(1, "Editor", sealed);
    it.append(1, "Editor", NOW);

    FrozenBatch first = it.store.outbox().next().orElseThrow();
    assertThat(it.sendOne()).containsExactly("id-0", "id-3");
    FrozenBatch second = it.store.outbox().next().orElseThrow();
    assertThat(it.sendOne()).containsExactly("id-1");
    FrozenBatch third = it.store.outbox().next().orElseThrow();
    assertThat(third.recordIds()).containsExactly("id-2");
    assertThat(first.endpoint()).isEqualTo(NOW.endpoint());
    assertThat(second.endpoint()).isEqualTo("https://other.example");
    assertThat(third.sealTo()).isEqualTo(key);
  }

  @Test
  void halvingBisectsInOrderDownToTheCulpritWhichIsQuarantined() throws Exception {
    it.append(5, "Editor", NOW);
    List<List<String>> refused = new ArrayList<>();
    List<String> stored = new ArrayList<>();
    Optional<FrozenBatch> next = it.store.outbox().next();
    while (next.isPresent()) {
      FrozenBatch batch = next.get();
      it.store.outbox().sending(batch.id());
      if (!batch.recordIds().contains("id-3")) {
        it.store.outbox().acknowledged(batch.id(), it.clock.instant());
        stored.addAll(batch.recordIds());
      } else if (batch.recordIds().size() > 1) {
        it.store.outbox().halve(batch.id());
        refused.add(batch.recordIds());
      } else {
        it.store.outbox().quarantine(batch.id());
      }
      it.reopen();
      next = it.store.outbox().next();
    }

    assertThat(refused)
        .containsExactly(
            List.of("id-0", "id-1", "id-2", "id-3", "id-4"),
            List.of("id-2", "id-3", "id-4"),
            List.of("id-3", "id-4"));
    assertThat(stored).containsExactly("id-0", "id-1", "id-2", "id-4");
    assertThat(it.store.log().counts()).isEqualTo(new CaptureLog.Counts(0, 0, 4, 1, 0, 0));
    assertThat(it.store.log().find("id-3").orElseThrow().state())
        .isEqualTo(RecordState.QUARANTINED);
    assertThat(it.exported()).contains("id-3");
  }

  @Test
  void aHeldRecordIsOutOfReachUntilItsTimeHasRun() throws Exception {
    it.append(2, "Editor", DAY);
    assertThat(it.store.outbox().next()).isEmpty();
    assertThat(it.store.outbox().nextReadyIn()).contains(Duration.ofDays(1));

    it.pass(Duration.ofHours(23));
    assertThat(it.store.outbox().next()).isEmpty();
    assertThat(it.store.outbox().nextReadyIn()).contains(HOUR);
    assertThat(it.store.log().counts().held()).isEqualTo(2);

    it.pass(HOUR);
    assertThat(it.store.log().counts().ready()).isEqualTo(2);
    assertThat(it.store.outbox().next().orElseThrow().recordIds()).hasSize(2);
  }

  @Test
  void nothingWaitsWhereNothingIsHeld() throws Exception {
    assertThat(it.store.outbox().nextReadyIn()).isEmpty();
    assertThat(it.store.outbox().next()).isEmpty();
  }

  @Test
  void aBatchThatWasFormedAndNeverSentIsTakenApartWhereItIsHeldAgain() throws Exception {
    it.append(2, "Editor", NOW);
    FrozenBatch formed = it.store.outbox().next().orElseThrow();
    it.store.holdAtLeast(HOUR);
    assertThatThrownBy(() -> it.store.outbox().sending(formed.id()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.GONE));
    assertThat(it.store.outbox().next()).isEmpty();
    assertThat(it.store.log().counts().held()).isEqualTo(2);
    it.pass(HOUR);
    assertThat(it.sendOne()).hasSize(2);
  }

  @Test
  void aBatchThatTheEndpointMayHaveIsFinishedUnderALongerHold() throws Exception {
    it.append(2, "Editor", NOW);
    FrozenBatch sent = it.store.outbox().next().orElseThrow();
    it.store.outbox().sending(sent.id());
    it.store.outbox().halve(sent.id());
    it.store.holdAtLeast(HOUR);
    assertThat(it.sendOne()).containsExactly("id-0");
    assertThat(it.sendOne()).containsExactly("id-1");
  }

  @Test
  void whatWasSentAgesOutToAnIndexThatCanStillBeErased() throws Exception {
    it.append(2, "Editor", NOW);
    it.append(1, "Mail", NOW);
    it.sendOne();
    it.append(1, "Editor", DAY);
    Instant noon = it.clock.instant();
    it.pass(Duration.ofDays(14));

    assertThat(it.store.expire()).isZero();
    assertThat(it.exported()).containsExactly("id-3");
    assertThat(it.store.log().find("id-0")).isEmpty();
    assertThat(it.store.log().counts().sent()).isEqualTo(3);

    CaptureLog.Deleted deleted =
        it.store.log().delete(new CaptureLog.Selection.App("Editor"), noon);
    assertThat(deleted.records()).isEqualTo(3);
    assertThat(deleted.alreadySent()).isEqualTo(2);
    Outbox.PendingErasure erasure = it.store.outbox().pendingErasures().get(0);
    assertThat(erasure.records()).containsExactlyInAnyOrder("id-0", "id-1");

    CaptureLog.Deleted day =
        it.store.log().delete(new CaptureLog.Selection.Between(noon, noon.plusSeconds(1)), noon);
    assertThat(day.alreadySent()).isEqualTo(1);
  }

  @Test
  void whatIsNeverAcknowledgedExpiresAndIsCounted() throws Exception {
    it.append(3, "Editor", NOW);
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    it.store.outbox().sending(batch.id());
    it.append(2, "Editor", new HoldTerms(Duration.ofDays(365), NOW.endpoint(), null));
    it.pass(Duration.ofDays(30));
    it.append(1, "Editor", NOW);

    assertThat(it.store.expire()).isEqualTo(5);
    assertThat(it.exported()).containsExactly("id-5");
    assertThat(it.store.log().counts()).isEqualTo(new CaptureLog.Counts(0, 1, 0, 0, 0, 5));
    it.store.outbox().acknowledged(batch.id(), it.clock.instant());

    // The endpoint may have the three that were on their way.
    CaptureLog.Deleted deleted =
        it.store.log().delete(new CaptureLog.Selection.App("Editor"), it.clock.instant());
    assertThat(deleted.alreadySent()).isEqualTo(3);
  }

  @Test
  void anAcknowledgementOfAnUnknownBatchChangesNothing() throws Exception {
    it.append(1, "Editor", NOW);
    it.store.outbox().acknowledged("unknown", it.clock.instant());
    it.store.outbox().halve("unknown");
    it.store.outbox().quarantine("unknown");
    assertThat(it.store.log().counts().ready()).isEqualTo(1);
    assertThatThrownBy(() -> it.store.outbox().sending("unknown"))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.GONE));
  }
}
