package dev.vitrine.redact;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.Place;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.Monitor;
import dev.vitrine.record.CapturedRecord;
import dev.vitrine.record.ElementInfo;
import dev.vitrine.record.PathPoint;
import dev.vitrine.record.RecordHeader;
import dev.vitrine.record.Rect;
import dev.vitrine.record.Remark;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes records of activities; titles, names and sites go through the same rules as text. */
final class RecordMaker {
  private static final int CACHED = 512;
  private static final int LONGEST_NAME = 4096;
  private static final int STEP = 100;
  private static final int TEXT_STEP = 1000;

  private final TextRedactor redactor;
  private final RandomGenerator ids;
  private final Map<String, Redacted> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Redacted> eldest) {
          return size() > CACHED;
        }
      };

  RecordMaker(TextRedactor redactor, RandomGenerator ids) {
    this.redactor = redactor;
    this.ids = ids;
  }

  /** The record of a text span, already rendered. */
  CapturedRecord text(Place place, SpanRenderer rendered, @Nullable Long seconds) {
    List<Remark> remarks = new ArrayList<>(rendered.remarks());
    return new CapturedRecord.Text(
        header(place, TEXT_STEP, remarks), rendered.text(), rendered.removed() ? null : seconds);
  }

  /** The record of how much was typed. */
  CapturedRecord shape(Place place, int chars) {
    return new CapturedRecord.Shape(header(place, TEXT_STEP, new ArrayList<>()), chars);
  }

  /** The record of anything but text. */
  CapturedRecord record(Activity activity) {
    List<Remark> remarks = new ArrayList<>();
    if (activity instanceof Activity.PointerPath it) {
      return new CapturedRecord.Pointer(head(it, remarks), points(it.path()));
    } else if (activity instanceof Activity.Click it) {
      ElementInfo element = element(it.element(), remarks);
      return new CapturedRecord.Click(
          head(it, remarks),
          it.button(),
          it.count(),
          it.x(),
          it.y(),
          it.nx(),
          it.ny(),
          it.mods(),
          element);
    } else if (activity instanceof Activity.Drag it) {
      return drag(it, remarks);
    } else if (activity instanceof Activity.Scroll it) {
      ElementInfo element = element(it.element(), remarks);
      return new CapturedRecord.Scroll(
          head(it, remarks), it.dx(), it.dy(), it.x(), it.y(), element);
    } else if (activity instanceof Activity.Shortcut it) {
      return new CapturedRecord.Shortcut(head(it, remarks), it.keys());
    } else if (activity instanceof Activity.Navigation it) {
      return new CapturedRecord.Nav(head(it, remarks), it.key(), it.count());
    } else if (activity instanceof Activity.Focus it) {
      ElementInfo element = named(it.element(), remarks);
      return new CapturedRecord.Focus(
          head(it, remarks), element, rect(it.window()), monitor(it.monitor()));
    }
    throw new IllegalStateException("no record for this kind");
  }

  private CapturedRecord drag(Activity.Drag it, List<Remark> remarks) {
    ElementInfo from = element(it.fromElement(), remarks);
    ElementInfo to = element(it.toElement(), remarks);
    List<Activity.Point> path = it.path();
    return new CapturedRecord.Drag(
        head(it, remarks),
        it.button(),
        new CapturedRecord.DragEnd(it.from().x(), it.from().y(), from),
        new CapturedRecord.DragEnd(it.to().x(), it.to().y(), to),
        path == null ? null : points(path));
  }

  private static List<PathPoint> points(List<Activity.Point> path) {
    return path.stream().map(point -> new PathPoint(point.dt(), point.x(), point.y())).toList();
  }

  private RecordHeader head(Activity activity, List<Remark> remarks) {
    return header(activity.place(), STEP, remarks);
  }

  /** Draws the id last, so that a record that could not be made does not shift the others'. */
  private RecordHeader header(Place place, int step, List<Remark> remarks) {
    String title = redacted(place.title(), "title", remarks);
    String site = redacted(place.site(), "site", remarks);
    long t = Math.floorDiv(place.sessionMillis(), (long) step) * step;
    return new RecordHeader(
        id(), place.session(), place.day(), t, place.app(), place.policy(), title, site, remarks);
  }

  private String id() {
    byte[] bytes = new byte[16];
    ids.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private @Nullable ElementInfo element(Place.@Nullable Element element, List<Remark> remarks) {
    return element == null ? null : named(element, remarks);
  }

  private ElementInfo named(Place.Element element, List<Remark> remarks) {
    return new ElementInfo(
        element.role(), redacted(element.name(), "name", remarks), rect(element.bounds()));
  }

  private static CapturedRecord.@Nullable Monitor monitor(@Nullable Monitor monitor) {
    return monitor == null
        ? null
        : new CapturedRecord.Monitor(
            monitor.number(), monitor.bounds().width(), monitor.bounds().height(), monitor.scale());
  }

  private static @Nullable Rect rect(@Nullable Bounds bounds) {
    return bounds == null
        ? null
        : new Rect(bounds.x(), bounds.y(), bounds.width(), bounds.height());
  }

  private @Nullable String redacted(@Nullable String text, String field, List<Remark> remarks) {
    if (text == null || text.length() > LONGEST_NAME) {
      return null;
    }
    Redacted redacted = cache.get(text);
    if (redacted == null) {
      redacted = redactor.redact(text);
      cache.put(text, redacted);
    }
    for (Remark remark : redacted.remarks()) {
      remarks.add(
          new Remark(remark.entity(), remark.recognizer(), field, remark.start(), remark.end()));
    }
    return redacted.text();
  }
}
