package dev.vitrine.agent;

import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.tally.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Whether capture may run, from everything that can forbid it; the first that applies is told.
 * Immutable and made whole at each change, so that state, reason and gate never disagree.
 *
 * @param stopping whether the agent is being stopped
 * @param noPolicy why there is no policy in force, or null where there is one
 * @param acknowledged whether the notice of the policy in force was read
 * @param failure what keeps the agent from working at all (key store, damaged buffer), or null
 * @param opened whether the buffer is open
 * @param paused whether staff paused
 * @param pausedUntil the end of the pause, null = until resumed
 * @param locked whether the session is locked or another one is in front
 * @param withinHours whether the policy's hours admit capture now
 * @param visible whether people can see that capture runs, where that is required
 * @param full why the buffer takes nothing, or null
 */
record Readiness(
    boolean stopping,
    @Nullable String noPolicy,
    boolean acknowledged,
    @Nullable String failure,
    boolean opened,
    boolean paused,
    @Nullable String pausedUntil,
    boolean locked,
    boolean withinHours,
    boolean visible,
    @Nullable String full) {

  /** Nothing is known yet: nothing is captured. */
  static final Readiness START =
      new Readiness(
          false,
          "no policy was read yet",
          false,
          null,
          false,
          true,
          null,
          false,
          false,
          false,
          null);

  State state() {
    if (stopping) {
      return State.STOPPED;
    }
    if (noPolicy != null) {
      return State.NO_POLICY;
    }
    if (!acknowledged) {
      return State.WAITING_FOR_ACKNOWLEDGEMENT;
    }
    if (failure != null) {
      return State.FAILED;
    }
    if (paused) {
      return State.PAUSED;
    }
    if (!opened) {
      return State.STOPPED;
    }
    if (locked) {
      return State.LOCKED;
    }
    if (!withinHours) {
      return State.OUTSIDE_HOURS;
    }
    if (!visible) {
      return State.NOT_VISIBLE;
    }
    return full == null ? State.CAPTURING : State.FULL;
  }

  @Nullable String why() {
    return switch (state()) {
      case FAILED -> failure;
      case NO_POLICY -> noPolicy;
      case WAITING_FOR_ACKNOWLEDGEMENT ->
          "the notice was not acknowledged yet; run: vitrine acknowledge";
      case PAUSED -> pausedUntil;
      case NOT_VISIBLE -> "no indicator is on screen";
      case FULL -> full;
      case STOPPED -> stopping ? "the agent is stopping" : "the buffer is being opened";
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
}
