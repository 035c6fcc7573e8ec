package dev.vitrine.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says in plain English what a policy captures, keeps and sends, for staff and for IT. Says
 * everything that the policy allows, and its risks; says nothing of how it is written.
 */
public final class PolicyExplainer {
  private static final int MINUTES_PER_DAY = 24 * 60;

  private PolicyExplainer() {}

  /** One rule in plain words. */
  public record App(
      String name, List<String> programs, List<String> sentences, List<String> risks) {
    public App {
      programs = List.copyOf(programs);
      sentences = List.copyOf(sentences);
      risks = List.copyOf(risks);
    }
  }

  /** A policy in plain words; {@code risks} are those that are not one application's. */
  public record Explanation(List<String> overall, List<App> apps, List<String> risks) {
    public Explanation {
      overall = List.copyOf(overall);
      apps = List.copyOf(apps);
      risks = List.copyOf(risks);
    }

    /** All of it as text, line by line, for a terminal. */
    public String text() {
      StringBuilder text = new StringBuilder();
      overall.forEach(sentence -> text.append(sentence).append('\n'));
      for (App app : apps) {
        text.append('\n').append(app.name()).append('\n');
        app.programs().forEach(program -> text.append("  (").append(program).append(")\n"));
        app.sentences().forEach(sentence -> text.append("  - ").append(sentence).append('\n'));
        app.risks().forEach(risk -> text.append("  ! Risk: ").append(risk).append('\n'));
      }
      if (!risks.isEmpty()) {
        text.append('\n');
        risks.forEach(risk -> text.append("! Risk: ").append(risk).append('\n'));
      }
      return text.toString();
    }
  }

  /** Explains a policy. */
  public static Explanation explain(Policy policy) {
    List<String> overall = new ArrayList<>();
    boolean nothing = policy.capture().apps().stream().allMatch(AppRule::capturesNothing);
    overall.add(
        policy.organization()
            + ", policy "
            + policy.revision()
            + (nothing
                ? ": nothing is captured."
                : ": only the applications named below are captured; everything else is not."));
    overall.add("The one purpose is to train AI models (ai-training).");
    capture(policy.capture(), overall);
    redaction(policy.redaction(), overall);
    keeping(policy, overall);
    sending(policy, overall);
    staff(policy, overall);
    List<App> apps = policy.capture().apps().stream().map(PolicyExplainer::app).toList();
    return new Explanation(overall, apps, risks(policy));
  }

  private static void capture(Policy.Capture capture, List<String> out) {
    boolean guesses =
        capture.apps().stream()
            .anyMatch(rule -> rule.unknownFields() == AppRule.UnknownFields.ALLOW);
    out.add(
        "Never captured: password fields, the clipboard, pictures of the screen, sound"
            + (guesses ? "." : ", and text while it is unknown into what kind of field it goes."));
    if (!capture.neverTitles().isEmpty()) {
      out.add(
          "Nothing is captured in windows whose title matches "
              + Words.list(capture.neverTitles().stream().map(Object::toString).toList())
              + ".");
    }
    Policy.Hours hours = capture.hours();
    if (hours != null) {
      out.add(
          "Capture runs only on "
              + String.join(", ", hours.days().stream().sorted().map(PolicyExplainer::day).toList())
              + " from "
              + hours.from()
              + " to "
              + (hours.to().equals(LocalTime.MIDNIGHT) ? "24:00" : hours.to())
              + (overnight(hours) ? " of the next day" : "")
              + ", your local time.");
    }
  }

  private static boolean overnight(Policy.Hours hours) {
    return hours.to().isBefore(hours.from()) && !hours.to().equals(LocalTime.MIDNIGHT);
  }

