package dev.vitrine.assemble;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The text that is being typed: one open span, and before it those that ended for want of keys.
 *
 * <p>A correction after the pause that leads back into a span which the redactor still holds opens
 * that span again: it is handed on a second time, with the same {@link Place}, and replaces what
 * was handed on before. One that became part of it is handed on again as an empty one.
 */
final class TextSpans {
  /** Nanoseconds without a key after which a span ends. */
  static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

  /** Nanoseconds after which a span ends at the latest. */
  static final long MAX_NANOS = Duration.ofMinutes(5).toNanos();

  /** A span that is being typed. */
  private static final class Span {
    final Place place;
    final String field;
    final boolean shape;
    @Nullable Span before;
    EditBuffer buffer = new EditBuffer();
    long lastNanos;
    boolean handedOn;

    Span(Place place, String field, boolean shape, @Nullable Span before) {
      this.place = place;
      this.field = field;
      this.shape = shape;
      this.before = before;
    }

    long deadline() {
      return Math.min(lastNanos + IDLE_NANOS, place.startNanos() + MAX_NANOS);
    }
  }

  private final Consumer<Activity> sink;
  private @Nullable Span span;

  /** The span before, where it ended for want of keys and the caret is where it was then. */
  private @Nullable Span paused;

  private long reachNanos;

  TextSpans(Consumer<Activity> sink) {
    this.sink = sink;
  }

  /** How long the redactor holds a finished span, so that it can still be replaced. */
  void reach(Duration reach) {
    reachNanos = reach.toNanos();
  }

  /**
   * Adds text at the caret.
   *
   * @param place where a span begins, if this begins one
   * @param shape whether only the length of such a span is to be recorded
   */
  void type(String text, long nanos, String field, boolean shape, Supplier<Place> place) {
    if (span == null && paused != null && !paused.buffer.atEnd()) {
      reopen(nanos);
    }
    if (span != null && span.buffer.rawLength() + text.length() > EditBuffer.MAX_CHARS) {
      end();
    }
    Span open = span;
    if (open == null) {
      forgetOutOfReach(nanos);
      open = new Span(place.get(), field, shape, paused);
      span = open;
      paused = null;
    }
    open.buffer.type(text);
    open.lastNanos = nanos;
  }

  /**
   * Changes what is being typed, or else what was typed before a pause. Where the change {@code
   * leadsBack} from the one into the other, the two become one; only there, so that a correction
   * inside something removed does not show.
   */
  void edit(long nanos, Predicate<EditBuffer> leadsBack, Consumer<EditBuffer> change) {
    boolean more = true;
    while (more && (span == null || leadsBack.test(span.buffer))) {
      more = reopen(nanos);
    }
    changeOpen(nanos, change);
  }

  /** A key that changes no text keeps the span open. */
  void keep(long nanos) {
    changeOpen(nanos, buffer -> {});
  }

  /** Text may have changed in a way that is not known; where the caret is, is not known either. */
  void taint(long nanos) {
    paused = null;
    changeOpen(nanos, EditBuffer::taint);
  }

  private void changeOpen(long nanos, Consumer<EditBuffer> change) {
    if (span != null) {
      change.accept(span.buffer);
      span.lastNanos = nanos;
    }
  }

  /** Text that the redactor holds no more must not stay in memory here. */
  private void forgetOutOfReach(long now) {
    for (Span each = paused; each != null; each = each.before) {
      Span before = each.before;
      if (before != null && now >= before.lastNanos + reachNanos) {
        each.before = null;
      }
    }
  }

  /**
   * Makes what is being typed one with the span before the pause; returns whether that could be.
   */
  private boolean reopen(long now) {
    Span open = span;
    Span before = open == null ? paused : open.before;
    if (before == null
        || before.buffer.tainted()
        || now >= before.lastNanos + reachNanos
        || now >= before.place.startNanos() + MAX_NANOS) {
      return false;
    }
    before.lastNanos = now;
    if (open != null) {
      before.buffer.append(open.buffer);
      if (open.handedOn) {
        open.buffer = new EditBuffer();
        handOn(open);
      }
    }
    span = before;
    paused = null;
    return true;
  }

  /** Forgets the text since the last end; what was handed on of it is replaced by nothing. */
  void retract() {
    Span last = span == null ? paused : span;
    span = null;
    paused = null;
    while (last != null) {
      if (last.handedOn) {
        last.buffer = new EditBuffer();
        handOn(last);
      }
      last = last.before;
    }
  }

  /** Ends the span where it is of another field. */
  void endUnlessIn(String field) {
    Span latest = span == null ? paused : span;
    if (latest != null && !latest.field.equals(field)) {
      end();
    }
  }

  /** Ends the span; nothing leads back into it or what was before. */
  void end() {
    Span ended = span;
    span = null;
    paused = null;
    if (ended != null) {
      handOn(ended);
    }
  }

  /** Ends what is to end by now. */
  void advance(long now) {
    Span open = span;
    if (open != null && now >= open.deadline()) {
      end();
      paused = open;
    }
    if (paused != null && now >= paused.lastNanos + reachNanos) {
      paused = null;
    }
  }

  /** When the open span ends at the latest; {@link Long#MAX_VALUE} where none is open. */
  long nextDeadline() {
    return span == null ? Long.MAX_VALUE : span.deadline();
  }

  /** When the open span began; {@link Long#MAX_VALUE} where none is open. */
  long oldestOpenStart() {
    return span == null ? Long.MAX_VALUE : span.place.startNanos();
  }

  private void handOn(Span ended) {
    ended.handedOn = true;
    sink.accept(
        new Activity.TextSpan(
            ended.place,
            ended.lastNanos,
            ended.field,
            ended.buffer.typed(),
            ended.shape,
            ended.buffer.tainted()));
  }
}
