package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;
import dev.vitrine.record.LocalGap;
import dev.vitrine.store.CaptureLog.Deleted;
import dev.vitrine.store.CaptureLog.Selection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Erases for real. Survivors of the touched days are sealed under new day keys, every key that is
 * left is wrapped under a new master, and the old master is removed from the key store: what a copy
 * of the directory held before then opens for nobody. Each step leaves a state from which the next
 * start finishes: {@link VitrineStore#open} removes the master that the database does not name.
 */
final class Eraser {
  /** Each try waits for readers as long as the connection's busy time-out, 5 s. */
  private static final int CHECKPOINT_TRIES = 6;

  private final Database db;
  private final DataDirectory dir;
  private final KeyRing ring;
  private final Chunks chunks;
  private final ChunkRewriter rewriter;
  private final Batches batches;
  private final Erasures erasures;
  private final Appender appender;
  private final Ledger ledger;
  private final FailPoint failPoint;

  Eraser(
      Database db,
      DataDirectory dir,
      KeyRing ring,
      Chunks chunks,
      Batches batches,
      Erasures erasures,
      Appender appender,
      Ledger ledger,
      FailPoint failPoint) {
    this.db = db;
    this.dir = dir;
    this.ring = ring;
    this.chunks = chunks;
    this.rewriter = new ChunkRewriter(chunks);
    this.batches = batches;
    this.erasures = erasures;
    this.appender = appender;
    this.ledger = ledger;
    this.failPoint = failPoint;
  }

  /** Where a test may stop the world. */
  interface FailPoint {
    void reached(String step);
  }

  private record Target(
      long seq,
      @Nullable String id,
      long chunk,
      long at,
      boolean exposed,
      @Nullable String batch,
      @Nullable String endpoint,
      @Nullable String sealTo) {
    static Target of(ResultSet row) throws SQLException {
      return new Target(
          row.getLong("seq"),
          row.getString("id"),
          row.getLong("chunk"),
          row.getLong("at"),
          row.getInt("exposed") == 1,
          row.getString("batch"),
          row.getString("endpoint"),
          row.getString("seal_to"));
    }
  }

  private static final String TARGETS =
      "SELECT r.seq, r.id, r.chunk, r.at, r.exposed, r.batch, t.endpoint, t.seal_to FROM record r"
          + " LEFT JOIN terms t ON t.id = r.terms ";

  synchronized Deleted delete(Selection selection, Instant now) throws StoreException {
    if (db.read(c -> select(c, selection)).isEmpty()) {
      return new Deleted(0, 0, null);
    }
    KeyRing.Current before = db.read(KeyRing::current);
    KeyRing.Slot present = KeyRing.Slot.of(before.slot());
    failPoint.reached("selected");
    SealingKey next = storeNext(present);
    failPoint.reached("next master stored");
    // Between the two the database and the ring name different masters: whoever read then would
    // find damage everywhere, and whoever wrote would seal for a key that is about to go.
    Deleted deleted =
        db.alone(
            () -> {
              Deleted committed = commit(selection, now, before, present, next);
              failPoint.reached("committed");
              ring.use(next, before.generation() + 1);
              return committed;
            });
    removeMaster(present);
    failPoint.reached("old master removed");
    truncate();
    failPoint.reached("truncated");
    dir.keepBallast();
    return deleted;
  }

  /** A key file may lie on the disk that is full. */
  private SealingKey storeNext(KeyRing.Slot present) throws StoreException {
    try {
      return ring.storeNext(present);
    } catch (StoreException e) {
      if (!dir.isNearlyFull() || !dir.releaseBallast()) {
        throw e;
      }
      return ring.storeNext(present);
    }
  }

  /** The same for what makes it shorter: the commit may have taken the last room. */
  private void removeMaster(KeyRing.Slot slot) throws StoreException {
    try {
      ring.remove(slot);
    } catch (StoreException e) {
      if (!dir.isNearlyFull()) {
        throw e;
      }
      // A commit that took the ballast left a journal, which the database can take over.
      if (!dir.releaseBallast()) {
        truncate();
      }
      ring.remove(slot);
    }
  }

  private Deleted commit(
      Selection selection,
      Instant now,
      KeyRing.Current before,
      KeyRing.Slot present,
      SealingKey next)
      throws StoreException {
    List<Deleted> outcome = new ArrayList<>();
    try {
      return db.writeFreeing(
          c -> {
            outcome.clear();
            Deleted deleted = erase(c, selection, now);
            ring.rewrap(c, present, next);
            outcome.add(deleted);
            return deleted;
          });
    } catch (StoreException e) {
      // A commit whose flush failed may be there all the same; the database says.
      if (outcome.isEmpty() || db.read(KeyRing::current).generation() <= before.generation()) {
        next.close();
        removeMaster(present.other());
        throw e;
      }
      // As long as that is not on the disk the old master must stay.
      ring.use(next, before.generation() + 1);
      db.settle();
      return outcome.get(0);
    }
  }

  private void truncate() throws StoreException {
    for (int tries = 0; tries < CHECKPOINT_TRIES; tries++) {
      if (db.truncateJournal()) {
        return;
      }
    }
    throw new StoreException(
        StoreException.Kind.IO,
        "Deleted; but a reader keeps the journal, which is emptied at the next start");
  }

  private Deleted erase(Connection c, Selection selection, Instant now)
      throws SQLException, StoreException {
    List<Target> targets = select(c, selection);
    String erasure = fileErasures(c, targets, now);
    dissolveBatches(c, targets);
    rewriteTouchedDays(c, targets);
    Sql.update(
        c,
        "DELETE FROM batch WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.batch = batch.id)");
    long records = targets.stream().filter(target -> target.id() != null).count();
    Sql.update(c, "UPDATE meta SET erased = erased + ?", records);
    ledger.note(c, LedgerEntry.Kind.DELETED, erasure, records);
    if (!(selection instanceof Selection.All)) {
      long first = targets.stream().mapToLong(Target::at).min().orElse(now.toEpochMilli());
      appender.noteGap(c, new LocalGap(LocalGap.Why.DELETED), first);
    }
    long sent = targets.stream().filter(Target::exposed).count();
    return new Deleted(records, sent, erasure);
  }

  private List<Target> select(Connection c, Selection selection)
      throws SQLException, StoreException {
    if (selection instanceof Selection.Between between) {
      // Of what has aged out only the day is left, so the whole day counts as touched.
      return Sql.list(
          c,
          TARGETS
              + "WHERE (r.stripped = 0 AND r.at >= ? AND r.at < ?)"
              + " OR (r.stripped = 1 AND r.at + 86400000 > ? AND r.at < ?)",
          Target::of,
          Times.millis(between.from()),
          Times.millis(between.to()),
          Times.millis(between.from()),
          Times.millis(between.to()));
    }
    if (selection instanceof Selection.Ids ids) {
      List<Target> targets = new ArrayList<>();
      for (String id : ids.ids()) {
        targets.addAll(Sql.list(c, TARGETS + "WHERE r.id = ?", Target::of, id));
      }
      return targets;
    }
    return selection instanceof Selection.App app
        ? ofApp(c, app.name())
        : Sql.list(c, TARGETS, Target::of);
  }

  /** The application stands inside the sealed chunks only, so all of them are opened. */
  private List<Target> ofApp(Connection c, String app) throws SQLException, StoreException {
    List<Target> targets = new ArrayList<>();
    for (long number :
        Sql.list(c, "SELECT number FROM chunk WHERE sealed IS NOT NULL", row -> row.getLong(1))) {
      Optional<List<Frame>> frames = chunks.read(c, number);
      for (int pos = 0; frames.isPresent() && pos < frames.get().size(); pos++) {
        Frame frame = frames.get().get(pos);
        if (frame.kind() != Frame.Kind.GAP && frame.app().equals(app)) {
          targets.addAll(
              Sql.list(c, TARGETS + "WHERE r.chunk = ? AND r.pos = ?", Target::of, number, pos));
        }
      }
    }
    return targets;
  }

  /** Files requests for what the endpoints may have; says the first one. */
  private @Nullable String fileErasures(Connection c, List<Target> targets, Instant now)
      throws SQLException {
    Map<String, List<Target>> exposed = new LinkedHashMap<>();
    for (Target target : targets) {
      if (target.exposed() && target.endpoint() != null) {
        exposed.computeIfAbsent(target.endpoint(), e -> new ArrayList<>()).add(target);
      }
    }
    String first = null;
    for (Map.Entry<String, List<Target>> entry : exposed.entrySet()) {
      List<String> ids = new ArrayList<>();
      Set<String> sealed = new LinkedHashSet<>();
      for (Target target : entry.getValue()) {
        if (target.id() != null) {
          ids.add(target.id());
        }
        // The endpoint cannot see into a sealed batch, so it erases it whole.
        if (target.sealTo() != null && target.batch() != null) {
          sealed.add(target.batch());
        }
      }
      String filed = erasures.file(c, entry.getKey(), ids, sealed, now);
      first = first == null ? filed : first;
    }
    return first;
  }

  private void dissolveBatches(Connection c, List<Target> targets) throws SQLException {
    Set<String> touched =
        targets.stream()
            .map(Target::batch)
            .flatMap(Stream::ofNullable)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String batch : touched) {
      Optional<Batches.Head> head = batches.find(c, batch);
      if (head.isPresent() && head.get().state() != State.BATCH_DONE) {
        batches.dissolve(c, batch);
      }
    }
  }

  private void rewriteTouchedDays(Connection c, List<Target> targets)
      throws SQLException, StoreException {
    Set<Long> drop = targets.stream().map(Target::seq).collect(Collectors.toSet());
    Map<Long, String> touchedKeys = new TreeMap<>();
    Set<Long> touchedChunks = targets.stream().map(Target::chunk).collect(Collectors.toSet());
    for (long chunk : touchedChunks) {
      Sql.first(
              c,
              "SELECT key, day FROM chunk WHERE number = ? AND sealed IS NOT NULL",
              row -> Map.entry(row.getLong(1), row.getString(2)),
              chunk)
          .ifPresent(found -> touchedKeys.put(found.getKey(), found.getValue()));
    }
    for (Map.Entry<Long, String> touched : touchedKeys.entrySet()) {
      long fresh = ring.newKeyOfDay(c, touched.getValue());
      for (Chunks.Head head : chunks.ofKey(c, touched.getKey())) {
        rewriter.rewrite(c, head, fresh, drop, Set.of());
      }
    }
    // Rows whose chunk is missing or a tombstone.
    for (long seq : drop) {
      Sql.update(c, "DELETE FROM record WHERE seq = ?", seq);
    }
    chunks.tidy(c);
  }
}
