package dev.vitrine.capture;

import static dev.vitrine.testing.ScriptedDesktop.element;
import static dev.vitrine.testing.ScriptedDesktop.titled;
import static dev.vitrine.testing.ScriptedDesktop.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.capture.InputAccounting.Fate;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.KeystrokeMode;
import dev.vitrine.policy.AppRule.UnknownFields;
import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rules for keys, one by one, in virtual time. */
final class JudgeTest {
  private static final AppRule EDITOR = TestPolicy.everything("/usr/bin/editor");
  private static final AppRule SECOND = TestPolicy.everything("/usr/bin/second");
  private static final Window WINDOW = window(1, "/usr/bin/editor", new Bounds(0, 0, 800, 600));
  private static final Window OTHER = window(2, "/usr/bin/second", new Bounds(0, 0, 800, 600));
  private static final Window DENIED = window(3, "/usr/bin/denied", new Bounds(0, 0, 800, 600));
  private static final FocusedElement BODY = element(WINDOW, "body", Protection.OPEN);
  private static final FocusedElement SUBJECT = element(WINDOW, "subject", Protection.OPEN);
  private static final FocusedElement PASSWORD = element(WINDOW, "password", Protection.PROTECTED);
  private static final FocusedElement OBSCURE = element(WINDOW, "obscure", Protection.UNKNOWN);
  private static final Modifiers CONTROL = new Modifiers(true, false, false, false, false);

  private final ScriptedDesktop desktop = desktop(EDITOR);

  private static ScriptedDesktop desktop(AppRule rule) {
    ScriptedDesktop desktop =
        new ScriptedDesktop(TestPolicy.of(List.of("(?i)password"), rule, SECOND));
    desktop.setFocus(WINDOW, BODY);
    desktop.activate(WINDOW);
    desktop.pass(100);
    return desktop;
  }

  private void enters(FocusedElement element) {
    desktop.focus(WINDOW, element);
    desktop.pass(300);
  }

  @Test
  void aKeyBetweenTwoEqualAnswersIsReleasedWithItsElement() {
    desktop.type("a");
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("a");
    assertThat(((Judged.Key) desktop.judged.get(1)).element()).isEqualTo(BODY);
    assertThat(desktop.tally.snapshot()).isEmpty();
  }

  @Test
  void nothingIsReleasedBeforeNewsOfAChangeCouldHaveCome() {
    desktop.type("a");
    desktop.pass(Judge.NEWS_MS - 1);
    assertThat(desktop.taken()).isEmpty();

    desktop.pass(10);
    assertThat(desktop.taken()).isEqualTo("a");
  }

  @Test
  void fastTypingLosesNothingAndKeepsItsOrder() {
    for (char letter : "the quick brown fox jumps".toCharArray()) {
      desktop.type(String.valueOf(letter));
      desktop.pass(12);
    }
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("the quick brown fox jumps");
    assertThat(desktop.fates.of(Fate.DROPPED)).isZero();
  }

