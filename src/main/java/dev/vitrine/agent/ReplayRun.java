package dev.vitrine.agent;

import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.Gate;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.policy.Policy;
import dev.vitrine.replay.ReplayScript;
import dev.vitrine.replay.ReplaySource;
import dev.vitrine.rules.CompiledRules;
import dev.vitrine.store.CaptureStore;
import dev.vitrine.store.SteadyClock;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A script on its way through gate and pipeline into a store, in virtual time and on one thread.
 * For one run.
 */
final class ReplayRun {
  private static final long PROGRESS_EVERY = 200_000;

  private final ReplaySource source;
  private final Policy policy;
  private final Tally tally;
  private final Gate gate;
  private final Clock clock = new VirtualClock();
  private long now = -1;
  private boolean locked;
  private @Nullable Pipeline pipeline;
  private @Nullable StoreException trouble;

  ReplayRun(ReplayScript script, Policy policy, Tally tally, InputAccounting accounting) {
    this.policy = policy;
    this.tally = tally;
    this.gate = new Gate(tally, accounting);
    this.source = new ReplaySource(script, new Sink());
  }

  /** The script's wall clock. */
  Clock clock() {
    return clock;
  }

  /** The clock by which records age: virtual time, which no other process can compare with. */
  SteadyClock steady() {
    return new SteadyClock() {
      @Override
      public long nanos() {
        return now;
      }

      @Override
      public Optional<Boot> boot() {
        return Optional.empty();
      }
    };
  }

  /**
   * Plays the whole script.
   *
   * @param rules what the policy's redaction compiles to
   * @throws StoreException where the store refused something
   */
  void play(
      CaptureStore store,
      CompiledRules rules,
      RandomGenerator sessions,
      RandomGenerator records,
      Consumer<String> progress)
      throws StoreException {
    Recorder recorder = new Recorder(tally, problem -> trouble = problem);
    recorder.use(store, 0);
    Pipeline fresh =
        new Pipeline(
            source,
            ElementWatcher.NONE,
            pid -> TerminalState.NONE,
            recorder,
            tally,
            InputAccounting.NONE,
            source::wallAt,
            sessions,
            records);
    pipeline = fresh;
    gate.policy(policy);
    gate.suspend(null);
    fresh.policy(policy, rules, 0);
    fresh.resume(0);
    play(fresh, progress);
    fresh.dropText(DropReason.STOPPED, now);
    if (trouble != null) {
      throw trouble;
    }
    store.keepDrops(tally.snapshot());
  }

  private void play(Pipeline running, Consumer<String> progress) {
    long end = source.endNanos();
    long steps = 0;
    while (now < end) {
      long next = Math.min(end, Math.min(source.nextNanos(), running.nextDeadline()));
      // Strictly forward, so that no deadline can hold virtual time up.
      now = Math.max(now + 1, next);
      source.passTo(now);
      watchHours();
      while (source.nextNanos() <= now) {
        source.step();
      }
      running.advance(now);
      if (++steps % PROGRESS_EVERY == 0) {
        progress.accept("replayed " + now / 1_000_000_000 + " s of virtual time");
      }
    }
  }

  private void watchHours() {
    Policy.Hours hours = policy.capture().hours();
    boolean within = hours == null || hours.contains(LocalDateTime.now(clock));
    DropReason wanted =
        locked ? DropReason.SESSION_LOCKED : within ? null : DropReason.OUTSIDE_HOURS;
    if (wanted != gate.suspension()) {
      gate.suspend(wanted);
      if (pipeline != null && wanted != null) {
        pipeline.suspend(wanted, now);
      } else if (pipeline != null) {
        pipeline.resume(now);
      }
    }
  }

  private final class Sink implements ReplaySource.Sink {
    @Override
    public void input(RawInput input) {
      if (pipeline != null && gate.admits(input)) {
        pipeline.input(input, input.nanos());
      }
    }

    @Override
    public void scene(Scene scene) {
      gate.scene(scene);
      if (pipeline != null) {
        pipeline.scene(scene);
      }
    }

    @Override
    public void locked(boolean isLocked, long nanos) {
      locked = isLocked;
      watchHours();
      if (pipeline != null) {
        pipeline.endSession();
      }
    }

    @Override
    public void inputMethod(boolean active, long nanos) {
      if (pipeline != null) {
        pipeline.inputMethod(active, nanos);
      }
    }

    @Override
    public void focusChanged(long nanos) {
      if (pipeline != null) {
        pipeline.focusChanged(nanos);
      }
    }

    @Override
    public void focusAnswered(FocusAnswer answer) {
      if (pipeline != null) {
        pipeline.focusAnswered(answer);
      }
    }
  }

  /** The script's wall clock. */
  private final class VirtualClock extends Clock {
    @Override
    public ZoneId getZone() {
      return source.wallAt(now).getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }

    @Override
    public Instant instant() {
      return source.wallAt(now).toInstant();
    }
  }
}
