package dev.vitrine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  @Test
  void aMissingLibraryIsNamedWithItsPackage() {
    assertThat(
            NativeLibraries.explain(
                "/x/libJNativeHook.so: libxkbcommon-x11.so.0: cannot open shared object file"))
        .isEqualTo(
            "reading input needs libxkbcommon-x11.so.0, which is not installed: "
                + "apt install libxkbcommon-x11-0");
    assertThat(NativeLibraries.explain("something else")).startsWith("the input library cannot be");
  }
}
