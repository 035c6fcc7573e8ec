package dev.vitrine.record;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a record's values, held before a line is written and after one is read. Messages
 * name fields, never values.
 */
final class RecordChecks {
  /** Modifiers in the order in which they stand. */
  private static final List<String> MODIFIERS = List.of("Control", "Alt", "Shift", "Meta");

  private static final Set<Integer> SHAPE_STEPS = Set.of(10, 100, 1000);

  /** 128 bits in base64url without padding. */
  private static final int ID_LENGTH = 22;

  /** Longer than any W3C key name. */
  private static final int MAX_KEY_LENGTH = 32;

  /** In lines; no hand gets there in one gesture. */
  private static final double MAX_SCROLL = 1e6;

  private static final double MAX_SCALE = 100;

  private RecordChecks() {}

  static void check(CapturedRecord record) throws RecordFormatException {
    header(record);
    if (record instanceof CapturedRecord.Pointer pointer) {
      path(pointer.path());
    } else if (record instanceof CapturedRecord.Click click) {
      click(click);
    } else if (record instanceof CapturedRecord.Drag drag) {
      range("button", drag.button(), 1, 3);
      element(drag.from().element());
      element(drag.to().element());
      List<PathPoint> path = drag.path();
      if (path != null) {
        path(path);
      }
    } else if (record instanceof CapturedRecord.Scroll scroll) {
      real("dx", scroll.dx(), -MAX_SCROLL, MAX_SCROLL);
      real("dy", scroll.dy(), -MAX_SCROLL, MAX_SCROLL);
      element(scroll.element());
    } else if (record instanceof CapturedRecord.Shortcut shortcut) {
      shortcut(shortcut.keys());
    } else if (record instanceof CapturedRecord.Nav nav) {
      key("key", nav.key());
      range("count", nav.count(), 1, Integer.MAX_VALUE);
    } else if (record instanceof CapturedRecord.Text text) {
      unicode("text", text.text());
      require(text.duration() == null || text.duration() >= 0, "duration is out of range");
    } else if (record instanceof CapturedRecord.Shape shape) {
      require(SHAPE_STEPS.contains(shape.chars()), "chars is not one of the steps");
    } else if (record instanceof CapturedRecord.Focus focus) {
      element(focus.element());
      rect("window", focus.window());
      monitor(focus.monitor());
    }
  }

  private static void header(CapturedRecord record) throws RecordFormatException {
    RecordHeader header = record.header();
    id("id", header.id());
    id("session", header.session());
    int year = header.day().getYear();
    require(year >= 1 && year <= 9999, "day is out of range");
    // Coarse on purpose: the time between two keys identifies people.
    int step = record instanceof CapturedRecord.Text ? 1000 : 100;
    require(header.t() >= 0 && header.t() % step == 0, "t is not rounded as its kind needs");
    filled("app", header.app());
    filled("policy", header.policy());
    unicode("title", header.title());
    unicode("site", header.site());
    for (Remark remark : header.remarks()) {
      remark(remark, record);
    }
  }

  private static void remark(Remark remark, CapturedRecord record) throws RecordFormatException {
    filled("entity", remark.entity());
    filled("recognizer", remark.recognizer());
    int limit = RecordCodec.MAX_LINE_BYTES;
    String field = remark.field() == null ? "text" : remark.field();
    switch (field) {
      case "text" -> {
        require(
            remark.field() == null && record instanceof CapturedRecord.Text,
            "a remark without a field belongs to text");
        limit = ((CapturedRecord.Text) record).text().length();
      }
      case "title" -> limit = length(record.header().title());
      case "site" -> limit = length(record.header().site());
      // A drag has two names; which one is meant is not said, so only the order is checked.
      case "name" -> {}
      default ->
          throw new RecordFormatException("a remark's field is not one of title, name, site");
    }
    require(
        remark.start() >= 0 && remark.start() < remark.end() && remark.end() <= limit,
        "a remark lies outside its field");
  }

  private static int length(@Nullable String value) {
    return value == null ? 0 : value.length();
  }

  private static void click(CapturedRecord.Click click) throws RecordFormatException {
    range("button", click.button(), 1, 3);
    range("count", click.count(), 1, 3);
    real("nx", click.nx(), 0, 1);
    real("ny", click.ny(), 0, 1);
    int last = -1;
    for (String mod : click.mods()) {
      int place = MODIFIERS.indexOf(mod);
      require(place > last, "mods are modifiers in their order");
      last = place;
    }
    element(click.element());
  }

  private static void shortcut(List<String> keys) throws RecordFormatException {
    require(!keys.isEmpty(), "keys is empty");
    int last = -1;
    for (String key : keys) {
      key("keys", key);
      int place = MODIFIERS.indexOf(key);
      require(place < 0 || place > last, "keys has its modifiers first, in their order");
      last = place < 0 ? MODIFIERS.size() : place;
    }
  }

  private static void path(List<PathPoint> path) throws RecordFormatException {
    require(!path.isEmpty(), "path is empty");
    long last = 0;
    for (PathPoint point : path) {
      require(point.dt() >= last, "path goes back in time");
      last = point.dt();
    }
  }

  private static void element(@Nullable ElementInfo element) throws RecordFormatException {
    if (element != null) {
      filled("role", element.role());
      unicode("name", element.name());
      rect("bounds", element.bounds());
    }
  }

  private static void rect(String name, @Nullable Rect rect) throws RecordFormatException {
    require(rect == null || (rect.w() >= 0 && rect.h() >= 0), name + " has a negative size");
  }

  private static void monitor(CapturedRecord.@Nullable Monitor monitor)
      throws RecordFormatException {
    if (monitor != null) {
      range("n", monitor.n(), 0, Integer.MAX_VALUE);
      range("w", monitor.w(), 1, Integer.MAX_VALUE);
      range("h", monitor.h(), 1, Integer.MAX_VALUE);
      real("scale", monitor.scale(), 0.01, MAX_SCALE);
    }
  }

  private static void id(String name, String value) throws RecordFormatException {
    boolean good = value.length() == ID_LENGTH;
    for (int i = 0; good && i < value.length(); i++) {
      char c = value.charAt(i);
      good =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
    }
    require(good, name + " is not 22 characters of base64url");
  }

  private static void key(String name, String value) throws RecordFormatException {
    filled(name, value);
    require(value.length() <= MAX_KEY_LENGTH, name + " is not a key name");
  }

  private static void filled(String name, String value) throws RecordFormatException {
    require(!value.isEmpty(), name + " is empty");
    unicode(name, value);
  }

  /** UTF-8 has no form for half a surrogate pair. */
  private static void unicode(String name, @Nullable String value) throws RecordFormatException {
    if (value == null) {
      return;
    }
    boolean paired =
        value
            .codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    require(paired, name + " has an unpaired surrogate");
  }

  private static void range(String name, int value, int least, int most)
      throws RecordFormatException {
    require(value >= least && value <= most, name + " is out of range");
  }

  private static void real(String name, double value, double least, double most)
      throws RecordFormatException {
    // NaN fails both comparisons.
    require(value >= least && value <= most, name + " is out of range");
  }

  private static void require(boolean good, String message) throws RecordFormatException {
    if (!good) {
      throw new RecordFormatException(message);
    }
  }
}
