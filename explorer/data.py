"""The store behind the explorer, and what is cached of it. A plan that is loaded again shows at the next click."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property

import streamlit as st

from explorer.scope import Scope
from graph.deadlines import read_defaults
from graph.identity import fingerprint, name_key
from graph.model import Graph
from graph.office import Assignment, office_folder, read_assignments, with_assignments
from graph.progress import Entry, read_latest
from graph.settings import USER_HEADER
from graph.stores import open_store
from graph.stores.base import DocumentEntry, Store
from graph.stores.past import said, whoami

# More than this is not held in memory at once: a page then speaks of one document.
MOST_TASKS = 5_000


@cache
def _opened(url: str | None) -> Store:
    return open_store(url)


def store() -> Store:
    """The store that ZHIZE_STORE names, opened once a process."""
    return _opened(os.environ.get("ZHIZE_STORE"))


@dataclass(frozen=True)
class _Listing:
    """The stored documents, read once for each state of the store."""

    url: str | None
    state: str | None
    entries: list[DocumentEntry]

    @cached_property
    def tasks(self) -> int:
        """Tasks of all documents."""
        return sum(entry.tasks for entry in self.entries)

    @cached_property
    def by_name(self) -> dict[str, DocumentEntry]:
        """The first document of each name."""
        found: dict[str, DocumentEntry] = {}
        for entry in self.entries:
            found.setdefault(name_key(named(entry)), entry)
        return found

    @cached_property
    def digest(self) -> str:
        """A short mark of what the store holds."""
        return fingerprint("\n".join(f"{e.id} {e.sha256}" for e in self.entries), 12)


_listings: list[_Listing] = []


def _listing() -> _Listing:
    opened = store()
    state = opened.state()
    for held in _listings[:1]:
        if state is not None and (held.url, held.state) == (opened.url, state):
            return held
    fresh = _Listing(opened.url, state, opened.documents())
    _listings[:] = [fresh]
    return fresh


def documents() -> list[DocumentEntry]:
    """The stored documents."""
    return _listing().entries


def named(entry: DocumentEntry) -> str:
    """What an address calls a document: its 發文字號, else its title."""
    return entry.doc_number or entry.title or entry.id


def find_document(name: str) -> DocumentEntry | None:
    """The document that an address calls so."""
    return _listing().by_name.get(name_key(name))


def fits_memory() -> bool:
    """Whether all documents together are few enough to be held at once."""
    return _listing().tasks <= MOST_TASKS


def chosen() -> list[DocumentEntry]:
    """The documents that the session speaks of: the chosen one, or all of them while they fit into memory."""
    entries = documents()
    choice = st.query_params.get("doc")
    found = find_document(str(choice)) if choice else None
    if found is not None:
        return [found]
    return entries if fits_memory() else entries[:1]


def settle() -> None:
    """Spare what is held for long the garbage collection that Streamlit forces after every run.

    Over a million names it takes 300 ms, which every letter typed would wait for. What became garbage since the last time is
    collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def narrowed() -> bool:
    """Whether the session speaks of one document only because all of them are too many, and nobody chose it."""
    return len(chosen()) < len(documents()) and find_document(str(st.query_params.get("doc") or "")) is None


@st.cache_resource(max_entries=8, show_spinner=False)
def _scope(
    url: str | None,
    versions: tuple[tuple[str, str, str], ...],
    assigned: tuple[Assignment, ...],
    defaults: tuple[tuple[str, str], ...],
) -> Scope:
    del url  # part of the key
    opened = store()
    if len(versions) == len(documents()):
        graph = opened.graph()
    else:
        graph = _merged([opened.graph(document) for document, _, _ in versions])
    made = Scope(with_assignments(graph, assigned)[0], dict(defaults))
    settle()
    return made


def assignments() -> tuple[Assignment, ...]:
    """Who the office said is meant by a collective; laid over what was read, and marked wherever it shows."""
    return tuple(read_assignments(office_folder(store().url)))


def defaults() -> tuple[tuple[str, str], ...]:
    """The office's default deadlines, ISO, by document; marked wherever they show."""
    return tuple(sorted(read_defaults(office_folder(store().url)).items()))


def _merged(graphs: list[Graph]) -> Graph:
    nodes = {node.id: node for graph in graphs for node in graph.nodes}
    return Graph(tuple(nodes.values()), tuple(r for graph in graphs for r in graph.relationships))


def reported() -> dict[tuple[str, str], Entry]:
    """What each department reported last of each task, by task and department; collected by `zhize collect`."""
    return read_latest(office_folder(store().url))


def scope() -> Scope | None:
    """The chosen documents, None when the store holds none."""
    entries = documents()
    if not entries:
        return None
    versions = tuple((e.id, e.sha256, e.loaded_on) for e in chosen())
    return _scope(os.environ.get("ZHIZE_STORE"), versions, assignments(), defaults())


def digest() -> str:
    """A short mark of the store's state, for downloads: it changes with every document that changes."""
    return _listing().digest


def who() -> str:
    """Who is at work, for the log: whom the web server in front names, where it is set which header says so."""
    header = USER_HEADER.value
    sent = (st.context.headers.get(header) or "") if header else ""
    with suppress(UnicodeError):  # a header's bytes come as Latin-1, whatever they are
        sent = sent.encode("latin-1").decode("utf-8")
    named = said(sent)
    return named or f"explorer ({whoami()})"


def forget() -> None:
    """Let go of what was read of the store: it was just changed from here."""
    _listings.clear()
    _scope.clear()
