package dev.vitrine.viewer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.control.AgentControl;
import dev.vitrine.policy.PolicyDiff;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.LedgerEntry;
import dev.vitrine.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened: the ledger, erasures and their receipts, and what new policies changed. */
final class History {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST = 500;

  private final CaptureLog log;
  private final AgentControl control;
  private final Entries entries;

  History(CaptureLog log, AgentControl control, Entries entries) {
    this.log = log;
    this.control = control;
    this.entries = entries;
  }

  /** {@code GET /api/ledger}. */
  Answer ledger() throws StoreException {
    ObjectNode node = NODES.objectNode();
    ArrayNode list = node.putArray("entries");
    for (LedgerEntry entry : log.ledger(MOST)) {
      String subject = entry.subject();
      list.addObject()
          .put("at", entries.local(entry.at()))
          .put("kind", entry.kind().name())
          .put("subject", entry.kind() == LedgerEntry.Kind.PAUSED ? end(subject) : subject)
          .put("records", entry.records())
          .put("bytes", entry.bytes());
    }
    return Answer.json(node);
  }

  /** The end of a pause in local time. */
  private @Nullable String end(@Nullable String until) {
    try {
      return until == null ? null : entries.local(Instant.parse(until));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** {@code GET /api/erasures}. */
  Answer erasures() throws StoreException {
    ObjectNode node = NODES.objectNode();
    ArrayNode list = node.putArray("erasures");
    for (CaptureLog.ErasureEntry erasure : log.erasures()) {
      Instant receiptAt = erasure.receiptAt();
      list.addObject()
          .put("id", erasure.id())
          .put("filedAt", entries.local(erasure.filedAt()))
          .put("records", erasure.records())
          .put("receipt", erasure.receipt())
          .put("receiptAt", receiptAt == null ? null : entries.local(receiptAt));
    }
    return Answer.json(node);
  }

  /** {@code GET /api/changes}. */
  Answer changes() {
    ObjectNode node = NODES.objectNode();
    ArrayNode list = node.putArray("changes");
    for (PolicyDiff diff : control.policyChanges()) {
      ObjectNode change = list.addObject().put("from", diff.from()).put("to", diff.to());
      ArrayNode parts = change.putArray("parts");
      for (PolicyDiff.Part part : diff.parts()) {
        ObjectNode each =
            parts.addObject().put("name", part.name()).put("kind", part.kind().name());
        fill(each.putArray("before"), part.before());
        fill(each.putArray("after"), part.after());
      }
      fill(change.putArray("asked"), diff.asked());
    }
    return Answer.json(node);
  }

  private static void fill(ArrayNode list, List<String> texts) {
    texts.forEach(list::add);
  }
}
