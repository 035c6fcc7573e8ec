package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Asks an endpoint to erase records, and batches whole (for those whose records it cannot see). */
public record ErasureRequest(String id, List<String> records, List<String> batches) {
  public ErasureRequest {
    records = List.copyOf(records);
    batches = List.copyOf(batches);
  }

  /** Reads a request of at most {@link Wire#MAX_ERASURE_IDS} ids. */
  public static ErasureRequest parse(byte[] json) throws ProtocolException {
    ObjectNode node = StrictJson.read(json);
    StrictJson.onlyFields(node, Set.of("id", "records", "batches"));
    ErasureRequest request =
        new ErasureRequest(
            StrictJson.id(node, "id"),
            StrictJson.ids(node, "records"),
            StrictJson.ids(node, "batches"));
    int ids = request.records.size() + request.batches.size();
    if (ids < 1 || ids > Wire.MAX_ERASURE_IDS) {
      throw new ProtocolException("an erasure names 1 to " + Wire.MAX_ERASURE_IDS + " ids");
    }
    return request;
  }

  /** The JSON text; the same request has the same bytes. */
  public byte[] json() {
    return StrictJson.write(fill(StrictJson.object(), id, records, batches));
  }

  static ObjectNode fill(ObjectNode node, String id, List<String> records, List<String> batches) {
    node.put("id", id);
    ArrayNode recordArray = node.putArray("records");
    records.forEach(recordArray::add);
    ArrayNode batchArray = node.putArray("batches");
    batches.forEach(batchArray::add);
    return node;
  }
}
