package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.OtherUser;
import dev.vitrine.testing.WireRecords;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails to flush, and a directory that cannot be written. */
@Timeout(120)
final class DiskFaultsTest {
  private static final int APPENDS = 40;

  /** After the buffer is open and has taken some; counted by thread. */
  private static final int FROM = 30;

  @TempDir private Path temp;

  @Test
  void aFlushThatFailsOnceIsDoneAgainAndNobodyNotices() throws Exception {
    List<String> said = appendUnderFailingFlush(String.valueOf(FROM));

    assertThat(said).hasSize(APPENDS).allMatch(line -> line.startsWith("took"));
    assertKept(said);
  }

  @Test
  void flushesThatAlwaysFailAreRefusedAndWhatWasTakenBeforeIsKept() throws Exception {
    List<String> said = appendUnderFailingFlush(FROM + "+");

    assertThat(said).hasSize(APPENDS).contains("took 0");
    assertThat(said.get(APPENDS - 1)).isEqualTo("refused IO");
    assertKept(said);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefusedAndStaysAsItWas() throws Exception {
    try (Workstation it = Workstation.in(temp, "http://127.0.0.1:1")) {
      it.append(0, 10);
    }
    Path data = temp.resolve("data");
    byte[] before = Files.readAllBytes(data.resolve("buffer.db"));
    List<String> said;
    OtherUser.makeReadOnly(data, true);
    try (OtherUser other = OtherUser.who(temp)) {
      List<String> command =
          JavaProcess.of(List.of(), SyncProcess.class, temp.toString(), "3").command();
      said = run(other.command(command), "out");
    } finally {
      OtherUser.makeReadOnly(data, false);
    }

    assertThat(said).containsExactly("refused IO");
    assertThat(Files.readAllBytes(data.resolve("buffer.db"))).isEqualTo(before);
    try (Workstation it = Workstation.in(temp, "http://127.0.0.1:1")) {
      assertThat(exported(it)).isEqualTo(WireRecords.ids(0, 10));
    }
  }

  private List<String> appendUnderFailingFlush(String when) throws Exception {
    Path trace = temp.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                trace.toString(),
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:error=EIO:when=" + when));
    assumeTrue(JavaProcess.run("strace", "-o", "/dev/null", "true"), "skipped: strace is missing");
    command.addAll(
        JavaProcess.of(List.of(), SyncProcess.class, temp.toString(), String.valueOf(APPENDS))
            .command());
    List<String> said = run(command, "out");
    assertThat(Files.readString(trace)).contains("(INJECTED)");
    return said;
  }

  private static List<String> run(List<String> command, String what) throws Exception {
    Path out = Files.createTempFile("vitrine-" + what, ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(JavaProcess.log())
            .start();
    assertThat(JavaProcess.exitOf(process)).isZero();
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    Files.delete(out);
    return lines;
  }

  private void assertKept(List<String> said) throws Exception {
    try (Workstation it = Workstation.in(temp, "http://127.0.0.1:1")) {
      List<String> kept = exported(it);
      for (int n = 0; n < said.size(); n++) {
        if (said.get(n).startsWith("took")) {
          assertThat(kept).contains(WireRecords.id(n));
        }
      }
      assertThat(kept).doesNotHaveDuplicates();
      assertThat(it.store.damage().none()).isTrue();
    }
  }

  private static List<String> exported(Workstation it) throws Exception {
    List<String> ids = new ArrayList<>();
    it.store.log().export(line -> ids.add(line.id()));
    return ids;
  }
}
