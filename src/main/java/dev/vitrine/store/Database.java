package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One connection, used by one thread at a time. Transactions are explicit statements: with the
 * driver's own ({@code setAutoCommit(false)}) one failed flush made later commits throw although
 * their rows were stored.
 */
final class Database implements AutoCloseable {
  private static final int BUSY_MILLIS = 5000;

  /** The low byte of SQLite's extended result codes is the primary one. */
  private static final int PRIMARY_CODE = 0xff;

  private static final List<String> WRITER_PRAGMAS =
      List.of(
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA fullfsync = ON",
          "PRAGMA checkpoint_fullfsync = ON",
          "PRAGMA secure_delete = ON");
  private static final List<String> PRAGMAS =
      List.of(
          "PRAGMA temp_store = MEMORY",
          "PRAGMA trusted_schema = OFF",
          "PRAGMA cell_size_check = ON",
          "PRAGMA busy_timeout = " + BUSY_MILLIS);

  private final DataDirectory dir;
  private final boolean readOnly;
  private @Nullable Connection connection;
  private boolean ended;

  /** A write failed: what the journal holds may be visible and yet not on the disk. */
  private boolean unsettled;

  Database(DataDirectory dir, boolean readOnly) {
    this.dir = dir;
    this.readOnly = readOnly;
  }

  /** What is done with a connection within one transaction; may be run twice. */
  interface Work<T> {
    T run(Connection c) throws SQLException, StoreException;
  }

  /** What is done while nobody else uses the connection. */
  interface Alone<T> {
    T run() throws StoreException;
  }

  /** Runs several transactions, and what has to go with them, without any other in between. */
  synchronized <T> T alone(Alone<T> work) throws StoreException {
    return work.run();
  }

