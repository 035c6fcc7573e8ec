package dev.vitrine.testing;

import dev.vitrine.agent.Seams;
import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.ForegroundWatcher;
import dev.vitrine.capture.InputMethodWatcher;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SessionWatcher;
import dev.vitrine.capture.TerminalWatcher.TerminalState;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.event.AppIdentity;
import dev.vitrine.event.Bounds;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.FocusedElement;
import dev.vitrine.event.FocusedElement.Protection;
import dev.vitrine.event.Modifiers;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.event.Window;
import dev.vitrine.tray.Indicator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An operating system with one editor in front and the focus in its body; real threads, real time.
 */
public final class FakeDesktop implements AutoCloseable {
  private static final Window EDITOR =
      new Window(
          1,
          77,
          new AppIdentity.Executable("/usr/bin/mousepad"),
          "Notes",
          new Bounds(0, 0, 800, 600),
          null);

  private final InMemoryKeyStorage keys = new InMemoryKeyStorage();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile CountDownLatch keyStoreAnswers = new CountDownLatch(0);
  private volatile boolean askedForKeys;
  private final ExecutorService bus = Executors.newSingleThreadExecutor();
  private volatile Consumer<RawInput> input = event -> {};
  private volatile FocusWatcher.@Nullable Listener focus;
  private volatile Consumer<Boolean> session = locked -> {};
  private volatile boolean onScreen = true;
  private volatile AgentStatus.@Nullable State shown;

  /** Locks or unlocks the session. */
  public void lock(boolean locked) {
    session.accept(locked);
  }

  /** Its seams. */
  public Seams seams() {
    return new Seams(
        new InputSource() {
          @Override
          public void start(Consumer<RawInput> sink) {
            input = sink;
          }

          @Override
          public void close() {}
        },
        new ForegroundWatcher() {
          @Override
          public void start(Consumer<Scene> sink) {
            sink.accept(new Scene(System.nanoTime(), EDITOR, List.of(EDITOR)));
          }

          @Override
          public void close() {}
        },
        new FocusWatcher() {
          @Override
          public void start(Listener listener) {
            focus = listener;
          }

          @Override
          public void ask(int pid) {
            long asked = System.nanoTime();
            bus.execute(() -> answer(asked));
          }

          @Override
          public void close() {}
        },
        ElementWatcher.NONE,
        pid -> terminal(),
        new InputMethodWatcher() {
          @Override
          public void start(Consumer<Boolean> activeSink) {
            activeSink.accept(false);
          }

          @Override
          public void close() {}
        },
        new SessionWatcher() {
          @Override
          public void start(Consumer<Boolean> lockedSink) {
            session = lockedSink;
          }

          @Override
          public void close() {}
        },
        new Indicator() {
          @Override
          public void show(AgentStatus.State state) {
            shown = state;
          }

          @Override
          public boolean onScreen() {
            return onScreen;
          }

          @Override
          public void close() {}
        },
        (dir, file) -> {
          awaitKeyStore();
          return keys;
        });
  }

  private TerminalState terminal() {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("told to fail");
    }
    return TerminalState.NONE;
  }

  private void awaitKeyStore() throws KeyStorageException {
    askedForKeys = true;
    try {
      keyStoreAnswers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyStorageException(KeyStorageException.Kind.FAILED, "interrupted");
    }
  }

  /** From now on the key store does not answer; the returned latch ends that. */
  public CountDownLatch hangKeyStore() {
    askedForKeys = false;
    keyStoreAnswers = new CountDownLatch(1);
    return keyStoreAnswers;
  }

  /** Whether somebody asked for the key store since it hangs. */
  public boolean askedForKeys() {
    return askedForKeys;
  }

  /** The next so many looks at a terminal throw, on the thread that looks. */
  public void failPipeline(int times) {
    failures.set(times);
  }

  /** Whether every failure that was told has happened. */
  public boolean pipelineFailed() {
    return failures.get() == 0;
  }

  private void answer(long asked) {
    FocusWatcher.Listener listener = focus;
    if (listener != null) {
      listener.focusAnswered(
          new FocusAnswer(
              asked,
              System.nanoTime(),
              new FocusedElement("body", 77, "textbox", "Body", Protection.OPEN, null)));
    }
  }

  /** The key store. */
  public InMemoryKeyStorage keys() {
    return keys;
  }

  /** Whether the indicator can be seen. */
  public void onScreen(boolean visible) {
    onScreen = visible;
  }

  /** The state that the indicator shows, or null before the first. */
  public AgentStatus.@Nullable State shown() {
    return shown;
  }

  /** Types, as fast as it goes. */
  public void type(String text) {
    for (int i = 0; i < text.length(); i++) {
      String character = text.substring(i, i + 1);
      input.accept(new RawInput.Key(System.nanoTime(), true, character, character, Modifiers.NONE));
      input.accept(new RawInput.Key(System.nanoTime(), false, character, "", Modifiers.NONE));
    }
  }

  /** Presses Enter, which ends what is being typed. */
  public void enter() {
    input.accept(new RawInput.Key(System.nanoTime(), true, "Enter", "", Modifiers.NONE));
    input.accept(new RawInput.Key(System.nanoTime(), false, "Enter", "", Modifiers.NONE));
  }

  @Override
  public void close() throws InterruptedException {
    bus.shutdownNow();
    bus.awaitTermination(5, TimeUnit.SECONDS);
  }
}
