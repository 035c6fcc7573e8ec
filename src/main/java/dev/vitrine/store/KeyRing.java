package dev.vitrine.store;

import dev.vitrine.crypto.KeyStorage;
import dev.vitrine.crypto.KeyStorageException;
import dev.vitrine.crypto.SealingKey;
import dev.vitrine.crypto.UnsealException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one data directory. A master key, kept in the key store under one of two names
 * (slots), wraps a key per day and one per frozen batch. The database names the slot and counts the
 * generation: a new master goes into the other slot first, then the database names it, then the old
 * one is removed; so a crash at any step leaves one master that opens everything.
 */
final class KeyRing implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final KeyStorage keys;
  private final String dirId;
  private @Nullable SealingKey master;
  private long generation = -1;

  KeyRing(KeyStorage keys, String dirId) {
    this.keys = keys;
    this.dirId = dirId;
  }

  /** Which master key the database says is current. */
  record Current(String slot, long generation) {}

  /** One of the two names under which a master key can be. */
  enum Slot {
    A("a"),
    B("b");

    private final String word;

    Slot(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    Slot other() {
      return this == A ? B : A;
    }

    static Slot of(String word) {
      return word.equals(B.word) ? B : A;
    }
  }

  /** The name of a key-store item of this directory. */
  static String itemName(String dirId, String what) {
    return "vitrine-" + dirId + "-" + what;
  }

  /** Takes whatever master is there, else stores a new one; says its slot. */
  synchronized Slot begin() throws KeyStorageException {
    for (Slot slot : Slot.values()) {
      Optional<SealingKey> found = load(slot);
      if (found.isPresent()) {
        use(found.get(), 0);
        return slot;
      }
    }
    SealingKey fresh = SealingKey.generate();
    store(Slot.A, fresh);
    use(fresh, 0);
    return Slot.A;
  }

  /** What lets a later start see that its master is the right one. */
  synchronized byte[] check(long generation) {
    return master().seal(NOTHING, aad("check/" + generation));
  }

  static Current current(Connection c) throws SQLException, StoreException {
    return Sql.first(
            c,
            "SELECT slot, generation FROM meta",
            row -> new Current(row.getString(1), row.getLong(2)))
        .orElseThrow(
            () -> new StoreException(StoreException.Kind.DAMAGED, "The buffer has no head"));
  }

  /** Makes the master that the database names the current one; loads it where it changed. */
  synchronized void follow(Connection c) throws SQLException, StoreException {
    Current current = current(c);
    if (master != null && generation == current.generation()) {
      return;
    }
    byte[] check = Sql.first(c, "SELECT key_check FROM meta", row -> row.getBytes(1)).orElseThrow();
    SealingKey found = loadOrRefuse(Slot.of(current.slot()));
    try {
      found.open(check, aad("check/" + current.generation()));
    } catch (UnsealException e) {
      found.close();
      throw new StoreException(
          StoreException.Kind.KEY,
          "The key in the key store is not the one that sealed this buffer: restore that key, or"
              + " move the data directory away to begin anew");
    }
    use(found, current.generation());
  }

  /** Puts a new master into the other slot; nothing uses it yet. */
  SealingKey storeNext(Slot present) throws StoreException {
    SealingKey next = SealingKey.generate();
    try {
      store(present.other(), next);
      return next;
    } catch (KeyStorageException e) {
      next.close();
      throw refused(e);
    }
  }

  /** Wraps every key that is left under the next master and names that one, in one transaction. */
  synchronized void rewrap(Connection c, Slot present, SealingKey next)
      throws SQLException, StoreException {
    long nextGeneration = current(c).generation() + 1;
    for (long id : Sql.list(c, "SELECT id FROM day_key", row -> row.getLong(1))) {
      try (SealingKey key = dayKey(c, id)) {
        Sql.update(
            c, "UPDATE day_key SET wrapped = ? WHERE id = ?", next.wrap(key, aad("day/" + id)), id);
      }
    }
    for (String id :
        Sql.list(c, "SELECT id FROM batch WHERE wrapped IS NOT NULL", row -> row.getString(1))) {
      byte[] wrapped =
          Sql.first(c, "SELECT wrapped FROM batch WHERE id = ?", row -> row.getBytes(1), id)
              .orElseThrow();
      try (SealingKey key = unwrap(wrapped, aad("batch/" + id))) {
        Sql.update(
            c, "UPDATE batch SET wrapped = ? WHERE id = ?", next.wrap(key, aad("batch/" + id)), id);
      }
    }
    Fence.sealAnew(c, this, next);
    Sql.update(
        c,
        "UPDATE meta SET slot = ?, generation = ?, key_check = ?",
        present.other().word(),
        nextGeneration,
        next.seal(NOTHING, aad("check/" + nextGeneration)));
  }

  /** Removes the master of that slot for good. */
  void remove(Slot slot) throws StoreException {
    try {
      keys.remove(itemName(dirId, "master-" + slot.word()));
    } catch (KeyStorageException e) {
      throw refused(e);
    }
  }

  /** Takes the next master over as the current one. */
  synchronized void use(SealingKey next, long nextGeneration) {
    SealingKey old = master;
    master = next;
    generation = nextGeneration;
    if (old != null && old != next) {
      old.close();
    }
  }

  /** The key of that id; the caller closes it. */
  synchronized SealingKey dayKey(Connection c, long id) throws SQLException, StoreException {
    byte[] wrapped =
        Sql.first(c, "SELECT wrapped FROM day_key WHERE id = ?", row -> row.getBytes(1), id)
            .orElseThrow(KeyRing::damaged);
    return unwrap(wrapped, aad("day/" + id));
  }

  /** The id of a day's newest key, made where there is none. */
  long keyOfDay(Connection c, String day) throws SQLException {
    Optional<Long> found =
        Sql.first(
            c,
            "SELECT id FROM day_key WHERE day = ? ORDER BY id DESC LIMIT 1",
            row -> row.getLong(1),
            day);
    return found.isPresent() ? found.get() : newKeyOfDay(c, day);
  }

  /** A new key for that day; says its id. */
  synchronized long newKeyOfDay(Connection c, String day) throws SQLException {
    Sql.update(c, "INSERT INTO day_key(day, wrapped) VALUES(?, ?)", day, NOTHING);
    long id = Sql.number(c, "SELECT last_insert_rowid()");
    try (SealingKey key = SealingKey.generate()) {
      byte[] wrapped = master().wrap(key, aad("day/" + id));
      Sql.update(c, "UPDATE day_key SET wrapped = ? WHERE id = ?", wrapped, id);
    }
    return id;
  }

  /** Wraps the key of one batch. */
  synchronized byte[] wrapBatchKey(String batch, SealingKey key) {
    return master().wrap(key, aad("batch/" + batch));
  }

  /** Opens the key of one batch; the caller closes it. */
  synchronized SealingKey batchKey(String batch, byte[] wrapped) throws StoreException {
    return unwrap(wrapped, aad("batch/" + batch));
  }

  /** Seals a small text under the master, bound to what it is. */
  synchronized String sealText(String what, String text) {
    return sealText(master(), what, text);
  }

  /** The same under the master that comes next. */
  String sealText(SealingKey next, String what, String text) {
    byte[] sealed = next.seal(text.getBytes(StandardCharsets.UTF_8), aad("text/" + what));
    return Base64.getEncoder().encodeToString(sealed);
  }

  /** Opens what {@link #sealText(String, String)} made. */
  synchronized String openText(String what, String sealed) throws StoreException {
    try {
      byte[] text = master().open(Base64.getDecoder().decode(sealed), aad("text/" + what));
      return new String(text, StandardCharsets.UTF_8);
    } catch (UnsealException | IllegalArgumentException e) {
      throw new StoreException(StoreException.Kind.DAMAGED, "A text inside the buffer is damaged");
    }
  }

  /** What binds a batch's body to its batch. */
  byte[] batchPlace(String batch) {
    return aad("body/" + batch);
  }

  @Override
  public synchronized void close() {
    if (master != null) {
      master.close();
      master = null;
    }
    generation = -1;
  }

  /** One line for the person at the machine, from what the key store said. */
  static StoreException refused(KeyStorageException e) {
    return new StoreException(StoreException.Kind.KEY, String.valueOf(e.getMessage()), e);
  }

  private SealingKey loadOrRefuse(Slot slot) throws StoreException {
    try {
      return load(slot)
          .orElseThrow(
              () ->
                  new StoreException(
                      StoreException.Kind.KEY,
                      "The key that opens this buffer is not in the key store: restore it, or"
                          + " move the data directory away to begin anew"));
    } catch (KeyStorageException e) {
      throw refused(e);
    }
  }

  private Optional<SealingKey> load(Slot slot) throws KeyStorageException {
    Optional<byte[]> bytes = keys.load(itemName(dirId, "master-" + slot.word()));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SealingKey.copyOf(bytes.get()));
    } catch (UnsealException e) {
      throw new KeyStorageException(
          KeyStorageException.Kind.FAILED, "The key store's item for this buffer is no key");
    } finally {
      Arrays.fill(bytes.get(), (byte) 0);
    }
  }

  private void store(Slot slot, SealingKey key) throws KeyStorageException {
    byte[] bytes = key.copyBytes();
    try {
      keys.store(itemName(dirId, "master-" + slot.word()), bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private SealingKey master() {
    SealingKey present = master;
    if (present == null) {
      throw new IllegalStateException("the store is closed");
    }
    return present;
  }

  private SealingKey unwrap(byte[] wrapped, byte[] place) throws StoreException {
    try {
      return master().unwrap(wrapped, place);
    } catch (UnsealException e) {
      throw damaged();
    }
  }

  private static StoreException damaged() {
    return new StoreException(
        StoreException.Kind.DAMAGED, "A key inside the buffer is damaged or missing");
  }

  private byte[] aad(String what) {
    return ("vitrine/1/" + dirId + "/" + what).getBytes(StandardCharsets.UTF_8);
  }
}
