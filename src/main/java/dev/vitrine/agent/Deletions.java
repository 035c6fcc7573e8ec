package dev.vitrine.agent;

import dev.vitrine.control.AgentControl;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.store.CaptureLog;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import java.time.Instant;
import java.util.function.Predicate;

/** Deletes what staff asked to be deleted. */
final class Deletions {
  private Deletions() {}

  /**
   * Whether text that is still in memory may be part of it; single records are not in memory any
   * more.
   */
  static boolean reachesMemory(DeletionRequest request) {
    return !(request instanceof DeletionRequest.Ids);
  }

  /** Which of the records that were not stored yet are part of it. */
  static Predicate<NewRecord> covering(DeletionRequest request, Instant now) {
    Selection selection = selection(request, now);
    if (selection instanceof Selection.Between between) {
      return each -> !each.at().isBefore(between.from()) && each.at().isBefore(between.to());
    }
    if (selection instanceof Selection.App app) {
      return each -> each.line().app().equals(app.name());
    }
    if (selection instanceof Selection.Ids ids) {
      return each -> ids.ids().contains(each.line().id());
    }
    return each -> true;
  }

  /** Erases; returns when nothing is left that could open what was erased. */
  static AgentControl.Deletion perform(CaptureLog log, DeletionRequest request, Instant now)
      throws StoreException {
    CaptureLog.Deleted deleted = log.delete(selection(request, now), now);
    return new AgentControl.Deletion(deleted.records(), deleted.alreadySent(), deleted.erasure());
  }

  private static Selection selection(DeletionRequest request, Instant now) {
    if (request instanceof DeletionRequest.Last last) {
      return new Selection.Between(now.minus(last.howLong()), Instant.MAX);
    }
    if (request instanceof DeletionRequest.Between between) {
      return new Selection.Between(between.from(), between.to());
    }
    if (request instanceof DeletionRequest.App app) {
      return new Selection.App(app.name());
    }
    if (request instanceof DeletionRequest.Ids ids) {
      return new Selection.Ids(ids.ids());
    }
    return new Selection.All();
  }
}
