"""The Cypher snapshot: made from the record beside the old one, then put in its place in one step."""

from __future__ import annotations

import contextlib
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
from graph.stores.embedded.apart import build_apart

FILE = "graph.lbug"
NEW = FILE + ".new"
PARTS = "graph.parts"
_BUFFER = 1 << 30  # bytes that the engine may use while it builds
_TEXTS = 4  # times the bytes of all texts that it may use where that is more: with three times it was refused
_LARGE = 500_000  # rows from which on a process of its own makes the snapshot: it takes half a second to start
_TOGETHER = 20_000  # rows up to which one transaction takes all of them: half the time of one a table
_ROWS = 20_000  # of one table held before they are written
_HELD = 32 << 20  # bytes of one table held before they are written
_FILE = 192 << 20  # bytes of one table after which it goes on in another file
_APART = (
    192 << 20
)  # bytes copied after which the engine brings to disk what it holds: else it fills its memory, and dies of it
_THREADS = 2
LINKS_END = ")"  # how a statement that copies relationships ends, and none that copies nodes


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
    """Make a snapshot file of the record; of a large one in a process of its own.

    Args:
        db: a connection of the record, outside any transaction.
        target: the file to make.
        parts: a folder for what lies between; it is made and removed.

    Returns:
        The mark of what the snapshot shows.

    Raises:
        RuntimeError: the engine refuses, or its process came to an end.
    """
    record = db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    if record and _rows(db) > _LARGE:
        with contextlib.suppress(OSError):  # no process can be started
            return build_apart(Path(record), target.resolve(), parts.resolve())
    return build_here(db, target, parts)


def _rows(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(sum(nodes + relationships), 0) FROM document").fetchone()[0])


def build_here(db: sqlite3.Connection, target: Path, parts: Path) -> str:
    """As `build`, in this process."""
    import ladybug

    parts.mkdir()
    db.execute("BEGIN")
    try:
        state = mark(str(db.execute("SELECT value FROM meta WHERE name = 'state'").fetchone()[0]))
        small = _rows(db) <= _TOGETHER
        files = write_parts(db, parts)
    finally:
        db.execute("COMMIT")
    small = small and sum(size for _, size in files) <= _APART
    database = ladybug.Database(str(target), buffer_pool_size=_buffer(files), auto_checkpoint=False)
    try:
        with ladybug.Connection(database) as connection:
            if small:
                connection.execute("BEGIN TRANSACTION")
            for statement in ddl.statements():
                connection.execute(statement)
            # kept where no query of the graph can meet it
            connection.execute(f"COMMENT ON TABLE `Document` IS '{state}'")
            held, links = 0, False
            # two threads that index one table's keys have been seen to wait for each other for ever
            connection.set_max_threads_for_exec(1)
            for statement, size in files:
                if not links and statement.endswith(LINKS_END):
                    links = True
                    connection.set_max_threads_for_exec(os.cpu_count() or 1)
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


def _buffer(files: list[tuple[str, int]]) -> int:
    """Bytes that the engine may use: it holds the texts of up to 131,072 documents several times over at once."""
    texts = sum(size for statement, size in files if statement.startswith("COPY `Document`"))
    return max(_BUFFER, min(_TEXTS * texts, _memory() * 6 // 10))


def _memory() -> int:
    """Bytes of memory that this machine has; 0 where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0


def checksum(path: Path) -> tuple[int, str]:
    """A file's size in bytes and SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


class _Part:
    """The rows of one table on their way into Parquet files.

    Attributes:
        paths: the files, in order.
        sizes: what Arrow holds for the rows of each, in bytes; all but the last have about `_FILE`. (The files
            themselves are smaller by far where values repeat.)
    """

    def __init__(self, path: Path) -> None:
        self.paths = [path]
        self.sizes = [0]
        self._held: list[Any] = []
        self._rows = self._bytes = 0
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

        if self.sizes[-1] > _FILE:
            self._writer.close()
            self._writer = None
            first = self.paths[0]
            self.paths.append(first.with_stem(f"{first.stem}-{len(self.paths)}"))
            self.sizes.append(0)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.paths[-1], self._held[0].schema, compression="none")
        self._writer.write_table(pa.concat_tables(self._held).combine_chunks())
        self.sizes[-1] += self._bytes
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
        The statements that copy the files in, nodes first, each with the size of its rows in bytes.
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
                    statements.append(
                        (f"COPY `{kind.name}` FROM ", f" (from = '{start}', to = '{end}'{LINKS_END}", part)
                    )
    return [
        (f"{before}{_quoted(path)}{behind}", size)
        for before, behind, part in statements
        for path, size in zip(part.paths, part.sizes, strict=True)
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
