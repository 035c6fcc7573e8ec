package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.receiver.ReceiverProcess;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver whose disk does not flush. */
@Timeout(120)
final class ReceiverFlushTest {
  @TempDir private Path temp;

  @Test
  void whatTheReceiverCouldNotFlushIsNotAcknowledgedAndComesAgain() throws Exception {
    assumeTrue(DiskTrace.possible(), "skipped: strace is missing");
    Path received = temp.resolve("receiver");
    Path trace = temp.resolve("trace");
    int port;
    try (ReceiverProcess receiver = ReceiverProcess.start(received, 0);
        Workstation it = Workstation.in(temp, receiver.url().toString())) {
      port = receiver.url().getPort();
      it.append(0, 20);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      it.append(20, 40);
      Process strace = failEveryFlush(receiver.pid(), trace);
      try {
        for (int attempt = 1; attempt <= 3; attempt++) {
          assertThat(it.settle()).isEqualTo(Outcome.WAITING);
          assertThat(it.store.log().counts().sent()).isEqualTo(20);
          it.pass(Duration.ofMinutes(1));
        }
      } finally {
        strace.destroy();
        JavaProcess.exitOf(strace);
      }
      assertThat(injected(trace)).isGreaterThanOrEqualTo(3);
      assertThat(receiver.isAlive()).isTrue();

      it.drain();

      assertThat(it.store.log().counts().sent()).isEqualTo(40);
      // What was acknowledged is on the disk, and not only in the receiver's memory.
      receiver.kill();
    }
    try (ReceiverProcess again = ReceiverProcess.start(received, port)) {
      assertThat(again.isAlive()).isTrue();
      assertThat(Received.ids(received)).isEqualTo(WireRecords.ids(0, 40));
    }
  }

  /** Attaches strace; returns when it holds all threads. */
  private Process failEveryFlush(long pid, Path trace) throws IOException {
    Process strace =
        new ProcessBuilder(
                List.of(
                    "strace",
                    "-f",
                    "-qq",
                    "-o",
                    trace.toString(),
                    "-e",
                    "trace=fsync,fdatasync",
                    "-e",
                    "inject=fsync,fdatasync:error=EIO",
                    "-p",
                    String.valueOf(pid)))
            .redirectOutput(JavaProcess.log())
            .redirectError(JavaProcess.log())
            .start();
    await().until(() -> !strace.isAlive() || isTraced(pid));
    assumeTrue(strace.isAlive(), "skipped: strace may not attach to a process here");
    return strace;
  }

  private static boolean isTraced(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.allMatch(ReceiverFlushTest::hasTracer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasTracer(Path thread) {
    try {
      return Files.readString(thread.resolve("status"))
          .lines()
          .anyMatch(line -> line.startsWith("TracerPid:") && !line.endsWith("\t0"));
    } catch (IOException e) {
      // It has ended meanwhile.
      return true;
    }
  }

  private static long injected(Path trace) throws IOException {
    try (Stream<String> lines = Files.lines(trace)) {
      return lines.filter(line -> line.contains("(INJECTED)")).count();
    }
  }
}
