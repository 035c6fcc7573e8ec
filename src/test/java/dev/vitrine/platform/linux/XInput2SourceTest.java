package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.SourceException;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestForm;
import dev.vitrine.testing.XTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real keys on a real X server: what is told of them is what a GTK entry shows. */
@SuppressWarnings("NullAway.Init") // set before each test
@Tag("live")
class XInput2SourceTest {
  /** Key codes of the usual keyboard, by where they are. */
  private static final int Q = 24;

  private static final int E = 26;
  private static final int A = 38;
  private static final int S = 39;
  private static final int Z = 52;
  private static final int N1 = 10;
  private static final int N3 = 12;
  private static final int ACUTE_DE = 21;
  private static final int APOSTROPHE_US = 48;
  private static final int MENU = 135;
  private static final int RIGHT_ALT = 108;
  private static final int LEFT_SHIFT = 50;
  private static final int LEFT_CONTROL = 37;
  private static final int CAPS_LOCK = 66;
  private static final int BACKSPACE = 22;

  private static TestDisplay display;
  private static XTest input;
  private static TestForm form;

  private final List<RawInput> events = new CopyOnWriteArrayList<>();
  private XInput2Source source;

  @BeforeAll
  static void startDisplay() {
    TestDisplay.requireProgram("setxkbmap");
    display = TestDisplay.start(TestDisplay.Part.WINDOW_MANAGER);
    input = new XTest(display.name());
    form = TestForm.start(display, TestForm.build(display), Map.of(), "Form");
  }

  @AfterAll
  static void stopDisplay() {
    if (display != null) {
      if (form != null) {
        form.close();
      }
      input.close();
      display.close();
    }
  }

  @BeforeEach
  void startSource() throws SourceException {
    layout("us");
    form.focus("text");
    form.clear("text");
    source = new XInput2Source(display.environment());
    source.start(events::add);
  }

  @AfterEach
  void stopSource() {
    source.close();
  }

  private static void layout(String... arguments) {
    List<String> command = new ArrayList<>(List.of("setxkbmap", "-option", "", "-layout"));
    command.addAll(List.of(arguments));
    Process set = display.run(command.toArray(String[]::new));
    await().pollInterval(Duration.ofMillis(5)).until(() -> !set.isAlive());
    assertThat(set.exitValue()).isZero();
  }

  private void tap(int... keycodes) {
    for (int keycode : keycodes) {
      input.tapCode(keycode);
    }
  }

  private void with(int modifier, int keycode) {
    input.keycode(modifier, true);
    input.tapCode(keycode);
    input.keycode(modifier, false);
  }

  /** The text of all presses so far, with what Backspace takes away taken away. */
  private String told() {
    StringBuilder text = new StringBuilder();
    for (RawInput event : events) {
      if (event instanceof RawInput.Key key && key.down() && !key.modifiers().chord()) {
        text.append(key.text());
        if (key.key().equals("Backspace") && !text.isEmpty()) {
          text.setLength(text.length() - 1);
        }
      }
    }
    return text.toString();
  }

