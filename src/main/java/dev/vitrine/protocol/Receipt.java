package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;

/** What was erased, and when; its text is what the endpoint signs. */
public record Receipt(String id, List<String> records, List<String> batches, Instant at) {
  public Receipt {
    records = List.copyOf(records);
    batches = List.copyOf(batches);
  }

  /** Reads a receipt's text; fields that are not known are passed over. */
  public static Receipt parse(String text) throws ProtocolException {
    ObjectNode node = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    try {
      return new Receipt(
          StrictJson.id(node, "id"),
          StrictJson.ids(node, "records"),
          StrictJson.ids(node, "batches"),
          Instant.parse(StrictJson.text(node, "at")));
    } catch (DateTimeParseException e) {
      throw new ProtocolException("\"at\" is not a time");
    }
  }

  /** The text: {@code id}, {@code records}, {@code batches}, {@code at}, in this order. */
  public String text() {
    ObjectNode node = ErasureRequest.fill(StrictJson.object(), id, records, batches);
    return new String(StrictJson.write(node.put("at", at.toString())), StandardCharsets.UTF_8);
  }

  /** Whether this says that all of the request was erased. */
  public boolean covers(ErasureRequest request) {
    return id.equals(request.id())
        && new HashSet<>(records).containsAll(request.records())
        && new HashSet<>(batches).containsAll(request.batches());
  }
}
