package dev.vitrine.policy;

import com.google.re2j.Pattern;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the policy's top level and its smaller parts; {@code docs/policy.md} has all the rules. */
final class PolicyReader {
  /** The policy format that this program knows. */
  private static final int VERSION = 1;

  private static final int MAX_NAME = 200;
  private static final int MAX_REVISION = 100;
  private static final int MAX_NOTICE = 20_000;
  private static final int MAX_RETENTION_DAYS = 3650;
  private static final int MINUTES_PER_DAY = 24 * 60;

  private static final List<String> KEYS =
      List.of(
          "$schema",
          "version",
          "organization",
          "revision",
          "purpose",
          "notice",
          "capture",
          "redaction",
          "buffer",
          "upload",
          "staff");

  private static final Map<String, DayOfWeek> DAYS = days();

  private final Problems problems;
  private final RecognizerNames names;

  PolicyReader(Problems problems, RecognizerNames names) {
    this.problems = problems;
    this.names = names;
  }

  /** The policy; to be thrown away where a problem was added meanwhile. */
  @Nullable Policy read(Json.Obj root) {
    Section top = new Section(root, problems, KEYS);
    top.optionalText("$schema", 1000);
    version(top);
    String organization = line(top, "organization", MAX_NAME);
    String revision = line(top, "revision", MAX_REVISION);
    if (top.require("purpose")) {
      top.choice("purpose", Map.of(Policy.PURPOSE, true), true);
    }
    Policy.Notice notice = notice(top);
    Policy.Capture capture = capture(top);
    Policy.Buffer buffer = buffer(top);
    Policy.Upload upload = new UploadReader(problems).read(top);
    boolean local = upload == null || upload.loopback();
    Policy.Redaction redaction = new RedactionReader(problems, names).read(top, local);
    Policy.Staff staff = staff(top);
    if (upload == null) {
      return null;
    }
    if (upload.hold().compareTo(Duration.ofDays(buffer.keepUnsentDays())) >= 0) {
      problems.error(
          top.at("buffer"),
          "records would age out before they may be sent: \"holdMinutes\" must be less than"
              + " \"keepUnsentDays\"");
    }
    return new Policy(organization, revision, notice, capture, redaction, buffer, upload, staff);
  }

  private void version(Section top) {
    if (top.require("version")
        && !(top.value("version") instanceof Json.Num number
            && number.literal().equals(Integer.toString(VERSION)))) {
      top.error("version", "must be " + VERSION + ", the only one that this program knows");
    }
  }

  /** Text that is printed in terminals and logs: no control characters. */
  private static String line(Section section, String key, int most) {
    String value = section.text(key, most);
    if (!Words.printable(value).equals(value)) {
      section.error(key, "must be one line of printable text");
    }
    return value;
  }

