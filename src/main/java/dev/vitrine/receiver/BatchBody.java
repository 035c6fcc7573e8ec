package dev.vitrine.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.protocol.Limits;
import dev.vitrine.protocol.Problem;
import dev.vitrine.protocol.ProtocolException;
import dev.vitrine.protocol.SealedBatch;
import dev.vitrine.protocol.StrictJson;
import dev.vitrine.protocol.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a batch and checks each line for what all records have in common; what the kinds have
 * besides is for the readers of the data, who have the schema. Refusals say the number of the line,
 * never what is in it.
 */
final class BatchBody {
  private BatchBody() {}

  /** The records, in order, at least one. Unpacking stops at the limit, not after it. */
  static List<Incoming> records(byte[] gzip, Limits limits) throws Refusal {
    byte[] lines = unpack(gzip, limits.unpackedBytes());
    List<Incoming> records = new ArrayList<>();
    int from = 0;
    while (from < lines.length) {
      int to = from;
      while (to < lines.length && lines[to] != '\n') {
        to++;
      }
      if (records.size() == limits.records()) {
        throw new Refusal(
            Problem.Type.TOO_LARGE, "a batch has at most " + limits.records() + " records");
      }
      records.add(record(Arrays.copyOfRange(lines, from, to), records.size() + 1));
      from = to + 1;
    }
    if (records.isEmpty()) {
      throw new Refusal(Problem.Type.MALFORMED, "a batch has at least one record");
    }
    return records;
  }

  /** The records of a batch that cannot be read: their ids, as its clear line has them. */
  static List<Incoming> sealed(byte[] body, String batch, Limits limits) throws Refusal {
    SealedBatch sealed;
    try {
      sealed = SealedBatch.parse(body);
    } catch (ProtocolException e) {
      throw new Refusal(Problem.Type.MALFORMED, "not a sealed batch: " + e.getMessage());
    }
    if (!sealed.batch().equals(batch)) {
      throw new Refusal(Problem.Type.MALFORMED, "the clear line is of another batch");
    }
    if (sealed.ids().size() > limits.records()) {
      throw new Refusal(
          Problem.Type.TOO_LARGE, "a batch has at most " + limits.records() + " records");
    }
    return sealed.ids().stream().map(Incoming::sealed).toList();
  }

  private static byte[] unpack(byte[] gzip, int limit) throws Refusal {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      byte[] unpacked = in.readNBytes(limit);
      if (unpacked.length == limit && in.read() >= 0) {
        throw new Refusal(
            Problem.Type.TOO_LARGE, "a batch has at most " + limit + " bytes when unpacked");
      }
      return unpacked;
    } catch (IOException e) {
      throw new Refusal(Problem.Type.MALFORMED, "the body is not a whole gzip file");
    }
  }

  private static Incoming record(byte[] line, int number) throws Refusal {
    try {
      if (line.length == 0 || line[0] != '{' || line[line.length - 1] != '}') {
        throw new ProtocolException("not one JSON object");
      }
      for (byte b : line) {
        // A raw control character could end the line early for somebody who reads it later.
        if (b >= 0 && b < 0x20) {
          throw new ProtocolException("a control character");
        }
      }
      ObjectNode node = StrictJson.read(line);
      JsonNode version = node.get("v");
      if (version != null
          && version.isIntegralNumber()
          && !(version.canConvertToInt() && version.intValue() == Wire.RECORD_SCHEMA)) {
        throw new Refusal(
            Problem.Type.SCHEMA_VERSION, "line " + number + ": only v = 1 is known here");
      }
      StrictJson.count(node, "v");
      StrictJson.count(node, "t");
      StrictJson.text(node, "session");
      StrictJson.text(node, "day");
      StrictJson.text(node, "kind");
      StrictJson.text(node, "app");
      StrictJson.text(node, "policy");
      return new Incoming(StrictJson.id(node, "id"), line);
    } catch (ProtocolException e) {
      throw new Refusal(Problem.Type.INVALID_RECORD, "line " + number + ": " + e.getMessage());
    }
  }
}
