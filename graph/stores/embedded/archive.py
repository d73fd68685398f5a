"""The record saved to one file, and brought back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from graph.errors import CannotWrite, MissingFile, NewerStore, NotAStore, StoreDamaged, StoreError, StoreNotWritable
from graph.stores.base import LogEntry
from graph.stores.embedded import schema, snapshot
from graph.stores.embedded.history import read_log, write_log
from graph.stores.embedded.lock import locked
from graph.stores.embedded.record import FILE, Record, said
from graph.stores.embedded.write import now
from graph.stores.past import said as one_line
from graph.stores.past import whoami


def backup(record: Record, path: Path) -> None:
    """Write a consistent copy of the record, whole or not at all, while loaders and readers go on.

    Raises:
        CannotWrite: the file cannot be written.
    """
    unfinished = path.with_name(path.name + ".new")
    try:
        unfinished.unlink(missing_ok=True)
        with record.reading() as db, closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, now and when it is opened
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except (OSError, StoreNotWritable) as error:
        raise CannotWrite(f"the backup cannot be written: {error}", where=str(path)) from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(path: str | Path, folder: str | Path, *, replace: bool = False, wait: float = 60.0) -> int:
    """Bring a backup back into a folder, in one transaction: readers see the old state or the new one.

    Args:
        path: a file that `backup` wrote.
        folder: where the store is to be; made where it is not there yet.
        replace: whether a store that holds documents may be replaced, with all of them and their earlier versions;
            what its log says stays, before the line that says what was brought back.
        wait: seconds to wait for a loader in that folder.

    Returns:
        How many documents the store holds now.

    Raises:
        MissingFile, NotAStore, StoreDamaged, NewerStore: the backup cannot be used; nothing was changed.
        StoreError: the folder holds documents, and `replace` is False.
        StoreLocked: a loader was still at work after `wait` seconds.
    """
    source, target = Path(path), Path(folder)
    if not source.is_file():
        raise MissingFile("there is no backup", where=str(source))
    with said(source), closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as saved:
        saved.execute("PRAGMA query_only = ON")
        _check(saved, source)
        record = _opened(target, replace, wait)
        try:
            with locked(target, "restoring a backup", wait), record.writing() as db:
                held = db.execute("SELECT count(*) FROM document").fetchone()[0]
                if held and not replace:
                    raise StoreError(
                        f"the store holds {held} documents already",
                        where=str(target),
                        advice="Name an empty folder, or say that they may be replaced.",
                    )
                with said(target), _made_ready(saved, source.name, read_log(db), target) as ready:
                    ready.backup(db)
                snapshot.publish(target, db)
                return int(db.execute("SELECT count(*) FROM document").fetchone()[0])
        finally:
            record.close()


@contextmanager
def _made_ready(
    saved: sqlite3.Connection, name: str, log: Sequence[LogEntry], folder: Path
) -> Iterator[sqlite3.Connection]:
    """The backup as it is to stand in the store: of this version, with what the store's log said, and the restore in it.

    Made beside the record, so that one transaction brings all of it in: whoever is killed before leaves the old record
    with its log, and a file that the next restore sweeps away.
    """
    for left in folder.glob("restoring.*"):
        left.unlink(missing_ok=True)
    path = folder / f"restoring.{os.getpid()}.sqlite"
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as ready:
            ready.execute("PRAGMA journal_mode = OFF")  # it is thrown away whatever happens
            ready.execute("PRAGMA synchronous = OFF")
            saved.backup(ready)
            schema.migrate(ready)
            count = ready.execute("SELECT count(*) FROM document").fetchone()[0]
            known = set(read_log(ready))
            write_log(ready, *(entry for entry in log if entry not in known))
            note = one_line(f"{count} documents from {name}")
            write_log(ready, LogEntry(now(), "restored", "", who=whoami(), note=note))
            yield ready
    finally:
        path.unlink(missing_ok=True)


def _opened(folder: Path, replace: bool, wait: float) -> Record:
    """The record to bring the backup into; one that is damaged makes room where it may be replaced."""
    try:
        return Record(folder, create=True)
    except StoreDamaged:
        if not replace:
            raise
    with locked(folder, "restoring a backup", wait), said(folder):
        for path in (*folder.glob(FILE + "*"), folder / snapshot.FILE):
            path.unlink(missing_ok=True)
    return Record(folder, create=True)


def _check(saved: sqlite3.Connection, path: Path) -> None:
    if saved.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION:
        raise NotAStore("this file is no backup of a store", where=str(path), advice="Name another file.")
    if saved.execute("PRAGMA user_version").fetchone()[0] > schema.current_version():
        raise NewerStore("the backup was written by a newer version of Zhize", where=str(path))
    found = saved.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreDamaged(f"the backup is damaged: {found}", where=str(path), advice="Use another backup.")
