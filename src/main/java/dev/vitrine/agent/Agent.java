package dev.vitrine.agent;

import dev.vitrine.capture.CaptureQueue;
import dev.vitrine.capture.Gate;
import dev.vitrine.capture.InputAccounting;
import dev.vitrine.capture.SourceException;
import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.Damage;
import dev.vitrine.store.NewRecord;
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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live agent: sources, gate, pipeline, buffer, upload, and what staff may ask of it. A steward
 * thread looks after policy, hours, visibility and pauses; whatever it cannot vouch for closes the
 * gate, and so does its own silence. What may take long (key store, disk) is the {@link
 * BufferKeeper}'s.
 */
public final class Agent implements AgentControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /**
   * How often the steward looks: well under the second in which a pause and the two in which a
   * policy must work.
   */
  private static final Duration TICK = Duration.ofMillis(250);

  /** How long the steward may be silent: what it found is too old to rely on then. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

  /** How long the indicator may be off the screen, where people must see it. */
  private static final long INVISIBLE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long COMMAND_SECONDS = 5;
  private static final long PAUSE_SECONDS = 1;

  private final Path dataDir;
  private final Seams seams;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final Gate gate;
  private final CaptureQueue queue;
  private final PipelineThread pipeline;
  private final RecorderThread recorder;
  private final BufferKeeper keeper;
  private final PendingDeletions deletions;
  private final PolicyHistory history;
  private final Restarts restarts = new Restarts();
  private final ViewerHost viewer;
  private final InputAccounting accounting;
  private final Consumer<String> say;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService steward =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "vitrine-steward");
            thread.setDaemon(true);
            return thread;
          });

  // guarded by this
  private final PolicyDesk desk;
  private StateFile state;
  private Readiness readiness = Readiness.START;
  private String said = "";
  private boolean acknowledged;
  private boolean opened;
  private boolean stopping;
  private boolean locked;
  private @Nullable String bufferProblem;
  private @Nullable String pipelineProblem;
  private @Nullable String stewardProblem;
  private @Nullable String full;

  private volatile long lastVisible = System.nanoTime() - INVISIBLE_NANOS;
  private volatile long lastLook = System.nanoTime();

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
    this.recorder =
        new RecorderThread(
            new Recorder(tally, this::trouble), tally, System::nanoTime, this::pipelineFailed);
    this.keeper =
        new BufferKeeper(dataDir, seams.keyStores(), random, clock, tally, new BufferOwner());
    this.deletions =
        new PendingDeletions(
            clock,
            random,
            new BufferDeletions(
                keeper,
                this::whyClosed,
                request -> forgetWaiting(request, clock.instant()),
                this::delete));
    this.history = new PolicyHistory(dataDir);
    this.desk = new PolicyDesk(policyFile, dataDir);
    this.state = StateFile.read(dataDir);
    this.viewer = new ViewerHost(viewerPort, this, clock, () -> {});
    this.say = say;
  }

  /**
   * Starts sources, pipeline, steward and keeper; capture begins when everything that it needs is
   * there.
   *
   * @throws SourceException where there is no display or no input to be had
   */
  public void start() throws SourceException {
    recorder.start();
    pipeline.start();
    installPipeline();
    seams.foreground().start(this::scene);
    seams.focus().start(pipeline);
    seams.elements().start(pipeline::elementAnswered);
    seams.inputMethods().start(pipeline::inputMethod);
    seams.session().start(this::sessionLocked);
    seams.input().start(this::input);
    // The steward ends with the agent; nobody waits for its ticks.
    ScheduledFuture<?> unused =
        steward.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    keeper.start();
  }

  private void input(RawInput input) {
    long found = System.nanoTime();
    if (found - lastLook > SILENCE_NANOS) {
      accounting.count(InputAccounting.Fate.DENIED);
    } else if (gate.admits(input)) {
      if (input instanceof RawInput.Key key && key.down()) {
        seams.terminals().keyPressed();
      }
      queue.offer(input, found);
    }
  }

  private void scene(Scene scene) {
    gate.scene(scene);
    pipeline.scene(scene);
  }

  private synchronized void sessionLocked(boolean isLocked) {
    locked = isLocked;
    refresh();
  }

  private void tick() {
    try {
      if (seams.indicator() != null && seams.indicator().onScreen()) {
        lastVisible = System.nanoTime();
      }
      lookAround();
      lastLook = System.nanoTime();
      if (seams.indicator() != null) {
        seams.indicator().show(readiness().state());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The steward failed: {}", e.getClass().getName());
      synchronized (this) {
        stewardProblem = "the agent failed (" + e.getClass().getSimpleName() + ")";
        refresh();
      }
    }
  }

  /**
   * Looks at the policy file, the hours, the indicator and the pause, and lets gate and state
   * follow them all at once: there is no moment in which one of them is not yet known.
   */
  private synchronized void lookAround() {
    boolean changed = desk.check();
    StateFile before = state;
    Policy policy = desk.policy();
    if (policy != null && !policy.revision().equals(state.policy())) {
      state = state.withPolicy(policy.revision());
    }
    Instant until = state.pausedUntil();
    if (state.paused() && until != null && !clock.instant().isBefore(until)) {
      state = state.withPause(false, null);
    }
    stewardProblem = null;
    if (changed) {
      if (policy == null) {
        LOG.warn("No policy is in force: {}", desk.problem());
      } else {
        warnOfChoices(desk.settings().withoutRule(policy));
      }
      String source = desk.source();
      if (source != null) {
        history.keep(source);
      }
      acknowledged = desk.acknowledgedBy(state);
      putInForce();
      keeper.want(terms());
    }
    keeper.ledger().state(state);
    refresh();
    if (!state.equals(before)) {
      keep();
    }
  }

  /**
   * How the buffer is wanted. Without a policy, one that is there already is opened as it was
   * begun, so that people can look and delete.
   */
  private static void warnOfChoices(int withoutRule) {
    if (withoutRule > 0) {
      LOG.warn(
          "{} of the choices in settings.json name an application that the policy does not name;"
              + " they do nothing",
          withoutRule);
    }
  }

  private BufferKeeper.@Nullable Terms terms() {
    Policy policy = desk.policy();
    if (policy != null) {
      return new BufferKeeper.Terms(policy.buffer(), policy.upload());
    }
    return keeper.buffer() != null || state.keyStore() == null
        ? null
        : new BufferKeeper.Terms(Policy.Buffer.defaults("file".equals(state.keyStore())), null);
  }

  private boolean withinHours() {
    Policy policy = desk.policy();
    Policy.Hours hours = policy == null ? null : policy.capture().hours();
    return hours == null || hours.contains(LocalDateTime.now(clock));
  }

  private boolean visible() {
    Policy policy = desk.policy();
    boolean needed = policy != null && !policy.upload().loopback();
    return !needed || System.nanoTime() - lastVisible < INVISIBLE_NANOS;
  }

  /** Tells gate and pipeline what may be captured: nothing that was not acknowledged. */
  private synchronized void putInForce() {
    Policy granted = acknowledged ? desk.policy() : null;
    gate.policy(granted);
    pipeline.tell(p -> p.policy(granted, System.nanoTime()));
  }

  /** Makes the state anew from everything that it depends on; gate and pipeline follow. */
  private synchronized void refresh() {
    String failure =
        stewardProblem != null
            ? stewardProblem
            : pipelineProblem != null ? pipelineProblem : bufferProblem;
    Instant until = state.pausedUntil();
    readiness =
        new Readiness(
            stopping,
            desk.problem(),
            acknowledged,
            failure,
            opened,
            state.paused(),
            until == null ? null : until.toString(),
            locked,
            withinHours(),
            visible(),
            full);
    announce();
    if (seams.indicator() != null) {
      seams.indicator().show(readiness.state());
    }
    DropReason suspension = readiness.suspension();
    if (suspension == gate.suspension()) {
      return;
    }
    if (suspension == null) {
      pipeline.tell(p -> p.resume(System.nanoTime()));
      gate.suspend(null);
    } else {
      gate.suspend(suspension);
      pipeline.tell(p -> suspend(p, suspension));
    }
  }

  /** What closes the gate drops what is still in memory. */
  private static void suspend(Pipeline p, DropReason suspension) {
    long now = System.nanoTime();
    p.suspend(suspension, now);
    if (suspension == DropReason.PAUSED) {
      p.note(LocalGap.Why.PAUSED, now);
    } else if (suspension == DropReason.SESSION_LOCKED) {
      p.endSession();
      p.note(LocalGap.Why.DROPPED, now);
    }
  }

  private void announce() {
    String why = readiness.why();
    Instant until = state.pausedUntil();
    if (until != null && readiness.state() == AgentStatus.State.PAUSED) {
      why = "until " + LocalDateTime.ofInstant(until, clock.getZone()).withNano(0);
    }
    String line = readiness.state().word() + (why == null ? "" : ": " + why);
    if (!line.equals(said) && readiness.state() != AgentStatus.State.STOPPED) {
      said = line;
      LOG.info("{}", line);
      say.accept(line);
    }
  }

  /** Keeps over a restart what the state is now. */
  private void keep() {
    keeper.ledger().state(state);
    try {
      state.write(dataDir);
    } catch (IOException e) {
      LOG.warn("The agent's state could not be kept ({})", e.getClass().getSimpleName());
    }
  }

  /** Follows the buffer, on the keeper's thread. */
  private final class BufferOwner implements BufferKeeper.Owner {
    @Override
    public void opened(Buffer buffer, Damage damage) {
      recorder.run(any -> any.use(buffer.store().capture(), System.nanoTime()));
      pipeline.tell(p -> p.note(LocalGap.Why.RESTARTED, System.nanoTime()));
      report(damage);
      deletions.resume(buffer.store());
      synchronized (Agent.this) {
        opened = true;
        bufferProblem = null;
        if (!buffer.keys().kind().equals(state.keyStore())) {
          state = state.withKeyStore(buffer.keys().kind());
          keep();
        }
        refresh();
      }
    }

    @Override
    public void closed(@Nullable String why) {
      synchronized (Agent.this) {
        if (why != null && !why.equals(bufferProblem)) {
          LOG.warn("The buffer cannot be opened: {}", why);
        }
        opened = false;
        bufferProblem = why;
        refresh();
      }
      // It shows the buffer that is closed now.
      viewer.close();
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

  /** What the store says of appending; on the recorder's thread. */
  private void trouble(@Nullable StoreException trouble) {
    if (trouble != null && trouble.kind() == StoreException.Kind.DAMAGED) {
      keeper.reopen();
    }
    synchronized (this) {
      full = trouble == null ? null : trouble.getMessage();
      refresh();
    }
  }

  /** Only while the gate is closed: a fresh pipeline takes nothing before it is resumed. */
  private synchronized void installPipeline() {
    pipeline.install(
        new Pipeline(
            seams.focus(),
            seams.elements(),
            seams.terminals(),
            recorder,
            tally,
            accounting,
            new LiveClock(clock, System::nanoTime),
            random,
            random));
    putInForce();
  }

  private void pipelineFailed(Throwable failure) {
    LOG.error("The pipeline failed: {}", failure.getClass().getName());
    tally.episode(DropReason.STOPPED);
    synchronized (this) {
      pipelineProblem =
          "capture stopped on an internal error ("
              + failure.getClass().getSimpleName()
              + ") and starts again by itself";
      refresh();
      if (!stopping) {
        // Tried until it holds; nobody waits for it.
        ScheduledFuture<?> unused =
            steward.schedule(
                this::restartPipeline,
                restarts.nextDelay(System.nanoTime()).toSeconds(),
                TimeUnit.SECONDS);
      }
    }
  }

  private synchronized void restartPipeline() {
    if (!stopping) {
      installPipeline();
      pipeline.tell(p -> p.note(LocalGap.Why.RESTARTED, System.nanoTime()));
      pipelineProblem = null;
      refresh();
    }
  }

  private synchronized @Nullable Policy policy() {
    return desk.policy();
  }

  private synchronized Readiness readiness() {
    return readiness;
  }

  @Override
  public AgentStatus status() {
    Readiness present;
    Policy policy;
    String keyStore;
    synchronized (this) {
      present = readiness;
      policy = desk.policy();
      keyStore = state.keyStore();
    }
    boolean file =
        keyStore == null
            ? policy != null && policy.buffer().fileKeyStore()
            : keyStore.equals("file");
    return Statuses.of(
        present, policy, keeper.buffer(), tally.snapshot(), file ? "file" : "system");
  }

  @Override
  public @Nullable Notice notice() {
    Policy current = policy();
    return current == null ? null : Notices.of(current, readiness().acknowledged());
  }

  @Override
  public AgentStatus acknowledge(String revision) throws ControlException {
    synchronized (this) {
      Policy current = desk.policy();
      String source = desk.source();
      if (current == null || source == null) {
        throw new ControlException("there is no policy to acknowledge: " + desk.problem());
      }
      if (!current.revision().equals(revision)) {
        throw new ControlException(
            "the policy changed meanwhile; read the notice of revision " + current.revision());
      }
      state = state.withAcknowledged(source);
      keep();
      if (!acknowledged) {
        acknowledged = true;
        putInForce();
        refresh();
      }
    }
    return status();
  }

  @Override
  public synchronized LocalSettings settings() {
    return desk.settings();
  }

  @Override
  public void settings(LocalSettings wanted) throws ControlException {
    OwnSettings.keep(dataDir, wanted);
    lookAround();
    // What is in memory under the old choice is dropped before anybody is told that it holds.
    await(pipeline::await, PAUSE_SECONDS);
  }

  @Override
  public Pause pause(@Nullable Duration howLong) throws ControlException {
    Pause pause = Pauses.of(howLong, policy(), clock.instant());
    pauseUntil(pause.until());
    return pause;
  }

  @Override
  public void stopForGood() throws ControlException {
    pauseUntil(null);
  }

  private void pauseUntil(@Nullable Instant end) throws ControlException {
    synchronized (this) {
      state = state.withPause(true, end);
      refresh();
      keep();
    }
    // The gate is closed; what is in memory is dropped next, whether or not that is waited for.
    await(pipeline::await, PAUSE_SECONDS);
  }

  @Override
  public AgentStatus resume() {
    synchronized (this) {
      state = state.withPause(false, null);
      keep();
    }
    lookAround();
    return status();
  }

  @Override
  public DeletionDesk deletions() {
    return deletions;
  }

  @Override
  public List<PolicyDiff> policyChanges() {
    return history.changes();
  }

  private void forgetWaiting(DeletionRequest request, Instant now) throws ControlException {
    Predicate<NewRecord> covered = Deletions.covering(request, now);
    if (Deletions.reachesMemory(request)) {
      pipeline.tell(p -> p.forgetText(System.nanoTime()));
    }
    boolean handedOn = await(pipeline::await, COMMAND_SECONDS);
    recorder.run(
        any -> {
          any.flush(System.nanoTime());
          any.forget(covered);
        });
    if (!handedOn || !await(recorder::await, COMMAND_SECONDS)) {
      throw new ControlException("the agent is too busy to delete now; try again");
    }
  }

  @Override
  public Deletion delete(DeletionRequest request) throws ControlException {
    Instant now = clock.instant();
    forgetWaiting(request, now);
    Buffer open = keeper.buffer();
    if (open == null) {
      throw new ControlException("nothing stored was deleted: " + whyClosed());
    }
    try {
      Deletion deletion = Deletions.perform(open.store().log(), request, now);
      if (deletion.erasure() != null) {
        open.uploader().wake();
      }
      return deletion;
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.DAMAGED) {
        keeper.reopen();
      }
      throw new ControlException(String.valueOf(e.getMessage()));
    }
  }

  private synchronized String whyClosed() {
    if (bufferProblem != null) {
      return bufferProblem;
    }
    return state.keyStore() == null
        ? "nothing was captured here yet"
        : "the buffer is being opened; try again";
  }

  /** Work that is waited for at most so many seconds; false where it was not done in time. */
  private interface Awaited {
    boolean await(long seconds) throws InterruptedException;
  }

  private static boolean await(Awaited work, long seconds) throws ControlException {
    try {
      return work.await(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("the agent is stopping");
    }
  }

  @Override
  public URI viewerUrl() throws ControlException {
    Buffer open = keeper.buffer();
    if (open == null) {
      throw new ControlException("there is nothing to look at: " + whyClosed());
    }
    keeper.ledger().viewerOpened();
    return viewer.url(open.store().log(), this::written);
  }

  private synchronized Optional<Policy> written() {
    return Optional.ofNullable(desk.written());
  }

  /** Stops: sources, pipeline (what is held back is dropped), upload, viewer, indicator, store. */
  @Override
  public void close() {
    synchronized (this) {
      if (stopping) {
        return;
      }
      stopping = true;
      refresh();
    }
    steward.shutdown();
    deletions.close();
    seams.input().close();
    seams.foreground().close();
    seams.focus().close();
    seams.elements().close();
    seams.terminals().close();
    seams.inputMethods().close();
    seams.session().close();
    try {
      if (!pipeline.await(COMMAND_SECONDS)) {
        LOG.warn("The pipeline did not stop in time");
      }
      pipeline.close();
      recorder.run(this::giveUp);
      if (!recorder.await(COMMAND_SECONDS)) {
        LOG.warn("The buffer did not take the last records in time");
      }
      recorder.close();
      viewer.close();
      if (seams.indicator() != null) {
        seams.indicator().close();
      }
      keeper.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the store does not take now is lost. */
  private void giveUp(Recorder last) {
    last.flush(System.nanoTime());
    if (last.forget(waiting -> true)) {
      tally.episode(DropReason.STORE_FULL);
    }
  }
}
