package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of a sealed batch: one clear line of JSON, a line feed, and the ciphertext, which is
 * bound to that line. Whoever has no key sees which records are in it, and nothing of what they
 * say.
 */
public final class SealedBatch {
  private final String batch;
  private final List<String> ids;
  private final byte[] head;
  private final byte[] ciphertext;

  private SealedBatch(String batch, List<String> ids, byte[] head, byte[] ciphertext) {
    this.batch = batch;
    this.ids = List.copyOf(ids);
    this.head = head;
    this.ciphertext = ciphertext;
  }

  /** Reads a body; what is sealed stays so. */
  public static SealedBatch parse(byte[] body) throws ProtocolException {
    int end = 0;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    if (end == body.length) {
      throw new ProtocolException("no clear line");
    }
    byte[] head = Arrays.copyOf(body, end);
    ObjectNode node = StrictJson.read(head);
    StrictJson.onlyFields(node, Set.of("batch", "purpose", "ids"));
    if (!StrictJson.text(node, "purpose").equals(Wire.PURPOSE)) {
      throw new ProtocolException("another purpose");
    }
    List<String> ids = StrictJson.ids(node, "ids");
    if (ids.isEmpty() || new HashSet<>(ids).size() != ids.size()) {
      throw new ProtocolException("\"ids\" is empty or names one twice");
    }
    return new SealedBatch(
        StrictJson.id(node, "batch"), ids, head, Arrays.copyOfRange(body, end + 1, body.length));
  }

  public String batch() {
    return batch;
  }

  /** The records in it, in order. */
  public List<String> ids() {
    return ids;
  }

  /** The clear line as it came: what the ciphertext is bound to. */
  public byte[] head() {
    return head.clone();
  }

  public byte[] ciphertext() {
    return ciphertext.clone();
  }

  @Override
  public String toString() {
    return "SealedBatch[" + ids.size() + " records, " + ciphertext.length + " bytes]";
  }
}
