package dev.vitrine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.JavaProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code redact --jsonl} in a heap of 32 MiB, over a line that is as long as that heap and as much
 * again in short ones.
 */
class RedactMemoryTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final String WORDS = "the weather was fine and nobody said a word about it. ";
  private static final String CARD = "pay 4111 1111 1111 1111 now. ";
  private static final int SHORT_LINES = 100_000;

  @TempDir Path dir;

  @Test
  void whatIsInMemoryDoesNotGrowWithTheInput() throws Exception {
    Path input = dir.resolve("input.jsonl");
    Path output = dir.resolve("output.jsonl");
    write(input);
    assertThat(Files.size(input)).isGreaterThan(64L * MEBIBYTE);
    ProcessBuilder redact =
        JavaProcess.of(List.of("-Xmx32m", "-XX:+UseSerialGC"), Main.class, "redact", "--jsonl");
    Process process =
        redact
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(JavaProcess.log())
            .start();
    assertThat(JavaProcess.exitOf(process)).isZero();
    String expected = "{\"text\":\"" + WORDS + "pay ⟦CREDIT_CARD⟧ now. \",\"spans\":[";
    try (Stream<String> lines = Files.lines(output)) {
      assertThat(lines.skip(1).filter(line -> line.startsWith(expected)).count())
          .isEqualTo(SHORT_LINES);
    }
    assertThat(Files.size(output)).isGreaterThan(48L * MEBIBYTE);
    try (Stream<String> lines = Files.lines(output)) {
      assertThat(lines.filter(line -> line.contains("4111 ")).count()).isZero();
    }
  }

  private static void write(Path input) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(input, UTF_8)) {
      out.write("{\"text\":\"");
      String block = WORDS.repeat(20) + CARD;
      for (int written = 0; written < 33 * MEBIBYTE; written += block.length()) {
        out.write(block);
      }
      out.write("\"}\n");
      String line = "{\"id\":\"" + WORDS.repeat(5) + "\",\"text\":\"" + WORDS + CARD + "\"}\n";
      for (int i = 0; i < SHORT_LINES; i++) {
        out.write(line);
      }
    }
  }
}
