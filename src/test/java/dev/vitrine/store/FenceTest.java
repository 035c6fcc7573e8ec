package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept while a deletion can still be undone. */
class FenceTest {
  private static final String NAME = "Payslips of Jane";
  private static final String LIST = "[{\"app\":\"" + NAME + "\"}]";

  @TempDir private Path dir;
  private StoreFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new StoreFixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingIsSentWhileADeletionCanBeUndoneAndThatHoldsOverARestart() throws Exception {
    fixture.append(3, "Editor", StoreFixture.NOW);
    FrozenBatch frozen = fixture.store.outbox().next().orElseThrow();
    fixture.store.pendingDeletions("[]");
    assertThat(fixture.store.outbox().next()).isEmpty();
    assertThat(catchKind(frozen.id())).isEqualTo(StoreException.Kind.GONE);
    fixture.reopen();
    assertThat(fixture.store.pendingDeletions()).contains("[]");
    assertThat(fixture.store.outbox().next()).isEmpty();
    fixture.store.pendingDeletions(null);
    assertThat(fixture.store.outbox().next()).isPresent();
  }

  private StoreException.Kind catchKind(String batch) {
    try {
      fixture.store.outbox().sending(batch);
      throw new AssertionError("it was sent");
    } catch (StoreException e) {
      return e.kind();
    }
  }

  @Test
  void whatIsToBeDeletedStandsSealedAndOutlivesAnotherDeletion() throws Exception {
    fixture.append(3, NAME, StoreFixture.NOW);
    fixture.store.pendingDeletions(LIST);
    assertThat(isInFiles(NAME)).isFalse();
    // It replaces the master key.
    fixture.store.log().delete(ids("id-1"), fixture.clock.instant());
    assertThat(fixture.store.pendingDeletions()).contains(LIST);
    fixture.reopen();
    assertThat(fixture.store.pendingDeletions()).contains(LIST);
    assertThat(isInFiles(NAME)).isFalse();
    assertThat(isInFiles("deletions.pending")).isTrue();
  }

  @Test
  void whatAnEarlierVersionLeftUnsealedIsUnderstoodAndSealed() throws Exception {
    putByHand(LIST);
    assertThat(isInFiles(NAME)).isTrue();
    assertThat(fixture.store.pendingDeletions()).contains(LIST);
    fixture.reopen();
    assertThat(fixture.store.pendingDeletions()).contains(LIST);
    assertThat(isInFiles(NAME)).isFalse();
  }

  @Test
  void aFenceThatDoesNotOpenStandsAndKeepsNobodyFromDeleting() throws Exception {
    fixture.append(3, NAME, StoreFixture.NOW);
    putByHand(Base64.getEncoder().encodeToString(new byte[60]));
    assertThatThrownBy(() -> fixture.store.pendingDeletions()).isInstanceOf(StoreException.class);
    assertThat(fixture.store.log().delete(ids("id-1"), fixture.clock.instant()).records())
        .isEqualTo(1);
    assertThat(fixture.store.outbox().next()).isEmpty();
  }

  private static CaptureLog.Selection ids(String id) {
    return new CaptureLog.Selection.Ids(Set.of(id));
  }

  private void putByHand(String value) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("buffer.db"))) {
      Sql.update(c, "INSERT INTO setting(name, value) VALUES(?, ?)", "deletions.pending", value);
    }
  }

  private boolean isInFiles(String words) throws IOException {
    boolean found = false;
    try (var files = Files.list(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found |= new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words);
      }
    }
    return found;
  }
}
