"""Reading the record: documents as they were stored, nodes as they are shown, what stands around them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from graph.model import Graph, Node, Relationship, Value
from graph.ontology import ontology
from graph.stores.base import DocumentEntry, Hit, Neighbourhood
from graph.stores.embedded.across import Across, End
from graph.stores.embedded.excerpts import unpack
from graph.stores.spelling import search_key

_LISTED = "id, title, doc_number, jurisdiction, issued_on, year, sha256, loaded_on, tasks, relationships, source"


class Texts:
    """Documents' texts, each read at most once, and only when a passage of it is asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._held: dict[int, str] = {}

    def of(self, document: int | None) -> Callable[[], str]:
        """A function that gives the text of the document with that key."""
        return partial(self._read, document)

    def _read(self, document: int | None) -> str:
        if document is None:
            return ""
        if document not in self._held:
            row = self._db.execute("SELECT text FROM document WHERE key = ?", (document,)).fetchone()
            self._held[document] = row[0]
        return self._held[document]


def read_documents(db: sqlite3.Connection) -> list[DocumentEntry]:
    """Every stored document, ordered by jurisdiction, date and id."""
    entries = [DocumentEntry(*row) for row in db.execute(f"SELECT {_LISTED} FROM document")]  # noqa: S608
    return sorted(entries, key=lambda entry: (entry.jurisdiction or "", entry.issued_on or "", entry.id))


def document_key(db: sqlite3.Connection, document_id: str) -> int | None:
    """The key of a document's row; None where there is no such document."""
    row = db.execute("SELECT key FROM document WHERE id = ?", (document_id,)).fetchone()
    return int(row[0]) if row is not None else None


def read_graph(db: sqlite3.Connection, document: int) -> Graph:
    """One document as it was stored."""
    text = Texts(db).of(document)
    rows = db.execute(
        "SELECT position, id, label, properties FROM node WHERE document = ?1 "
        "UNION ALL SELECT h.position, n.id, n.label, s.properties FROM holding h "
        "JOIN spelling s ON s.key = h.spelling JOIN node n ON n.key = s.node WHERE h.document = ?1 ORDER BY 1",
        (document,),
    )
    nodes = tuple(Node(key, label, unpack(packed, text)) for _, key, label, packed in rows)
    links = db.execute(
        "SELECT r.type, a.id, b.id, r.properties FROM relationship r JOIN node a ON a.key = r.start "
        "JOIN node b ON b.key = r.end WHERE r.document = ? ORDER BY r.position",
        (document,),
    )
    return Graph(nodes, tuple(Relationship(kind, a, b, unpack(packed, text)) for kind, a, b, packed in links))


def read_everything(db: sqlite3.Connection) -> Graph:
    """Every document in the order of their list, each shared node once, as it is shown, and what leads across."""
    nodes: dict[str, Node] = {}
    links: list[Relationship] = []
    keys = dict(all_graphs(db))
    across = Across(db)
    leading: list[Relationship] = []
    for entry in read_documents(db):
        one = read_graph(db, keys[entry.id])
        links += one.relationships
        leading += across.of_document(keys[entry.id], Texts(db).of)
        for node in one.nodes:
            nodes.setdefault(node.id, node)
    links += sorted(leading, key=lambda r: r.key)
    for key, label, packed in db.execute("SELECT id, label, properties FROM node WHERE document IS NULL"):
        nodes[key] = Node(key, label, unpack(packed, str))
    return Graph(tuple(nodes.values()), tuple(links))


def read_nodes(db: sqlite3.Connection, ids: Sequence[str], texts: Texts | None = None) -> list[Node]:
    """Nodes as they are shown, in the order of their ids; unknown ids are left out."""
    texts = texts or Texts(db)
    found: list[Node] = []
    for key in ids:
        row = db.execute("SELECT label, document, properties FROM node WHERE id = ?", (key,)).fetchone()
        if row is not None:
            found.append(_node(db, texts, key, *row))
    return found


def _node(db: sqlite3.Connection, texts: Texts, key: str, label: str, document: int | None, packed: str) -> Node:
    properties = unpack(packed, texts.of(document))
    if label == "Document":
        row = db.execute("SELECT loaded_on FROM document WHERE key = ?", (document,)).fetchone()
        properties["loaded_on"] = row[0]
    return Node(key, label, shown(label, properties))


def shown(label: str, properties: dict[str, Value]) -> dict[str, Value]:
    """The properties that have a value, in the ontology's order."""
    return {n: properties[n] for n in ontology().nodes[label].properties if properties.get(n) is not None}


