package dev.vitrine.agent;

import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.tally.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Whether capture may run, from everything that can forbid it; the first that applies is told.
 * Immutable: each change makes a new one, so that state, reason and gate never disagree.
 *
 * @param seen what the last look around found
 * @param failure what keeps the agent from working at all (key store, damaged buffer), or null
 * @param opened whether the buffer is open
 * @param full why the buffer takes nothing, or null
 */
record Readiness(Seen seen, @Nullable String failure, boolean opened, @Nullable String full) {
  /**
   * What one look around finds, as a whole.
   *
   * @param noPolicy why there is no policy in force, or null where there is one
   * @param acknowledged whether the notice of the policy in force was read
   * @param paused whether staff paused
   * @param pausedUntil the end of the pause, null = until resumed
   * @param withinHours whether the policy's hours admit capture now
   * @param visible whether people can see that capture runs, where that is required
   */
  record Seen(
      @Nullable String noPolicy,
      boolean acknowledged,
      boolean paused,
      @Nullable String pausedUntil,
      boolean withinHours,
      boolean visible) {
    /** The same, with the notice read. */
    Seen withAcknowledgement() {
      return new Seen(noPolicy, true, paused, pausedUntil, withinHours, visible);
    }
  }

  /** Nothing is known yet: nothing is captured. */
  static final Readiness START =
      new Readiness(
          new Seen("no policy was read yet", false, true, null, false, false), null, false, null);

  boolean acknowledged() {
    return seen.acknowledged();
  }

  State state() {
    if (seen.noPolicy() != null) {
      return State.NO_POLICY;
    }
    if (!seen.acknowledged()) {
      return State.WAITING_FOR_ACKNOWLEDGEMENT;
    }
    if (failure != null) {
      return State.FAILED;
    }
    if (!opened) {
      return State.STOPPED;
    }
    if (seen.paused()) {
      return State.PAUSED;
    }
    if (!seen.withinHours()) {
      return State.OUTSIDE_HOURS;
    }
    if (!seen.visible()) {
      return State.NOT_VISIBLE;
    }
    return full == null ? State.CAPTURING : State.FULL;
  }

  @Nullable String why() {
    return switch (state()) {
      case FAILED -> failure;
      case NO_POLICY -> seen.noPolicy();
      case WAITING_FOR_ACKNOWLEDGEMENT ->
          "the notice was not acknowledged yet; run: vitrine acknowledge";
      case PAUSED -> seen.pausedUntil();
      case NOT_VISIBLE -> "no indicator is on screen";
      case FULL -> full;
      case STOPPED -> "the agent is starting";
      case CAPTURING, LOCKED, OUTSIDE_HOURS -> null;
    };
  }

  /**
   * Why the gate is closed, or null where it is open. States before a policy is in force count no
   * episode: STOPPED.
   */
  @Nullable DropReason suspension() {
    return switch (state()) {
      case CAPTURING -> null;
      case PAUSED -> DropReason.PAUSED;
      case LOCKED -> DropReason.SESSION_LOCKED;
      case OUTSIDE_HOURS -> DropReason.OUTSIDE_HOURS;
      case NOT_VISIBLE -> DropReason.NOT_VISIBLE;
      case FULL -> DropReason.STORE_FULL;
      case FAILED, NO_POLICY, WAITING_FOR_ACKNOWLEDGEMENT, STOPPED -> DropReason.STOPPED;
    };
  }

  Readiness with(Seen newlySeen) {
    return new Readiness(newlySeen, failure, opened, full);
  }

  Readiness withFailure(@Nullable String why) {
    return new Readiness(seen, why, opened, full);
  }

  Readiness withOpened(boolean isOpened) {
    return new Readiness(seen, failure, isOpened, full);
  }

  Readiness withFull(@Nullable String why) {
    return new Readiness(seen, failure, opened, why);
  }
}