  /** Runs the work in a read transaction: one consistent view, never blocked by the writer. */
  synchronized <T> T read(Work<T> work) throws StoreException {
    try {
      return transaction("BEGIN", work);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /**
   * Runs the work in a write transaction; when this returns it is on the disk. After an
   * input-output error the connection is opened anew and the work, which must bear being run twice,
   * is tried once more.
   */
  synchronized <T> T write(Work<T> work) throws StoreException {
    try {
      return writing(work);
    } catch (SQLException e) {
      StoreException failure = translate(e);
      if (failure.kind() != StoreException.Kind.IO) {
        throw failure;
      }
    }
    return writeOnce(work);
  }

  /** The same without the second try. */
  synchronized <T> T writeOnce(Work<T> work) throws StoreException {
    try {
      return writing(work);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  private <T> T writing(Work<T> work) throws SQLException, StoreException {
    if (unsettled) {
      settle();
    }
    try {
      return transaction("BEGIN IMMEDIATE", work);
    } catch (SQLException e) {
      disconnect();
      unsettled |=
          e instanceof SQLiteException s && primary(s) == SQLiteErrorCode.SQLITE_IOERR.code;
      throw e;
    }
  }

  /**
   * Makes what is visible durable. A commit whose flush failed may be visible all the same, and a
   * second flush of the same pages says nothing, since systems forget which ones failed; so all of
   * the journal is written into the database, which is flushed.
   */
  synchronized void settle() throws StoreException {
    try {
      boolean all =
          Sql.first(
                  connection(),
                  "PRAGMA wal_checkpoint(FULL)",
                  row -> row.getInt(1) == 0 && row.getInt(2) == row.getInt(3))
              .orElse(false);
      if (!all) {
        throw new StoreException(
            StoreException.Kind.IO, "A reader keeps the journal of " + dir.path());
      }
      unsettled = false;
    } catch (SQLException e) {
      disconnect();
      throw translate(e);
    }
  }

  /** The same for work that makes room: on a full disk the ballast is given up for it. */
  synchronized <T> T writeFreeing(Work<T> work) throws StoreException {
    try {
      return writeOnce(work);
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      // It may be given up already, for a key file on the same disk.
      boolean unused = dir.releaseBallast();
    }
    try {
      // Zeroing freed pages needs disk for their journal; they hold sealed bytes whose key goes.
      Sql.execute(connection(), "PRAGMA secure_delete = FAST");
      return writeOnce(work);
    } catch (SQLException e) {
      throw translate(e);
    } finally {
      disconnect();
    }
  }

  /** Runs one statement outside of a transaction. */
  synchronized void execute(String sql) throws StoreException {
    try {
      Sql.execute(connection(), sql);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** Gives free pages back, and empties the journal; false while a reader still needs it. */
  synchronized boolean truncateJournal() throws StoreException {
    try {
      Sql.exhaust(connection(), "PRAGMA incremental_vacuum");
      return Sql.number(connection(), "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    } catch (SQLException e) {
      StoreException failure = translate(e);
      if (e instanceof SQLiteException s && primary(s) == SQLiteErrorCode.SQLITE_BUSY.code) {
        return false;
      }
      throw failure;
    }
  }

  /** Whether SQLite finds its own structure in order. */
  synchronized boolean isSound() throws StoreException {
    try {
      return Sql.first(connection(), "PRAGMA quick_check(1)", row -> row.getString(1))
          .filter("ok"::equals)
          .isPresent();
    } catch (SQLException e) {
      StoreException failure = translate(e);
      if (failure.kind() == StoreException.Kind.DAMAGED) {
        return false;
      }
      throw failure;
    }
  }

  /** The bytes that pages in use take. */
  static long usedBytes(Connection c) throws SQLException {
    return (Sql.number(c, "PRAGMA page_count") - Sql.number(c, "PRAGMA freelist_count"))
        * Sql.number(c, "PRAGMA page_size");
  }

  /** Closes for good: a later use is refused. */
  @Override
  public synchronized void close() {
    ended = true;
    disconnect();
  }

  /** Closes the connection; a later use opens another one. */
  synchronized void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing to save: every transaction was committed or rolled back before.
        return;
      }
    }
  }

  private <T> T transaction(String begin, Work<T> work) throws SQLException, StoreException {
    Connection c = connection();
    Sql.execute(c, begin);
    boolean done = false;
    try {
      T result = work.run(c);
      Sql.execute(c, "COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(c);
      }
    }
  }

  private static void rollBack(Connection c) {
    try {
      Sql.execute(c, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite rolls back by itself on some errors; then there is nothing to roll back.
      return;
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (ended) {
      throw new SQLException("the store is closed");
    }
    if (open == null) {
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(readOnly);
      open = config.createConnection("jdbc:sqlite:" + dir.database());
      try {
        for (String pragma : PRAGMAS) {
          Sql.execute(open, pragma);
        }
        if (!readOnly) {
          if (Sql.number(open, "PRAGMA page_count") == 0) {
            // Only has effect before the first table is made, and must come before WAL.
            Sql.execute(open, "PRAGMA auto_vacuum = INCREMENTAL");
          }
          for (String pragma : WRITER_PRAGMAS) {
            Sql.execute(open, pragma);
          }
        }
      } catch (SQLException e) {
        open.close();
        throw e;
      }
      connection = open;
    }
    return open;
  }

  private StoreException translate(SQLException e) {
    int code = e instanceof SQLiteException s ? primary(s) : 0;
    String name = e instanceof SQLiteException s ? s.getResultCode().name() : "no SQLite error";
    if (code == SQLiteErrorCode.SQLITE_FULL.code
        || (code == SQLiteErrorCode.SQLITE_IOERR.code && dir.isNearlyFull())) {
      return new StoreException(
          StoreException.Kind.FULL, "The disk of " + dir.path() + " is full: make room on it", e);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return new StoreException(
          StoreException.Kind.DAMAGED,
          "The buffer in " + dir.path() + " is damaged (" + name + "): restart the agent",
          e);
    }
    return new StoreException(
        StoreException.Kind.IO,
        "The buffer in " + dir.path() + " cannot be used (" + name + "): check disk and modes",
        e);
  }

  private static int primary(SQLiteException e) {
    return e.getResultCode().code & PRIMARY_CODE;
  }
}
