package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.testing.MockLogind;
import dev.vitrine.testing.TestDisplay;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mock logind on a real bus. */
@Tag("live")
class LogindWatcherTest {
  private final List<Boolean> told = new CopyOnWriteArrayList<>();

  private void awaitTold(Boolean... all) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(told).containsExactly(all));
  }

  @Test
  void aLockAnUnlockAndAnotherSessionInFrontAreTold() throws Exception {
    try (TestDisplay display = TestDisplay.start()) {
      MockLogind logind = MockLogind.start(display);
      Map<String, String> environment = new HashMap<>(display.environment());
      environment.put("XDG_SESSION_ID", MockLogind.SESSION);
      try (LogindWatcher watcher = new LogindWatcher(environment)) {
        watcher.start(told::add);
        logind.lock(true);
        awaitTold(true);
        logind.lock(false);
        awaitTold(true, false);
        logind.active(false);
        awaitTold(true, false, true);
        logind.active(true);
        awaitTold(true, false, true, false);
        logind.end();
        // One that is gone counts as locked.
        awaitTold(true, false, true, false, true);
      }
    }
  }
}
