package dev.vitrine.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.capture.Judged;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.PointedElement;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.testing.ScriptedDesktop;
import dev.vitrine.testing.TestPolicy;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Typing with the pointer. Times are milliseconds.
 *
 * <p>Seen red with these bugs put in on purpose: the path to the first key let go; a run of presses
 * ended by an ordinary press within it; a window's pad forgotten after its first run.
 */
final class PadGuardTest {
  private static final ZonedDateTime START = ZonedDateTime.parse("2026-11-20T09:00:00+01:00");
  private static final AppRule RULE = TestPolicy.everything("/usr/bin/bank");
  private static final Window PAD =
      ScriptedDesktop.window(1, "/usr/bin/bank", new Bounds(0, 0, 800, 600));
  private static final int PITCH = 60;

  /** One person at one pad. */
  private static final class Person {
    final List<Activity> out = new ArrayList<>();
    final Assembler assembler =
        new Assembler(new Random(1), nanos -> START.plusNanos(nanos), out::add);
    long now;

    Person() {
      assembler.replaceable(Duration.ofSeconds(60));
    }

    long nanos() {
      return Duration.ofMillis(now).toNanos();
    }

    Person pass(long millis) {
      return until(now + millis);
    }

    Person until(long then) {
      for (long due = assembler.nextDeadline();
          due <= Duration.ofMillis(then).toNanos();
          due = assembler.nextDeadline()) {
        assembler.advance(due);
      }
      now = then;
      return this;
    }

    Person move(int fromX, int fromY, int x, int y) {
      for (int i = 0; i <= 5; i++) {
        int px = fromX + (x - fromX) * i / 5;
        int py = fromY + (y - fromY) * i / 5;
        pointer(new RawInput.Motion(nanos(), px, py, Modifiers.NONE));
        pass(10);
      }
      return this;
    }

    Person press(int x, int y, @Nullable PointedElement element) {
      pointer(new RawInput.Button(nanos(), true, 1, x, y, Modifiers.NONE, element));
      pass(60);
      pointer(new RawInput.Button(nanos(), false, 1, x, y, Modifiers.NONE, element));
      return pass(40);
    }

    Person press(int x, int y, String name) {
      return press(x, y, new PointedElement("button", name, new Bounds(x - 25, y - 25, 50, 50)));
    }

    /** Types digits on the pad, the pointer going from key to key. */
    Person type(String digits, boolean named, long pause) {
      int x = 400;
      int y = 400;
      for (int i = 0; i < digits.length(); i++) {
        char digit = digits.charAt(i);
        int key = digit == '0' ? 10 : digit - '1';
        int toX = 300 + key % 3 * PITCH;
        int toY = 200 + key / 3 * PITCH;
        move(x, y, toX, toY);
        if (named) {
          press(toX, toY, String.valueOf(digit));
        } else {
          press(toX, toY, (PointedElement) null);
        }
        pass(pause);
        x = toX;
        y = toY;
      }
      return move(x, y, 600, 500);
    }

    Person focus(String id, String name, @Nullable Bounds bounds) {
      assembler.accept(
          new Judged.Focus(
              nanos(),
              RULE,
              PAD,
              new FocusedElement(id, 1, "button", name, Protection.OPEN, bounds),
              null));
      return this;
    }

    private void pointer(RawInput.Pointing input) {
      assembler.accept(new Judged.Pointer(input, RULE, PAD));
    }

    <T extends Activity> List<T> all(Class<T> kind) {
      return out.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Where clicks were. */
    List<Integer> clicks() {
      return all(Activity.Click.class).stream().map(Activity.Click::x).toList();
    }

    /** Everything that came out, content included. */
    List<String> seen() {
      List<String> seen = new ArrayList<>();
      for (Activity each : out) {
        String what = each.getClass().getSimpleName() + "@" + each.place().sessionMillis();
        if (each instanceof Activity.Click click) {
          what += " " + click.x() + "," + click.y() + "x" + click.count();
        } else if (each instanceof Activity.PointerPath path) {
          for (Activity.Point p : path.path()) {
            what += " " + p.dt() + ":" + p.x() + "," + p.y();
          }
        } else if (each instanceof Activity.Focus focus) {
          what += " " + focus.element().name();
        }
        seen.add(what);
      }
      return seen;
    }
  }

  private Person person = new Person();

  @BeforeEach
  void somebody() {
    person = new Person();
  }

  private static List<String> around(String digits, boolean named, long pause) {
    Person person = new Person();
    person.press(50, 50, "File").move(50, 50, 400, 400).pass(50);
    person.type(digits, named, pause).until(40_000);
    person.press(700, 550, "Log in").move(700, 550, 720, 560).pass(700);
    return person.press(60, 60, "File").pass(90_000).seen();
  }

  @Test
  void nothingOfDigitsTypedOnKeysThatSayWhatTheyAreIsSeen() {
    List<String> one = around("1234", true, 200);

    assertThat(one).hasSize(4).noneMatch(seen -> seen.matches(".* 3\\d\\d,.*"));
    assertThat(around("9870", true, 200)).isEqualTo(one);
    assertThat(around("111", true, 0)).isEqualTo(one);
    assertThat(around("5555555", true, 100)).isEqualTo(one);
    assertThat(around("13579086", true, 3_500)).isEqualTo(one);
  }

  @Test
  void nothingOfDigitsTypedWhereNobodyKnowsTheElementsIsSeen() {
    List<String> one = around("1234", false, 200);

    assertThat(one).hasSize(4).noneMatch(seen -> seen.matches(".* 3\\d\\d,.*"));
    assertThat(around("98701", false, 900)).isEqualTo(one);
    assertThat(around("112350", false, 2_000)).isEqualTo(one);
  }

