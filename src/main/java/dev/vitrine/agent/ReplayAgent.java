package dev.vitrine.agent;

import dev.vitrine.capture.Gate;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.policy.Policy;
import dev.vitrine.replay.ReplayScript;
import dev.vitrine.replay.ReplaySource;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script through the same gate, pipeline, buffer and upload as the live agent, in virtual
 * time and on one thread. Every random value that can be seen derives from the script's seed, so
 * that the same script gives the same bytes; encryption keys are real.
 */
public final class ReplayAgent {
  /** How long, in real time, the upload is tried at the end. */
  public static final Duration UPLOAD_LIMIT = Duration.ofSeconds(30);

  private static final long PROGRESS_EVERY = 200_000;

  private final ReplayScript script;
  private final Policy policy;
  private final ReplaySource source;
  private final Tally tally = new Tally();
  private final Gate gate;
  private final VirtualClock clock;
  private long now = -1;
  private boolean locked;
  private @Nullable Pipeline pipeline;
  private @Nullable StoreException trouble;

  private ReplayAgent(ReplayScript script, Policy policy, InputAccounting accounting) {
    this.script = script;
    this.policy = policy;
    this.gate = new Gate(tally, accounting);
    this.source = new ReplaySource(script, new Sink());
    this.clock = new VirtualClock();
  }

  /**
   * What came of a replay: the counts, and whether anything that was ready could not be delivered.
   */
  public record Result(CaptureLog.Counts counts, boolean delivered) {}

  /**
   * Replays a script into a data directory that was never used.
   *
   * @param progress is told a word now and then
   * @throws AgentException where the directory is in use or the policy forbids a replay
   */
  public static Result run(
      Path dataDir,
      Path policyFile,
      ReplayScript script,
      Seams.KeyStores keyStores,
      InputAccounting accounting,
      Consumer<String> progress)
      throws AgentException {
    PolicyDesk desk = new PolicyDesk(policyFile, dataDir);
    desk.check();
    Policy policy = desk.policy();
    if (policy == null) {
      throw new AgentException(String.valueOf(desk.problem()));
    }
    if (!policy.upload().loopback()) {
      throw new AgentException(
          "a replay needs a policy whose endpoint is this machine (upload.endpoint)");
    }
    if (Files.exists(dataDir.resolve("buffer.db"))) {
      throw new AgentException(
          dataDir + " is already in use; a replay needs a data directory of its own");
    }
    try (DirectoryLock lock = DirectoryLock.take(dataDir)) {
      return new ReplayAgent(script, policy, accounting).replay(dataDir, keyStores, progress);
    } catch (java.io.IOException | StoreException e) {
      throw new AgentException(String.valueOf(e.getMessage()));
    }
  }

  private Result replay(Path dataDir, Seams.KeyStores keyStores, Consumer<String> progress)
      throws AgentException, StoreException, java.io.IOException {
    SplittableRandom seeded = new SplittableRandom(script.seed());
    SplittableRandom sessions = seeded.split();
    SplittableRandom records = seeded.split();
    Buffer buffer =
        Buffer.open(dataDir, policy.buffer(), keyStores, seeded.split(), clock, System::nanoTime);
    try {
      buffer.store().holdAtLeast(policy.upload().hold());
      buffer.uploader().configure(policy.upload());
      new StateFile(false, null, null, policy.revision(), buffer.keys().kind()).write(dataDir);
      Recorder recorder = new Recorder(tally, problem -> trouble = problem);
      recorder.use(buffer.store().capture(), 0);
      Pipeline fresh =
          new Pipeline(
              source,
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
      fresh.policy(policy, 0);
      fresh.resume();
      play(fresh, progress);
      fresh.dropText(DropReason.STOPPED, now);
      if (trouble != null) {
        throw trouble;
      }
      buffer.store().capture().keepDrops(tally.snapshot());
      return deliver(buffer, progress);
    } finally {
      buffer.close();
    }
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
        pipeline.resume();
      }
    }
  }

  private Result deliver(Buffer buffer, Consumer<String> progress) throws StoreException {
    buffer.store().outbox().age(Duration.ofNanos(now));
    if (buffer.store().log().counts().ready() > 0) {
      progress.accept("uploading to " + policy.upload().endpoint());
      buffer.uploader().drain(UPLOAD_LIMIT);
    }
    CaptureLog.Counts counts = buffer.store().log().counts();
    return new Result(counts, counts.ready() == 0);
  }

  private final class Sink implements ReplaySource.Sink {
    @Override
    public void input(RawInput input) {
      if (pipeline != null && gate.admits(input)) {
        pipeline.input(input);
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
