"""The Cypher snapshot: made from the record beside the old one, then put in its place in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.errors import StoreNotWritable
from graph.identity import fingerprint
from graph.ontology import Kind, Property, ontology
from graph.stores import ddl
from graph.stores.embedded.excerpts import unpack
from graph.stores.embedded.read import Texts, all_graphs

FILE = "graph.lbug"
NEW = FILE + ".new"
PARTS = "graph.parts"
_BUFFER = 1 << 30  # bytes that the engine may use while it builds
_TOGETHER = 20_000  # rows up to which one transaction takes all of them: half the time of one a table
_ROWS = 20_000  # of one table held before they are written
_CHARACTERS = 16_000_000  # of documents' texts held before they are written


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
    """What a snapshot of the record's state is known by; with another ontology it would have other tables."""
    return f"{state}-{fingerprint(ddl.ladybug_schema())}"


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
    small = rows <= _TOGETHER
    database = ladybug.Database(str(target), buffer_pool_size=_BUFFER, auto_checkpoint=False)
    try:
        with ladybug.Connection(database) as connection:
            if small:
                connection.execute("BEGIN TRANSACTION")
            for statement in ddl.statements():
                connection.execute(statement)
            # kept where no query of the graph can meet it
            connection.execute(f"COMMENT ON TABLE `Document` IS '{state}'")
            for statement in files:
                connection.execute(statement)
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


class _Table:
    """The rows of one table on their way into a Parquet file."""

    def __init__(self, path: Path, keys: tuple[str, ...], rules: Mapping[str, Property]) -> None:
        import pyarrow as pa

        types: dict[Kind, Any] = {
            "string": pa.string(),
            "integer": pa.int64(),
            "float": pa.float64(),
            "boolean": pa.bool_(),
            "date": pa.string(),
            "strings": pa.list_(pa.string()),
        }
        self.path = path
        self.names = [name for name, rule in rules.items() if not rule.key]
        self._schema = pa.schema(
            [*((key, pa.string()) for key in keys), *((name, types[rules[name].kind]) for name in self.names)]
        )
        self._keys: list[tuple[str, ...]] = []
        self._rows: list[Mapping[str, Any]] = []
        self._writer: Any = None

    def add(self, keys: tuple[str, ...], properties: Mapping[str, Any]) -> None:
        self._keys.append(keys)
        self._rows.append(properties)
        if len(self._rows) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not self._rows:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, self._schema, compression="none")
        columns = [*zip(*self._keys, strict=True), *([row.get(name) for row in self._rows] for name in self.names)]
        arrays = [pa.array(c, field.type) for c, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._keys, self._rows = [], []

    def close(self) -> bool:
        """Finish the file; False where there was no row."""
        self.flush()
        if self._writer is not None:
            self._writer.close()
        return self._writer is not None


def write_parts(db: sqlite3.Connection, parts: Path) -> list[str]:
    """Write each table that has rows into a file; the statements that copy them in, nodes first."""
    model = ontology()
    nodes = {label: _Table(parts / f"{label}.parquet", ("id",), kind.properties) for label, kind in model.nodes.items()}
    links = {
        (kind.name, start, end): _Table(parts / f"{kind.name}-{start}-{end}.parquet", ("from", "to"), kind.properties)
        for kind in model.relationships.values()
        for start in kind.starts
        for end in kind.ends
    }
    held = 0
    for label, key, properties in _shared(db):
        nodes[label].add((key,), properties)
    for _, document in all_graphs(db):
        texts = Texts(db)
        for label, key, properties in _own(db, document, texts):
            nodes[label].add((key,), properties)
        for table, ends, properties in _links(db, document, texts):
            links[table].add(ends, properties)
        held += len(texts.of(document)())
        if held > _CHARACTERS:
            held = 0
            for part in (*nodes.values(), *links.values()):
                part.flush()
    statements = [f"COPY `{n}` FROM {_quoted(t.path)}" for n, t in nodes.items() if t.close()]
    for (name, start, end), part in links.items():
        if part.close():
            statements.append(f"COPY `{name}` FROM {_quoted(part.path)} (from = '{start}', to = '{end}')")
    return statements


def _shared(db: sqlite3.Connection) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for label in ontology().nodes:
        rows = db.execute("SELECT id, properties FROM node WHERE document IS NULL AND label = ? ORDER BY id", (label,))
        for key, packed in rows:
            yield label, key, json.loads(packed)


def _own(db: sqlite3.Connection, document: int, texts: Texts) -> Iterator[tuple[str, str, dict[str, Any]]]:
    rows = db.execute(
        "SELECT n.label, n.id, n.properties, d.loaded_on FROM node n JOIN document d ON d.key = n.document "
        "WHERE n.document = ? ORDER BY n.position",
        (document,),
    )
    for label, key, packed, loaded_on in rows:
        properties: dict[str, Any] = dict(unpack(packed, texts.of(document)))
        if label == "Document":
            properties["loaded_on"] = loaded_on
        yield label, key, properties


def _links(
    db: sqlite3.Connection, document: int, texts: Texts
) -> Iterator[tuple[tuple[str, str, str], tuple[str, str], dict[str, Any]]]:
    rows = db.execute(
        "SELECT r.type, a.label, b.label, a.id, b.id, r.properties FROM relationship r JOIN node a ON a.key = r.start "
        "JOIN node b ON b.key = r.end WHERE r.document = ? ORDER BY r.position",
        (document,),
    )
    for kind, start, end, first, second, packed in rows:
        yield (kind, start, end), (first, second), dict(unpack(packed, texts.of(document)))


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
