package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * While a deletion can still be undone, nothing is sent: what was asked to be deleted must not
 * leave in the meantime. The fence is a setting and stands over a restart, until it is taken down.
 */
final class Fence {
  static final String SETTING = "deletions.pending";

  private Fence() {}

  static boolean stands(Connection c) throws SQLException {
    return Sql.number(c, "SELECT count(*) FROM setting WHERE name = ?", SETTING) > 0;
  }
}
