"""A Neo4j server as a store."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as driver_errors

from graph.errors import CannotWrite, ForeignData, NewerStore, StoreDamaged, StoreLocked, UnknownDocument
from graph.model import Graph, Node, Relationship
from graph.stores.base import (
    Capabilities,
    Change,
    DocumentEntry,
    Edition,
    Hit,
    LogEntry,
    Neighbourhood,
    Past,
    Rows,
    Store,
)
from graph.stores.past import past_to_dict, whoami
from graph.stores.server import guard, memory, read, schema, write
from graph.stores.server.across import every_across, every_via, settle_across
from graph.stores.server.connection import Address, connect
from graph.stores.server.errors import STOPPED, translate, user_words
from graph.stores.server.form import shown
from graph.stores.server.groups import prepared_groups
from graph.stores.server.neighbours import read_neighbours, shown_label, shown_node
from graph.stores.server.rows import plain
from graph.stores.server.turns import Turn, take_turns
from graph.stores.server.write import known_labels, statement
from graph.stores.spelling import SHARED_LABELS, search_key

Result = TypeVar("Result")

_LOCKS = (
    "Neo.TransientError.Transaction.",
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.LockClientStopped",
)
"""Beginnings of the codes that say that another transaction was in the way until the time was over."""
_GONE = ("Neo.ClientError.Statement.EntityNotFound",)
"""What a reader is told when a node that it had in hand was deleted by a commit."""

_READ_AGAIN = 8


class Neo4jStore(Store):
    """Graphs on a Neo4j server (5.26 or later), shared by an office.

    Every node of ours bears the extra label `Zhize`, and nothing without it is ever changed or deleted; a database
    where others keep nodes under our labels is refused. A relationship that somebody else's tool attached to a node
    that belongs to one document goes when that document is replaced.

    Args:
        url: `neo4j://HOST:7687`, `bolt://HOST:7687`, or either with `+s` for TLS. User and password come from
            ZHIZE_NEO4J_USER and ZHIZE_NEO4J_PASSWORD, the database from ZHIZE_NEO4J_DATABASE, a private
            authority's certificate from ZHIZE_NEO4J_CA.
    """

    def __init__(self, url: str) -> None:
        self._address = Address.parse(url)
        self.url = self._address.url
        self._driver = connect(self._address)
        self._ready = False
        try:
            self._read(self._check)
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"Neo4jStore({self.url!r})"

    @property
    def capabilities(self) -> Capabilities:
        """Several loaders may write at once; there is no snapshot; older versions stay on record."""
        return Capabilities("neo4j", concurrent_writers=True, snapshot=False, full_text=True, versions=True)

    def replace(
        self,
        graphs: Iterable[Graph],
        *,
        wait: float = 60.0,
        who: str | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> list[Change]:
        """Store each document whole or not at all; small ones share a transaction.

        Where the server goes away half-way, what was committed stays, and everything after it is as it was.
        """
        person = who or whoami()

        def store(turn: Turn) -> list[Change]:
            def work(tx: neo4j.Transaction) -> list[Change]:
                opened = write.open_group(tx, turn.group, person, notes)
                turn.follow()
                return write.close_group(tx, opened)

            rows = turn.rows + (turn.before.rows if turn.before else 0)
            return self._write(work, wait, rows)

        return [change for changes in take_turns(prepared_groups(graphs), store) for change in changes]

    def remove(self, document_id: str, *, wait: float = 60.0, who: str | None = None) -> None:
        """Take a document out with everything that only it held."""
        if not self._write(partial(write.remove_document, document_id=document_id, who=who or whoami()), wait, 10_000):
            raise UnknownDocument(f"no document {document_id}", where=self.url)

    def documents(self) -> list[DocumentEntry]:
        """The stored documents, ordered by jurisdiction, date and id."""
        return self._read(read.read_documents)

    def graph(self, document_id: str | None = None) -> Graph:
        """One document as the graph that was stored, or everything with shared nodes as they are shown."""
        if document_id is not None:
            graphs = dict(self._graphs([document_id]))
            if document_id not in graphs:
                raise UnknownDocument(f"no document {document_id}", where=self.url)
            return graphs[document_id]
        ids = [entry.id for entry in self.documents()]
        nodes: dict[str, Node] = {}
        links: list[Relationship] = []
        for _, one in self._graphs(ids):
            links += one.relationships
            for node in one.nodes:
                nodes.setdefault(node.id, node)
        links += self._read(every_across)
        shared = [key for key, node in nodes.items() if node.label in SHARED_LABELS]
        for begin in range(0, len(shared), write.BATCH):
            nodes.update((node.id, node) for node in self._shown(shared[begin : begin + write.BATCH]))
        return Graph(tuple(nodes.values()), tuple(links))

    def _graphs(self, ids: Sequence[str]) -> Iterator[tuple[str, Graph]]:
        """Documents by id; one that was being replaced while it was read is read again."""
        for begin in range(0, len(ids), read.TOGETHER):
            some = list(ids[begin : begin + read.TOGETHER])
            found = self._read(partial(read.read_graphs, ids=some))
            for key in some:
                for attempt in range(_READ_AGAIN):
                    if key not in found or found[key] is not None:
                        break
                    time.sleep(0.02 * attempt)
                    found.pop(key)
                    found.update(self._read(lambda tx, key=key: read.read_graphs(tx, [key])))  # type: ignore[misc]
                if key in found:
                    graph = found[key]
                    if graph is None:
                        raise StoreDamaged(f"document {key} is not what was stored", where=self.url)
                    yield key, graph

    def _shown(self, ids: Sequence[str]) -> list[Node]:
        """Shared nodes as they are shown, with the properties that are null in that spelling."""
        text = "UNWIND $ids AS i MATCH (n:Zhize {id: i}) RETURN n.id AS id, labels(n) AS l, n.zhize_spellings AS s"
        found = self._read(lambda tx: [record.values() for record in tx.run(text, ids=list(ids))])
        return [Node(key, label, shown(held)) for key, labels, held in found if held and (label := shown_label(labels))]

    def node(self, node_id: str) -> Node | None:
        """A node by its id."""
        return next(iter(self.nodes([node_id])), None)

    def nodes(self, ids: Sequence[str]) -> list[Node]:
        """Several nodes by their ids, in that order; unknown ids are left out."""
        text = "UNWIND $ids AS i MATCH (n:Zhize {id: i}) RETURN labels(n), properties(n)"
        found = self._read(lambda tx: [record.values() for record in tx.run(text, ids=list(dict.fromkeys(ids)))])
        by_id = {stored["id"]: shown_node(labels, stored) for labels, stored in found if stored and shown_label(labels)}
        return [by_id[key] for key in ids if key in by_id]

    def neighbours(self, node_id: str, types: Sequence[str] = (), limit: int = 50) -> Neighbourhood:
        """The node's relationships of the given types in both directions, with counts."""
        return self._read(lambda tx: read_neighbours(tx, self.url, node_id, types, limit))

    def search(self, text: str, labels: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Nodes whose names or titles hold the text, exact and prefix matches first, short names before long ones."""
        key = search_key(text)
        if not key or limit <= 0:
            return []
        statement_text = (
            "MATCH (n:Zhize) WHERE n.zhize_search CONTAINS $key "
            "AND ($labels = [] OR any(l IN labels(n) WHERE l IN $labels)) "
            "WITH n, CASE WHEN n.zhize_search CONTAINS $exact THEN 3.0 "
            "WHEN n.zhize_search CONTAINS $prefix THEN 2.0 ELSE 1.0 END AS score "
            "RETURN labels(n) AS l, n.id AS id, coalesce(n.name, n.title, n.text, n.id) AS name, score "
            "ORDER BY score DESC, size(name), name, id LIMIT $limit"
        )
        parameters = {"key": key, "exact": f"\n{key}\n", "prefix": f"\n{key}", "labels": list(labels), "limit": limit}
        found = self._read(lambda tx: [record.data() for record in tx.run(statement_text, parameters)])
        return [Hit(one["id"], label, one["name"], one["score"]) for one in found if (label := shown_label(one["l"]))]

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a trusted, read-only statement of the catalogue."""
        begun = time.perf_counter()

        def work(tx: neo4j.Transaction) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
            result = tx.run(statement(cypher), dict(parameters or {}))
            return tuple(result.keys()), [tuple(plain(value) for value in record) for record in result]

        columns, rows = self._read(work)
        return Rows(columns, rows, False, time.perf_counter() - begun)

    def analyst(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 10.0, limit: int = 10_000
    ) -> Rows:
        """Run a person's statement under guard (see `guard.py`)."""
        return guard.run(self._address, cypher, parameters or {}, timeout=timeout, limit=limit)

    def history(self, document_id: str) -> list[Edition]:
        """Every version of a document that was ever stored, oldest first; removed documents too."""
        found = self._memories([document_id], texts=False)
        if document_id not in found:
            raise UnknownDocument(f"no document {document_id}", where=self.url)
        return found[document_id].history()

    def edition_text(self, document_id: str, sha256: str) -> str | None:
        """What a version of a document said; None where its text is not kept."""
        found = self._memories([document_id])
        return found[document_id].text(sha256) if document_id in found else None

    def log(self, document_id: str | None = None, *, limit: int | None = None) -> list[LogEntry]:
        """What was added, replaced, removed and restored, by whom and when, oldest first; the last `limit` entries."""
        ids = [document_id] if document_id is not None else self._read(memory.remembered)
        entries = [e for one in self._memories(ids, texts=False).values() for e in one.log]
        entries.sort(key=lambda entry: (entry.at, entry.document))
        return entries[max(0, len(entries) - limit) :] if limit is not None else entries

    def past(self) -> Iterator[Past]:
        """All that is remembered, document by document."""
        ids = self._read(memory.remembered)
        for begin in range(0, len(ids), read.TOGETHER):
            for one in self._memories(ids[begin : begin + read.TOGETHER]).values():
                yield one.past()

    def _memories(self, ids: Sequence[str], *, texts: bool = True) -> dict[str, memory.Memory]:
        return self._read(lambda tx: memory.read_memories(tx, ids, texts=texts))

    def adopt(self, pasts: Iterable[Past], *, wait: float = 60.0) -> None:
        """Take over what another store remembers, a hundred documents a transaction."""
        source = iter(pasts)
        while some := list(islice(source, read.TOGETHER)):
            self._write(partial(memory.adopt, pasts=some), wait, 10_000)

    def verify(self) -> list[str]:
        """Recount every document against its stored counts and digest; a line for each thing that is wrong."""
        return self._read(lambda tx: list(read.faults(tx)))

    def backup(self, path: str) -> None:
        """Write every document to one file, a JSON graph a line and then what is remembered, whole or not at all."""
        target = Path(path)
        unfinished = target.with_name(target.name + ".new")
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                for _, graph in self._graphs([entry.id for entry in self.documents()]):
                    file.write(json.dumps(graph.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n")
                for one in self.past():
                    held = {"past": past_to_dict(one)}
                    file.write(json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        except OSError as error:
            raise CannotWrite(f"the backup cannot be written: {error.strerror}", where=path) from error
        finally:
            unfinished.unlink(missing_ok=True)

    def close(self) -> None:
        """Give back the connections."""
        self._driver.close()

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._address.database, default_access_mode=mode, notifications_min_severity="OFF"
        )

    def _read(self, work: Callable[[neo4j.Transaction], Result]) -> Result:
        """Run `work` in one read transaction; again where another's commit went right through it."""
        for attempt in range(_READ_AGAIN):
            try:
                with self._session(neo4j.READ_ACCESS) as session, session.begin_transaction() as tx:
                    return work(tx)
            except driver_errors.Neo4jError as error:
                passing = isinstance(error, driver_errors.TransientError) and error.code not in STOPPED
                if attempt + 1 < _READ_AGAIN and (passing or error.code in _GONE):
                    time.sleep(0.02 * 2**attempt)
                    continue
                raise translate(error, self.url) from error
            except (driver_errors.DriverError, OSError) as error:
                raise translate(error, self.url) from error
        raise AssertionError("the last attempt returns or raises")

    def _write(self, work: Callable[[neo4j.Transaction], Result], wait: float, rows: int = 0) -> Result:
        """Run `work` in one transaction; only what the server calls transient is tried again, until `wait` is over.

        A transaction that waits for another's lock does so until its own time is over, so it gets what the caller
        would wait and, on top, twenty times what writing `rows` rows takes.
        """
        deadline = time.monotonic() + wait
        pause = 0.02
        if not self._ready:
            self._prepare()
        while True:
            limit = max(0.0, deadline - time.monotonic()) + 5.0 + rows / 500
            try:
                with self._session(neo4j.WRITE_ACCESS) as session, session.begin_transaction(timeout=limit) as tx:
                    result = work(tx)
                    tx.commit()
                    return result
            except (driver_errors.Neo4jError, driver_errors.DriverError, OSError) as error:
                code = getattr(error, "code", None) or ""
                passing = isinstance(error, driver_errors.TransientError) and "Memory" not in code
                if passing and time.monotonic() < deadline:
                    time.sleep(pause)
                    pause = min(pause * 2, 1.0)
                    continue
                if code.startswith(_LOCKS):
                    raise StoreLocked(f"another loader was still at work after {wait:g} s", where=self.url) from error
                raise translate(error, self.url) from error

    def _check(self, tx: neo4j.Transaction) -> None:
        """Refuse a database of a newer version or with foreign nodes under our labels; counts tell without a scan."""
        found = tx.run("MATCH (d:Document:Zhize) RETURN max(d.zhize_version) AS version").single()
        if found is not None and (found["version"] or 0) > schema.VERSION:
            raise NewerStore("the store was written by a newer version of Zhize", where=self.url)
        parts = [f"MATCH (n:{label}) RETURN count(n) AS n" for label in (schema.MARK, *known_labels())]
        ours, *labelled = (tx.run(statement(part)).single(strict=True)["n"] for part in parts)
        if sum(labelled) == ours:
            return
        for label in known_labels():
            text = f"MATCH (n:{label}) WHERE NOT n:{schema.MARK} RETURN count(n) AS n"
            foreign = tx.run(statement(text)).single(strict=True)["n"]
            if foreign:
                raise ForeignData(f"the database holds {foreign} nodes {label} that are not Zhize's", where=self.url)

    def _prepare(self) -> None:
        """Before the first write: look once more for foreign nodes, then bring the schema up to date."""
        self._read(self._check)
        with user_words(self.url), self._session(neo4j.WRITE_ACCESS) as session:
            names = [record["name"] for record in session.run("SHOW INDEXES YIELD name RETURN name")]
            older = self._read(read.older)
            for text in schema.statements():
                session.run(statement(text)).consume()
            session.run("CALL db.awaitIndexes(60)").consume()
            if older or schema.ACROSS not in names:  # stored by an older version, or brought in as files
                for some in write.batches(self._read(every_via)):
                    with session.begin_transaction() as tx:
                        settle_across(tx, some)
                        tx.commit()
            # last, for it marks the documents as done: a process that dies before does all of it again
            for text in schema.UPGRADES if older else ():
                session.run(statement(text)).consume()
        self._ready = True
