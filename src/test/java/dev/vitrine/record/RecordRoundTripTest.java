package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.testing.Schemas;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RecordRoundTripTest {
  private static final Schemas SCHEMA = Schemas.record();

  @Property(tries = 1000)
  void whatIsEncodedIsDecodedToTheSameRecordAndFitsTheSchema(
      @ForAll("records") CapturedRecord record) throws RecordFormatException {
    RecordLine line = RecordCodec.encode(record);

    CapturedRecord back = RecordCodec.decode(line);

    assertThat(back).isEqualTo(record);
    assertThat(RecordCodec.encode(back).bytes()).isEqualTo(line.bytes());
    assertThat(SCHEMA.problems(new String(line.bytes(), StandardCharsets.UTF_8))).isEmpty();
  }

  @Property(tries = 1000)
  void aDamagedLineIsARecordStillOrRefusedAndNeverAnythingElse(
      @ForAll("records") CapturedRecord record, @ForAll int where, @ForAll byte what)
      throws RecordFormatException {
    byte[] bytes = RecordCodec.encode(record).bytes();
    bytes[Math.floorMod(where, bytes.length)] = what;

    CapturedRecord back;
    try {
      back = RecordCodec.decode(bytes);
    } catch (RecordFormatException refused) {
      return;
    }
    assertThat(RecordCodec.decode(RecordCodec.encode(back))).isEqualTo(back);
  }

  @Provide
  Arbitrary<CapturedRecord> records() {
    return Arbitraries.oneOf(
        Combinators.combine(headers(100), paths()).as(CapturedRecord.Pointer::new),
        Combinators.combine(
                headers(100),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers(),
                Arbitraries.integers(),
                fractions(0, 1),
                mods(),
                elements().injectNull(0.3))
            .as(
                (h, b, c, x, y, n, m, e) ->
                    new CapturedRecord.Click(h, b, c, x, y, n, round(1 - n), m, e)),
        Combinators.combine(
                headers(100),
                Arbitraries.integers().between(1, 3),
                ends(),
                ends(),
                paths().injectNull(0.3))
            .as(CapturedRecord.Drag::new),
        Combinators.combine(
                headers(100),
                fractions(-1000, 1000),
                fractions(-1000, 1000),
                Arbitraries.integers(),
                Arbitraries.integers(),
                elements().injectNull(0.3))
            .as(CapturedRecord.Scroll::new),
        Combinators.combine(headers(100), mods(), keys()).as(RecordRoundTripTest::shortcut),
        Combinators.combine(headers(100), keys(), Arbitraries.integers().greaterOrEqual(1))
            .as(CapturedRecord.Nav::new),
        Combinators.combine(
                headers(1000), strings(), Arbitraries.longs().greaterOrEqual(0).injectNull(0.3))
            .as(RecordRoundTripTest::text),
        Combinators.combine(headers(100), Arbitraries.of(10, 100, 1000))
            .as(CapturedRecord.Shape::new),
        Combinators.combine(
                headers(100), elements(), rects().injectNull(0.3), monitors().injectNull(0.3))
            .as(CapturedRecord.Focus::new));
  }

  private static CapturedRecord shortcut(RecordHeader header, List<String> mods, String key) {
    List<String> keys = new ArrayList<>(mods);
    keys.add(key);
    return new CapturedRecord.Shortcut(header, keys);
  }

  /** With a remark on its last character, where it has one. */
  private static CapturedRecord text(RecordHeader h, String text, @Nullable Long duration) {
    List<Remark> remarks = new ArrayList<>(h.remarks());
    if (!text.isEmpty()) {
      remarks.add(new Remark("CUSTOM:x", "x", null, text.length() - 1, text.length()));
    }
    return new CapturedRecord.Text(
        new RecordHeader(
            h.id(), h.session(), h.day(), h.t(), h.app(), h.policy(), h.title(), h.site(), remarks),
        text,
        duration);
  }

  private static Arbitrary<RecordHeader> headers(int step) {
    return Combinators.combine(
            ids(),
            ids(),
            Arbitraries.integers().between(0, 3_000_000),
            Arbitraries.longs().between(0, 1_000_000_000L),
            strings(),
            strings().injectNull(0.5),
            strings().injectNull(0.5))
        .as(
            (id, session, day, t, app, title, site) ->
                new RecordHeader(
                    id,
                    session,
                    LocalDate.ofEpochDay(day - 700_000L),
                    t * step,
                    app + "a",
                    app + "1",
                    title,
                    site,
                    title == null || title.isEmpty()
                        ? List.of()
                        : List.of(new Remark("E", "r", "title", 0, title.length()))));
  }

  private static Arbitrary<String> ids() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().withChars("-_").ofLength(22);
  }

  private static Arbitrary<String> strings() {
    return Arbitraries.strings()
        .ofMaxLength(40)
        .map(s -> s.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF) ? "⟦X⟧\u0000\"\\" : s);
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.of("a", "Enter", "ArrowUp", "F5", "ß", "\"");
  }

  private static Arbitrary<List<String>> mods() {
    return Arbitraries.subsetOf("Control", "Alt", "Shift", "Meta")
        .map(
            set ->
                List.of("Control", "Alt", "Shift", "Meta").stream().filter(set::contains).toList());
  }

  private static Arbitrary<Double> fractions(int least, int most) {
    return Arbitraries.integers().between(least * 10_000, most * 10_000).map(i -> i / 10_000.0);
  }

  private static double round(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static Arbitrary<Rect> rects() {
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.integers(),
            Arbitraries.integers().greaterOrEqual(0),
            Arbitraries.integers().greaterOrEqual(0))
        .as(Rect::new);
  }

  private static Arbitrary<CapturedRecord.Monitor> monitors() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().greaterOrEqual(1),
            Arbitraries.integers().greaterOrEqual(1),
            fractions(1, 4))
        .as(CapturedRecord.Monitor::new);
  }

  private static Arbitrary<ElementInfo> elements() {
    return Combinators.combine(
            Arbitraries.of("button", "textbox"), strings().injectNull(0.3), rects().injectNull(0.3))
        .as(ElementInfo::new);
  }

  private static Arbitrary<CapturedRecord.DragEnd> ends() {
    return Combinators.combine(
            Arbitraries.integers(), Arbitraries.integers(), elements().injectNull(0.3))
        .as(CapturedRecord.DragEnd::new);
  }

  private static Arbitrary<List<PathPoint>> paths() {
    return Arbitraries.integers()
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(
            xs -> {
              List<PathPoint> path = new ArrayList<>();
              for (int i = 0; i < xs.size(); i++) {
                path.add(new PathPoint(i * 7L, xs.get(i), -xs.get(i)));
              }
              return path;
            });
  }
}
