package dev.vitrine.testing;

import dev.vitrine.record.RecordLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Record lines as they are sent, for tests of upload and receiver. */
public final class WireRecords {
  private WireRecords() {}

  /** The id of the n-th record. */
  public static String id(int n) {
    return "record-%015d".formatted(n);
  }

  /** The n-th record. */
  public static RecordLine line(int n) {
    return line(n, "\"kind\":\"nav\",\"app\":\"Text editor\",\"key\":\"Tab\",\"count\":1");
  }

  /** The n-th record with these fields behind the common ones. */
  public static RecordLine line(int n, String fields) {
    String json =
        "{\"v\":1,\"id\":\"%s\",\"session\":\"session-00000000000001\",\"day\":\"2026-11-20\",\"t\":%d,\"policy\":\"1\",%s}"
            .formatted(id(n), n * 100L, fields);
    return new RecordLine(id(n), "Text editor", json.getBytes(StandardCharsets.UTF_8));
  }

  /** Records {@code from} (inclusive) to {@code to} (exclusive). */
  public static List<RecordLine> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(WireRecords::line).toList();
  }

  /** Their ids. */
  public static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(WireRecords::id).toList();
  }
}
