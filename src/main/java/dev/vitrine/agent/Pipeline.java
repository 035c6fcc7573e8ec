package dev.vitrine.agent;

import dev.vitrine.assemble.Assembler;
import dev.vitrine.assemble.WallClock;
import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.Judge;
import dev.vitrine.capture.Judged;
import dev.vitrine.capture.TerminalWatcher;
import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.policy.Policy;
import dev.vitrine.record.LocalGap;
import dev.vitrine.redact.RedactionRules;
import dev.vitrine.redact.Redactor;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way of an admitted event: judge, assembler, redactor, recorder. One thread; no clock of its
 * own: live it is driven by the monotonic clock, in a replay by virtual time, through the same
 * calls. Takes nothing before {@link #policy} and {@link #resume}.
 */
final class Pipeline implements FocusWatcher.Listener {
  private final Judge judge;
  private final Assembler assembler;
  private final Recording recorder;
  private final Tally tally;
  private final WallClock clock;
  private final RandomGenerator ids;
  private final InputAccounting accounting;
  private @Nullable Redactor redactor;
  private boolean suspended = true;

  /** What happened before it did so under another policy, or while nothing was to be taken. */
  private long since = Long.MIN_VALUE;

  private long now = Long.MIN_VALUE;

  Pipeline(
      FocusWatcher watcher,
      ElementWatcher elements,
      TerminalWatcher terminals,
      Recording recorder,
      Tally tally,
      InputAccounting accounting,
      WallClock clock,
      RandomGenerator sessions,
      RandomGenerator ids) {
    this.recorder = recorder;
    this.tally = tally;
    this.clock = clock;
    this.ids = ids;
    this.accounting = accounting;
    this.assembler = new Assembler(sessions, clock, activity -> takeActivity(activity));
    this.judge =
        new Judge(
            watcher,
            elements,
            terminals,
            tally,
            accounting,
            new Judge.Sink() {
              @Override
              public void judged(Judged judged) {
                recorder.taken();
                leaveProtected(judged);
                assembler.accept(judged);
              }

              @Override
              public void hidden(RawInput.Key key, String element, boolean sure) {
                if (redactor != null) {
                  redactor.hidden(key, element, sure);
                }
              }

              @Override
              public void retract() {
                assembler.retract();
              }

              @Override
              public void gap(LocalGap.Why why, long nanos) {
                assembler.leave(nanos);
                note(why, nanos);
              }
            });
  }

  /** What is pressed elsewhere ends what was typed into a protected field. */
  private void leaveProtected(Judged judged) {
    boolean release = judged instanceof Judged.Key key && !key.input().down();
    if (redactor != null && !release) {
      redactor.protectedFieldLeft();
    }
  }

  private void takeActivity(dev.vitrine.assemble.Activity activity) {
    if (redactor != null) {
      redactor.accept(activity);
    }
  }

  /**
   * Puts a policy in force, or none. Text that is open or held back under another one is dropped.
   */
  void policy(@Nullable Policy policy, long nanos) {
    if (policy == null) {
      since = Math.max(since, nanos);
      dropText(DropReason.POLICY_CHANGED, nanos);
      judge.policy(null);
      redactor = null;
    } else {
      policy(policy, RedactionRules.of(policy.redaction()), nanos);
    }
  }

  /** Puts a policy in force of which the redaction is compiled already. */
  void policy(Policy policy, CompiledRules rules, long nanos) {
    since = Math.max(since, nanos);
    dropText(DropReason.POLICY_CHANGED, nanos);
    judge.policy(policy);
    redactor = new Redactor(rules, policy.redaction().lookBack(), ids, tally);
    assembler.policy(policy.revision());
    assembler.replaceable(policy.redaction().lookBack());
    recorder.terms(
        new HoldTerms(
            policy.upload().hold(),
            policy.upload().endpoint().toString(),
            policy.upload().sealTo()));
  }

  /**
   * The gate closed: text that is open or held back is dropped, but for a full buffer, which loses
   * nothing.
   */
  void suspend(DropReason reason, long nanos) {
    if (reason == DropReason.STORE_FULL) {
      judge.dropPending();
    } else {
      dropText(reason, nanos);
    }
    suspended = true;
    judge.suspend(true);
  }

  /** The gate opened again. */
  void resume(long nanos) {
    since = Math.max(since, nanos);
    suspended = false;
    judge.suspend(false);
  }

  /**
   * Takes what the first gate admitted. What passed it in the very moment in which it closed comes
   * after the news of that, and is dropped; so is what happened before it opened and was found
   * later.
   *
   * @param foundNanos when this process found it
   */
  void input(RawInput input, long foundNanos) {
    if (suspended || input.nanos() < since) {
      accounting.count(InputAccounting.Fate.DROPPED);
    } else {
      judge.input(input, foundNanos);
    }
  }

  /** Whether input waits for its judgement. */
  boolean isJudging() {
    return judge.oldestPending() != Long.MAX_VALUE;
  }

  /** This process stood still until now. */
  void stoodStill(long nanos) {
    judge.stoodStill(nanos);
  }

  void scene(Scene scene) {
    judge.scene(scene);
  }

  @Override
  public void focusChanged(long nanos) {
    judge.focusChanged(nanos);
  }

  @Override
  public void focusAnswered(FocusAnswer answer) {
    judge.focusAnswered(answer);
  }

  /** Takes an answer about the element under a press. */
  void elementAnswered(ElementAnswer answer) {
    judge.elementAnswered(answer);
  }

  /** Takes news of an input method that begins or ends composing. */
  void inputMethod(boolean active, long nanos) {
    judge.inputMethod(active, nanos);
  }

  /** Does everything that is due by now. */
  void advance(long nanos) {
    now = Math.max(now, nanos);
    judge.advance(now);
    assembler.advance(now);
    release();
    recorder.advance(now);
  }

  private void release() {
    release(Math.min(assembler.oldestOpenStart(), judge.oldestPending()));
  }

  private void release(long oldestOpen) {
    if (redactor != null) {
      redactor.release(now, oldestOpen, released -> recorder.record(released, now));
    }
  }

  /** When {@link #advance} has something to do at the latest. */
  long nextDeadline() {
    long deadline = Math.min(judge.nextDeadline(), assembler.nextDeadline());
    deadline = Math.min(deadline, recorder.nextDeadline());
    return redactor == null ? deadline : Math.min(deadline, redactor.nextDeadlineNanos());
  }

  /** The session was locked: what comes after is another session. */
  void endSession() {
    assembler.endSession();
  }

  /** Notes a stretch without capture, for staff. */
  void note(LocalGap.Why why, long nanos) {
    recorder.gap(why, clock.at(nanos).toInstant(), nanos);
  }

  /** Forgets text as {@link #forgetText} does and counts one episode if there was any. */
  void dropText(DropReason reason, long nanos) {
    if (forgetText(nanos)) {
      tally.episode(reason);
    }
  }

  /**
   * Forgets text that is being typed or held back, and input that waits for judgement, then lets go
   * of everything else; returns whether there was any text.
   */
  boolean forgetText(long nanos) {
    now = Math.max(now, nanos);
    judge.dropPending();
    // What is open goes the same way as what is held, so that what began inside it is dropped too.
    assembler.end();
    // What was held for so long only because something was open goes out all the same: whether it
    // was open may depend on how something was typed that is removed.
    release(Long.MAX_VALUE);
    boolean any = redactor != null && redactor.dropHeld();
    release(Long.MAX_VALUE);
    recorder.flush(now);
    return any;
  }
}
