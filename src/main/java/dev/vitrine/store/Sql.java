package dev.vitrine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few shapes of statements that the store needs. */
final class Sql {
  private Sql() {}

  /** Makes a value of the present row. */
  interface Row<T> {
    T map(ResultSet row) throws SQLException;
  }

  static void execute(Connection c, String sql) throws SQLException {
    try (Statement statement = c.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Runs a statement to its end: {@code execute} takes one step, of which {@code
   * incremental_vacuum} needs one a page.
   */
  static void exhaust(Connection c, String sql) throws SQLException {
    try (Statement statement = c.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  static int update(Connection c, String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(c, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static <T> List<T> list(Connection c, String sql, Row<T> mapper, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(c, sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(mapper.map(rows));
      }
      return found;
    }
  }

  static <T> Optional<T> first(Connection c, String sql, Row<T> mapper, @Nullable Object... values)
      throws SQLException {
    List<T> found = list(c, sql, mapper, values);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /** The first column of the first row as a number; 0 where there is none. */
  static long number(Connection c, String sql, @Nullable Object... values) throws SQLException {
    return first(c, sql, row -> row.getLong(1), values).orElse(0L);
  }

  static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static PreparedStatement prepare(Connection c, String sql, @Nullable Object... values)
      throws SQLException {
    PreparedStatement statement = c.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
