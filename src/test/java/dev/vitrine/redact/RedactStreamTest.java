package dev.vitrine.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactStreamTest {
  private static final String[] PHRASES = {
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

  private final RedactStream stream = new RedactStream(Script.ALL);

  private String plain(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.plain(new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  private String json(String text) throws IOException {
    return json(text.getBytes(UTF_8));
  }

  private String json(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.jsonLines(new ByteArrayInputStream(bytes), out);
    return out.toString(UTF_8);
  }

  private static String phrases(int length, String sign, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(PHRASES[random.nextInt(PHRASES.length)])
          .append(random.nextInt(9) == 0 ? " " : sign);
    }
    return text.toString();
  }

  private static String line(Redacted redacted) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return "{\"text\":"
        + mapper.writeValueAsString(redacted.text())
        + ",\"spans\":"
        + mapper.writeValueAsString(redacted.spans())
        + "}\n";
  }

  @Test
  void cardsAndKeysOverLineBreaksAreRemoved() throws IOException {
    assertThat(plain("a 4111 1111\n1111 1111 b\n")).isEqualTo("a ⟦CREDIT_CARD⟧ b\n");
    assertThat(plain("-----BEGIN PRIVATE KEY-----\nMIIE\nAAAA\n-----END PRIVATE KEY-----\nend\n"))
        .isEqualTo("⟦PRIVATE_KEY⟧\nend\n");
  }

  @Test
  void aStreamOfManyBlocksGivesWhatTheWholeGives() throws IOException {
    String text = phrases(1_500_000, "\n", 5);
    assertThat(plain(text)).isEqualTo(new TextRedactor(Script.ALL).redact(text).text());
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
  void aLongLineGivesWhatItGivesAsAWhole() throws IOException {
    for (String sign : List.of(" ", "\n")) {
      String text = phrases(3_300_000, sign, 7);
      String line = new ObjectMapper().writeValueAsString(java.util.Map.of("text", text));
      assertThat(json("{\"text\":\"a\"}\n" + line + "\n{\"text\":\"b\"}\n"))
          .isEqualTo(
              "{\"text\":\"a\",\"spans\":[]}\n"
                  + line(new TextRedactor(Script.ALL).redact(text))
                  + "{\"text\":\"b\",\"spans\":[]}\n");
    }
  }

  @Test
  void aFindThatIsLongerThanCanBeHeldIsRemovedAsOne() throws IOException {
    String token = "glpat-" + "aB3xY9kLm2".repeat(900_000);
    JsonNode line = new ObjectMapper().readTree(json("{\"text\":\"x " + token + " y\"}"));
    assertThat(line.get("text").textValue()).isEqualTo("x ⟦SECRET_GITLAB⟧ y");
    assertThat(line.get("spans"))
        .hasToString("[{\"start\":2,\"end\":9000008,\"entity\":\"SECRET_GITLAB\"}]");
    assertThat(plain("x " + token + " y")).isEqualTo("x ⟦SECRET_GITLAB⟧ y");
  }

  @Test
  void everyEscapeIsUndoneBeforeTheSearchAndWhatNeedsOneHasOneAgain() throws IOException {
    assertThat(
            json("{\"te\\u0078t\":\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u001f 10.1.2\\u002E3\"}"))
        .isEqualTo(
            "{\"text\":\"a\\\"\\\\/\\b\\f\\n\\r\\té\\u001F ⟦IP_ADDRESS⟧\",\"spans\":"
                + "[{\"start\":12,\"end\":20,\"entity\":\"IP_ADDRESS\"}]}\n");
  }

  @Test
  void aSurrogateThatIsNoPairCountsAsOneAndComesOutEscaped() throws IOException {
    assertThat(json("{\"text\":\"\\uD83D\\ude00 \\ud800 \\udc00\\ud800 10.1.2.3\\ud83d\"}"))
        .isEqualTo(
            "{\"text\":\"😀 \\uD800 \\uDC00\\uD800 ⟦IP_ADDRESS⟧\\uD83D\",\"spans\":"
                + "[{\"start\":7,\"end\":15,\"entity\":\"IP_ADDRESS\"}]}\n");
  }

  @Test
  void whatIsNotUtf8ComesOutAsTheReplacementCharacter() throws IOException {
    byte[] bytes = "{\"text\":\"a? 10.1.2.3\"}".getBytes(UTF_8);
    bytes[10] = (byte) 0xFF;
    assertThat(json(bytes))
        .isEqualTo(
            "{\"text\":\"a\uFFFD ⟦IP_ADDRESS⟧\",\"spans\":"
                + "[{\"start\":3,\"end\":11,\"entity\":\"IP_ADDRESS\"}]}\n");
  }

  @Test
  void otherKeysAreLeftOut() throws IOException {
    String other = "\"id\":-1.5e+3,\"x\":{\"text\":[true,false,null,{},[],\"\\\"}\",{\"a\":[0]}]}";
    assertThat(json("\uFEFF {" + other + ", \"text\" : \"hi\" ,\"z\":\"s3cret\"}\t\r\n"))
        .isEqualTo("{\"text\":\"hi\",\"spans\":[]}\n");
    assertThat(json("{\"text\":\"hi\"," + other + "}"))
        .isEqualTo("{\"text\":\"hi\",\"spans\":[]}\n");
  }

  @Test
  void nothingComesOfNothing() throws IOException {
    assertThat(json("")).isEmpty();
    assertThat(plain("")).isEmpty();
    assertThat(json("{\"text\":\"\"}")).isEqualTo("{\"text\":\"\",\"spans\":[]}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hunter2",
        "[]",
        "{}",
        "{",
        "{\"text\": 5}",
        "{\"text\": null}",
        "{\"txt\":\"hunter2\"}",
        "{\"text\":\"hunter2\"} x",
        "{\"text\":\"hunter2\"},",
        "{\"text\":\"hunter2\",}",
        "{\"text\":\"hunter2",
        "{\"text\":\"hunter2\"",
        "{\"text\":\"hunter2\",\"text\":\"x\"}",
        "{\"text\":\"hunter2\",\"\\u0074ext\":\"x\"}",
        "{\"text\":\"hunter2\\x\"}",
        "{\"text\":\"hunter2\\u12g4\"}",
        "{\"text\":\"hunter2\t\"}",
        "{\"text\":\"hunter2\",\"a\":tru}",
        "{\"text\":\"hunter2\",\"a\":01}",
        "{\"text\":\"hunter2\",\"a\":1.}",
        "{\"text\":\"hunter2\",\"a\":-}",
        "{\"text\":\"hunter2\",\"a\":[1,]}",
        "{\"text\":\"hunter2\",\"a\":{\"b\"}}",
        "{\"text\":\"hunter2\",\"a\":[}]}",
        "{\"text\":\"hunter2\",\"a\":[1 2]}",
        "{\"text\":\"hunter2\" \"a\":1}",
        "{text:\"hunter2\"}",
      })
  void aLineThatIsNoSuchObjectIsNamedByNumberOnlyAndNothingOfItComesOut(String bad) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String lines = "{\"text\":\"ok\"}\n" + bad + "\n{\"text\":\"after\"}\n";
    assertThatThrownBy(() -> stream.jsonLines(new ByteArrayInputStream(lines.getBytes(UTF_8)), out))
        .isInstanceOf(RedactStreamException.class)
        .hasMessageStartingWith("line 2: ")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    assertThat(out.toString(UTF_8)).isEqualTo("{\"text\":\"ok\",\"spans\":[]}\n");
  }

  @Test
  void howDeepOtherKeysGoIsBounded() {
    assertThatThrownBy(() -> json("{\"text\":\"\",\"a\":" + "[".repeat(2_000_000)))
        .isInstanceOf(RedactStreamException.class)
        .hasMessage("line 1: more than 1000 values within each other");
  }

  @Test
  void whatIsReadyGoesOutBeforeTheInputIsWaitedFor() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> atEachWait = new ArrayList<>();
    String[] lines = {"{\"text\":\"one\"}\n", "{\"text\":\"two\"}\n"};
    InputStream slow =
        new InputStream() {
          private int line;
          private int at;

          @Override
          public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            if (line == lines.length) {
              return -1;
            }
            if (at == 0) {
              atEachWait.add(out.toString(UTF_8));
            }
            int n = Math.min(length, lines[line].length() - at);
            System.arraycopy(lines[line].getBytes(UTF_8), at, bytes, offset, n);
            at += n;
            if (at == lines[line].length()) {
              line++;
              at = 0;
            }
            return n;
          }
        };
    stream.jsonLines(slow, out);
    assertThat(atEachWait).containsExactly("", "{\"text\":\"one\",\"spans\":[]}\n");
  }
}
