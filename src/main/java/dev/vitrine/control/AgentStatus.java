package dev.vitrine.control;

import dev.vitrine.tally.DropReason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status --json} says; field by field the contract of the command line. {@code why} of
 * {@link State#PAUSED} is the end of the pause as an ISO 8601 instant, null = until resumed; of any
 * other state it is words for people, or null.
 */
public record AgentStatus(
    State state,
    @Nullable String why,
    @Nullable String policy,
    Records records,
    Map<DropReason, Long> drops,
    Upload upload,
    String keyStore,
    String version) {
  public AgentStatus {
    drops = Map.copyOf(drops);
  }

  /** Whether anything is captured, and if not, why not. */
  public enum State {
    CAPTURING,
    PAUSED,
    WAITING_FOR_ACKNOWLEDGEMENT,
    NO_POLICY,
    OUTSIDE_HOURS,
    NOT_VISIBLE,
    LOCKED,
    FULL,
    FAILED,
    STOPPED;

    /** As written in JSON: lower case, with hyphens. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Numbers of records; {@code held} is rounded down to 10. */
  public record Records(
      long held, long ready, long sent, long quarantined, long erased, long expired) {}

  /** The upload: what it does, why, and when it goes on. */
  public record Upload(UploadState state, @Nullable String why, @Nullable Instant next) {}

  /** What the upload does. */
  public enum UploadState {
    IDLE,
    SENDING,
    WAITING,
    PAUSED
  }
}
