package dev.vitrine.testing;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.tally.DropReason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An agent that answers what a test gave it and remembers what it was asked. */
public final class ScriptedAgentControl implements AgentControl {
  private volatile LocalSettings settings = LocalSettings.NONE;

  /** What it was asked, in order. */
  public final List<Object> asked = new CopyOnWriteArrayList<>();

  /** The answers. */
  public volatile AgentStatus status = status(AgentStatus.State.CAPTURING, null);

  public volatile @Nullable Notice notice;
  public volatile Pause pause = new Pause(null, false);
  public volatile Deletion deletion = new Deletion(0, 0, null);

  /** Where not null, every request that may fail is refused with this. */
  public volatile @Nullable String refusal;

  /** A status with every field filled. */
  public static AgentStatus status(AgentStatus.State state, @Nullable String why) {
    return new AgentStatus(
        state,
        why,
        "r1",
        new AgentStatus.Records(10, 2, 3, 4, 5, 6),
        Map.of(DropReason.PROTECTED, 2L, DropReason.PAUSED, 1L),
        new AgentStatus.Upload(
            AgentStatus.UploadState.WAITING, "offline", Instant.parse("2026-11-20T08:00:00Z")),
        "file",
        "0.1.0");
  }

  @Override
  public AgentStatus status() {
    return status;
  }

  @Override
  public @Nullable Notice notice() {
    return notice;
  }

  @Override
  public AgentStatus acknowledge(String revision) throws ControlException {
    ask("acknowledge " + revision);
    return status;
  }

  @Override
  public Pause pause(@Nullable Duration howLong) throws ControlException {
    ask("pause " + howLong);
    return pause;
  }

  @Override
  public void stopForGood() throws ControlException {
    ask("stop for good");
  }

  @Override
  public AgentStatus resume() throws ControlException {
    ask("resume");
    return status;
  }

  @Override
  public Deletion delete(DeletionRequest request) throws ControlException {
    ask(request);
    return deletion;
  }

  @Override
  public DeletionDesk deletions() {
    throw new UnsupportedOperationException("only the viewer undoes deletions");
  }

  @Override
  public List<PolicyDiff> policyChanges() {
    return List.of();
  }

  @Override
  public URI viewerUrl() throws ControlException {
    ask("viewer");
    return URI.create("http://127.0.0.1:7070/?token=once");
  }

  private void ask(Object what) throws ControlException {
    asked.add(what);
    String why = refusal;
    if (why != null) {
      throw new ControlException(why);
    }
  }

  @Override
  public LocalSettings settings() {
    return settings;
  }

  @Override
  public void settings(LocalSettings wanted) throws ControlException {
    ask("settings " + wanted);
    settings = wanted;
  }
}
