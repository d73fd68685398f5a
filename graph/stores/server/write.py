"""Writing documents: a group of them in one transaction, each whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import neo4j

from graph.model import Node, Value
from graph.ontology import ontology
from graph.stores.base import Change, LogEntry
from graph.stores.server.across import LABELS, settle_across
from graph.stores.server.form import Form, shown, spelling_mark, spelling_text
from graph.stores.server.groups import Prepared
from graph.stores.server.memory import Memory, drop_removed, read_memories, write_removed
from graph.stores.server.schema import HIDDEN, MARK, VERSION, search_text
from graph.stores.spelling import SHARED_LABELS

BATCH = 5_000
"""Rows in one UNWIND."""


def statement(text: str) -> Any:
    """A statement put together from the ontology's own names; the driver's types ask for a literal."""
    return text


def batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows in pieces that one UNWIND takes."""
    for begin in range(0, len(rows), BATCH):
        yield rows[begin : begin + BATCH]


def now() -> str:
    """The time of loading: ISO, UTC, in seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(slots=True)
class _Shared:
    """A shared node while its spellings are counted anew."""

    label: str
    holders: dict[str, int] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """A group whose documents are locked; `early` says that its own nodes are there already.

    `places` holds the server's own key of each node that the group's relationships end at: within a transaction it
    finds a node several times as fast as the index of our ids does.
    """

    group: Sequence[Prepared]
    changed: list[Prepared]
    old: dict[str, neo4j.Record]
    stored_on: str
    early: bool
    memories: dict[str, Memory]
    places: dict[str, str]


def open_group(
    tx: neo4j.Transaction,
    group: Sequence[Prepared],
    who: str | None = None,
    notes: Mapping[str, str] | None = None,
) -> Opened:
    """Lock the group's documents, and do what needs no other lock; the log says who, and the notes.

    What a group touches is locked in one order (documents by id, then shared nodes by label and id) before anything
    of it is read, so two loaders wait for each other instead of losing each other's counts.
    """
    ids = sorted(one.id for one in group)
    known = {
        record["id"]: record["digest"]
        for record in tx.run(
            "UNWIND $ids AS i MATCH (d:Document:Zhize {id: i}) RETURN d.id AS id, d.zhize_digest AS digest", ids=ids
        )
    }
    changed = [one for one in group if known.get(one.id) != one.digest]
    old = _lock_documents(tx, sorted(one.id for one in changed))
    at = now()
    memories = _continued(tx, changed, at, who, notes or {})
    # Taking old nodes away locks the shared ones that they hang on, which have to wait for their turn.
    places = {key: str(entry["place"]) for key, entry in old.items()}
    opened = Opened(group, changed, old, at, not any(entry["form"] for entry in old.values()), memories, places)
    if opened.early:
        _create_own(tx, changed, at, memories, places)
    return opened


def close_group(tx: neo4j.Transaction, opened: Opened) -> list[Change]:
    """Put each changed document of an opened group in place of the one with the same id."""
    changed, old = opened.changed, opened.old
    forms = [Form.from_json(entry["form"]) for entry in old.values() if entry["form"]]
    opened.places.update(_share(tx, forms, changed))
    if not opened.early:
        _drop_own(tx, [key for key, entry in old.items() if entry["form"]])
        _create_own(tx, changed, opened.stored_on, opened.memories, opened.places)
    _create_links(tx, changed, opened.places)
    settle_across(tx, _between(forms, changed))
    return [_change(one, old) for one in opened.group]


def _change(one: Prepared, old: Mapping[str, neo4j.Record]) -> Change:
    entry = old.get(one.id)
    if entry is None:
        return Change(one.id, "unchanged")
    if not entry["form"]:
        return Change(one.id, "added")
    return Change(one.id, "replaced", entry["sha256"], entry["loaded_on"])


def _continued(
    tx: neo4j.Transaction, changed: list[Prepared], at: str, who: str | None, notes: Mapping[str, str]
) -> dict[str, Memory]:
    """What is to be remembered of these locked documents once they are what they are to be."""
    memories = read_memories(tx, [one.id for one in changed])
    drop_removed(tx, [key for key, memory in memories.items() if memory.present is None])
    for one in changed:
        memory = memories.setdefault(one.id, Memory(one.id))
        sha256 = str(one.graph.document.get("sha256"))
        before = memory.present[0].sha256 if memory.present else None
        memory.end(at, keep_text=before != sha256)
        action = "added" if before is None else "replaced"
        memory.log.append(LogEntry(at, action, one.id, sha256, before, who, notes.get(one.id)))
    return memories


def remove_document(tx: neo4j.Transaction, document_id: str, who: str | None = None) -> bool:
    """Take a document out, with its older texts; that it was there stays on record. False when there is none."""
    found = tx.run(
        "MATCH (d:Document:Zhize {id: $id}) SET d.zhize_lock = true RETURN d.zhize_form AS form", id=document_id
    ).single()
    if found is None:
        return False
    memory = read_memories(tx, [document_id])[document_id]
    at = now()
    sha256 = memory.present[0].sha256 if memory.present else None
    memory.end(at, keep_text=False)
    memory.forget_texts()
    memory.log.append(LogEntry(at, "removed", document_id, None, sha256, who))
    write_removed(tx, memory)
    form = Form.from_json(found["form"])
    _share(tx, [form], [])
    _drop_own(tx, [document_id])
    tx.run("MATCH (d:Document:Zhize {id: $id}) DETACH DELETE d", id=document_id).consume()
    settle_across(tx, _between([form], []))
    return True


def _between(old: Iterable[Form], new: Iterable[Prepared]) -> set[str]:
    """What the documents named before or name now that tasks of several documents can depend on each other through."""
    forms = [*old, *(one.form for one in new)]
    return {key for form in forms for _, label, key, _mark in form.shared if label in LABELS}


def _lock_documents(tx: neo4j.Transaction, ids: list[str]) -> dict[str, neo4j.Record]:
    found = tx.run(
        "UNWIND $ids AS i MERGE (d:Document:Zhize {id: i}) SET d.zhize_lock = true "
        "RETURN d.id AS id, d.zhize_form AS form, d.sha256 AS sha256, d.loaded_on AS loaded_on, elementId(d) AS place",
        ids=ids,
    )
    return {record["id"]: record for record in found}


def _share(tx: neo4j.Transaction, old: list[Form], new: Sequence[Prepared]) -> dict[str, str]:
    """Count the spellings of every shared node that the old or the new documents name, and drop who is named no more.

    Returns:
        the server's own key of each by our id.
    """
    nodes: dict[str, _Shared] = {}
    places: dict[str, str] = {}
    for form in old:
        for _, label, key, _mark in form.shared:
            nodes.setdefault(key, _Shared(label))
    for one in new:
        for _, label, key, _mark in one.form.shared:
            nodes.setdefault(key, _Shared(label))
    labels = sorted({entry.label for entry in nodes.values()})
    for label in labels:
        for ids in batches(sorted(key for key, entry in nodes.items() if entry.label == label)):
            found = tx.run(
                statement(
                    f"UNWIND $ids AS i MERGE (n:{label}:{MARK} {{id: i}}) SET n.zhize_lock = true "
                    "RETURN n.id AS id, n.zhize_spellings AS spellings, n.zhize_holders AS holders, elementId(n) AS place"
                ),
                ids=list(ids),
            )
            for record in found:
                entry = nodes[record["id"]]
                places[record["id"]] = record["place"]
                entry.holders = dict(zip(record["spellings"] or (), record["holders"] or (), strict=True))
                entry.before = list(entry.holders)
    for form in old:
        for _, _label, key, mark in form.shared:
            holders = nodes[key].holders
            for text in holders:
                if spelling_mark(text) == mark:
                    holders[text] -= 1
    for one in new:
        for place, _label, key, _mark in one.form.shared:
            text = spelling_text(one.graph.nodes[place].properties)
            nodes[key].holders[text] = nodes[key].holders.get(text, 0) + 1
    for label in labels:
        mine = {key: entry for key, entry in sorted(nodes.items()) if entry.label == label}
        kept, gone = [], []
        for key, entry in mine.items():
            holders = {text: count for text, count in sorted(entry.holders.items()) if count > 0}
            if holders:
                kept.append(_shared_row(label, key, holders))
            else:
                gone.append(key)
        for rows in batches(kept):
            tx.run(
                statement(f"UNWIND $rows AS row MATCH (n:{label}:{MARK} {{id: row.id}}) SET n = row"), rows=list(rows)
            ).consume()
        for ids in batches(gone):
            tx.run(
                statement(f"UNWIND $ids AS i MATCH (n:{label}:{MARK} {{id: i}}) DETACH DELETE n"), ids=list(ids)
            ).consume()
    return places


def _shared_row(label: str, key: str, holders: dict[str, int]) -> dict[str, Any]:
    properties = shown(list(holders))
    return {
        **_storable(properties),
        "id": key,
        "zhize_search": search_text(Node(key, label, properties)),
        "zhize_spellings": list(holders),
        "zhize_holders": list(holders.values()),
    }


def _storable(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in properties.items() if v is not None}


def _drop_own(tx: neo4j.Transaction, documents: list[str]) -> None:
    for ids in batches(documents):
        tx.run(
            "UNWIND $ids AS i MATCH (n:Zhize {zhize_document: i}) WHERE NOT n:Document DETACH DELETE n", ids=list(ids)
        ).consume()


_OWN = ("id", "zhize_document", "zhize_ordinal", "zhize_search")


def _create_own(
    tx: neo4j.Transaction,
    new: Sequence[Prepared],
    stored_on: str,
    memories: Mapping[str, Memory],
    places: dict[str, str],
) -> None:
    """The documents and the nodes that they own, and into `places` where these are.

    Rows are lists: half the bytes of maps, and packed twice as fast.
    """
    rows: dict[str, list[list[Any]]] = defaultdict(list)
    heads: list[dict[str, Any]] = []
    names = {label: [n for n in kind.properties if n != "id"] for label, kind in ontology().nodes.items()}
    for one in new:
        for place, node in enumerate(one.graph.nodes):
            own = [node.id, one.id, place, search_text(node)]
            if node.label == "Document":
                head = {**_storable(node.properties), **dict(zip(_OWN, own, strict=True))}
                heads.append(head | _document_row(one, stored_on) | memories[one.id].rows())
            elif node.label not in SHARED_LABELS:
                rows[node.label].append(own + [node.properties.get(name) for name in names[node.label]])
    for piece in batches(heads):
        text = f"UNWIND $rows AS row MATCH (n:Document:{MARK} {{id: row.id}}) SET n = row"
        tx.run(statement(text), rows=list(piece)).consume()
    for label, all_rows in rows.items():
        text = (
            f"UNWIND $rows AS row CREATE (n:{label}:{MARK} {_columns([*_OWN, *names[label]])}) "
            "RETURN collect(n.id) AS ids, collect(elementId(n)) AS places"
        )
        for part in batches(all_rows):
            made = tx.run(statement(text), rows=list(part)).single(strict=True)
            places.update(zip(made["ids"], made["places"], strict=True))


def _columns(names: Sequence[str], skip: int = 0) -> str:
    """A property map that takes each name's value from its place in the row (nulls are left out by the server)."""
    return "{" + ", ".join(f"{name}: row[{place}]" for place, name in enumerate(names, skip)) + "}"


