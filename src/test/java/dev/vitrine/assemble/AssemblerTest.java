package dev.vitrine.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.assemble.Activity.Click;
import dev.vitrine.assemble.Activity.Drag;
import dev.vitrine.assemble.Activity.Navigation;
import dev.vitrine.assemble.Activity.PointerPath;
import dev.vitrine.assemble.Activity.Scroll;
import dev.vitrine.assemble.Activity.Shortcut;
import dev.vitrine.assemble.Activity.TextSpan;
import dev.vitrine.capture.Judged;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.KeystrokeMode;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Judged input in, activities out. Times are milliseconds. */
final class AssemblerTest {
  private static final ZonedDateTime MIDNIGHT_LESS_ONE_MINUTE =
      ZonedDateTime.parse("2026-11-20T23:59:00+01:00");
  private static final Modifiers CONTROL = new Modifiers(true, false, false, false, false);
  private static final Modifiers SHIFT = new Modifiers(false, false, true, false, false);
  private static final Modifiers ALT_GRAPH = new Modifiers(true, true, false, false, true);
  private static final AppRule RULE = TestPolicy.everything("/usr/bin/editor");
  private static final Window WINDOW =
      ScriptedDesktop.window(1, "/usr/bin/editor", new Bounds(100, 100, 200, 100));
  private static final Window OTHER =
      ScriptedDesktop.window(2, "/usr/bin/editor", new Bounds(0, 0, 800, 600));

  private final List<Activity> out = new ArrayList<>();
  private final Assembler assembler =
      new Assembler(new Random(1), nanos -> MIDNIGHT_LESS_ONE_MINUTE.plusNanos(nanos), out::add);
  private AppRule rule = RULE;
  private Window window = WINDOW;
  private String element = "body";
  private long now;

  private FocusedElement focused() {
    return new FocusedElement(element, 1, "textbox", "Body", Protection.OPEN, null);
  }

  private long nanos() {
    return Duration.ofMillis(now).toNanos();
  }

  private void down(String key, String text, Modifiers modifiers) {
    RawInput.Key input = new RawInput.Key(nanos(), true, key, text, modifiers);
    assembler.accept(new Judged.Key(input, rule, window, focused()));
  }

  private void key(String key, String text, Modifiers modifiers) {
    down(key, text, modifiers);
    RawInput.Key up = new RawInput.Key(nanos(), false, key, text, modifiers);
    assembler.accept(new Judged.Key(up, rule, window, null));
  }

  private void key(String key) {
    key(key, "", Modifiers.NONE);
  }

  private void type(String text) {
    text.codePoints()
        .forEach(c -> key(Character.toString(c), Character.toString(c), Modifiers.NONE));
  }

  private void pointer(RawInput.Pointing input) {
    assembler.accept(new Judged.Pointer(input, rule, window));
  }

  private void move(int x, int y) {
    pointer(new RawInput.Motion(nanos(), x, y, Modifiers.NONE));
  }

  private void button(boolean down, int button, int x, int y) {
    pointer(new RawInput.Button(nanos(), down, button, x, y, CONTROL));
  }

  private void click(int x, int y) {
    button(true, 1, x, y);
    button(false, 1, x, y);
  }

  private void wheel(double dy) {
    pointer(new RawInput.Wheel(nanos(), 0, dy, 150, 150, Modifiers.NONE));
  }

  /** Lets time pass as a caller does that keeps the deadlines. */
  private void pass(long millis) {
    long until = now + millis;
    for (long due = assembler.nextDeadline();
        due <= Duration.ofMillis(until).toNanos();
        due = assembler.nextDeadline()) {
      assembler.advance(due);
    }
    now = until;
  }

