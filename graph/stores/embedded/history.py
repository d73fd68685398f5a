"""The versions of documents that the record remembers, and its log."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator

from graph.stores.base import Edition, LogEntry, Past
from graph.stores.past import to_adopt

_LOADED_BY = (
    "(SELECT who FROM log WHERE log.document = {id} AND log.at = d.loaded_on AND log.sha256 = d.sha256 "
    "AND action IN ('added', 'replaced') ORDER BY key DESC LIMIT 1)"
)
_OLDER = (
    "SELECT sha256, loaded_on, ended_on, tasks, relationships, source, "  # noqa: S608 - our own names
    f"{_LOADED_BY.format(id='d.document')}, text FROM edition d WHERE document = ? ORDER BY loaded_on, key"
)
_PRESENT = (
    "SELECT sha256, loaded_on, NULL, tasks, relationships, source, "  # noqa: S608 - our own names
    f"{_LOADED_BY.format(id='d.id')} FROM document d WHERE id = ?"
)
_ENTRY = "at, action, document, sha256, previous_sha256, who, note"


def read_history(db: sqlite3.Connection, document_id: str) -> list[Edition]:
    """Every version of a document that was ever stored, oldest first, the present one last."""
    older = [row[:-1] for row in db.execute(_OLDER, (document_id,))]
    return [Edition(document_id, *row) for row in (*older, *db.execute(_PRESENT, (document_id,)))]


def read_text(db: sqlite3.Connection, document_id: str, sha256: str) -> str | None:
    """What a version of a document said; None where no such text is kept (after the document was removed, say)."""
    present = db.execute("SELECT text FROM document WHERE id = ? AND sha256 = ?", (document_id, sha256)).fetchone()
    if present is not None:
        return str(present[0])
    older = db.execute(
        "SELECT text FROM edition WHERE document = ? AND sha256 = ? AND text IS NOT NULL ORDER BY key DESC",
        (document_id, sha256),
    ).fetchone()
    return _unpacked(older[0]) if older is not None else None


def _unpacked(text: bytes | None) -> str | None:
    return zlib.decompress(text).decode("utf-8") if text is not None else None


def pack_text(text: str) -> bytes:
    """A text as an edition keeps it."""
    return zlib.compress(text.encode("utf-8"), 6)


def read_log(db: sqlite3.Connection, document_id: str | None = None, limit: int | None = None) -> list[LogEntry]:
    """The log's last entries, of one document or of all, oldest first."""
    rows = db.execute(
        f"SELECT {_ENTRY} FROM log WHERE ? IS NULL OR document = ? ORDER BY at DESC, key DESC LIMIT ?",  # noqa: S608
        (document_id, document_id, -1 if limit is None else limit),
    ).fetchall()
    return [LogEntry(*row) for row in reversed(rows)]


def write_log(db: sqlite3.Connection, *entries: LogEntry) -> None:
    """Add to the log."""
    db.executemany(
        f"INSERT INTO log ({_ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        [(e.at, e.action, e.document, e.sha256, e.previous_sha256, e.who, e.note) for e in entries],
    )


def read_past(db: sqlite3.Connection) -> Iterator[Past]:
    """All that is remembered, document by document."""
    ids = db.execute("SELECT id FROM document UNION SELECT document FROM edition UNION SELECT document FROM log")
    for (key,) in ids.fetchall():
        older = [(Edition(key, *row[:-1]), _unpacked(row[-1])) for row in db.execute(_OLDER, (key,))]
        present = [(Edition(key, *row), None) for row in db.execute(_PRESENT, (key,))]
        yield Past(key, (*older, *present), tuple(read_log(db, key)))


def adopt(db: sqlite3.Connection, past: Iterable[Past]) -> None:
    """Remember also what another store remembers; the caller holds a transaction."""
    for one in past:
        known = set(read_log(db, one.document))
        write_log(db, *(entry for entry in dict.fromkeys(one.log) if entry not in known))
        for edition, text in to_adopt(read_history(db, one.document), one):
            counts = (edition.tasks, edition.relationships, pack_text(text) if text is not None else None)
            db.execute(
                "INSERT INTO edition (document, sha256, digest, source, loaded_on, ended_on, tasks, relationships, text) "
                "VALUES (?, ?, '', ?, ?, ?, ?, ?, ?)",
                (one.document, edition.sha256, edition.source, edition.loaded_on, edition.ended_on, *counts),
            )
