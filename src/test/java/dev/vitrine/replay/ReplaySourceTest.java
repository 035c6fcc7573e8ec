package dev.vitrine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplaySourceTest {
  private static final long MS = 1_000_000;
  private static final String START =
      "{\"at\":0,\"type\":\"start\",\"wall\":\"2026-11-20T09:00:00+01:00\",\"seed\":42}";
  private static final String WINDOW =
      "{\"at\":10,\"type\":\"window\",\"id\":1,\"exe\":\"/usr/bin/editor\",\"title\":\"Notes\","
          + "\"bounds\":[0,0,800,600]}";
  private static final String ACTIVE = "{\"at\":20,\"type\":\"active\",\"window\":1}";

  @TempDir private Path folder;

  /** Keeps what it is told, with the time at which it was told. */
  private static final class Recorder implements ReplaySource.Sink {
    final List<RawInput> inputs = new ArrayList<>();
    final List<Scene> scenes = new ArrayList<>();
    final List<Long> focusChanges = new ArrayList<>();
    final List<FocusAnswer> answers = new ArrayList<>();
    final List<Object> calls = new ArrayList<>();

    @Override
    public void input(RawInput input) {
      inputs.add(input);
      calls.add(List.of("input", input));
    }

    @Override
    public void scene(Scene scene) {
      scenes.add(scene);
      calls.add(List.of("scene", scene));
    }

    @Override
    public void inputMethod(boolean active, long nanos) {
      calls.add(List.of("inputMethod", active, nanos));
    }

    @Override
    public void locked(boolean locked, long nanos) {
      calls.add(List.of("locked", locked, nanos));
    }

    @Override
    public void focusChanged(long nanos) {
      focusChanges.add(nanos);
      calls.add(List.of("focus", nanos));
    }

    @Override
    public void focusAnswered(FocusAnswer answer) {
      answers.add(answer);
      calls.add(List.of("answer", answer));
    }
  }

  private final Recorder recorder = new Recorder();

  private ReplaySource source(Recorder sink, String... lines) throws IOException, ReplayException {
    Path file = folder.resolve("script.ndjson");
    Files.writeString(file, START + "\n" + String.join("\n", lines) + "\n");
    return new ReplaySource(ReplayScript.read(file), sink);
  }

  private static void play(ReplaySource source) {
    while (source.nextNanos() != Long.MAX_VALUE) {
      source.step();
    }
  }

  private static String key(long at, boolean down, String key) {
    return "{\"at\":%d,\"type\":\"key\",\"down\":%s,\"key\":\"%s\"}".formatted(at, down, key);
  }

  private static String focus(long at, String rest) {
    return "{\"at\":%d,\"type\":\"focus\",\"window\":1%s}".formatted(at, rest);
  }

  @Test
  void eventsComeInTheOrderOfVirtualTimeAndLateNewsAfterWhatHappenedMeanwhile() throws Exception {
    ReplaySource source =
        source(
            recorder,
            WINDOW,
            ACTIVE,
            focus(100, ",\"id\":\"e1\",\"protected\":false,\"late\":30"),
            key(110, true, "a"),
            focus(200, ",\"id\":\"e2\",\"protected\":true"));
    long last = 0;
    while (source.nextNanos() != Long.MAX_VALUE) {
      assertThat(source.nextNanos()).isGreaterThanOrEqualTo(last);
      last = source.nextNanos();
      source.step();
    }

    assertThat(recorder.focusChanges)
        .containsExactly(130 * MS, (200 + ReplayScript.DEFAULT_LATE_MS) * MS);
    assertThat(recorder.inputs.get(0).nanos()).isEqualTo(110 * MS);
    assertThat(recorder.calls.indexOf(List.of("input", recorder.inputs.get(0))))
        .isLessThan(recorder.calls.indexOf(List.of("focus", 130 * MS)));
    assertThat(source.endNanos()).isEqualTo((200 + ReplaySource.TAIL_MS) * MS);
  }

  @Test
  void anAnswerTellsWhatIsTrueWhenItComesThoughNewsAreStillToCome() throws Exception {
    ReplaySource source =
        source(
            recorder,
            WINDOW,
            focus(100, ",\"id\":\"e1\",\"role\":\"textbox\",\"name\":\"Body\",\"protected\":false"),
            focus(201, ",\"id\":\"e2\",\"protected\":true"));
    source.passTo(0);
    while (source.nextNanos() <= 115 * MS) {
      source.step();
    }
    source.passTo(200 * MS);
    source.ask(1);
    source.ask(1);
    source.ask(7);
    play(source);

    assertThat(recorder.answers).hasSize(2);
    FocusAnswer first = recorder.answers.get(0);
    assertThat(first.askedNanos()).isEqualTo(200 * MS);
    assertThat(first.answeredNanos()).isEqualTo((200 + ReplaySource.ANSWER_MS) * MS);
    FocusedElement element = Objects.requireNonNull(first.element());
    assertThat(element.id()).isEqualTo("e2");
    assertThat(element.protection()).isEqualTo(Protection.PROTECTED);
    assertThat(recorder.answers.get(1).askedNanos()).isEqualTo(first.answeredNanos());
    assertThat(recorder.answers.get(1).element()).as("of process 7").isNull();
  }

  @Test
  void anElementWithoutAWordOnProtectionIsUnknownAndNoIdIsNoElement() throws Exception {
    ReplaySource source = source(recorder, WINDOW, focus(100, ",\"id\":\"e1\""), focus(300, ""));
    while (source.nextNanos() <= 115 * MS) {
      source.step();
    }
    source.ask(1);
    while (source.nextNanos() < 300 * MS) {
      source.step();
    }
    play(source);
    source.ask(1);
    play(source);

    FocusedElement element = Objects.requireNonNull(recorder.answers.get(0).element());
    assertThat(element.protection()).isEqualTo(Protection.UNKNOWN);
    assertThat(recorder.answers.get(1).element()).isNull();
  }

  @Test
  void modifiersAreThoseThatAreDown() throws Exception {
    play(
        source(
            recorder,
            key(1, true, "Control"),
            key(2, true, "Shift"),
            key(3, true, "p"),
            key(4, false, "Control"),
            key(5, true, "AltGraph"),
            "{\"at\":6,\"type\":\"pointer\",\"x\":1,\"y\":2}"));

    assertThat(recorder.inputs.get(2).modifiers().names()).containsExactly("Control", "Shift");
    assertThat(recorder.inputs.get(2).modifiers().chord()).isTrue();
    assertThat(recorder.inputs.get(5).modifiers().names()).containsExactly("Shift");
    assertThat(recorder.inputs.get(5).modifiers().altGraph()).isTrue();
  }

  @Test
  void theActiveWindowIsOnTopAndAWindowThatIsGoneIsNotActive() throws Exception {
    play(
        source(
            recorder,
            WINDOW,
            "{\"at\":11,\"type\":\"window\",\"id\":2}",
            "{\"at\":12,\"type\":\"active\",\"window\":2}",
            "{\"at\":13,\"type\":\"site\",\"window\":2,\"host\":\"wiki.example.com\"}",
            "{\"at\":14,\"type\":\"active\",\"window\":1}",
            "{\"at\":15,\"type\":\"window\",\"id\":1,\"gone\":true}",
            "{\"at\":16,\"type\":\"active\",\"window\":null}"));

    Window second = Objects.requireNonNull(recorder.scenes.get(3).active());
    assertThat(second.site()).isEqualTo(new Site("wiki.example.com", false));
    assertThat(second.app()).isInstanceOf(AppIdentity.Unidentified.class);
    assertThat(recorder.scenes.get(4).stacking()).extracting(Window::id).containsExactly(1L, 2L);
    assertThat(recorder.scenes.get(5).active()).isNull();
    assertThat(recorder.scenes.get(5).stacking()).extracting(Window::id).containsExactly(2L);
    assertThat(recorder.scenes).extracting(Scene::nanos).isSorted();
  }

  @Test
  void theWallClockFollowsVirtualTimeUntilItIsSet() throws Exception {
    ReplaySource source =
        source(
            recorder,
            "{\"at\":1000,\"type\":\"clock\",\"wall\":\"2026-11-21T00:00:00+01:00\"}",
            "{\"at\":2000,\"type\":\"lock\",\"locked\":true}");
    play(source);

    assertThat(source.wallAt(999 * MS)).hasToString("2026-11-20T09:00:00.999+01:00");
    assertThat(source.wallAt(1_500 * MS)).hasToString("2026-11-21T00:00:00.500+01:00");
    assertThat(recorder.calls).contains(List.of("locked", true, 2_000 * MS));
  }

  @Test
  void twoRunsMakeTheSameCalls() throws Exception {
    List<String> lines = new ArrayList<>(List.of(WINDOW, ACTIVE));
    for (int i = 0; i < 200; i++) {
      lines.add(
          i % 3 == 0
              ? focus(100 + i * 5, ",\"id\":\"e" + i % 4 + "\",\"late\":" + i % 26)
              : key(100 + i * 5, i % 2 == 0, "k" + i % 5));
    }
    List<List<Object>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Recorder sink = new Recorder();
      ReplaySource source = source(sink, lines.toArray(String[]::new));
      while (source.nextNanos() != Long.MAX_VALUE) {
        long answers = sink.answers.size();
        source.step();
        if (sink.answers.size() == answers && sink.calls.size() % 4 == 0) {
          source.ask(1);
        }
      }
      runs.add(sink.calls);
    }

    assertThat(runs.get(0)).hasSizeGreaterThan(200).isEqualTo(runs.get(1));
  }
}
