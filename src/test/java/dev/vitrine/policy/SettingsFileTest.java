package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {
  private static final LocalSettings SOME =
      new LocalSettings(
          Map.of(
              "Text editor",
              new LocalSettings.App(true, null, null, null, null),
              "Internal sites",
              new LocalSettings.App(
                  false, AppRule.KeystrokeMode.SHORTCUTS, AppRule.PointerMode.NONE, null, null)),
          Duration.ofDays(2),
          List.of("Nightingale"));

  @TempDir private Path dir;

  @Test
  void whatIsWrittenIsReadAgainAndForTheOwnerAlone() throws IOException {
    SettingsFile.write(dir, SOME);
    assertThat(SettingsFile.read(dir)).isEqualTo(new SettingsFile.Result.Read(SOME));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve(SettingsFile.NAME))))
        .isEqualTo("rw-------");
    try (var files = Files.list(dir)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whereThereIsNoFileNothingWasChosen() {
    assertThat(SettingsFile.read(dir)).isEqualTo(new SettingsFile.Result.Read(LocalSettings.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                          | settings.json:1:1: ",
        "[]                                                          | must be an object",
        "{}                                                          | missing key \"version\"",
        "{\"version\": 2}                                            | settings.json:1:13: ",
        "{\"version\": 1, \"app\": []}                               | did you mean \"apps\"",
        "{\"version\": 1, \"apps\": [{}]}                            | missing key \"name\"",
        "{\"version\": 1, \"apps\": [{\"name\": \"x\", \"excluded\": 1}]} | must be true or false",
        "{\"version\": 1, \"apps\": [{\"name\": \"x\", \"keystrokes\": \"all\"}]} | must be one of",
        "{\"version\": 1, \"apps\": [{\"name\": \"x\"}, {\"name\": \"x\"}]} | is there twice",
        "{\"version\": 1, \"holdMinutes\": -5}                       | must be 0 to ",
        "{\"version\": 1, \"dictionary\": [\"a\"]}                   | at least 3 characters",
        "{\"version\": 1} x                                          | settings.json:1:16: "
      })
  void aFileThatIsNotUnderstoodSaysWhere(String text, String words) throws IOException {
    Files.writeString(dir.resolve(SettingsFile.NAME), text);
    assertThat(SettingsFile.read(dir))
        .isInstanceOfSatisfying(
            SettingsFile.Result.Broken.class,
            broken -> assertThat(broken.problem()).startsWith("settings.json:").contains(words));
  }

  @Test
  void aWordWithoutItsQuotationMarksIsNotRepeated() throws IOException {
    Files.writeString(
        dir.resolve(SettingsFile.NAME), "{\"version\": 1, \"dictionary\": [Nightingale]}");
    assertThat(SettingsFile.read(dir))
        .isInstanceOfSatisfying(
            SettingsFile.Result.Broken.class,
            broken ->
                assertThat(broken.problem())
                    .contains("quotation marks")
                    .doesNotContain("Nightingale"));
  }

  @Test
  void aDirectoryInItsPlaceIsNoFile() throws IOException {
    Files.createDirectory(dir.resolve(SettingsFile.NAME));
    assertThat(SettingsFile.read(dir)).isInstanceOf(SettingsFile.Result.Broken.class);
  }

  @Test
  void choicesAreMadeAndTakenBackOneByOne() {
    LocalSettings settings =
        LocalSettings.NONE
            .withExcluded("a", true)
            .withModes(
                "a", new LocalSettings.App(false, AppRule.KeystrokeMode.NONE, null, null, null));
    assertThat(settings.apps().get("a"))
        .isEqualTo(new LocalSettings.App(true, AppRule.KeystrokeMode.NONE, null, null, null));
    assertThat(settings.withExcluded("a", false).withModes("a", LocalSettings.App.NONE))
        .isEqualTo(LocalSettings.NONE);
    assertThat(settings.withHold(Duration.ofHours(2)).withHold(null)).isEqualTo(settings);
    assertThat(settings.toString()).doesNotContain("Nightingale");
  }
}
