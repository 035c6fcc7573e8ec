package dev.vitrine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.capture.InputAccounting.Fate;
import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import dev.vitrine.policy.Policy;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import dev.vitrine.testing.FateCounter;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GateTest {
  private static final Bounds BOUNDS = new Bounds(0, 0, 100, 100);
  private static final Window EDITOR = ScriptedDesktop.window(1, "/usr/bin/editor", BOUNDS);
  private static final Window BROWSER = ScriptedDesktop.window(2, "/usr/bin/browser", BOUNDS);
  private static final Window DENIED = ScriptedDesktop.window(3, "/usr/bin/denied", BOUNDS);
  private static final RawInput KEY = new RawInput.Key(1, true, "a", "a", Modifiers.NONE);
  private static final Policy POLICY =
      TestPolicy.of(
          List.of("(?i)keepass"),
          TestPolicy.everything("/usr/bin/editor"),
          TestPolicy.onSites(TestPolicy.everything("/usr/bin/browser"), "wiki.example.com"));

  private final Tally tally = new Tally();
  private final FateCounter fates = new FateCounter();
  private final Gate gate = new Gate(tally, fates);

  private void open(Window window) {
    gate.policy(POLICY);
    gate.scene(scene(window));
    gate.suspend(null);
  }

  private static Scene scene(Window window) {
    return new Scene(1, window, List.of(window));
  }

  private boolean admits() {
    return gate.admits(KEY);
  }

  @Test
  void isClosedUntilStateWindowAndPolicyAreKnown() {
    assertThat(admits()).isFalse();
    gate.suspend(null);
    assertThat(admits()).isFalse();
    gate.policy(POLICY);
    assertThat(admits()).isFalse();
    gate.scene(scene(EDITOR));
    assertThat(admits()).isTrue();
    assertThat(fates.of(Fate.DENIED)).isEqualTo(3);
    assertThat(tally.snapshot()).isEmpty();
  }

  @Test
  void everyReasonToSuspendClosesItAndIsCountedOnceButForStopping() {
    open(EDITOR);
    for (DropReason reason : DropReason.values()) {
      gate.suspend(reason);
      gate.suspend(reason);
      assertThat(admits()).isFalse();
      assertThat(gate.suspension()).isEqualTo(reason);
      long expected = reason == DropReason.STOPPED ? 0 : 1;
      assertThat(tally.snapshot().getOrDefault(reason, 0L)).isEqualTo(expected);
      gate.suspend(null);
      assertThat(admits()).isTrue();
    }
  }

  @Test
  void aDeniedApplicationIsOneEpisodeHoweverMuchIsTyped() {
    open(EDITOR);
    gate.scene(scene(DENIED));
    for (int i = 0; i < 50; i++) {
      assertThat(admits()).isFalse();
    }
    gate.scene(scene(ScriptedDesktop.titled(DENIED, "Another title")));

    assertThat(tally.snapshot()).containsOnlyKeys(DropReason.NOT_ALLOWED);
    assertThat(tally.snapshot()).containsEntry(DropReason.NOT_ALLOWED, 1L);
    assertThat(fates.of(Fate.DENIED)).isEqualTo(50);
  }

  @Test
  void aDeniedApplicationThatIsInFrontAtTheStartIsOneEpisodeInWhateverOrderNewsCome() {
    gate.suspend(null);
    gate.policy(POLICY);
    gate.scene(scene(DENIED));

    assertThat(tally.snapshot()).containsEntry(DropReason.NOT_ALLOWED, 1L);
  }

  @Test
  void anEpisodeIsCountedWithoutAnyInput() {
    open(EDITOR);
    gate.scene(scene(DENIED));
    gate.scene(scene(EDITOR));
    gate.scene(scene(DENIED));

    assertThat(tally.snapshot()).containsEntry(DropReason.NOT_ALLOWED, 2L);
    assertThat(fates.all()).isZero();
  }

  @Test
  void whatIsDeniedWhileSuspendedIsCountedWhenThatEnds() {
    open(EDITOR);
    gate.suspend(DropReason.PAUSED);
    gate.scene(scene(DENIED));
    assertThat(tally.snapshot()).doesNotContainKey(DropReason.NOT_ALLOWED);

    gate.suspend(null);
    assertThat(tally.snapshot()).containsEntry(DropReason.NOT_ALLOWED, 1L);
  }

  @Test
  void aTitleOnTheNeverListIsDenied() {
    open(ScriptedDesktop.titled(EDITOR, "vault - KeePassXC"));

    assertThat(admits()).isFalse();
  }

  @Test
  void aRuleWithSitesNeedsAKnownPublicListedPage() {
    open(BROWSER);
    assertThat(admits()).isFalse();
    for (Site site :
        List.of(new Site("evil.example.com", false), new Site("wiki.example.com", true))) {
      gate.scene(scene(ScriptedDesktop.showing(BROWSER, site)));
      assertThat(admits()).isFalse();
    }
    assertThat(tally.snapshot()).containsOnlyKeys(DropReason.SITE_UNKNOWN);

    gate.scene(scene(ScriptedDesktop.showing(BROWSER, new Site("wiki.example.com", false))));
    assertThat(admits()).isTrue();
  }

  @Test
  void anUnidentifiedProgramAndNoWindowAreDenied() {
    open(new Window(9, 9, new AppIdentity.Unidentified("writable by others"), "", BOUNDS, null));
    assertThat(admits()).isFalse();
    gate.scene(Scene.unknown(1));
    assertThat(admits()).isFalse();
  }

  @Test
  void whereNoWindowIsActiveNobodyIsDenied() {
    open(EDITOR);
    gate.scene(Scene.unknown(1));
    assertThat(admits()).isFalse();
    assertThat(tally.snapshot()).isEmpty();

    gate.scene(scene(DENIED));
    assertThat(tally.snapshot()).containsEntry(DropReason.NOT_ALLOWED, 1L);
  }

  @Test
  void withoutAPolicyEverythingIsDeniedAndNothingCounted() {
    open(EDITOR);
    gate.policy(null);

    assertThat(admits()).isFalse();
    assertThat(tally.snapshot()).isEmpty();
  }
}
