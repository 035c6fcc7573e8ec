package dev.vitrine.agent;

import dev.vitrine.control.AgentStatus.State;
import dev.vitrine.tally.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Whether capture may run, from everything that can forbid it; the first that applies is told.
 * Immutable: each change makes a new one, so that state, reason and gate never disagree.
 *
 * @param failure what keeps the agent from working at all (key store, damaged buffer), or null
 * @param noPolicy why there is no policy in force, or null where there is one
 * @param acknowledged whether the notice of the policy in force was read
 * @param paused whether staff paused
 * @param locked whether the desktop session is locked
 * @param withinHours whether the policy's hours admit capture now
 * @param visible whether people can see that capture runs, where that is required
 * @param opened whether the buffer is open
 * @param full why the buffer takes nothing, or null
 */
record Readiness(
    @Nullable String failure,
    @Nullable String noPolicy,
    boolean acknowledged,
    boolean paused,
    @Nullable String pausedUntil,
    boolean locked,
    boolean withinHours,
    boolean visible,
    boolean opened,
    @Nullable String full) {

  /** Nothing is known yet: nothing is captured. */
  static final Readiness START =
      new Readiness(
          null, "no policy was read yet", false, true, null, false, false, false, false, null);

  State state() {
    if (noPolicy != null) {
      return State.NO_POLICY;
    }
    if (!acknowledged) {
      return State.WAITING_FOR_ACKNOWLEDGEMENT;
    }
    if (failure != null) {
      return State.FAILED;
    }
    if (!opened) {
      return State.STOPPED;
    }
    if (paused) {
      return State.PAUSED;
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

  Readiness withFailure(@Nullable String why) {
    return new Readiness(
        why,
        noPolicy,
        acknowledged,
        paused,
        pausedUntil,
        locked,
        withinHours,
        visible,
        opened,
        full);
  }

  Readiness withPolicy(@Nullable String noPolicyWhy, boolean isAcknowledged) {
    return new Readiness(
        failure,
        noPolicyWhy,
        isAcknowledged,
        paused,
        pausedUntil,
        locked,
        withinHours,
        visible,
        opened,
        full);
  }

  Readiness withPause(boolean isPaused, @Nullable String until) {
    return new Readiness(
        failure,
        noPolicy,
        acknowledged,
        isPaused,
        until,
        locked,
        withinHours,
        visible,
        opened,
        full);
  }

  Readiness withLocked(boolean isLocked) {
    return new Readiness(
        failure,
        noPolicy,
        acknowledged,
        paused,
        pausedUntil,
        isLocked,
        withinHours,
        visible,
        opened,
        full);
  }

  Readiness withHours(boolean isWithinHours) {
    return new Readiness(
        failure,
        noPolicy,
        acknowledged,
        paused,
        pausedUntil,
        locked,
        isWithinHours,
        visible,
        opened,
        full);
  }

  Readiness withVisible(boolean isVisible) {
    return new Readiness(
        failure,
        noPolicy,
        acknowledged,
        paused,
        pausedUntil,
        locked,
        withinHours,
        isVisible,
        opened,
        full);
  }

  Readiness withFull(@Nullable String why) {
    return new Readiness(
        failure,
        noPolicy,
        acknowledged,
        paused,
        pausedUntil,
        locked,
        withinHours,
        visible,
        opened,
        why);
  }

  Readiness withOpened(boolean isOpened) {
    return new Readiness(
        failure,
        noPolicy,
        acknowledged,
        paused,
        pausedUntil,
        locked,
        withinHours,
        visible,
        isOpened,
        full);
  }
}