  @Test
  void theFocusThatFollowsAPressTellsWhatWasPressed() {
    for (String digit : List.of("4", "7", "1")) {
      int y = 100 + digit.charAt(0) % 7 * 40;
      person.press(100, y, (PointedElement) null);
      person.focus("k" + digit, digit, new Bounds(80, y - 20, 40, 40)).pass(500);
    }
    person.pass(90_000);

    assertThat(person.out).isEmpty();
  }

  @Test
  void theFocusThatGoesFromKeyToKeyIsNotSeen() {
    person.focus("file", "File", null);
    for (String digit : List.of("4", "7", "1", "1")) {
      person.focus("k" + digit, digit, null).pass(900);
    }
    person.pass(90_000);

    assertThat(person.seen()).containsExactly("Focus@0 File");
  }

  @Test
  void aWindowThatHadAPadIsOneFromThenOn() {
    person.type("123", true, 100).pass(90_000).type("4", true, 100).pass(90_000);

    assertThat(person.clicks()).isEmpty();
  }

  @Test
  void whatIsPressedBetweenKeysIsPartOfTheTyping() {
    person.press(100, 100, "Shift").press(200, 100, "a").press(250, 300, "Symbols");
    person.press(200, 160, "b").press(200, 220, "é").pass(1_000).press(600, 500, "Next");
    person.pass(90_000);

    assertThat(person.clicks()).containsExactly(600);
  }

  @Test
  void twoKeysAreClicksAndSoAreOrdinaryButtonsHoweverManyAndFast() {
    person.press(100, 100, "+").press(100, 160, "–").pass(61_000);
    for (int i = 0; i < 6; i++) {
      person.press(200 + 50 * i, 100, "Tool " + i);
    }
    person.pass(90_000);

    assertThat(person.clicks()).containsExactly(100, 100, 200, 250, 300, 350, 400, 450);
  }

  @Test
  void pressesFarApartOrAtTwoPlacesOrInTextAreClicks() {
    for (int i = 0; i < 8; i++) {
      person.press(i % 2 == 0 ? 100 : 700, 100 + 40 * i, (PointedElement) null);
    }
    person.pass(5_000);
    for (int i = 0; i < 8; i++) {
      person.press(i % 2 == 0 ? 100 : 160, 100, (PointedElement) null).pass(500);
    }
    person.focus("body", "Body", new Bounds(0, 0, 280, 120)).pass(5_000);
    for (int i = 0; i < 6; i++) {
      person.press(100 + 20 * i, 100, (PointedElement) null).pass(500);
    }
    person.pass(90_000);

    assertThat(person.clicks()).hasSize(22);
  }

  @Test
  void anUnsteadyHandTypesToo() {
    for (int key = 0; key < 3; key++) {
      PointedElement element =
          new PointedElement("button", "" + key, new Bounds(100 * key, 100, 80, 80));
      person.pointer(
          new RawInput.Button(
              person.nanos(), true, 1, 100 * key + 20, 120, Modifiers.NONE, element));
      person.move(100 * key + 20, 120, 100 * key + 32, 125);
      person.pointer(
          new RawInput.Button(
              person.nanos(), false, 1, 100 * key + 32, 125, Modifiers.NONE, element));
      person.pass(300);
    }
    person.pass(90_000);

    assertThat(person.out).isEmpty();
  }

  @Test
  void typingThatIsCutOffByAPauseOrAStopIsNotSeen() {
    person.type("12", true, 100).assembler.end();

    assertThat(person.out).isEmpty();
    assertThat(person.assembler.oldestOpenStart()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatWaitsIsBoundedAndOrdinaryPathsGoOn() {
    for (int i = 0; i < 5_000; i++) {
      person.assembler.accept(
          new Judged.Pointer(
              new RawInput.Wheel(person.nanos(), 0, 1, i % 700, 10, Modifiers.NONE), RULE, PAD));
      person.pass(1).press(10 + 40 * (i % 10), 10 + 30 * (i % 7), "" + i % 10);
    }
    person.pass(90_000);

    assertThat(person.out.size()).isLessThanOrEqualTo(PadGuard.MOST_WAITING);
    assertThat(person.clicks()).isEmpty();
    person.press(700, 500, "Next").move(700, 500, 20, 20).pass(90_000);
    assertThat(person.clicks()).containsExactly(700);
    assertThat(person.all(Activity.PointerPath.class)).hasSize(1);
  }

  @Test
  void whatAnElementSaysTellsAKey() {
    assertThat(List.of("7", "a", "ß", "é", "5 jkl", "2ABC", "€", "👍"))
        .allMatch(name -> PadKeys.kind("button", name, null, true) == PadKeys.Kind.KEY);
    assertThat(List.of("Shift", "caps lock", "Backspace"))
        .allMatch(name -> PadKeys.kind("button", name, null, true) == PadKeys.Kind.BESIDE);
    assertThat(List.of("OK", "Save", "10 o'clock"))
        .allMatch(name -> PadKeys.kind("button", name, null, true) == PadKeys.Kind.OTHER);
    assertThat(PadKeys.kind("textbox", "x", null, true)).isEqualTo(PadKeys.Kind.OTHER);
    assertThat(PadKeys.kind("button", "", null, true)).isEqualTo(PadKeys.Kind.UNKNOWN);
    assertThat(PadKeys.kind("panel", "Keypad", new Bounds(0, 0, 400, 400), false))
        .isEqualTo(PadKeys.Kind.UNKNOWN);
  }
}
