package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.control.ControlException;
import dev.vitrine.policy.AppRule;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.Policy;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.StoreException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
final class Api implements AutoCloseable {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONGEST_ID = 200;

  /** How many of the latest events are looked at for when a state began. */
  private static final int LEDGER_BACK = 100;

  /** One year; the policy may shorten it, and its answer says so. */
  private static final int LONGEST_PAUSE_MINUTES = 366 * 24 * 60;

  private final CaptureLog log;
  private final AgentControl control;
  private final Supplier<Optional<Policy>> policy;
  private final Clock clock;
  private final Entries entries;
  private final Days days;
  private final RecordIndex index;

  private final Map<String, Action> reading;

  private final Map<String, Action> acting =
      Map.of(
          "/api/pause", this::pause,
          "/api/stop", request -> stop(),
          "/api/resume", request -> resume(),
          "/api/acknowledge", this::acknowledge,
          "/api/delete", request -> desk().delete(request),
          "/api/undo", request -> desk().undo(request),
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
    this.entries = new Entries(zone);
    this.days = new Days(clock, zone);
    this.index = new RecordIndex(log, zone);
    this.reading = reading();
  }

  private Map<String, Action> reading() {
    RecordsApi records = new RecordsApi(log, index, days, entries, entry -> desk().hides(entry));
    Overview overview = new Overview(log, index, days, entries);
    History history = new History(log, control, entries);
    return Map.ofEntries(
        Map.entry("/api/status", request -> Answer.json(status())),
        Map.entry("/api/notice", request -> notice()),
        Map.entry("/api/records", records::page),
        Map.entry("/api/search", records::search),
        Map.entry("/api/record", records::line),
        Map.entry("/api/delivery", records::delivery),
        Map.entry("/api/export", request -> records.export()),
        Map.entry("/api/day", overview::day),
        Map.entry("/api/deletions", request -> desk().list()),
        Map.entry("/api/erasures", request -> history.erasures()),
        Map.entry("/api/ledger", request -> history.ledger()),
        Map.entry("/api/changes", request -> history.changes()),
        Map.entry("/api/settings", request -> Answer.json(choices().node())));
  }

  private Deleting desk() {
    return new Deleting(control.deletions(), days, clock);
  }

  @Override
  public void close() {
    index.close();
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

  private ObjectNode status() throws StoreException {
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
    Instant since = since(status.state());
    node.put("since", since == null ? null : entries.local(since));
    Duration ready = log.nextReadyIn().orElse(null);
    node.put("nextReady", ready == null ? null : entries.local(clock.instant().plus(ready)));
    node.put("keyStore", status.keyStore()).put("version", status.version());
    return node.put("now", entries.local(clock.instant()));
  }

  /** Since when that is so, as far as the ledger tells. */
  private @Nullable Instant since(AgentStatus.State state) throws StoreException {
    Set<LedgerEntry.Kind> begins =
        switch (state) {
          case CAPTURING ->
              Set.of(
                  LedgerEntry.Kind.RESUMED, LedgerEntry.Kind.ACKNOWLEDGED, LedgerEntry.Kind.POLICY);
          case PAUSED -> Set.of(LedgerEntry.Kind.PAUSED);
          default -> Set.of();
        };
    return begins.isEmpty()
        ? null
        : log.ledger(LEDGER_BACK).stream()
            .filter(entry -> begins.contains(entry.kind()))
            .findFirst()
            .map(LedgerEntry::at)
            .orElse(null);
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

  private Answer pause(Request request) throws Refusal, ControlException {
    AgentControl.Pause pause = control.pause(pauseLength(request));
    Instant until = pause.until();
    return Answer.json(
        NODES
            .objectNode()
            .put("until", until == null ? null : entries.local(until))
            .put("clamped", pause.clamped()));
  }

  /** Nothing more is captured, and all that was is deleted soon; that can be undone. */
  private Answer stop() throws ControlException {
    control.stopForGood();
    return desk().everything();
  }

  /** {@code {"minutes": 15}}, null = until resumed, or {@code {"until": "tomorrow"}}. */
  private @Nullable Duration pauseLength(Request request) throws Refusal {
    if (request.has("until")) {
      if (!request.text("until", LONGEST_ID).equals("tomorrow")) {
        throw new Refusal(400, "\"until\" must be tomorrow");
      }
      return Duration.between(clock.instant(), days.start(days.today().plusDays(1)));
    }
    Integer minutes = request.minutes("minutes", LONGEST_PAUSE_MINUTES);
    return minutes == null ? null : Duration.ofMinutes(minutes);
  }

  private Answer resume() throws ControlException, StoreException {
    control.resume();
    return Answer.json(status());
  }

  private Answer acknowledge(Request request) throws Refusal, ControlException, StoreException {
    control.acknowledge(request.text("revision", LONGEST_ID));
    return Answer.json(status());
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

  /** Answers one kind of request. */
  @FunctionalInterface
  private interface Action {
    Answer answer(Request request) throws Refusal, ControlException, StoreException;
  }
}