  @Test
  void keysTypedInAPasswordFieldLeaveNoTrace() {
    enters(PASSWORD);
    desktop.type("s");
    desktop.pass(20);
    desktop.press("Enter", Modifiers.NONE);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.judged).noneMatch(j -> j instanceof Judged.Key);
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isZero();
    assertThat(desktop.episodes(DropReason.PROTECTED)).isEqualTo(1);
    assertThat(desktop.gaps).containsExactly(LocalGap.Why.PROTECTED_FIELD);
  }

  @Test
  void theCountOfEpisodesSaysNothingOfHowMuchWasTypedInAPasswordField() {
    enters(PASSWORD);
    for (int i = 0; i < 40; i++) {
      desktop.type("x");
      desktop.pass(i * 7L);
    }
    desktop.settle();

    assertThat(desktop.tally.snapshot()).containsOnlyKeys(DropReason.PROTECTED);
    assertThat(desktop.episodes(DropReason.PROTECTED)).isEqualTo(1);
  }

  @Test
  void aKeyTypedBeforeTheNewsOfAPasswordFieldIsDropped() {
    desktop.newsMillis = 25;
    desktop.answerMillis = 1;
    desktop.focus(WINDOW, PASSWORD);
    desktop.pass(1);
    desktop.type("s");
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isZero();
  }

  @Test
  void aKeyTypedJustBeforeLeavingAPasswordFieldIsDropped() {
    enters(PASSWORD);
    desktop.type("s");
    desktop.focus(WINDOW, BODY);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isZero();
  }

  @Test
  void aVisitToAPasswordFieldThatIsOverBeforeItsNewsComeReleasesNothing() {
    desktop.newsMillis = 20;
    desktop.answerMillis = 1;
    desktop.focus(WINDOW, PASSWORD);
    desktop.pass(1);
    desktop.key(true, "s", "s", Modifiers.NONE);
    desktop.focus(WINDOW, BODY);
    desktop.pass(1);
    desktop.press("Tab", Modifiers.NONE);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
  }

  @Test
  void anElementOnceProtectedStaysProtected() {
    enters(PASSWORD);
    enters(BODY);
    enters(element(WINDOW, PASSWORD.id(), Protection.OPEN));
    desktop.type("s");
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.PROTECTED)).isEqualTo(2);
  }

  @Test
  void noAnswerInTimeIsFocusUnknownOnce() {
    desktop.answerMillis = ScriptedDesktop.NEVER;
    desktop.type("a");
    desktop.pass(Judge.ANSWER_MS - 1);
    assertThat(desktop.fates.of(Fate.DROPPED)).isZero();
    desktop.pass(2);
    desktop.type("b");
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isEqualTo(1);
    assertThat(desktop.gaps).containsExactly(LocalGap.Why.DROPPED);
  }

  @Test
  void aLateAnswerReleasesNothing() {
    desktop.answerMillis = Judge.ANSWER_MS + 10;
    desktop.type("a");
    desktop.pass(Judge.ANSWER_MS + 200);

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isEqualTo(1);
  }

  @Test
  void aLateAnswerReleasesNothingEvenWhereThePipelineStoodStill() {
    desktop.answerMillis = ScriptedDesktop.NEVER;
    desktop.key(true, "a", "a", Modifiers.NONE);
    long at = desktop.now() * 1_000_000;
    long late = at + (Judge.ANSWER_MS + 1) * 1_000_000;
    desktop.judge.focusAnswered(new FocusAnswer(at, late, BODY));
    desktop.judge.advance(late + 100_000_000);

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.fates.of(Fate.DROPPED)).isEqualTo(1);
  }

  @Test
  void aChangeOfFocusBetweenTheAnswersIsFocusUnknown() {
    desktop.type("a");
    desktop.pass(1);
    desktop.focus(WINDOW, SUBJECT);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isEqualTo(1);
  }

  @Test
  void theLastLetterBeforeATabIsKeptAndSoIsTheTab() {
    desktop.type("a");
    desktop.pass(8);
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(2);
    desktop.focus(WINDOW, SUBJECT);
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("a<Tab>");
    assertThat(desktop.tally.snapshot()).isEmpty();
  }

  @Test
  void aTabIntoAPasswordFieldIsDropped() {
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(2);
    desktop.focus(WINDOW, PASSWORD);
    desktop.settle();

    // the answer after the Tab may have come before the focus moved; then it went to the body
    assertThat(desktop.taken()).isIn("", "<Tab>");
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isZero();
  }

  @Test
  void aTabOutOfAPasswordFieldIsDropped() {
    enters(PASSWORD);
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(2);
    desktop.focus(WINDOW, SUBJECT);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
  }

  @Test
  void afterATabWithoutNewsAKeyWaitsForAQuestionThatIsAskedLater() {
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(60);
    desktop.type("a");
    desktop.pass(Judge.SETTLE_MS - 60 - 1);
    assertThat(desktop.taken()).isEqualTo("<Tab>");

    desktop.pass(1 + desktop.answerMillis + Judge.NEWS_MS);
    assertThat(desktop.taken()).isEqualTo("<Tab>a");
  }

  @Test
  void afterATabAFreshFocusEventIsEnough() {
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(2);
    desktop.focus(WINDOW, SUBJECT);
    desktop.pass(40);
    desktop.type("a");
    desktop.pass(desktop.answerMillis + Judge.NEWS_MS);

    assertThat(desktop.taken()).isEqualTo("<Tab>a");
  }

  @Test
  void keysTypedAheadOfASlowTabIntoAPasswordFieldAreDropped() {
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(40);
    desktop.type("s");
    desktop.pass(80);
    desktop.focus(WINDOW, PASSWORD);
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("<Tab>");
  }

  @Test
  void theFocusEventOfOneTabDoesNotSettleTheNext() {
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(2);
    desktop.focus(WINDOW, SUBJECT);
    desktop.pass(6);
    desktop.press("Tab", Modifiers.NONE);
    desktop.pass(20);
    desktop.type("s");
    desktop.pass(80);
    desktop.focus(WINDOW, PASSWORD);
    desktop.settle();

    assertThat(desktop.taken()).doesNotContain("s");
  }

  @Test
  void afterEnterAClickOrAChordAKeyWaitsToo() {
    List<Consumer<ScriptedDesktop>> switches =
        List.of(
            d -> d.press("Enter", Modifiers.NONE),
            d -> d.click(10, 10),
            d -> d.press("o", CONTROL));
    for (Consumer<ScriptedDesktop> change : switches) {
      ScriptedDesktop fresh = desktop(EDITOR);
      change.accept(fresh);
      fresh.pass(20);
      fresh.type("s");
      fresh.pass(90);
      fresh.setFocus(WINDOW, SUBJECT);
      fresh.settle();

      assertThat(fresh.taken()).doesNotContain("s");
    }
  }

  @Test
  void whereNobodyCanSayTextIsDroppedUnlessTheRuleAllowsIt() {
    for (FocusedElement unknown : new FocusedElement[] {null, OBSCURE}) {
      ScriptedDesktop denying = desktop(EDITOR);
      ScriptedDesktop allowing = desktop(TestPolicy.with(EDITOR, UnknownFields.ALLOW));
      for (ScriptedDesktop one : List.of(denying, allowing)) {
        one.focus(WINDOW, unknown);
        one.pass(300);
        one.type("a");
        one.settle();
      }

      assertThat(denying.taken()).isEmpty();
      assertThat(denying.episodes(DropReason.FOCUS_UNKNOWN)).isEqualTo(1);
      assertThat(allowing.taken()).isEqualTo("a");
    }
  }

  @Test
  void unknownFieldsAllowDoesNotOpenAPasswordField() {
    ScriptedDesktop allowing = desktop(TestPolicy.with(EDITOR, UnknownFields.ALLOW));
    allowing.focus(WINDOW, PASSWORD);
    allowing.pass(300);
    allowing.type("s");
    allowing.focus(WINDOW, null);
    allowing.settle();

    assertThat(allowing.taken()).isEmpty();
  }

  @Test
  void shortcutsNeedNoKnownFieldWhereNoTextIsTaken() {
    ScriptedDesktop shortcuts = desktop(TestPolicy.with(EDITOR, KeystrokeMode.SHORTCUTS));
    shortcuts.focus(WINDOW, null);
    shortcuts.pass(300);
    shortcuts.press("s", CONTROL);
    shortcuts.settle();

    assertThat(shortcuts.taken()).isEqualTo("<s>");
  }

  @Test
  void keystrokesNoneTakesNoKeyAndAsksNoQuestion() {
    ScriptedDesktop none = desktop(TestPolicy.with(EDITOR, KeystrokeMode.NONE));
    int before = none.questions;
    none.type("a");
    none.settle();

    assertThat(none.taken()).isEmpty();
    assertThat(none.questions).isEqualTo(before);
  }

  @Test
  void anElementOfAnotherProcessProvesNothing() {
    desktop.focus(WINDOW, element(OTHER, "prompt", Protection.OPEN));
    desktop.pass(300);
    desktop.type("s");
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isEqualTo(1);
  }

  @Test
  void aTerminalThatIsClosedOrCannotBeToldDropsTextOnceCounted() {
    for (TerminalState state : List.of(TerminalState.PROTECTED, TerminalState.UNKNOWN)) {
      ScriptedDesktop terminal = desktop(EDITOR);
      terminal.terminal = state;
      terminal.type("a");
      terminal.pass(100);
      terminal.type("b");
      terminal.settle();

      assertThat(terminal.taken()).isEmpty();
      assertThat(terminal.episodes(DropReason.TERMINAL)).isEqualTo(1);
    }
  }

  @Test
  void whatIsFoundTooLateIsDroppedAndWhatIsFoundALittleLateIsNot() {
    desktop.stall(400);
    desktop.pass(100);
    desktop.type("a");
    desktop.pass(200);
    desktop.type("b");
    desktop.settle();
    assertThat(desktop.taken()).isEqualTo("b");
    assertThat(desktop.episodes(DropReason.FOCUS_UNKNOWN)).isEqualTo(1);
    assertThat(desktop.fates.of(InputAccounting.Fate.DROPPED)).isEqualTo(2);
  }

  @Test
  void theMouseThatMovesBetweenTheKeysMakesNoDifferenceToThat() {
    desktop.terminal = TerminalState.OPEN;
    for (String letter : List.of("a", "b", "c", "d", "e", "f")) {
      desktop.type(letter);
      desktop.move(5, 5);
      desktop.pass(20);
    }
    desktop.settle();
    assertThat(desktop.taken()).isEqualTo("abcdef");
  }

  @Test
  void keysTypedFastIntoAnOpenTerminalAllPass() {
    desktop.terminal = TerminalState.OPEN;
    for (String letter : List.of("a", "b", "c", "d", "e", "f")) {
      desktop.type(letter);
      desktop.pass(20);
    }
    desktop.settle();
    assertThat(desktop.taken()).isEqualTo("abcdef");
  }

  @Test
  void aNewTitleOrAWindowThatPopsUpDoesNotMendABrokenLineOfATerminal() {
    desktop.terminal = TerminalState.OPEN;
    desktop.press("Enter", Modifiers.NONE);
    desktop.pass(100);
    desktop.type("a");
    desktop.pass(400);
    desktop.activate(titled(WINDOW, "~/notes"));
    desktop.cover(OTHER);
    desktop.pass(100);
    desktop.type("b");
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("<Enter>");
  }

  @Test
  void anotherWindowOfTheSameTerminalProgramBeginsALineOfItsOwn() {
    Window second = new Window(9, WINDOW.pid(), WINDOW.app(), "Two", WINDOW.bounds(), null);
    desktop.terminal = TerminalState.OPEN;
    desktop.press("Enter", Modifiers.NONE);
    desktop.pass(100);
    desktop.type("a");
    desktop.pass(400);
    desktop.activate(second);
    desktop.pass(400);
    desktop.type("b");
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("<Enter>b");
  }

  @Test
  void anOpenTerminalLetsTextThrough() {
    desktop.terminal = TerminalState.OPEN;
    desktop.type("a");
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("a");
  }

  @Test
  void aSwitchOfWindowsBetweenTheAnswersIsNoProof() {
    desktop.setFocus(OTHER, element(OTHER, "field", Protection.OPEN));
    desktop.type("a");
    desktop.pass(1);
    desktop.activate(OTHER);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
  }

  @Test
  void theFirstKeyInANewWindowIsTakenOnceItsFocusIsKnown() {
    desktop.setFocus(OTHER, element(OTHER, "field", Protection.OPEN));
    desktop.activate(OTHER);
    desktop.pass(30);
    desktop.type("a");
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("a");
    assertThat(((Judged.Key) desktop.judged.get(desktop.judged.size() - 2)).rule())
        .isEqualTo(SECOND);
  }

  @Test
  void keysInADeniedWindowAreDroppedWithoutAQuestion() {
    desktop.activate(DENIED);
    desktop.pass(50);
    int before = desktop.questions;
    desktop.type("a");
    desktop.focus(DENIED, element(DENIED, "secret", Protection.PROTECTED));
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.questions).isEqualTo(before);
    assertThat(desktop.tally.snapshot()).isEmpty();
    assertThat(desktop.gaps).containsExactly(LocalGap.Why.DENIED_APPLICATION);
  }

  @Test
  void aTitleOnTheNeverListDropsKeysTypedBeforeItsNewsCame() {
    desktop.newsMillis = 25;
    desktop.activate(titled(WINDOW, "Password safe"));
    desktop.pass(1);
    desktop.type("s");
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
  }

  @Test
  void anOrdinaryNewTitleDropsNothing() {
    desktop.type("a");
    desktop.pass(1);
    desktop.activate(titled(WINDOW, "*Notes"));
    desktop.settle();

    assertThat(desktop.taken()).isEqualTo("a");
  }

  @Test
  void theReleaseOfAKeyThatWasNotTakenIsNotTakenEither() {
    enters(PASSWORD);
    desktop.key(true, "s", "s", Modifiers.NONE);
    desktop.pass(100);
    enters(BODY);
    desktop.key(false, "s", "s", Modifiers.NONE);
    desktop.settle();

    assertThat(desktop.judged).noneMatch(j -> j instanceof Judged.Key);
    assertThat(desktop.fates.of(Fate.DROPPED)).isEqualTo(2);
  }

  @Test
  void theFirstKeyUnderANewPolicyIsTaken() {
    ScriptedDesktop fresh = new ScriptedDesktop(null);
    fresh.setFocus(WINDOW, BODY);
    fresh.activate(WINDOW);
    fresh.pass(100);
    fresh.judge.policy(TestPolicy.of(EDITOR));
    fresh.pass(50);
    fresh.type("a");
    fresh.settle();

    assertThat(fresh.taken()).isEqualTo("a");
  }

  @Test
  void aNewPolicyDropsWhatWaitsAndAccountsForIt() {
    desktop.type("a");
    desktop.judge.policy(TestPolicy.of(EDITOR));
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
    assertThat(desktop.fates.of(Fate.DROPPED)).isEqualTo(2);
  }

  @Test
  void aTabThatWasDroppedByANewPolicyStillDelaysTheNextKey() {
    desktop.press("Tab", Modifiers.NONE);
    desktop.judge.policy(TestPolicy.of(EDITOR));
    desktop.pass(20);
    desktop.type("s");
    desktop.pass(80);
    desktop.setFocus(WINDOW, PASSWORD);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
  }

  @Test
  void keysThatWereTypedBeforeTheOldestKnownSceneAreDropped() {
    desktop.pass(6_000);
    long now = desktop.now() * 1_000_000;
    desktop.judge.policy(TestPolicy.of(EDITOR));
    desktop.judge.scene(new Scene(now, WINDOW, List.of(WINDOW)));
    desktop.judge.policy(TestPolicy.of(EDITOR));
    desktop.judge.input(new RawInput.Key(now - 1, true, "a", "a", Modifiers.NONE), now - 1);
    desktop.settle();

    assertThat(desktop.taken()).isEmpty();
  }

  @Test
  void theFocusIsToldAndNeverForAProtectedOne() {
    enters(SUBJECT);
    enters(PASSWORD);

    assertThat(desktop.judged)
        .filteredOn(j -> j instanceof Judged.Focus)
        .extracting(j -> ((Judged.Focus) j).element())
        .containsExactly(BODY, SUBJECT);
  }

  @Test
  void theTerminalsOfAWindowThatWasInFrontBeforeThePolicyAreLookedAtToo() {
    List<Integer> front = new ArrayList<>();
    TerminalWatcher terminals =
        new TerminalWatcher() {
          @Override
          public TerminalState stateOf(int pid) {
            return TerminalState.NONE;
          }

          @Override
          public void front(int pid) {
            front.add(pid);
          }
        };
    Judge judge =
        new Judge(
            new FocusWatcher() {
              @Override
              public void start(Listener listener) {}

              @Override
              public void ask(int pid) {}

              @Override
              public void close() {}
            },
            ElementWatcher.NONE,
            terminals,
            new Tally(),
            InputAccounting.NONE,
            new Judge.Sink() {
              @Override
              public void judged(Judged judged) {}

              @Override
              public void gap(LocalGap.Why why, long nanos) {}
            });
    judge.scene(new Scene(0, WINDOW, List.of(WINDOW)));
    judge.policy(TestPolicy.of(EDITOR));
    judge.policy(null);
    assertThat(front).containsExactly(0, WINDOW.pid(), 0);
  }
}
