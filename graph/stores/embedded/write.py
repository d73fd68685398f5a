"""Writing documents into the record, each whole or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.errors import InvalidGraph
from graph.model import Graph, Node
from graph.stores.base import Change, LogEntry
from graph.stores.digest import graph_digest
from graph.stores.embedded.excerpts import Packer, pack_plain, unpack
from graph.stores.embedded.history import pack_text, write_log
from graph.stores.embedded.record import change_state, transaction
from graph.stores.spelling import SHARED_LABELS, search_keys, spelling_key

_LONGEST = 8_000  # characters of one name that search looks through
HEAD = ("title", "doc_number", "jurisdiction", "issued_on", "year", "source", "sha256")
"""What of a document the list of documents shows; each a column of its row."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One checked document as the rows that the record will hold, but for their keys.

    Attributes:
        own: position, id, label, name, packed properties and searched names of each node that it owns.
        shared: position, id, label and properties as JSON of each node that it shares.
        links: position, type, start id, end id and packed properties of each relationship.
    """

    id: str
    digest: str
    head: tuple[Any, ...]
    tasks: int
    text: str
    own: list[tuple[int, str, str, str, str, tuple[str, ...]]]
    shared: list[tuple[int, str, str, str]]
    links: list[tuple[int, str, str, str, str]]

    @property
    def rows(self) -> int:
        """Nodes and relationships."""
        return len(self.own) + len(self.shared) + len(self.links)


def prepare(graph: Graph) -> Prepared:
    """Check a loader's graph and turn it into rows.

    Raises:
        InvalidGraph: it breaks the ontology, or holds no or several documents.
    """
    graph.validate()
    document = graph.document
    text = document.get("text")
    packer = Packer(text)
    owned, shared = [], []
    for position, node in enumerate(graph.nodes):
        if node.label in SHARED_LABELS:
            shared.append((position, node.id, node.label, pack_plain(node.properties)))
        else:
            owned.append((position, node))
    packed = packer.pack([node.properties for _, node in owned], leave_out="loaded_on")
    packed_links = packer.pack([r.properties for r in graph.relationships])
    return Prepared(
        document.id,
        graph_digest(graph),
        tuple(document.get(name) for name in HEAD),
        len(graph.labelled("Task")),
        text,
        [
            (position, node.id, node.label, shown_name(node), held, searched(node))
            for (position, node), held in zip(owned, packed, strict=True)
        ],
        shared,
        [
            (i, r.type, r.start, r.end, held)
            for i, (r, held) in enumerate(zip(graph.relationships, packed_links, strict=True))
        ],
    )


def shown_name(node: Node) -> str:
    """What a list calls the node: its name, title or text."""
    return str(node.get("name") or node.get("title") or node.get("text") or node.id)


def searched(node: Node) -> tuple[str, ...]:
    """The node's names, titles and aliases as search compares them."""
    return tuple(dict.fromkeys(key[:_LONGEST] for key in search_keys(node)))


