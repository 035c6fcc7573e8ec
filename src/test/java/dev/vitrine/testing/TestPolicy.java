package dev.vitrine.testing;

import com.google.re2j.Pattern;
import dev.vitrine.policy.AppMatch;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.AppRule.ElementMode;
import dev.vitrine.policy.AppRule.KeystrokeMode;
import dev.vitrine.policy.AppRule.PointerMode;
import dev.vitrine.policy.AppRule.TitleMode;
import dev.vitrine.policy.AppRule.UnknownFields;
import dev.vitrine.policy.Policy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Policies and rules for tests, without a file. A rule starts with everything admitted. */
public final class TestPolicy {
  private TestPolicy() {}

  /** A policy of these rules, without never-titles. */
  public static Policy of(AppRule... rules) {
    return of(List.of(), rules);
  }

  /** A policy of these rules; a title that one of the patterns finds is never captured. */
  public static Policy of(List<String> neverTitles, AppRule... rules) {
    return new Policy(
        "Example Corp",
        "r1",
        new Policy.Notice("notice", "privacy@example.com", List.of("Training"), 30),
        new Policy.Capture(
            List.of(rules), neverTitles.stream().map(Pattern::compile).toList(), null),
        Policy.Redaction.defaults(),
        new Policy.Buffer(512, 14, 30, true),
        new Policy.Upload(
            URI.create("http://127.0.0.1:8080"),
            Duration.ZERO,
            null,
            null,
            false,
            false,
            new Policy.Auth.None(),
            true,
            null,
            null,
            null),
        new Policy.Staff(null));
  }

  /** A rule that admits everything of one executable; named after it. */
  public static AppRule everything(String exe) {
    return new AppRule(
        exe.substring(exe.lastIndexOf('/') + 1),
        new AppMatch(List.of(exe), List.of(), null, List.of(), null),
        List.of(),
        KeystrokeMode.TEXT,
        PointerMode.PATH,
        TitleMode.REDACTED,
        ElementMode.NAMES,
        UnknownFields.DENY,
        false);
  }

  /** The rule with another keystroke mode. */
  public static AppRule with(AppRule rule, KeystrokeMode keystrokes) {
    return copy(rule, keystrokes, rule.pointer(), rule.unknownFields(), rule.sites());
  }

  /** The rule with another pointer mode. */
  public static AppRule with(AppRule rule, PointerMode pointer) {
    return copy(rule, rule.keystrokes(), pointer, rule.unknownFields(), rule.sites());
  }

  /** The rule with another answer to unknown fields. */
  public static AppRule with(AppRule rule, UnknownFields unknownFields) {
    return copy(rule, rule.keystrokes(), rule.pointer(), unknownFields, rule.sites());
  }

  /** The rule for these sites only. */
  public static AppRule onSites(AppRule rule, String... sites) {
    List<String> all = Stream.of(sites).toList();
    return copy(rule, rule.keystrokes(), rule.pointer(), rule.unknownFields(), all);
  }

  /** The rule without titles and elements. */
  public static AppRule plain(AppRule rule) {
    return new AppRule(
        rule.name(),
        rule.match(),
        rule.sites(),
        rule.keystrokes(),
        rule.pointer(),
        TitleMode.NONE,
        ElementMode.NONE,
        rule.unknownFields(),
        rule.browserFallback());
  }

  private static AppRule copy(
      AppRule rule,
      KeystrokeMode keystrokes,
      PointerMode pointer,
      UnknownFields unknownFields,
      List<String> sites) {
    return new AppRule(
        rule.name(),
        rule.match(),
        sites,
        keystrokes,
        pointer,
        rule.titles(),
        rule.elements(),
        unknownFields,
        rule.browserFallback());
  }
}
