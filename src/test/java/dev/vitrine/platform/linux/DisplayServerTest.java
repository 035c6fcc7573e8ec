package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.capture.SourceException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayServerTest {
  private static void refuses(Map<String, String> environment, String word) {
    assertThatThrownBy(() -> DisplayServer.require(environment))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(word)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aSessionWithoutDisplayIsRefusedWithAReason() {
    refuses(Map.of(), "DISPLAY is not set");
    refuses(Map.of("DISPLAY", ":29"), "cannot be opened");
  }

  @Test
  void aWaylandSessionIsRefusedEvenWhereXwaylandAnswers() {
    refuses(Map.of("DISPLAY", ":0", "XDG_SESSION_TYPE", "wayland"), "Wayland");
    refuses(Map.of("DISPLAY", ":0", "WAYLAND_DISPLAY", "wayland-0"), "Wayland");
  }
}