def now() -> str:
    """The time of loading: ISO, UTC, in seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_group(
    db: sqlite3.Connection, group: Iterable[Prepared], who: str | None = None, notes: Mapping[str, str] | None = None
) -> list[Change]:
    """Put each document in place of one with the same id, all in one transaction; the log says who, and the notes."""
    changes: list[Change] = []
    with transaction(db):
        shared = _Shared(db)
        for one in group:
            changes.append(_write(db, one, shared, who, (notes or {}).get(one.id)))
        settle(db, shared.touched)
        if any(change.action != "unchanged" for change in changes):
            change_state(db)
    return changes


def remove_document(db: sqlite3.Connection, document_id: str, who: str | None = None) -> bool:
    """Take a document out, with its older texts, in one transaction; that it was there stays on record.

    Returns:
        False where there is no such document.
    """
    with transaction(db):
        row = db.execute("SELECT key FROM document WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            return False
        touched: set[int] = set()
        at = now()
        sha256 = _end_edition(db, row[0], at, keep_text=False)
        db.execute("UPDATE edition SET text = NULL WHERE document = ? AND text IS NOT NULL", (document_id,))
        _clear(db, row[0], touched)
        db.execute("DELETE FROM document WHERE key = ?", (row[0],))
        write_log(db, LogEntry(at, "removed", document_id, None, sha256, who))
        settle(db, touched)
        change_state(db)
    return True


def settle(db: sqlite3.Connection, touched: Iterable[int]) -> None:
    """Bring shared nodes in line with the documents that name them now: drop orphans, show the smallest spelling.

    Args:
        db: a connection inside the transaction that changed the documents.
        touched: keys of the shared nodes that a changed document named before or names now.
    """
    for node in sorted(touched):
        db.execute(
            "DELETE FROM spelling WHERE node = ? AND NOT EXISTS (SELECT 1 FROM holding WHERE spelling = spelling.key)",
            (node,),
        )
        spellings = [
            unpack(row[0], str) for row in db.execute("SELECT properties FROM spelling WHERE node = ?", (node,))
        ]
        if not spellings:
            db.execute("DELETE FROM node WHERE key = ?", (node,))
            continue
        key, label, held = db.execute("SELECT id, label, properties FROM node WHERE key = ?", (node,)).fetchone()
        properties = min(spellings, key=spelling_key)
        packed = pack_plain(properties)
        if packed != held:
            shown = Node(key, label, properties)
            db.execute("UPDATE node SET name = ?, properties = ? WHERE key = ?", (shown_name(shown), packed, node))
            db.execute("DELETE FROM name WHERE node = ?", (node,))
            _add_names(db, [(node, label, folded) for folded in searched(shown)])


class _Shared:
    """Keys of shared nodes and of their spellings, looked up once in a transaction: `settle` takes none away before its end.

    Attributes:
        touched: keys of the nodes that a changed document named before or names now.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.touched: set[int] = set()
        self._keys: dict[tuple[str, str], int] = {}
        self._spellings: dict[tuple[int, str], int] = {}

    def key(self, node: str, label: str) -> int:
        """The node's key; made where there is none.

        Raises:
            InvalidGraph: the store knows the id as something else.
        """
        found = self._keys.get((node, label))
        if found is None:
            found = self._keys[node, label] = _shared_key(self.db, node, label)
            self.touched.add(found)
        return found

    def spelling(self, node: int, packed: str) -> int:
        """The key of a property set in which a document writes the node; made where there is none."""
        found = self._spellings.get((node, packed))
        if found is None:
            found = self._spellings[node, packed] = _spelling_key(self.db, node, packed)
        return found


def _write(db: sqlite3.Connection, one: Prepared, shared: _Shared, who: str | None, note: str | None) -> Change:
    found = db.execute("SELECT key, digest, sha256, loaded_on FROM document WHERE id = ?", (one.id,)).fetchone()
    if found is not None and found[1] == one.digest:
        return Change(one.id, "unchanged", found[2], found[3])
    at = now()
    sha256 = one.head[HEAD.index("sha256")]
    counts = (len(one.own) + len(one.shared), one.tasks, len(one.links), one.digest, one.text)
    columns = (*HEAD, "loaded_on", "nodes", "tasks", "relationships", "digest", "text")
    if found is None:
        marks = ", ".join("?" * (len(columns) + 1))
        key = db.execute(
            f"INSERT INTO document (id, {', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
            (one.id, *one.head, at, *counts),
        ).lastrowid
        assert key is not None
        change = Change(one.id, "added")
    else:
        key = found[0]
        _end_edition(db, key, at, keep_text=found[2] != sha256)
        _clear(db, key, shared.touched)
        values = ", ".join(f"{name} = ?" for name in columns)
        db.execute(f"UPDATE document SET {values} WHERE key = ?", (*one.head, at, *counts, key))  # noqa: S608
        change = Change(one.id, "replaced", found[2], found[3])
    _insert(db, key, one, shared)
    write_log(db, LogEntry(at, change.action, one.id, sha256, change.previous_sha256, who, note))
    return change


