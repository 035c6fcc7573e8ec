package dev.vitrine.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.crypto.TrainingKey;
import dev.vitrine.crypto.UnsealException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Turns the lines of a receiver's file into lines of records: a sealed batch becomes one line a
 * record that counts, and everything else passes as it is. Memory is bounded by one batch.
 */
public final class UnsealedLines {
  /** Of one line: a batch of the greatest size in base64 stays below it. */
  private static final int MAX_LINE = 4 * 1024 * 1024;

  private static final byte[] NEW_LINE = {'\n'};

  private final TrainingKey key;

  public UnsealedLines(TrainingKey key) {
    this.key = key;
  }

  /**
   * Copies all lines.
   *
   * @throws ProtocolException with the line's number, where one does not open with this key
   */
  public void copy(InputStream in, OutputStream out) throws IOException, ProtocolException {
    int number = 0;
    for (byte[] line = line(in); line.length > 0; line = line(in)) {
      number++;
      try {
        copy(line, out);
      } catch (ProtocolException e) {
        throw new ProtocolException("line " + number + ": " + e.getMessage());
      }
    }
  }

  private void copy(byte[] line, OutputStream out) throws IOException, ProtocolException {
    ObjectNode node = StrictJson.read(line);
    if (!(node.get("sealed") instanceof ObjectNode sealed)) {
      out.write(line);
      out.write(NEW_LINE);
      return;
    }
    Set<String> counted = new HashSet<>(StrictJson.ids(sealed, "ids"));
    SealedBatch batch = SealedBatch.parse(body(sealed));
    List<byte[]> records = records(batch);
    if (records.size() != batch.ids().size()) {
      throw new ProtocolException("the batch does not hold what its clear line says");
    }
    byte[] head =
        ("{\"agent\":\""
                + StrictJson.id(node, "agent")
                + "\",\"batch\":\""
                + batch.batch()
                + "\",\"record\":")
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < records.size(); i++) {
      if (counted.contains(batch.ids().get(i))) {
        out.write(head);
        out.write(records.get(i));
        out.write('}');
        out.write(NEW_LINE);
      }
    }
  }

  private static byte[] body(ObjectNode sealed) throws ProtocolException {
    try {
      return Base64.getDecoder().decode(StrictJson.text(sealed, "body"));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("the body is not base64");
    }
  }

  private List<byte[]> records(SealedBatch batch) throws ProtocolException {
    try {
      byte[] gzip = key.open(batch.ciphertext(), batch.head());
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
        byte[] lines = in.readNBytes(Limits.DEFAULT.unpackedBytes() + 1);
        if (lines.length > Limits.DEFAULT.unpackedBytes()) {
          throw new ProtocolException("the batch is over the limit when unpacked");
        }
        return Lines.of(lines);
      }
    } catch (UnsealException e) {
      throw new ProtocolException("the batch does not open with this key");
    } catch (IOException e) {
      throw new ProtocolException("the batch is not a whole gzip file");
    }
  }

  /** The next line without its line feed; empty at the end. */
  private static byte[] line(InputStream in) throws IOException, ProtocolException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == MAX_LINE) {
        throw new ProtocolException("a line is over " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return line.toByteArray();
  }
}
