package dev.vitrine.platform.hook;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs each task on the calling thread and cannot be shut down.
 *
 * <p>JNativeHook's own dispatcher queues without bound, and it shuts down whatever dispatcher was
 * set before it registers again, waiting until it has ended. So this one says that it has ended and
 * keeps working, which makes it last over any number of registrations.
 */
final class InlineDispatcher extends AbstractExecutorService {
  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return true;
  }

  @Override
  public boolean isTerminated() {
    return true;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
