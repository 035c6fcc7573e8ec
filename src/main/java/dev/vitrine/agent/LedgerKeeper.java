package dev.vitrine.agent;

import dev.vitrine.crypto.Digests;
import dev.vitrine.store.LedgerEntry.Kind;
import dev.vitrine.store.StoreException;
import dev.vitrine.store.VitrineStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the buffer's ledger what became of policy, acknowledgement and pause, also what was
 * changed while no agent ran, and that somebody opened the viewer. Told by any thread; writes on
 * one.
 */
final class LedgerKeeper {
  private static final String NONE = "-";
  private static final String RUNNING = "running";

  private final AtomicBoolean viewerOpened = new AtomicBoolean();

  /** What is not yet written; never empty once there was a state. */
  private final Deque<StateFile> states = new ArrayDeque<>();

  private boolean written;

  void state(StateFile now) {
    synchronized (states) {
      if (!now.equals(states.peekLast())) {
        states.addLast(now);
        written = false;
      }
    }
  }

  void viewerOpened() {
    viewerOpened.set(true);
  }

  /** Another buffer may be there now, which knows nothing yet. */
  void forget() {
    synchronized (states) {
      written = false;
    }
  }

  void write(VitrineStore store) throws StoreException {
    for (StateFile state : unwritten()) {
      write(store, state);
    }
    if (viewerOpened.getAndSet(false)) {
      store.note(Kind.VIEWER_OPENED, null);
    }
  }

  private List<StateFile> unwritten() {
    synchronized (states) {
      List<StateFile> all = written ? List.of() : List.copyOf(states);
      while (states.size() > 1) {
        states.removeFirst();
      }
      written = true;
      return all;
    }
  }

  private static void write(VitrineStore store, StateFile now) throws StoreException {
    if (changed(store, "ledger.policy", NONE, now.policy()) && now.policy() != null) {
      store.note(Kind.POLICY, now.policy());
    }
    if (changed(store, "ledger.acknowledged", NONE, mark(now.acknowledged()))
        && now.acknowledged() != null) {
      store.note(Kind.ACKNOWLEDGED, now.policy());
    }
    Instant until = now.pausedUntil();
    String end = until == null ? null : until.toString();
    if (changed(store, "ledger.pause", RUNNING, now.paused() ? "paused " + end : RUNNING)) {
      store.note(now.paused() ? Kind.PAUSED : Kind.RESUMED, end);
    }
  }

  /** Whether that is another value than was last written; notes it. */
  private static boolean changed(
      VitrineStore store, String name, String initial, @Nullable String value)
      throws StoreException {
    String now = value == null ? NONE : value;
    if (store.setting(name).orElse(initial).equals(now)) {
      return false;
    }
    store.putSetting(name, now);
    return true;
  }

  /** The whole policy file is known by its digest. */
  private static @Nullable String mark(@Nullable String text) {
    return text == null ? null : Digests.sha256Base64Url(text.getBytes(StandardCharsets.UTF_8));
  }
}
