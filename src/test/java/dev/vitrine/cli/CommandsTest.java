package dev.vitrine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.control.AgentStatus;
import dev.vitrine.rules.Catalogue;
import dev.vitrine.tally.DropReason;
import dev.vitrine.testing.AgentProcess;
import dev.vitrine.testing.AgentProcess.Result;
import dev.vitrine.testing.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands as processes, where there is no desktop at all: one line says what is wrong, and nothing
 * is captured.
 */
class CommandsTest {
  @TempDir private Path temp;

  private AgentProcess program(String policy) throws IOException {
    Path file = Files.writeString(temp.resolve("policy.json"), policy);
    return new AgentProcess(Map.of("HOME", temp.toString(), "PATH", "/usr/bin:/bin"), temp, file);
  }

  private static void assertOneLine(Result result, String... words) {
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void withoutADisplayTheAgentEndsWithOneLine() throws Exception {
    Result result = program(Policies.config("policy.demo.json")).command("run");
    assertOneLine(result, "vitrine: ", "DISPLAY is not set");
  }

  @Test
  void withoutAKeyStoreAReplayEndsWithOneLineAndStoresNothing() throws Exception {
    Path script =
        Files.writeString(
            temp.resolve("s.jsonl"),
            "{\"at\":0,\"type\":\"start\",\"wall\":\"2026-11-20T09:00:00+01:00\",\"seed\":1}\n");
    AgentProcess program = program(Policies.config("policy.demo.json"));
    assertOneLine(program.command("replay", script.toString()), "key");
    assertThat(program.command("status", "--json").out()).contains("\"sent\":0");
  }

  /** A replay's agent key derives from the script's seed, which anybody may know. */
  @Test
  void noAgentGoesOnWithTheKeysOfAReplay() throws Exception {
    Path script =
        Files.writeString(
            temp.resolve("s.jsonl"),
            "{\"at\":0,\"type\":\"start\",\"wall\":\"2026-11-20T09:00:00+01:00\",\"seed\":1}\n");
    AgentProcess program =
        program(Policies.config("policy.demo.json").replace("\"system\"", "\"file\""));
    assertThat(program.command("replay", script.toString()).exit()).isZero();
    assertOneLine(program.command("run"), "was made by a replay");
    assertThat(program.command("status").exit()).isZero();
  }

  @Test
  void onlyAPersonAcknowledgesWhatLeavesTheMachine() throws Exception {
    AgentProcess remote = program(Policies.config("policy.example.json"));
    Result piped = remote.commandWith("yes\n", "acknowledge");
    assertOneLine(piped, "a person must acknowledge");
    assertOneLine(remote.command("acknowledge", "--yes"), "a person must acknowledge");

    AgentProcess local = program(Policies.config("policy.demo.json"));
    assertThat(local.commandWith("yes\n", "acknowledge").out()).endsWith("Acknowledged.\n");
    assertThat(local.commandWith("no\n", "acknowledge").out()).contains("Not acknowledged");
  }

  @Test
  void noAnswerIsNoSuccess() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    assertOneLine(program.commandWith("", "delete", "--all"), "nobody answered");
    assertOneLine(program.commandWith("", "acknowledge"), "nobody answered");
    Result no = program.commandWith("no\n", "delete", "--all");
    assertThat(no.exit()).isZero();
    assertThat(no.out()).endsWith("Nothing was deleted.\n");
  }

  @Test
  void aSecretGoesWhereThePolicyKeepsKeys() throws Exception {
    AgentProcess program =
        program(Policies.config("policy.demo.json").replace("\"system\"", "\"file\""));
    Result empty = program.commandWith("", "keys", "import", "token");
    assertOneLine(empty, "the secret must have");
    Result result = program.commandWith("s3cr3t\n", "keys", "import", "token");
    assertThat(result.exit()).describedAs(result.err()).isZero();
    assertThat(program.dataDir().resolve("keys")).exists();
  }

