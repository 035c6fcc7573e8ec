package dev.vitrine.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PowerLossTest {
  @TempDir private Path work;

  @Test
  void afterAPowerLossAtAnyStepWhatWasTakenIsThereAndWhatWasErasedIsNot() throws Exception {
    assumeTrue(DiskTrace.possible(), "skipped: strace is missing");
    PowerLoss it = new PowerLoss(work, 11);

    it.run(12, 7, 1);

    // The fault was there: writes to be lost, and records to be missed.
    assertThat(it.atRisk()).as(it.toString()).isGreaterThan(50);
    assertThat(it.telling()).as(it.toString()).isGreaterThan(100);
    assertThat(it.failures()).as(it.toString()).isEmpty();
  }
}
