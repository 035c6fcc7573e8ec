package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.RecordState;
import dev.vitrine.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looking at records: in pages, by a search, one by one, and all of them. */
final class RecordsApi {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int PAGE = 100;
  private static final int LONGEST = 200;

  /** How long one request searches; the page asks again and shows how far it came. */
  private static final Duration SEARCH_GO = Duration.ofMillis(300);

  private final CaptureLog log;
  private final RecordIndex index;
  private final Days days;
  private final Entries entries;
  private final Predicate<CaptureLog.Entry> hidden;

  RecordsApi(
      CaptureLog log,
      RecordIndex index,
      Days days,
      Entries entries,
      Predicate<CaptureLog.Entry> hidden) {
    this.log = log;
    this.index = index;
    this.days = days;
    this.entries = entries;
    this.hidden = hidden;
  }

  /** What the page's filter asks for. */
  private record Filter(
      LocalDate day,
      Instant from,
      Instant to,
      @Nullable String app,
      @Nullable String kind,
      @Nullable RecordState state) {}

  private Filter filter(Request request) throws Refusal {
    LocalDate day = days.of(request);
    boolean earlier = "1".equals(request.query("earlier"));
    return new Filter(
        day,
        earlier ? Instant.MIN : days.start(day),
        days.start(day.plusDays(1)),
        request.query("app"),
        request.query("kind"),
        state(request.query("state")));
  }

  private static @Nullable RecordState state(@Nullable String wanted) throws Refusal {
    for (RecordState state : RecordState.values()) {
      if (Entries.word(state).equals(wanted)) {
        return state;
      }
    }
    if (wanted == null) {
      return null;
    }
    throw new Refusal(400, "there is no such state");
  }

