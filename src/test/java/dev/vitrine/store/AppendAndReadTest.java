package dev.vitrine.store;

import static dev.vitrine.store.StoreFixture.DAY;
import static dev.vitrine.store.StoreFixture.NOW;
import static dev.vitrine.store.StoreFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendAndReadTest {
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
  void whatIsAppendedIsExportedByteForByteInItsOrder() throws Exception {
    NewRecord first = StoreFixture.record("b", "Editor", "zweite Zeile ⟦EMAIL_ADDRESS⟧", START);
    NewRecord second = StoreFixture.record("a", "Editor", "erste", START.minusSeconds(60));
    it.store.capture().append(List.of(first, second), DAY);

    List<byte[]> lines = new ArrayList<>();
    it.store.log().export(line -> lines.add(line.bytes()));

    assertThat(lines).containsExactly(first.line().bytes(), second.line().bytes());
  }

  @Test
  void everythingIsThereAfterAReopen() throws Exception {
    List<String> ids = it.append(1500, "Editor", DAY);
    it.store.capture().keepDrops(Map.of(DropReason.PROTECTED, 3L));
    it.store.putSetting("pause", "until-resumed");

    it.reopen();

    assertThat(it.exported()).isEqualTo(ids);
    assertThat(it.store.log().drops()).isEqualTo(Map.of(DropReason.PROTECTED, 3L));
    assertThat(it.store.setting("pause")).contains("until-resumed");
    assertThat(it.store.damage().none()).isTrue();
    it.store.removeSetting("pause");
    assertThat(it.store.setting("pause")).isEmpty();
  }

  @Test
  void appendingTheSameRecordsAgainChangesNothing() throws Exception {
    NewRecord record = StoreFixture.record("a", "Editor", "once", START);
    it.store.capture().append(List.of(record), DAY);
    it.store.capture().append(List.of(record), DAY);

    assertThat(it.exported()).containsExactly("a");
  }

  @Test
  void smallAppendsShareAChunkAndLargeOnesAreSplit() throws Exception {
    for (int i = 0; i < 5; i++) {
      it.append(1, "Editor", DAY);
    }
    assertThat(it.chunkCount()).isEqualTo(1);

    it.clock.move(Duration.ofHours(1));
    Instant at = it.clock.instant();
    List<NewRecord> many = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      many.add(StoreFixture.record("m" + i, "Editor", "x", at));
    }
    it.store.capture().append(many, DAY);

    assertThat(it.chunkCount()).isEqualTo(4);
  }

  @Test
  void theLogTurnsItsPagesFromNewToOldWithGapsInTheirPlace() throws Exception {
    it.append(3, "Editor", DAY);
    it.store.capture().appendGap(new LocalGap(LocalGap.Why.PAUSED), it.clock.instant());
    it.clock.move(Duration.ofSeconds(1));
    it.append(2, "Editor", DAY);

    List<String> seen = new ArrayList<>();
    CaptureLog.Cursor cursor = null;
    do {
      CaptureLog.Page page = it.store.log().newestFirst(Instant.MIN, Instant.MAX, cursor, 2);
      for (CaptureLog.Entry entry : page.entries()) {
        seen.add(entry.line() != null ? entry.line().id() : name(entry));
      }
      cursor = page.next();
    } while (cursor != null);

    assertThat(seen).containsExactly("id-4", "id-3", "PAUSED", "id-2", "id-1", "id-0");
    assertThat(it.exported()).hasSize(5);
    assertThat(
            it.store
                .log()
                .newestFirst(START.plusSeconds(1), START.plusSeconds(3), null, 10)
                .entries())
        .hasSize(2);
  }

  private static String name(CaptureLog.Entry entry) {
    LocalGap gap = entry.gap();
    return gap == null ? "neither a record nor a gap" : gap.why().name();
  }

  @Test
  void anEntrySaysHowFarItIsAndWhenItWillBeReady() throws Exception {
    Instant before = it.clock.instant();
    it.append(1, "Editor", DAY);
    CaptureLog.Entry entry = it.store.log().find("id-0").orElseThrow();

    assertThat(entry.state()).isEqualTo(RecordState.HELD);
    assertThat(entry.at()).isEqualTo(before);
    assertThat(entry.readyAt()).isEqualTo(it.clock.instant().plus(Duration.ofDays(1)));
    assertThat(it.store.log().find("id-77")).isEmpty();
  }

  @Test
  void atItsCapTheBufferRefusesMoreAndKeepsWhatItHas() throws Exception {
    it.store.close();
    it.options = it.options.withLimits(200_000, 14, 30);
    it.open();
    List<String> kept = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2000; i++) {
                kept.addAll(it.append(20, "Editor", DAY));
              }
            })
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
    assertThat(kept).isNotEmpty();
    assertThat(it.exported()).isEqualTo(kept);

    it.store.log().delete(new CaptureLog.Selection.All(), it.clock.instant());
    assertThat(it.append(1, "Editor", DAY)).hasSize(1);
  }

  @Test
  void aReaderLooksOnWhileTheAgentWrites() throws Exception {
    it.append(3, "Editor", NOW);
    try (ReadOnlyStore reader = ReadOnlyStore.open(it.dir, it.keys, it.clock).orElseThrow()) {
      assertThat(StoreFixture.exported(reader.log())).hasSize(3);
      it.append(3, "Editor", NOW);
      assertThat(reader.log().counts().ready()).isEqualTo(6);
      it.store
          .log()
          .delete(new CaptureLog.Selection.Ids(java.util.Set.of("id-1")), it.clock.instant());
      assertThat(StoreFixture.exported(reader.log())).hasSize(5).doesNotContain("id-1");
      assertThatThrownBy(
              () -> reader.log().delete(new CaptureLog.Selection.All(), it.clock.instant()))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void aReaderCountsWithoutTheKeyStore() throws Exception {
    it.append(3, "Editor", NOW);
    it.store.close();
    it.keys.lock(true);
    try (ReadOnlyStore reader = ReadOnlyStore.open(it.dir, it.keys, it.clock).orElseThrow()) {
      assertThat(reader.log().counts().ready()).isEqualTo(3);
      assertThatThrownBy(() -> StoreFixture.exported(reader.log()))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.KEY));
    }
  }

  @Test
  void whereThereIsNoBufferAReaderFindsAndMakesNone() throws Exception {
    Path nowhere = dir.resolve("nowhere");
    assertThat(ReadOnlyStore.open(nowhere, it.keys, it.clock)).isEmpty();
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void aClosedStoreRefusesEverything() throws Exception {
    it.store.close();
    assertThatThrownBy(() -> it.append(1, "Editor", DAY)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> it.store.log().counts()).isInstanceOf(StoreException.class);
  }

  @Test
  void theAgentsSecretIsTheSameAfterARestart() throws Exception {
    byte[] secret = it.store.agentSecret();
    it.reopen();
    assertThat(it.store.agentSecret()).isEqualTo(secret);
    assertThat(new String(secret, StandardCharsets.US_ASCII)).matches("[A-Za-z0-9_-]{43}");
  }
}
