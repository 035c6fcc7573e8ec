package dev.vitrine.platform.linux;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which system library is missing and which package has it. */
public final class NativeLibraries {
  private static final Pattern MISSING =
      Pattern.compile("(lib[A-Za-z0-9+_-]+\\.so[.0-9]*): cannot open shared object file");

  /** Debian's and Ubuntu's names of the packages. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("libxkbcommon-x11", "libxkbcommon-x11-0"),
          Map.entry("libxkbcommon", "libxkbcommon0"),
          Map.entry("libXt", "libxt6"),
          Map.entry("libXi", "libxi6"),
          Map.entry("libXrandr", "libxrandr2"),
          Map.entry("libXinerama", "libxinerama1"),
          Map.entry("libXtst", "libxtst6"),
          Map.entry("libX11", "libx11-6"),
          Map.entry("libX11-xcb", "libx11-xcb1"),
          Map.entry("libxcb-xkb", "libxcb-xkb1"));

  private NativeLibraries() {}

  /** One line for the linker's words. */
  public static String explain(String linkerWords) {
    Matcher missing = MISSING.matcher(linkerWords);
    if (!missing.find()) {
      return "the input library cannot be loaded: it is not made for this system, or its directory "
          + "is mounted noexec";
    }
    String file = missing.group(1);
    String known = PACKAGES.get(file.substring(0, file.indexOf(".so")));
    return "reading input needs "
        + file
        + ", which is not installed"
        + (known == null ? "" : ": apt install " + known);
  }
}