  /** {@code GET /api/records?day=&earlier=1&app=&kind=&state=&cursor=}. */
  Answer page(Request request) throws Refusal, StoreException {
    Filter filter = filter(request);
    String value = request.query("cursor");
    CaptureLog.Cursor cursor = value == null ? null : new CaptureLog.Cursor(value);
    boolean byContent = filter.app() != null || filter.kind() != null;
    boolean known = true;
    if (byContent) {
      index.refresh();
      known = index.awaits(filter.from());
    } else {
      index.begin();
    }
    if (!known) {
      // Half of an answer would look like all of it: the page asks again.
      ObjectNode node = NODES.objectNode().put("day", filter.day().toString());
      node.put("reading", index.progress()).put("next", value).putArray("entries");
      return Answer.json(node);
    }
    CaptureLog.Page page;
    try {
      page = byContent ? matching(filter, cursor) : all(filter, cursor);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "that is no place in the log");
    }
    ObjectNode node = NODES.objectNode().put("day", filter.day().toString());
    CaptureLog.Cursor next = page.next();
    node.put("next", next == null ? null : next.value());
    fill(node.putArray("entries"), page.entries());
    return Answer.json(node);
  }

  private void fill(ArrayNode list, List<CaptureLog.Entry> found) {
    found.stream().filter(hidden.negate()).map(entries::node).forEach(list::add);
  }

  private CaptureLog.Page all(Filter filter, CaptureLog.@Nullable Cursor cursor)
      throws StoreException {
    return log.newestFirst(
        new CaptureLog.Choice(filter.from(), filter.to(), filter.state(), null), cursor, PAGE);
  }

  /** Only stretches that have such records are walked over. */
  private CaptureLog.Page matching(Filter filter, CaptureLog.@Nullable Cursor cursor)
      throws StoreException {
    LongPredicate wanted = index.matching(filter.app(), filter.kind());
    List<CaptureLog.Entry> found = new ArrayList<>();
    for (RecordIndex.Stretch stretch :
        index.stretches(filter.app(), filter.kind(), filter.from(), filter.to())) {
      Instant from = later(stretch.from(), filter.from());
      Instant to =
          later(filter.to(), stretch.to()).equals(filter.to()) ? stretch.to() : filter.to();
      CaptureLog.Page page =
          log.newestFirst(
              new CaptureLog.Choice(from, to, filter.state(), wanted), cursor, PAGE - found.size());
      found.addAll(page.entries());
      if (page.next() != null) {
        return new CaptureLog.Page(found, page.next());
      }
    }
    return new CaptureLog.Page(found, null);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** {@code GET /api/search?q=&before=} and the filter's: one stretch of the search. */
  Answer search(Request request) throws Refusal, StoreException {
    String words = request.query("q");
    if (words == null || words.isBlank() || words.length() > LONGEST) {
      throw new Refusal(400, "\"q\" must be 1 to " + LONGEST + " characters");
    }
    Filter filter = filter(request);
    List<String> ids = new ArrayList<>();
    CaptureLog.ScanRange range =
        new CaptureLog.ScanRange(before(request), 0, filter.from(), filter.to(), SEARCH_GO);
    CaptureLog.Scanned scanned =
        log.scan(
            range,
            new Search(filter, new Needle(words)),
            lines -> {
              for (int i = lines.size() - 1; i >= 0; i--) {
                ids.add(lines.get(i).id());
              }
              return ids.size() < PAGE;
            });
    List<CaptureLog.Entry> found = new ArrayList<>();
    for (String id : ids) {
      log.find(id)
          .filter(entry -> filter.state() == null || entry.state() == filter.state())
          .ifPresent(found::add);
    }
    ObjectNode node = NODES.objectNode().put("day", filter.day().toString());
    node.put("next", scanned.done() ? null : String.valueOf(scanned.next()));
    double all = Math.max(1, scanned.last() - scanned.first() + 1);
    node.put("progress", scanned.done() ? 1 : (scanned.last() - scanned.next() + 1) / all);
    fill(node.putArray("entries"), found);
    return Answer.json(node);
  }

  private record Search(Filter filter, Needle needle) implements CaptureLog.Sought {
    @Override
    public int find(byte[] bytes, int from, int to) {
      return needle.find(bytes, from, to);
    }

    @Override
    public boolean wants(String app, byte[] bytes, int from, int to) {
      return (filter.app() == null || filter.app().equals(app))
          && (filter.kind() == null || filter.kind().equals(RecordIndex.kind(bytes, from, to)))
          && needle.isIn(bytes, from, to);
    }
  }

  private static long before(Request request) throws Refusal {
    String before = request.query("before");
    try {
      return before == null ? Long.MAX_VALUE : Long.parseLong(before);
    } catch (NumberFormatException e) {
      throw new Refusal(400, "\"before\" must be a number");
    }
  }

  /** The exact bytes, as they are or were sent, and nothing else. */
  Answer line(Request request) throws Refusal, StoreException {
    RecordLine line = log.find(id(request)).orElseThrow(RecordsApi::gone).line();
    if (line == null) {
      throw gone();
    }
    return Answer.of("text/plain; charset=utf-8", line.bytes());
  }

  /** Where a record goes or went. */
  Answer delivery(Request request) throws Refusal, StoreException {
    CaptureLog.Delivery delivery = log.delivery(id(request)).orElseThrow(RecordsApi::gone);
    Instant sentAt = delivery.sentAt();
    return Answer.json(
        NODES
            .objectNode()
            .put("endpoint", delivery.endpoint())
            .put("sealed", delivery.sealed())
            .put("batch", delivery.batch())
            .put("batchRecords", delivery.batchRecords())
            .put("sentAt", sentAt == null ? null : entries.local(sentAt)));
  }

  /** Every line, oldest first, as it is read. */
  Answer export() {
    return Answer.stream(
        "application/x-ndjson",
        out -> {
          try {
            log.export(
                line -> {
                  try {
                    out.write(line.bytes());
                    out.write('\n');
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
          } catch (StoreException e) {
            // A body that ends early is not complete, and the browser says so.
            throw new IOException("the buffer could not be read to its end", e);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private static String id(Request request) throws Refusal {
    String id = request.query("id");
    if (id == null || id.length() > LONGEST) {
      throw new Refusal(400, "which record?");
    }
    return id;
  }

  private static Refusal gone() {
    return new Refusal(404, "that record is not here any more");
  }
}
