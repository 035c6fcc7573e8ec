package dev.vitrine.control;

import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.PolicyDiff;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What staff may ask of the agent; the same for command line, viewer and tray. Safe for use by
 * several threads.
 */
public interface AgentControl {
  /** The present state. */
  AgentStatus status();

  /** What staff are told before capture starts, or null where no policy is loaded. */
  @Nullable Notice notice();

  /**
   * Records that the notice of that policy revision was read; refused where another revision is in
   * force by now.
   */
  AgentStatus acknowledge(String revision) throws ControlException;

  /**
   * Pauses; null = until resumed. The outcome says until when, as the policy may bound one pause.
   */
  Pause pause(@Nullable Duration howLong) throws ControlException;

  /** Pauses until resumed, also after a restart; no policy bounds it. */
  void stopForGood() throws ControlException;

  /** Ends a pause. */
  AgentStatus resume() throws ControlException;

  /** What staff chose at this machine; it only tightens the policy. */
  LocalSettings settings();

  /** Keeps other choices; they hold when this returns, and after a restart. */
  void settings(LocalSettings wanted) throws ControlException;

  /**
   * Erases; text that is still in memory from that time is dropped too. Returns when nothing is
   * left that could open it.
   */
  Deletion delete(DeletionRequest request) throws ControlException;

  /** Deletions that can be undone for a moment. */
  DeletionDesk deletions();

  /** What each policy that was in force here changed from the one before, newest first. */
  List<PolicyDiff> policyChanges();

  /** A viewer address with a fresh one-time token. */
  URI viewerUrl() throws ControlException;

  /** The notice of the policy in force; {@code loopback} = the endpoint is this machine. */
  record Notice(
      String organization,
      String revision,
      String text,
      String contact,
      String explanation,
      boolean acknowledged,
      boolean loopback) {}

  /**
   * A pause: until when (null = until resumed), and whether the policy made it shorter than asked.
   */
  record Pause(@Nullable Instant until, boolean clamped) {}

  /**
   * What a deletion did; {@code erasure} is the request filed for what was already sent, or null.
   */
  record Deletion(long records, long alreadySent, @Nullable String erasure) {}

  /** What to delete. */
  sealed interface DeletionRequest {
    /** The last stretch of time. */
    record Last(Duration howLong) implements DeletionRequest {}

    /** What began in {@code [from, to)}. */
    record Between(Instant from, Instant to) implements DeletionRequest {}

    /** One application, by the rule's name. */
    record App(String name) implements DeletionRequest {}

    /** Records by id. */
    record Ids(Set<String> ids) implements DeletionRequest {
      public Ids {
        ids = Set.copyOf(ids);
      }
    }

    /** Everything. */
    record All() implements DeletionRequest {}
  }
}
