package dev.vitrine.capture;

import static dev.vitrine.testing.ScriptedDesktop.element;
import static dev.vitrine.testing.ScriptedDesktop.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.capture.InputAccounting.Fate;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import org.junit.jupiter.api.Test;

/** The rules for the pointer, one by one, in virtual time. */
final class JudgePointerTest {
  private static final AppRule EDITOR = TestPolicy.everything("/usr/bin/editor");
  private static final AppRule SECOND = TestPolicy.everything("/usr/bin/second");
  private static final Window WINDOW = window(1, "/usr/bin/editor", new Bounds(0, 0, 800, 600));
  private static final Window OTHER = window(2, "/usr/bin/second", new Bounds(400, 0, 400, 600));
  private static final Window DENIED = window(3, "/usr/bin/denied", new Bounds(0, 0, 50, 50));
  private static final FocusedElement BODY = element(WINDOW, "body", Protection.OPEN);
  private static final FocusedElement PASSWORD = element(WINDOW, "password", Protection.PROTECTED);

  private final ScriptedDesktop desktop = desktop(EDITOR, SECOND);

  private static ScriptedDesktop desktop(AppRule... rules) {
    ScriptedDesktop desktop = new ScriptedDesktop(TestPolicy.of(rules));
    desktop.setFocus(WINDOW, BODY);
    desktop.activate(WINDOW);
    desktop.pass(100);
    return desktop;
  }

  @Test
  void aMotionOverTheActiveWindowIsTakenOnceNewsOfScenesCouldHaveCome() {
    desktop.move(10, 10);
    desktop.pass(Judge.SCENE_MS - 1);
    assertThat(desktop.pointer()).isEmpty();

    desktop.pass(1);
    assertThat(desktop.pointer()).hasSize(1);
    assertThat(desktop.pointer().get(0).window()).isEqualTo(WINDOW);
  }

  @Test
  void bothTheActiveWindowAndTheOneUnderThePointerMustBeAllowed() {
    desktop.cover(DENIED);
    desktop.pass(100);
    desktop.move(10, 10);
    desktop.settle();
    assertThat(desktop.pointer()).isEmpty();

    desktop.move(60, 60);
    desktop.settle();
    assertThat(desktop.pointer()).hasSize(1);

    desktop.deactivate();
    desktop.pass(100);
    desktop.move(60, 60);
    desktop.settle();
    assertThat(desktop.pointer()).hasSize(1);
  }

  @Test
  void thePointerOverNoWindowIsDropped() {
    desktop.move(2_000, 10);
    desktop.settle();

    assertThat(desktop.pointer()).isEmpty();
    assertThat(desktop.fates.of(Fate.DROPPED)).isEqualTo(1);
  }

  @Test
  void aWindowThatComesUnderThePointerWithinFiftyMillisecondsCountsAlready() {
    desktop.newsMillis = Judge.SCENE_MS - 10;
    desktop.cover(DENIED);
    desktop.pass(1);
    desktop.click(10, 10);
    desktop.settle();

    assertThat(desktop.pointer()).isEmpty();
  }

  @Test
  void aWindowThatLeavesWithinFiftyMillisecondsStillCounts() {
    desktop.cover(DENIED);
    desktop.pass(100);
    desktop.move(10, 10);
    desktop.remove(DENIED);
    desktop.settle();

    assertThat(desktop.pointer()).isEmpty();
  }

  @Test
  void aDeniedWindowThatLayThereForLongIsNotForgottenWhenItLeaves() {
    desktop.cover(DENIED);
    desktop.pass(20_000);
    desktop.newsMillis = 1;
    desktop.move(10, 10);
    desktop.remove(DENIED);
    desktop.settle();

    assertThat(desktop.pointer()).isEmpty();
  }

  @Test
  void theRuleUnderThePointerIsTheOneThatIsTold() {
    desktop.cover(OTHER);
    desktop.pass(100);
    desktop.move(500, 10);
    desktop.settle();

    assertThat(desktop.pointer().get(0).rule()).isEqualTo(SECOND);
  }

  @Test
  void theNarrowerPointerModeOfTheTwoDecides() {
    ScriptedDesktop clicks = desktop(TestPolicy.with(EDITOR, PointerMode.CLICKS), SECOND);
    ScriptedDesktop none = desktop(TestPolicy.with(EDITOR, PointerMode.NONE), SECOND);
    for (ScriptedDesktop one : new ScriptedDesktop[] {clicks, none}) {
      one.cover(OTHER);
      one.pass(100);
      one.move(500, 10);
      one.click(500, 10);
      one.settle();
    }

    assertThat(none.pointer()).isEmpty();
    assertThat(clicks.pointer()).hasSize(2).noneMatch(p -> p.input() instanceof RawInput.Motion);
  }

  @Test
  void aWindowWithPointerNoneThatComesUnderThePointerCountsAlready() {
    ScriptedDesktop late = desktop(EDITOR, TestPolicy.with(SECOND, PointerMode.NONE));
    late.newsMillis = 25;
    late.cover(OTHER);
    late.pass(1);
    late.click(500, 10);
    late.settle();

    assertThat(late.pointer()).isEmpty();
  }

  @Test
  void nothingIsTakenWhileAProtectedFieldHasTheFocusNorTwoSecondsAfter() {
    desktop.focus(WINDOW, PASSWORD);
    desktop.pass(5_000);
    desktop.click(10, 10);
    desktop.focus(WINDOW, BODY);
    desktop.pass(Judge.PROTECTED_POINTER_MS - 100);
    desktop.click(10, 10);
    desktop.settle();
    assertThat(desktop.pointer()).isEmpty();

    desktop.click(10, 10);
    desktop.settle();
    assertThat(desktop.pointer()).hasSize(2);
  }

  @Test
  void aClickWhoseFocusNewsNamesAProtectedFieldIsDropped() {
    desktop.newsMillis = 20;
    desktop.answerMillis = 150;
    desktop.focus(WINDOW, PASSWORD);
    desktop.click(10, 10);
    desktop.settle();

    assertThat(desktop.pointer()).isEmpty();
  }

  @Test
  void aChangeOfFocusThatNobodyAnswersForClosesThePointer() {
    desktop.answerMillis = ScriptedDesktop.NEVER;
    desktop.focus(WINDOW, PASSWORD);
    desktop.pass(50);
    desktop.click(10, 10);
    desktop.settle();

    assertThat(desktop.pointer()).isEmpty();
    assertThat(desktop.fates.of(Fate.DROPPED)).isEqualTo(2);
  }
}