def _insert(db: sqlite3.Connection, document: int, one: Prepared, shared: _Shared) -> None:
    keys: dict[str, int] = {}
    first = (db.execute("SELECT max(key) FROM node").fetchone()[0] or 0) + 1
    rows = []
    for key, (position, node, label, name, packed, _) in enumerate(one.own, first):
        keys[node] = key
        rows.append((key, node, label, document, position, name, packed))
    try:
        db.executemany("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    except sqlite3.IntegrityError as error:
        raise InvalidGraph("a node of this document belongs to another document already", where=one.id) from error
    _add_names(db, [(keys[node], label, folded) for _, node, label, _, _, names in one.own for folded in names])
    holdings, named = [], set()
    for position, node, label, packed in one.shared:
        keys[node] = key = shared.key(node, label)
        holdings.append((document, position, shared.spelling(key, packed)))
        named.add(key)
    db.executemany("INSERT INTO holding VALUES (?, ?, ?)", holdings)
    links = [(document, i, kind, keys[start], keys[end], packed) for i, kind, start, end, packed in one.links]
    db.executemany("INSERT INTO relationship VALUES (?, ?, ?, ?, ?, ?)", links)
    degrees = Counter((start, 1, kind) for _, _, kind, start, _, _ in links if start in named)
    degrees.update((end, 0, kind) for _, _, kind, _, end, _ in links if end in named)
    db.executemany(
        "INSERT INTO degree VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET relationships = relationships + excluded.relationships",
        [(*key, count) for key, count in degrees.items()],
    )


def _add_names(db: sqlite3.Connection, names: list[tuple[int, str, str]]) -> None:
    """Names of nodes (key, label, name), and their trigrams all at once: row by row they take four times as long."""
    last = db.execute("SELECT max(key) FROM name").fetchone()[0] or 0
    db.executemany("INSERT INTO name (node, label, folded) VALUES (?, ?, ?)", names)
    db.execute("INSERT INTO name_index (rowid, folded) SELECT key, folded FROM name WHERE key > ?", (last,))


def _shared_key(db: sqlite3.Connection, node: str, label: str) -> int:
    found = db.execute("SELECT key, label, document FROM node WHERE id = ?", (node,)).fetchone()
    if found is None:
        # shown as nothing yet: `settle` finds out how before the transaction ends
        return int(db.execute("INSERT INTO node VALUES (NULL, ?, ?, NULL, NULL, '', '')", (node, label)).lastrowid or 0)
    if found[1] != label or found[2] is not None:
        raise InvalidGraph(f"the store knows this node as {found[1]}", where=node)
    return int(found[0])


def _spelling_key(db: sqlite3.Connection, node: int, packed: str) -> int:
    found = db.execute("SELECT key FROM spelling WHERE node = ? AND properties = ?", (node, packed)).fetchone()
    if found is not None:
        return int(found[0])
    return int(db.execute("INSERT INTO spelling VALUES (NULL, ?, ?)", (node, packed)).lastrowid or 0)


def _clear(db: sqlite3.Connection, document: int, touched: set[int]) -> None:
    """Delete what a document holds, leaving its own row."""
    touched.update(
        row[0]
        for row in db.execute(
            "SELECT DISTINCT s.node FROM holding h JOIN spelling s ON s.key = h.spelling WHERE h.document = ?",
            (document,),
        )
    )
    for outward, mine in ((1, "start"), (0, "end")):
        db.executemany(
            "UPDATE degree SET relationships = relationships - ? WHERE node = ? AND outward = ? AND type = ?",
            db.execute(
                f"SELECT count(*), r.{mine}, {outward}, r.type FROM relationship r JOIN node n ON n.key = r.{mine} "  # noqa: S608
                f"WHERE r.document = ? AND n.document IS NULL GROUP BY r.{mine}, r.type",
                (document,),
            ).fetchall(),
        )
    db.execute("DELETE FROM relationship WHERE document = ?", (document,))
    db.execute("DELETE FROM holding WHERE document = ?", (document,))
    db.execute("DELETE FROM name WHERE node IN (SELECT key FROM node WHERE document = ?)", (document,))
    db.execute("DELETE FROM node WHERE document = ?", (document,))


def _end_edition(db: sqlite3.Connection, document: int, at: str, *, keep_text: bool) -> str:
    """Put the stored version among those that were; its text only where the new one says something else."""
    id_, sha256, digest, source, loaded_on, tasks, relationships, text = db.execute(
        "SELECT id, sha256, digest, source, loaded_on, tasks, relationships, text FROM document WHERE key = ?",
        (document,),
    ).fetchone()
    packed = pack_text(text) if keep_text else None
    db.execute(
        "INSERT INTO edition VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (id_, sha256, digest, source, loaded_on, at, tasks, relationships, packed),
    )
    return str(sha256)


def groups(graphs: Iterable[Prepared], most: int) -> Iterator[list[Prepared]]:
    """Documents together up to `most` rows; where their source fails, what it gave before comes first."""
    group: list[Prepared] = []
    rows = 0
    source = iter(graphs)
    while True:
        try:
            one = next(source, None)
        except Exception:
            if group:
                yield group
            raise
        if one is None:
            break
        group.append(one)
        rows += one.rows
        if rows >= most:
            yield group
            group, rows = [], 0
    if group:
        yield group
