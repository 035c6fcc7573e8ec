package dev.vitrine.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code capture.apps}: which program, and what is captured of it. An absent mode is
 * the narrowest.
 */
public record AppRule(
    String name,
    AppMatch match,
    List<String> sites,
    KeystrokeMode keystrokes,
    PointerMode pointer,
    TitleMode titles,
    ElementMode elements,
    UnknownFields unknownFields,
    boolean browserFallback) {
  public AppRule {
    sites = List.copyOf(sites);
  }

  /**
   * Whether the rule holds on a site: host, with {@code :port} where that is not the default; null
   * = unknown, or no browser. A rule without sites holds everywhere, one with sites never on an
   * unknown one.
   */
  public boolean admitsSite(@Nullable String site) {
    return sites.isEmpty()
        || (site != null && sites.stream().anyMatch(pattern -> Sites.matches(pattern, site)));
  }

  /** Whether no record can come of it; a title alone is not one. */
  public boolean capturesNothing() {
    return keystrokes == KeystrokeMode.NONE
        && pointer == PointerMode.NONE
        && elements == ElementMode.NONE;
  }

  /** Keystroke modes, narrowest first; a wider one includes the narrower ones. */
  public enum KeystrokeMode {
    NONE,
    SHORTCUTS,
    SHAPE,
    TEXT
  }

  /** Pointer modes, narrowest first. */
  public enum PointerMode {
    NONE,
    CLICKS,
    PATH
  }

  /** Window titles. */
  public enum TitleMode {
    NONE,
    REDACTED
  }

  /** User-interface elements. */
  public enum ElementMode {
    NONE,
    ROLES,
    NAMES
  }

  /** What happens to text where nobody can say what kind of field has the focus. */
  public enum UnknownFields {
    DENY,
    ALLOW
  }
}
