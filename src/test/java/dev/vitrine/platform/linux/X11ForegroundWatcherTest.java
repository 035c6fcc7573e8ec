package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.SourceException;
import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Monitor;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.testing.Scenes;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set before each test
@Tag("live")
class X11ForegroundWatcherTest {
  private static final AppIdentity ZENITY = new AppIdentity.Executable("/usr/bin/zenity");

  private static final int MENUS = 60;

  /** The key symbol of the key that opens the menu of what has the focus. */
  private static final int MENU = 0xff67;

  private TestDisplay display;
  private final List<Scene> scenes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean lost = new AtomicBoolean();
  private X11ForegroundWatcher watcher;

  @BeforeEach
  void startDisplay() {
    TestDisplay.requireProgram("zenity");
    display = TestDisplay.start(Part.WINDOW_MANAGER);
    watcher = new X11ForegroundWatcher(display.environment(), () -> lost.set(true));
  }

  @AfterEach
  void stopDisplay() {
    watcher.close();
    display.close();
  }

  private Scene awaitScene(Predicate<Scene> wanted) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !scenes.isEmpty() && wanted.test(scenes.get(scenes.size() - 1)));
    return scenes.get(scenes.size() - 1);
  }

  private static Predicate<Scene> active(String title) {
    return scene -> scene.active() != null && scene.active().title().equals(title);
  }

  private Process zenity(String title, String place) {
    Process process =
        display.run("zenity", "--entry", "--title=" + title, "--text=" + title, "--width=400");
    awaitScene(active(title));
    Process mover = display.run("wmctrl", "-r", title, "-e", "0," + place);
    await().until(() -> !mover.isAlive());
    return process;
  }

  @Test
  void theActiveWindowIsToldWithItsExecutableAndTitle() throws SourceException {
    watcher.start(scenes::add);
    Process one = zenity("First", "50,50,400,150");
    Window first = Objects.requireNonNull(awaitScene(active("First")).active());
    assertThat(first.app()).isEqualTo(ZENITY);
    assertThat(first.pid()).isEqualTo((int) one.pid());
    Process two = zenity("Second", "600,400,400,150");
    two.destroy();
    Window again = Objects.requireNonNull(awaitScene(active("First")).active());
    assertThat(again.id()).isEqualTo(first.id());
    one.destroy();
    awaitScene(scene -> scene.active() == null);
  }

  @Test
  void theTopmostOfOverlappingWindowsIsFoundAtAPlace() throws SourceException {
    watcher.start(scenes::add);
    Process below = zenity("Below", "100,100,400,200");
    Process above = zenity("Above", "200,150,400,200");
    Scene scene = awaitScene(s -> pidAt(s, 300, 250) == above.pid() && pidAt(s, 120, 130) > 0);
    assertThat(pidAt(scene, 120, 130)).isEqualTo(below.pid());
    assertThat(pidAt(scene, 1_200, 700)).isZero();
    display.run("wmctrl", "-a", "Below");
    awaitScene(s -> active("Below").test(s) && pidAt(s, 300, 250) == below.pid());
  }

  @Test
  void aMenuOfAnotherProgramIsTheWindowUnderThePointer() throws SourceException {
    watcher.start(scenes::add);
    Process entry = zenity("Entry", "300,300,400,150");
    try (XTest input = new XTest(display.name())) {
      awaitScene(s -> pidAt(s, 350, 350) == entry.pid());
      input.move(50, 50);
      input.click(3);
      Scene scene = awaitScene(s -> pidAt(s, 60, 60) != 0);
      assertThat(pidAt(scene, 60, 60)).isNotEqualTo(entry.pid());
      input.key(XTest.ESCAPE);
      awaitScene(s -> pidAt(s, 60, 60) == 0 && active("Entry").test(s));
    }
  }

  @Test
  void aChangedTitleIsToldAndAnOldStyleTitleIsRead() throws SourceException {
    TestDisplay.requireProgram("xterm");
    watcher.start(scenes::add);
    display.run("xterm", "-title", "before", "-e", "sh", "-c", "sleep 30");
    awaitScene(active("before"));
    display.run("wmctrl", "-r", "before", "-N", "after");
    awaitScene(active("after"));
  }

  @Test
  void aKeyboardGrabOfAnotherProgramLeavesNoActiveWindow() throws SourceException {
    watcher.start(scenes::add);
    zenity("Entry", "300,300,400,150");
    Process grabber = display.java(List.of(), GrabProbe.class);
    awaitScene(s -> s.active() == null && !s.stacking().isEmpty());
    grabber.destroyForcibly();
    awaitScene(active("Entry"));
  }

  @Test
  void aGrabThatIsOlderThanTheWatcherLeavesNoActiveWindowToo() throws SourceException {
    watcher.start(scenes::add);
    zenity("Entry", "300,300,400,150");
    Process grabber = display.java(List.of(), GrabProbe.class);
    awaitScene(s -> s.active() == null && !s.stacking().isEmpty());
    watcher.close();
    scenes.clear();
    watcher.start(scenes::add);
    awaitScene(s -> !s.stacking().isEmpty());
    assertThat(scenes).allMatch(scene -> scene.active() == null);
    grabber.destroyForcibly();
    awaitScene(active("Entry"));
  }

  @Test
  void aProgramThatClosesItsOwnMenuStaysActive() throws SourceException {
    watcher.start(scenes::add);
    zenity("Entry", "300,300,400,150");
    try (XTest input = new XTest(display.name())) {
      Bounds entry = Objects.requireNonNull(awaitScene(active("Entry")).active()).bounds();
      int windows = awaitScene(active("Entry")).stacking().size();
      int before = scenes.size();
      for (int i = 0; i < MENUS; i++) {
        input.move(entry.x() + entry.width() / 2, entry.y() + entry.height() / 2 + i % 2);
        input.key(MENU);
        awaitScene(s -> s.stacking().size() > windows);
        // People take longer than a program to hand its grab on to its menu.
        await().pollDelay(Duration.ofMillis(40)).until(() -> true);
        input.key(XTest.ESCAPE);
        awaitScene(s -> s.stacking().size() == windows);
      }
      int inactive = 0;
      for (int i = before + 1; i < scenes.size(); i++) {
        boolean menuWasOpen = scenes.get(i - 1).stacking().size() > windows;
        inactive += menuWasOpen && scenes.get(i).active() == null ? 1 : 0;
      }
      assertThat(inactive).isZero();
    }
  }

  @Test
  void withoutAWindowManagerTheSceneIsUnknown() throws SourceException {
    try (TestDisplay bare = TestDisplay.start();
        X11ForegroundWatcher other = new X11ForegroundWatcher(bare.environment(), () -> {})) {
      other.start(scenes::add);
      bare.run("zenity", "--info", "--text=x");
      awaitScene(s -> s.active() == null && s.stacking().isEmpty());
    }
  }

  @Test
  void aDeadServerIsAnUnknownSceneAndNoEndOfTheProcess() throws SourceException {
    watcher.start(scenes::add);
    zenity("Entry", "300,300,400,150");
    assertThat(lost).isFalse();
    display.killServer();
    awaitScene(s -> s.active() == null && s.stacking().isEmpty());
    await().untilTrue(lost);
    watcher.close();
  }

  @Test
  void monitorsAreToldAndSoIsAChangeOfThem() throws Exception {
    TestDisplay.requireProgram("xrandr");
    watcher.start(scenes::add);
    Scene one = awaitScene(s -> s.monitors().size() == 1);
    assertThat(one.monitors()).containsExactly(new Monitor(0, new Bounds(0, 0, 1280, 800), 1));
    monitor("right", "640/170x800/210+640+0", "none");
    monitor("left", "640/170x800/210+0+0", "screen");
    Scene two = awaitScene(s -> s.monitors().size() == 2);
    assertThat(two.monitorOf(new Bounds(700, 100, 400, 300)))
        .extracting(Monitor::bounds)
        .isEqualTo(new Bounds(640, 0, 640, 800));
    assertThat(two.monitorOf(new Bounds(5_000, 0, 10, 10))).isNull();
  }

  private void monitor(String name, String place, String output) {
    Process xrandr = display.run("xrandr", "--setmonitor", name, place, output);
    await().atMost(Duration.ofSeconds(10)).until(() -> !xrandr.isAlive());
    assertThat(xrandr.exitValue()).isZero();
  }

  @Test
  void aStartedWatcherCanBeClosedAndStartedAgain() throws SourceException {
    for (int round = 0; round < 20; round++) {
      scenes.clear();
      watcher.start(scenes::add);
      awaitScene(s -> true);
      watcher.close();
    }
  }

  private static long pidAt(Scene scene, int x, int y) {
    @Nullable Window window = Scenes.topmostAt(scene, x, y);
    return window == null ? 0 : window.pid();
  }
}
