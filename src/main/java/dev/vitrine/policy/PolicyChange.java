package dev.vitrine.policy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a new revision of a policy does that staff have not agreed to yet: plain sentences, none
 * where it only tightens. In doubt a change counts as one: asking once too often is harmless.
 */
public record PolicyChange(List<String> reasons) {
  /** A Monday; any would do to walk through a week. */
  private static final LocalDateTime MONDAY = LocalDate.of(2026, 1, 5).atStartOfDay();

  private static final int MINUTES_PER_WEEK = 7 * 24 * 60;

  public PolicyChange {
    reasons = List.copyOf(reasons);
  }

  /** Compares the policy that was acknowledged with the one that is to come into force. */
  public static PolicyChange between(Policy old, Policy now) {
    List<String> reasons = new ArrayList<>();
    notice(old.notice(), now.notice(), reasons);
    capture(old.capture(), now.capture(), reasons);
    redaction(old.redaction(), now.redaction(), reasons);
    upload(old.upload(), now.upload(), reasons);
    return new PolicyChange(reasons);
  }

  /** Whether capture has to wait until the notice was read again. */
  public boolean requiresAcknowledgement() {
    return !reasons.isEmpty();
  }

  private static void notice(Policy.Notice old, Policy.Notice now, List<String> reasons) {
    if (!old.hash().equals(now.hash())) {
      reasons.add("The notice has a new text.");
    }
    if (!new HashSet<>(old.recipients()).equals(new HashSet<>(now.recipients()))) {
      reasons.add("Other people receive the records: " + String.join(", ", now.recipients()) + ".");
    }
    if (old.retentionDays() != now.retentionDays()) {
      reasons.add(
          "Records are kept for "
              + now.retentionDays()
              + (now.retentionDays() == 1 ? " day" : " days")
              + " instead of "
              + old.retentionDays()
              + ".");
    }
  }

  private static void capture(Policy.Capture old, Policy.Capture now, List<String> reasons) {
    for (AppRule rule : now.apps()) {
      if (widens(rule, old)) {
        reasons.add("More is captured of \"" + rule.name() + "\".");
      }
    }
    List<String> never = now.neverTitles().stream().map(Object::toString).toList();
    if (!old.neverTitles().stream().allMatch(pattern -> never.contains(pattern.toString()))) {
      reasons.add("Fewer window titles stop capture.");
    }
    if (longer(old.hours(), now.hours())) {
      reasons.add("Capture runs at more hours.");
    }
  }

  private static boolean widens(AppRule rule, Policy.Capture old) {
    if (rule.capturesNothing()) {
      return false;
    }
    for (Map.Entry<String, @Nullable String> program : programs(rule).entrySet()) {
      List<AppRule> before =
          old.apps().stream()
              .filter(other -> sameProgram(other, program.getKey(), program.getValue()))
              .toList();
      List<@Nullable String> sites = new ArrayList<>(rule.sites());
      if (sites.isEmpty()) {
        sites.add(null);
      }
      for (String site : sites) {
        if (!covered(rule, site, before)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether the old rules took as much: every one that may have decided for the site, up to the
   * first that certainly did.
   */
  private static boolean covered(AppRule rule, @Nullable String site, List<AppRule> before) {
    for (AppRule other : before) {
      boolean certain =
          other.sites().isEmpty()
              || (site != null
                  && other.sites().stream().anyMatch(outer -> Sites.contains(outer, site)));
      boolean possible =
          certain
              || site == null
              || other.sites().stream().anyMatch(outer -> Sites.overlap(outer, site));
      if (possible && !asWide(other, rule)) {
        return false;
      }
      if (certain) {
        return true;
      }
    }
    return false;
  }

  private static boolean asWide(AppRule old, AppRule now) {
    return old.keystrokes().compareTo(now.keystrokes()) >= 0
        && old.pointer().compareTo(now.pointer()) >= 0
        && old.titles().compareTo(now.titles()) >= 0
        && old.elements().compareTo(now.elements()) >= 0
        && old.unknownFields().compareTo(now.unknownFields()) >= 0
        && (old.browserFallback() || !now.browserFallback());
  }

  /** Every program of a rule with its signer (null = any). */
  private static Map<String, @Nullable String> programs(AppRule rule) {
    Map<String, @Nullable String> programs = new TreeMap<>(Comparator.naturalOrder());
    AppMatch match = rule.match();
    match.linuxExe().forEach(exe -> programs.put("linux " + exe, null));
    match.windowsExe().forEach(exe -> programs.put("windows " + exe, match.windowsPublisher()));
    match.macosBundle().forEach(bundle -> programs.put("macos " + bundle, match.macosTeam()));
    return programs;
  }

  /** Whether the rule takes that program with that signer; a rule without one takes any. */
  private static boolean sameProgram(AppRule rule, String program, @Nullable String signer) {
    Map<String, @Nullable String> programs = programs(rule);
    String known = programs.get(program);
    return programs.containsKey(program) && (known == null || known.equals(signer));
  }

  private static boolean longer(Policy.@Nullable Hours old, Policy.@Nullable Hours now) {
    if (old == null) {
      return false;
    }
    if (now == null) {
      return true;
    }
    for (int minute = 0; minute < MINUTES_PER_WEEK; minute++) {
      LocalDateTime time = MONDAY.plusMinutes(minute);
      if (now.contains(time) && !old.contains(time)) {
        return true;
      }
    }
    return false;
  }

  private static void redaction(Policy.Redaction old, Policy.Redaction now, List<String> reasons) {
    boolean less =
        fewer(old.recognizers(), now.recognizers())
            || !now.regions().containsAll(old.regions())
            || !old.except().containsAll(now.except())
            || !now.dictionary().containsAll(old.dictionary())
            || !old.custom().stream()
                .allMatch(custom -> now.custom().stream().anyMatch(c -> finds(c, custom)));
    if (less) {
      reasons.add("Less is removed from what is captured.");
    }
    if (now.lookBack().compareTo(old.lookBack()) < 0) {
      reasons.add("Finished text is watched for a shorter time before it is stored.");
    }
  }

  private static boolean fewer(List<String> old, List<String> now) {
    return !now.contains("all") && (old.contains("all") || !now.containsAll(old));
  }

  /** Whether {@code now} finds all that {@code old} did. */
  private static boolean finds(Policy.Custom now, Policy.Custom old) {
    return now.pattern().toString().equals(old.pattern().toString())
        && (now.near().isEmpty() || (!old.near().isEmpty() && now.near().containsAll(old.near())));
  }

  private static void upload(Policy.Upload old, Policy.Upload now, List<String> reasons) {
    if (!old.endpoint().equals(now.endpoint())) {
      reasons.add("Records go to another place: " + now.endpoint() + ".");
    }
    if (!Objects.equals(old.sealTo(), now.sealTo())) {
      reasons.add("Others can open the sealed records.");
    }
    if (now.hold().compareTo(old.hold()) < 0) {
      reasons.add("There is less time to look and delete before records are sent.");
    }
  }
}
