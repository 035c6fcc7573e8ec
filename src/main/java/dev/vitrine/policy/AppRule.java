package dev.vitrine.policy;

import java.util.List;

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
   * Whether the page's host (with its port, where it is not the default) is one of the rule's
   * sites.
   */
  public boolean admitsHost(String host) {
    return sites.contains(host);
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
