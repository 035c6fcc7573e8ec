package dev.vitrine.record;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a checked record, field by field, in the order of {@code docs/records.md}. */
final class RecordWriter {
  /** Decimals of a fraction: a ten-thousandth of a window is less than a pixel. */
  private static final int DECIMALS = 4;

  private final JsonGenerator json;

  RecordWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(CapturedRecord record) throws IOException {
    RecordHeader header = record.header();
    json.writeStartObject();
    json.writeNumberField("v", RecordCodec.VERSION);
    json.writeStringField("id", header.id());
    json.writeStringField("session", header.session());
    json.writeStringField("day", header.day().toString());
    json.writeNumberField("t", header.t());
    json.writeStringField("kind", record.kind());
    json.writeStringField("app", header.app());
    json.writeStringField("policy", header.policy());
    optional("title", header.title());
    optional("site", header.site());
    kind(record);
    remarks(header.remarks());
    json.writeEndObject();
  }

  private void kind(CapturedRecord record) throws IOException {
    if (record instanceof CapturedRecord.Pointer pointer) {
      path(pointer.path());
    } else if (record instanceof CapturedRecord.Click click) {
      click(click);
    } else if (record instanceof CapturedRecord.Drag drag) {
      drag(drag);
    } else if (record instanceof CapturedRecord.Scroll scroll) {
      scroll(scroll);
    } else if (record instanceof CapturedRecord.Shortcut shortcut) {
      strings("keys", shortcut.keys());
    } else if (record instanceof CapturedRecord.Nav nav) {
      json.writeStringField("key", nav.key());
      json.writeNumberField("count", nav.count());
    } else if (record instanceof CapturedRecord.Text text) {
      json.writeStringField("text", text.text());
      if (text.duration() != null) {
        json.writeNumberField("duration", text.duration());
      }
    } else if (record instanceof CapturedRecord.Shape shape) {
      json.writeNumberField("chars", shape.chars());
    } else if (record instanceof CapturedRecord.Focus focus) {
      focus(focus);
    } else {
      throw new IllegalStateException("a kind without an encoding");
    }
  }

  private void click(CapturedRecord.Click click) throws IOException {
    json.writeNumberField("button", click.button());
    json.writeNumberField("count", click.count());
    json.writeNumberField("x", click.x());
    json.writeNumberField("y", click.y());
    fraction("nx", click.nx());
    fraction("ny", click.ny());
    strings("mods", click.mods());
    element(click.element());
  }

  private void drag(CapturedRecord.Drag drag) throws IOException {
    json.writeNumberField("button", drag.button());
    end("from", drag.from());
    end("to", drag.to());
    List<PathPoint> path = drag.path();
    if (path != null) {
      path(path);
    }
  }

  private void end(String name, CapturedRecord.DragEnd end) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("x", end.x());
    json.writeNumberField("y", end.y());
    element(end.element());
    json.writeEndObject();
  }

  private void scroll(CapturedRecord.Scroll scroll) throws IOException {
    fraction("dx", scroll.dx());
    fraction("dy", scroll.dy());
    json.writeNumberField("x", scroll.x());
    json.writeNumberField("y", scroll.y());
    element(scroll.element());
  }

  private void focus(CapturedRecord.Focus focus) throws IOException {
    element(focus.element());
    rect("window", focus.window());
    CapturedRecord.Monitor monitor = focus.monitor();
    if (monitor != null) {
      json.writeObjectFieldStart("monitor");
      json.writeNumberField("n", monitor.n());
      json.writeNumberField("w", monitor.w());
      json.writeNumberField("h", monitor.h());
      fraction("scale", monitor.scale());
      json.writeEndObject();
    }
  }

  private void element(@Nullable ElementInfo element) throws IOException {
    if (element == null) {
      return;
    }
    json.writeObjectFieldStart("element");
    json.writeStringField("role", element.role());
    optional("name", element.name());
    rect("bounds", element.bounds());
    json.writeEndObject();
  }

  private void rect(String name, @Nullable Rect rect) throws IOException {
    if (rect == null) {
      return;
    }
    json.writeFieldName(name);
    json.writeArray(new int[] {rect.x(), rect.y(), rect.w(), rect.h()}, 0, 4);
  }

  private void path(List<PathPoint> path) throws IOException {
    json.writeArrayFieldStart("path");
    for (PathPoint point : path) {
      json.writeArray(new long[] {point.dt(), point.x(), point.y()}, 0, 3);
    }
    json.writeEndArray();
  }

  private void strings(String name, List<String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private void remarks(List<Remark> remarks) throws IOException {
    if (remarks.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("remarks");
    for (Remark remark : remarks) {
      json.writeStartObject();
      json.writeStringField("entity", remark.entity());
      json.writeStringField("recognizer", remark.recognizer());
      json.writeNumberField("start", remark.start());
      json.writeNumberField("end", remark.end());
      optional("field", remark.field());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void optional(String name, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /** A whole number without a point; else at most four decimals, never an exponent. */
  private void fraction(String name, double value) throws IOException {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    json.writeNumberField(name, rounded);
  }
}
