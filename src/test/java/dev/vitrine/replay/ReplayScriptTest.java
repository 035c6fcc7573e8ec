package dev.vitrine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayScriptTest {
  private static final String START =
      "{\"at\":0,\"type\":\"start\",\"wall\":\"2026-11-20T09:00:00+01:00\",\"seed\":7}";

  /** Stands for what a script holds; no error may repeat it. */
  private static final String CANARY = "correct-horse";

  @TempDir private Path folder;

  private ReplayScript read(String... lines) throws IOException, ReplayException {
    Path file = folder.resolve("script.ndjson");
    Files.writeString(file, String.join("\n", lines));
    return ReplayScript.read(file);
  }

  private void assertRefused(int line, String... lines) {
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(ReplayException.class)
        .hasMessageStartingWith(folder.resolve("script.ndjson") + ":" + line + ": ")
        .hasMessageNotContaining(CANARY)
        .hasMessageNotContaining("\n")
        .hasNoCause();
  }

  @Test
  void everyKindOfLineIsRead() throws Exception {
    ReplayScript script =
        read(
            START,
            "",
            "{\"at\":1,\"type\":\"window\",\"id\":1,\"exe\":\"/usr/bin/mousepad\",\"title\":\"N\","
                + "\"bounds\":[0,0,8,6]}",
            "{\"at\":1,\"type\":\"active\",\"window\":1}",
            "{\"at\":1,\"type\":\"focus\",\"window\":1,\"id\":\"e\",\"role\":\"text\","
                + "\"name\":\"B\",\"protected\":true,\"bounds\":[1,2,3,4],\"late\":0}",
            "{\"at\":2,\"type\":\"site\",\"window\":1,\"host\":\"h\",\"private\":true}",
            "{\"at\":2,\"type\":\"key\",\"down\":true,\"key\":\"a\",\"text\":\"a\"}",
            "{\"at\":2,\"type\":\"pointer\",\"x\":-1,\"y\":2}",
            "{\"at\":2,\"type\":\"button\",\"down\":true,\"button\":1,\"x\":1,\"y\":2}",
            "{\"at\":2,\"type\":\"button\",\"down\":true,\"button\":1,\"x\":1,\"y\":2,"
                + "\"element\":{\"role\":\"button\",\"name\":\"7\",\"bounds\":[0,0,9,9]}}",
            "{\"at\":2,\"type\":\"wheel\",\"dx\":0.5,\"dy\":-3,\"x\":1,\"y\":2}",
            "{\"at\":3,\"type\":\"clock\",\"wall\":\"2026-11-20T09:00:00Z\"}",
            "{\"at\":3,\"type\":\"lock\",\"locked\":true}",
            "{\"at\":4,\"type\":\"window\",\"id\":1,\"gone\":true}");

    assertThat(script.seed()).isEqualTo(7);
    assertThat(script.lines()).hasSize(13);
    assertThat(script.lines().toString()).doesNotContain("mousepad");
  }

  @Test
  void aLineThatIsWrongIsNamedAndNotRepeated() {
    List<String> wrong =
        List.of(
            "{\"at\":1,\"type\":\"key\",\"down\":true,\"key\":\"" + CANARY,
            "\"" + CANARY + "\"",
            "[1]",
            "{\"at\":1,\"type\":\"" + CANARY + "\"}",
            "{\"at\":1,\"type\":\"key\",\"down\":\"" + CANARY + "\",\"key\":\"a\"}",
            "{\"at\":1,\"type\":\"key\",\"down\":true}",
            "{\"at\":1,\"type\":\"key\",\"down\":true,\"key\":\"a\",\"" + CANARY + "\":1}",
            "{\"at\":1,\"at\":1,\"type\":\"lock\",\"locked\":true}",
            "{\"at\":-1,\"type\":\"lock\",\"locked\":true}",
            "{\"at\":1.5,\"type\":\"lock\",\"locked\":true}",
            "{\"type\":\"lock\",\"locked\":true}",
            "{\"at\":1,\"type\":\"lock\",\"locked\":true} {}",
            "{\"at\":1,\"type\":\"clock\",\"wall\":\"" + CANARY + "\"}",
            "{\"at\":1,\"type\":\"wheel\",\"dx\":1e9,\"dy\":0,\"x\":1,\"y\":1}",
            "{\"at\":1,\"type\":\"button\",\"down\":true,\"button\":0,\"x\":1,\"y\":1}",
            "{\"at\":1,\"type\":\"button\",\"down\":true,\"button\":1,\"x\":1,\"y\":1,"
                + "\"element\":{\"text\":\"7\"}}",
            "{\"at\":1,\"type\":\"button\",\"down\":true,\"button\":1,\"x\":1,\"y\":1,"
                + "\"element\":7}",
            "{\"at\":1,\"type\":\"window\",\"id\":1,\"bounds\":[0,0,18446744073709551616,1]}",
            "{\"at\":1,\"type\":\"window\",\"id\":1,\"bounds\":{\"x\":0}}",
            "{\"at\":1,\"type\":\"window\",\"id\":1,\"gone\":true,\"title\":\"" + CANARY + "\"}",
            "{\"at\":1,\"type\":\"active\"}",
            START);
    for (String line : wrong) {
      assertRefused(2, START, line);
    }
  }

  @Test
  void theFirstLineIsTheStart() {
    assertRefused(1, "{\"at\":1,\"type\":\"lock\",\"locked\":true}");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void linesAreInOrderOfTime() {
    assertRefused(
        3,
        START,
        "{\"at\":5,\"type\":\"lock\",\"locked\":true}",
        "{\"at\":4,\"type\":\"lock\",\"locked\":false}");
  }

  @Test
  void whatIsNotUtf8OrNotThereIsSaidWithoutContent() throws IOException {
    Path file = folder.resolve("latin1");
    Files.write(file, new byte[] {'{', (byte) 0xe9, '}'});

    assertThatThrownBy(() -> ReplayScript.read(file))
        .isInstanceOf(ReplayException.class)
        .hasMessageEndingWith("is not UTF-8");
    assertThatThrownBy(() -> ReplayScript.read(folder.resolve("absent")))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("cannot be read");
  }
}
