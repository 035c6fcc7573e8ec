package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.LedgerEntry.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened is written down, and nothing of what was typed. */
class LedgerTest {
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

  private List<Kind> kinds() throws StoreException {
    return it.store.log().ledger(100).stream().map(LedgerEntry::kind).toList();
  }

  @Test
  void everythingThatHappensToRecordsIsWrittenDownNewestFirst() throws Exception {
    it.store.note(Kind.POLICY, "2026-11-20.1");
    it.append(3, "Editor", StoreFixture.NOW);
    FrozenBatch batch = it.store.outbox().next().orElseThrow();
    it.sendOne();
    it.store.log().delete(new Selection.Ids(Set.of("id-1")), it.clock.instant());
    String erasure = it.store.outbox().pendingErasures().get(0).id();
    it.store.outbox().erased(erasure, "{}", "signature", it.clock.instant());
    it.append(1, "Editor", StoreFixture.NOW);
    FrozenBatch refused = it.store.outbox().next().orElseThrow();
    it.store.outbox().quarantine(refused.id());
    it.append(2, "Editor", StoreFixture.NOW);
    it.pass(Duration.ofDays(31));
    it.store.expire();
    it.reopen();

    assertThat(kinds())
        .containsExactly(
            Kind.EXPIRED, Kind.QUARANTINED, Kind.RECEIPT, Kind.DELETED, Kind.UPLOADED, Kind.POLICY);
    LedgerEntry uploaded = it.store.log().ledger(100).get(4);
    assertThat(uploaded.records()).isEqualTo(3);
    assertThat(uploaded.bytes()).isEqualTo(batch.body().length);
    LedgerEntry deleted = it.store.log().ledger(100).get(3);
    assertThat(deleted.subject()).isEqualTo(erasure);
    assertThat(deleted.records()).isEqualTo(1);
    assertThat(it.store.log().ledger(1)).hasSize(1);
  }

  @Test
  void aDaysUploadsAreOneEntryAndAreCountedOverARestart() throws Exception {
    it.append(2, "Editor", StoreFixture.NOW);
    it.sendOne();
    it.append(3, "Editor", StoreFixture.NOW);
    it.sendOne();
    long today = it.store.outbox().sentBytes(it.clock.instant());
    it.reopen();

    assertThat(it.store.log().ledger(10)).hasSize(1);
    assertThat(it.store.log().ledger(10).get(0).records()).isEqualTo(5);
    assertThat(today).isPositive();
    assertThat(it.store.outbox().sentBytes(it.clock.instant())).isEqualTo(today);
    assertThat(it.store.outbox().sentBytes(it.clock.instant().plus(Duration.ofDays(1)))).isZero();
  }

  @Test
  void afterTwoYearsAnEntryGoes() throws Exception {
    it.store.note(Kind.VIEWER_OPENED, null);
    it.append(1, "Editor", StoreFixture.NOW);
    it.clock.move(Duration.ofDays(Ledger.KEEP_DAYS + 1));
    it.store.note(Kind.RESUMED, null);
    it.store.expire();

    assertThat(kinds()).containsExactly(Kind.RESUMED);
  }
}
