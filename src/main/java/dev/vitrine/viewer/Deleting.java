package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.control.AgentControl.Deletion;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.ControlException;
import dev.vitrine.control.DeletionDesk;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What staff ask to be deleted; it is hidden at once and can be undone for a moment. */
final class Deleting {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONGEST = 200;

  /** What is chosen by hand. */
  private static final int MOST_IDS = 1000;

  /** One month. */
  private static final int LONGEST_STRETCH_MINUTES = 31 * 24 * 60;

  private final DeletionDesk desk;
  private final Days days;
  private final InstantSource clock;

  Deleting(DeletionDesk desk, Days days, InstantSource clock) {
    this.desk = desk;
    this.days = days;
    this.clock = clock;
  }

  /** Whether it waits to be deleted. */
  boolean hides(CaptureLog.Entry entry) {
    RecordLine line = entry.line();
    return line != null
        && desk.pending().stream().anyMatch(wish -> covers(wish.request(), entry, line));
  }

  private static boolean covers(DeletionRequest request, CaptureLog.Entry entry, RecordLine line) {
    if (request instanceof DeletionRequest.Between between) {
      return !entry.at().isBefore(between.from()) && entry.at().isBefore(between.to());
    }
    if (request instanceof DeletionRequest.App app) {
      return line.app().equals(app.name());
    }
    return request instanceof DeletionRequest.Ids ids
        ? ids.ids().contains(line.id())
        : request instanceof DeletionRequest.All;
  }

  /** {@code POST /api/delete}. */
  Answer delete(Request request) throws Refusal, ControlException {
    return Answer.json(node(desk.soon(selection(request))));
  }

  /** All that is stored, and the erasure of all that was sent. */
  Answer everything() throws ControlException {
    return Answer.json(node(desk.soon(new DeletionRequest.All())));
  }

  /** {@code POST /api/undo {"id": ...}}. */
  Answer undo(Request request) throws Refusal, ControlException {
    desk.undo(request.text("id", LONGEST));
    return list();
  }

  /** {@code GET /api/deletions}: what waits, and what became of the latest. */
  Answer list() {
    ObjectNode node = NODES.objectNode();
    ArrayNode pending = node.putArray("pending");
    desk.pending().forEach(wish -> pending.add(node(wish)));
    ArrayNode done = node.putArray("done");
    for (DeletionDesk.Done each : desk.done()) {
      Deletion deletion = each.deletion();
      done.addObject()
          .put("id", each.id())
          .put("records", deletion.records())
          .put("alreadySent", deletion.alreadySent())
          .put("erasure", deletion.erasure());
    }
    return Answer.json(node);
  }

  private ObjectNode node(DeletionDesk.Pending wish) {
    Duration left = Duration.between(clock.instant(), wish.until());
    return NODES
        .objectNode()
        .put("id", wish.id())
        .put("seconds", Math.max(0, Math.min(left.toSeconds(), DeletionDesk.UNDO.toSeconds())))
        .put("problem", wish.problem());
  }

  private DeletionRequest selection(Request request) throws Refusal {
    return switch (request.text("what", LONGEST)) {
      case "record" -> new DeletionRequest.Ids(Set.of(request.text("id", LONGEST)));
      case "records" -> new DeletionRequest.Ids(ids(request));
      case "last" -> {
        Integer minutes = request.minutes("minutes", LONGEST_STRETCH_MINUTES);
        if (minutes == null) {
          throw new Refusal(400, "\"minutes\" must be a number");
        }
        yield new DeletionRequest.Last(Duration.ofMinutes(minutes));
      }
      case "app" -> new DeletionRequest.App(request.text("app", LONGEST));
      case "day" -> {
        LocalDate day = Days.parse(request.text("day", LONGEST));
        yield new DeletionRequest.Between(days.start(day), days.start(day.plusDays(1)));
      }
      case "all" -> new DeletionRequest.All();
      default -> throw new Refusal(400, "\"what\" must be record, records, last, app, day or all");
    };
  }

  private static Set<String> ids(Request request) throws Refusal {
    List<String> ids = request.texts("ids", MOST_IDS, LONGEST);
    if (ids.isEmpty()) {
      throw new Refusal(400, "which records?");
    }
    return new HashSet<>(ids);
  }
}
