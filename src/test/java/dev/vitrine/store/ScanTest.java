package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading many records: chunk by chunk, by state, and by number. */
class ScanTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path dir;
  private StoreFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StoreFixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CaptureLog log() {
    return fixture.store.log();
  }

  @Test
  void aScanComesToEachRecordOnceNewestChunkFirst() throws Exception {
    List<String> ids = fixture.append(100, "Editor", StoreFixture.DAY);
    List<String> seen = new ArrayList<>();
    long before = Long.MAX_VALUE;
    int steps = 0;
    CaptureLog.Scanned scanned;
    do {
      // No time at all is one chunk.
      CaptureLog.ScanRange range = CaptureLog.ScanRange.all(Duration.ZERO).before(before);
      scanned =
          log()
              .scan(
                  range,
                  CaptureLog.Sought.ALL,
                  lines -> {
                    for (int i = lines.size() - 1; i >= 0; i--) {
                      seen.add(0, lines.get(i).id());
                    }
                    return true;
                  });
      before = scanned.next();
      steps++;
    } while (!scanned.done());
    assertThat(seen).isEqualTo(ids);
    assertThat(steps).isEqualTo((int) fixture.chunkCount());
  }

  @Test
  void aScanStopsWhereNoMoreIsWantedAndKeepsToItsStretch() throws Exception {
    fixture.append(100, "Editor", StoreFixture.DAY);
    List<Integer> chunks = new ArrayList<>();
    CaptureLog.Scanned scanned =
        log()
            .scan(
                CaptureLog.ScanRange.all(LONG),
                CaptureLog.Sought.ALL,
                lines -> !chunks.add(lines.size()));
    assertThat(chunks).hasSize(1);
    assertThat(scanned.done()).isFalse();
    Instant from = StoreFixture.START.plusSeconds(50);
    CaptureLog.ScanRange late =
        new CaptureLog.ScanRange(Long.MAX_VALUE, 0, from, Instant.MAX, LONG);
    List<String> ids = new ArrayList<>();
    assertThat(
            log()
                .scan(
                    late,
                    not("id-70"),
                    lines -> {
                      lines.forEach(line -> ids.add(line.id()));
                      return true;
                    })
                .done())
        .isTrue();
    assertThat(ids).contains("id-99").doesNotContain("id-20", "id-70");
  }

  /** All lines in which those words are not. */
  private static CaptureLog.Sought not(String words) {
    return new CaptureLog.Sought() {
      @Override
      public int find(byte[] bytes, int from, int to) {
        return CaptureLog.Sought.ALL.find(bytes, from, to);
      }

      @Override
      public boolean wants(String app, byte[] bytes, int from, int to) {
        return !new String(bytes, from, to - from, StandardCharsets.UTF_8).contains(words);
      }
    };
  }

  @Test
  void onlyLinesWithTheWordsAreAskedForAndEachOfThemOnce() throws Exception {
    List<String> ids = fixture.append(100, "Editor", StoreFixture.DAY);
    List<String> those = ids.stream().filter(id -> id.startsWith("id-7")).toList();
    assertThat(asked("words of id-7")).containsExactlyInAnyOrderElementsOf(those);
    assertThat(asked("id-7")).containsExactlyInAnyOrderElementsOf(those);
    // Before a record's id stands how long it is, and that is not in a line.
    assertThat(asked("\u0005id-7")).isEmpty();
    assertThat(asked("nowhere")).isEmpty();
  }

  private List<String> asked(String words) throws StoreException {
    List<String> asked = new CopyOnWriteArrayList<>();
    List<String> found = new ArrayList<>();
    CaptureLog.Sought sought =
        new CaptureLog.Sought() {
          @Override
          public int find(byte[] bytes, int from, int to) {
            return new String(bytes, 0, to, StandardCharsets.ISO_8859_1).indexOf(words, from);
          }

          @Override
          public boolean wants(String app, byte[] bytes, int from, int to) {
            assertThat(app).isEqualTo("Editor");
            asked.add(idIn(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
            return true;
          }
        };
    log()
        .scan(
            CaptureLog.ScanRange.all(LONG),
            sought,
            lines -> {
              lines.forEach(line -> found.add(line.id()));
              return true;
            });
    assertThat(found).containsExactlyInAnyOrderElementsOf(asked);
    return found;
  }

  private static String idIn(String line) {
    return line.replaceAll(".*words of (id-\\d+).*", "$1");
  }

  @Test
  void numbersOfRecordsStayWhatTheyWere() throws Exception {
    fixture.append(30, "Editor", StoreFixture.DAY);
    Map<Long, String> before = surveyed();
    log().delete(new CaptureLog.Selection.Ids(Set.of("id-3", "id-20")), fixture.clock.instant());
    Map<Long, String> after = surveyed();
    assertThat(before).hasSize(30).containsAllEntriesOf(after);
    assertThat(after.values()).hasSize(28).doesNotContain("id-3", "id-20");
  }

  private Map<Long, String> surveyed() throws StoreException {
    Map<Long, String> found = new TreeMap<>();
    log()
        .survey(
            CaptureLog.ScanRange.all(LONG),
            (app, bytes, from, to) -> new String(bytes, from, to - from, StandardCharsets.UTF_8),
            (number, at, line) -> found.put(number, idIn(line)));
    return found;
  }

  @Test
  void recordsAreListedByStateAndNumber() throws Exception {
    fixture.append(3, "Editor", StoreFixture.NOW);
    List<String> sent = fixture.sendOne();
    List<String> ready = fixture.append(2, "Editor", StoreFixture.NOW);
    List<String> held = fixture.append(4, "Editor", StoreFixture.DAY);
    assertThat(listed(RecordState.SENT)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(listed(RecordState.READY)).containsExactlyInAnyOrderElementsOf(ready);
    assertThat(listed(RecordState.HELD)).containsExactlyInAnyOrderElementsOf(held);
    assertThat(listed(RecordState.QUARANTINED)).isEmpty();
    assertThat(log().countsBetween(Instant.MIN, Instant.MAX))
        .isEqualTo(new CaptureLog.Counts(4, 2, 3, 0, 0, 0));
    CaptureLog.Choice even = new CaptureLog.Choice(Instant.MIN, Instant.MAX, null, n -> n % 2 == 0);
    List<String> found = new ArrayList<>();
    CaptureLog.Cursor cursor = null;
    do {
      CaptureLog.Page page = log().newestFirst(even, cursor, 2);
      page.entries().forEach(entry -> found.add(Objects.requireNonNull(entry.line()).id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(found).containsExactly("id-7", "id-5", "id-3", "id-1");
  }

  private List<String> listed(RecordState state) throws StoreException {
    CaptureLog.Choice choice = new CaptureLog.Choice(Instant.MIN, Instant.MAX, state, null);
    return log().newestFirst(choice, null, 100).entries().stream()
        .map(entry -> Objects.requireNonNull(entry.line()).id())
        .toList();
  }

  @Test
  void whereARecordGoesIsTold() throws Exception {
    String held = fixture.append(1, "Editor", StoreFixture.DAY).get(0);
    assertThat(log().delivery(held))
        .contains(new CaptureLog.Delivery("http://127.0.0.1:1", false, null, 0, null));
    fixture.append(3, "Editor", StoreFixture.NOW);
    String sent = fixture.sendOne().get(0);
    CaptureLog.Delivery delivery = log().delivery(sent).orElseThrow();
    assertThat(delivery.batch()).isNotNull();
    assertThat(delivery.batchRecords()).isEqualTo(3);
    assertThat(delivery.sentAt()).isEqualTo(fixture.clock.instant());
    assertThat(log().delivery("nobody")).isEmpty();
  }
}
