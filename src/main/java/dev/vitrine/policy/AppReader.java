package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code capture.apps}: which programs, and what is captured of them. */
final class AppReader {
  private static final int MAX_NAME = 100;
  private static final int MAX_PATH = 4000;

  private static final List<String> KEYS =
      List.of(
          "name",
          "match",
          "sites",
          "keystrokes",
          "pointer",
          "titles",
          "elements",
          "unknownFields",
          "browserFallback");

  private static final Pattern WINDOWS_PATH =
      Pattern.compile("(?i)([a-z]:|%[a-z0-9_()]+%)(\\\\[^\\\\/:*?\"<>|]+)+\\.exe");
  private static final Pattern BUNDLE = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
  private static final Pattern TEAM = Pattern.compile("[A-Z0-9]{10}");

  private final Problems problems;

  /** Programs that have a rule already, with the sites of each. */
  private final Map<String, List<Set<String>>> taken = new HashMap<>();

  AppReader(Problems problems) {
    this.problems = problems;
  }

  List<AppRule> read(Section capture) {
    List<AppRule> rules = new ArrayList<>();
    Set<String> appNames = new HashSet<>();
    for (Section app : capture.sections("apps", KEYS)) {
      String name = app.text("name", MAX_NAME);
      if (!Words.printable(name).equals(name)) {
        app.error("name", "must be one line of printable text");
      }
      if (!name.isEmpty() && !appNames.add(name)) {
        app.error("name", "is used by another rule");
      }
      rules.add(rule(app, name));
    }
    return rules;
  }

  private AppRule rule(Section app, String name) {
    List<String> sites = sites(app);
    AppMatch match = match(app, Set.copyOf(sites));
    Boolean fallback = app.choice("browserFallback", Map.of("accessibility", true), false);
    if (fallback && !app.has("sites")) {
      app.error("browserFallback", "belongs to a rule with \"sites\"");
    }
    AppRule rule =
        new AppRule(
            name,
            match,
            sites,
            app.choice("keystrokes", AppRule.KeystrokeMode.class, AppRule.KeystrokeMode.NONE),
            app.choice("pointer", AppRule.PointerMode.class, AppRule.PointerMode.NONE),
            app.choice("titles", AppRule.TitleMode.class, AppRule.TitleMode.NONE),
            app.choice("elements", AppRule.ElementMode.class, AppRule.ElementMode.NONE),
            app.choice("unknownFields", AppRule.UnknownFields.class, AppRule.UnknownFields.DENY),
            fallback);
    warnings(app, rule);
    return rule;
  }

  private void warnings(Section app, AppRule rule) {
    if (rule.capturesNothing()) {
      problems.warn(
          app.where(),
          "this rule captures nothing: \"keystrokes\", \"pointer\" and \"elements\" are \"none\"");
    }
    if (rule.unknownFields() == AppRule.UnknownFields.ALLOW) {
      problems.warn(
          app.at("unknownFields"),
          "\"allow\" takes text from fields that nobody can tell from a password field");
    }
    if (rule.browserFallback()) {
      problems.warn(
          app.at("browserFallback"),
          "the page's address is taken from the accessibility tree, which private windows are"
              + " harder to tell in");
    }
    AppMatch match = rule.match();
    if (!match.windowsExe().isEmpty() && match.windowsPublisher() == null) {
      problems.warn(app.at("match"), "without \"publisher\" any program at that path is taken");
    }
    if (!match.macosBundle().isEmpty() && match.macosTeam() == null) {
      problems.warn(app.at("match"), "without \"team\" any program of that bundle name is taken");
    }
  }

  private List<String> sites(Section app) {
    List<String> sites = new ArrayList<>();
    for (Json.Text text : app.texts("sites", 1, MAX_PATH)) {
      String site = Sites.normal(text.value());
      String problem = Sites.problem(site);
      if (problem != null) {
        problems.error(text, "site " + Words.quote(text.value()) + ": " + problem);
      } else {
        sites.add(site);
      }
    }
    return sites;
  }

