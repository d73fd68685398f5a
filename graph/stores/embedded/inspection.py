"""Whether the store holds what was stored: every document recounted, shared nodes, names and the snapshot checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from graph.errors import InvalidGraph
from graph.model import Node
from graph.ontology import ontology
from graph.stores.digest import graph_digest
from graph.stores.embedded.across import count_across
from graph.stores.embedded.excerpts import unpack
from graph.stores.embedded.read import all_graphs, read_graph
from graph.stores.embedded.write import HEAD, searched, shown_name
from graph.stores.spelling import spelling_key


def record_faults(db: sqlite3.Connection) -> Iterator[str]:
    """A line for each thing that is wrong with the record."""
    for (line,) in db.execute("PRAGMA integrity_check(20)").fetchall():
        if line != "ok":
            yield f"record: {line}"
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield f"record: row {row} of {table} points at nothing in {parent}"
    for id_, key in all_graphs(db):
        yield from _document_faults(db, id_, key)
    yield from _shared_faults(db)
    yield from _degree_faults(db)
    yield from _name_faults(db)


def _document_faults(db: sqlite3.Connection, id_: str, key: int) -> Iterator[str]:
    *counts, digest, text = db.execute(
        "SELECT nodes, tasks, relationships, digest, text FROM document WHERE key = ?", (key,)
    ).fetchone()
    head = db.execute(f"SELECT {', '.join(HEAD)} FROM document WHERE key = ?", (key,)).fetchone()  # noqa: S608
    try:
        graph = read_graph(db, key)
        found = [len(graph.nodes), len(graph.labelled("Task")), len(graph.relationships)]
        for what, here, stored in zip(("nodes", "tasks", "relationships"), found, counts, strict=True):
            if here != stored:
                yield f"document {id_}: {here} {what}, {stored} were stored"
        if found == counts and graph_digest(graph) != digest:
            yield f"document {id_}: its nodes and relationships are not those that were stored"
        elif (*head, text) != tuple(graph.document.get(name) for name in (*HEAD, "text")):
            yield f"document {id_}: its text or head is not that which was stored"
    except (ValueError, KeyError, TypeError, AttributeError, InvalidGraph) as error:
        yield f"document {id_}: it cannot be read: {error}"


def _shared_faults(db: sqlite3.Connection) -> Iterator[str]:
    rows = db.execute("SELECT key, id, label, name, properties FROM node WHERE document IS NULL ORDER BY id").fetchall()
    for key, id_, label, name, packed in rows:
        spellings = db.execute(
            "SELECT properties, EXISTS (SELECT 1 FROM holding WHERE spelling = s.key) FROM spelling s WHERE node = ?",
            (key,),
        ).fetchall()
        if not spellings or not all(held for _, held in spellings):
            yield f"node {id_}: it is kept in a spelling that no document holds"
            continue
        properties = min((unpack(text, str) for text, _ in spellings), key=spelling_key)
        if unpack(packed, str) != properties or name != shown_name(Node(id_, label, properties)):
            yield f"node {id_}: it is not shown as its documents spell it"


def _degree_faults(db: sqlite3.Connection) -> Iterator[str]:
    """Shared nodes whose relationships are not as many as they are said to be."""
    counted = (
        "SELECT * FROM (SELECT r.start AS node, 1 AS outward, r.type, count(*) AS relationships FROM relationship r "
        "JOIN node n ON n.key = r.start WHERE n.document IS NULL GROUP BY r.start, r.type UNION ALL "
        "SELECT r.end, 0, r.type, count(*) FROM relationship r JOIN node n ON n.key = r.end "
        "WHERE n.document IS NULL GROUP BY r.end, r.type)"
    )
    kept = "SELECT node, outward, type, relationships FROM degree WHERE relationships <> 0"
    for (id_,) in db.execute(
        f"SELECT DISTINCT n.id FROM (SELECT * FROM ({counted} EXCEPT {kept}) UNION SELECT * FROM ({kept} EXCEPT {counted})) f "  # noqa: S608
        "JOIN node n ON n.key = f.node ORDER BY n.id"
    ):
        yield f"node {id_}: the count of its relationships is not theirs"


def _name_faults(db: sqlite3.Connection) -> Iterator[str]:
    """Names that search would miss or should not find; counted, and each node's looked at."""
    names: dict[int, list[str]] = {}
    for node, folded in db.execute("SELECT node, folded FROM name ORDER BY key"):
        names.setdefault(node, []).append(folded)
    texts: dict[int, str] = {}

    def text(document: int) -> str:
        if document not in texts:
            texts.clear()
            texts[document] = db.execute("SELECT text FROM document WHERE key = ?", (document,)).fetchone()[0]
        return texts[document]

    for key, id_, label, document, packed in db.execute(
        "SELECT key, id, label, document, properties FROM node ORDER BY document, position"
    ):
        try:
            properties = unpack(packed, lambda document=document: text(document))  # type: ignore[misc]
            if list(searched(Node(id_, label, properties))) != names.get(key, []):
                yield f"node {id_}: search does not know it by its names"
        except (ValueError, KeyError, TypeError, AttributeError):
            yield f"node {id_}: it cannot be read"
    held, indexed = (db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("name", "name_index_docsize"))  # noqa: S608
    if held != indexed:
        yield f"record: the index of names holds {indexed} of {held}"


def snapshot_faults(db: sqlite3.Connection, run: Any) -> Iterator[str]:
    """A line for each label and relationship type of which the snapshot holds another number than the record.

    Args:
        db: a connection of the record.
        run: runs a statement on the snapshot and gives columns and rows.
    """
    parts = [f"MATCH (n:`{label}`) RETURN '{label}' AS name, count(*) AS n" for label in ontology().nodes]
    parts += [f"MATCH ()-[r:`{kind}`]->() RETURN '{kind}' AS name, count(*) AS n" for kind in ontology().relationships]
    found = dict(run(" UNION ALL ".join(parts), {})[1])
    for what, column, table in (("nodes", "label", "node"), ("relationships", "type", "relationship")):
        names = ontology().nodes if what == "nodes" else ontology().relationships
        stored = dict(db.execute(f"SELECT {column}, count(*) FROM {table} GROUP BY 1"))  # noqa: S608
        if what == "relationships" and (across := count_across(db)):
            stored["DEPENDS_ON"] = stored.get("DEPENDS_ON", 0) + across
        for name in names:
            if found.get(name, 0) != stored.get(name, 0):
                yield f"snapshot: {found.get(name, 0)} {what} {name}, {stored.get(name, 0)} were stored"
