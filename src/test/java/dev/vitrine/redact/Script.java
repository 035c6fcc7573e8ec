package dev.vitrine.redact;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.Place;
import dev.vitrine.assemble.TypedText;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.rules.Selection;
import dev.vitrine.tally.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Feeds a redactor with what a person did, in seconds since the session began. */
final class Script {
  static final CompiledRules ALL = Catalogue.builtIn().compile(Selection.everything());
  static final long SECOND = 1_000_000_000L;
  static final Duration LOOK_BACK = Duration.ofSeconds(60);

  private static final Place.Element BUTTON = new Place.Element("button", null, null);

  final Tally tally = new Tally();
  final Redactor redactor = new Redactor(ALL, LOOK_BACK, new Random(42), tally);
  final List<Released> released = new ArrayList<>();

  static Place place(double seconds, String title) {
    long nanos = (long) (seconds * SECOND);
    return new Place(
        nanos,
        Instant.ofEpochSecond(1_800_000_000L).plusNanos(nanos),
        LocalDate.of(2026, 11, 20),
        "session",
        nanos / 1_000_000,
        "Editor",
        "1",
        title,
        null);
  }

  Script text(double from, double to, String field, String text) {
    return text(from, to, field, TypedText.plain(text));
  }

  Script text(double from, double to, String field, TypedText typed) {
    return add(
        new Activity.TextSpan(
            place(from, "Notes"), (long) (to * SECOND), field, typed, false, false));
  }

  Script shape(double from, double to, String text) {
    return add(
        new Activity.TextSpan(
            place(from, "Notes"), (long) (to * SECOND), "f", TypedText.plain(text), true, false));
  }

  Script click(double at) {
    return add(
        new Activity.Click(
            place(at, "Notes"), (long) (at * SECOND), 1, 1, 5, 6, 0.5, 0.6, List.of(), BUTTON));
  }

  Script nav(double at, String key) {
    return add(new Activity.Navigation(place(at, "Notes"), (long) (at * SECOND), key, 1));
  }

  Script add(Activity activity) {
    redactor.accept(activity);
    return this;
  }

  Script release(double now) {
    return release(now, Long.MAX_VALUE);
  }

  Script release(double now, long oldestOpen) {
    redactor.release((long) (now * SECOND), oldestOpen, released::add);
    return this;
  }

  /** Everything that came out, content included, for comparison. */
  List<String> out() {
    return released.stream().map(each -> Print.of(each)).toList();
  }

  /** What came out as text. */
  List<String> texts() {
    return released.stream()
        .map(Released::record)
        .filter(record -> record instanceof dev.vitrine.record.CapturedRecord.Text)
        .map(record -> ((dev.vitrine.record.CapturedRecord.Text) record).text())
        .toList();
  }

  List<String> kinds() {
    return released.stream().map(each -> each.record().kind()).toList();
  }
}
