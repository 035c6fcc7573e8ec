package dev.vitrine.store;

import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry of a chunk: a record, a gap, or what stays of a record whose content has aged out. */
final class Frame {
  /** What a frame holds; the code is part of the format. */
  enum Kind {
    RECORD(0),
    GAP(1),
    STRIPPED(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Optional<Kind> of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
  }

  /** Bytes that a frame takes beside its texts and its line. */
  private static final int OVERHEAD = 9;

  private static final byte[] NOTHING = {};

  private final Kind kind;
  private final String id;
  private final String app;
  private final byte[] line;

  private Frame(Kind kind, String id, String app, byte[] line) {
    this.kind = kind;
    this.id = id;
    this.app = app;
    this.line = line;
  }

  /** Takes the array as its own. */
  static Frame of(Kind kind, String id, String app, byte[] line) {
    return new Frame(kind, id, app, line);
  }

  static Frame of(RecordLine line) {
    return new Frame(Kind.RECORD, line.id(), line.app(), line.bytes());
  }

  static Frame of(LocalGap gap) {
    return new Frame(Kind.GAP, "", gap.why().name(), NOTHING);
  }

  /** The same record without its content. */
  Frame stripped() {
    return new Frame(Kind.STRIPPED, id, app, NOTHING);
  }

  Kind kind() {
    return kind;
  }

  String id() {
    return id;
  }

  /** The rule's name; for a gap its reason. */
  String app() {
    return app;
  }

  /** The frame's own array: not to be changed or handed out. */
  byte[] line() {
    return line;
  }

  int size() {
    return OVERHEAD + id.length() + app.length() + line.length;
  }

  /** The record, or null where this is none or its content is gone. */
  @Nullable RecordLine record() {
    return kind == Kind.RECORD ? new RecordLine(id, app, line) : null;
  }

  /** The gap, or null where this is none. */
  @Nullable LocalGap gap() {
    if (kind != Kind.GAP) {
      return null;
    }
    for (LocalGap.Why why : LocalGap.Why.values()) {
      if (why.name().equals(app)) {
        return new LocalGap(why);
      }
    }
    return new LocalGap(LocalGap.Why.DROPPED);
  }

  @Override
  public String toString() {
    return "Frame[" + kind + "]";
  }
}
