package dev.vitrine.capture;

import static dev.vitrine.testing.ScriptedDesktop.element;
import static dev.vitrine.testing.ScriptedDesktop.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.event.Bounds;
import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.PointedElement;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the question which element was pressed, in virtual time. */
final class PressedElementsTest {
  private static final AppRule EDITOR = TestPolicy.everything("/usr/bin/editor");
  private static final Window WINDOW = window(1, "/usr/bin/editor", new Bounds(0, 0, 800, 600));
  private static final Window DENIED = window(3, "/usr/bin/denied", new Bounds(0, 0, 50, 50));
  private static final PointedElement SAVE =
      new PointedElement("button", "Save", new Bounds(100, 100, 80, 20));

  private final ScriptedDesktop desktop = desktop(EDITOR);

  private static ScriptedDesktop desktop(AppRule rule) {
    ScriptedDesktop desktop = new ScriptedDesktop(TestPolicy.of(rule));
    desktop.elements.answering = true;
    desktop.setFocus(WINDOW, element(WINDOW, "body", Protection.OPEN));
    desktop.activate(WINDOW);
    desktop.pass(100);
    return desktop;
  }

  private void answer(int question, PointedElement element) {
    desktop.judge.elementAnswered(
        new ElementAnswer(desktop.elements.questions.get(question).number(), element));
  }

  private List<PointedElement> pressed() {
    return desktop.pointer().stream()
        .map(judged -> ((RawInput.Button) judged.input()).element())
        .toList();
  }

  @Test
  void aPressCarriesTheElementThatItWasOn() {
    desktop.click(110, 110);
    desktop.pass(Judge.SCENE_MS);
    assertThat(desktop.pointer()).isEmpty();
    answer(0, SAVE);
    answer(1, SAVE);
    desktop.pass(1);
    assertThat(pressed()).containsExactly(SAVE, SAVE);
  }

  @Test
  void anApplicationThatDoesNotAnswerHoldsItsClicksForTheBudgetAndNoLonger() {
    desktop.click(110, 110);
    desktop.pass(PressedElements.BUDGET_MS - 1);
    assertThat(desktop.pointer()).isEmpty();
    desktop.pass(1);
    assertThat(pressed()).hasSize(2).containsOnlyNulls();
    answer(0, SAVE);
    desktop.settle();
    assertThat(desktop.pointer()).hasSize(2);
  }

  @Test
  void aQuestionIsAboutTheWindowUnderThePointer() {
    desktop.click(110, 110);
    ElementWatcher.Question question = desktop.elements.questions.get(0);
    assertThat(question.window()).isEqualTo(WINDOW);
    assertThat(question.byNanos() - question.atNanos())
        .isEqualTo(PressedElements.BUDGET_MS * 1_000_000);
    assertThat(question.toString()).doesNotContain("110");
  }

  @Test
  void nothingIsAskedAboutWindowsThatAreNotAdmitted() {
    desktop.cover(DENIED);
    desktop.pass(100);
    desktop.click(10, 10);
    desktop.click(2_000, 10);
    desktop.deactivate();
    desktop.pass(100);
    assertThat(desktop.elements.front).isZero();
    desktop.click(110, 110);
    assertThat(desktop.elements.questions).isEmpty();
  }

  @Test
  void nothingIsAskedWhereThePolicyAdmitsNoElements() {
    for (AppRule rule :
        List.of(TestPolicy.plain(EDITOR), TestPolicy.with(EDITOR, PointerMode.NONE))) {
      ScriptedDesktop other = desktop(rule);
      other.click(110, 110);
      other.settle();
      assertThat(other.elements.questions).isEmpty();
    }
    assertThat(desktop(TestPolicy.plain(EDITOR)).elements.front).isZero();
    assertThat(desktop.elements.front).isEqualTo(WINDOW.pid());
  }

  @Test
  void anElementOfAWindowThatIsNotTheOneJudgedIsForgotten() {
    AppRule narrow = TestPolicy.with(TestPolicy.everything("/usr/bin/second"), PointerMode.CLICKS);
    desktop.judge.policy(TestPolicy.of(EDITOR, narrow));
    desktop.pass(100);
    desktop.newsMillis = Judge.SCENE_MS - 10;
    Window second = window(2, "/usr/bin/second", new Bounds(0, 0, 400, 300));
    desktop.cover(second);
    desktop.click(110, 110);
    answer(0, SAVE);
    answer(1, SAVE);
    desktop.settle();
    assertThat(desktop.pointer()).allMatch(judged -> judged.window().equals(second));
    assertThat(pressed()).hasSize(2).containsOnlyNulls();
  }

  @Test
  void anElementOfAMenuThatThePressClosedIsThatOfTheClick() {
    Window menu =
        new Window(3, WINDOW.pid(), WINDOW.app(), "", new Bounds(100, 100, 90, 200), null);
    desktop.cover(menu);
    desktop.pass(100);
    desktop.click(110, 110);
    ElementWatcher.Question question = desktop.elements.questions.get(0);
    assertThat(question.window()).isEqualTo(menu);
    // The click was noticed later than the program's answer to it.
    desktop.judge.scene(new Scene(question.atNanos() - 1, WINDOW, List.of(WINDOW), List.of()));
    answer(0, SAVE);
    answer(1, SAVE);
    desktop.settle();
    assertThat(desktop.pointer()).allMatch(judged -> judged.window().equals(WINDOW));
    assertThat(pressed()).containsExactly(SAVE, SAVE);
  }
}
