package dev.vitrine.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What staff chose at their own machine. It can only tighten a policy: {@link #tighten} takes the
 * narrower of two modes, the longer of two holds, and removes more words, whatever is written here.
 *
 * @param apps by the policy rule's name; names that no rule has mean nothing
 * @param hold how long records wait at least before they are sent, or null = as the policy says
 * @param dictionary further words that are removed
 */
public record LocalSettings(
    Map<String, App> apps, @Nullable Duration hold, List<String> dictionary) {
  /** Nothing was chosen. */
  public static final LocalSettings NONE = new LocalSettings(Map.of(), null, List.of());

  public LocalSettings {
    apps = Map.copyOf(apps);
    dictionary = List.copyOf(dictionary);
  }

  /** What staff chose for one rule; null = as the policy says. */
  public record App(
      boolean excluded,
      AppRule.@Nullable KeystrokeMode keystrokes,
      AppRule.@Nullable PointerMode pointer,
      AppRule.@Nullable TitleMode titles,
      AppRule.@Nullable ElementMode elements) {
    /** As the policy says. */
    public static final App NONE = new App(false, null, null, null, null);

    private static final App EXCLUDED = new App(true, null, null, null, null);

    private AppRule tighten(AppRule rule) {
      if (excluded) {
        // It stays in its place, so that no later and wider rule decides instead.
        return with(
            rule,
            AppRule.KeystrokeMode.NONE,
            AppRule.PointerMode.NONE,
            AppRule.TitleMode.NONE,
            AppRule.ElementMode.NONE);
      }
      return with(
          rule,
          narrower(rule.keystrokes(), keystrokes),
          narrower(rule.pointer(), pointer),
          narrower(rule.titles(), titles),
          narrower(rule.elements(), elements));
    }

    private static <E extends Enum<E>> E narrower(E policy, @Nullable E own) {
      return own != null && own.compareTo(policy) < 0 ? own : policy;
    }

    private static AppRule with(
        AppRule rule,
        AppRule.KeystrokeMode keystrokes,
        AppRule.PointerMode pointer,
        AppRule.TitleMode titles,
        AppRule.ElementMode elements) {
      return new AppRule(
          rule.name(),
          rule.match(),
          rule.sites(),
          keystrokes,
          pointer,
          titles,
          elements,
          rule.unknownFields(),
          rule.browserFallback());
    }
  }

  /** What was chosen for the rule of that name. */
  public App app(String name) {
    return apps.getOrDefault(name, App.NONE);
  }

  /** For how many applications something was chosen that no rule of the policy has the name of. */
  public int withoutRule(Policy policy) {
    Set<String> names = new HashSet<>(apps.keySet());
    policy.capture().apps().forEach(rule -> names.remove(rule.name()));
    return names.size();
  }

  /** The policy as it holds at this machine. */
  public Policy tighten(Policy policy) {
    List<AppRule> rules =
        policy.capture().apps().stream().map(rule -> app(rule.name()).tighten(rule)).toList();
    Policy.Capture capture =
        new Policy.Capture(rules, policy.capture().neverTitles(), policy.capture().hours());
    return new Policy(
        policy.organization(),
        policy.revision(),
        policy.notice(),
        capture,
        redaction(policy.redaction()),
        policy.buffer(),
        upload(policy.upload()),
        policy.staff());
  }

  private Policy.Redaction redaction(Policy.Redaction redaction) {
    List<String> words = new ArrayList<>(redaction.dictionary());
    dictionary.stream().filter(word -> !words.contains(word)).forEach(words::add);
    return new Policy.Redaction(
        redaction.recognizers(),
        redaction.except(),
        redaction.regions(),
        redaction.lookBack(),
        redaction.custom(),
        words);
  }

  private Policy.Upload upload(Policy.Upload upload) {
    if (hold == null || hold.compareTo(upload.hold()) <= 0) {
      return upload;
    }
    return new Policy.Upload(
        upload.endpoint(),
        hold,
        upload.maxKilobytesPerSecond(),
        upload.maxMegabytesPerDay(),
        upload.waitOnMetered(),
        upload.waitOnBattery(),
        upload.auth(),
        upload.systemProxy(),
        upload.trustedCertificates(),
        upload.sealTo(),
        upload.receiptKey());
  }

  /** The same, with an application excluded, or as the policy and its other choices say again. */
  public LocalSettings withExcluded(String name, boolean excluded) {
    App app = app(name);
    return with(
        name,
        excluded && app.equals(App.NONE)
            ? App.EXCLUDED
            : new App(excluded, app.keystrokes(), app.pointer(), app.titles(), app.elements()));
  }

  /** The same, with other modes for an application; whether it is excluded stays. */
  public LocalSettings withModes(String name, App modes) {
    return with(
        name,
        new App(
            app(name).excluded(),
            modes.keystrokes(),
            modes.pointer(),
            modes.titles(),
            modes.elements()));
  }

  private LocalSettings with(String name, App app) {
    Map<String, App> all = new TreeMap<>(apps);
    if (app.equals(App.NONE)) {
      all.remove(name);
    } else {
      all.put(name, app);
    }
    return new LocalSettings(all, hold, dictionary);
  }

  /** The same, with another hold; null = as the policy says. */
  public LocalSettings withHold(@Nullable Duration longer) {
    return new LocalSettings(apps, longer, dictionary);
  }

  /** The same, with other words. */
  public LocalSettings withDictionary(List<String> words) {
    return new LocalSettings(apps, hold, words);
  }

  @Override
  public String toString() {
    return "LocalSettings[" + apps.size() + " apps, " + dictionary.size() + " words]";
  }
}
