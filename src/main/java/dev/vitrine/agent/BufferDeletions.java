package dev.vitrine.agent;

import dev.vitrine.control.AgentControl.Deletion;
import dev.vitrine.control.AgentControl.DeletionRequest;
import dev.vitrine.control.ControlException;
import dev.vitrine.store.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deletions that can be undone, with the running agent's buffer. */
final class BufferDeletions implements PendingDeletions.Owner {
  private final BufferKeeper keeper;
  private final Supplier<String> whyClosed;
  private final Forgetting forgetting;
  private final Erasing erasing;

  BufferDeletions(
      BufferKeeper keeper, Supplier<String> whyClosed, Forgetting forgetting, Erasing erasing) {
    this.keeper = keeper;
    this.whyClosed = whyClosed;
    this.forgetting = forgetting;
    this.erasing = erasing;
  }

  /** Drops what is in memory. */
  interface Forgetting {
    void forget(DeletionRequest request) throws ControlException;
  }

  /** Erases for good. */
  interface Erasing {
    Deletion delete(DeletionRequest request) throws ControlException;
  }

  @Override
  public void forget(DeletionRequest request) throws ControlException {
    forgetting.forget(request);
  }

  @Override
  public void keep(@Nullable String list) throws ControlException {
    Buffer open = keeper.buffer();
    if (open == null) {
      throw new ControlException("nothing stored can be deleted now: " + whyClosed.get());
    }
    try {
      open.store().pendingDeletions(list);
    } catch (StoreException e) {
      throw new ControlException(String.valueOf(e.getMessage()));
    }
    if (list == null) {
      open.uploader().wake();
    }
  }

  @Override
  public Deletion perform(DeletionRequest request) throws ControlException {
    return erasing.delete(request);
  }
}
