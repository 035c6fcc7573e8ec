package dev.vitrine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.capture.InputAccounting.Fate;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule.UnknownFields;
import dev.vitrine.policy.Policy;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * The second gate over random scripts: true changes of focus and window at any time, news of them 0
 * to 25 ms late, answers that take 0 to 200 ms and look at the truth at any moment in between, and
 * stretches of up to a second in which this process stands still.
 *
 * <p>The safety property was seen to go red with each of these put into {@link Judge}: {@code
 * NEWS_MS} = 20; {@code single} left out of the last line of {@code stayed}, so that a later Tab
 * explains two changes.
 */
final class JudgePropertiesTest {
  private static final Window FIRST =
      ScriptedDesktop.window(1, "/usr/bin/first", new Bounds(0, 0, 800, 600));
  private static final Window SECOND =
      ScriptedDesktop.window(2, "/usr/bin/second", new Bounds(0, 0, 800, 600));
  private static final Window DENIED =
      ScriptedDesktop.window(3, "/usr/bin/denied", new Bounds(0, 0, 800, 600));

  private static final Policy POLICY =
      TestPolicy.of(
          TestPolicy.everything("/usr/bin/first"),
          TestPolicy.with(TestPolicy.everything("/usr/bin/second"), UnknownFields.ALLOW));

  /** What a script may do. */
  enum Act {
    TYPE,
    TAB,
    CHORD,
    CLICK,
    MOVE,
    FOCUS_OPEN,
    FOCUS_OTHER_OPEN,
    FOCUS_PROTECTED,
    FOCUS_UNKNOWN,
    ACTIVATE_FIRST,
    ACTIVATE_SECOND,
    ACTIVATE_DENIED,
    POLICY_AGAIN,
    STALL
  }

  /** One act, {@code gap} ms after the one before, and how late news and answers are from then. */
  record Step(int gap, Act act, int news, int answer, int looksAt) {}

  @Provide
  Arbitrary<List<Step>> scripts() {
    return scripts(1);
  }

  @Provide
  Arbitrary<List<Step>> scriptsWithoutStalls() {
    return scripts(0);
  }

