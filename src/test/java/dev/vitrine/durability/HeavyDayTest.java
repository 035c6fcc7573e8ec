package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.Digests;
import dev.vitrine.crypto.FileKeyStorage;
import dev.vitrine.receiver.Receiver;
import dev.vitrine.receiver.ReceiverOptions;
import dev.vitrine.record.RecordLine;
import dev.vitrine.store.CaptureLog.Selection;
import dev.vitrine.store.HoldTerms;
import dev.vitrine.store.NewRecord;
import dev.vitrine.store.StoreException;
import dev.vitrine.testing.WireRecords;
import dev.vitrine.upload.Uploader.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A day of heavy use, from the first key to the last receipt. */
@Timeout(180)
final class HeavyDayTest {
  private static final int RECORDS = 100_000;
  private static final int APPEND = 500;
  private static final long SLACK = 2L << 20;

  @TempDir private Path temp;

  @Test
  void aHundredThousandRecordsLeaveNothingWhenTheyAreErased() throws Exception {
    Path received = temp.resolve("receiver");
    Path copy = Files.createDirectory(temp.resolve("copy"));
    try (Receiver receiver =
            Receiver.start(
                ReceiverOptions.loopback(received, 0), InstantSource.fixed(Workstation.START));
        Workstation it = Workstation.in(temp, receiver.url().toString())) {
      long before = size(it.data);
      for (int n = 0; n < RECORDS; n += APPEND) {
        it.store
            .capture()
            .append(
                records(n), new HoldTerms(Duration.ofHours(1), receiver.url().toString(), null));
        it.pass(Duration.ofSeconds(2));
      }
      long full = size(it.data);
      it.pass(Duration.ofHours(1));
      assertThat(it.settle()).isEqualTo(Outcome.IDLE);
      assertThat(it.store.log().counts().sent()).isEqualTo(RECORDS);
      assertThat(Received.ids(received)).hasSize(RECORDS);
      // The scan below would see it: it does where the text lies open.
      assertThat(filesWithText(temp.resolve("receiver"))).isNotEmpty();
      for (String name : List.of("buffer.db", "buffer.db-wal")) {
        Files.copy(it.data.resolve(name), copy.resolve(name));
      }
      // The first half has aged out: of it there is only what it takes to erase it.
      it.pass(Duration.ofDays(14).minusMinutes(30));
      it.store.expire();
      it.store.log().delete(new Selection.All(), it.clock.instant());
      it.drain();
      it.store.expire();

      assertThat(it.store.log().counts().erased()).isEqualTo(RECORDS);
      assertThat(it.store.log().erasures()).allMatch(erasure -> erasure.receipt() != null);
      assertThat(Received.ids(received)).isEmpty();
      assertThat(full - before).as("it was really there").isGreaterThan(4 * SLACK);
      assertThat(size(it.data) - before).isLessThan(SLACK);
    }
    assertNothingIsLeftThatOpens(copy);
  }

  private void assertNothingIsLeftThatOpens(Path copy) throws Exception {
    for (Path folder : List.of(temp.resolve("data"), copy, temp.resolve("receiver"))) {
      assertThat(filesWithText(folder)).isEmpty();
    }
    // Every key that is left on the machine, tried on the copy made before.
    StoreException refused =
        Assertions.catchThrowableOfType(
            StoreException.class,
            () ->
                new Workstation(
                        copy, new FileKeyStorage(temp.resolve("keys")), "http://127.0.0.1:1")
                    .close());
    assertThat(refused.kind()).isEqualTo(StoreException.Kind.KEY);
  }

  private static List<Path> filesWithText(Path folder) throws Exception {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("\"kind\":\"nav\"")) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** With ids as random as real ones, which no receipt can be packed better than. */
  private static List<NewRecord> records(int from) {
    List<NewRecord> records = new ArrayList<>();
    for (int n = from; n < from + APPEND; n++) {
      byte[] number = String.valueOf(n).getBytes(StandardCharsets.US_ASCII);
      String id = Digests.sha256Base64Url(number).substring(0, 22);
      String line =
          new String(WireRecords.line(n).bytes(), StandardCharsets.UTF_8)
              .replace(WireRecords.id(n), id);
      records.add(
          new NewRecord(
              new RecordLine(id, "Text editor", line.getBytes(StandardCharsets.UTF_8)),
              Workstation.START.plusMillis(n)));
    }
    return records;
  }

  private static long size(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
