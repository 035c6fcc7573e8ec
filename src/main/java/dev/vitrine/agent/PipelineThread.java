package dev.vitrine.agent;

import dev.vitrine.capture.CaptureQueue;
import dev.vitrine.capture.CaptureQueue.Item;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.Scene;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that moves admitted input through a {@link Pipeline}. Without one (no policy, no
 * buffer yet) it keeps the newest scene only. An exception ends the pipeline it happened in and is
 * reported by its class alone; the thread lives on.
 */
final class PipelineThread implements FocusWatcher.Listener, AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_SECONDS = 5;

  /** The longest wait while input is being judged, so that a standstill is noticed. */
  private static final long JUDGING_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A thread that wakes so late was not alone in that: whoever brings news was late as well. */
  private static final long STOOD_STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final CaptureQueue queue;
  private final LongSupplier ticker;
  private final Consumer<Throwable> failure;
  private final Thread thread;
  private volatile boolean running = true;

  // touched by the pipeline thread only
  private @Nullable Pipeline pipeline;
  private Scene newest;

  /** Whether an input method composes; as long as nobody knows, one may. */
  private boolean composing = true;

  PipelineThread(CaptureQueue queue, LongSupplier ticker, Consumer<Throwable> failure) {
    this.queue = queue;
    this.ticker = ticker;
    this.failure = failure;
    this.newest = Scene.unknown(ticker.getAsLong());
    this.thread = new Thread(this::work, "vitrine-pipeline");
  }

  void start() {
    thread.start();
  }

  /** Takes news of windows, from any thread. */
  void scene(Scene scene) {
    queue.put(new Item.SceneNews(scene));
  }

  @Override
  public void focusChanged(long nanos) {
    queue.put(new Item.FocusMoved(nanos));
  }

  @Override
  public void focusAnswered(FocusAnswer answer) {
    queue.put(new Item.Answered(answer));
  }

  /** Takes an answer about the element under a press, from any thread. */
  void elementAnswered(ElementAnswer answer) {
    queue.put(new Item.ElementAnswered(answer));
  }

  /** Takes news of input methods, from any thread. */
  void inputMethod(boolean active) {
    long now = ticker.getAsLong();
    run(
        () -> {
          composing = active;
          if (pipeline != null) {
            pipeline.inputMethod(active, now);
          }
        });
  }

  /** Puts a pipeline in place; it learns the newest scene, and whether an input method composes. */
  void install(Pipeline fresh) {
    queue.put(
        new Item.Command(
            () -> {
              pipeline = fresh;
              fresh.scene(newest);
              fresh.inputMethod(composing, ticker.getAsLong());
            }));
  }

  /** Runs something on the pipeline, if there is one, soon. */
  void tell(Consumer<Pipeline> action) {
    queue.put(
        new Item.Command(
            () -> {
              if (pipeline != null) {
                action.accept(pipeline);
              }
            }));
  }

  /** Runs something on this thread, whether there is a pipeline or not, soon. */
  void run(Runnable action) {
    queue.put(new Item.Command(action));
  }

  /** Waits until everything asked for so far is done; false where it was not done in time. */
  boolean await(long seconds) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    run(done::countDown);
    return done.await(seconds, TimeUnit.SECONDS);
  }

  private void work() {
    while (running) {
      try {
        step();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        pipeline = null;
        failure.accept(e);
      }
    }
  }

  private void step() throws InterruptedException {
    Pipeline current = pipeline;
    long now = ticker.getAsLong();
    long wait = LONGEST_WAIT_NANOS;
    if (current != null) {
      wait = current.isJudging() ? JUDGING_WAIT_NANOS : wait;
      long due = Math.min(current.nextDeadline(), now + wait);
      wait = due <= now ? 0 : due - now;
    }
    Item first = queue.poll(wait);
    long woken = ticker.getAsLong();
    takeAll(first);
    if (pipeline != null) {
      long expected =
          first instanceof Item.Input input ? Math.max(now, input.foundNanos()) : now + wait;
      if (woken - expected > STOOD_STILL_NANOS) {
        pipeline.stoodStill(woken);
      }
      pipeline.advance(ticker.getAsLong());
    }
  }

  private void takeAll(@Nullable Item first) throws InterruptedException {
    for (Item item = first; item != null; item = queue.poll(0)) {
      handle(item);
    }
  }

  private void handle(Item item) {
    if (item instanceof Item.Command command) {
      command.action().run();
      return;
    }
    if (item instanceof Item.SceneNews news) {
      newest = news.scene();
    }
    Pipeline current = pipeline;
    if (current == null) {
      return;
    }
    if (item instanceof Item.Input input) {
      current.input(input.input(), input.foundNanos());
    } else if (item instanceof Item.SceneNews news) {
      current.scene(news.scene());
    } else if (item instanceof Item.FocusMoved moved) {
      current.focusChanged(moved.nanos());
    } else if (item instanceof Item.Answered answered) {
      current.focusAnswered(answered.answer());
    } else if (item instanceof Item.ElementAnswered answered) {
      current.elementAnswered(answered.answer());
    }
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    queue.put(new Item.Command(() -> {}));
    thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    thread.interrupt();
  }
}
