package dev.vitrine.capture;

import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.policy.Policy;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import org.jspecify.annotations.Nullable;

/**
 * The first gate, on the hook thread: by the agent's state and the active application. What it
 * denies is forgotten at once and never queued. Episodes are counted when a state begins, not when
 * input comes, so that counts tell nothing of the input.
 *
 * <p>Closed until told otherwise. {@link #admits} may be called from the hook thread while other
 * threads change the state.
 */
public final class Gate {
  private final Tally tally;
  private final InputAccounting accounting;

  private @Nullable DropReason suspension = DropReason.STOPPED;
  private @Nullable Policy policy;
  private @Nullable Window active;
  private Admission admission = Admission.unknown();

  /** Why the policy keeps the gate closed now, or null; each new reason is one episode. */
  private @Nullable DropReason denial;

  /** Whether the hook thread may let input through; the only thing that it reads. */
  private volatile boolean open;

  /** A closed gate. */
  public Gate(Tally tally, InputAccounting accounting) {
    this.tally = tally;
    this.accounting = accounting;
  }

  /**
   * Whether the event may enter the queue. Called for each event on the hook thread; takes no lock.
   */
  public boolean admits(RawInput input) {
    if (open) {
      return true;
    }
    accounting.count(InputAccounting.Fate.DENIED);
    return false;
  }

  /** Closes the gate for a reason, or opens it to the policy with null. */
  public synchronized void suspend(@Nullable DropReason reason) {
    if (reason != suspension) {
      suspension = reason;
      if (reason != null && reason != DropReason.STOPPED) {
        tally.episode(reason);
      }
    }
    update();
  }

  /** Why the gate is closed for everything, or null. */
  public synchronized @Nullable DropReason suspension() {
    return suspension;
  }

  /** Puts a policy in force; null denies everything. */
  public synchronized void policy(@Nullable Policy newPolicy) {
    policy = newPolicy;
    decide();
  }

  /** Takes news of the active window. */
  public synchronized void scene(Scene scene) {
    active = scene.active();
    decide();
  }

  private void decide() {
    admission = Admission.of(policy, active);
    update();
  }

  private void update() {
    open = suspension == null && admission instanceof Admission.Admitted;
    DropReason before = denial;
    denial = presentDenial();
    if (denial != null && denial != before) {
      tally.episode(denial);
    }
  }

  /** Where no window is active there is nobody to be denied. */
  private @Nullable DropReason presentDenial() {
    boolean inForce = suspension == null && active != null && policy != null;
    return inForce && admission instanceof Admission.Denied denied ? denied.why() : null;
  }
}
