package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.StoreException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the page may ask for, all of it in JSON. Times are local, as {@code 2026-11-20T14:02:31}, so
 * that the page needs no time-zone rules. Every request here has already been admitted.
 */
final class Api {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int PAGE = 100;
  private static final int LONGEST_ID = 200;

  /** One year; the policy may shorten it, and its answer says so. */
  private static final int LONGEST_PAUSE_MINUTES = 366 * 24 * 60;

  /** One month. */
  private static final int LONGEST_STRETCH_MINUTES = 31 * 24 * 60;

  private final CaptureLog log;
  private final AgentControl control;
  private final Supplier<Optional<Policy>> policy;
  private final Clock clock;
  private final ZoneId zone;
  private final Entries entries;

  private final Map<String, Action> reading =
      Map.of(
          "/api/status",
          request -> Answer.json(status()),
          "/api/notice",
          request -> notice(),
          "/api/records",
          this::records,
          "/api/day",
          this::day,
          "/api/record",
          this::line,
          "/api/erasures",
          request -> erasures(),
          "/api/settings",
          request -> Answer.json(choices().node()));

  private final Map<String, Action> acting =
      Map.of(
          "/api/pause", this::pause,
          "/api/resume", request -> resume(),
          "/api/acknowledge", this::acknowledge,
          "/api/delete", this::delete,
          "/api/exclude", request -> changed(choices().excluding(request)),
          "/api/narrow", request -> changed(choices().narrowing(request)),
          "/api/hold", request -> changed(choices().holding(request)),
          "/api/dictionary", request -> changed(choices().removing(request)));

  Api(
      CaptureLog log,
      AgentControl control,
      Supplier<Optional<Policy>> policy,
      Clock clock,
      ZoneId zone) {
    this.log = log;
    this.control = control;
    this.policy = policy;
    this.clock = clock;
    this.zone = zone;
    this.entries = new Entries(zone);
  }

