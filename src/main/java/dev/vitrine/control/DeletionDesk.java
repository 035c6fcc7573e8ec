package dev.vitrine.control;

import dev.vitrine.control.AgentControl.DeletionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletions that can be undone for a moment. What is asked for is hidden at once, and until it is
 * deleted or the wish is undone nothing at all is sent. A wish outlives a restart. Safe for use by
 * several threads.
 */
public interface DeletionDesk {
  /** How long a deletion can be undone. */
  Duration UNDO = Duration.ofSeconds(10);

  /** Deletes after {@link #UNDO}; text that is still in memory is dropped now, for good. */
  Pending soon(DeletionRequest request) throws ControlException;

  /** Takes a wish back; refused where it is carried out by now. */
  void undo(String id) throws ControlException;

  /** What is not carried out yet, oldest first. */
  List<Pending> pending();

  /** The latest that were carried out, newest first. */
  List<Done> done();

  /**
   * A wish; stretches of time in it have a beginning and an end.
   *
   * @param until when it is carried out
   * @param problem why it could not be carried out so far, or null; it is tried again
   */
  record Pending(String id, DeletionRequest request, Instant until, @Nullable String problem) {}

  /** What became of one. */
  record Done(String id, AgentControl.Deletion deletion) {}
}
