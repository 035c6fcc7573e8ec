package dev.vitrine.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.tally.DropReason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of {@code status --json}, in both directions. Field order is fixed. */
public final class StatusJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StatusJson() {}

  /** The object, with every field of the contract. */
  public static ObjectNode encode(AgentStatus status) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("state", status.state().word());
    root.put("why", status.why());
    root.put("policy", status.policy());
    AgentStatus.Records records = status.records();
    ObjectNode counts = root.putObject("records");
    counts.put("held", records.held());
    counts.put("ready", records.ready());
    counts.put("sent", records.sent());
    counts.put("quarantined", records.quarantined());
    counts.put("erased", records.erased());
    counts.put("expired", records.expired());
    ObjectNode drops = root.putObject("drops");
    for (Map.Entry<DropReason, Long> drop : ordered(status.drops()).entrySet()) {
      drops.put(drop.getKey().name(), drop.getValue());
    }
    ObjectNode upload = root.putObject("upload");
    upload.put("state", status.upload().state().name().toLowerCase(Locale.ROOT));
    upload.put("why", status.upload().why());
    Instant next = status.upload().next();
    upload.put("next", next == null ? null : next.toString());
    root.put("key_store", status.keyStore());
    root.put("version", status.version());
    return root;
  }

  private static Map<DropReason, Long> ordered(Map<DropReason, Long> drops) {
    Map<DropReason, Long> ordered = new EnumMap<>(DropReason.class);
    ordered.putAll(drops);
    return ordered;
  }

  /** Reads what {@link #encode} wrote. */
  public static AgentStatus decode(JsonNode root) {
    JsonNode counts = root.path("records");
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    for (Map.Entry<String, JsonNode> drop : root.path("drops").properties()) {
      drops.put(DropReason.valueOf(drop.getKey()), drop.getValue().longValue());
    }
    JsonNode upload = root.path("upload");
    String next = textOrNull(upload, "next");
    return new AgentStatus(
        AgentStatus.State.valueOf(
            root.path("state").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
        textOrNull(root, "why"),
        textOrNull(root, "policy"),
        new AgentStatus.Records(
            counts.path("held").longValue(),
            counts.path("ready").longValue(),
            counts.path("sent").longValue(),
            counts.path("quarantined").longValue(),
            counts.path("erased").longValue(),
            counts.path("expired").longValue()),
        drops,
        new AgentStatus.Upload(
            AgentStatus.UploadState.valueOf(upload.path("state").asText().toUpperCase(Locale.ROOT)),
            textOrNull(upload, "why"),
            next == null ? null : Instant.parse(next)),
        root.path("key_store").asText(),
        root.path("version").asText());
  }

  private static @Nullable String textOrNull(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
