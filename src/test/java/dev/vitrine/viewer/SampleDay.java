package dev.vitrine.viewer;

import static dev.vitrine.store.RecordState.HELD;
import static dev.vitrine.store.RecordState.QUARANTINED;
import static dev.vitrine.store.RecordState.READY;
import static dev.vitrine.store.RecordState.SENT;

import dev.vitrine.policy.AppMatch;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.LedgerEntry.Kind;
import dev.vitrine.store.RecordState;
import dev.vitrine.tally.DropReason;
import dev.vitrine.testing.FakeAgentControl;
import dev.vitrine.testing.FakeCaptureLog;
import dev.vitrine.testing.TestPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plausible day of nobody in particular, with every kind of record; lines are written by hand.
 */
final class SampleDay {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  static final Instant NOW = at("14:20:00");

  private int number;
  private final FakeCaptureLog log;

  private SampleDay(FakeCaptureLog log) {
    this.log = log;
  }

  static Instant at(String time) {
    return DAY.atTime(LocalTime.parse(time)).atZone(ZONE).toInstant();
  }

  static List<AppRule> rules() {
    AppMatch match = new AppMatch(List.of("/usr/bin/mousepad"), List.of(), null, List.of(), null);
    return List.of(
        new AppRule(
            "Text editor",
            match,
            List.of(),
            AppRule.KeystrokeMode.TEXT,
            AppRule.PointerMode.PATH,
            AppRule.TitleMode.REDACTED,
            AppRule.ElementMode.NAMES,
            AppRule.UnknownFields.DENY,
            false),
        new AppRule(
            "Internal sites",
            match,
            List.of("*.corp.example.com"),
            AppRule.KeystrokeMode.SHAPE,
            AppRule.PointerMode.CLICKS,
            AppRule.TitleMode.NONE,
            AppRule.ElementMode.ROLES,
            AppRule.UnknownFields.DENY,
            false));
  }

  static Optional<Policy> policy() {
    Policy policy = TestPolicy.of(rules().toArray(new AppRule[0]));
    return Optional.of(LocalSettings.NONE.withHold(Duration.ofDays(1)).tighten(policy));
  }

  static void fill(FakeCaptureLog log) {
    SampleDay day = new SampleDay(log);
    day.afternoon();
    day.earlier();
    log.drop(DropReason.NOT_ALLOWED, 41);
    log.drop(DropReason.PROTECTED, 6);
    log.drop(DropReason.FOCUS_UNKNOWN, 9);
    log.drop(DropReason.PAUSED, 2);
    log.drop(DropReason.SITE_UNKNOWN, 12);
    log.erasure(
        new CaptureLog.ErasureEntry(
            "er-7Qd2",
            DAY.minusDays(1).atTime(16, 41).atZone(ZONE).toInstant(),
            12,
            "{\"id\":\"er-7Qd2\",\"records\":12,\"at\":\"2026-11-19T15:41:09Z\"}",
            DAY.minusDays(1).atTime(16, 43).atZone(ZONE).toInstant()));
  }

  /** What happened before, for the history. */
  static void past(FakeCaptureLog log) {
    Instant before = DAY.minusDays(1).atTime(9, 0).atZone(ZONE).toInstant();
    log.happened(new LedgerEntry(before, Kind.POLICY, FakeAgentControl.REVISION, 0, 0));
    log.happened(
        new LedgerEntry(
            before.plusSeconds(95), Kind.ACKNOWLEDGED, FakeAgentControl.REVISION, 0, 0));
    log.happened(
        new LedgerEntry(
            DAY.minusDays(1).atTime(16, 41).atZone(ZONE).toInstant(),
            Kind.DELETED,
            "er-7Qd2",
            12,
            0));
    log.happened(
        new LedgerEntry(
            DAY.minusDays(1).atTime(16, 43).atZone(ZONE).toInstant(),
            Kind.RECEIPT,
            "er-7Qd2",
            12,
            0));
    log.happened(new LedgerEntry(at("13:30:00"), Kind.UPLOADED, "2026-11-20", 2, 4200));
    log.happened(new LedgerEntry(at("13:59:00"), Kind.PAUSED, at("14:14:00").toString(), 0, 0));
    log.happened(new LedgerEntry(at("14:14:00"), Kind.RESUMED, null, 0, 0));
    log.happened(new LedgerEntry(at("14:19:30"), Kind.VIEWER_OPENED, null, 0, 0));
  }

  /** What the policy in force changed. */
  static PolicyDiff change() {
    return new PolicyDiff(
        "2026-10-01.1",
        FakeAgentControl.REVISION,
        List.of(
            new PolicyDiff.Part(
                PolicyDiff.OVERALL,
                PolicyDiff.Kind.CHANGED,
                List.of("Records stay on this computer for 4 hours before they are sent."),
                List.of("Records stay on this computer for 1 day before they are sent.")),
            new PolicyDiff.Part(
                "Spreadsheet",
                PolicyDiff.Kind.REMOVED,
                List.of("Shortcuts and navigation keys are captured, no typed text."),
                List.of())),
        List.of());
  }

