package dev.vitrine.capture;

import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Site;
import dev.vitrine.event.Window;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.Policy;
import dev.vitrine.tally.DropReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy says of one window. */
sealed interface Admission {
  /** A rule admits it. */
  record Admitted(AppRule rule) implements Admission {}

  /** It is not to be captured. */
  record Denied(DropReason why) implements Admission {}

  /** The rule that admits it, or null. */
  default @Nullable AppRule ruleOrNull() {
    return this instanceof Admitted admitted ? admitted.rule() : null;
  }

  /** Nothing is in front, or nothing is known of it. */
  static Admission unknown() {
    return new Denied(DropReason.NOT_ALLOWED);
  }

  /**
   * Decides for one window: by the executable's real path, never by title or class; a title on the
   * never-list denies; a rule with sites also needs a known, public, listed page. The first rule
   * that matches decides; one of which no record can come (staff excluded the application) denies.
   */
  static Admission of(@Nullable Policy policy, @Nullable Window window) {
    if (policy == null
        || window == null
        || !(window.app() instanceof AppIdentity.Executable executable)) {
      return unknown();
    }
    if (policy.capture().neverTitles().stream().anyMatch(p -> p.matcher(window.title()).find())) {
      return unknown();
    }
    Site site = window.site();
    String host = site == null || site.isPrivate() ? null : site.host();
    List<AppRule> rules = policy.rulesFor(executable.path());
    return rules.stream()
        .filter(rule -> rule.admitsSite(host))
        .findFirst()
        .map(rule -> rule.capturesNothing() ? unknown() : new Admitted(rule))
        .orElseGet(() -> rules.isEmpty() ? unknown() : new Denied(DropReason.SITE_UNKNOWN));
  }
}
