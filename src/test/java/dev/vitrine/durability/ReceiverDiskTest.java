package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.receiver.ReceiverProcess;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's disk fails to flush while an agent sends. */
@Timeout(120)
final class ReceiverDiskTest {
  @TempDir private Path temp;
  private Path received;
  private Path trace;
  private ReceiverProcess receiver;

  @BeforeEach
  void start() throws Exception {
    received = temp.resolve("receiver");
    trace = temp.resolve("trace");
    receiver = ReceiverProcess.start(received, 0);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void whatTheJournalCouldNotFlushIsNotAcknowledgedAndComesAgain() throws Exception {
    failsAndComesAgain(List.of(received.resolve("receiver.db-wal")));
  }

  @Test
  void whatTheDaysFileCouldNotFlushIsNotAcknowledgedAndComesAgain() throws Exception {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    failsAndComesAgain(
        List.of(
            received.resolve("records-" + today + ".ndjson"),
            received.resolve("records-" + today.plusDays(1) + ".ndjson")));
  }

  private void failsAndComesAgain(List<Path> files) throws Exception {
    try (Workstation it = Workstation.in(temp, receiver.url().toString())) {
      it.append(0, 20);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      Process fault = failFlushesOf(files);
      try {
        it.append(20, 50);
        // Again and again, also when the pages of the first attempt are long in the journal.
        for (int attempt = 0; attempt < 3; attempt++) {
          assertThat(it.settle()).isEqualTo(Outcome.WAITING);
          assertThat(it.store.log().counts().sent()).isEqualTo(20);
          it.pass(java.time.Duration.ofMinutes(20));
        }
      } finally {
        fault.destroy();
        assertThat(JavaProcess.exitOf(fault)).isNotNegative();
      }
      long injected =
          Files.readAllLines(trace).stream().filter(l -> l.contains("INJECTED")).count();
      assertThat(injected).as("flushes that failed").isGreaterThanOrEqualTo(3);

      assertThat(it.settle()).isEqualTo(Outcome.IDLE);

      assertThat(it.store.log().counts().sent()).isEqualTo(50);
    }
    receiver.kill();
    receiver = ReceiverProcess.start(received, 0);
    assertThat(Received.ids(received)).isEqualTo(WireRecords.ids(0, 50));
  }

  /** From the return on, until the process is ended, each flush of these files fails. */
  private Process failFlushesOf(List<Path> files) throws Exception {
    Path said = temp.resolve("strace.err");
    List<String> command =
        new ArrayList<>(
            List.of("strace", "-f", "-o", trace.toString(), "-e", "trace=fsync,fdatasync"));
    command.addAll(List.of("-e", "inject=fsync,fdatasync:error=EIO"));
    for (Path file : files) {
      command.addAll(List.of("-P", file.toString()));
    }
    command.addAll(List.of("-p", String.valueOf(receiver.pid())));
    assumeTrue(JavaProcess.run("strace", "-o", "/dev/null", "true"), "skipped: strace is missing");
    Process strace =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    await()
        .until(
            () ->
                !strace.isAlive()
                    || Files.readString(said, StandardCharsets.UTF_8).contains("attached"));
    assumeTrue(strace.isAlive(), "skipped: strace may not attach to a process here (needs root)");
    return strace;
  }
}