  private <T extends Activity> List<T> all(Class<T> kind) {
    return out.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<String> texts() {
    return all(TextSpan.class).stream().map(s -> s.typed().text()).toList();
  }

  @Test
  void aSpanEndsAtEnterAndTabAndWhatEndsItComesAfterIt() {
    type("one");
    key("Enter", "\r", Modifiers.NONE);
    type("two");
    key("Tab", "\t", Modifiers.NONE);
    assembler.end();

    assertThat(texts()).containsExactly("one", "two");
    assertThat(all(Navigation.class)).extracting(Navigation::key).containsExactly("Enter", "Tab");
    assertThat(out.get(0)).isInstanceOf(TextSpan.class);
    assertThat(out.get(1)).isInstanceOf(Navigation.class);
  }

  @Test
  void aSpanEndsWhereTheElementOrTheWindowChanges() {
    type("one");
    element = "subject";
    type("two");
    window = OTHER;
    type("three");
    assembler.accept(new Judged.Focus(nanos(), rule, WINDOW, focused(), null));

    assertThat(texts()).containsExactly("one", "two", "three");
    assertThat(all(TextSpan.class)).extracting(TextSpan::field).doesNotHaveDuplicates();
  }

  @Test
  void newsOfTheFocusThatIsWhereItWasDoesNotEndASpan() {
    type("one");
    assembler.accept(new Judged.Focus(nanos(), rule, window, focused(), null));
    type("two");
    assembler.end();

    assertThat(texts()).containsExactly("onetwo");
  }

  @Test
  void aSpanEndsAtAClickAndAPaste() {
    type("one");
    click(150, 150);
    type("two");
    key("v", "", CONTROL);
    type("three");
    key("Insert", "", SHIFT);
    type("four");
    key("V", "", new Modifiers(true, false, true, false, false));

    assertThat(texts()).containsExactly("one", "two", "three", "four");
    assertThat(all(TextSpan.class)).noneMatch(TextSpan::tainted);
    assertThat(all(Shortcut.class))
        .extracting(Shortcut::keys)
        .containsExactly(
            List.of("Control", "v"), List.of("Shift", "Insert"), List.of("Control", "Shift", "v"));
  }

  @Test
  void aSpanEndsAfterTenSecondsWithoutAKeyWhetherOrNotTheCallerKeptTheDeadline() {
    type("one");
    pass(9_999);
    type("two");
    pass(10_000);
    assertThat(texts()).containsExactly("onetwo");

    type("three");
    now += 10_000;
    type("four");
    assertThat(texts()).containsExactly("onetwo", "three");
  }

  @Test
  void aSpanEndsAfterFiveMinutes() {
    for (int i = 0; i < 40; i++) {
      type("x");
      pass(9_000);
    }

    assertThat(texts().get(0)).hasSize(34);
    assertThat(assembler.oldestOpenStart()).isEqualTo(Duration.ofSeconds(34 * 9).toNanos());
  }

  @Test
  void aSpanEndsBeforeItGrowsLongerThanFourKibi() {
    type("x".repeat(4_097));
    assertThat(texts()).hasSize(1);
    assembler.end();

    assertThat(texts()).extracting(String::length).containsExactly(4_096, 1);
  }

  @Test
  void correctionsAreFollowedAndRawKeysKept() {
    type("teh");
    key("Backspace");
    key("Backspace");
    type("he");
    key("Backspace", "\b", CONTROL);
    type("done");
    assembler.end();

    TextSpan span = all(TextSpan.class).get(0);
    assertThat(span.typed().text()).isEqualTo("done");
    assertThat(span.typed().raw()).isEqualTo("tehhedone");
    assertThat(span.tainted()).isFalse();
    assertThat(all(Navigation.class)).isEmpty();
  }

  @Test
  void anEditThatCannotBeFollowedTaintsTheSpan() {
    List<Runnable> edits =
        List.of(
            () -> key("z", "", CONTROL),
            () -> key("Delete", "", CONTROL),
            () -> key("ArrowLeft", "", CONTROL),
            () -> key("Undo"),
            () -> key("Insert"),
            () -> key("Delete", "", SHIFT),
            () -> key("ArrowRight"));
    for (Runnable edit : edits) {
      out.clear();
      type("ab");
      edit.run();
      type("c");
      assembler.end();

      TextSpan span = all(TextSpan.class).get(0);
      assertThat(span.tainted()).isTrue();
      assertThat(span.typed().text()).isEqualTo("ab");
      assertThat(span.typed().raw()).isEqualTo("abc");
    }
  }

  @Test
  void copyingSavingAndFunctionKeysTaintNothing() {
    type("ab");
    key("c", "", CONTROL);
    key("s", "", CONTROL);
    key("F5");
    type("c");
    assembler.end();

    assertThat(texts()).containsExactly("abc");
    assertThat(all(TextSpan.class).get(0).tainted()).isFalse();
  }

  @Test
  void shapeIsToldApartFromTextAndShortcutsTakeNeither() {
    rule = TestPolicy.with(RULE, KeystrokeMode.SHAPE);
    type("abc");
    assembler.end();
    assertThat(all(TextSpan.class)).extracting(TextSpan::shape).containsExactly(true);

    out.clear();
    rule = TestPolicy.with(RULE, KeystrokeMode.SHORTCUTS);
    type("abc");
    key("Backspace");
    key("s", "", CONTROL);
    key("Enter");
    assembler.end();
    assertThat(out).hasSize(2);
    assertThat(out.get(0)).isInstanceOf(Shortcut.class);
    assertThat(out.get(1)).isInstanceOf(Navigation.class);
  }

  @Test
  void aShortcutNamesModifiersInOrderAndItsLetterInLowerCase() {
    key("Control", "", CONTROL);
    key("P", "", new Modifiers(true, true, true, true, false));
    key("F4", "", new Modifiers(false, true, false, false, false));
    key("Escape", "", SHIFT);

    assertThat(all(Shortcut.class))
        .extracting(Shortcut::keys)
        .containsExactly(
            List.of("Control", "Alt", "Shift", "Meta", "p"),
            List.of("Alt", "F4"),
            List.of("Shift", "Escape"));
  }

  @Test
  void whatAltGrMakesIsTextAndNeverAShortcut() {
    key("@", "@", ALT_GRAPH);
    assembler.end();

    assertThat(texts()).containsExactly("@");
    assertThat(all(Shortcut.class)).isEmpty();
  }

  @Test
  void aChordThatIsHeldIsOneShortcutAndALostReleaseHidesNone() {
    for (int i = 0; i < 10; i++) {
      down("z", "", CONTROL);
      now += 33;
    }
    assertThat(all(Shortcut.class)).hasSize(1);

    now += 3_000;
    down("z", "", CONTROL);
    assertThat(all(Shortcut.class)).hasSize(2);
  }

  @Test
  void pressesOfOneNavigationKeyWithinASecondAreCountedTogether() {
    key("ArrowDown");
    pass(900);
    key("ArrowDown");
    pass(900);
    key("ArrowUp");
    pass(1_000);
    key("ArrowUp");
    window = OTHER;
    key("ArrowUp");
    assembler.end();

    assertThat(all(Navigation.class))
        .extracting(n -> n.key() + n.count())
        .containsExactly("ArrowDown2", "ArrowUp1", "ArrowUp1", "ArrowUp1");
  }

  @Test
  void clicksAreCountedUpToThree() {
    for (int i = 0; i < 4; i++) {
      click(150 + i, 150);
      pass(100);
    }
    pass(500);
    click(150, 150);
    pass(400);
    click(180, 150);
    pass(5_000);

    assertThat(all(Click.class)).extracting(Click::count).containsExactly(3, 1, 1, 1);
    Click first = all(Click.class).get(0);
    assertThat(first.nx()).isEqualTo(0.25);
    assertThat(first.ny()).isEqualTo(0.5);
    assertThat(first.mods()).containsExactly("Control");
    assertThat(first.button()).isEqualTo(1);
  }

  @Test
  void slowClicksAndOtherButtonsAreClicksOfTheirOwn() {
    click(150, 150);
    pass(600);
    click(150, 150);
    pass(100);
    button(true, 3, 150, 150);
    button(false, 3, 150, 150);
    button(true, 9, 150, 150);
    button(false, 9, 150, 150);
    pass(5_000);

    assertThat(all(Click.class))
        .extracting(c -> c.button() + "x" + c.count())
        .containsExactly("1x1", "1x1", "3x1");
  }

  @Test
  void aDragHasItsPathOnlyWhereTheRuleAdmitsPaths() {
    for (PointerMode mode : List.of(PointerMode.PATH, PointerMode.CLICKS)) {
      rule = TestPolicy.with(RULE, mode);
      button(true, 1, 100, 100);
      pass(50);
      move(200, 100);
      pass(50);
      move(200, 200);
      button(false, 1, 201, 200);
      pass(1_000);
    }

    List<Drag> drags = all(Drag.class);
    assertThat(drags).hasSize(2);
    assertThat(drags.get(0).path()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(drags.get(1).path()).isNull();
    assertThat(drags.get(1).from().x()).isEqualTo(100);
    assertThat(drags.get(1).to().x()).isEqualTo(201);
    assertThat(all(Click.class)).isEmpty();
    assertThat(all(PointerPath.class)).isEmpty();
  }

  @Test
  void aButtonThatNeverComesUpIsForgottenAfterAMinute() {
    button(true, 1, 100, 100);
    pass(60_000);
    button(false, 1, 100, 100);
    pass(1_000);

    assertThat(out).isEmpty();
    assertThat(assembler.oldestOpenStart()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPathEndsAfterHalfASecondOrTenSecondsAndStaysBounded() {
    move(0, 0);
    pass(100);
    move(50, 80);
    pass(5_000);
    assertThat(all(PointerPath.class)).hasSize(1);

    Random random = new Random(7);
    for (int i = 0; i < 4_000; i++) {
      move(random.nextInt(2_000), random.nextInt(2_000));
      pass(5);
    }
    pass(5_000);
    List<PointerPath> paths = all(PointerPath.class);
    assertThat(paths).hasSizeGreaterThan(7);
    assertThat(paths).allMatch(p -> p.path().size() <= PointerAssembler.PATH_MAX_POINTS + 1);
    assertThat(paths).allMatch(p -> p.path().get(0).dt() == 0);
  }

  @Test
  void withClicksAloneNoPathIsMade() {
    rule = TestPolicy.with(RULE, PointerMode.CLICKS);
    move(0, 0);
    pass(10);
    move(90, 90);
    pass(1_000);

    assertThat(out).isEmpty();
  }

  @Test
  void turnsOfTheWheelWithinOneGestureAreOneRecord() {
    wheel(1);
    pass(200);
    wheel(2);
    pass(300);
    wheel(-1);
    pass(5_000);

    assertThat(all(Scroll.class)).extracting(Scroll::dy).containsExactly(3.0, -1.0);
  }

  @Test
  void aSessionEndsAfterFiveMinutesWithoutInputAndWhereItIsTold() {
    click(150, 150);
    pass(300_000);
    click(150, 150);
    pass(300_001);
    click(150, 150);
    assembler.endSession();
    click(150, 150);
    pass(5_000);

    List<Place> places = all(Click.class).stream().map(Click::place).toList();
    assertThat(places).hasSize(4);
    assertThat(places.get(0).session()).isEqualTo(places.get(1).session()).hasSize(22);
    assertThat(places).extracting(Place::session).doesNotContainNull();
    assertThat(places.stream().map(Place::session).distinct()).hasSize(3);
    assertThat(places).extracting(Place::sessionMillis).containsExactly(0L, 300_000L, 0L, 0L);
  }

  @Test
  void aPlaceSaysWhatTheRuleAdmitsAndTheLocalDay() {
    assembler.policy("r7");
    click(150, 150);
    pass(61_000);
    rule = TestPolicy.onSites(TestPolicy.plain(RULE), "wiki.example.com");
    window = ScriptedDesktop.showing(WINDOW, new Site("wiki.example.com", false));
    click(150, 150);
    pass(5_000);

    Place first = all(Click.class).get(0).place();
    Place second = all(Click.class).get(1).place();
    assertThat(first.title()).isEqualTo("Notes");
    assertThat(first.site()).isNull();
    assertThat(first.app()).isEqualTo("editor");
    assertThat(first.policy()).isEqualTo("r7");
    assertThat(first.day()).hasToString("2026-11-20");
    assertThat(second.title()).isNull();
    assertThat(second.site()).isEqualTo("wiki.example.com");
    assertThat(second.day()).hasToString("2026-11-21");
  }

  @Test
  void theFocusIsNoActivityWhereTheRuleAdmitsNoElements() {
    assembler.accept(new Judged.Focus(nanos(), rule, window, focused(), null));
    rule = TestPolicy.plain(RULE);
    assembler.accept(new Judged.Focus(nanos(), rule, window, focused(), null));

    assertThat(all(Activity.Focus.class)).hasSize(1);
  }

  @Test
  void noActivitySaysItsContent() {
    type("secret");
    key("s", "", CONTROL);
    click(123, 177);
    assembler.end();

    assertThat(out).hasSize(3);
    assertThat(out.toString()).doesNotContain("secret", "123", "Notes", "Control");
  }
}
