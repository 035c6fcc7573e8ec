package dev.vitrine.agent;

import dev.vitrine.control.AgentStatus;
import dev.vitrine.policy.Policy;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import dev.vitrine.tally.DropReason;
import dev.vitrine.upload.UploadStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts {@code status} together. */
final class Statuses {
  private static final AgentStatus.Records NO_RECORDS = new AgentStatus.Records(0, 0, 0, 0, 0, 0);
  private static final AgentStatus.Upload NO_UPLOAD =
      new AgentStatus.Upload(AgentStatus.UploadState.IDLE, null, null);

  private Statuses() {}

  /** The status of a running agent. */
  static AgentStatus of(
      Readiness readiness,
      @Nullable Policy policy,
      @Nullable Buffer buffer,
      Map<DropReason, Long> drops,
      String keyStore) {
    return new AgentStatus(
        readiness.state(),
        readiness.why(),
        policy == null ? null : policy.revision(),
        buffer == null ? NO_RECORDS : counts(buffer.store().log()),
        drops,
        buffer == null ? NO_UPLOAD : upload(buffer.uploader().status()),
        keyStore,
        Version.NUMBER);
  }

  /** The status without a running agent; {@code log} is null where there is no buffer yet. */
  static AgentStatus stopped(StateFile state, @Nullable CaptureLog log, @Nullable String why) {
    return new AgentStatus(
        AgentStatus.State.STOPPED,
        why,
        state.policy(),
        log == null ? NO_RECORDS : counts(log),
        log == null ? Map.of() : drops(log),
        NO_UPLOAD,
        state.keyStore() == null ? "system" : state.keyStore(),
        Version.NUMBER);
  }

  private static AgentStatus.Records counts(CaptureLog log) {
    try {
      CaptureLog.Counts counts = log.counts();
      return new AgentStatus.Records(
          counts.held() / 10 * 10,
          counts.ready(),
          counts.sent(),
          counts.quarantined(),
          counts.erased(),
          counts.expired());
    } catch (StoreException e) {
      return NO_RECORDS;
    }
  }

  private static Map<DropReason, Long> drops(CaptureLog log) {
    try {
      return log.drops();
    } catch (StoreException e) {
      return Map.of();
    }
  }

  private static AgentStatus.Upload upload(UploadStatus status) {
    AgentStatus.UploadState state =
        switch (status.state()) {
          case IDLE -> AgentStatus.UploadState.IDLE;
          case SENDING -> AgentStatus.UploadState.SENDING;
          case WAITING -> AgentStatus.UploadState.WAITING;
          case PAUSED -> AgentStatus.UploadState.PAUSED;
        };
    return new AgentStatus.Upload(state, status.why(), status.next());
  }
}
