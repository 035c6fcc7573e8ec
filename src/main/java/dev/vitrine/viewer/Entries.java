package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.record.LocalGap;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.RecordState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The log's entries as the page reads them. */
final class Entries {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
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

  private @Nullable String localOrNull(@Nullable Instant instant) {
    return instant == null ? null : local(instant);
  }

  static String word(RecordState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