  private AppMatch match(Section app, Set<String> sites) {
    Section match = app.requiredSection("match", List.of("linux", "windows", "macos"));
    if (match == null) {
      return new AppMatch(List.of(), List.of(), null, List.of(), null);
    }
    if (!match.has("linux") && !match.has("windows") && !match.has("macos")) {
      app.error("match", "must have at least one of \"linux\", \"windows\", \"macos\"");
    }
    List<String> linux = List.of();
    Section linuxSection = match.section("linux", List.of("exe"));
    if (linuxSection != null) {
      linux = programs(linuxSection, "exe", app, sites);
    }
    List<String> windows = List.of();
    String publisher = null;
    Section windowsSection = match.section("windows", List.of("exe", "publisher"));
    if (windowsSection != null) {
      windows = programs(windowsSection, "exe", app, sites, true);
      publisher = windowsSection.optionalText("publisher", MAX_PATH);
    }
    List<String> bundles = List.of();
    String team = null;
    Section macos = match.section("macos", List.of("bundle", "team"));
    if (macos != null) {
      bundles = programs(macos, "bundle", app, sites);
      team = macos.optionalText("team", MAX_PATH);
      if (team != null && !TEAM.matches(team)) {
        macos.error("team", "must be ten capital letters and digits");
      }
    }
    return new AppMatch(linux, windows, publisher, bundles, team);
  }

  private List<String> programs(Section section, String key, Section app, Set<String> sites) {
    return programs(section, key, app, sites, false);
  }

  private List<String> programs(
      Section section, String key, Section app, Set<String> sites, boolean windows) {
    section.require(key);
    List<String> programs = new ArrayList<>();
    for (Json.Text text : section.texts(key, 1, MAX_PATH)) {
      String problem = shape(text.value(), key, windows);
      if (problem == null) {
        problem = kind(text.value(), app);
      }
      if (problem == null) {
        problem = twice(windows ? text.value().toLowerCase(Locale.ROOT) : text.value(), sites);
      }
      if (problem != null) {
        problems.error(text, problem);
      }
      programs.add(text.value());
    }
    return programs;
  }

  private static @Nullable String shape(String value, String key, boolean windows) {
    if (key.equals("bundle")) {
      return BUNDLE.matches(value) ? null : "a bundle is written as in \"com.example.editor\"";
    }
    if (windows) {
      return WINDOWS_PATH.matches(value) && !value.contains("\\..\\")
          ? null
          : "a Windows program is an absolute path to an .exe, as in"
              + " \"%ProgramFiles%\\\\Editor\\\\editor.exe\"";
    }
    boolean good =
        value.startsWith("/")
            && !value.endsWith("/")
            && Words.printable(value).equals(value)
            && List.of(value.substring(1).split("/", -1)).stream()
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!good) {
      return "a Linux program is an absolute path without . and .., as in \"/usr/bin/mousepad\"";
    }
    return value.contains("*") || value.contains("?")
        ? "a program is one path; * and ? stand for nothing here"
        : null;
  }

  private static @Nullable String kind(String value, Section app) {
    if (KnownPrograms.INTERPRETERS.contains(value)) {
      return Words.quote(value)
          + " runs other programs: the rule would let anything in; name the program itself";
    }
    if (KnownPrograms.BROWSERS.contains(value) && !app.has("sites")) {
      return Words.quote(value) + " is a browser: its rule needs \"sites\"";
    }
    return null;
  }

  private @Nullable String twice(String program, Set<String> sites) {
    List<Set<String>> others = taken.computeIfAbsent(program, key -> new ArrayList<>());
    if (others.contains(sites)) {
      return "another rule has the same program" + (sites.isEmpty() ? "" : " and the same sites");
    }
    others.add(sites);
    return null;
  }
}
