package dev.vitrine.capture;

import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Monitor;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.KeystrokeMode;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.policy.AppRule.UnknownFields;
import dev.vitrine.policy.Policy;
import dev.vitrine.record.LocalGap;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second gate, on the pipeline thread: by element, site and window under the pointer. News of a
 * focus change comes 7 to 22 ms after the change, so a key waits here, in memory only, until it is
 * proven where it went:
 *
 * <ul>
 *   <li>the element was the answer to a question asked before the key and again to one asked after
 *       it, with no focus or window event between, nor news of one so soon after that it may have
 *       come before the key;
 *   <li>a key that itself moves the focus (Tab, Enter, a chord) may have one such event, where the
 *       elements before and after it are both open: it went to one of the two;
 *   <li>after Tab, Enter, a click or a chord there is besides a fresh focus event, or {@value
 *       #SETTLE_MS} ms have passed before the second question;
 *   <li>no answer within {@value #ANSWER_MS} ms is no proof;
 *   <li>of input that this process found more than {@value #LATE_MS} ms after it happened (it was
 *       swapped out, or stopped) nothing is proven: who was in front meanwhile is not known. What
 *       was found with less delay must have had the same in front until it was found.
 * </ul>
 *
 * <p>Not thread-safe; driven by its caller's times alone.
 */
public final class Judge {
  /**
   * Milliseconds after Tab, Enter, a click or a chord in which the focus may still move without
   * having told so.
   */
  public static final long SETTLE_MS = 150;

  /** Milliseconds that a question may take. */
  public static final long ANSWER_MS = 250;

  /** Milliseconds by which news of stacking may come late; pointer input waits that long. */
  public static final long SCENE_MS = 50;

  /**
   * Milliseconds by which news of the focus or the active window may come late (22 was the worst
   * seen on an idle machine).
   */
  public static final long NEWS_MS = 30;

  /**
   * Milliseconds after a protected field lost the focus in which no pointer input is taken
   * (on-screen keyboards, PIN pads).
   */
  public static final long PROTECTED_POINTER_MS = 2_000;

  /** Milliseconds after which input was found too late to tell where it went. */
  public static final long LATE_MS = 250;

  private static final long MS = 1_000_000L;

  /** Takes what passed. */
  public interface Sink {
    /** Something passed both gates. */
    void judged(Judged judged);

    /**
     * A key was dropped because it went into a protected field; where that is not {@code sure}, it
     * may also have gone into an open one. Whoever takes it keeps it only to recognise the same
     * text elsewhere. Keys of programs that are not admitted never come here.
     */
    default void hidden(RawInput.Key key, String element, boolean sure) {}

    /** What was typed since the last Enter was read without echo, or may have been. */
    default void retract() {}

    /** Nothing is captured from here on, for staff to see. */
    void gap(LocalGap.Why why, long nanos);
  }

  private sealed interface Pending {
    record Input(RawInput input, long found, long question) implements Pending {}

    record Focus(long nanos, Window window, FocusedElement element) implements Pending {}
  }

  private enum Verdict {
    WAIT,
    DONE
  }

  private final FocusHistory focus = new FocusHistory();
  private final Composing composing = new Composing();
  private final SceneHistory scenes = new SceneHistory();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final FocusWatcher watcher;
  private final PressedElements elements;
  private final TerminalGuard terminals;
  private final Tally tally;
  private final InputAccounting accounting;
  private final Sink sink;
  private final Set<String> keysTaken = new HashSet<>();

  private long lastSwitchNanos = Long.MIN_VALUE / 2;
  private boolean switchWhileUnsettled;
  private long askedFor = Long.MIN_VALUE;
  private long stoodStillUntil = Long.MIN_VALUE;
  private @Nullable String focusedId;
  private boolean suspended;
  private boolean unknownEpisode;
  private boolean terminalEpisode;
  private boolean headWaitsForTerminal;

  /** A judge without a policy, which lets nothing through. */
  public Judge(
      FocusWatcher watcher,
      ElementWatcher elements,
      TerminalWatcher terminals,
      Tally tally,
      InputAccounting accounting,
      Sink sink) {
    this.watcher = watcher;
    this.elements = new PressedElements(elements);
    this.terminals = new TerminalGuard(terminals);
    this.tally = tally;
    this.accounting = accounting;
    this.sink = sink;
  }

  /** Puts a policy in force; what waits for judgement is dropped. */
  public void policy(@Nullable Policy policy) {
    dropPending();
    scenes.policy(policy);
    Window active = scenes.newest().active();
    lookAt(active);
    if (active != null && scenes.activeRule() != null) {
      watcher.ask(active.pid());
    }
  }

  /**
   * The terminals of the program in front are looked at where its text may be taken, its elements
   * where the policy admits them.
   */
  private void lookAt(@Nullable Window front) {
    AppRule rule = scenes.activeRule();
    elements.front(front, rule);
    terminals.front(front != null && rule != null && takesText(rule) ? front.pid() : 0);
  }

  /**
   * The first gate closed for everything, or opened again: meanwhile news is remembered and nothing
   * comes of it.
   */
  public void suspend(boolean isSuspended) {
    suspended = isSuspended;
    focusedId = null;
    Window active = scenes.newest().active();
    if (!isSuspended && active != null && scenes.activeRule() != null) {
      ask(active, scenes.newest().nanos());
    }
  }

  /** Forgets everything that waits for judgement. */
  public void dropPending() {
    for (Pending item : pending) {
      if (item instanceof Pending.Input input) {
        accounting.count(InputAccounting.Fate.DROPPED);
        elements.forget(input.question());
        noteSwitch(input.input());
      }
    }
    pending.clear();
  }

  /**
   * Takes an event that the first gate admitted.
   *
   * @param found when this process found it, in nanoseconds of the same clock; not before it
   *     happened
   */
  public void input(RawInput input, long found) {
    pending.add(new Pending.Input(input, found, elements.ask(input, scenes)));
  }

  /**
   * This process stood still until now (swapped out, stopped, out of turn): news of what was true
   * when the pending input happened may come as late as if the input had been found now.
   */
  public void stoodStill(long now) {
    stoodStillUntil = now;
  }

  /** Until when this process may not have known what was true at the input. */
  private long found(Pending.Input one) {
    return Math.max(one.found(), stoodStillUntil);
  }

  private boolean isLate(Pending.Input one) {
    return found(one) - one.input().nanos() > LATE_MS * MS;
  }

  /** Takes news of windows. */
  public void scene(Scene scene) {
    boolean wasAdmitted = scenes.activeRule() != null;
    boolean switched = scenes.add(scene);
    boolean admitted = scenes.activeRule() != null;
    if (wasAdmitted && !admitted && !suspended) {
      sink.gap(LocalGap.Why.DENIED_APPLICATION, scene.nanos());
    }
    lookAt(scene.active());
    if (switched) {
      terminals.switched();
      focus.windowChanged(scene.nanos());
      focusedId = null;
      unknownEpisode = false;
      terminalEpisode = false;
    }
    Window active = scene.active();
    if (active != null && admitted && (switched || !wasAdmitted)) {
      ask(active, scene.nanos());
    }
  }

  /** Takes news that the focus moved. */
  public void focusChanged(long nanos) {
    focus.changed(nanos);
    unknownEpisode = false;
    Window active = scenes.newest().active();
    if (active != null && scenes.activeRule() != null) {
      ask(active, nanos);
    }
  }

  /**
   * Takes news that an input method is composing, or is so no more: what the hook sees of it is not
   * what is written, so that no text is taken.
   */
  public void inputMethod(boolean active, long nanos) {
    composing.told(active, nanos);
  }

  /** Takes an answer. */
  public void focusAnswered(FocusAnswer raw) {
    FocusAnswer answer = focus.answered(raw);
    FocusedElement element = answer.element();
    Window active = scenes.newest().active();
    if (suspended
        || element == null
        || active == null
        || !belongs(element, active)
        || element.id().equals(focusedId)) {
      return;
    }
    focusedId = element.id();
    if (scenes.activeRule() == null) {
      return;
    }
    if (element.protection() == Protection.PROTECTED) {
      tally.episode(DropReason.PROTECTED);
      sink.gap(LocalGap.Why.PROTECTED_FIELD, answer.answeredNanos());
    } else {
      pending.add(new Pending.Focus(answer.answeredNanos(), active, element));
    }
  }

  /** Takes an answer about the element under a press. */
  public void elementAnswered(ElementAnswer answer) {
    elements.answered(answer);
  }

  /** Judges what can be judged by now. */
  public void advance(long now) {
    headWaitsForTerminal = false;
    while (!pending.isEmpty() && judge(pending.element(), now) == Verdict.DONE) {
      pending.remove();
      headWaitsForTerminal = false;
    }
    if (headWaitsForTerminal) {
      askAhead(now);
    }
  }

  /**
   * The terminals let a key wait longer than a question about those after it may take: the question
   * about the newest is asked meanwhile.
   */
  private void askAhead(long now) {
    Window active = scenes.newest().active();
    RawInput.Key newest = newestPendingKey();
    if (active != null && newest != null) {
      long confirmFrom = confirmFrom(newest.nanos());
      if (now >= confirmFrom && askedFor < confirmFrom && focus.after(confirmFrom) == null) {
        ask(active, now);
      }
    }
  }

  private RawInput.@Nullable Key newestPendingKey() {
    Iterator<Pending> newestFirst = pending.descendingIterator();
    while (newestFirst.hasNext()) {
      if (newestFirst.next() instanceof Pending.Input one
          && one.input() instanceof RawInput.Key key
          && key.down()) {
        return key;
      }
    }
    return null;
  }

  /**
   * When {@link #advance} should be called again at the latest; {@link Long#MAX_VALUE} where
   * nothing waits.
   */
  public long nextDeadline() {
    if (!(pending.peek() instanceof Pending.Input head)) {
      return pending.isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    if (isLate(head)) {
      return Long.MIN_VALUE;
    }
    long nanos = head.input().nanos();
    if (!(head.input() instanceof RawInput.Key)) {
      long settled = found(head) + SCENE_MS * MS;
      long known = Math.max(settled, elements.awaitedUntil(head.question()));
      return focus.settledBy(settled) ? known : settled + ANSWER_MS * MS;
    }
    long confirmFrom = confirmFrom(nanos);
    FocusAnswer later = focus.after(confirmFrom);
    if (later != null) {
      long watched = watchedTo(found(head), later);
      return headWaitsForTerminal ? Math.max(watched, TerminalGuard.judgedAt(nanos)) : watched;
    }
    return askedFor < confirmFrom ? confirmFrom : confirmFrom + ANSWER_MS * MS;
  }

  /** When the oldest input that waits happened; {@link Long#MAX_VALUE} where none does. */
  public long oldestPending() {
    long oldest = Long.MAX_VALUE;
    for (Pending item : pending) {
      long nanos =
          item instanceof Pending.Focus moved
              ? moved.nanos()
              : ((Pending.Input) item).input().nanos();
      oldest = Math.min(oldest, nanos);
      if (item instanceof Pending.Input) {
        break;
      }
    }
    return oldest;
  }

  private Verdict judge(Pending item, long now) {
    if (item instanceof Pending.Focus moved) {
      SceneHistory.Target target = scenes.activeAt(moved.nanos());
      if (target != null) {
        Monitor monitor = scenes.newest().monitorOf(moved.window().bounds());
        sink.judged(
            new Judged.Focus(
                moved.nanos(), target.rule(), moved.window(), moved.element(), monitor));
      }
      return Verdict.DONE;
    }
    Pending.Input one = (Pending.Input) item;
    Verdict verdict = isLate(one) ? dropLate(one.input()) : judgeInput(one, now);
    if (verdict == Verdict.DONE) {
      elements.forget(one.question());
      noteSwitch(one.input());
    }
    return verdict;
  }

  private Verdict judgeInput(Pending.Input one, long now) {
    return one.input() instanceof RawInput.Pointing pointing
        ? judgePointer(pointing, one, now)
        : judgeKey((RawInput.Key) one.input(), found(one), now);
  }

  private Verdict dropLate(RawInput input) {
    return input instanceof RawInput.Key key && key.down() ? dropUnknown(key) : drop();
  }

  /** Remembers what may move the focus without having told so yet. */
  private void noteSwitch(RawInput input) {
    terminals.done(input);
    if (switchesFocus(input)) {
      switchWhileUnsettled = unsettled(input.nanos());
      lastSwitchNanos = input.nanos();
    }
  }

  private static boolean switchesFocus(RawInput input) {
    if (input instanceof RawInput.Key key) {
      return key.down()
          && (key.key().equals("Tab") || key.key().equals("Enter") || key.modifiers().chord());
    }
    return input instanceof RawInput.Button;
  }

  private Verdict judgePointer(RawInput.Pointing input, Pending.Input one, long now) {
    long settled = found(one) + SCENE_MS * MS;
    if (now < Math.max(settled, elements.awaitedUntil(one.question()))
        || (!focus.settledBy(settled) && now < settled + ANSWER_MS * MS)) {
      return Verdict.WAIT;
    }
    SceneHistory.UnderPointer under =
        scenes.admittedUnder(input.x(), input.y(), input.nanos(), settled);
    boolean shielded =
        !focus.settledBy(settled)
            || focus.protectedWithin(input.nanos() - PROTECTED_POINTER_MS * MS, settled);
    if (under == null || shielded || !bothAdmit(under, input)) {
      return drop();
    }
    accounting.count(InputAccounting.Fate.TAKEN);
    Window window = under.target().window();
    RawInput.Pointing known = elements.take(one.question(), input, window);
    sink.judged(new Judged.Pointer(known, under.target().rule(), window));
    return Verdict.DONE;
  }

  /** The narrower of the two modes decides; of motion, only a path is made. */
  private static boolean bothAdmit(SceneHistory.UnderPointer under, RawInput.Pointing input) {
    PointerMode mode = under.target().rule().pointer();
    PointerMode active = under.activeMode();
    boolean widerThanActive =
        input instanceof RawInput.Motion && mode == PointerMode.PATH && active != PointerMode.PATH;
    return mode != PointerMode.NONE && active != PointerMode.NONE && !widerThanActive;
  }

  private Verdict judgeKey(RawInput.Key key, long found, long now) {
    long at = key.nanos();
    if (!key.down()) {
      return judgeRelease(key);
    }
    SceneHistory.Target target = scenes.activeAt(at);
    if (target == null || target.rule().keystrokes() == KeystrokeMode.NONE) {
      return drop(key);
    }
    long confirmFrom = confirmFrom(at);
    FocusAnswer later = focus.after(confirmFrom);
    boolean patience = now < confirmFrom + ANSWER_MS * MS;
    boolean left = later == null && !isStillActive(target.window());
    if (later == null ? patience && !left : now < watchedTo(found, later)) {
      if (later == null && now >= confirmFrom && askedFor < confirmFrom) {
        ask(target.window(), now);
      }
      return Verdict.WAIT;
    }
    if (!scenes.activeAdmittedWithin(at, found + NEWS_MS * MS)) {
      return drop(key);
    }
    boolean tooLate = later == null || later.answeredNanos() > confirmFrom + ANSWER_MS * MS;
    return judgeKey(key, found, target, focus.before(at), later, tooLate, now);
  }

  private Verdict judgeKey(
      RawInput.Key key,
      long found,
      SceneHistory.Target target,
      @Nullable FocusAnswer earlier,
      @Nullable FocusAnswer later,
      boolean tooLate,
      long now) {
    if (isProtected(earlier) || isProtected(later)) {
      hide(key, target.window(), earlier, later);
      return drop(key);
    }
    if (tooLate || earlier == null || later == null || !stayed(key, found, earlier, later)) {
      return dropUnknown(key);
    }
    FocusedElement element = proven(key, found, earlier, later, target.window());
    boolean nobodyKnows = nobodyKnows(earlier.element(), later.element(), target.window());
    if (element == null && !(nobodyKnows && passesUnproven(target.rule()))) {
      return dropUnknown(key);
    }
    if (takesText(target.rule())) {
      switch (terminals.judge(key, target.window().pid(), nextLineEnd(key), now)) {
        case WAIT -> {
          headWaitsForTerminal = true;
          return Verdict.WAIT;
        }
        case HIDDEN -> {
          sink.retract();
          return dropTerminal(key);
        }
        case REFUSED -> {
          return dropTerminal(key);
        }
        case PASS -> {}
      }
    }
    if (takesText(target.rule()) && isComposed(key.nanos())) {
      return drop(key);
    }
    unknownEpisode = false;
    keysTaken.add(key.key());
    return take(new Judged.Key(key, target.rule(), target.window(), element));
  }

  /**
   * Whether a question may still be asked about that window. Answers do not say which process they
   * are about, so only the active one is ever asked; of a window that was left in the meantime no
   * answer could prove anything.
   */
  private boolean isStillActive(Window window) {
    Window active = scenes.newest().active();
    return active != null && active.id() == window.id() && active.pid() == window.pid();
  }

  /** A release shares the fate of its press. */
  private Verdict judgeRelease(RawInput.Key key) {
    SceneHistory.Target target = scenes.activeAt(key.nanos());
    if (!keysTaken.remove(key.key()) || target == null) {
      return drop();
    }
    return take(new Judged.Key(key, target.rule(), target.window(), null));
  }

  private static boolean isProtected(@Nullable FocusAnswer answer) {
    return answer != null && FocusHistory.isProtected(answer);
  }

  private void hide(
      RawInput.Key key, Window window, @Nullable FocusAnswer earlier, @Nullable FocusAnswer later) {
    FocusedElement before = earlier == null ? null : earlier.element();
    FocusedElement after = later == null ? null : later.element();
    FocusedElement field = isProtected(later) ? after : before;
    if (field != null && belongs(field, window)) {
      boolean sure = before != null && after != null && before.id().equals(after.id());
      sink.hidden(key, window.id() + "/" + field.id(), sure);
    }
  }

  /** Until when news may come of changes that were true at the key or at the later answer. */
  private static long watchedTo(long found, FocusAnswer later) {
    return Math.max(found, later.answeredNanos()) + NEWS_MS * MS;
  }

  /**
   * Whether the focus cannot have been elsewhere at the key. To be elsewhere between two answers
   * that name the same element it must have left and come back: two changes, whose news have come
   * by {@link #watchedTo}. So one change of focus alone hides nothing; it is nevertheless accepted
   * only where the key itself, or later input, explains it. A change of windows never is.
   */
  private boolean stayed(RawInput.Key key, long found, FocusAnswer earlier, FocusAnswer later) {
    long at = key.nanos();
    long from = earlier.askedNanos();
    long to = watchedTo(found, later);
    long change = focus.firstChangeWithin(from, to);
    if (change == Long.MAX_VALUE) {
      return true;
    }
    boolean single = focus.changesWithin(from, to) == 1;
    if (single && switchesFocus(key)) {
      return true;
    }
    if (change <= later.answeredNanos()) {
      return false;
    }
    return change > found + NEWS_MS * MS || (single && laterInputExplains(at, change));
  }

  private boolean laterInputExplains(long at, long change) {
    for (Pending item : pending) {
      if (item instanceof Pending.Input later
          && later.input().nanos() > at
          && later.input().nanos() < change
          && switchesFocus(later.input())) {
        return true;
      }
    }
    return false;
  }

  private Verdict take(Judged judged) {
    accounting.count(InputAccounting.Fate.TAKEN);
    sink.judged(judged);
    return Verdict.DONE;
  }

  private Verdict drop() {
    accounting.count(InputAccounting.Fate.DROPPED);
    return Verdict.DONE;
  }

  private Verdict drop(RawInput.Key key) {
    keysTaken.remove(key.key());
    return drop();
  }

  private Verdict dropUnknown(RawInput.Key key) {
    if (!unknownEpisode) {
      unknownEpisode = true;
      tally.episode(DropReason.FOCUS_UNKNOWN);
      sink.gap(LocalGap.Why.DROPPED, key.nanos());
    }
    return drop(key);
  }

  /**
   * Whether a key may pass where nobody can say which element has the focus: no text is taken, or
   * IT allowed it.
   */
  private static boolean passesUnproven(AppRule rule) {
    return !takesText(rule) || rule.unknownFields() == UnknownFields.ALLOW;
  }

  private static boolean takesText(@Nullable AppRule rule) {
    return rule != null && rule.keystrokes().compareTo(KeystrokeMode.SHORTCUTS) > 0;
  }

  private Verdict dropTerminal(RawInput.Key key) {
    if (!terminalEpisode) {
      terminalEpisode = true;
      tally.episode(DropReason.TERMINAL);
      sink.gap(LocalGap.Why.DROPPED, key.nanos());
    }
    return drop(key);
  }

  /** When the line that the key belongs to was ended, as far as is known by now. */
  private long nextLineEnd(RawInput.Key key) {
    for (Pending item : pending) {
      if (item instanceof Pending.Input later
          && later.input() != key
          && TerminalGuard.endsLine(later.input())) {
        return later.input().nanos();
      }
    }
    return Long.MAX_VALUE;
  }

  private boolean isComposed(long at) {
    boolean composed = composing.at(at);
    if (composed && composing.isNewEpisode()) {
      tally.episode(DropReason.INPUT_METHOD);
      sink.gap(LocalGap.Why.DROPPED, at);
    }
    return composed;
  }

  private @Nullable FocusedElement proven(
      RawInput.Key key, long found, FocusAnswer earlier, FocusAnswer later, Window active) {
    FocusedElement one = earlier.element();
    FocusedElement other = later.element();
    if (one == null
        || other == null
        || one.protection() != Protection.OPEN
        || other.protection() != Protection.OPEN
        || !belongs(one, active)) {
      return null;
    }
    boolean movedByKey =
        switchesFocus(key)
            && focus.changesWithin(earlier.askedNanos(), watchedTo(found, later)) == 1;
    return one.id().equals(other.id()) || movedByKey ? one : null;
  }

  /** Whether both answers say that nobody can say what kind of field it is. */
  private static boolean nobodyKnows(
      @Nullable FocusedElement one, @Nullable FocusedElement other, Window active) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.id().equals(other.id())
        && one.protection() == Protection.UNKNOWN
        && other.protection() == Protection.UNKNOWN
        && belongs(other, active);
  }

  private static boolean belongs(FocusedElement element, Window window) {
    return element.pid() == 0 || window.pid() == 0 || element.pid() == window.pid();
  }

  /** From when on a question proves where a key of that moment went. */
  private long confirmFrom(long at) {
    return unsettled(at) ? lastSwitchNanos + SETTLE_MS * MS : at;
  }

  /**
   * Whether an earlier Tab, Enter, click or chord may still move the focus. A focus event after it
   * settles that, unless it may be the effect of yet an earlier one.
   */
  private boolean unsettled(long at) {
    return at - lastSwitchNanos < SETTLE_MS * MS
        && (switchWhileUnsettled || !focus.changedWithin(lastSwitchNanos, at));
  }

  private void ask(Window active, long at) {
    askedFor = Math.max(askedFor, at);
    watcher.ask(active.pid());
  }
}
