package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an endpoint says when it has stored a batch; {@code stored} counts all its records, also
 * those that it had already or that are erased.
 */
public record BatchAnswer(String batch, long stored) {
  /** Reads an answer; fields that are not known are passed over. */
  public static BatchAnswer parse(byte[] json) throws ProtocolException {
    ObjectNode node = StrictJson.read(json);
    return new BatchAnswer(StrictJson.id(node, "batch"), StrictJson.count(node, "stored"));
  }

  /** The JSON text. */
  public byte[] json() {
    return StrictJson.write(StrictJson.object().put("batch", batch).put("stored", stored));
  }
}
