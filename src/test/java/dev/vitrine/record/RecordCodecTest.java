package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vitrine.testing.SampleRecords;
import dev.vitrine.testing.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
  private static final String ID = "q0J3aaaaaaaaaaaaaaaaaa";
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {"pointer", "click", "drag", "scroll", "shortcut", "nav", "text", "shape", "focus"})
  void eachKindHasTheBytesOfItsGoldenFile(String kind) throws Exception {
    CapturedRecord record = Objects.requireNonNull(SampleRecords.byKind().get(kind));

    RecordLine line = RecordCodec.encode(record);

    assertThat(new String(line.bytes(), StandardCharsets.UTF_8) + "\n").isEqualTo(golden(kind));
    assertThat(Schemas.record().problems(golden(kind))).isEmpty();
    assertThat(RecordCodec.decode(line)).isEqualTo(record);
    assertThat(line.id()).isEqualTo(record.header().id());
    assertThat(line.app()).isEqualTo(record.header().app());
  }

  @Test
  void theExamplesOfTheDocumentationAreRecords() throws Exception {
    List<String> examples =
        Files.readAllLines(Path.of("docs", "records.md")).stream()
            .filter(line -> line.startsWith("{\"v\""))
            .toList();

    assertThat(examples).hasSize(3);
    for (String example : examples) {
      CapturedRecord record = RecordCodec.decode(example.getBytes(StandardCharsets.UTF_8));
      assertThat(encoded(record)).isEqualTo(example);
    }
  }

  @Test
  void whatIsEmptyOrNullIsAbsent() throws Exception {
    CapturedRecord click =
        new CapturedRecord.Click(
            SampleRecords.header(ID, "a"), 1, 1, 5, 6, 0.00004, 1, List.of(), null);

    assertThat(encoded(click))
        .endsWith("\"button\":1,\"count\":1,\"x\":5,\"y\":6,\"nx\":0,\"ny\":1}");
  }

  @Test
  void fractionsHaveFourDecimalsAndNoExponent() throws Exception {
    CapturedRecord scroll =
        new CapturedRecord.Scroll(SampleRecords.header(ID, "a"), 100_000, -1.0 / 3, 0, 0, null);

    assertThat(encoded(scroll)).contains("\"dx\":100000,\"dy\":-0.3333,");
  }

  @Test
  void theNegativeZeroIsReadAsZero() throws Exception {
    String line = golden("scroll").strip().replaceFirst("\"dy\":[^,]*,", "\"dy\":-0.0,");
    CapturedRecord back = RecordCodec.decode(line.getBytes(StandardCharsets.UTF_8));
    assertThat(Double.doubleToRawLongBits(((CapturedRecord.Scroll) back).dy())).isZero();
    assertThat(encoded(back)).contains("\"dy\":0,");
  }

  @Test
  void aLineNeverHoldsALineFeed() throws Exception {
    assertThat(encoded(SampleRecords.text(ID, "a", "one\ntwo\r\u0085\u2028")))
        .doesNotContain("\n")
        .doesNotContain("\r");
  }

  @Test
  void aLineOver64KiBIsRefused() throws Exception {
    String frame = encoded(SampleRecords.text(ID, "a", ""));
    int room = RecordCodec.MAX_LINE_BYTES - frame.length();

    assertThat(RecordCodec.encode(SampleRecords.text(ID, "a", "x".repeat(room))).size())
        .isEqualTo(RecordCodec.MAX_LINE_BYTES);
    assertRefused(SampleRecords.text(ID, "a", "x".repeat(room + 1)));
    assertRefused(frame.replace("\"text\":\"", "\"text\":\"" + "x".repeat(room + 1)));
  }

  @Test
  void aTimeFinerThanItsKindAllowsIsRefused() {
    RecordHeader header = SampleRecords.header(ID, "a");
    RecordHeader fine =
        new RecordHeader(ID, ID, header.day(), 73_100, "a", "1", null, null, List.of());
    RecordHeader finer =
        new RecordHeader(ID, ID, header.day(), 73_001, "a", "1", null, null, List.of());

    assertThat(catchThrowable(() -> RecordCodec.encode(new CapturedRecord.Nav(fine, "Tab", 1))))
        .isNull();
    assertRefused(new CapturedRecord.Nav(finer, "Tab", 1));
    assertRefused(new CapturedRecord.Text(fine, "x", null));
  }

  @Test
  void aRemarkOutsideItsFieldIsRefused() {
    assertRefused(withRemark(new Remark("X", "x", null, 0, 4), "abc"));
    assertRefused(withRemark(new Remark("X", "x", null, 2, 2), "abc"));
    assertRefused(withRemark(new Remark("X", "x", "title", 0, 1), "abc"));
    assertRefused(withRemark(new Remark("X", "x", "elsewhere", 0, 1), "abc"));
  }

  @Test
  void halfASurrogatePairIsRefusedBothWays() throws Exception {
    assertRefused(SampleRecords.text(ID, "a", "\ud83d"));
    assertRefused(encoded(SampleRecords.text(ID, "a", "")).replace(":\"\"", ":\"\\ud83d\""));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          unknown field      | "count":3      | "count":3,"hunter2":1
          repeated field     | "count":3      | "count":3,"count":3
          missing field      | ,"count":3     | ``
          wrong type         | "count":3      | "count":"hunter2"
          fraction for whole | "count":3      | "count":3.0
          too large          | "count":3      | "count":4294967299
          out of range       | "count":3      | "count":0
          null               | "count":3      | "count":3,"title":null
          list for text      | "key":"Tab"    | "key":["hunter2"]
          empty              | "key":"Tab"    | "key":""
          unknown kind       | "kind":"nav"   | "kind":"hunter2"
          other kind         | "kind":"nav"   | "kind":"text"
          other version      | "v":1          | "v":2
          short id           | "id":"q0J3     | "id":"
          bad id             | "id":"q0J3     | "id":"q0+3
          bad day            | 2026-11-20"    | 2026-02-30"
          bad day            | 2026-11-20"    | +12026-11-20"
          negative time      | "t":73000      | "t":-100
          empty remarks      | "count":3      | "count":3,"remarks":[]
          remark, not object | "count":3      | "count":3,"remarks":["hunter2"]
          text before        | {"v":1         | hunter2 {"v":1
          text after         | "count":3}     | "count":3} hunter2
          second object      | "count":3}     | "count":3}{}
          cut off            | "count":3}     | "count":3
          a list             | {"v":1         | [{"v":1
          deep               | "count":3      | "count":[[[[[[[[[[[[1]]]]]]]]]]]]
          """)
  void whatIsNotExactlyARecordIsRefusedWithoutRepeatingIt(String what, String from, String to)
      throws Exception {
    CapturedRecord nav = Objects.requireNonNull(SampleRecords.byKind().get("nav"));
    String good = encoded(nav);
    assertThat(good).as(what).contains(from);

    assertRefused(good.replace(from, to));
  }

  @Test
  void encodingsOtherThanUtf8AreRefused() throws Exception {
    String line = encoded(SampleRecords.text(ID, "a", "ä"));

    for (byte[] bytes :
        List.of(
            line.getBytes(StandardCharsets.UTF_16BE),
            line.getBytes(StandardCharsets.UTF_16LE),
            line.getBytes(StandardCharsets.ISO_8859_1),
            ("\ufeff" + line).getBytes(StandardCharsets.UTF_8),
            new byte[0])) {
      assertThatThrownBy(() -> RecordCodec.decode(bytes)).isInstanceOf(RecordFormatException.class);
    }
  }

  @Test
  void aLineFiledUnderAnotherIdOrAppIsRefused() throws Exception {
    byte[] bytes = RecordCodec.encode(SampleRecords.text(ID, "a", "x")).bytes();

    assertThatThrownBy(() -> RecordCodec.decode(new RecordLine(ID, "b", bytes)))
        .isInstanceOf(RecordFormatException.class);
    assertThatThrownBy(() -> RecordCodec.decode(new RecordLine("other", "a", bytes)))
        .isInstanceOf(RecordFormatException.class);
  }

  private static CapturedRecord withRemark(Remark remark, String text) {
    return new CapturedRecord.Text(
        new RecordHeader(
            ID, ID, LocalDate.of(2026, 1, 1), 0, "a", "1", null, null, List.of(remark)),
        text,
        null);
  }

  private static String encoded(CapturedRecord record) throws RecordFormatException {
    return new String(RecordCodec.encode(record).bytes(), StandardCharsets.UTF_8);
  }

  private static void assertRefused(CapturedRecord record) {
    assertThatThrownBy(() -> RecordCodec.encode(record)).isInstanceOf(RecordFormatException.class);
  }

  private static void assertRefused(String line) {
    assertThatThrownBy(() -> RecordCodec.decode(line.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  private static String golden(String kind) throws IOException {
    try (InputStream in = RecordCodecTest.class.getResourceAsStream("golden/" + kind + ".json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