  @Test
  void aPauseIsSaidInLocalTimeAndCountsByTheirNames() {
    Instant end = Instant.parse("2026-11-20T09:00:00.123456789Z");
    assertThat(Sentences.why(status(AgentStatus.State.PAUSED, end.toString())))
        .isEqualTo("until " + Sentences.local(end))
        .matches("until 2026-11-[0-9]{2} [0-9]{2}:[0-9]{2}:00");
    assertThat(Sentences.why(status(AgentStatus.State.PAUSED, null))).isEqualTo("until resumed");
    assertThat(Sentences.why(status(AgentStatus.State.FULL, "the disk"))).isEqualTo("the disk");
    assertThat(Sentences.counts(Map.of(DropReason.PROTECTED, 2L, DropReason.NOT_ALLOWED, 1L)))
        .isEqualTo("NOT_ALLOWED 1, PROTECTED 2 (episodes)");
    assertThat(Sentences.counts(Map.of())).isEqualTo("nothing");
  }

  private static AgentStatus status(AgentStatus.State state, @Nullable String why) {
    return new AgentStatus(
        state,
        why,
        "1",
        new AgentStatus.Records(0, 0, 0, 0, 0, 0),
        Map.of(),
        new AgentStatus.Upload(AgentStatus.UploadState.IDLE, null, null),
        "system",
        "0");
  }

  @Test
  void theDataDirectoryIsWhereTheBaseDirectoriesSay() {
    assertThat(Places.dataDir(Map.of("XDG_DATA_HOME", "/d", "HOME", "/h"), "/a"))
        .isEqualTo(Path.of("/d/vitrine"));
    assertThat(Places.dataDir(Map.of("XDG_DATA_HOME", "relative", "HOME", "/h"), "/a"))
        .isEqualTo(Path.of("/h/.local/share/vitrine"));
    assertThat(Places.dataDir(Map.of(), "/a")).isEqualTo(Path.of("/a/.local/share/vitrine"));
  }

