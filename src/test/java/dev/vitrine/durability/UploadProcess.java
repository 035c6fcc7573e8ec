package dev.vitrine.durability;

import dev.vitrine.store.FrozenBatch;
import dev.vitrine.store.Outbox;
import dev.vitrine.store.StoreException;
import dev.vitrine.testing.JavaProcess;
import dev.vitrine.upload.Uploader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sends what a buffer holds and ends. Arguments: a folder with {@code data} and {@code keys}, the
 * endpoint, and {@code drain}, or {@code die} to end like a killed process when the first answer
 * has come and is not yet noted.
 */
final class UploadProcess {
  static final int DEAD = 137;

  private UploadProcess() {}

  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithParent();
    Path dir = Path.of(arguments[0]);
    boolean dies = arguments[2].equals("die");
    try (Workstation it =
        new Workstation(
            dir.resolve("data"),
            new dev.vitrine.crypto.FileKeyStorage(dir.resolve("keys")),
            arguments[1],
            new dev.vitrine.testing.MutableClock(Workstation.START, java.time.ZoneOffset.UTC),
            outbox -> dies ? new DiesAfterTheAnswer(outbox) : outbox)) {
      while (it.settle() != Uploader.Outcome.IDLE) {
        it.pass(Duration.ofMinutes(1));
      }
    }
  }

  private record DiesAfterTheAnswer(Outbox real) implements Outbox {
    @Override
    public void keepAge() throws StoreException {
      real.keepAge();
    }

    @Override
    public Optional<FrozenBatch> next() throws StoreException {
      return real.next();
    }

    @Override
    public Optional<Duration> nextReadyIn() throws StoreException {
      return real.nextReadyIn();
    }

    @Override
    public void sending(String batch) throws StoreException {
      real.sending(batch);
    }

    @Override
    public void acknowledged(String batch, Instant at) {
      Runtime.getRuntime().halt(DEAD);
    }

    @Override
    public void halve(String batch) throws StoreException {
      real.halve(batch);
    }

    @Override
    public void quarantine(String batch) throws StoreException {
      real.quarantine(batch);
    }

    @Override
    public long sentBytes(Instant day) throws StoreException {
      return real.sentBytes(day);
    }

    @Override
    public List<PendingErasure> pendingErasures() throws StoreException {
      return real.pendingErasures();
    }

    @Override
    public void erased(String erasure, String text, String signature, Instant at)
        throws StoreException {
      real.erased(erasure, text, signature, at);
    }
  }
}
