"""Dependencies across documents, as the record answers them: looked up when they are asked for, never stored.

Each follows from two relationships of two documents (see `graph/dependencies.py`), and both are found by the node between
them. So a document that is replaced or removed leaves nothing to be made again: the record is right at once, and the
snapshot holds what is looked up while it is made.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from graph.dependencies import MOST, NEEDS, is_hub, reaches
from graph.model import Relationship
from graph.stores.embedded.excerpts import unpack

_HELD = 20_000  # platforms and data domains whose tasks are kept at hand; documents of one place name the same ones
_GIFTS = {gift: (need, kind) for need, (gift, kind) in NEEDS.items()}

End = tuple[int, str, int, str | None]
"""A task at one end: its key and id, its document's key and place."""

Text = Callable[[int], Callable[[], str]]
"""What gives the text of the document with a key, when it is asked for it (`Texts.of`)."""


class Across:
    """What tasks of other documents give or need, in one read transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._places: dict[int, str | None] = {}
        self._held: OrderedDict[tuple[int, str], list[End]] = OrderedDict()

    def place(self, document: int) -> str | None:
        """The jurisdiction of the document with that key."""
        if document not in self._places:
            row = self._db.execute("SELECT jurisdiction FROM document WHERE key = ?", (document,)).fetchone()
            self._places[document] = row[0]
        return self._places[document]

    def givers(self, document: int, need: str, via: int) -> list[End]:
        """The tasks of other documents that a task of this one depends on, since it needs `via`."""
        place = self.place(document)
        return [end for end in self._ends(via, NEEDS[need][0]) if end[2] != document and reaches(place, end[3])]

    def needers(self, document: int, gift: str, via: int) -> list[End]:
        """The tasks of other documents that depend on a task of this one, since it gives `via`."""
        place = self.place(document)
        return [end for end in self._ends(via, _GIFTS[gift][0]) if end[2] != document and reaches(end[3], place)]

    def _ends(self, via: int, kind: str) -> list[End]:
        """The tasks at one side of `via`, by document and place in it; none where it is a hub."""
        found = self._held.get((via, kind))
        if found is not None:
            self._held.move_to_end((via, kind))
            return found
        other = NEEDS[kind][0] if kind in NEEDS else _GIFTS[kind][0]
        mine, theirs = self._count(via, kind), self._count(via, other)
        found = []
        if theirs and not is_hub(mine, theirs):
            rows = self._db.execute(
                "SELECT r.start, n.id, r.document FROM relationship r JOIN node n ON n.key = r.start "
                "WHERE r.end = ? AND r.type = ? ORDER BY r.document, r.position",
                (via, kind),
            )
            found = [(key, id_, document, self.place(document)) for key, id_, document in rows.fetchall()]
        self._held[via, kind] = found
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return found

    def _count(self, via: int, kind: str) -> int:
        """How many tasks stand at one side of `via`; more than `MOST` are not counted: one at the other side is enough."""
        row = self._db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM relationship WHERE end = ? AND type = ? LIMIT ?)",
            (via, kind, MOST + 1),
        ).fetchone()
        return int(row[0])

    def of_task(self, task: int, document: int, *, outward: bool) -> list[tuple[End, int, str]]:
        """What a task depends on in other documents, or (not `outward`) what there depends on it.

        Returns:
            For each the other task, the key of the node between them, and the type by which it is named on the way out.
        """
        kinds = tuple(NEEDS if outward else _GIFTS)
        rows = self._db.execute(
            "SELECT type, end FROM relationship WHERE start = ? AND type IN (?, ?) ORDER BY document, position",
            (task, *kinds),
        ).fetchall()
        look = self.givers if outward else self.needers
        return [
            (end, via, kind if outward else _GIFTS[kind][0]) for kind, via in rows for end in look(document, kind, via)
        ]

    def of_document(self, document: int, text: Text) -> Iterator[Relationship]:
        """Every dependency of the document's tasks on tasks of other documents, in the document's order."""
        rows = self._db.execute(
            "SELECT r.type, a.id, r.end, v.id, r.properties FROM relationship r JOIN node a ON a.key = r.start "
            "JOIN node v ON v.key = r.end WHERE r.document = ? AND r.type IN (?, ?) ORDER BY r.position",
            (document, *NEEDS),
        ).fetchall()
        for need, start, via, through, packed in rows:
            ends = self.givers(document, need, via)
            if ends:
                evidence = unpack(packed, text(document)).get("evidence")
                for end in ends:
                    yield dependency(start, end[1], NEEDS[need][1], through, evidence)

    def relationship(self, start: End, end: End, via: int, need: str, text: Text) -> Relationship:
        """The dependency itself; its evidence is that of the need.

        Args:
            start, end: the task that needs, the task that gives.
            via: key of the node between them.
            need: USES or CONSUMES.
            text: the documents' texts.
        """
        packed = self._db.execute(
            "SELECT properties FROM relationship WHERE start = ? AND type = ? AND end = ?", (start[0], need, via)
        ).fetchone()[0]
        through = self._db.execute("SELECT id FROM node WHERE key = ?", (via,)).fetchone()[0]
        evidence = unpack(packed, text(start[2])).get("evidence")
        return dependency(start[1], end[1], NEEDS[need][1], through, evidence)


def count_across(db: sqlite3.Connection) -> int:
    """How many dependencies lead from one document to another."""
    across = Across(db)
    rows = db.execute("SELECT document, type, end FROM relationship WHERE type IN (?, ?)", tuple(NEEDS))
    return sum(len(across.givers(*row)) for row in rows.fetchall())


def dependency(start: str, end: str, kind: str, via: str, evidence: Any) -> Relationship:
    """A dependency across documents: what a loader writes for one within a document."""
    held = {"kind": kind, "via": via, "evidence": evidence}
    return Relationship("DEPENDS_ON", start, end, {k: v for k, v in held.items() if v is not None})