  private static Arbitrary<List<Step>> scripts(int stalls) {
    Arbitrary<Integer> gap =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 30)),
            Tuple.of(2, Arbitraries.integers().between(30, 300)));
    Arbitrary<Act> act =
        Arbitraries.frequency(
            Tuple.of(12, Act.TYPE),
            Tuple.of(3, Act.TAB),
            Tuple.of(1, Act.CHORD),
            Tuple.of(1, Act.CLICK),
            Tuple.of(1, Act.MOVE),
            Tuple.of(3, Act.FOCUS_OPEN),
            Tuple.of(1, Act.FOCUS_OTHER_OPEN),
            Tuple.of(4, Act.FOCUS_PROTECTED),
            Tuple.of(1, Act.FOCUS_UNKNOWN),
            Tuple.of(1, Act.ACTIVATE_FIRST),
            Tuple.of(1, Act.ACTIVATE_SECOND),
            Tuple.of(1, Act.ACTIVATE_DENIED),
            Tuple.of(1, Act.POLICY_AGAIN),
            Tuple.of(stalls, Act.STALL));
    Arbitrary<Integer> answer =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.integers().between(0, 6)),
            Tuple.of(1, Arbitraries.integers().between(0, 200)));
    return Combinators.combine(
            gap,
            act,
            Arbitraries.integers().between(0, 25),
            answer,
            Arbitraries.integers().between(0, 100))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  /** Plays scripts and keeps the truth. */
  private static final class Play {
    final ScriptedDesktop desktop = new ScriptedDesktop(POLICY);
    final Set<Long> typedIntoProtected = new HashSet<>();
    final Set<Long> typedIntoDenied = new HashSet<>();
    final List<long[]> protectedStays = new ArrayList<>();
    Window window = FIRST;
    int inputs;

    Play(List<Step> script) {
      desktop.setFocus(FIRST, element(FIRST, "open", Protection.OPEN));
      desktop.setFocus(SECOND, element(SECOND, "open", Protection.OPEN));
      desktop.activate(FIRST);
      desktop.pass(100);
      for (Step step : script) {
        desktop.pass(step.gap());
        desktop.newsMillis = step.news();
        desktop.answerMillis = step.answer();
        desktop.answerLooksAt = step.looksAt();
        act(step.act());
        noteStay();
      }
      desktop.settle();
    }

    private void act(Act act) {
      desktop.pass(1); // two things never happen at the very same nanosecond
      switch (act) {
        case TYPE -> key("a", "a", Modifiers.NONE);
        case TAB -> key("Tab", "", Modifiers.NONE);
        case CHORD -> key("s", "", new Modifiers(true, false, false, false, false));
        case CLICK -> {
          desktop.click(5, 5);
          inputs += 2;
        }
        case MOVE -> {
          desktop.move(5, 5);
          inputs++;
        }
        case FOCUS_OPEN -> desktop.focus(window, element(window, "open", Protection.OPEN));
        case FOCUS_OTHER_OPEN -> desktop.focus(window, element(window, "other", Protection.OPEN));
        case FOCUS_PROTECTED ->
            desktop.focus(window, element(window, "secret", Protection.PROTECTED));
        case FOCUS_UNKNOWN -> desktop.focus(window, null);
        case ACTIVATE_FIRST -> activate(FIRST);
        case ACTIVATE_SECOND -> activate(SECOND);
        case ACTIVATE_DENIED -> activate(DENIED);
        case POLICY_AGAIN -> desktop.judge.policy(POLICY);
        case STALL -> desktop.stall(10L * desktop.answerLooksAt);
      }
    }

    private void activate(Window next) {
      window = next;
      desktop.activate(next);
    }

    private static FocusedElement element(Window window, String name, Protection protection) {
      return ScriptedDesktop.element(window, name + window.id(), protection);
    }

    private void key(String key, String text, Modifiers modifiers) {
      if (inProtected()) {
        typedIntoProtected.add(desktop.now() * 1_000_000);
      }
      if (window.id() == DENIED.id()) {
        typedIntoDenied.add(desktop.now() * 1_000_000);
      }
      desktop.key(true, key, text, modifiers);
      desktop.key(false, key, text, modifiers);
      inputs += 2;
    }

    private boolean inProtected() {
      FocusedElement focused = desktop.trueFocus();
      return focused != null && focused.protection() == Protection.PROTECTED;
    }

    private void noteStay() {
      long now = desktop.now();
      boolean inside = inProtected() && window.id() != DENIED.id();
      long[] last = protectedStays.isEmpty() ? null : protectedStays.get(protectedStays.size() - 1);
      boolean open = last != null && last[1] == Long.MAX_VALUE;
      if (inside && !open) {
        protectedStays.add(new long[] {now, Long.MAX_VALUE});
      } else if (!inside && open && last != null) {
        last[1] = now;
      }
    }
  }

  /** The safety property. */
  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void noKeyTypedIntoAProtectedElementOrADeniedWindowIsEverTaken(
      @ForAll("scripts") List<Step> script) {
    Play play = new Play(script);
    Set<Long> taken = new HashSet<>();
    for (Judged judged : play.desktop.judged) {
      if (judged instanceof Judged.Key) {
        taken.add(judged.nanos());
      }
    }

    assertThat(play.typedIntoProtected).noneMatch(taken::contains);
    assertThat(play.typedIntoDenied).noneMatch(taken::contains);

    Statistics.label("a key was taken")
        .collect(!taken.isEmpty())
        .coverage(c -> c.check(true).percentage(p -> p > 20));
    Statistics.label("a key went to a protected element")
        .collect(!play.typedIntoProtected.isEmpty())
        .coverage(c -> c.check(true).percentage(p -> p > 20));
  }

  /**
   * A stay of half a second cannot be missed: its news (25 ms), a question under way and one of its
   * own (200 ms each). Of a denied application nothing is asked, so nothing is known.
   */
  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void noPointerInputOfAStayInAProtectedElementOrTwoSecondsAfterIsTaken(
      @ForAll("scriptsWithoutStalls") List<Step> script) {
    Play play = new Play(script);

    for (long[] stay : play.protectedStays) {
      if (stay[1] - stay[0] >= 500 && stay[1] != Long.MAX_VALUE) {
        assertThat(play.desktop.pointer())
            .extracting(p -> p.nanos() / 1_000_000)
            .noneMatch(at -> at >= stay[0] && at < stay[1] + Judge.PROTECTED_POINTER_MS);
      }
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void everyInputIsAccountedForExactlyOnce(@ForAll("scripts") List<Step> script) {
    Play play = new Play(script);

    assertThat(play.desktop.fates.all()).isEqualTo(play.inputs);
    assertThat(play.desktop.fates.of(Fate.TAKEN))
        .isEqualTo(play.desktop.judged.stream().filter(j -> !(j instanceof Judged.Focus)).count());
    assertThat(play.desktop.judge.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatPassesComesInTheOrderInWhichItHappened(@ForAll("scripts") List<Step> script) {
    List<Long> times = new ArrayList<>();
    for (Judged judged : new Play(script).desktop.judged) {
      if (!(judged instanceof Judged.Focus)) {
        times.add(judged.nanos());
      }
    }

    assertThat(times).isSorted();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theSameScriptIsJudgedTheSameWayTwice(@ForAll("scripts") List<Step> script) {
    assertThat(new Play(script).desktop.judged).isEqualTo(new Play(script).desktop.judged);
  }
}