def read_neighbours(db: sqlite3.Connection, node_id: str, types: Sequence[str], limit: int) -> Neighbourhood | None:
    """A node's relationships, at most `limit` a type and direction, and how many there are of each.

    None where there is no such node.
    """
    centre = db.execute("SELECT key, label, document, properties FROM node WHERE id = ?", (node_id,)).fetchone()
    if centre is None:
        return None
    texts = Texts(db)
    hood = Neighbourhood(_node(db, texts, node_id, *centre[1:]))
    across = Across(db)
    nodes: dict[str, Node] = {}
    order = list(ontology().relationships)
    for direction, mine, other in (("out", "start", "end"), ("in", "end", "start")):
        counted = _degrees(db, centre[0], mine) if centre[2] is None else _counted(db, centre[0], mine)
        leading = []
        if centre[1] == "Task" and (not types or "DEPENDS_ON" in types):
            leading = across.of_task(centre[0], centre[2], outward=direction == "out")
        for kind in order:
            beyond = leading if kind == "DEPENDS_ON" else []
            if not (kind in counted or beyond) or (types and kind not in types):
                continue
            hood.counts[kind, direction] = counted.get(kind, 0) + len(beyond)
            rows = db.execute(
                f"SELECT r.document, r.properties, n.id, n.label, n.document, n.properties FROM relationship r "  # noqa: S608
                f"JOIN node n ON n.key = r.{other} WHERE r.{mine} = ? AND r.type = ? "
                "ORDER BY r.document, r.position LIMIT ?",
                (centre[0], kind, max(0, limit)),
            ).fetchall()
            for document, packed, key, label, owner, properties in rows:
                if key not in nodes:
                    nodes[key] = _node(db, texts, key, label, owner, properties)
                start, end = (node_id, key) if direction == "out" else (key, node_id)
                held = {k: v for k, v in unpack(packed, texts.of(document)).items() if v is not None}
                hood.relationships.append(Relationship(kind, start, end, held))
            me: End = (centre[0], node_id, centre[2], None)
            for task, via, need in beyond[: max(0, limit - len(rows))]:
                first, second = (me, task) if direction == "out" else (task, me)
                hood.relationships.append(across.relationship(first, second, via, need, texts.of))
                if task[1] not in nodes:
                    nodes[task[1]] = read_nodes(db, [task[1]], texts)[0]
    hood.nodes.extend(nodes.values())
    return hood


def _degrees(db: sqlite3.Connection, node: int, mine: str) -> dict[str, int]:
    """Relationships of a shared node by type, as they are kept count of: a hub has half a million."""
    return dict(
        db.execute(
            "SELECT type, relationships FROM degree WHERE node = ? AND outward = ? AND relationships > 0",
            (node, int(mine == "start")),
        )
    )


def _counted(db: sqlite3.Connection, node: int, mine: str) -> dict[str, int]:
    """Relationships of a document's own node by type."""
    return dict(db.execute(f"SELECT type, count(*) FROM relationship WHERE {mine} = ? GROUP BY type", (node,)))  # noqa: S608


_TRIGRAM = 3
_CANDIDATES = (
    5_000  # of one kind of match that are put in order; who searches for one sign in a nation's plans gets some
)
_LAST = "\U0010ffff"
_WITHIN = "SELECT m.node, m.label, m.folded FROM name_index x JOIN name m ON m.key = x.rowid WHERE x.folded MATCH ? UNION ALL "
_ENDING = "SELECT node, label, folded FROM name WHERE substr(folded, -2) = ?"


def search_names(db: sqlite3.Connection, text: str, labels: Sequence[str], limit: int) -> list[Hit]:
    """Nodes whose names hold the text: exact matches first, then prefixes, then the rest; short names before long."""
    key = search_key(text)
    if not key:
        return []
    known = tuple(labels) or tuple(ontology().nodes)
    inner: tuple[str, tuple[str, ...]] = ("instr(m.folded, ?) > 0", (key,))
    source = "name m"
    if len(key) >= _TRIGRAM and "\0" not in key:
        # the index takes some letters for one that are not
        source = "name_index x JOIN name m ON m.key = x.rowid"
        inner = "x.folded MATCH ? AND instr(m.folded, ?) > 0", (_quoted(key), key)
    elif len(key) == _TRIGRAM - 1 and "\0" not in key:
        # each trigram that begins with them, and the names that end with them
        terms = db.execute("SELECT term FROM name_term WHERE term >= ? AND term < ?", (key, key + _LAST)).fetchall()
        source = f"({_WITHIN if terms else ''}{_ENDING}) m"
        match = (" OR ".join(_quoted(term) for (term,) in terms),) if terms else ()
        inner = "instr(m.folded, ?) > 0", (*match, key, key)
    hits: dict[str, Hit] = {}
    for score, place, (condition, values) in (
        (3.0, "name m", ("m.folded = ?", (key,))),
        (2.0, "name m", ("m.folded > ? AND m.folded < ?", (key, key + _LAST))),
        (1.0, source, inner),
    ):
        if len(hits) >= limit:
            break
        rows = db.execute(
            f"SELECT n.id, n.label, n.name FROM (SELECT DISTINCT f.node FROM (SELECT m.node FROM {place} "  # noqa: S608
            f"WHERE {condition} AND m.label IN ({', '.join('?' * len(known))}) LIMIT {_CANDIDATES}) f) f "
            "JOIN node n ON n.key = f.node ORDER BY length(n.name), n.name, n.id LIMIT ?",
            (*values, *known, limit + len(hits)),
        )
        for id_, label, name in rows:
            if len(hits) < limit:
                hits.setdefault(id_, Hit(id_, label, name, score))
    return list(hits.values())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def all_graphs(db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Id and key of every document, by id."""
    yield from db.execute("SELECT id, key FROM document ORDER BY id").fetchall()
