"""Dependencies across documents on the server: of the platforms and data domains that a change touched, no others.

Each is a relationship DEPENDS_ON that belongs to no document: it has no place in one's order (`zhize_ordinal`) but the id
of the node between its ends in `zhize_across`, by which an index finds it. What is there already stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import neo4j

from graph.dependencies import NEEDS, is_hub, reaches
from graph.model import Relationship

LABELS = ("DataDomain", "Platform")
"""What can stand between two tasks."""

TOGETHER = 200
"""Of these handled by one set of statements: 12,800 dependencies at most."""

_GIVERS = {gift: need for need, (gift, _) in NEEDS.items()}
_COUNT = (
    "UNWIND $ids AS i MATCH (v:Zhize {id: i}) WHERE v:Platform OR v:DataDomain "
    "RETURN i, COUNT { (v)<-[:USES|CONSUMES]-() } AS needing, COUNT { (v)<-[:DELIVERS|PRODUCES]-() } AS giving"
)
_ENDS = (
    "UNWIND $ids AS i MATCH (v:Zhize {id: i})<-[r:USES|CONSUMES|DELIVERS|PRODUCES]-(t:Task:Zhize) "
    "WHERE r.zhize_ordinal IS NOT NULL MATCH (d:Document:Zhize {id: t.zhize_document}) "
    "RETURN i, type(r) AS kind, t.id AS task, d.id AS document, d.jurisdiction AS place, r.evidence AS evidence"
)
_HELD = (
    "UNWIND $ids AS i MATCH (a:Task)-[r:DEPENDS_ON {zhize_across: i}]->(b:Task) "
    "RETURN i, a.id AS a, b.id AS b, r.kind AS kind, r.evidence AS evidence, elementId(r) AS key"
)
_EVERY = (
    "MATCH (a:Task:Zhize)-[r:DEPENDS_ON]->(b:Task) WHERE r.zhize_across IS NOT NULL "
    "RETURN a.id AS a, b.id AS b, r.kind AS kind, r.via AS via, r.evidence AS evidence"
)
_DROP = "UNWIND $rows AS i MATCH ()-[r:DEPENDS_ON]->() WHERE elementId(r) = i DELETE r"
_CREATE = (
    "UNWIND $rows AS row MATCH (a:Task {id: row[0]}) MATCH (b:Task {id: row[1]}) "
    "CREATE (a)-[:DEPENDS_ON {kind: row[2], via: row[3], zhize_across: row[3], evidence: row[4]}]->(b)"
)

Row = tuple[str, str, str, str, str | None]
"""Start, end, kind, via and evidence of one dependency."""


def settle_across(tx: neo4j.Transaction, touched: Iterable[str]) -> None:
    """Bring the dependencies through these platforms and data domains in line with the documents that are there now.

    Args:
        tx: the transaction that changed the documents; it holds these nodes' locks.
        touched: ids of what a changed document named before or names now; those that are gone are left out.
    """
    ids = sorted(set(touched))
    for begin in range(0, len(ids), TOGETHER):
        some = ids[begin : begin + TOGETHER]
        wanted = set(_wanted(tx, some))
        drop = []
        for record in tx.run(_HELD, ids=some):
            row = (record["a"], record["b"], record["kind"], record["i"], record["evidence"])
            if row in wanted:
                wanted.remove(row)
            else:
                drop.append(record["key"])
        if drop:
            tx.run(_DROP, rows=drop).consume()
        if wanted:
            tx.run(_CREATE, rows=[list(row) for row in sorted(wanted, key=lambda row: row[:4])]).consume()


def _wanted(tx: neo4j.Transaction, ids: list[str]) -> Iterator[Row]:
    """The dependencies that there should be through these nodes."""
    shared = [
        record["i"]
        for record in tx.run(_COUNT, ids=ids)
        if record["needing"] and record["giving"] and not is_hub(record["needing"], record["giving"])
    ]
    ends: dict[tuple[str, str], list[neo4j.Record]] = defaultdict(list)
    for record in tx.run(_ENDS, ids=shared):
        ends[record["i"], record["kind"]].append(record)
    for (via, gift), givers in ends.items():
        need = _GIVERS.get(gift, "")
        for first in ends.get((via, need), ()):
            for second in givers:
                if first["document"] != second["document"] and reaches(first["place"], second["place"]):
                    yield first["task"], second["task"], NEEDS[need][1], via, first["evidence"]


def every_via(tx: neo4j.Transaction) -> list[str]:
    """The ids of all platforms and data domains, sorted."""
    found = tx.run("MATCH (v:Zhize) WHERE v:Platform OR v:DataDomain RETURN v.id AS id ORDER BY id")
    return [record["id"] for record in found]


def every_across(tx: neo4j.Transaction) -> list[Relationship]:
    """Every dependency across documents, in a fixed order."""
    found = []
    for record in tx.run(_EVERY):
        held: dict[str, Any] = {name: record[name] for name in ("kind", "via", "evidence") if record[name] is not None}
        found.append(Relationship("DEPENDS_ON", record["a"], record["b"], held))
    return sorted(found, key=lambda r: r.key)


def across_faults(tx: neo4j.Transaction) -> Iterator[str]:
    """A line where what leads across documents is not what follows from them."""
    ids = every_via(tx)
    surplus = missing = 0
    for begin in range(0, len(ids), TOGETHER):
        some = ids[begin : begin + TOGETHER]
        wanted = set(_wanted(tx, some))
        held = {(r["a"], r["b"], r["kind"], r["i"], r["evidence"]) for r in tx.run(_HELD, ids=some)}
        surplus, missing = surplus + len(held - wanted), missing + len(wanted - held)
    if surplus or missing:
        yield f"dependencies across documents: {missing} are missing, {surplus} follow from nothing"
