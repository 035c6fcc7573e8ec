package dev.vitrine.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedactStreamTest {
  private final RedactStream stream = new RedactStream(Script.ALL);

  private String plain(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.plain(new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  private String json(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.jsonLines(new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  @Test
  void cardsAndKeysOverLineBreaksAreRemoved() throws IOException {
    assertThat(plain("a 4111 1111\n1111 1111 b\n")).isEqualTo("a ⟦CREDIT_CARD⟧ b\n");
    assertThat(plain("-----BEGIN PRIVATE KEY-----\nMIIE\nAAAA\n-----END PRIVATE KEY-----\nend\n"))
        .isEqualTo("⟦PRIVATE_KEY⟧\nend\n");
  }

  @Test
  void aStreamOfManyBlocksGivesWhatTheWholeGives() throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    String[] lines = {
      "the quick brown fox",
      "pay 4111 1111 1111 1111",
      "mail bob@example.com now",
      "password: hunter2",
      "Password:",
      "-----BEGIN PRIVATE KEY-----\nMIIEAAAA\n-----END PRIVATE KEY-----",
      "4111 1111",
      "1111 1111",
      "ünïcode 😀 text",
      "10.1.2.3"
    };
    while (text.length() < 1_500_000) {
      text.append(lines[random.nextInt(lines.length)]).append(random.nextInt(9) == 0 ? " " : "\n");
    }
    assertThat(plain(text.toString()))
        .isEqualTo(new TextRedactor(Script.ALL).redact(text.toString()).text());
  }

  @Test
  void aJsonLineComesBackRedactedWithOffsetsInCodePointsOfTheInput() throws IOException {
    assertThat(json("{\"text\": \"😀 4111111111111111\"}\n{\"text\":\"hi\"}").lines())
        .containsExactly(
            "{\"text\":\"😀 ⟦CREDIT_CARD⟧\",\"spans\":"
                + "[{\"start\":2,\"end\":18,\"entity\":\"CREDIT_CARD\"}]}",
            "{\"text\":\"hi\",\"spans\":[]}");
  }

  @Test
  void aLineThatIsNoSuchObjectIsNamedByNumberOnly() {
    for (String bad :
        new String[] {
          "", "hunter2", "{\"text\": 5}", "{\"txt\":\"hunter2\"}", "{\"text\":\"hunter2\"} x"
        }) {
      assertThatThrownBy(() -> json("{\"text\":\"ok\"}\n" + bad + "\n"))
          .isInstanceOf(RedactStreamException.class)
          .hasMessageStartingWith("line 2: ")
          .hasMessageNotContaining("hunter2")
          .hasNoCause();
    }
  }
}
