package dev.vitrine.store;

import dev.vitrine.record.RecordLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks at records among the opened bytes of a chunk, whose form {@link ChunkCodec} says. */
final class FrameSearch {
  private final byte[] raw;
  private final ByteBuffer in;
  private final int count;

  private boolean record;
  private int id;
  private int idEnd;
  private int app;
  private int appEnd;
  private int line;
  private int lineEnd;
  private String name = "";

  private FrameSearch(byte[] raw) {
    this.raw = raw;
    this.in = ByteBuffer.wrap(raw);
    this.count = in.getInt();
  }

  /** Those that are wanted, in their order; of others nothing is made. */
  static List<RecordLine> find(byte[] raw, CaptureLog.Sought sought) throws IOException {
    int hit = sought.find(raw, 0, raw.length);
    if (hit < 0) {
      return List.of();
    }
    List<RecordLine> found = new ArrayList<>();
    FrameSearch frames = new FrameSearch(raw);
    for (int i = 0; i < frames.count && hit >= 0; i++) {
      frames.next();
      if (hit < frames.line) {
        // In what stands between the lines.
        hit = sought.find(raw, frames.line, raw.length);
      }
      if (hit >= 0 && hit < frames.lineEnd) {
        if (frames.record && sought.wants(frames.app(), raw, frames.line, frames.lineEnd)) {
          found.add(frames.record());
        }
        hit = sought.find(raw, frames.lineEnd, raw.length);
      }
    }
    return found;
  }

  /** What a glance at each tells; nothing where a frame is no record. */
  static <T> List<Optional<T>> all(byte[] raw, CaptureLog.Glance<T> glance) throws IOException {
    FrameSearch frames = new FrameSearch(raw);
    List<Optional<T>> seen = new ArrayList<>(frames.count);
    for (int i = 0; i < frames.count; i++) {
      frames.next();
      seen.add(
          frames.record
              ? Optional.of(glance.at(frames.app(), raw, frames.line, frames.lineEnd))
              : Optional.empty());
    }
    return seen;
  }

  private void next() throws IOException {
    int oldApp = app;
    int oldEnd = appEnd;
    record = in.get() == Frame.Kind.RECORD.code();
    id = skip(Short.toUnsignedInt(in.getShort()));
    idEnd = in.position();
    app = skip(Short.toUnsignedInt(in.getShort()));
    appEnd = in.position();
    line = skip(in.getInt());
    lineEnd = in.position();
    if (!Arrays.equals(raw, app, appEnd, raw, oldApp, oldEnd)) {
      name = "";
    }
  }

  /** The application's name; neighbours mostly have the same. */
  private String app() {
    if (name.isEmpty()) {
      name = text(app, appEnd);
    }
    return name;
  }

  private RecordLine record() {
    return new RecordLine(text(id, idEnd), app(), Arrays.copyOfRange(raw, line, lineEnd));
  }

  /** Goes over so many bytes and says where they begin. */
  private int skip(int length) throws IOException {
    int start = in.position();
    if (length < 0 || length > in.remaining()) {
      throw new IOException("a frame is longer than its chunk");
    }
    in.position(start + length);
    return start;
  }

  private String text(int from, int to) {
    return new String(raw, from, to - from, StandardCharsets.UTF_8);
  }
}
