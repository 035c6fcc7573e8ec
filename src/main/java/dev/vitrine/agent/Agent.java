package dev.vitrine.agent;

import dev.vitrine.capture.CaptureQueue;
import dev.vitrine.capture.Gate;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.SourceException;
import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.Policy;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.Damage;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live agent: sources, gate, pipeline, buffer, upload, and what staff may ask of it. A steward
 * thread looks after policy, hours, visibility, pauses and ages; whatever it cannot vouch for
 * closes the gate.
 */
public final class Agent implements AgentControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /**
   * How often the steward looks: well under the second in which a pause and the two in which a
   * policy must work.
   */
  private static final Duration TICK = Duration.ofMillis(250);

  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long KEEP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long EXPIRE_NANOS = Duration.ofHours(1).toNanos();

  /** How long the indicator may be off the screen, where people must see it. */
  private static final long INVISIBLE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long COMMAND_SECONDS = 5;

  private final Path dataDir;
  private final Seams seams;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final Gate gate;
  private final CaptureQueue queue;
  private final PipelineThread pipeline;
  private final PolicyDesk desk;
  private final ViewerHost viewer;
  private final InputAccounting accounting;
  private final Consumer<String> say;
  private String said = "";
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService steward =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "vitrine-steward");
            thread.setDaemon(true);
            return thread;
          });

  // guarded by this
  private Readiness readiness = Readiness.START;
  private StateFile state;
  private @Nullable Policy policy;
  private volatile @Nullable Buffer buffer;
  private volatile long lastVisible;

  // touched by the steward only
  private Map<DropReason, Long> keptDrops = Map.of();
  private long nextOpen = Long.MIN_VALUE;
  private long nextKeep;
  private long nextExpiry;
  private int pipelineFailures;

  /**
   * Nothing runs before {@link #start}; {@code say} is told each change of state, once, in one
   * line.
   */
  public Agent(
      Path dataDir,
      Path policyFile,
      int viewerPort,
      Seams seams,
      Clock clock,
      InputAccounting accounting,
      Consumer<String> say) {
    this.dataDir = dataDir;
    this.seams = seams;
    this.clock = clock;
    this.accounting = accounting;
    this.gate = new Gate(tally, accounting);
    this.queue = new CaptureQueue(tally, accounting);
    this.pipeline = new PipelineThread(queue, System::nanoTime, this::pipelineFailed);
    this.desk = new PolicyDesk(policyFile);
    this.state = StateFile.read(dataDir);
    this.viewer = new ViewerHost(viewerPort, this, clock, () -> {});
    this.say = say;
  }

  /**
   * Starts sources, pipeline and steward; capture begins when everything that it needs is there.
   *
   * @throws SourceException where there is no display or no input to be had
   */
  public void start() throws SourceException {
    pipeline.start();
    seams.foreground().start(this::scene);
    seams.focus().start(pipeline);
    seams.input().start(this::input);
    lastVisible = System.nanoTime() - INVISIBLE_NANOS;
    // The steward ends with the agent; nobody waits for its ticks.
    ScheduledFuture<?> unused =
        steward.scheduleWithFixedDelay(this::tickSafely, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void input(RawInput input) {
    if (gate.admits(input)) {
      queue.offer(input);
    }
  }

  private void scene(Scene scene) {
    gate.scene(scene);
    pipeline.scene(scene);
  }

  private void tickSafely() {
    try {
      tick();
    } catch (RuntimeException e) {
      LOG.error("The steward failed: {}", e.getClass().getName());
      change(
          r ->
              r.withFailure("the agent failed (" + e.getClass().getSimpleName() + "); restart it"));
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (seams.indicator() != null && seams.indicator().onScreen()) {
      lastVisible = now;
    }
    lookAround();
    if (buffer == null && policy() != null && now >= nextOpen) {
      openBuffer(now);
    }
    Buffer open = buffer;
    if (open != null && now >= nextKeep) {
      nextKeep = now + KEEP_NANOS;
      keepDrops(open);
    }
    if (open != null && now >= nextExpiry) {
      nextExpiry = now + EXPIRE_NANOS;
      expire(open);
    }
    if (seams.indicator() != null) {
      seams.indicator().show(readiness().state());
    }
  }

  /**
   * Looks at the policy file, the hours, the indicator and the pause, and lets gate and state
   * follow them all at once: there is no moment in which one of them is not yet known.
   */
  private synchronized void lookAround() {
    boolean changed = desk.check();
    if (changed) {
      policy = desk.policy();
      if (policy == null) {
        LOG.warn("No policy is in force: {}", desk.problem());
      } else if (!policy.revision().equals(state.policy())) {
        keep(state.withPolicy(policy.revision()));
      }
    }
    Instant until = state.pausedUntil();
    if (state.paused() && until != null && !clock.instant().isBefore(until)) {
      keep(state.withPause(false, null));
    }
    readiness =
        readiness
            .withPolicy(
                desk.problem(), changed ? desk.acknowledgedBy(state) : readiness.acknowledged())
            .withPause(state.paused(), until == null ? null : until.toString())
            .withHours(withinHours())
            .withVisible(visible());
    if (changed) {
      putInForce();
      configureBuffer();
    }
    apply();
  }

  private boolean withinHours() {
    Policy.Hours hours = policy == null ? null : policy.capture().hours();
    return hours == null || hours.contains(LocalDateTime.now(clock));
  }

  private boolean visible() {
    boolean needed = policy != null && !policy.upload().loopback();
    return !needed || System.nanoTime() - lastVisible < INVISIBLE_NANOS;
  }

  private void configureBuffer() {
    Buffer open = buffer;
    if (open != null && policy != null) {
      open.uploader().configure(policy.upload());
      holdAtLeast(open, policy);
    }
  }

  private void holdAtLeast(Buffer open, Policy fresh) {
    try {
      open.store().holdAtLeast(fresh.upload().hold());
    } catch (StoreException e) {
      LOG.warn("The review time could not be kept: {}", e.getMessage());
    }
  }

  /** Tells gate and pipeline what may be captured: nothing that was not acknowledged. */
  private synchronized void putInForce() {
    Policy granted = readiness.acknowledged() ? policy : null;
    gate.policy(granted);
    pipeline.tell(p -> p.policy(granted, System.nanoTime()));
  }

  private void openBuffer(long now) {
    Policy current = policy();
    if (current == null) {
      return;
    }
    try {
      Buffer open =
          Buffer.open(dataDir, current, seams.keyStores(), random, clock, System::nanoTime);
      tally.add(open.store().log().drops());
      buffer = open;
      synchronized (this) {
        keep(state.withKeyStore(open.keys().kind()));
      }
      open.uploader().start();
      installPipeline(open, current);
      report(open.store().damage());
      change(r -> r.withFailure(null).withOpened(true));
    } catch (AgentException | StoreException e) {
      nextOpen = now + RETRY_NANOS;
      String why = String.valueOf(e.getMessage());
      if (!why.equals(readiness().failure())) {
        LOG.warn("The buffer cannot be opened: {}", why);
      }
      change(r -> r.withFailure(why));
    }
  }

  private void report(Damage damage) {
    if (!damage.none()) {
      String line =
          "the buffer was damaged: "
              + damage.lostRecords()
              + " records and "
              + damage.missingChunks()
              + " chunks cannot be read"
              + (damage.setAside() == null ? "" : "; the old file is kept as " + damage.setAside());
      LOG.warn("{}", line);
      say.accept(line);
    }
  }

  /** A damaged buffer is closed and opened again, which sets it aside. */
  private void reopenBuffer() {
    Buffer damaged = buffer;
    if (damaged == null) {
      return;
    }
    change(r -> r.withOpened(false));
    buffer = null;
    try {
      damaged.close();
    } catch (StoreException e) {
      LOG.warn("The damaged buffer did not close cleanly: {}", e.getMessage());
    }
  }

  private void trouble(@Nullable StoreException trouble) {
    if (trouble != null && trouble.kind() == StoreException.Kind.DAMAGED) {
      steward.execute(this::reopenBuffer);
    } else {
      change(r -> r.withFull(trouble == null ? null : trouble.getMessage()));
    }
  }

  private void installPipeline(Buffer open, Policy current) {
    HoldTerms terms =
        new HoldTerms(
            current.upload().hold(),
            current.upload().endpoint().toString(),
            current.upload().sealTo());
    Recorder recorder = new Recorder(open.store().capture(), terms, tally, this::trouble);
    Pipeline fresh =
        new Pipeline(
            seams.focus(),
            seams.terminals(),
            recorder,
            tally,
            accounting,
            new LiveClock(clock, System::nanoTime),
            random,
            random);
    pipeline.install(fresh);
    putInForce();
    synchronized (this) {
      DropReason suspension = gate.suspension();
      if (suspension != null) {
        pipeline.tell(p -> p.suspend(suspension, System.nanoTime()));
      }
    }
    pipeline.tell(p -> p.note(LocalGap.Why.RESTARTED, System.nanoTime()));
  }

  private void pipelineFailed(Throwable failure) {
    LOG.error("The pipeline failed: {}", failure.getClass().getName());
    change(
        r ->
            r.withFailure(
                "capture stopped on an internal error ("
                    + failure.getClass().getSimpleName()
                    + ") and starts again by itself"));
    long delay = Math.min(300, 1L << Math.min(8, pipelineFailures++));
    // Tried until it holds; nobody waits for it.
    ScheduledFuture<?> unused = steward.schedule(this::restartPipeline, delay, TimeUnit.SECONDS);
  }

  private void restartPipeline() {
    Buffer open = buffer;
    Policy current = policy();
    if (open != null && current != null) {
      installPipeline(open, current);
      change(r -> r.withFailure(null));
    }
  }

  private void keepDrops(Buffer open) {
    Map<DropReason, Long> totals = tally.snapshot();
    if (totals.equals(keptDrops)) {
      return;
    }
    try {
      open.store().capture().keepDrops(totals);
      keptDrops = totals;
    } catch (StoreException e) {
      LOG.warn("Counts could not be kept: {}", e.getMessage());
    }
  }

  private void expire(Buffer open) {
    try {
      open.store().expire();
    } catch (StoreException e) {
      LOG.warn("Old records could not be expired: {}", e.getMessage());
    }
  }

  private synchronized @Nullable Policy policy() {
    return policy;
  }

  private synchronized Readiness readiness() {
    return readiness;
  }

  private void change(UnaryOperator<Readiness> how) {
    synchronized (this) {
      readiness = how.apply(readiness);
    }
    apply();
  }

  /** Closes or opens the gate; what closes it drops what is still in memory. */
  private synchronized void apply() {
    announce();
    DropReason suspension = readiness.suspension();
    DropReason before = gate.suspension();
    if (suspension == before) {
      return;
    }
    gate.suspend(suspension);
    if (suspension == null) {
      pipeline.tell(Pipeline::resume);
    } else if (before == null || before == DropReason.STORE_FULL) {
      pipeline.tell(
          p -> {
            p.suspend(suspension, System.nanoTime());
            if (suspension == DropReason.PAUSED) {
              p.note(LocalGap.Why.PAUSED, System.nanoTime());
            }
          });
    }
  }

  private void announce() {
    String why = readiness.why();
    String line = readiness.state().word() + (why == null ? "" : ": " + why);
    if (!line.equals(said) && readiness.state() != AgentStatus.State.STOPPED) {
      said = line;
      LOG.info("{}", line);
      say.accept(line);
    }
  }

  private void keep(StateFile next) {
    state = next;
    try {
      next.write(dataDir);
    } catch (IOException e) {
      LOG.warn("The agent's state could not be kept ({})", e.getClass().getSimpleName());
    }
  }

  @Override
  public AgentStatus status() {
    return Statuses.of(readiness(), policy(), buffer, tally.snapshot());
  }

  @Override
  public @Nullable Notice notice() {
    Policy current = policy();
    return current == null ? null : Notices.of(current, readiness().acknowledged());
  }

  @Override
  public AgentStatus acknowledge(String revision) throws ControlException {
    synchronized (this) {
      Policy current = policy;
      String source = desk.source();
      if (current == null || source == null) {
        throw new ControlException("there is no policy to acknowledge: " + desk.problem());
      }
      if (!current.revision().equals(revision)) {
        throw new ControlException(
            "the policy changed meanwhile; read the notice of revision " + current.revision());
      }
      keep(state.withAcknowledged(source));
      readiness = readiness.withPolicy(null, true);
      putInForce();
    }
    apply();
    return status();
  }

  @Override
  public Pause pause(@Nullable Duration howLong) throws ControlException {
    Policy current = policy();
    Pause pause = Pauses.of(howLong, current, clock.instant());
    synchronized (this) {
      keep(state.withPause(true, pause.until()));
    }
    lookAround();
    await("pause");
    return pause;
  }

  @Override
  public AgentStatus resume() {
    synchronized (this) {
      keep(state.withPause(false, null));
    }
    lookAround();
    return status();
  }

  @Override
  public Deletion delete(DeletionRequest request) throws ControlException {
    Buffer open = buffer;
    if (open == null) {
      throw new ControlException("the buffer is not open: " + readiness().why());
    }
    if (Deletions.reachesMemory(request)) {
      pipeline.tell(p -> p.forgetText(System.nanoTime()));
    }
    pipeline.tell(p -> p.flush(System.nanoTime()));
    await("delete");
    Deletion deletion = Deletions.perform(open.store().log(), request, clock.instant());
    if (deletion.erasure() != null) {
      open.uploader().wake();
    }
    return deletion;
  }

  private void await(String what) throws ControlException {
    try {
      if (!pipeline.perform(p -> {}, COMMAND_SECONDS)) {
        throw new ControlException("the agent is too busy to " + what + " now; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("the agent is stopping");
    }
  }

  @Override
  public URI viewerUrl() throws ControlException {
    Buffer open = buffer;
    if (open == null) {
      throw new ControlException("there is nothing to look at yet: " + readiness().why());
    }
    CaptureLog log = open.store().log();
    return viewer.url(log, this::rules);
  }

  private List<AppRule> rules() {
    Policy current = policy();
    return current == null ? List.of() : current.capture().apps();
  }

  /** Stops: sources, pipeline (what is held back is dropped), upload, viewer, indicator, store. */
  @Override
  public void close() {
    gate.suspend(DropReason.STOPPED);
    steward.shutdown();
    seams.input().close();
    seams.foreground().close();
    seams.focus().close();
    try {
      if (!pipeline.perform(
          p -> p.dropText(DropReason.STOPPED, System.nanoTime()), COMMAND_SECONDS)) {
        LOG.warn("The pipeline did not stop in time");
      }
      pipeline.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    viewer.close();
    if (seams.indicator() != null) {
      seams.indicator().close();
    }
    Buffer open = buffer;
    if (open != null) {
      keepDrops(open);
      try {
        open.close();
      } catch (StoreException e) {
        LOG.warn("The buffer did not close cleanly: {}", e.getMessage());
      }
    }
  }
}
