package dev.vitrine.store;

import static dev.vitrine.store.StoreFixture.DAY;
import static dev.vitrine.store.StoreFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.InMemoryKeyStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time as it counts for a hold, and policies that come later. */
class HoldTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR = Duration.ofDays(365);

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

  private Optional<Duration> left() throws StoreException {
    return it.store.outbox().nextReadyIn();
  }

  @Test
  void aClockThatJumpsForwardWhileTheAgentRunsShortensNoHold() throws Exception {
    it.append(1, "Editor", DAY);
    it.clock.move(YEAR);
    it.pass(Duration.ofMinutes(1));

    assertThat(it.store.outbox().next()).isEmpty();
    it.reopen();
    assertThat(left()).contains(Duration.ofDays(1).minusMinutes(1));
  }

  @Test
  void aJumpAndAKillRightAfterItShortenNoHold() throws Exception {
    it.append(1, "Editor", DAY);
    it.clock.move(YEAR);
    it.store.abandon();
    it.open();
    assertThat(left()).contains(Duration.ofDays(1));
    assertThat(it.store.outbox().next()).isEmpty();
  }

  @Test
  void aJumpWhileTheAgentIsStoppedShortensNoHold() throws Exception {
    it.append(1, "Editor", DAY);
    it.store.close();
    it.clock.move(YEAR);
    it.open();
    assertThat(left()).contains(Duration.ofDays(1));
  }

  @Test
  void timeThatPassesWhileTheAgentIsStoppedCounts() throws Exception {
    it.append(1, "Editor", DAY);
    it.store.close();
    it.steady.pass(Duration.ofHours(20));
    it.open();
    assertThat(left()).contains(Duration.ofHours(4));
  }

  @Test
  void timeForWhichTheMachineIsOffCountsByTheWallClock() throws Exception {
    it.append(1, "Editor", DAY);
    it.store.close();
    it.steady.reboot();
    it.clock.move(Duration.ofHours(20));
    it.open();
    assertThat(left()).contains(Duration.ofHours(4));
  }

  @Test
  void aJumpThatWasSeenDoesNotCountWhenTheMachineGoesDown() throws Exception {
    it.append(1, "Editor", DAY);
    it.clock.move(YEAR);
    it.pass(Duration.ofSeconds(2));
    it.store.abandon();
    it.steady.reboot();
    it.clock.move(HOUR);
    it.open();
    assertThat(left()).contains(Duration.ofHours(23).minusSeconds(2));
  }

  @Test
  void aClockSetBackWhileTheMachineIsOffCountsAsNothing() throws Exception {
    it.append(1, "Editor", DAY);
    it.pass(HOUR);
    it.store.close();
    it.steady.reboot();
    it.clock.move(Duration.ofDays(-300));
    it.open();
    assertThat(left()).contains(Duration.ofHours(23));
    it.store.close();
    it.steady.reboot();
    it.clock.move(HOUR);
    it.open();
    assertThat(left()).contains(Duration.ofHours(22));
  }

  @Test
  void aKilledAgentForgetsNoRunningTimeAndCountsNoneTwice() throws Exception {
    it.append(1, "Editor", DAY);
    for (int second = 0; second < 3600; second++) {
      it.clock.move(Duration.ofSeconds(1));
      it.pass(Duration.ofSeconds(1));
    }
    it.store.abandon();
    it.open();
    assertThat(left()).contains(Duration.ofHours(23));
  }

  @Test
  void aRecordIsHeldFromTheMomentItWasTaken() throws Exception {
    it.steady.pass(Duration.ofSeconds(29));
    it.append(1, "Editor", DAY);
    assertThat(left()).contains(Duration.ofDays(1));
  }

  @Test
  void theSystemsOwnClockCountsAStopAndNoJump() throws Exception {
    InMemoryKeyStorage keys = new InMemoryKeyStorage();
    Path data = dir.resolve("system");
    Clock now = Clock.systemUTC();
    try (VitrineStore store = VitrineStore.open(data, keys, StoreOptions.defaults(now))) {
      store
          .capture()
          .append(java.util.List.of(StoreFixture.record("a", "Editor", "a", now.instant())), DAY);
    }
    StoreOptions jumped = StoreOptions.defaults(Clock.offset(now, YEAR));
    try (VitrineStore store = VitrineStore.open(data, keys, jumped)) {
      assertThat(SteadyClock.system().boot()).isPresent();
      assertThat(store.outbox().nextReadyIn().orElseThrow())
          .isBetween(Duration.ofHours(23), Duration.ofDays(1));
    }
  }

  @Test
  void aLaterPolicyLengthensTheHoldAndNoneAfterItShortensIt() throws Exception {
    it.append(1, "Editor", DAY);
    it.store.holdAtLeast(Duration.ofDays(2));
    assertThat(left()).contains(Duration.ofDays(2));
    it.reopen();
    assertThat(left()).contains(Duration.ofDays(2));
    it.store.holdAtLeast(Duration.ZERO);
    assertThat(left()).contains(Duration.ofDays(2));
    it.append(1, "Editor", NOW);
    assertThat(it.sendOne()).containsExactly("id-1");
    assertThat(left()).contains(Duration.ofDays(2));
  }

  @Test
  void aRecordThatReachesTheBufferLateIsHeldAsLongAsThePolicyThatCameBetweenSays()
      throws Exception {
    it.store.holdAtLeast(Duration.ofDays(2));
    it.append(1, "Editor", NOW);
    assertThat(left()).contains(Duration.ofDays(2));
  }
}
