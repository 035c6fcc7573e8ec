package dev.vitrine.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which program a rule means, by operating system; empty lists match nothing. */
public record AppMatch(
    List<String> linuxExe,
    List<String> windowsExe,
    @Nullable String windowsPublisher,
    List<String> macosBundle,
    @Nullable String macosTeam) {
  public AppMatch {
    linuxExe = List.copyOf(linuxExe);
    windowsExe = List.copyOf(windowsExe);
    macosBundle = List.copyOf(macosBundle);
  }
}
