package dev.vitrine.store;

import dev.vitrine.crypto.SealingKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * While a deletion can still be undone, nothing is sent: what was asked to be deleted must not
 * leave in the meantime. The fence is a setting and stands over a restart, until it is taken down.
 * What is to be deleted is sealed in it, as the name of an application tells what somebody used.
 */
final class Fence {
  private static final String SETTING = "deletions.pending";

  private Fence() {}

  static boolean stands(Connection c) throws SQLException {
    return value(c).isPresent();
  }

  /** Puts it up, or says anew why it stands. */
  static void raise(Connection c, KeyRing ring, String list) throws SQLException {
    write(c, ring.sealText(SETTING, list));
  }

  private static void write(Connection c, String value) throws SQLException {
    Sql.update(c, "INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)", SETTING, value);
  }

  static void takeDown(Connection c) throws SQLException {
    Sql.update(c, "DELETE FROM setting WHERE name = ?", SETTING);
  }

  /** What is to be deleted, or empty where the fence does not stand. */
  static Optional<String> list(Connection c, KeyRing ring) throws SQLException, StoreException {
    Optional<String> value = value(c);
    return value.isEmpty() || isPlain(value.get())
        ? value
        : Optional.of(ring.openText(SETTING, value.get()));
  }

  /** Seals it under the next master; where it does not open, the fence only stands. */
  static void sealAnew(Connection c, KeyRing ring, SealingKey next) throws SQLException {
    try {
      Optional<String> list = list(c, ring);
      if (list.isPresent()) {
        write(c, ring.sealText(next, SETTING, list.get()));
      }
    } catch (StoreException e) {
      // Damaged, which must not keep anything from being deleted.
      return;
    }
  }

  /** Whether an earlier version left it unsealed. */
  static boolean standsPlain(Connection c) throws SQLException {
    return value(c).filter(Fence::isPlain).isPresent();
  }

  /** Seals what an earlier version left unsealed. */
  static void sealPlain(Connection c, KeyRing ring) throws SQLException {
    Optional<String> value = value(c).filter(Fence::isPlain);
    if (value.isPresent()) {
      raise(c, ring, value.get());
    }
  }

  /** JSON, which sealed texts never look like. */
  private static boolean isPlain(String value) {
    return value.startsWith("[");
  }

  private static Optional<String> value(Connection c) throws SQLException {
    return Sql.first(
        c, "SELECT value FROM setting WHERE name = ?", row -> row.getString(1), SETTING);
  }
}
