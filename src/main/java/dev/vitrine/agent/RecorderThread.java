package dev.vitrine.agent;

import dev.vitrine.record.LocalGap;
import dev.vitrine.redact.Released;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of the {@link Recorder}. A disk may take a second to flush; the pipeline must not wait
 * for it, as it asks where keys go, and an answer that comes late proves nothing.
 *
 * <p>Everything is done in the order in which it was asked for. Where the disk hangs, {@value
 * Recorder#MAX_WAITING} records may wait here besides those of the recorder; further ones are
 * dropped and counted. An exception is reported by its class alone; the thread lives on.
 */
final class RecorderThread implements Recording, AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_SECONDS = 5;

  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final AtomicInteger records = new AtomicInteger();
  private final Recorder recorder;
  private final Tally tally;
  private final LongSupplier ticker;
  private final Consumer<Throwable> failure;
  private final Thread thread;
  private volatile boolean running = true;

  // touched by the pipeline thread only
  private boolean overflowing;

  RecorderThread(Recorder recorder, Tally tally, LongSupplier ticker, Consumer<Throwable> failure) {
    this.recorder = recorder;
    this.tally = tally;
    this.ticker = ticker;
    this.failure = failure;
    this.thread = new Thread(this::work, "vitrine-recorder");
  }

  void start() {
    thread.start();
  }

  /** Runs something with the recorder, on this thread, soon. */
  void run(Consumer<Recorder> action) {
    work.add(() -> action.accept(recorder));
  }

  /** Waits until everything asked for so far is done; false where it was not done in time. */
  boolean await(long seconds) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    run(any -> done.countDown());
    return done.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  public void terms(HoldTerms terms) {
    run(any -> any.terms(terms));
  }

  @Override
  public void record(Released released, long now) {
    if (records.get() >= Recorder.MAX_WAITING) {
      if (!overflowing) {
        overflowing = true;
        tally.episode(DropReason.STORE_FULL);
      }
      return;
    }
    overflowing = false;
    records.incrementAndGet();
    run(
        any -> {
          records.decrementAndGet();
          any.record(released, now);
        });
  }

  @Override
  public void taken() {
    run(Recorder::taken);
  }

  @Override
  public void gap(LocalGap.Why why, Instant at, long now) {
    run(any -> any.gap(why, at, now));
  }

  @Override
  public void flush(long now) {
    run(any -> any.flush(now));
  }

  @Override
  public void advance(long now) {
    // This thread keeps the recorder's time.
  }

  @Override
  public long nextDeadline() {
    return Long.MAX_VALUE;
  }

  private void work() {
    while (running) {
      try {
        step();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        failure.accept(e);
      }
    }
  }

  private void step() throws InterruptedException {
    long now = ticker.getAsLong();
    long due = Math.min(recorder.nextDeadline(), now + LONGEST_WAIT_NANOS);
    @Nullable Runnable next = work.poll(Math.max(0, due - now), TimeUnit.NANOSECONDS);
    if (next != null) {
      next.run();
    }
    recorder.advance(ticker.getAsLong());
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    run(any -> {});
    thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    thread.interrupt();
  }
}
