"""A folder as a store: the record (SQLite) is the truth, the snapshot (LadybugDB) answers Cypher."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.errors import StoreNotWritable, UnknownDocument, UnknownName
from graph.model import Graph, Node
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
from graph.stores.embedded import archive, history, inspection, read, snapshot, write
from graph.stores.embedded.guard import Guard
from graph.stores.embedded.lock import locked
from graph.stores.embedded.record import Record, said, transaction
from graph.stores.embedded.view import View
from graph.stores.past import whoami

_TOGETHER = 5_000  # rows of small documents that share a transaction


class EmbeddedStore(Store):
    """Graphs in a folder, for one machine.

    One loader writes at a time; readers never wait for it. Any number of threads may use one store.

    Args:
        folder: where `record.sqlite` and `graph.lbug` are.
        create: make them where the folder is empty or not there yet.
    """

    def __init__(self, folder: str | Path, *, create: bool = True) -> None:
        self.folder = Path(folder)
        self.url = f"ladybug:{folder}"
        self._record = Record(self.folder, create=create)
        self._view = View(self._record)
        self._guard = Guard()

    def __repr__(self) -> str:
        return f"EmbeddedStore({str(self.folder)!r})"

    @property
    def capabilities(self) -> Capabilities:
        """One loader at a time; Cypher reads a snapshot; older versions stay on record."""
        return Capabilities("ladybug", concurrent_writers=False, snapshot=True, full_text=True, versions=True)

    @property
    def preparation(self) -> Callable[[Graph], Any]:
        """Checks a graph and turns it into rows of the record: half of what storing it takes."""
        return write.prepare

    def replace(
        self,
        graphs: Iterable[Graph | write.Prepared],
        *,
        wait: float = 60.0,
        who: str | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> list[Change]:
        """Store each document whole or not at all; the snapshot is published once, at the end.

        Where a graph is invalid or the source of the graphs fails, what came before it is stored.
        """
        changes: list[Change] = []
        who = who or whoami()
        with locked(self.folder, "loading plans", wait), self._record.writing() as db:
            try:
                for group in write.groups(map(_prepared, graphs), _TOGETHER):
                    with said(self.folder):
                        changes += write.write_group(db, group, who, notes)
            except Exception:
                if _changed(changes):
                    with contextlib.suppress(StoreNotWritable):  # what went wrong first is what is told
                        snapshot.publish(self.folder, db)
                raise
            if _changed(changes):
                snapshot.publish(self.folder, db)
        return changes

    def remove(self, document_id: str, *, wait: float = 60.0, who: str | None = None) -> None:
        """Take a document out with everything that only it held."""
        with locked(self.folder, f"removing {document_id}", wait), self._record.writing() as db:
            with said(self.folder):
                found = write.remove_document(db, document_id, who or whoami())
            if not found:
                raise UnknownDocument(f"no document {document_id}", where=self.url)
            snapshot.publish(self.folder, db)

    def state(self) -> str | None:
        """A mark that is another one after every change."""
        return self._record.state()

    def documents(self) -> list[DocumentEntry]:
        """The stored documents, ordered by jurisdiction, date and id."""
        with self._record.reading() as db:
            return read.read_documents(db)

    def graph(self, document_id: str | None = None) -> Graph:
        """One document as the graph that was stored, or everything with shared nodes as they are shown."""
        with self._record.reading() as db:
            if document_id is None:
                return read.read_everything(db)
            key = read.document_key(db, document_id)
            if key is not None:
                return read.read_graph(db, key)
        raise UnknownDocument(f"no document {document_id}", where=self.url)

    def node(self, node_id: str) -> Node | None:
        """A node by its id."""
        return next(iter(self.nodes([node_id])), None)

    def nodes(self, ids: Sequence[str]) -> list[Node]:
        """Several nodes by their ids, in that order; unknown ids are left out."""
        with self._record.reading() as db:
            return read.read_nodes(db, ids)

    def neighbours(self, node_id: str, types: Sequence[str] = (), limit: int = 50) -> Neighbourhood:
        """The node's relationships of the given types in both directions, with counts."""
        with self._record.reading() as db:
            hood = read.read_neighbours(db, node_id, types, limit)
        if hood is None:
            raise UnknownName(f"no node {node_id}", where=self.url)
        return hood

    def search(self, text: str, labels: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Nodes whose names or titles hold the text, exact and prefix matches first, short names before long ones."""
        with self._record.reading() as db:
            return read.search_names(db, text, labels, limit)

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a trusted, read-only statement of the catalogue."""
        begun = time.perf_counter()
        columns, rows = self._view.run(cypher, parameters or {})
        return Rows(columns, rows, False, time.perf_counter() - begun)

    def analyst(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 10.0, limit: int = 10_000
    ) -> Rows:
        """Run a person's statement under guard (see `guard.py`)."""
        return self._guard.run(self._view.engine(), cypher, parameters or {}, timeout=timeout, limit=limit)

    def history(self, document_id: str) -> list[Edition]:
        """Every version of a document that was ever stored, oldest first; removed documents too."""
        with self._record.reading() as db:
            found = history.read_history(db, document_id)
        if not found:
            raise UnknownDocument(f"no document {document_id}", where=self.url)
        return found

    def edition_text(self, document_id: str, sha256: str) -> str | None:
        """What a version of a document said; None where its text is not kept."""
        with self._record.reading() as db:
            return history.read_text(db, document_id, sha256)

    def log(self, document_id: str | None = None, *, limit: int | None = None) -> list[LogEntry]:
        """What was added, replaced, removed and restored, by whom and when, oldest first; the last `limit` entries."""
        with self._record.reading() as db:
            return history.read_log(db, document_id, limit)

    def past(self) -> Iterator[Past]:
        """All that is remembered, document by document."""
        with self._record.reading() as db:
            yield from history.read_past(db)

    def adopt(self, pasts: Iterable[Past], *, wait: float = 60.0) -> None:
        """Take over what another store remembers, in one transaction."""
        with (
            locked(self.folder, "copying the history", wait),
            self._record.writing() as db,
            said(self.folder),
            transaction(db),
        ):
            history.adopt(db, pasts)

    def verify(self) -> list[str]:
        """Recount every document against its stored counts and digest; a line for each thing that is wrong.

        Names, shared nodes, the record's pages and the snapshot are checked as well.
        """
        lines: list[str] = []
        with self._record.reading() as db:
            try:
                for line in inspection.record_faults(db):
                    lines.append(line)
            except sqlite3.DatabaseError as error:
                return [*lines, f"record: {error}"]
        return lines + self._view.faults()

    def backup(self, path: str) -> None:
        """Write a consistent copy of the record to one file; `archive.restore` brings it back."""
        archive.backup(self._record, Path(path))

    def close(self) -> None:
        """Give back files and connections."""
        self._guard.close()
        self._view.close()
        self._record.close()


def _prepared(given: Graph | write.Prepared) -> write.Prepared:
    return given if isinstance(given, write.Prepared) else write.prepare(given)


def _changed(changes: Iterable[Change]) -> bool:
    return any(change.action != "unchanged" for change in changes)
