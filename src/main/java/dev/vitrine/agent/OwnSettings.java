package dev.vitrine.agent;

import dev.vitrine.control.ControlException;
import dev.vitrine.policy.LocalSettings;
import dev.vitrine.policy.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps what staff chose, or says in words for people why it could not. */
final class OwnSettings {
  private OwnSettings() {}

  static void keep(Path dataDir, LocalSettings wanted) throws ControlException {
    try {
      SettingsFile.write(dataDir, wanted);
    } catch (IOException e) {
      throw new ControlException(
          "your choice could not be kept (" + e.getClass().getSimpleName() + "); it does not hold");
    }
  }
}