  private void afternoon() {
    String title = "\"title\":\"Supplier letter – Editor\",";
    editor(
        "14:18:40",
        "click",
        title
            + "\"button\":1,\"count\":1,\"x\":640,\"y\":310,\"nx\":0.5123,\"ny\":0.3444,\"mods\":[],"
            + "\"element\":{\"role\":\"button\",\"name\":\"Save\",\"bounds\":[600,300,80,24]}",
        HELD);
    editor(
        "14:18:38",
        "pointer",
        "\"path\":[[0,100,460],[80,180,452],[160,300,400],[240,420,330],[310,520,305],"
            + "[380,600,300],[430,640,310]]",
        HELD);
    editor("14:17:55", "shortcut", title + "\"keys\":[\"Control\",\"s\"]", HELD);
    editor(
        "14:16:02",
        "text",
        title
            + "\"text\":\"pay with ⟦CREDIT_CARD⟧ today, copy to "
            + "⟦EMAIL_ADDRESS⟧\",\"remarks\":[{\"entity\":\"CREDIT_CARD\",\"recognizer\":\"credit-card\","
            + "\"start\":9,\"end\":22},{\"entity\":\"EMAIL_ADDRESS\",\"recognizer\":\"email\","
            + "\"start\":38,\"end\":53}]",
        HELD);
    editor("14:15:58", "nav", title + "\"key\":\"Enter\",\"count\":2", HELD);
    editor(
        "14:15:20",
        "text",
        title + "\"text\":\"Thank you for the quick delivery.\",\"duration\":11",
        HELD);
    log.gap(LocalGap.Why.PAUSED, at("14:00:00"));
    editor("13:58:31", "scroll", title + "\"dx\":0,\"dy\":6,\"x\":500,\"y\":400", HELD);
    editor(
        "13:57:12",
        "drag",
        title
            + "\"button\":1,\"from\":{\"x\":100,\"y\":100},"
            + "\"to\":{\"x\":300,\"y\":120},\"path\":[[0,100,100],[120,210,130],[300,300,120]]",
        HELD);
  }

  private void earlier() {
    log.gap(LocalGap.Why.PROTECTED_FIELD, at("11:45:10"));
    site("11:44:30", "shape", "\"chars\":100", READY);
    site(
        "11:44:02",
        "click",
        "\"button\":1,\"count\":2,\"x\":412,\"y\":288,\"nx\":0.31,\"ny\":0.27,"
            + "\"mods\":[\"Control\"],\"element\":{\"role\":\"menuitem\"}",
        READY);
    site(
        "11:43:47",
        "focus",
        "\"element\":{\"role\":\"combobox\",\"bounds\":[300,200,220,32]},"
            + "\"window\":[0,0,1280,800],\"monitor\":{\"n\":0,\"w\":2560,\"h\":1440,\"scale\":1.5}",
        READY);
    editor(
        "09:12:44",
        "text",
        "\"title\":\"Notes – ⟦DICTIONARY⟧\",\"text\":\"agenda for the weekly "
            + "meeting\",\"duration\":9,\"remarks\":[{\"entity\":\"DICTIONARY\",\"recognizer\":\"dictionary\","
            + "\"field\":\"title\",\"start\":8,\"end\":20}]",
        SENT);
    editor("09:12:10", "nav", "\"key\":\"ArrowDown\",\"count\":7", SENT);
    editor("09:11:52", "shortcut", "\"keys\":[\"Control\",\"Shift\",\"p\"]", QUARANTINED);
  }

  private void editor(String time, String kind, String rest, RecordState state) {
    add(log, "r" + number++, "Text editor", time, kind, rest, state);
  }

  private void site(String time, String kind, String rest, RecordState state) {
    add(
        log,
        "r" + number++,
        "Internal sites",
        time,
        kind,
        "\"site\":\"wiki.corp.example.com\"," + rest,
        state);
  }

  static void add(
      FakeCaptureLog log,
      String id,
      String app,
      String time,
      String kind,
      String rest,
      RecordState state) {
    String json =
        "{\"v\":1,\"id\":\""
            + id
            + "\",\"session\":\"b7XzPqL0aT2kVw9cYd3eFg\",\"day\":\""
            + DAY
            + "\",\"t\":73100,\"kind\":\""
            + kind
            + "\",\"app\":\""
            + app
            + "\",\"policy\":\""
            + FakeAgentControl.REVISION
            + "\","
            + rest
            + "}";
    Instant began = at(time);
    Instant ready = state == HELD ? began.plusSeconds(24 * 3600) : null;
    @Nullable Instant sent = state == SENT ? at("13:30:00") : null;
    log.add(id, app, json, began, state, ready, sent);
  }
}
