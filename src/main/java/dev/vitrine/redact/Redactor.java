package dev.vitrine.redact;

import dev.vitrine.assemble.Activity;
import dev.vitrine.assemble.Activity.TextSpan;
import dev.vitrine.assemble.TypedText;
import dev.vitrine.event.RawInput;
import dev.vitrine.record.CapturedRecord;
import dev.vitrine.redact.ProtectedTyping.Word;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Turns activities into records. Finished text is held back, in memory, for {@code lookBack}, so
 * that a secret which goes on in a later span is found whole; everything leaves in order of its
 * start. What is dropped or removed leaves no trace but a marker: two inputs that differ only
 * inside a removed stretch give the same records. Whatever cannot be searched is dropped.
 *
 * <p>For one thread. It knows no clock: times are arguments, in nanoseconds of the monotonic clock
 * that the activities carry. After {@link #accept} and after each change of the assembler's oldest
 * open activity, {@link #release} is due.
 */
public final class Redactor {
  /** Most characters held, typed and final ones together: 64 KiB. */
  static final int MOST_CHARS = 32 * 1024;

  /** Most activities held; a person makes some dozens a minute. */
  static final int MOST_ACTIVITIES = 50_000;

  private static final long NANOS = 1_000_000_000L;

  private final ProtectedTyping hidden = new ProtectedTyping();

  private final SpanSearch search;
  private final RecordMaker maker;
  private final Tally tally;
  private final long lookBack;
  private final TreeSet<Held> held = new TreeSet<>(Held.ORDER);
  private long number;
  private int chars;
  private boolean overflowing;
  private boolean fresh;
  private long lastNow = Long.MIN_VALUE;
  private long shadowEnd = Long.MIN_VALUE;

  /**
   * Starts empty.
   *
   * @param lookBack how long finished text is held
   * @param ids where record ids are drawn from, 128 bits for each record that is released
   * @param tally where episodes of dropped input are counted
   */
  public Redactor(CompiledRules rules, Duration lookBack, RandomGenerator ids, Tally tally) {
    this.search = new SpanSearch(rules, hidden);
    this.maker = new RecordMaker(new TextRedactor(rules), ids);
    this.tally = tally;
    this.lookBack = lookBack.toNanos();
  }

  /**
   * Takes a finished activity. A span of text with the place of one that is held replaces that one:
   * it was typed on. One that is empty takes it away.
   */
  public void accept(Activity activity) {
    Held before = activity instanceof TextSpan span ? replaced(span) : null;
    if (before != null && activity instanceof TextSpan span && span.typed().raw().isEmpty()) {
      fresh = true;
      return;
    }
    Held next = new Held(activity, number++);
    boolean full = held.size() >= MOST_ACTIVITIES || chars + next.size() > MOST_CHARS;
    if (full && !overflowing) {
      tally.episode(DropReason.REDACTION_FAILED);
    }
    overflowing = full;
    if (full) {
      next = new Held(Emptied.of(activity), next.number);
      next.failed = true;
      if (next.span == null) {
        return;
      }
    }
    held.add(next);
    chars += next.size();
    fresh = true;
    if (next.span != null && !next.failed) {
      search(next);
      if (before != null) {
        carry(before, next);
      }
    }
  }

  /**
   * What was found together with something that is not held any more cannot be found again, and
   * stays removed.
   */
  private void carry(Held before, Held next) {
    if (before.span == null || next.span == null) {
      return;
    }
    TypedText old = before.span.typed();
    TypedText now = next.span.typed();
    for (Removal removal : before.removals) {
      boolean again =
          removal.from() == before.number
              || held.stream().anyMatch(each -> each.number == removal.from());
      if (!again) {
        next.failed |= !now.raw().startsWith(old.raw());
        next.removals.add(removal.in(old, now));
      }
    }
  }

  /** The span that is typed on in this one; it is held no more. */
  private @Nullable Held replaced(TextSpan span) {
    for (Held each : held.descendingSet()) {
      if (each.start < span.place().startNanos()) {
        return null;
      }
      if (each.span != null
          && each.span.place().equals(span.place())
          && each.span.field().equals(span.field())) {
        forget(each);
        return each;
      }
    }
    return null;
  }

  private void search(Held next) {
    List<Held> window = window(next);
    guarded(window, () -> search.search(window, hidden.words()));
  }

  /** A key went into a protected field; where that is not {@code sure}, it may have. */
  public void hidden(RawInput.Key key, String element, boolean sure) {
    List<Word> before = hidden.words();
    hidden.key(element, key, sure);
    seek(before);
  }

  /** A key or a click went elsewhere. */
  public void protectedFieldLeft() {
    List<Word> before = hidden.words();
    hidden.end();
    seek(before);
  }

  /** Looks for what was typed into a protected field since then in the text that is held. */
  private void seek(List<Word> before) {
    for (Word word : hidden.words()) {
      if (!before.contains(word)) {
        List<Held> near =
            held.stream()
                .filter(each -> each.span != null && !each.failed)
                .filter(each -> each.end + lookBack >= word.start)
                .toList();
        guarded(near, () -> search.seek(near, word));
      }
    }
  }

  private void guarded(List<Held> window, Runnable searching) {
    try {
      searching.run();
    } catch (RuntimeException | StackOverflowError e) {
      window.forEach(span -> span.failed = true);
      tally.episode(DropReason.REDACTION_FAILED);
    }
  }

  /** The spans that ended at most {@code lookBack} before this one began, and it. */
  private List<Held> window(Held next) {
    List<Held> window = new ArrayList<>();
    boolean moved = false;
    Held previous = null;
    for (Held each : held.headSet(next)) {
      if (each.span == null) {
        // What moved the caret within a span is part of that span.
        boolean after = previous == null || each.start > previous.end;
        moved |= after && each.activity instanceof Activity.Navigation it && movesCaret(it);
      } else {
        previous = each;
        moved = false;
        if (!each.failed && next.start - each.end <= lookBack) {
          window.add(each);
        }
      }
    }
    if (previous != null && !moved && sameField(previous, next)) {
      next.continues = previous;
    }
    window.add(next);
    return window;
  }

  /** Escape closes a list of suggestions and leaves the caret where it is. */
  private static boolean movesCaret(Activity.Navigation navigation) {
    return !navigation.key().equals("Escape");
  }

  private static boolean sameField(Held a, Held b) {
    return a.span != null
        && b.span != null
        && a.span.field().equals(b.span.field())
        && a.span.shape() == b.span.shape()
        && a.span.place().app().equals(b.span.place().app())
        && a.span.place().session().equals(b.span.place().session());
  }

  /**
   * Releases, in order of start, what is due at {@code now}.
   *
   * @param oldestOpenStart start of the oldest activity that is not finished yet, or {@link
   *     Long#MAX_VALUE}: nothing that began at or after it is released, nor text to which it may be
   *     the continuation
   */
  public void release(long now, long oldestOpenStart, Consumer<Released> sink) {
    List<Word> before = hidden.words();
    hidden.advance(now);
    seek(before);
    releaseText(now, Math.min(oldestOpenStart, hidden.openStart()), sink);
    hidden.forgetBefore(Math.min(now, oldestOpenStart) - lookBack);
  }

  private void releaseText(long now, long oldestOpenStart, Consumer<Released> sink) {
    lastNow = now;
    fresh = false;
    while (!held.isEmpty() && held.first().start < oldestOpenStart) {
      Held first = held.first();
      if (first.span == null) {
        held.remove(first);
        if (first.start > shadowEnd) {
          emit(first, sink);
        }
        continue;
      }
      List<Held> group = group(first);
      if (!group.stream().allMatch(span -> due(span, now, oldestOpenStart))) {
        return;
      }
      group.forEach(this::forget);
      emit(group, sink);
    }
  }

  private boolean due(Held span, long now, long oldestOpenStart) {
    return span.end + lookBack <= now && oldestOpenStart - lookBack > span.end;
  }

  /** The span and those that became one with it. */
  private List<Held> group(Held first) {
    List<Held> group = new ArrayList<>(List.of(first));
    for (Held each : held.tailSet(first, false)) {
      if (each.span != null) {
        Held last = group.get(group.size() - 1);
        if (each.continues != last || !(each.fused || touched(first, last, each))) {
          break;
        }
        group.add(each);
      }
    }
    return group;
  }

  /**
   * Whether the border between the two must not show, as something removed stands at it: how long
   * the pause was depends on when its last key was pressed. It is measured from the start of the
   * first, which does not.
   */
  private boolean touched(Held first, Held last, Held next) {
    return next.start - first.start <= lookBack && (last.goneAtEnd() || next.goneAtStart());
  }

  private void forget(Held span) {
    held.remove(span);
    chars -= span.size();
  }

  private void emit(Held one, Consumer<Released> sink) {
    hand(made(() -> maker.record(one.activity)), one, sink);
  }

  private void emit(List<Held> group, Consumer<Released> sink) {
    Held first = group.get(0);
    boolean failed = group.stream().anyMatch(span -> span.failed);
    SpanRenderer rendered = new SpanRenderer(group);
    long end = group.get(group.size() - 1).end;
    if (failed || rendered.removed()) {
      shadowEnd = Math.max(shadowEnd, end);
    } else if (group.stream().anyMatch(Held::tainted)) {
      // Counted only here: an edit inside something removed must not show in a count.
      tally.episode(DropReason.TAINTED);
    }
    if (!failed) {
      hand(made(() -> record(first, rendered, end)), first, sink);
    }
  }

  /** Whatever goes wrong while a record is made, nothing of it gets out. */
  private @Nullable CapturedRecord made(Supplier<@Nullable CapturedRecord> maker) {
    try {
      return maker.get();
    } catch (RuntimeException | StackOverflowError e) {
      tally.episode(DropReason.REDACTION_FAILED);
      return null;
    }
  }

  private @Nullable CapturedRecord record(Held first, SpanRenderer rendered, long end) {
    if (first.span != null && first.span.shape()) {
      int chars = rendered.kept();
      return chars < 20
          ? null
          : maker.shape(first.activity.place(), chars >= 1000 ? 1000 : chars >= 100 ? 100 : 10);
    }
    long seconds = (end - first.start + NANOS / 2) / NANOS;
    return rendered.text().isEmpty() ? null : maker.text(first.activity.place(), rendered, seconds);
  }

  private static void hand(@Nullable CapturedRecord record, Held held, Consumer<Released> sink) {
    if (record != null) {
      sink.accept(new Released(record, held.activity.place().at()));
    }
  }

  /**
   * When {@link #release} has something to do if no activity is open; {@link Long#MAX_VALUE} where
   * only an event can bring it about.
   */
  public long nextDeadlineNanos() {
    return Math.min(hidden.deadline(), heldDeadline());
  }

  private long heldDeadline() {
    if (held.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Held first = held.first();
    if (first.span == null) {
      return fresh ? first.end : Long.MAX_VALUE;
    }
    long deadline =
        group(first).stream().mapToLong(span -> span.end + lookBack).max().orElseThrow();
    return deadline > lastNow || fresh ? deadline : Long.MAX_VALUE;
  }

  /**
   * Drops all text that is held, and what began between its first and last key: in a stretch from
   * which something was removed that must not show. What else is held stays, for the next {@link
   * #release}.
   *
   * @return whether there was any text; the caller counts the episode
   */
  public boolean dropHeld() {
    hidden.clear();
    List<Held> spans = held.stream().filter(each -> each.span != null).toList();
    if (spans.isEmpty()) {
      return false;
    }
    spans.forEach(this::forget);
    long first = spans.get(0).start;
    long last = spans.stream().mapToLong(span -> span.end).max().orElseThrow();
    held.removeIf(each -> each.start >= first && each.start <= last);
    fresh = true;
    return true;
  }

  /** How many characters of text are held, typed and final ones together. */
  public int heldChars() {
    return chars;
  }

  /** How many activities are held. */
  public int heldActivities() {
    return held.size();
  }
}
