package dev.vitrine.upload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the upload does, why, and when it goes on; {@code why} is one line without content, {@code
 * next} null where nothing is planned.
 */
public record UploadStatus(State state, @Nullable String why, @Nullable Instant next) {
  /** What the upload does. */
  public enum State {
    /** Nothing is ready to be sent. */
    IDLE,
    /** A request is on its way. */
    SENDING,
    /** It tries again later by itself. */
    WAITING,
    /** Something must change first. */
    PAUSED
  }
}