  /** Answers one request; what the agent or the store cannot do is said in its words. */
  Answer answer(Request request) throws Refusal {
    Action action = (request.post() ? acting : reading).get(request.path());
    if (action == null) {
      boolean known = reading.containsKey(request.path()) || acting.containsKey(request.path());
      throw new Refusal(known ? 405 : 404, "there is nothing of that name");
    }
    try {
      return action.answer(request);
    } catch (ControlException e) {
      throw new Refusal(409, String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw new Refusal(503, String.valueOf(e.getMessage()));
    }
  }

  /** The answer to a token: the half of the session that the page keeps. */
  Answer opened(String key) {
    return Answer.json(NODES.objectNode().put("key", key));
  }

  private ObjectNode status() {
    AgentStatus status = control.status();
    ObjectNode node = NODES.objectNode();
    node.put("state", status.state().word()).put("policy", status.policy());
    Instant until = instant(status.why());
    node.put("why", until == null ? status.why() : null);
    node.put("until", until == null ? null : entries.local(until));
    AgentStatus.Records records = status.records();
    node.putObject("records")
        .put("held", records.held())
        .put("ready", records.ready())
        .put("sent", records.sent())
        .put("quarantined", records.quarantined())
        .put("erased", records.erased())
        .put("expired", records.expired());
    ObjectNode drops = node.putObject("drops");
    status.drops().forEach((reason, count) -> drops.put(reason.name(), count));
    AgentStatus.Upload upload = status.upload();
    Instant next = upload.next();
    node.putObject("upload")
        .put("state", upload.state().name().toLowerCase(Locale.ROOT))
        .put("why", upload.why())
        .put("next", next == null ? null : entries.local(next));
    node.put("keyStore", status.keyStore()).put("version", status.version());
    return node.put("now", entries.local(clock.instant()));
  }

  private Answer notice() {
    ObjectNode node = NODES.objectNode();
    AgentControl.Notice notice = control.notice();
    node.put("loaded", notice != null);
    if (notice != null) {
      node.put("organization", notice.organization())
          .put("revision", notice.revision())
          .put("text", notice.text())
          .put("contact", notice.contact())
          .put("explanation", notice.explanation())
          .put("acknowledged", notice.acknowledged());
    }
    ArrayNode list = node.putArray("rules");
    for (AppRule rule : rules()) {
      ArrayNode sites =
          list.addObject()
              .put("name", rule.name())
              .put("keystrokes", word(rule.keystrokes()))
              .put("pointer", word(rule.pointer()))
              .put("titles", word(rule.titles()))
              .put("elements", word(rule.elements()))
              .put("unknownFields", word(rule.unknownFields()))
              .putArray("sites");
      rule.sites().forEach(sites::add);
    }
    return Answer.json(node);
  }

  /** The rules as they hold at this machine. */
  private List<AppRule> rules() {
    return policy
        .get()
        .map(written -> control.settings().tighten(written).capture().apps())
        .orElse(List.of());
  }

  /** What staff may choose, under the policy of this moment. */
  private OwnChoices choices() throws Refusal {
    return new OwnChoices(
        policy.get().orElseThrow(() -> new Refusal(409, "there is no policy to tighten")),
        control.settings());
  }

  private Answer changed(LocalSettings wanted) throws Refusal, ControlException {
    control.settings(wanted);
    return Answer.json(choices().node());
  }

  private Answer records(Request request) throws Refusal, StoreException {
    LocalDate day = dayOf(request);
    String cursor = request.query("cursor");
    CaptureLog.Page page =
        log.newestFirst(
            start(day),
            start(day.plusDays(1)),
            cursor == null ? null : new CaptureLog.Cursor(cursor),
            PAGE);
    CaptureLog.Cursor next = page.next();
    ObjectNode node = NODES.objectNode();
    node.put("day", day.toString()).put("next", next == null ? null : next.value());
    ArrayNode list = node.putArray("entries");
    page.entries().forEach(entry -> list.add(entries.node(entry)));
    return Answer.json(node);
  }

  private Answer day(Request request) throws Refusal, StoreException {
    LocalDate day = dayOf(request);
    return Answer.json(entries.summary(log, start(day), start(day.plusDays(1))));
  }

  /** The exact bytes, as they are or were sent, and nothing else. */
  private Answer line(Request request) throws Refusal, StoreException {
    String id = request.query("id");
    if (id == null || id.length() > LONGEST_ID) {
      throw new Refusal(400, "which record?");
    }
    CaptureLog.Entry entry = log.find(id).orElseThrow(Api::gone);
    if (entry.line() == null) {
      throw gone();
    }
    return Answer.of("text/plain; charset=utf-8", entry.line().bytes());
  }

  private Answer erasures() throws StoreException {
    ObjectNode node = NODES.objectNode();
    ArrayNode list = node.putArray("erasures");
    for (CaptureLog.ErasureEntry erasure : log.erasures()) {
      Instant receiptAt = erasure.receiptAt();
      list.addObject()
          .put("id", erasure.id())
          .put("filedAt", entries.local(erasure.filedAt()))
          .put("records", erasure.records())
          .put("receipt", erasure.receipt())
          .put("receiptAt", receiptAt == null ? null : entries.local(receiptAt));
    }
    return Answer.json(node);
  }

  private Answer pause(Request request) throws Refusal, ControlException {
    Integer minutes = request.minutes("minutes", LONGEST_PAUSE_MINUTES);
    AgentControl.Pause pause = control.pause(minutes == null ? null : Duration.ofMinutes(minutes));
    Instant until = pause.until();
    return Answer.json(
        NODES
            .objectNode()
            .put("until", until == null ? null : entries.local(until))
            .put("clamped", pause.clamped()));
  }

  private Answer resume() throws ControlException {
    control.resume();
    return Answer.json(status());
  }

  private Answer acknowledge(Request request) throws Refusal, ControlException {
    control.acknowledge(request.text("revision", LONGEST_ID));
    return Answer.json(status());
  }

  private Answer delete(Request request) throws Refusal, ControlException {
    AgentControl.Deletion done = control.delete(selection(request));
    return Answer.json(
        NODES
            .objectNode()
            .put("records", done.records())
            .put("alreadySent", done.alreadySent())
            .put("erasure", done.erasure()));
  }

  private static DeletionRequest selection(Request request) throws Refusal {
    return switch (request.text("what", LONGEST_ID)) {
      case "record" -> new DeletionRequest.Ids(Set.of(request.text("id", LONGEST_ID)));
      case "last" -> {
        Integer minutes = request.minutes("minutes", LONGEST_STRETCH_MINUTES);
        if (minutes == null) {
          throw new Refusal(400, "\"minutes\" must be a number");
        }
        yield new DeletionRequest.Last(Duration.ofMinutes(minutes));
      }
      case "app" -> new DeletionRequest.App(request.text("app", LONGEST_ID));
      case "all" -> new DeletionRequest.All();
      default -> throw new Refusal(400, "\"what\" must be record, last, app or all");
    };
  }

  private LocalDate dayOf(Request request) throws Refusal {
    String day = request.query("day");
    if (day == null) {
      return LocalDate.ofInstant(clock.instant(), zone);
    }
    try {
      // Ten characters at most keep the year in four digits, far from every overflow.
      if (day.length() == 10) {
        return LocalDate.parse(day);
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new Refusal(400, "a day is written as 2026-11-20");
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** Of a pause the reason says until when; any other reason is words. */
  private static @Nullable Instant instant(@Nullable String why) {
    try {
      return why == null ? null : Instant.parse(why);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String word(Enum<?> mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static Refusal gone() {
    return new Refusal(404, "that record is not here any more");
  }

  /** Answers one kind of request. */
  @FunctionalInterface
  private interface Action {
    Answer answer(Request request) throws Refusal, ControlException, StoreException;
  }
}
