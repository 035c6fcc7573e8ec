package dev.vitrine.platform.awt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.capture.SourceException;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.platform.linux.X11ForegroundWatcher;
import dev.vitrine.testing.Lines;
import dev.vitrine.testing.Scenes;
import dev.vitrine.testing.TestDisplay;
import dev.vitrine.testing.TestDisplay.Part;
import dev.vitrine.testing.XTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set before each test
class IndicatorWindowTest {
  private TestDisplay display;
  private Process process;
  private Lines lines;

  @BeforeEach
  void startDisplay() {
    display = TestDisplay.start(Part.WINDOW_MANAGER);
  }

  @AfterEach
  void stopDisplay() {
    display.close();
  }

  private void probe(String... options) {
    process = display.java(List.of(options), IndicatorProbe.class);
    lines = new Lines(process);
  }

  private void tell(String word) throws IOException {
    process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  @Test
  void itStaysAboveAMaximisedWindowTakesNoFocusAndCanBeDragged()
      throws IOException, SourceException {
    TestDisplay.requireProgram("zenity");
    probe();
    lines.awaitLine("open");
    tell("CAPTURING");
    AtomicReference<Scene> scene = new AtomicReference<>(Scene.unknown(0));
    try (X11ForegroundWatcher watcher = new X11ForegroundWatcher(display.environment(), () -> {});
        XTest input = new XTest(display.name())) {
      watcher.start(scene::set);
      Process app = display.run("zenity", "--entry", "--title=Big", "--width=1280", "--height=780");
      awaitScene(scene, s -> s.active() != null && s.active().pid() == app.pid());
      awaitScene(scene, s -> pidAt(s, 1_250, 780) == process.pid());
      assertThat(pidAt(Objects.requireNonNull(scene.get()), 640, 400)).isEqualTo(app.pid());
      input.move(1_240, 775);
      input.button(1, true);
      input.move(640, 400);
      input.move(300, 300);
      input.button(1, false);
      awaitScene(scene, s -> pidAt(s, 300, 300) == process.pid());
      Window active = Objects.requireNonNull(scene.get()).active();
      assertThat(active == null ? 0 : active.pid()).isEqualTo((int) app.pid());
    }
    tell("ask");
    assertThat(lines.awaitLine("on screen")).isEqualTo("on screen true");
  }

  @Test
  void aHeadlessProcessIsRefusedWithAReason() {
    probe("-Djava.awt.headless=true");
    assertThat(lines.awaitLine("refused")).contains("has no screen").contains("apt install");
  }

  private static void awaitScene(AtomicReference<Scene> scene, Predicate<Scene> wanted) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> wanted.test(Objects.requireNonNull(scene.get())));
  }

  private static long pidAt(Scene scene, int x, int y) {
    Window window = Scenes.topmostAt(scene, x, y);
    return window == null ? 0 : window.pid();
  }
}
