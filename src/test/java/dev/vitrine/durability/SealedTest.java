package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.cli.Main;
import dev.vitrine.crypto.TrainingKey;
import dev.vitrine.protocol.ProtocolException;
import dev.vitrine.protocol.Receipt;
import dev.vitrine.protocol.UnsealedLines;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.testing.LossyProxy;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches that the endpoint stores and cannot read. */
@Timeout(60)
final class SealedTest {
  @TempDir private Path temp;
  private final TrainingKey key = TrainingKey.generate();
  private Path received;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    received = temp.resolve("receiver");
    receiver =
        Receiver.start(
            ReceiverOptions.loopback(received, 0).sealedOnly(true),
            InstantSource.fixed(Workstation.START));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Workstation workstation(String endpoint) throws Exception {
    return Workstation.in(temp, endpoint);
  }

  private void append(Workstation it, int from, int to) throws Exception {
    it.append(from, to, Duration.ZERO, key.publicKey());
  }

  private List<String> unsealed(TrainingKey with) throws Exception {
    byte[] all = Files.readAllBytes(received.resolve("records-2026-11-20.ndjson"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new UnsealedLines(with).copy(new ByteArrayInputStream(all), out);
    List<String> ids = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      ids.add(line.replaceAll(".*\"record\":.*\"id\":\"([^\"]+)\".*", "$1"));
    }
    return ids;
  }

  @Test
  void theReceiverStoresWhatItCannotReadAndTheTrainingTeamOpensIt() throws Exception {
    try (Workstation it = workstation(receiver.url().toString())) {
      append(it, 0, 30);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      assertThat(it.store.log().counts().sent()).isEqualTo(30);
    }

    try (var files = Files.walk(received)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("\"kind\":\"nav\"");
      }
    }
    assertThat(unsealed(key)).isEqualTo(WireRecords.ids(0, 30));
    assertThatThrownBy(() -> unsealed(TrainingKey.generate()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("does not open with this key");
  }

  @Test
  void thePairIsMadeAndUsedByCommands() throws Exception {
    Path file = temp.resolve("training.key");
    Path out = temp.resolve("out");
    assertThat(command(temp.resolve("policy"), out, "keys", "generate-training", "--out", file))
        .isZero();
    String publicKey = Files.readString(out).strip();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Workstation it = workstation(receiver.url().toString())) {
      it.append(0, 4, Duration.ZERO, publicKey);
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
    }
    Path sealed = received.resolve("records-2026-11-20.ndjson");

    assertThat(command(sealed, out, "unseal", "--key", file)).isZero();

    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).contains("\"record\":{\"v\":1,\"id\":\"" + WireRecords.id(2) + "\"");
    // What was opened passes as it is.
    Path open = Files.write(temp.resolve("open"), lines);
    assertThat(command(open, out, "unseal", "--key", file)).isZero();
    assertThat(Files.readAllLines(out)).isEqualTo(lines);
    // An existing key is not overwritten, and another key opens nothing.
    byte[] before = Files.readAllBytes(file);
    assertThat(command(open, out, "keys", "generate-training", "--out", file)).isEqualTo(1);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Path other = Files.write(temp.resolve("other.key"), key.encode());
    assertThat(command(sealed, out, "unseal", "--key", other)).isEqualTo(1);
    assertThat(Files.readString(temp.resolve("err")).strip().lines()).hasSize(1);
  }

  private int command(Path in, Path out, Object... arguments) throws Exception {
    if (!Files.exists(in)) {
      Files.createFile(in);
    }
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    return JavaProcess.exitOf(
        JavaProcess.of(List.of(), Main.class, words)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(temp.resolve("err").toFile())
            .start());
  }

  @Test
  void whereOnlySealedBatchesAreTakenOthersWaitAndAreExplained() throws Exception {
    try (Workstation it = workstation(receiver.url().toString())) {
      it.append(0, 3);
      assertThat(it.settle()).isEqualTo(Outcome.PAUSED);
      assertThat(it.uploader.status().why()).contains("415");
      assertThat(it.store.log().counts().ready()).isEqualTo(3);
    }
  }

  @Test
  void aSealedBatchIsErasedWholeAndTheReceiptSaysSo() throws Exception {
    try (Workstation it = workstation(receiver.url().toString())) {
      append(it, 0, 10);
      it.settle();
      append(it, 10, 15);
      it.settle();
      it.store.log().delete(new Selection.Ids(Set.of(WireRecords.id(4))), it.clock.instant());
      it.drain();

      assertThat(unsealed(key)).isEqualTo(WireRecords.ids(10, 15));
      String text = it.store.log().erasures().get(0).receipt();
      assertThat(Receipt.parse(text).batches()).hasSize(1);
    }
  }

  @Test
  void theRestOfASealedBatchThatMayHaveArrivedComesAgain() throws Exception {
    try (LossyProxy proxy = new LossyProxy(receiver.url().getPort(), 1);
        Workstation it = workstation("http://127.0.0.1:" + proxy.port())) {
      append(it, 0, 10);
      assertThat(it.settle()).isEqualTo(Outcome.WAITING);
      assertThat(proxy.repliesLost()).isEqualTo(1);
      assertThat(unsealed(key)).hasSize(10);
      it.store.log().delete(new Selection.Ids(Set.of(WireRecords.id(4))), it.clock.instant());
      it.drain();

      List<String> left = new ArrayList<>(WireRecords.ids(0, 10));
      left.remove(4);
      assertThat(unsealed(key)).isEqualTo(left);
      assertThat(it.store.log().counts().sent()).isEqualTo(9);
    }
  }

  @Test
  void aRecordThatComesInTwoSealedBatchesCountsOnce() throws Exception {
    Path copy = temp.resolve("copy");
    Files.createDirectory(copy);
    try (Workstation it = workstation(receiver.url().toString())) {
      append(it, 0, 10);
    }
    for (String name : List.of("buffer.db", "buffer.mark", "id")) {
      Files.copy(temp.resolve("data").resolve(name), copy.resolve(name));
    }
    try (Workstation it = workstation(receiver.url().toString())) {
      it.settle();
    }
    // An old copy knows nothing of that and forms another batch, of these and more.
    try (Workstation it =
        new Workstation(
            copy,
            new dev.vitrine.crypto.FileKeyStorage(temp.resolve("keys")),
            receiver.url().toString())) {
      append(it, 10, 12);
      it.settle();
      assertThat(it.store.log().counts().sent()).isEqualTo(12);
    }

    assertThat(unsealed(key)).isEqualTo(WireRecords.ids(0, 12));
  }
}
