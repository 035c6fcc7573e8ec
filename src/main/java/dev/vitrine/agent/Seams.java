package dev.vitrine.agent;

import dev.vitrine.capture.ElementWatcher;
import dev.vitrine.capture.FocusWatcher;
import dev.vitrine.capture.ForegroundWatcher;
import dev.vitrine.capture.InputMethodWatcher;
import dev.vitrine.capture.InputSource;
import dev.vitrine.capture.SessionWatcher;
import dev.vitrine.capture.TerminalWatcher;
import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.tray.Indicator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operating system as the live agent sees it; {@code indicator} is null where it runs headless.
 */
public record Seams(
    InputSource input,
    ForegroundWatcher foreground,
    FocusWatcher focus,
    ElementWatcher elements,
    TerminalWatcher terminals,
    InputMethodWatcher inputMethods,
    SessionWatcher session,
    @Nullable Indicator indicator,
    KeyStores keyStores) {

  /** Picks the key store of a data directory. */
  @FunctionalInterface
  public interface KeyStores {
    /**
     * The operating system's one, or a private file in the data directory where the policy says so.
     */
    KeyStorage of(Path dataDir, boolean file) throws KeyStorageException;
  }
}
