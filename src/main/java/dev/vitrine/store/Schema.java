package dev.vitrine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The database's layout. Migrations are only ever added at the end; the database's {@code
 * user_version} is the number of those that were run.
 *
 * <pre>
 * meta     one row: identity, which master key is current, the age clock, counters
 * day_key  one key a day (a new one after each deletion that touches the day), wrapped
 * chunk    sealed runs of records; sealed IS NULL = tombstone
 * record   one light row a record or gap: where it lies, when it began, how far it is
 * terms    hold, endpoint and sealTo as they bind records; a hold only ever grows
 * batch    body IS NULL before it is frozen and after it was acknowledged
 * erasure  requests to the endpoint and their receipts; packed = the receipt's text, zstd, which
 *          takes the place of the ids
 * ledger   what happened, without content
 * setting  small values; what is to be deleted soon (Fence) is sealed
 * </pre>
 *
 * Times are milliseconds; {@code at} is wall time, {@code born} and {@code sent_age} are readings
 * of the age clock. What a record says, its application and its kind are in the sealed chunk only.
 */
final class Schema {
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              """
              CREATE TABLE meta(
                one INTEGER PRIMARY KEY CHECK(one = 1),
                dir TEXT NOT NULL, slot TEXT NOT NULL, generation INTEGER NOT NULL,
                key_check BLOB NOT NULL,
                age INTEGER NOT NULL, wall INTEGER NOT NULL, min_hold INTEGER NOT NULL DEFAULT 0,
                last_seq INTEGER NOT NULL DEFAULT 0,
                first_chunk INTEGER NOT NULL DEFAULT 1, last_chunk INTEGER NOT NULL DEFAULT 0,
                erased INTEGER NOT NULL DEFAULT 0, expired INTEGER NOT NULL DEFAULT 0,
                lost INTEGER NOT NULL DEFAULT 0)\
              """,
              """
              CREATE TABLE day_key(
                id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, wrapped BLOB NOT NULL)\
              """,
              """
              CREATE TABLE chunk(
                number INTEGER PRIMARY KEY, key INTEGER, day TEXT, first_at INTEGER,
                records INTEGER NOT NULL, raw INTEGER NOT NULL, sealed BLOB)\
              """,
              "CREATE INDEX chunk_key ON chunk(key)",
              """
              CREATE TABLE terms(
                id INTEGER PRIMARY KEY, hold INTEGER NOT NULL, endpoint TEXT NOT NULL,
                seal_to TEXT)\
              """,
              """
              CREATE TABLE record(
                seq INTEGER PRIMARY KEY, id TEXT UNIQUE, chunk INTEGER NOT NULL,
                pos INTEGER NOT NULL, at INTEGER NOT NULL, terms INTEGER, born INTEGER NOT NULL,
                state INTEGER NOT NULL, stripped INTEGER NOT NULL DEFAULT 0,
                exposed INTEGER NOT NULL DEFAULT 0, batch TEXT, sent_at INTEGER,
                sent_age INTEGER)\
              """,
              "CREATE INDEX record_chunk ON record(chunk, pos)",
              "CREATE INDEX record_at ON record(at, seq)",
              "CREATE INDEX record_batch ON record(batch) WHERE batch IS NOT NULL",
              """
              CREATE INDEX record_waiting ON record(terms, born, seq)
                WHERE state = 0 AND batch IS NULL\
              """,
              """
              CREATE TABLE batch(
                id TEXT PRIMARY KEY, endpoint TEXT NOT NULL, seal_to TEXT, state INTEGER NOT NULL,
                day TEXT NOT NULL, wrapped BLOB, body BLOB)\
              """,
              """
              CREATE TABLE erasure(
                number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
                endpoint TEXT NOT NULL, filed_at INTEGER NOT NULL, records TEXT NOT NULL,
                batches TEXT NOT NULL, receipt TEXT, signature TEXT, receipt_at INTEGER)\
              """,
              "CREATE TABLE drops(reason TEXT PRIMARY KEY, total INTEGER NOT NULL)",
              "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)"),
          List.of(
              """
              CREATE TABLE ledger(
                number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL,
                subject TEXT, records INTEGER NOT NULL, bytes INTEGER NOT NULL)\
              """,
              "CREATE INDEX ledger_kind ON ledger(kind, subject)",
              "ALTER TABLE erasure ADD COLUMN record_count INTEGER",
              "ALTER TABLE erasure ADD COLUMN packed BLOB"),
          List.of(
              "ALTER TABLE meta ADD COLUMN boot TEXT",
              "ALTER TABLE meta ADD COLUMN up INTEGER",
              "UPDATE terms SET hold = max(hold, (SELECT min_hold FROM meta))",
              // For counts and lists by state over a million records.
              "CREATE INDEX record_state ON record(state, at, seq, stripped)"));

  private Schema() {}

  /** The version that this program writes. */
  static int version() {
    return MIGRATIONS.size();
  }

  static int versionOf(Connection c) throws SQLException {
    return (int) Sql.number(c, "PRAGMA user_version");
  }

  /** Runs, within the caller's transaction, what the database lacks. */
  static void migrate(Connection c) throws SQLException {
    for (int version = versionOf(c); version < version(); version++) {
      for (String statement : MIGRATIONS.get(version)) {
        Sql.execute(c, statement);
      }
      Sql.execute(c, "PRAGMA user_version = " + (version + 1));
    }
  }
}
