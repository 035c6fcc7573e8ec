package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.testing.Policies;
import dev.vitrine.testing.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLoaderTest {
  private static final Schemas SCHEMA = Schemas.policy();

  @TestFactory
  Stream<DynamicTest> aBrokenPolicyIsRefusedWithThePlaceOfEverythingThatIsWrong()
      throws IOException {
    String good = resource("full.json");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(resource("broken.json"))) {
      String broken = good.replace(row.get("replace").textValue(), row.get("with").textValue());
      List<String> expected = new ArrayList<>();
      row.get("expect").forEach(line -> expected.add(line.textValue()));
      boolean refuses = row.get("schema").textValue().equals("refuses");
      tests.add(
          DynamicTest.dynamicTest(
              row.get("title").textValue(),
              () -> {
                assertThat(broken).isNotEqualTo(good);
                assertThat(problems(broken)).isEqualTo(expected);
                assertThat(schemaRefuses(broken)).isEqualTo(refuses);
              }));
    }
    return tests.stream();
  }

  @Test
  void aFullPolicyLoadsWithEveryValue() throws IOException {
    PolicyResult.Loaded loaded = (PolicyResult.Loaded) Policies.parse(resource("full.json"));
    Policy policy = loaded.policy();

    assertThat(loaded.warnings())
        .extracting(PolicyProblem::message)
        .hasSize(2)
        .allMatch(warning -> warning.startsWith("\"wait\" has no effect"));
    assertThat(SCHEMA.problems(resource("full.json"))).isEmpty();
    assertThat(policy.organization()).isEqualTo("Example Corp");
    assertThat(policy.revision()).isEqualTo("2026-11-20.1");
    assertThat(policy.notice())
        .isEqualTo(
            new Policy.Notice(
                "What we collect.", "privacy@example.com", List.of("Model training team"), 365));
    assertThat(policy.capture().apps())
        .containsExactly(
            new AppRule(
                "Text editor",
                new AppMatch(
                    List.of("/usr/bin/mousepad"),
                    List.of("%ProgramFiles%\\Editor\\editor.exe"),
                    "Example Corp",
                    List.of("com.example.editor"),
                    "ABCDE12345"),
                List.of(),
                AppRule.KeystrokeMode.TEXT,
                AppRule.PointerMode.PATH,
                AppRule.TitleMode.REDACTED,
                AppRule.ElementMode.NAMES,
                AppRule.UnknownFields.DENY,
                false),
            new AppRule(
                "Internal sites",
                new AppMatch(
                    List.of("/usr/lib/chromium/chromium"), List.of(), null, List.of(), null),
                List.of("*.corp.example.com", "localhost:8080"),
                AppRule.KeystrokeMode.SHORTCUTS,
                AppRule.PointerMode.CLICKS,
                AppRule.TitleMode.NONE,
                AppRule.ElementMode.ROLES,
                AppRule.UnknownFields.DENY,
                false));
    assertThat(policy.capture().hours())
        .isEqualTo(
            new Policy.Hours(
                java.util.EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.of(8, 0),
                LocalTime.of(19, 0)));
    assertThat(policy.redaction().except()).containsExactly("DATE_OF_BIRTH");
    assertThat(policy.redaction().custom().get(0).near()).containsExactly("employee", "badge");
    assertThat(policy.buffer()).isEqualTo(new Policy.Buffer(512, 14, 30, false));
    assertThat(policy.upload().hold()).isEqualTo(Duration.ofDays(1));
    assertThat(policy.upload().auth())
        .isEqualTo(new Policy.Auth.MutualTls("client.pem", "vitrine-client"));
    assertThat(policy.upload().waitOnMetered()).isTrue();
    assertThat(policy.staff().maxPause()).isNull();
  }

  @Test
  void whatIsLeftOutHasTheDocumentedDefaults() {
    Policy policy =
        Policies.policy(
            """
            {"version":1,"organization":"o","revision":"r","purpose":"ai-training",
             "notice":{"text":"t","contact":"c","recipients":["r"],"retentionDays":1},
             "capture":{"apps":[{"name":"a","match":{"linux":{"exe":["/bin/a"]}}}]},
             "upload":{"endpoint":"http://localhost:1/x/"}}
            """);

    AppRule app = policy.capture().apps().get(0);
    assertThat(app.capturesNothing()).isTrue();
    assertThat(app.unknownFields()).isEqualTo(AppRule.UnknownFields.DENY);
    assertThat(policy.capture().neverTitles()).isEmpty();
    assertThat(policy.capture().hours()).isNull();
    assertThat(policy.redaction()).isEqualTo(Policy.Redaction.defaults());
    assertThat(policy.buffer()).isEqualTo(new Policy.Buffer(512, 14, 30, false));
    assertThat(policy.upload().endpoint()).hasToString("http://localhost:1/x");
    assertThat(policy.upload().hold()).isEqualTo(Duration.ofDays(1));
    assertThat(policy.upload().auth()).isEqualTo(new Policy.Auth.None());
    assertThat(policy.upload().systemProxy()).isTrue();
    assertThat(policy.upload().waitOnBattery()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy.demo.json", "policy.example.json"})
  void thePublishedPoliciesLoadAndFitTheSchema(String name) {
    assertThat(Policies.parse(Policies.config(name))).isInstanceOf(PolicyResult.Loaded.class);
    assertThat(SCHEMA.problems(Policies.config(name))).isEmpty();
  }

  @Test
  void filesThatAPolicyNamesAreBesideIt(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("policy.json"),
            resource("full.json")
                .replace(
                    "\"trustedCertificates\": null", "\"trustedCertificates\": \"/etc/ca.pem\""));
    PolicyResult.Loaded loaded = (PolicyResult.Loaded) Policies.LOADER.load(file);
    Policy watched =
        ((PolicyResult.Loaded) new PolicyWatcher(file, Policies.LOADER).check().orElseThrow())
            .policy();

    assertThat(loaded.policy().upload().auth())
        .isEqualTo(
            new Policy.Auth.MutualTls(dir.resolve("client.pem").toString(), "vitrine-client"));
    assertThat(loaded.policy().upload().trustedCertificates()).isEqualTo("/etc/ca.pem");
    assertThat(watched.upload()).isEqualTo(loaded.policy().upload());
  }

  @Test
  void theExampleCapturesNothing() {
    PolicyResult.Loaded example =
        (PolicyResult.Loaded) Policies.parse(Policies.config("policy.example.json"));

    assertThat(example.policy().capture().apps()).isEmpty();
    assertThat(example.warnings())
        .extracting(PolicyProblem::message)
        .containsExactly("no application is named: nothing is captured");
  }

  @Test
  void risksAreWarnedOfAndDoNotStopThePolicy() {
    String risky =
        Policies.config("policy.demo.json")
            .replace("\"system\"", "\"file\"")
            .replace("\"titles\": \"redacted\"", "\"unknownFields\": \"allow\"");
    PolicyResult.Loaded loaded = (PolicyResult.Loaded) Policies.parse(risky);

    assertThat(loaded.warnings())
        .extracting(warning -> warning.at("p"))
        .containsExactly(
            "p:20:26: \"allow\" takes text from fields that nobody can tell from a password field",
            "p:36:17: \"file\" keeps the keys beside the data: whoever can copy the disk can read"
                + " it");
  }

  @Test
  void aByteOrderMarkIsNoError() {
    assertThat(Policies.parse("\ufeff" + Policies.config("policy.demo.json")))
        .isInstanceOf(PolicyResult.Loaded.class);
  }

  @Test
  void textThatIsNotUtf8IsOneErrorAtItsPlace() {
    byte[] bytes = "{\n \"ä\"".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(((PolicyResult.Rejected) Policies.LOADER.parse(bytes)).problems())
        .containsExactly(new PolicyProblem(2, 3, "not UTF-8"));
  }

  @Test
  void columnsCountCodeUnits() {
    assertThat(problems("{\"😀é\": 1, \"x\": 2}"))
        .anyMatch(line -> line.startsWith("1:2: unknown key \"😀é\"."))
        .anyMatch(line -> line.startsWith("1:12: unknown key \"x\"."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "7", "\"x\"", "{", "\u0000", "{}{}", "{\"a\":}"})
  void whatIsNoPolicyAtAllIsRefused(String text) {
    assertThat(problems(text)).isNotEmpty();
  }

  @Test
  void depthAndLengthAreBounded() {
    assertThat(problems("[".repeat(100_000))).hasSize(1);
    assertThat(problems("1".repeat(100_000))).hasSize(1);
    assertThat(problems(" ".repeat(1024 * 1024 + 1)))
        .containsExactly("1:1: a policy has at most 1 MiB");
    assertThat(problems("{" + "\"k\":1,".repeat(100_000) + "\"k\":1}")).hasSize(200);
  }

  @Test
  void whatAnInterpreterOrABrowserIsDoesNotDependOnItsVersionOrSystem() {
    assertThat(
            List.of(
                "/usr/bin/python3",
                "/opt/Python-3.14/bin/python3.14",
                "/usr/lib/jvm/java-17/bin/java",
                "/usr/lib/electron28/electron",
                "/usr/bin/node",
                "/bin/bash",
                "/bin/sh",
                "/usr/bin/perl5.36",
                "/usr/bin/bwrap",
                "/usr/bin/flatpak",
                "/usr/bin/snap",
                "/usr/bin/wine64",
                "/usr/bin/env",
                "/bin/busybox",
                "/lib64/ld-linux-x86-64.so.2",
                "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"))
        .allMatch(KnownPrograms.INTERPRETERS::contains);
    assertThat(
            List.of(
                "/usr/bin/chromium",
                "/usr/lib/firefox-esr/firefox-esr",
                "/opt/google/chrome/chrome",
                "/opt/microsoft/msedge/msedge",
                "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
                "com.apple.Safari"))
        .allMatch(KnownPrograms.BROWSERS::contains);
    assertThat(List.of("/usr/bin/mousepad", "/usr/bin/zenity", "/usr/bin/xterm"))
        .noneMatch(KnownPrograms.INTERPRETERS::contains)
        .noneMatch(KnownPrograms.BROWSERS::contains);
  }

  private static List<String> problems(String text) {
    return Policies.parse(text) instanceof PolicyResult.Rejected rejected
        ? rejected.problems().stream()
            .map(p -> p.line() + ":" + p.column() + ": " + p.message())
            .toList()
        : List.of();
  }

  private static boolean schemaRefuses(String text) {
    try {
      return !SCHEMA.problems(text).isEmpty();
    } catch (IllegalArgumentException notJson) {
      return true;
    }
  }

  static String resource(String name) throws IOException {
    try (InputStream in = PolicyLoaderTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
