package dev.vitrine.capture;

import dev.vitrine.event.ElementAnswer;
import dev.vitrine.event.FocusAnswer;
import dev.vitrine.event.RawInput;
import dev.vitrine.event.Scene;
import dev.vitrine.tally.DropReason;
import dev.vitrine.tally.Tally;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline thread has to look at, in order of arrival. Never blocks the threads that put
 * something in: when input fills it, further input is refused and one episode is counted as {@code
 * QUEUE_FULL}. News of windows and focus always finds room (its makers are bounded: one scene and
 * one answer at a time follow each change).
 */
public final class CaptureQueue {
  /** Input events that may wait: some seconds of the fastest mouse. */
  public static final int CAPACITY = 32_768;

  /** One thing to look at. */
  public sealed interface Item {
    /** An event that the gate admitted, and when it was found. */
    record Input(RawInput input, long foundNanos) implements Item {}

    /** A new scene. */
    record SceneNews(Scene scene) implements Item {}

    /** The focus moved. */
    record FocusMoved(long nanos) implements Item {}

    /** A question about the focus was answered. */
    record Answered(FocusAnswer answer) implements Item {}

    /** A question about the element under a press was answered. */
    record ElementAnswered(ElementAnswer answer) implements Item {}

    /** Something to run on the pipeline thread. */
    record Command(Runnable action) implements Item {}
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final ArrayDeque<Item> items = new ArrayDeque<>();
  private final Tally tally;
  private final InputAccounting accounting;
  private int inputs;
  private boolean overflowing;

  /** An empty queue. */
  public CaptureQueue(Tally tally, InputAccounting accounting) {
    this.tally = tally;
    this.accounting = accounting;
  }

  /** Adds input, or refuses and counts it where the queue is full. */
  public void offer(RawInput input, long foundNanos) {
    lock.lock();
    try {
      if (inputs >= CAPACITY) {
        accounting.count(InputAccounting.Fate.DROPPED);
        if (!overflowing) {
          overflowing = true;
          tally.episode(DropReason.QUEUE_FULL);
        }
        return;
      }
      inputs++;
      items.add(new Item.Input(input, foundNanos));
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Adds news or a command. */
  public void put(Item item) {
    lock.lock();
    try {
      items.add(item);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next item, waiting for it at most {@code nanos} nanoseconds; null when none came. */
  public @Nullable Item poll(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (items.isEmpty()) {
        if (left <= 0) {
          return null;
        }
        left = notEmpty.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
      }
      Item item = items.remove();
      if (item instanceof Item.Input) {
        inputs--;
        overflowing &= inputs > CAPACITY / 2;
      }
      return item;
    } finally {
      lock.unlock();
    }
  }
}
