package dev.vitrine.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The bytes of a batch: the lines joined with line feeds, gzipped with a head without a time. */
final class BatchBody {
  private BatchBody() {}

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
