"""The versions of documents that the record remembers."""

from __future__ import annotations

import sqlite3
import zlib

from graph.stores.base import Edition

_COLUMNS = "sha256, loaded_on, {ended}, tasks, relationships, source"


def read_history(db: sqlite3.Connection, document_id: str) -> list[Edition]:
    """Every version of a document that was ever stored, oldest first, the present one last."""
    older = db.execute(
        f"SELECT {_COLUMNS.format(ended='ended_on')} FROM edition WHERE document = ? ORDER BY key",  # noqa: S608
        (document_id,),
    ).fetchall()
    present = db.execute(
        f"SELECT {_COLUMNS.format(ended='NULL')} FROM document WHERE id = ?",  # noqa: S608
        (document_id,),
    ).fetchall()
    return [Edition(document_id, *row) for row in (*older, *present)]


def read_text(db: sqlite3.Connection, document_id: str, sha256: str) -> str | None:
    """What a version of a document said; None where no such text is kept (after the document was removed, say)."""
    present = db.execute("SELECT text FROM document WHERE id = ? AND sha256 = ?", (document_id, sha256)).fetchone()
    if present is not None:
        return str(present[0])
    older = db.execute(
        "SELECT text FROM edition WHERE document = ? AND sha256 = ? AND text IS NOT NULL ORDER BY key DESC",
        (document_id, sha256),
    ).fetchone()
    return zlib.decompress(older[0]).decode("utf-8") if older is not None else None