def _document_row(one: Prepared, stored_on: str) -> dict[str, Any]:
    return {
        "loaded_on": stored_on,
        "zhize_form": one.form.to_json(),
        "zhize_digest": one.digest,
        "zhize_tasks": len(one.graph.labelled("Task")),
        "zhize_relationships": len(one.graph.relationships),
        "zhize_version": VERSION,
    }


def _create_links(tx: neo4j.Transaction, new: Sequence[Prepared], places: Mapping[str, str]) -> None:
    rows: dict[str, list[list[Any]]] = defaultdict(list)
    names = {kind: list(rule.properties) for kind, rule in ontology().relationships.items()}
    for one in new:
        for place, link in enumerate(one.graph.relationships):
            values = [link.properties.get(name) for name in names[link.type]]
            rows[link.type].append([places[link.start], places[link.end], place, *values])
    for name, all_rows in rows.items():
        text = (
            "UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row[0] MATCH (b) WHERE elementId(b) = row[1] "
            f"CREATE (a)-[:{name} {_columns([f'{HIDDEN}ordinal', *names[name]], 2)}]->(b)"
        )
        for piece in batches(all_rows):
            tx.run(statement(text), rows=list(piece)).consume()


def known_labels() -> tuple[str, ...]:
    """The ontology's labels, in its order."""
    return tuple(ontology().nodes)
