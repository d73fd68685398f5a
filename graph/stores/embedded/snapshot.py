"""The Cypher snapshot: made from the record beside the old one, then put in its place in one step."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from graph.dependencies import MOST
from graph.errors import StoreNotWritable
from graph.identity import fingerprint
from graph.ontology import ontology
from graph.stores import ddl
from graph.stores.embedded.across import Across

FILE = "graph.lbug"
NEW = FILE + ".new"
PARTS = "graph.parts"
_BUFFER = 1 << 30  # bytes that the engine may use while it builds
_TOGETHER = 20_000  # rows up to which one transaction takes all of them: half the time of one a table
_ROWS = 20_000  # of one table held before they are written
_HELD = 32 << 20  # bytes of one table held before they are written
_FILE = 192 << 20  # bytes of one table after which it goes on in another file
_APART = (
    192 << 20
)  # bytes copied after which the engine brings to disk what it holds: else it fills its memory, and dies of it
_THREADS = 2


def publish(folder: Path, db: sqlite3.Connection) -> str:
    """Make the snapshot of the record's present state and put it in the old one's place.

    Args:
        folder: the store's folder, whose lock the caller holds.
        db: a writing connection of the record, outside any transaction.

    Returns:
        The mark of what the snapshot shows.

    Raises:
        StoreNotWritable: it could not be written; the old one is still there.
    """
    sweep(folder)
    new, parts = folder / NEW, folder / PARTS
    try:
        state = build(db, new, parts)
        size, sha256 = checksum(new)
        # Before the file appears: a reader knows both the old and the new one by their checksums.
        db.execute("INSERT INTO snapshot VALUES (NULL, ?, ?, ?)", (state, size, sha256))
        os.replace(new, folder / FILE)
        _sync(folder)
        db.execute("DELETE FROM snapshot WHERE key < (SELECT max(key) FROM snapshot)")
    except (OSError, RuntimeError, sqlite3.OperationalError) as error:
        raise StoreNotWritable(
            f"the plans are stored, but their Cypher snapshot could not be written: {error}",
            where=str(folder),
            advice="Free space or rights; the snapshot is then made by itself.",
        ) from error
    finally:
        sweep(folder)
    return state


def mark(state: str) -> str:
    """What a snapshot of the record's state is known by; with another ontology it would have other tables, and with
    another rule for dependencies across documents other rows."""
    return f"{state}-{fingerprint(ddl.ladybug_schema() + f'across {MOST}')}"


def sweep(folder: Path) -> None:
    """Remove what a loader that died has left."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for path in folder.glob(NEW + "*"):
        path.unlink(missing_ok=True)


def build(db: sqlite3.Connection, target: Path, parts: Path) -> str:
    """Make a snapshot file of the record.

    Args:
        db: a connection of the record, outside any transaction.
        target: the file to make.
        parts: a folder for what lies between; it is made and removed.

    Returns:
        The mark of what the snapshot shows.
    """
    import ladybug

    parts.mkdir()
    db.execute("BEGIN")
    try:
        state = mark(str(db.execute("SELECT value FROM meta WHERE name = 'state'").fetchone()[0]))
        rows = db.execute("SELECT coalesce(sum(nodes + relationships), 0) FROM document").fetchone()[0]
        files = write_parts(db, parts)
    finally:
        db.execute("COMMIT")
    small = rows <= _TOGETHER and sum(size for _, size in files) <= _APART
    database = ladybug.Database(str(target), buffer_pool_size=_BUFFER, auto_checkpoint=False)
    try:
        with ladybug.Connection(database) as connection:
            if small:
                connection.execute("BEGIN TRANSACTION")
            for statement in ddl.statements():
                connection.execute(statement)
            # kept where no query of the graph can meet it
            connection.execute(f"COMMENT ON TABLE `Document` IS '{state}'")
            held = 0
            for statement, size in files:
                if held and held + size > _APART:
                    connection.execute("CHECKPOINT")
                    held = 0
                connection.execute(statement)
                held += size
            if small:
                connection.execute("COMMIT")
            connection.execute("CHECKPOINT")
    finally:
        database.close()
    shutil.rmtree(parts)
    if target.with_name(target.name + ".wal").exists():
        raise RuntimeError("the engine left a journal behind")
    with target.open("rb") as file:
        os.fsync(file.fileno())
    return state


def checksum(path: Path) -> tuple[int, str]:
    """A file's size in bytes and SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


class _Part:
    """The rows of one table on their way into Parquet files.

    Attributes:
        paths: the files, in order; all but the last have about `_FILE` bytes.
    """

    def __init__(self, path: Path) -> None:
        self.paths = [path]
        self._held: list[Any] = []
        self._rows = self._bytes = self._written = 0
        self._writer: Any = None

    def add(self, rows: Any) -> None:
        self._held.append(rows)
        self._rows += rows.num_rows
        self._bytes += rows.nbytes
        if self._rows >= _ROWS or self._bytes >= _HELD:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._written > _FILE:
            self._writer.close()
            self._writer, self._written = None, 0
            first = self.paths[0]
            self.paths.append(first.with_stem(f"{first.stem}-{len(self.paths)}"))
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.paths[-1], self._held[0].schema, compression="none")
        self._writer.write_table(pa.concat_tables(self._held).combine_chunks())
        self._written += self._bytes
        self._held, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        """Finish the file."""
        if self._held:
            self._flush()
        self._writer.close()


def write_parts(db: sqlite3.Connection, parts: Path) -> list[tuple[str, int]]:
    """Write each table that has rows into files.

    The record is read here; two threads make columns of what was read.

    Returns:
        The statements that copy the files in, nodes first, each with its file's size in bytes.
    """
    import pyarrow as pa

    from graph.stores.embedded import columns

    files: dict[tuple[str, ...], _Part] = {}

    def add(table: tuple[str, ...], rows: Any) -> None:
        files.setdefault(table, _Part(parts / f"{'-'.join(table)}.parquet")).add(rows)

    named = []
    for label, keys, rows in columns.shared_nodes(db):
        add((label,), rows)
        named.append((label, keys, rows["id"].combine_chunks()))
    shared, across = columns.Names(named), Across(db)
    with ThreadPoolExecutor(_THREADS, "zhize-publish") as pool:
        under_way: deque[Future[list[tuple[tuple[str, ...], Any]]]] = deque()
        for batch in columns.read_batches(db):
            under_way.append(pool.submit(columns.tables, batch, shared))
            if (leading := columns.across_table(batch, across)) is not None:
                add(("DEPENDS_ON", "Task", "Task"), leading)
            while len(under_way) > _THREADS:
                for table, rows in under_way.popleft().result():
                    add(table, rows)
        for made in under_way:
            for table, rows in made.result():
                add(table, rows)
    for made_of in files.values():
        made_of.close()
    pa.default_memory_pool().release_unused()  # the engine needs the room next
    statements = [(f"COPY `{n}` FROM ", "", files[n,]) for n in ontology().nodes if (n,) in files]
    for kind in ontology().relationships.values():
        for start in kind.starts:
            for end in kind.ends:
                if (part := files.get((kind.name, start, end))) is not None:
                    statements.append((f"COPY `{kind.name}` FROM ", f" (from = '{start}', to = '{end}')", part))
    return [
        (f"{before}{_quoted(path)}{behind}", path.stat().st_size)
        for before, behind, part in statements
        for path in part.paths
    ]


def _quoted(path: Path) -> str:
    text = str(path).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"


def _sync(folder: Path) -> None:
    """Make a rename last; not every system lets a folder be opened for that."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
