"""The contract that every store keeps, whatever its engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import UnknownDocument
from graph.model import Graph, Node, Relationship


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do; callers ask here and never for its name."""

    engine: str
    concurrent_writers: bool
    snapshot: bool
    full_text: bool
    versions: bool


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One stored document, as `zhize status` lists it."""

    id: str
    title: str | None
    doc_number: str | None
    jurisdiction: str | None
    issued_on: str | None
    year: int | None
    sha256: str
    loaded_on: str
    tasks: int
    relationships: int
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What `replace` did with one document: `added`, `replaced` (and what) or `unchanged`."""

    document: str
    action: str
    previous_sha256: str | None = None
    previous_loaded_on: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a document that was stored; `ended_on` is when it was replaced or removed, None while it stands.

    `loaded_by` is who loaded it, where the log knows.
    """

    document: str
    sha256: str
    loaded_on: str
    ended_on: str | None
    tasks: int
    relationships: int
    source: str | None = None
    loaded_by: str | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log, which is only ever added to.

    Attributes:
        at: when, ISO, UTC.
        action: `added`, `replaced`, `removed`, or `restored` (a backup was brought back; `document` is empty).
        document: the document's id.
        sha256: of the text that was stored then.
        previous_sha256: of the text that stood before; the same one where it was only read in another way.
        who: the person or account, as far as the system or the web server in front knew.
        note: what was special about it: corrections and who made them, where it was copied from.
    """

    at: str
    action: str
    document: str
    sha256: str | None = None
    previous_sha256: str | None = None
    who: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What a store remembers of one document (of itself, where `document` is empty), to be carried into another store.

    `editions` come with their texts, None where the text is not kept or stands in a later edition.
    """

    document: str
    editions: tuple[tuple[Edition, str | None], ...] = ()
    log: tuple[LogEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A query's answer: scalars (or lists of scalars) in the columns' order.

    `truncated` says that a row or byte limit cut it; `elapsed` is in seconds.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False
    elapsed: float = 0.0

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result; `score` only orders, higher first."""

    id: str
    label: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A node's relationships of the asked types, at most `limit` a type and direction, and how many there are of each.

    `counts` maps (type, "out" or "in") to the whole number.
    """

    centre: Node
    nodes: list[Node] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)


class Store(ABC):
    """Where graphs are kept. Use as a context manager, or call `close`."""

    url: str

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What this engine can do."""

    @property
    def preparation(self) -> Callable[[Graph], Any] | None:
        """What `replace` does first with each graph, where it may be done elsewhere: a function that other processes know.

        `replace` takes what it gives in the place of the graph. None where the store has no such step.

        Raises (the function):
            InvalidGraph: the graph breaks the ontology.
        """
        return None

    @abstractmethod
    def replace(
        self,
        graphs: Iterable[Graph | Any],
        *,
        wait: float = 60.0,
        who: str | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> list[Change]:
        """Store each document whole or not at all, in place of one with the same id; twice the same changes nothing.

        Nodes shared by documents (departments, platforms, data domains) are kept while any document names them and
        removed with the last. Readers see the state before or after, never between.

        Args:
            graphs: loader's graphs, one document each, or what `preparation` made of them; consumed lazily.
            wait: seconds to wait for another loader.
            who: who does it, for the log; `whoami()` by default.
            notes: what the log says beside a document, by its id; looked up after its graph was drawn.

        Raises:
            StoreLocked: another loader was still at work after `wait` seconds.
        """

    @abstractmethod
    def remove(self, document_id: str, *, wait: float = 60.0, who: str | None = None) -> None:
        """Take a document out with everything that only it held, the texts of its earlier versions too.

        That it was there, and who took it out, stays on record.

        Raises:
            UnknownDocument: no such document.
        """

    @abstractmethod
    def documents(self) -> list[DocumentEntry]:
        """The stored documents, ordered by jurisdiction, date and id."""

    def state(self) -> str | None:
        """A mark that is another one after every change of the store; None where the engine keeps none."""
        return None

    @abstractmethod
    def graph(self, document_id: str | None = None) -> Graph:
        """One document as the graph that was stored (`loaded_on` aside), or everything.

        Raises:
            UnknownDocument: no such document.
        """

    @abstractmethod
    def node(self, node_id: str) -> Node | None:
        """A node by its id."""

    @abstractmethod
    def nodes(self, ids: Sequence[str]) -> list[Node]:
        """Several nodes by their ids, in that order; unknown ids are left out."""

    @abstractmethod
    def neighbours(self, node_id: str, types: Sequence[str] = (), limit: int = 50) -> Neighbourhood:
        """The node's relationships of the given types (all when empty) in both directions, with counts."""

    @abstractmethod
    def search(self, text: str, labels: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """Nodes whose names or titles hold the text (normalised), exact and prefix matches first."""

    @abstractmethod
    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a trusted, read-only statement of the catalogue. All parameters in it must be given."""

    @abstractmethod
    def analyst(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 10.0, limit: int = 10_000
    ) -> Rows:
        """Run a person's statement under guard: read-only, at most `timeout` seconds, `limit` rows and 16 MB.

        Raises:
            RefusedCypher: it does more than read the graph.
            CypherSyntax: it cannot be parsed, or names something unknown.
            QueryStopped: it ran into a limit of time or memory.
        """

    def history(self, document_id: str) -> list[Edition]:
        """Every version of a document that was ever stored, oldest first; removed documents too.

        Without the capability `versions` it is the present one only.

        Raises:
            UnknownDocument: no document of that id was ever stored.
        """
        for entry in self.documents():
            if entry.id == document_id:
                counts = entry.tasks, entry.relationships, entry.source
                return [Edition(entry.id, entry.sha256, entry.loaded_on, None, *counts)]
        raise UnknownDocument(f"no document {document_id}", where=self.url)

    def edition_text(self, document_id: str, sha256: str) -> str | None:
        """What a version of a document said; None where its text is not kept."""
        if document_id not in {entry.id for entry in self.documents()}:
            return None
        document = self.graph(document_id).document
        return str(document.get("text")) if document.get("sha256") == sha256 else None

    def log(self, document_id: str | None = None, *, limit: int | None = None) -> list[LogEntry]:
        """What was added, replaced and removed, by whom and when, oldest first; the last `limit` entries.

        Without the capability `versions` there is none.
        """
        del document_id, limit
        return []

    def past(self) -> Iterator[Past]:
        """All that is remembered, document by document; nothing without the capability `versions`."""
        yield from ()

    def adopt(self, pasts: Iterable[Past], *, wait: float = 60.0) -> None:
        """Take over what another store remembers, beside what is remembered here; twice the same changes nothing.

        An edition that stood in the other store ends when the one that stands here was loaded.
        """
        del pasts, wait

    @abstractmethod
    def verify(self) -> list[str]:
        """Recount every document against its stored counts and digest; a line for each thing that is wrong."""

    @abstractmethod
    def backup(self, path: str) -> None:
        """Write a consistent copy of the store's truth to one file."""

    @abstractmethod
    def close(self) -> None:
        """Give back files and connections."""

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
