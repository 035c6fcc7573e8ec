package dev.vitrine.testing;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent without capture: it keeps a state, and deletes from the log it is given. */
public final class FakeAgentControl implements AgentControl {
  private volatile LocalSettings settings = LocalSettings.NONE;

  /** The revision of the policy it claims to have. */
  public static final String REVISION = "2026-11-20.1";

  private final CaptureLog log;
  private final InstantSource clock;
  private final List<DeletionRequest> deleted = new ArrayList<>();
  private final List<DeletionDesk.Pending> pending = new ArrayList<>();
  private final List<DeletionDesk.Done> done = new ArrayList<>();
  private final List<PolicyDiff> changes = new ArrayList<>();
  private boolean held;
  private int wishes;
  private AgentStatus.State state = AgentStatus.State.CAPTURING;
  private AgentStatus.Upload upload =
      new AgentStatus.Upload(AgentStatus.UploadState.IDLE, null, null);
  private @Nullable String why;
  private @Nullable Notice notice =
      new Notice(
          "Example Corp",
          REVISION,
          "We collect examples of how programs are used, to train models that use computers.",
          "privacy@example.com",
          "Text editor: typed text after redaction, clicks and pointer movements.",
          true,
          true);
  private @Nullable Duration maxPause;
  private @Nullable RuntimeException bug;

  public FakeAgentControl(CaptureLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Puts it in a state. */
  public synchronized void be(AgentStatus.State wanted, @Nullable String words) {
    state = wanted;
    why = words;
  }

  /** Sets the notice. */
  public synchronized void tell(@Nullable Notice wanted) {
    notice = wanted;
  }

  /** Sets what the upload does. */
  public synchronized void upload(AgentStatus.Upload wanted) {
    upload = wanted;
  }

  /** Bounds one pause. */
  public synchronized void maxPause(Duration wanted) {
    maxPause = wanted;
  }

  /** The status fails with a bug from now on. */
  public synchronized void breakWith(RuntimeException wanted) {
    bug = wanted;
  }

  /** What was asked to be deleted. */
  public synchronized List<DeletionRequest> deleted() {
    return List.copyOf(deleted);
  }

  @Override
  public synchronized AgentStatus status() {
    if (bug != null) {
      throw bug;
    }
    try {
      CaptureLog.Counts counts = log.counts();
      AgentStatus.Records records =
          new AgentStatus.Records(
              counts.held() / 10 * 10,
              counts.ready(),
              counts.sent(),
              counts.quarantined(),
              counts.erased(),
              counts.expired());
      String policy = notice == null ? null : notice.revision();
      return new AgentStatus(state, why, policy, records, log.drops(), upload, "system", "0.1.0");
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized @Nullable Notice notice() {
    return notice;
  }

  @Override
  public synchronized AgentStatus acknowledge(String revision) throws ControlException {
    Notice told = notice;
    if (told == null || !told.revision().equals(revision)) {
      throw new ControlException("another policy is in force by now; read its notice");
    }
    be(AgentStatus.State.CAPTURING, null);
    return status();
  }

  @Override
  public synchronized Pause pause(@Nullable Duration howLong) {
    Duration most = maxPause;
    boolean clamped = most != null && (howLong == null || howLong.compareTo(most) > 0);
    Duration length = clamped ? most : howLong;
    Instant until = length == null ? null : clock.instant().plus(length);
    be(AgentStatus.State.PAUSED, until == null ? null : until.toString());
    return new Pause(until, clamped);
  }

  @Override
  public synchronized void stopForGood() {
    be(AgentStatus.State.PAUSED, null);
  }

  @Override
  public synchronized AgentStatus resume() {
    be(AgentStatus.State.CAPTURING, null);
    return status();
  }

  @Override
  public synchronized Deletion delete(DeletionRequest request) throws ControlException {
    deleted.add(request);
    try {
      CaptureLog.Deleted done = log.delete(selection(request), clock.instant());
      return new Deletion(done.records(), done.alreadySent(), done.erasure());
    } catch (StoreException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    }
  }

  /** Deletions wait, to be undone, until they are told to go on. */
  public synchronized void holdDeletions() {
    held = true;
  }

  /** What waits is deleted. */
  public synchronized void goOn() throws ControlException {
    held = false;
    for (DeletionDesk.Pending wish : List.copyOf(pending)) {
      pending.remove(wish);
      done.add(0, new DeletionDesk.Done(wish.id(), delete(wish.request())));
    }
  }

  /** What a new policy changed. */
  public synchronized void changed(PolicyDiff diff) {
    changes.add(0, diff);
  }

  @Override
  public synchronized List<PolicyDiff> policyChanges() {
    return List.copyOf(changes);
  }

  @Override
  public DeletionDesk deletions() {
    return new Desk();
  }

  private final class Desk implements DeletionDesk {
    @Override
    public Pending soon(DeletionRequest request) throws ControlException {
      synchronized (FakeAgentControl.this) {
        Pending wish = new Pending("wish-" + ++wishes, request, clock.instant().plus(UNDO), null);
        pending.add(wish);
        if (!held) {
          goOn();
        }
        return wish;
      }
    }

    @Override
    public void undo(String id) throws ControlException {
      synchronized (FakeAgentControl.this) {
        if (!pending.removeIf(wish -> wish.id().equals(id))) {
          throw new ControlException("it is too late to undo this: it is deleted");
        }
      }
    }

    @Override
    public List<Pending> pending() {
      synchronized (FakeAgentControl.this) {
        return List.copyOf(pending);
      }
    }

    @Override
    public List<Done> done() {
      synchronized (FakeAgentControl.this) {
        return List.copyOf(done);
      }
    }
  }

  @Override
  public URI viewerUrl() throws ControlException {
    throw new ControlException("this agent has no viewer");
  }

  private CaptureLog.Selection selection(DeletionRequest request) {
    if (request instanceof DeletionRequest.Last last) {
      Instant now = clock.instant();
      return new CaptureLog.Selection.Between(now.minus(last.howLong()), now.plusMillis(1));
    }
    if (request instanceof DeletionRequest.Between between) {
      return new CaptureLog.Selection.Between(between.from(), between.to());
    }
    if (request instanceof DeletionRequest.App app) {
      return new CaptureLog.Selection.App(app.name());
    }
    if (request instanceof DeletionRequest.Ids ids) {
      return new CaptureLog.Selection.Ids(ids.ids());
    }
    return new CaptureLog.Selection.All();
  }

  @Override
  public LocalSettings settings() {
    return settings;
  }

  @Override
  public void settings(LocalSettings wanted) throws ControlException {
    settings = wanted;
  }
}
