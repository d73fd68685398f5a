"""The record: one SQLite file that is the truth. Opening, checking, reading and writing it safely."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import EmptyStore, NewerStore, NotAStore, StoreDamaged, StoreError, StoreLocked, StoreNotWritable
from graph.stores.embedded import schema
from graph.stores.embedded.lock import locked

FILE = "record.sqlite"
_BUSY = 10.0  # seconds; in WAL mode a reader only ever meets another's recovery or checkpoint


class Record:
    """The record in a store's folder.

    Reads run on read-only connections, each in one transaction, so that what one call reads belongs together; they
    may come from any thread. Writes run on a connection of their own, for which the caller holds the folder's lock.

    Args:
        folder: the store's folder.
        create: make the folder and the record where there are none yet.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._process = os.getpid()
        self._closed = False
        _look_at(folder, create)
        with said(folder):
            if not self._ready():
                self._make()

    def _ready(self) -> bool:
        """Whether the record is there and of this version.

        Raises:
            NotAStore, NewerStore: it never will be.
        """
        if not self.path.exists() or self.path.stat().st_size == 0:
            return False
        with self.reading() as db:
            application = db.execute("PRAGMA application_id").fetchone()[0]
            version = db.execute("PRAGMA user_version").fetchone()[0]
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application != schema.APPLICATION and (tables or version):
            raise NotAStore(f"{FILE} in this folder is not a store's record", where=str(self.folder))
        if version > schema.current_version():
            raise NewerStore(
                f"the store is of version {version}, this program knows version {schema.current_version()}",
                where=str(self.folder),
            )
        return bool(version == schema.current_version())

    def _make(self) -> None:
        """Make the record, or bring an older one to this version, one process at a time."""
        with locked(self.folder, "preparing the store", _BUSY):
            self._drop_idle()
            if self._ready():
                return
            db = self._connect()
            try:
                schema.migrate(db)
            finally:
                db.close()

    def _connect(self, *, read_only: bool = False, immutable: bool = False) -> sqlite3.Connection:
        mode = ("?mode=ro&immutable=1" if immutable else "?mode=ro") if read_only else ""
        db = sqlite3.connect(
            self.path.resolve().as_uri() + mode,
            timeout=_BUSY,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=64,
            uri=True,
        )
        try:
            if read_only:
                db.execute("PRAGMA query_only = ON")
            else:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
                db.execute(
                    "PRAGMA wal_autocheckpoint = 8000"
                )  # pages: in a big load each is written back once, not often
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA cache_size = -65536")  # KiB: the keys of a big store are looked up all the time
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one read transaction."""
        with said(self.folder):
            db, frozen = self._take()
            try:
                db.execute("BEGIN")
                yield db
            except BaseException:
                db.close()
                raise
            try:
                db.execute("ROLLBACK")
            except sqlite3.DatabaseError:  # a damaged record fails here too; what was read was read
                db.close()
                return
            with self._guard:
                if frozen is None and not self._closed and self._process == os.getpid():
                    self._idle.append(db)
                    return
            db.close()
            if frozen is not None and frozen != self._print():
                raise StoreLocked("the record was changed while it was read", where=str(self.folder))

    def _take(self) -> tuple[sqlite3.Connection, tuple[int, ...] | None]:
        """A connection for reading; with it what tells whether the file was changed, where no lock can."""
        with self._guard:
            if self._closed:
                raise StoreError("the store is closed", where=str(self.folder), advice="Open it again.")
            if self._process != os.getpid():  # a forked child must not touch its parent's connections
                self._idle, self._process = [], os.getpid()
            if self._idle:
                return self._idle.pop(), None
        db = self._connect(read_only=True)
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            db.close()
            # In a folder that this user cannot write no index of the journal can be made. Where there is no journal,
            # the file alone is the record; it is read without locks, each time afresh.
            if os.access(self.folder, os.W_OK) or self.path.with_name(FILE + "-wal").exists():
                raise
            found = self._print()
            return self._connect(read_only=True, immutable=True), found
        return db, None

    def _print(self) -> tuple[int, ...]:
        found = self.path.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns, self.path.with_name(FILE + "-wal").exists()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection for transactions of the caller's own (`transaction`); the folder's lock must be held.

        Errors in the block pass as they are: where they are SQLite's, the caller turns them (`said`).
        """
        with said(self.folder):
            db = self._connect()
        try:
            yield db
        finally:
            with said(self.folder):
                self._drop_idle()  # the last one to close a record leaves one file
                db.close()

    def state(self) -> str:
        """A word that changes with every change of the record."""
        with self.reading() as db:
            return str(db.execute("SELECT value FROM meta WHERE name = 'state'").fetchone()[0])

    def _drop_idle(self) -> None:
        with self._guard:
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._process == os.getpid():
            self._drop_idle()


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction: committed at the end of the block, rolled back where the block fails."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK") if db.in_transaction else None
        raise
    try:
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def change_state(db: sqlite3.Connection) -> None:
    """Say that the record is no longer what any snapshot was made from."""
    db.execute("UPDATE meta SET value = ? WHERE name = 'state'", (secrets.token_hex(8),))


def _look_at(folder: Path, create: bool) -> None:
    """Refuse a folder that cannot be a store, before anything is written."""
    try:
        if folder.exists() and not folder.is_dir():
            raise NotAStore("this is a file, not a folder", where=str(folder))
        if (folder / FILE).exists():
            return
        names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
        if [name for name in names if name != "store.lock"]:
            raise NotAStore("the folder holds files, but no store", where=str(folder))
        if not create:
            raise EmptyStore("there is no store in this folder", where=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreNotWritable(f"the folder cannot be used: {error.strerror}", where=str(folder)) from error


_CODES: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_FULL: (StoreNotWritable, "the disk is full"),
    sqlite3.SQLITE_READONLY: (StoreNotWritable, "the store cannot be written"),
    sqlite3.SQLITE_PERM: (StoreNotWritable, "the store cannot be written"),
    sqlite3.SQLITE_IOERR: (StoreNotWritable, "the disk refuses to read or write"),
    sqlite3.SQLITE_CANTOPEN: (StoreNotWritable, "the record cannot be opened"),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "the record is damaged"),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, "the record is damaged"),
    sqlite3.SQLITE_BUSY: (StoreLocked, "another process holds the record"),
}


@contextmanager
def said(folder: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into the project's."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        kind, what = _CODES.get((getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF, (StoreError, "the record fails"))
        raise kind(f"{what}: {error}", where=str(folder)) from error
    except OSError as error:
        raise StoreNotWritable(f"the store cannot be used: {error.strerror or error}", where=str(folder)) from error
