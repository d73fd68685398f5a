"""What the server remembers of a document: its log and its earlier versions, as hidden lists on the document.

    zhize_log        one JSON text a line of the log, only ever added to
    zhize_editions   one JSON text a version that was replaced, with its text packed where no later one says the same

A document that is removed leaves a node `ZhizeRemoved` with both lists, the texts taken out; it takes them up again
when it comes back. Such a node, and one for the store itself (`restored`), is all that stands beside the documents.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import neo4j

from graph.stores.base import Edition, LogEntry, Past
from graph.stores.past import to_adopt

KEPT = "ZhizeRemoved"
LEFT_OUT = "{.*, zhize_log: null, zhize_editions: null}"
"""A projection of a node without what is long and not asked for."""


@dataclass(slots=True)
class Memory:
    """What is remembered of one document, oldest first; `present` is the version that stands, with its text."""

    document: str
    log: list[LogEntry] = field(default_factory=list)
    editions: list[tuple[Edition, str | None]] = field(default_factory=list)
    present: tuple[Edition, str] | None = None

    def end(self, at: str, *, keep_text: bool) -> None:
        """Put the version that stands among those that were."""
        if self.present is not None:
            edition, text = self.present
            self.editions.append((replace(edition, ended_on=at), text if keep_text else None))
            self.present = None

    def forget_texts(self) -> None:
        """Leave of the earlier versions only that they were there."""
        self.editions = [(edition, None) for edition, _ in self.editions]

    def rows(self) -> dict[str, list[str]]:
        """The hidden properties."""
        return {
            "zhize_log": [_json(asdict(entry)) for entry in self.log],
            "zhize_editions": [
                _json({**asdict(edition), "text": _packed(text) if text is not None else None})
                for edition, text in self.editions
            ],
        }

    def loaded_by(self, edition: Edition) -> Edition:
        """The edition with who loaded it, where the log knows."""
        for entry in reversed(self.log):
            if (entry.at, entry.sha256) == (edition.loaded_on, edition.sha256) and entry.action != "removed":
                return replace(edition, loaded_by=entry.who)
        return edition

    def history(self) -> list[Edition]:
        """Every version, the one that stands last."""
        older = sorted((edition for edition, _ in self.editions), key=lambda edition: edition.loaded_on)
        return [self.loaded_by(e) for e in (*older, *([self.present[0]] if self.present else ()))]

    def text(self, sha256: str) -> str | None:
        """What a version said; None where its text is not kept."""
        known = [*self.editions, *([self.present] if self.present else ())]
        return next((text for edition, text in reversed(known) if edition.sha256 == sha256 and text is not None), None)

    def past(self) -> Past:
        """All of it, for another store."""
        older = [(self.loaded_by(edition), text) for edition, text in self.editions]
        present = [(self.loaded_by(self.present[0]), None)] if self.present else []
        return Past(self.document, (*older, *present), tuple(self.log))

    def adopt(self, past: Past) -> None:
        """Remember also what another store remembers."""
        known = set(self.log)
        self.log = sorted([*self.log, *(e for e in dict.fromkeys(past.log) if e not in known)], key=lambda e: e.at)
        self.editions += [(replace(e, loaded_by=None), text) for e, text in to_adopt(self.history(), past)]
        self.editions.sort(key=lambda one: one[0].loaded_on)


def read_memories(tx: neo4j.Transaction, ids: Sequence[str], *, texts: bool = True) -> dict[str, Memory]:
    """What is remembered of these documents, those that were removed among them; nothing for one never stored."""
    found: dict[str, Memory] = {}
    lists = "zhize_log AS log, {0}.zhize_editions AS editions"
    for record in tx.run(
        f"UNWIND $ids AS i MATCH (r:{KEPT} {{zhize_removed: i}}) RETURN i, r.{lists.format('r')}",
        ids=list(ids),
    ):
        found[record["i"]] = _memory(record["i"], record)
    shown = "d.text" if texts else "null"
    for record in tx.run(
        "UNWIND $ids AS i MATCH (d:Document:Zhize {id: i}) WHERE d.zhize_form IS NOT NULL "
        f"RETURN i, d.{lists.format('d')}, {shown} AS text, d.sha256 AS sha256, d.loaded_on AS loaded_on, "
        "d.zhize_tasks AS tasks, d.zhize_relationships AS relationships, d.source AS source",
        ids=list(ids),
    ):
        memory = _memory(record["i"], record)
        counts = record["tasks"], record["relationships"], record["source"]
        edition = Edition(record["i"], record["sha256"], record["loaded_on"], None, *counts)
        memory.present = (edition, record["text"] or "")
        found[record["i"]] = memory
    return found


def remembered(tx: neo4j.Transaction) -> list[str]:
    """The ids of all documents of which something is remembered, and the empty one where the store itself is."""
    found = tx.run(f"MATCH (d:Document:Zhize) RETURN d.id AS id UNION MATCH (r:{KEPT}) RETURN r.zhize_removed AS id")
    return sorted(record["id"] for record in found)


def write_removed(tx: neo4j.Transaction, memory: Memory) -> None:
    """Keep what is remembered of a document that is gone."""
    tx.run(
        f"MERGE (r:{KEPT} {{zhize_removed: $id}}) SET r += $rows",
        id=memory.document,
        rows=memory.rows(),
    ).consume()


def drop_removed(tx: neo4j.Transaction, ids: Iterable[str]) -> None:
    """Documents that came back hold their past themselves again."""
    tx.run(f"UNWIND $ids AS i MATCH (r:{KEPT} {{zhize_removed: i}}) DELETE r", ids=list(ids)).consume()


def adopt(tx: neo4j.Transaction, pasts: Sequence[Past]) -> None:
    """Remember also what another store remembers of these documents."""
    ids = sorted({one.document for one in pasts})
    tx.run("UNWIND $ids AS i MATCH (d:Document:Zhize {id: i}) SET d.zhize_lock = true", ids=ids).consume()
    memories = read_memories(tx, ids)
    for one in pasts:
        memory = memories.setdefault(one.document, Memory(one.document))
        memory.adopt(one)
        if memory.present is None:
            write_removed(tx, memory)
        else:
            tx.run("MATCH (d:Document:Zhize {id: $id}) SET d += $rows", id=one.document, rows=memory.rows()).consume()


def _memory(document: str, record: neo4j.Record) -> Memory:
    memory = Memory(document, [LogEntry(**json.loads(text)) for text in record["log"] or ()])
    for text in record["editions"] or ():
        values = json.loads(text)
        packed = values.pop("text")
        memory.editions.append((Edition(**values), _unpacked(packed) if packed is not None else None))
    return memory


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 6)).decode("ascii")


def _unpacked(text: str) -> str:
    return zlib.decompress(base64.b64decode(text)).decode("utf-8")
