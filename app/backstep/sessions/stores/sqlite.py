"""Runs in one SQLite file.

With the write-ahead log, a committed transaction survives the death of the process. A power failure
may lose the last transactions, but never the file.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from time import time

from backstep.sessions.stores.records import Record, StoreError, Whereabouts

# Steps from one version of the schema to the next; the file knows its version.
MIGRATIONS = [
    """
    CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        token_hash BLOB NOT NULL,
        watch_code TEXT NOT NULL,
        run_epoch INTEGER NOT NULL,
        spec TEXT NOT NULL,
        edits TEXT NOT NULL,
        step INTEGER NOT NULL,
        op INTEGER NOT NULL,
        head_step INTEGER NOT NULL,
        head_op INTEGER NOT NULL,
        playing TEXT,
        snapshot BLOB,
        used REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX runs_by_use ON runs (used);
    """,
    """
    CREATE TABLE sets (id TEXT PRIMARY KEY, data BLOB NOT NULL, used REAL NOT NULL);
    """,
    """
    CREATE INDEX runs_by_code ON runs (watch_code);
    """,
    """
    ALTER TABLE runs ADD COLUMN acts TEXT;
    """,
]


class SqliteRecords:
    """The records in the file at `path`, which is created if needed. Raises StoreError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.reopen()

    name = None

    def beat(self) -> None:
        """Do nothing: one process owns the file."""

    def reopen(self) -> None:
        with self._reporting_errors():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Created here, but used in the one thread that writes.
            self._database = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False
            )
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 5000"):
                self._database.execute(f"PRAGMA {pragma}")
            self._migrate()
            self._file = self._path.stat().st_ino

    def _migrate(self) -> None:
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise StoreError(f"{self._path} is of a newer version of backstep ({version})")
        for number in range(version, len(MIGRATIONS)):
            script = f"BEGIN; {MIGRATIONS[number]}; PRAGMA user_version = {number + 1}; COMMIT"
            self._database.executescript(script)

    @contextmanager
    def _reporting_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self._path}: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._reporting_errors():
            # SQLite would continue to write to a deleted file.
            if not self._path.exists() or self._path.stat().st_ino != self._file:
                raise StoreError(f"{self._path} has been taken away")
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def save(self, record: Record) -> None:
        values = (
            record.id,
            record.token_hash,
            record.watch_code,
            record.run_epoch,
            record.spec,
            record.edits,
            *astuple(record.where),
            record.snapshot,
            time(),
            record.acts,
        )
        with self._transaction() as database:
            database.execute(f"REPLACE INTO runs VALUES ({', '.join('?' * len(values))})", values)

    def move(self, moves: Sequence[tuple[str, Whereabouts]]) -> None:
        rows = [(*astuple(where), time(), identifier) for identifier, where in moves]
        with self._transaction() as database:
            database.executemany(
                "UPDATE runs SET step = ?, op = ?, head_step = ?, head_op = ?, playing = ?,"
                " used = ? WHERE id = ?",
                rows,
            )

    def take(self, identifier: str) -> Record | None:
        return self.load(identifier)

    def release(self, identifiers: Sequence[str]) -> None:
        """Do nothing: one process owns the file."""

    def load(self, identifier: str) -> Record | None:
        with self._reporting_errors():
            row = self._database.execute(
                "SELECT id, token_hash, watch_code, run_epoch, spec, edits, step, op, head_step,"
                " head_op, playing, snapshot, acts FROM runs WHERE id = ?",
                (identifier,),
            ).fetchone()
        if row is None:
            return None
        found, token_hash, watch_code, run_epoch, spec, edits, *where, snapshot, acts = row
        whereabouts = Whereabouts(*where)
        return Record(
            found, token_hash, watch_code, run_epoch, spec, edits, whereabouts, snapshot, acts
        )

    def find(self, watch_code: str) -> str | None:
        with self._reporting_errors():
            found = self._database.execute(
                "SELECT id FROM runs WHERE watch_code = ?", (watch_code,)
            )
            row = found.fetchone()
        return None if row is None else str(row[0])

    def delete(self, identifier: str) -> None:
        with self._transaction() as database:
            database.execute("DELETE FROM runs WHERE id = ?", (identifier,))

    def prune(self, seconds: float) -> None:
        before = (time() - seconds,)
        with self._transaction() as database:
            database.execute("DELETE FROM runs WHERE used < ?", before)
            database.execute(
                "DELETE FROM sets WHERE used < ? AND NOT EXISTS"
                " (SELECT 1 FROM runs WHERE instr(runs.spec, sets.id)"
                " OR instr(coalesce(runs.acts, ''), sets.id))",
                before,
            )

    def save_set(self, identifier: str, data: bytes) -> None:
        with self._transaction() as database:
            database.execute("REPLACE INTO sets VALUES (?, ?, ?)", (identifier, data, time()))

    def load_set(self, identifier: str) -> bytes | None:
        with self._reporting_errors():
            found = self._database.execute("SELECT data FROM sets WHERE id = ?", (identifier,))
            row = found.fetchone()
        return None if row is None else bytes(row[0])

    def close(self) -> None:
        self._database.close()
