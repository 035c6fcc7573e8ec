package dev.vitrine.assemble;

import dev.vitrine.capture.Judged;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Presses of one navigation key in one window that follow soon are one record. */
final class NavigationRuns {
  /** Nanoseconds within which presses of one navigation key are one record. */
  static final long NAV_NANOS = Duration.ofSeconds(1).toNanos();

  /** A navigation key that may be pressed again. */
  private static final class Run {
    final Place place;
    final long window;
    final String key;
    int count = 1;
    long lastNanos;

    Run(Place place, long window, String key) {
      this.place = place;
      this.window = window;
      this.key = key;
      this.lastNanos = place.startNanos();
    }

    boolean continuedBy(Judged.Key judged) {
      return key.equals(judged.input().key())
          && window == judged.window().id()
          && judged.nanos() - lastNanos < NAV_NANOS;
    }
  }

  private final Sessions sessions;
  private final Consumer<Activity> sink;
  private @Nullable Run run;

  NavigationRuns(Sessions sessions, Consumer<Activity> sink) {
    this.sessions = sessions;
    this.sink = sink;
  }

  void press(Judged.Key judged) {
    if (run != null && run.continuedBy(judged)) {
      run.count++;
      run.lastNanos = judged.nanos();
    } else {
      end();
      run = new Run(sessions.place(judged), judged.window().id(), judged.input().key());
    }
  }

  void end() {
    Run ended = run;
    run = null;
    if (ended != null) {
      sink.accept(new Activity.Navigation(ended.place, ended.lastNanos, ended.key, ended.count));
    }
  }

  void advance(long now) {
    if (now >= nextDeadline()) {
      end();
    }
  }

  /** When the run ends at the latest; {@link Long#MAX_VALUE} where there is none. */
  long nextDeadline() {
    return run == null ? Long.MAX_VALUE : run.lastNanos + NAV_NANOS;
  }

  /** When the run began; {@link Long#MAX_VALUE} where there is none. */
  long oldestOpenStart() {
    return run == null ? Long.MAX_VALUE : run.place.startNanos();
  }
}