  private static String day(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static void redaction(Policy.Redaction redaction, List<String> out) {
    String what =
        redaction.recognizers().contains("all")
            ? "Everything that the recognizers find"
            : "What these recognizers find: " + String.join(", ", redaction.recognizers());
    out.add(
        what
            + " is removed before anything is stored; cards, tokens, keys and passwords always."
            + (redaction.except().isEmpty()
                ? ""
                : " Not removed: " + String.join(", ", redaction.except()) + "."));
    out.add(
        (redaction.regions().contains("all")
                ? "Bare numbers are taken for personal ones"
                : "Bare numbers are taken for personal ones of these countries anywhere: "
                    + String.join(", ", redaction.regions())
                    + "; of others")
            + " only beside a word that says so, in their usual grouping, or alone in a field or"
            + " line.");
    if (!redaction.custom().isEmpty() || !redaction.dictionary().isEmpty()) {
      out.add(
          "Also removed: "
              + count(redaction.custom().size(), "kind", "kinds")
              + " of your organization's own and "
              + count(redaction.dictionary().size(), "word", "words")
              + " of its dictionary.");
    }
    out.add(
        "Finished text is held in memory for "
            + count(redaction.lookBack().toSeconds(), "second", "seconds")
            + ", so that a secret typed in pieces is found.");
  }

  private static void keeping(Policy policy, List<String> out) {
    Policy.Buffer buffer = policy.buffer();
    out.add(
        "On this machine records are encrypted, take at most "
            + buffer.maxMegabytes()
            + " MB, and are deleted "
            + count(buffer.keepSentDays(), "day", "days")
            + " after they were sent, or "
            + count(buffer.keepUnsentDays(), "day", "days")
            + " after they were captured where they cannot be sent.");
  }

  private static void sending(Policy policy, List<String> out) {
    Policy.Upload upload = policy.upload();
    out.add(
        (upload.hold().isZero()
                ? "Records are sent as soon as they are stored"
                : "Records are sent no sooner than "
                    + time(upload.hold())
                    + " after they were captured")
            + " to "
            + upload.endpoint()
            + (upload.loopback() ? " (this machine)." : "."));
    if (upload.sealTo() != null) {
      out.add("They are sealed so that only the training team can open them.");
    }
    if (upload.waitOnMetered() || upload.waitOnBattery()) {
      out.add(
          "Sending should wait "
              + (upload.waitOnMetered() ? "on a metered connection" : "")
              + (upload.waitOnMetered() && upload.waitOnBattery() ? " and " : "")
              + (upload.waitOnBattery() ? "on battery" : "")
              + ", but this version does not recognise that and sends.");
    }
    out.add(
        "They are received by: "
            + String.join(", ", policy.notice().recipients())
            + ". They are kept there for "
            + count(policy.notice().retentionDays(), "day", "days")
            + ".");
  }

  private static void staff(Policy policy, List<String> out) {
    Duration most = policy.staff().maxPause();
    out.add(
        "You can look at every record, pause, stop, and delete at any time, also what was sent"
            + " already."
            + (most == null
                ? ""
                : " One pause lasts at most " + time(most) + "; you may pause again."));
    out.add("Questions: " + policy.notice().contact() + ".");
  }

  private static List<String> risks(Policy policy) {
    List<String> risks = new ArrayList<>();
    if (policy.buffer().fileKeyStore()) {
      risks.add(
          "the encryption keys lie in a file beside the data; whoever copies the disk can read"
              + " the records.");
    }
    if (policy.upload().endpoint().toString().startsWith("http:")) {
      risks.add("records are sent without encryption, within this machine.");
    }
    if (policy.upload().hold().isZero()) {
      risks.add("there is no time to delete a record before it is sent.");
    }
    return risks;
  }

  private static App app(AppRule rule) {
    List<String> out = new ArrayList<>();
    if (!rule.sites().isEmpty()) {
      out.add(
          "Only on these sites: "
              + String.join(", ", rule.sites())
              + "; never in private windows.");
      // Known limitation: nothing tells this version which page is open.
      out.add("This version does not see which site is open yet, so this rule admits nothing.");
    }
    out.add(keystrokes(rule.keystrokes()));
    out.add(
        switch (rule.pointer()) {
          case NONE -> "The mouse is not recorded.";
          case CLICKS -> "Clicks, scrolling and drags are recorded, mouse paths are not.";
          case PATH -> "Clicks, scrolling, drags and the path of the mouse are recorded.";
        });
    out.add(
        switch (rule.titles()) {
          case NONE -> "Window titles are not recorded.";
          case REDACTED -> "Window titles are recorded, after redaction.";
        });
    out.add(
        switch (rule.elements()) {
          case NONE -> "Buttons and fields are not recorded.";
          case ROLES ->
              "The kind and place of the button or field that you use are recorded, not its name.";
          case NAMES ->
              "Kind, place and name of the button or field that you use are recorded, names after"
                  + " redaction.";
        });
    List<String> risks = new ArrayList<>();
    if (rule.unknownFields() == AppRule.UnknownFields.ALLOW) {
      risks.add(
          "text is taken from fields that cannot be told from a password field; only redaction"
              + " stands before them.");
    }
    if (rule.browserFallback()) {
      risks.add(
          "the site may be taken from the accessibility tree, where private windows are harder to"
              + " tell.");
    }
    return new App(rule.name(), programs(rule.match()), out, risks);
  }

  private static String keystrokes(AppRule.KeystrokeMode mode) {
    return switch (mode) {
      case NONE -> "Keys are not recorded.";
      case SHORTCUTS ->
          "Shortcuts and navigation keys are recorded; what you type is not, nor how much.";
      case SHAPE ->
          "Shortcuts, navigation keys, and roughly how much you type are recorded; never what.";
      case TEXT -> "Shortcuts, navigation keys, and what you type are recorded, after redaction.";
    };
  }

  private static List<String> programs(AppMatch match) {
    List<String> programs = new ArrayList<>(match.linuxExe());
    String publisher = match.windowsPublisher();
    for (String exe : match.windowsExe()) {
      programs.add(exe + (publisher == null ? "" : ", signed by " + publisher));
    }
    String team = match.macosTeam();
    for (String bundle : match.macosBundle()) {
      programs.add(bundle + (team == null ? "" : ", signed by team " + team));
    }
    return programs;
  }

  private static String time(Duration time) {
    long minutes = time.toMinutes();
    if (minutes % MINUTES_PER_DAY == 0) {
      return count(minutes / MINUTES_PER_DAY, "day", "days");
    }
    return minutes % 60 == 0
        ? count(minutes / 60, "hour", "hours")
        : count(minutes, "minute", "minutes");
  }

  private static String count(long n, String one, String more) {
    return n + " " + (n == 1 ? one : more);
  }
}
