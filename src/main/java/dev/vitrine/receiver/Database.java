package dev.vitrine.receiver;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The receiver's SQLite database: one connection, explicit transactions, and settings under which a
 * commit survives a power loss and a deleted row is overwritten. Not safe for several threads.
 */
final class Database implements AutoCloseable {
  /** Order matters: {@code auto_vacuum} counts only before the first table. */
  private static final String[] SETTINGS = {
    "PRAGMA auto_vacuum = INCREMENTAL",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA busy_timeout = 5000",
  };

  /** Only ever added to at the end; {@code user_version} is the number of those that were run. */
  private static final String[][] MIGRATIONS = {
    {
      "CREATE TABLE agent (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
      "CREATE TABLE batch (n INTEGER PRIMARY KEY, agent INTEGER NOT NULL, id TEXT NOT NULL,"
          + " digest BLOB NOT NULL, UNIQUE (agent, id))",
      "CREATE TABLE record (seq INTEGER PRIMARY KEY AUTOINCREMENT, agent INTEGER NOT NULL,"
          + " id TEXT NOT NULL, batch INTEGER NOT NULL, day TEXT NOT NULL, line BLOB NOT NULL,"
          + " UNIQUE (agent, id))",
      "CREATE INDEX record_by_day ON record (day, seq)",
      "CREATE INDEX record_by_batch ON record (batch)",
      "CREATE TABLE fence (agent INTEGER NOT NULL, id TEXT NOT NULL, UNIQUE (agent, id))",
      "CREATE TABLE fenced_batch (agent INTEGER NOT NULL, id TEXT NOT NULL, UNIQUE (agent, id))",
      "CREATE TABLE erasure (n INTEGER PRIMARY KEY, agent INTEGER NOT NULL, id TEXT NOT NULL,"
          + " request TEXT NOT NULL, receipt TEXT, signature TEXT, UNIQUE (agent, id))",
      "CREATE TABLE day_file (day TEXT PRIMARY KEY, seq INTEGER NOT NULL, bytes INTEGER NOT NULL)",
    },
    {
      "ALTER TABLE batch ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE erasure ADD COLUMN whole TEXT NOT NULL DEFAULT ''",
    },
  };

  private final Connection connection;

  /** A transaction failed: what it did may be visible and yet not on the disk. */
  private boolean unsettled;

  /** Opens the database or makes a new one, readable by its owner alone. */
  Database(Path file) throws IOException, SQLException {
    // SQLite gives its journal the permissions of the database.
    PrivateFiles.file(file);
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try {
      for (String setting : SETTINGS) {
        run(setting);
      }
      int version = first("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
      if (version > MIGRATIONS.length) {
        throw new SQLException("the database was made by a later version");
      }
      if (version < MIGRATIONS.length) {
        transaction(
            () -> {
              for (int next = version; next < MIGRATIONS.length; next++) {
                for (String statement : MIGRATIONS[next]) {
                  run(statement);
                }
              }
              run("PRAGMA user_version = " + MIGRATIONS.length);
              return true;
            });
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Something done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /** Takes one row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row, and may write it somewhere. */
  @FunctionalInterface
  interface RowSink {
    void take(ResultSet row) throws SQLException, IOException;
  }

  /** All of it, durably, or nothing. */
  <T> T transaction(Work<T> work) throws SQLException {
    if (unsettled) {
      settle();
    }
    run("BEGIN IMMEDIATE");
    boolean done = false;
    try {
      T result = work.run();
      run("COMMIT");
      done = true;
      return result;
    } catch (SQLiteException e) {
      // The low byte of SQLite's extended result codes is the primary one.
      unsettled |= (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_IOERR.code;
      throw e;
    } finally {
      if (!done) {
        rollback();
      }
    }
  }

  /**
   * A commit whose flush failed may be visible all the same, and a second flush of the same pages
   * says nothing: all of the journal is written into the database, which is flushed.
   */
  private void settle() throws SQLException {
    boolean all =
        first(
                "PRAGMA wal_checkpoint(FULL)",
                row -> row.getInt(1) == 0 && row.getInt(2) == row.getInt(3))
            .orElse(false);
    if (!all) {
      throw new SQLException("the journal could not be written into the database");
    }
    unsettled = false;
  }

  private void rollback() {
    try {
      run("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself; the first failure is the one to report.
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement and says how many rows it touched. */
  int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** The first row, or empty. */
  <T extends @Nullable Object> Optional<T> first(String sql, RowReader<T> reader, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.ofNullable(reader.read(rows)) : Optional.empty();
    }
  }

  /** Every row. */
  <T> void query(String sql, RowReader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  /** Every row, written somewhere. */
  void each(String sql, RowSink sink, Object... values) throws SQLException, IOException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        sink.take(rows);
      }
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** The row number that the last insert gave. */
  long lastRow() throws SQLException {
    return first("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
  }

  /**
   * Gives free pages back, moves the journal into the database and empties it; false where a reader
   * from outside keeps it.
   */
  boolean checkpoint() throws SQLException {
    run("PRAGMA incremental_vacuum");
    return first("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1) == 0).orElse(false);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