  private void assertToldIsShown(String expected) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(form.text("text")).isEqualTo(expected));
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(told()).isEqualTo(expected));
  }

  private List<String> names() {
    return events.stream()
        .filter(e -> e instanceof RawInput.Key key && key.down())
        .map(e -> ((RawInput.Key) e).key())
        .toList();
  }

  @Test
  void americanKeysAreToldAsShown() {
    tap(Q, A, Z);
    with(LEFT_SHIFT, N1);
    with(LEFT_SHIFT, A);
    assertToldIsShown("qaz!A");
  }

  @Test
  void germanKeysAreToldAsShown() {
    layout("de");
    tap(Z, APOSTROPHE_US, 34, 47);
    with(RIGHT_ALT, E);
    with(RIGHT_ALT, Q);
    with(LEFT_SHIFT, N3);
    assertToldIsShown("yäüö€@§");
  }

  @Test
  void frenchKeysAreToldAsShown() {
    layout("fr");
    tap(Q, A, N1);
    with(LEFT_SHIFT, N1);
    with(RIGHT_ALT, E);
    tap(11);
    assertToldIsShown("aq&1€é");
  }

  @Test
  void russianKeysAreToldAsShown() {
    layout("ru");
    tap(A, S);
    with(LEFT_SHIFT, Q);
    assertToldIsShown("фыЙ");
  }

  @Test
  void aLayoutThatChangesBetweenTwoWordsIsFollowedAtOnce() {
    for (String layout : List.of("us", "de", "ru", "fr", "us")) {
      layout(layout);
      tap(Z, Q);
    }
    assertToldIsShown("zqyqяйwazq");
  }

  @Test
  void aLockedGroupIsFollowed() {
    layout("us,ru", "-option", "grp:caps_toggle");
    tap(A, CAPS_LOCK, A, CAPS_LOCK, A);
    assertToldIsShown("aфa");
  }

  @Test
  void aDeadKeyAndALetterAreOneCharacter() {
    layout("de");
    tap(ACUTE_DE, A);
    tap(ACUTE_DE, E, A);
    assertToldIsShown("áéa");
  }

  @Test
  void aDeadKeyThatFitsNoLetterIsToldAsShown() {
    layout("de");
    tap(A, ACUTE_DE, Q, A);
    tap(ACUTE_DE, BACKSPACE, A);
    tap(ACUTE_DE, ACUTE_DE);
    String shown = form.awaitText("text", 3);
    assertToldIsShown(shown);
  }

  @Test
  void composeMakesOneCharacterOfThreeKeys() {
    layout("us", "-option", "compose:menu");
    tap(MENU, APOSTROPHE_US, E);
    tap(A);
    assertToldIsShown("éa");
    assertThat(names()).containsSubsequence("Compose", "Dead", "é", "a");
  }

  @Test
  void capsLockIsFollowed() {
    tap(A, CAPS_LOCK, A, N1);
    with(LEFT_SHIFT, A);
    tap(CAPS_LOCK, A);
    assertToldIsShown("aA1aa");
  }

  @Test
  void aHeldKeyIsToldAsOftenAsItComes() {
    input.keycode(A, true);
    form.awaitText("text", 12);
    input.keycode(A, false);
    tap(Q);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(form.text("text")).endsWith("q"));
    assertToldIsShown(form.text("text"));
    input.keycode(BACKSPACE, true);
    await().atMost(Duration.ofSeconds(5)).until(() -> form.text("text").length() < 4);
    input.keycode(BACKSPACE, false);
    tap(Q);
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(form.text("text")).endsWith("q"));
    assertToldIsShown(form.text("text"));
  }

  @Test
  void chordsAreNamedByTheirLatinLetterInEveryLayout() {
    layout("ru,us");
    with(LEFT_CONTROL, A);
    await().until(() -> names().size() == 2);
    assertThat(names()).containsExactly("Control", "a");
    RawInput.Key chord = (RawInput.Key) events.get(1);
    assertThat(chord.modifiers()).isEqualTo(new Modifiers(true, false, false, false, false));
  }

  @Test
  void aReleaseHasTheNameOfItsPress() {
    input.keycode(LEFT_SHIFT, true);
    input.keycode(A, true);
    input.keycode(LEFT_SHIFT, false);
    input.keycode(A, false);
    await().until(() -> events.size() == 4);
    assertThat(((RawInput.Key) events.get(3)).key()).isEqualTo("A");
  }

  @Test
  void buttonsWheelAndMotionAreToldWhereThePointerIs() {
    // A push button: neither the second nor the third mouse button nor the wheel opens anything.
    Bounds place = Objects.requireNonNull(form.places().get("Help"));
    int x = place.x() + place.width() / 2;
    int y = place.y() + place.height() / 2;
    input.move(x, y);
    for (int button = 1; button <= 7; button++) {
      input.click(button);
    }
    // Where the pointer is, is asked when a button comes: it must not have gone on by then.
    await().until(() -> events.stream().filter(RawInput.Wheel.class::isInstance).count() >= 4);
    input.move(x + 1, y);
    await().until(() -> events.stream().filter(RawInput.Motion.class::isInstance).count() >= 2);
    assertThat(events)
        .filteredOn(RawInput.Button.class::isInstance)
        .map(e -> (RawInput.Button) e)
        .allMatch(b -> b.x() == x && b.y() == y)
        .map(b -> b.button() + (b.down() ? "+" : "-"))
        .containsExactly("1+", "1-", "2+", "2-", "3+", "3-");
    assertThat(events)
        .filteredOn(RawInput.Wheel.class::isInstance)
        .map(e -> (RawInput.Wheel) e)
        .map(w -> w.dx() + "," + w.dy())
        .containsExactly("0.0,-3.0", "0.0,3.0", "-3.0,0.0", "3.0,0.0");
  }

  @Test
  void wherePointersArePutByProgramsIsToldToo() {
    input.warp(40, 700);
    await().until(() -> !events.isEmpty());
    input.warp(50, 710);
    await().until(() -> events.size() == 2);
    assertThat(events)
        .map(RawInput.Motion.class::cast)
        .map(motion -> motion.x() + "," + motion.y())
        .containsExactly("40,700", "50,710");
  }

  @Test
  void aThousandKeysASecondArriveWithoutLossAndMotionInTheirMidstIsGathered() {
    input.move(30, 750);
    form.focus("colour");
    await().until(() -> !events.isEmpty());
    events.clear();
    Thread typing = new Thread(() -> type(2_000), "typing");
    typing.start();
    try (XTest pointer = new XTest(display.name())) {
      pointer.moves(2_000, 1_000);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> !typing.isAlive());
    await()
        .untilAsserted(
            () ->
                assertThat(events.stream().filter(RawInput.Key.class::isInstance).count())
                    .isEqualTo(4_000));
    await().until(() -> events.stream().anyMatch(RawInput.Motion.class::isInstance));
    assertThat(events).isSortedAccordingTo((a, b) -> Long.compare(a.nanos(), b.nanos()));
  }

  private static void type(int count) {
    try (XTest keys = new XTest(display.name())) {
      keys.type("x".repeat(count), 1_000);
    }
  }

  @Test
  void inputMadeByProgramsIsCountedApart() {
    tap(A, A);
    await().until(() -> events.size() == 4);
    assertThat(source.counts()).isEqualTo(new XInput2Source.Counts(0, 4));
  }

  @Test
  void theSourceCanBeClosedAndStartedAgain() throws SourceException {
    for (int round = 0; round < 3; round++) {
      source.close();
      events.clear();
      tap(A);
      assertThat(events).isEmpty();
      source.start(events::add);
      tap(S);
      await().until(() -> events.size() == 2);
    }
    assertThatThrownBy(() -> source.start(events::add)).isInstanceOf(SourceException.class);
  }

  @Test
  void theServersDeathEndsTheSourceAndNotTheProcess() throws SourceException {
    try (TestDisplay other = TestDisplay.start();
        XInput2Source lonely = new XInput2Source(other.environment())) {
      lonely.start(events::add);
      try (XTest keys = new XTest(other.name())) {
        keys.tapCode(A);
        await().until(() -> events.size() == 2);
      }
      other.killServer();
      assertThatThrownBy(() -> XInput2Source.check(other.environment()))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("cannot be opened");
    }
  }

  @Test
  void aServerWithoutTheExtensionIsRefusedWithTheRemedy() {
    try (TestDisplay old = TestDisplay.startWithout("Generic Event Extension")) {
      assertThatThrownBy(() -> XInput2Source.check(old.environment()))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("XInput 2")
          .hasMessageContaining("--source jnativehook");
    }
  }
}
