package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.StoreException;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.LossyProxy;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults between the buffer and the receiver, with both of them real. */
@Timeout(120)
final class FaultsTest {
  @TempDir private Path temp;
  private Path received;
  private Receiver receiver;
  private String endpoint;

  @BeforeEach
  void start() throws Exception {
    received = temp.resolve("receiver");
    receiver =
        Receiver.start(
            ReceiverOptions.loopback(received, 0), InstantSource.fixed(Workstation.START));
    endpoint = receiver.url().toString();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void killedBetweenTheAnswerAndItsNoteItSendsAgainAndNothingIsStoredTwice() throws Exception {
    try (Workstation it = Workstation.in(temp, endpoint)) {
      it.append(0, 40);
    }

    Process first = upload("die");
    assertThat(JavaProcess.exitOf(first)).isEqualTo(UploadProcess.DEAD);
    assertThat(Received.ids(received)).isEqualTo(WireRecords.ids(0, 40));
    try (Workstation it = Workstation.in(temp, endpoint)) {
      assertThat(it.store.log().counts().sent()).isZero();
    }
    assertThat(JavaProcess.exitOf(upload("drain"))).isZero();

    assertThat(Received.ids(received)).isEqualTo(WireRecords.ids(0, 40));
    try (Workstation it = Workstation.in(temp, endpoint)) {
      assertThat(it.store.log().counts().sent()).isEqualTo(40);
    }
  }

  @Test
  void suspendedInTheMiddleOfARequestItSendsAgainAndNothingIsStoredTwice() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          arrived.countDown();
          try {
            assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    hanging.start();
    String there = "http://127.0.0.1:" + hanging.getAddress().getPort();
    try (Workstation it = Workstation.in(temp, there)) {
      it.append(0, 40);
    }
    Process process =
        JavaProcess.of(List.of("-Xmx128m"), UploadProcess.class, temp.toString(), there, "drain")
            .redirectOutput(JavaProcess.log())
            .redirectError(JavaProcess.log())
            .start();
    try {
      assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(JavaProcess.signal(process, "STOP")).isTrue();
      await().until(() -> JavaProcess.isStopped(process));
      // Asleep, the line breaks; awake, the endpoint is there again behind the same address.
      goOn.countDown();
      hanging.stop(0);
      receiver.close();
      receiver =
          Receiver.start(
              ReceiverOptions.loopback(received, hanging.getAddress().getPort()),
              InstantSource.fixed(Workstation.START));
      assertThat(JavaProcess.isStopped(process)).isTrue();
      assertThat(JavaProcess.signal(process, "CONT")).isTrue();

      assertThat(JavaProcess.exitOf(process)).isZero();
    } finally {
      goOn.countDown();
      JavaProcess.kill(process);
    }
    assertThat(Received.ids(received)).isEqualTo(WireRecords.ids(0, 40));
  }

  @Test
  void anEndpointThatIsDownForAWeekIsWaitedForAndThenGetsTheOldestFirst() throws Exception {
    int port = receiver.url().getPort();
    receiver.close();
    try (Workstation it = Workstation.in(temp, endpoint)) {
      List<String> all = new ArrayList<>();
      int attempts = 0;
      for (int hour = 0; hour < 7 * 24; hour++) {
        all.addAll(it.append(20 * hour, 20 * hour + 20));
        if (it.settle() == Outcome.WAITING) {
          attempts++;
          assertThat(it.uploader.status().why()).contains("cannot be reached");
        }
        it.pass(Duration.ofHours(1));
      }
      assertThat(attempts).isEqualTo(7 * 24);
      assertThat(it.store.log().counts().ready()).isEqualTo(all.size());
      receiver =
          Receiver.start(
              ReceiverOptions.loopback(received, port), InstantSource.fixed(Workstation.START));

      assertThat(it.settle()).isEqualTo(Outcome.IDLE);

      assertThat(Received.ids(received)).isEqualTo(all);
      assertThat(it.store.log().counts().sent()).isEqualTo(all.size());
    }
  }

  @Test
  void anOldCopyOfTheDataPutBackSendsAgainAndNothingIsStoredTwice() throws Exception {
    Path copy = temp.resolve("copy");
    try (Workstation it = Workstation.in(temp, endpoint)) {
      it.append(0, 30);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      it.append(30, 50);
    }
    copy(temp.resolve("data"), copy);
    try (Workstation it = Workstation.in(temp, endpoint)) {
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      it.append(50, 60);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
    }
    putBack(copy);

    try (Workstation it = Workstation.in(temp, endpoint)) {
      // The copy does not know that these were sent: the fault is there.
      assertThat(it.store.log().counts().ready()).isEqualTo(20);
      it.append(60, 65);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      assertThat(it.store.log().counts().sent()).isEqualTo(55);
    }

    assertThat(Received.ids(received)).isEqualTo(WireRecords.ids(0, 65));
  }

  @Test
  void anOldCopyFromBeforeADeletionDoesNotOpenAndBringsNothingBack() throws Exception {
    Path copy = temp.resolve("copy");
    try (Workstation it = Workstation.in(temp, endpoint)) {
      it.append(0, 10);
    }
    copy(temp.resolve("data"), copy);
    try (Workstation it = Workstation.in(temp, endpoint)) {
      it.store.log().delete(new Selection.Ids(Set.of(WireRecords.id(3))), it.clock.instant());
    }
    putBack(copy);

    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    StoreException.class, () -> Workstation.in(temp, endpoint))
                .kind())
        .isEqualTo(StoreException.Kind.KEY);
    assertThat(Received.ids(received)).isEmpty();
  }

  @Test
  void whatStaffDeleteWhileItIsOnItsWayIsErasedThereAndTheRestComesAgain() throws Exception {
    try (LossyProxy proxy = new LossyProxy(receiver.url().getPort(), 1)) {
      String there = "http://127.0.0.1:" + proxy.port();
      try (Workstation it = Workstation.in(temp, there)) {
        it.append(0, 10);
        // It arrives, the answer does not, and the person deletes in between.
        assertThat(it.settle()).isEqualTo(Outcome.WAITING);
        assertThat(proxy.repliesLost()).isEqualTo(1);
        assertThat(Received.ids(received)).hasSize(10);
        it.store.log().delete(new Selection.Ids(Set.of(WireRecords.id(4))), it.clock.instant());

        it.drain();

        List<String> left = new ArrayList<>(WireRecords.ids(0, 10));
        left.remove(4);
        assertThat(Received.ids(received)).isEqualTo(left);
        assertThat(it.store.log().counts().sent()).isEqualTo(9);
        assertThat(it.store.log().erasures().get(0).receipt()).contains(WireRecords.id(4));
      }
    }
  }

  @Test
  void aDeletionThatOvertakesTheBatchLeavesAFenceThatWins() throws Exception {
    try (Workstation it =
        new Workstation(
            temp.resolve("data"),
            new dev.vitrine.crypto.FileKeyStorage(temp.resolve("keys")),
            endpoint)) {
      it.append(0, 10);
      // Frozen, and said to be on its way: then the deletion comes, and its erasure is first.
      dev.vitrine.store.FrozenBatch late = it.store.outbox().next().orElseThrow();
      it.store.outbox().sending(late.id());
      it.store.log().delete(new Selection.Ids(Set.of(WireRecords.id(4))), it.clock.instant());
      it.drain();
      List<String> left = new ArrayList<>(WireRecords.ids(0, 10));
      left.remove(4);
      assertThat(Received.ids(received)).isEqualTo(left);

      assertThat(LateBatch.send(it, endpoint, late)).isEqualTo(200);

      assertThat(Received.ids(received)).isEqualTo(left);
      assertThat(it.store.log().erasures().get(0).receipt()).contains(WireRecords.id(4));
    }
  }

  @Test
  void aProcessThatRunsOutOfMemoryEndsAndLosesNothingThatWasTaken() throws Exception {
    Process process =
        JavaProcess.within(
            60,
            JavaProcess.of(
                    List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                    LeakProcess.class,
                    temp.toString())
                .redirectError(JavaProcess.log())
                .start());
    int taken = 0;
    StringBuilder rest = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.matches("[0-9]+")) {
          taken = Integer.parseInt(line);
        } else {
          rest.append(line);
        }
      }
    }
    assertThat(JavaProcess.exitOf(process)).isEqualTo(3);
    assertThat(rest.toString()).contains("OutOfMemoryError");
    assertThat(taken).isPositive();
    // The program's own start script has that option.
    assertThat(Files.readString(Path.of("scripts/vitrine")))
        .contains("-XX:+ExitOnOutOfMemoryError");

    try (Workstation it = Workstation.in(temp, endpoint)) {
      List<String> kept = new ArrayList<>();
      it.store.log().export(line -> kept.add(line.id()));
      assertThat(kept).containsAll(WireRecords.ids(0, taken));
      assertThat(it.store.damage().none()).isTrue();
    }
  }

  private Process upload(String how) throws Exception {
    return JavaProcess.of(List.of("-Xmx128m"), UploadProcess.class, temp.toString(), endpoint, how)
        .redirectOutput(JavaProcess.log())
        .redirectError(JavaProcess.log())
        .start();
  }

  private void putBack(Path copy) throws Exception {
    Path data = temp.resolve("data");
    for (String name : List.of("buffer.db", "buffer.db-wal", "buffer.db-shm", "buffer.mark")) {
      Files.deleteIfExists(data.resolve(name));
    }
    copy(copy, data);
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (java.util.stream.Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            to.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
