package dev.vitrine.store;

import dev.vitrine.crypto.TrainingKey;
import dev.vitrine.crypto.UnsealException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of a batch: the lines joined with line feeds, gzipped with a head without a time.
 * Sealed ones are {@code {"batch","purpose","ids"}}, a line feed, and the ciphertext bound to that
 * line.
 */
final class BatchBody {
  private BatchBody() {}

  /**
   * Seals a body to the training team's key.
   *
   * @throws StoreException {@link StoreException.Kind#KEY} where that is no key
   */
  static byte[] sealed(String batch, List<String> ids, byte[] body, String sealTo)
      throws StoreException {
    // Ids are base64url: nothing in them needs to be escaped.
    byte[] head =
        ("{\"batch\":\""
                + batch
                + "\",\"purpose\":\"ai-training\",\"ids\":[\""
                + String.join("\",\"", ids)
                + "\"]}")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] ciphertext;
    try {
      ciphertext = TrainingKey.seal(sealTo, body, head);
    } catch (UnsealException e) {
      throw new StoreException(
          StoreException.Kind.KEY, "Nothing can be sealed to the key in the policy's sealTo");
    }
    byte[] whole = Arrays.copyOf(head, head.length + 1 + ciphertext.length);
    whole[head.length] = '\n';
    System.arraycopy(ciphertext, 0, whole, head.length + 1, ciphertext.length);
    return whole;
  }

  static byte[] of(List<byte[]> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      boolean first = true;
      for (byte[] line : lines) {
        if (!first) {
          gzip.write('\n');
        }
        first = false;
        gzip.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a stream in memory failed", e);
    }
    return bytes.toByteArray();
  }
}
