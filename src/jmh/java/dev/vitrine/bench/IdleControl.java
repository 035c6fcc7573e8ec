package dev.vitrine.bench;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent that captures nothing, so that the viewer alone is measured. */
final class IdleControl implements AgentControl, DeletionDesk {
  private final CaptureLog log;
  private final Clock clock;

  IdleControl(CaptureLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public AgentStatus status() {
    try {
      CaptureLog.Counts counts = log.counts();
      return new AgentStatus(
          AgentStatus.State.CAPTURING,
          null,
          null,
          new AgentStatus.Records(
              counts.held(), counts.ready(), counts.sent(), counts.quarantined(), 0, 0),
          Map.of(),
          new AgentStatus.Upload(AgentStatus.UploadState.IDLE, null, clock.instant()),
          "file",
          "bench");
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public @Nullable Notice notice() {
    return null;
  }

  @Override
  public AgentStatus acknowledge(String revision) throws ControlException {
    throw refused();
  }

  @Override
  public Pause pause(@Nullable Duration howLong) throws ControlException {
    throw refused();
  }

  @Override
  public void stopForGood() throws ControlException {
    throw refused();
  }

  @Override
  public AgentStatus resume() throws ControlException {
    throw refused();
  }

  @Override
  public LocalSettings settings() {
    return LocalSettings.NONE;
  }

  @Override
  public void settings(LocalSettings wanted) throws ControlException {
    throw refused();
  }

  @Override
  public Deletion delete(DeletionRequest request) throws ControlException {
    throw refused();
  }

  @Override
  public DeletionDesk deletions() {
    return this;
  }

  @Override
  public Pending soon(DeletionRequest request) throws ControlException {
    throw refused();
  }

  @Override
  public void undo(String id) throws ControlException {
    throw refused();
  }

  @Override
  public List<Pending> pending() {
    return List.of();
  }

  @Override
  public List<Done> done() {
    return List.of();
  }

  @Override
  public List<PolicyDiff> policyChanges() {
    return List.of();
  }

  @Override
  public URI viewerUrl() throws ControlException {
    throw refused();
  }

  private static ControlException refused() {
    return new ControlException("this agent only looks on");
  }
}
