package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.RecordState;
import dev.vitrine.store.StoreException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.TreeMap;

/** A day at a glance: how much, of which application, when; what was removed; no content. */
final class Overview {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Gaps that are drawn; more would not be told apart. */
  private static final int MOST_GAPS = 500;

  private final CaptureLog log;
  private final RecordIndex index;
  private final Days days;
  private final Entries entries;

  Overview(CaptureLog log, RecordIndex index, Days days, Entries entries) {
    this.log = log;
    this.index = index;
    this.days = days;
    this.entries = entries;
  }

  /** {@code GET /api/day?day=&totals=1}; with the numbers of all days where they are asked for. */
  Answer day(Request request) throws Refusal, StoreException {
    LocalDate day = days.of(request);
    Instant from = days.start(day);
    Instant to = days.start(day.plusDays(1));
    index.refresh();
    ObjectNode node = NODES.objectNode().put("day", day.toString());
    node.put("complete", index.awaits(from)).put("progress", index.progress());
    CaptureLog.Counts counts = log.countsBetween(from, to);
    node.put("held", counts.held())
        .put("ready", counts.ready())
        .put("sent", counts.sent())
        .put("quarantined", counts.quarantined());
    if (request.query("totals") != null) {
      CaptureLog.Counts all = log.countsBetween(Instant.MIN, Instant.MAX);
      node.putObject("totals")
          .put("held", all.held())
          .put("ready", all.ready())
          .put("sent", all.sent())
          .put("quarantined", all.quarantined());
    }
    apps(node, from, to);
    ObjectNode removed = node.putObject("removed");
    index.removed(day).forEach(removed::put);
    gaps(node.putArray("gaps"), from, to);
    ArrayNode known = node.putArray("known");
    index.apps().forEach(known::add);
    return Answer.json(node);
  }

  private void apps(ObjectNode node, Instant from, Instant to) {
    node.put("slotMinutes", RecordIndex.SLOT.toMinutes());
    Map<String, Integer> kinds = new TreeMap<>();
    Map<String, Map<Integer, Integer>> apps = new TreeMap<>();
    for (RecordIndex.Cell cell : index.cells(from, to)) {
      kinds.merge(cell.kind(), cell.records(), Integer::sum);
      LocalTime time = LocalTime.ofInstant(cell.from(), days.zone());
      int slot = (int) (time.toSecondOfDay() / RecordIndex.SLOT.toSeconds());
      apps.computeIfAbsent(cell.app(), app -> new TreeMap<>())
          .merge(slot, cell.records(), Integer::sum);
    }
    ObjectNode byKind = node.putObject("kinds");
    kinds.forEach(byKind::put);
    ArrayNode list = node.putArray("apps");
    apps.forEach(
        (app, slots) -> {
          ObjectNode one = list.addObject().put("name", app);
          one.put("records", slots.values().stream().mapToInt(Integer::intValue).sum());
          ArrayNode pairs = one.putArray("slots");
          slots.forEach((slot, records) -> pairs.addArray().add(slot).add(records));
        });
  }

  private void gaps(ArrayNode list, Instant from, Instant to) throws StoreException {
    CaptureLog.Choice choice = new CaptureLog.Choice(from, to, RecordState.LOCAL, null);
    for (CaptureLog.Entry entry : log.newestFirst(choice, null, MOST_GAPS).entries()) {
      LocalGap gap = entry.gap();
      if (gap != null) {
        list.addObject().put("at", entries.local(entry.at())).put("why", gap.why().name());
      }
    }
  }
}
