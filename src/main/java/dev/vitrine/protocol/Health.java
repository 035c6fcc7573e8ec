package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an endpoint says of itself; {@code receiptKey} is base64 of the raw Ed25519 public key that
 * verifies its receipts.
 */
public record Health(String version, int protocol, int schema, Limits limits, String receiptKey) {
  /** Reads an answer; fields that are not known are passed over. */
  public static Health parse(byte[] json) throws ProtocolException {
    ObjectNode node = StrictJson.read(json);
    JsonNode limits = node.get("limits");
    if (!(limits instanceof ObjectNode object)) {
      throw new ProtocolException("\"limits\" is not an object");
    }
    return new Health(
        StrictJson.text(node, "version"),
        small(node, "protocol"),
        small(node, "schema"),
        new Limits(
            small(object, "sentBytes"), small(object, "unpackedBytes"), small(object, "records")),
        StrictJson.text(node, "receiptKey"));
  }

  private static int small(ObjectNode node, String field) throws ProtocolException {
    long value = StrictJson.count(node, field);
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new ProtocolException("\"" + field + "\" is out of range");
    }
    return (int) value;
  }

  /** The JSON text. */
  public byte[] json() {
    ObjectNode node = StrictJson.object();
    node.put("version", version).put("protocol", protocol).put("schema", schema);
    node.putObject("limits")
        .put("sentBytes", limits.sentBytes())
        .put("unpackedBytes", limits.unpackedBytes())
        .put("records", limits.records());
    return StrictJson.write(node.put("receiptKey", receiptKey));
  }
}