  private Policy.Notice notice(Section top) {
    Section notice =
        top.requiredSection("notice", List.of("text", "contact", "recipients", "retentionDays"));
    if (notice == null) {
      return new Policy.Notice("", "", List.of(), 1);
    }
    String text = notice.text("text", MAX_NOTICE);
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0)) {
      notice.error("text", "must be printable text");
    }
    String contact = line(notice, "contact", MAX_NAME);
    notice.require("recipients");
    List<Json.Text> recipients = notice.texts("recipients", 1, MAX_NAME);
    for (Json.Text recipient : recipients) {
      if (!Words.printable(recipient.value()).equals(recipient.value())) {
        problems.error(recipient, "an entry of \"recipients\" must be one line of printable text");
      }
    }
    notice.require("retentionDays");
    int retention = notice.whole("retentionDays", 1, MAX_RETENTION_DAYS, 1);
    return new Policy.Notice(text, contact, values(recipients), retention);
  }

  private Policy.Capture capture(Section top) {
    Section capture = top.requiredSection("capture", List.of("apps", "never", "hours"));
    if (capture == null) {
      return new Policy.Capture(List.of(), List.of(), null);
    }
    capture.require("apps");
    List<AppRule> apps = new AppReader(problems).read(capture);
    if (apps.isEmpty() && problems.none()) {
      problems.warn(capture.at("apps"), "no application is named: nothing is captured");
    }
    List<Pattern> never = new ArrayList<>();
    Section neverSection = capture.section("never", List.of("titles"));
    if (neverSection != null) {
      for (Json.Text text : neverSection.texts("titles", 0, RegexReader.MAX_LENGTH)) {
        Pattern pattern = RegexReader.compile(text, problems);
        if (pattern != null) {
          never.add(pattern);
        }
      }
    }
    return new Policy.Capture(apps, never, hours(capture));
  }

  private Policy.@Nullable Hours hours(Section capture) {
    Section hours = capture.section("hours", List.of("days", "from", "to"));
    if (hours == null) {
      return null;
    }
    hours.require("days");
    Set<DayOfWeek> days = new TreeSet<>();
    for (Json.Text text : hours.texts("days", 1, MAX_NAME)) {
      DayOfWeek day = DAYS.get(text.value());
      if (day == null) {
        problems.error(
            text,
            "an entry of \"days\" must be one of "
                + Words.list(DAYS.keySet())
                + ", not "
                + Words.quote(text.value()));
      } else {
        days.add(day);
      }
    }
    LocalTime from = time(hours, "from", false);
    LocalTime to = time(hours, "to", true);
    boolean wholeDay = hours.value("to") instanceof Json.Text t && t.value().equals("24:00");
    if (from.equals(to) && !wholeDay && hours.has("from") && hours.has("to")) {
      hours.error("to", "must not be the same as \"from\"; a whole day is \"00:00\" to \"24:00\"");
    }
    return new Policy.Hours(days, from, to);
  }

  private static LocalTime time(Section hours, String key, boolean end) {
    if (!hours.require(key)) {
      return LocalTime.MIDNIGHT;
    }
    String text = hours.optionalText(key, MAX_NAME);
    if (text == null || (end && text.equals("24:00"))) {
      return LocalTime.MIDNIGHT;
    }
    if (!Pattern.matches("([01][0-9]|2[0-3]):[0-5][0-9]", text)) {
      hours.error(
          key,
          "must be a time such as \"08:00\", at most "
              + (end ? "\"24:00\"" : "\"23:59\"")
              + ", not "
              + Words.quote(text));
      return LocalTime.MIDNIGHT;
    }
    return LocalTime.parse(text);
  }

  private Policy.Buffer buffer(Section top) {
    Section buffer =
        top.section(
            "buffer", List.of("maxMegabytes", "keepSentDays", "keepUnsentDays", "keyStore"));
    if (buffer == null) {
      return Policy.Buffer.defaults(false);
    }
    boolean file = buffer.choice("keyStore", KeyStore.class, KeyStore.SYSTEM) == KeyStore.FILE;
    if (file) {
      problems.warn(
          buffer.at("keyStore"),
          "\"file\" keeps the keys beside the data: whoever can copy the disk can read it");
    }
    return new Policy.Buffer(
        buffer.whole("maxMegabytes", 16, 65_536, 512),
        buffer.whole("keepSentDays", 0, 365, 14),
        buffer.whole("keepUnsentDays", 1, 365, 30),
        file);
  }

  private Policy.Staff staff(Section top) {
    Section staff = top.section("staff", List.of("pause", "maxPauseMinutes"));
    if (staff == null) {
      return new Policy.Staff(null);
    }
    Json pause = staff.value("pause");
    if (pause != null && !(pause instanceof Json.Bool bool && bool.value())) {
      staff.error("pause", "must be true: staff can always pause");
    }
    Integer minutes = staff.wholeOrNull("maxPauseMinutes", 5, 7 * MINUTES_PER_DAY);
    return new Policy.Staff(minutes == null ? null : Duration.ofMinutes(minutes));
  }

  static List<String> values(List<Json.Text> texts) {
    return texts.stream().map(Json.Text::value).toList();
  }

  private static Map<String, DayOfWeek> days() {
    Map<String, DayOfWeek> days = new LinkedHashMap<>();
    List<String> words = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    for (String word : words) {
      days.put(word, DayOfWeek.of(days.size() + 1));
    }
    return days;
  }

  private enum KeyStore {
    SYSTEM,
    FILE
  }
}
