package dev.vitrine.agent;

import dev.vitrine.control.AgentControl;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyExplainer;

/** What staff are told before capture starts. */
public final class Notices {
  private Notices() {}

  /** The notice of a policy, with what it captures in plain words. */
  public static AgentControl.Notice of(Policy policy, boolean acknowledged) {
    return new AgentControl.Notice(
        policy.organization(),
        policy.revision(),
        policy.notice().text(),
        policy.notice().contact(),
        PolicyExplainer.explain(policy).text(),
        acknowledged,
        policy.upload().loopback());
  }
}
