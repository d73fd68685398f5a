"""Reading documents back, exactly as they were stored, and holding them against what was written of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import neo4j

from graph.model import Graph
from graph.stores.base import DocumentEntry
from graph.stores.digest import graph_digest
from graph.stores.server.across import across_faults
from graph.stores.server.form import Form, shown, spelling_mark, visible
from graph.stores.server.memory import LEFT_OUT
from graph.stores.server.schema import MARK, VERSION
from graph.stores.server.write import known_labels, statement

TOGETHER = 100
"""Documents that are read by one set of statements."""

LISTED = ["id", "title", "doc_number", "jurisdiction", "issued_on", "year", "sha256", "loaded_on", "source"]


def read_documents(tx: neo4j.Transaction) -> list[DocumentEntry]:
    """Every stored document, ordered by jurisdiction, date and id."""
    fields = ", ".join(f"d.{name} AS {name}" for name in LISTED)
    found = tx.run(
        statement(
            f"MATCH (d:Document:Zhize) RETURN {fields}, d.zhize_tasks AS tasks, d.zhize_relationships AS relationships"
        )
    )
    entries = [DocumentEntry(**record.data()) for record in found]
    return sorted(entries, key=lambda entry: (entry.jurisdiction or "", entry.issued_on or "", entry.id))


def read_graphs(tx: neo4j.Transaction, ids: Sequence[str]) -> dict[str, Graph | None]:
    """The documents of these ids as they were stored; None for one that is not what was stored.

    A transaction of the server sees what others commit while it reads, so a document that is just being replaced can
    come out mixed; its digest tells, and the caller reads again.
    """
    heads: dict[str, dict[str, Any]] = {}
    own: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    links: dict[str, list[tuple[str, str, str, dict[str, Any]]]] = {}
    found = "UNWIND $ids AS i MATCH (d:Document:Zhize {id: i}) RETURN d " + LEFT_OUT + " AS p"
    for record in tx.run(statement(found), ids=list(ids)):
        if record["p"].keys() >= {"id", "zhize_form", "zhize_digest"}:
            heads[record["p"]["id"]] = record["p"]
            own[record["p"]["id"]], links[record["p"]["id"]] = [], []
    labels = known_labels()
    for record in tx.run(
        statement(
            "UNWIND $ids AS i MATCH (n:Zhize {zhize_document: i}) RETURN i, labels(n) AS labels, n "
            + LEFT_OUT
            + " AS p"
        ),
        ids=list(heads),
    ):
        label = next((label for label in labels if label in record["labels"]), "")
        own[record["i"]].append((label, record["p"]))
    for pattern in ("(n)-[r]->(m)", "(n)<-[r]-(m) WHERE m.zhize_document IS NULL AND m:Zhize"):
        where = " AND r.zhize_ordinal IS NOT NULL" if "WHERE" in pattern else " WHERE r.zhize_ordinal IS NOT NULL"
        text = (
            f"UNWIND $ids AS i MATCH (n:{MARK} {{zhize_document: i}}) MATCH {pattern}{where} "
            "RETURN i, type(r) AS type, startNode(r).id AS s, endNode(r).id AS e, properties(r) AS p"
        )
        for record in tx.run(statement(text), ids=list(heads)):
            links[record["i"]].append((record["type"], record["s"], record["e"], record["p"]))
    forms = {key: Form.from_json(head["zhize_form"]) for key, head in heads.items()}
    shared = sorted({key for form in forms.values() for _, _, key, _ in form.shared})
    spellings = {
        record["id"]: list(record["spellings"] or ())
        for record in tx.run(
            "UNWIND $ids AS i MATCH (n:Zhize {id: i}) RETURN n.id AS id, n.zhize_spellings AS spellings", ids=shared
        )
    }
    graphs: dict[str, Graph | None] = {}
    for key, form in forms.items():
        graph = form.rebuild(own[key], links[key], spellings)
        sound = graph is not None and graph_digest(graph) == heads[key]["zhize_digest"]
        graphs[key] = graph if sound else None
    return graphs


def older(tx: neo4j.Transaction) -> int:
    """How many documents an older version stored."""
    text = "MATCH (d:Document:Zhize) WHERE d.zhize_version < $version RETURN count(d) AS n"
    return int(tx.run(text, version=VERSION).single(strict=True)["n"])


def faults(tx: neo4j.Transaction) -> Iterator[str]:
    """A line for each thing that is wrong with the store; documents are recounted, shared nodes and strays checked."""
    entries = read_documents(tx)
    held: dict[str, dict[str, int]] = {}
    for begin in range(0, len(entries), TOGETHER):
        some = [entry.id for entry in entries[begin : begin + TOGETHER]]
        graphs = read_graphs(tx, some)
        for entry in entries[begin : begin + TOGETHER]:
            graph = graphs.get(entry.id)
            if graph is None:
                yield f"document {entry.id}: its nodes and relationships are not those that were stored"
            elif (len(graph.labelled("Task")), len(graph.relationships)) != (entry.tasks, entry.relationships):
                yield f"document {entry.id}: its counts are not those that were stored"
        for record in tx.run("UNWIND $ids AS i MATCH (d:Document:Zhize {id: i}) RETURN d.zhize_form AS form", ids=some):
            for _, _, key, mark in Form.from_json(record["form"]).shared:
                marks = held.setdefault(key, {})
                marks[mark] = marks.get(mark, 0) + 1
    yield from _shared_faults(tx, held)
    if not older(tx):  # an older version's store gets what leads across documents before its next write
        yield from across_faults(tx)
    known = {entry.id for entry in entries}
    for record in tx.run(
        "MATCH (n:Zhize) WHERE n.zhize_document IS NOT NULL RETURN n.zhize_document AS d, count(n) AS n ORDER BY d"
    ):
        if record["d"] not in known:
            yield f"{record['n']} nodes of a document that is not there: {record['d']}"


def _shared_faults(tx: neo4j.Transaction, held: dict[str, dict[str, int]]) -> Iterator[str]:
    for record in tx.run("MATCH (n:Zhize) WHERE n.zhize_document IS NULL RETURN properties(n) AS p ORDER BY n.id"):
        stored = record["p"]
        spellings = stored.get("zhize_spellings") or []
        counts = dict(zip(map(spelling_mark, spellings), stored.get("zhize_holders") or (), strict=False))
        if not counts or counts != held.get(stored["id"], {}):
            yield f"node {stored['id']}: the documents that name it are not those that were counted"
        elif visible(stored) != {k: v for k, v in shown(spellings).items() if v is not None}:
            yield f"node {stored['id']}: its properties are not those that its documents gave it"
