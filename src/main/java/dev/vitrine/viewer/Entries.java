package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.RecordState;
import dev.vitrine.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The log's entries as the page reads them. */
final class Entries {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final int WALK_PAGE = 500;

  /** Where counting a day stops, and the answer says so: some 40 times a busy day. */
  private static final int WALK_MOST = 200_000;

  private final ZoneId zone;

  Entries(ZoneId zone) {
    this.zone = zone;
  }

  /** Local time to the second. */
  String local(Instant instant) {
    return SECONDS.format(LocalDateTime.ofInstant(instant, zone));
  }

  /** One row: the exact line as a text, or why nothing was captured. */
  ObjectNode node(CaptureLog.Entry entry) {
    ObjectNode node = NODES.objectNode();
    node.put("at", local(entry.at())).put("state", word(entry.state()));
    RecordLine line = entry.line();
    if (line != null) {
      node.put("id", line.id()).put("app", line.app());
      node.put("line", new String(line.bytes(), StandardCharsets.UTF_8));
    }
    LocalGap gap = entry.gap();
    if (gap != null) {
      node.put("gap", gap.why().name());
    }
    node.put("batch", entry.batch());
    node.put("sentAt", localOrNull(entry.sentAt()));
    return node.put("readyAt", localOrNull(entry.readyAt()));
  }

  /** A day in numbers: records by state, and the applications they are from. No content. */
  ObjectNode summary(CaptureLog log, Instant from, Instant to) throws StoreException {
    Map<RecordState, Long> states = new EnumMap<>(RecordState.class);
    Set<String> apps = new TreeSet<>();
    CaptureLog.Cursor cursor = null;
    int seen = 0;
    do {
      CaptureLog.Page page = log.newestFirst(from, to, cursor, WALK_PAGE);
      for (CaptureLog.Entry entry : page.entries()) {
        states.merge(entry.state(), 1L, Long::sum);
        RecordLine line = entry.line();
        if (line != null) {
          apps.add(line.app());
        }
      }
      seen += page.entries().size();
      cursor = page.next();
    } while (cursor != null && seen < WALK_MOST);
    ObjectNode node = NODES.objectNode().put("complete", cursor == null);
    for (RecordState state : RecordState.values()) {
      node.put(word(state), states.getOrDefault(state, 0L));
    }
    ArrayNode names = node.putArray("apps");
    apps.forEach(names::add);
    return node;
  }

  private @Nullable String localOrNull(@Nullable Instant instant) {
    return instant == null ? null : local(instant);
  }

  private static String word(RecordState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
