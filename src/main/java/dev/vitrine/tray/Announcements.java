package dev.vitrine.tray;

import dev.vitrine.control.AgentStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What staff are told beside the icon: once a start that capture began, and that a notice waits;
 * and whenever another revision of the policy is in force than the one before.
 */
final class Announcements {
  private @Nullable String policy;
  private boolean captureTold;
  private boolean noticeTold;

  /** {@code policy} is the revision that was in force last, by what is remembered; or null. */
  Announcements(@Nullable String policy) {
    this.policy = policy;
  }

  /** What is to be told of this status, after those before. */
  List<Announcement> of(AgentStatus status) {
    List<Announcement> news = new ArrayList<>();
    Sign sign = Sign.of(status.state());
    String present = status.policy();
    boolean changed = false;
    if (present != null) {
      changed = policy != null && !present.equals(policy);
      policy = present;
      if (changed) {
        news.add(
            new Announcement(
                sign, TrayTexts.get("notify.policy"), TrayTexts.get("notify.policy.why", present)));
      }
    }
    boolean waits = status.state() == AgentStatus.State.WAITING_FOR_ACKNOWLEDGEMENT;
    if (waits && (changed || !noticeTold)) {
      noticeTold = true;
      news.add(told(sign, "notify.notice"));
    }
    if (status.state() == AgentStatus.State.CAPTURING && !captureTold) {
      captureTold = true;
      news.add(told(sign, "notify.capturing"));
    }
    return news;
  }

  private static Announcement told(Sign sign, String name) {
    return new Announcement(sign, TrayTexts.get(name), TrayTexts.get(name + ".why"));
  }
}