  @Test
  void helpIsACommandToo() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    assertThat(program.bare("help").out()).startsWith("Usage: vitrine ");
    assertThat(program.bare("help", "status").out()).startsWith("Usage: vitrine status");
  }

  @Test
  void statusWithoutAnAgentIsStoppedAndSucceeds() throws Exception {
    Result result = program(Policies.config("policy.demo.json")).command("status", "--json");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).startsWith("{\"state\":\"stopped\",\"why\":null,\"policy\":null,");
  }

  @Test
  void policyCheckNamesFileLineAndColumnOfEachError() throws Exception {
    Result wrongKey =
        program("{\n  \"version\": 1,\n  \"organisation\": \"x\"\n}\n").command("policy", "check");
    assertThat(wrongKey.exit()).isEqualTo(1);
    assertThat(wrongKey.err()).contains("policy.json:3:3: ").contains("organization");
    String twice =
        Policies.config("policy.demo.json")
            .replaceFirst("\"version\": 1,", "\"version\": 1,\n  \"version\": 1,");
    assertThat(program(twice).command("policy", "check").err()).contains("policy.json:4:3: ");
    String badRegex =
        Policies.config("policy.demo.json")
            .replace("\"capture\": {", "\"capture\": {\n    \"never\": { \"titles\": [\"(\"] },");
    Result regex = program(badRegex).command("policy", "check");
    assertThat(regex.err()).containsPattern("policy.json:[0-9]+:[0-9]+: ");
    assertThat(regex.exit()).isEqualTo(1);
    assertThat(program(Policies.config("policy.demo.json")).command("policy", "check").exit())
        .isZero();
  }

  @Test
  void wrongUsageExitsWithTwo() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    assertThat(program.command("nonsense").exit()).isEqualTo(2);
    assertThat(program.command("delete", "--last", "soon", "--yes").exit()).isEqualTo(2);
    assertThat(program.command("pause", "--minutes", "0").exit()).isEqualTo(2);
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsWrongUsage() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    Result result =
        program.command("delete", "--from", "2026-11-21", "--to", "2026-11-20", "--yes");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("--from must be before --to");
  }

  @Test
  void anArgumentThatBeginsWithAnAtSignIsNotReadAsAFile() throws Exception {
    Path file = Files.writeString(temp.resolve("words"), "--version");
    Result result = program(Policies.config("policy.demo.json")).command("status", "@" + file);
    assertThat(result.exit()).isEqualTo(2);
  }

  @Test
  void whoNamesADirectoryThatIsNotThereIsToldSo() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    String[] export = {
      "export", "--format", "jsonl", "--force", "--out", temp.resolve("out").toString()
    };
    String missing = program.dataDir() + " does not exist; nothing is kept there";
    Result wrong = program.command(export);
    assertThat(wrong.exit()).isZero();
    assertThat(wrong.err()).contains(missing).contains("wrote 0 records");
    assertThat(program.dataDir()).doesNotExist();
    assertThat(program.command("delete", "--all", "--yes").err()).contains(missing);

    Files.createDirectories(program.dataDir());
    assertThat(program.command(export).err()).doesNotContain("does not exist");
  }

  @Test
  void anExportOntoADirectoryDoesNotAdviseForce() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    Result result =
        program.command("export", "--format", "jsonl", "--force", "--out", temp.toString());
    assertOneLine(result, "is a directory; name a file");
  }

  @Test
  void doctorNamesWhatIsMissingAndTheRemedy() throws Exception {
    Result result = program(Policies.config("policy.demo.json")).command("doctor");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("missing").contains("->").contains("policy");
    assertThat(result.out().lines().filter(line -> line.startsWith("viewer "))).hasSize(1);
    assertThat(result.out()).contains("records only after a click").contains("lock it");
    assertThat(program("{").command("doctor", "--json").out())
        .contains("\"ok\":false")
        .contains("{\"name\":\"endpoint\",\"ok\":false");
  }

  @Test
  void theListOfRecognisersSaysWhatEachLooksForAndHowItIsChecked() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    Result list = program.bare("redact", "--list");
    assertThat(list.exit()).isZero();
    assertThat(list.out())
        .contains("iban  IBAN_CODE")
        .contains("checksum   mod-97-10")
        .contains("finds      IBAN DE89 3704 0044 0532 0130 00")
        .contains("not in     DE89 3704 0044 0532 0130 01")
        .contains("words de   telefon");
    JsonNode json = new ObjectMapper().readTree(program.bare("redact", "--list", "--json").out());
    assertThat(json.path("recognizers")).hasSize(Catalogue.builtIn().rules().size());
    for (JsonNode each : json.path("recognizers")) {
      assertThat(each.path("title").asText() + each.path("shapes") + each.path("labels"))
          .as(each.path("id").asText())
          .hasSizeGreaterThan(3);
      assertThat(each.path("examples")).isNotEmpty();
      assertThat(each.path("counters")).isNotEmpty();
    }
    assertThat(program.bare("redact", "--json").exit()).isEqualTo(2);
  }

  @Test
  void policyDiffSaysWhatDiffersAndThatStaffAreAskedAgain() throws Exception {
    AgentProcess program = program(Policies.config("policy.demo.json"));
    Path now =
        Files.writeString(
            temp.resolve("now.json"),
            Policies.config("policy.demo.json")
                .replace("\"demo-1\"", "\"demo-2\"")
                .replace("\"retentionDays\": ", "\"retentionDays\": 1"));
    Result diff =
        program.bare("policy", "diff", temp.resolve("policy.json").toString(), now.toString());
    assertThat(diff.exit()).isZero();
    assertThat(diff.out())
        .startsWith("From demo-1 to demo-2\n")
        .contains("In general\n  - They are received by")
        .contains("Staff are asked again");
    assertOneLine(
        program.bare("policy", "diff", now.toString(), temp.resolve("none.json").toString()),
        "none.json");
  }
}
