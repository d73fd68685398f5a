"""Documents that are written together: checked and prepared ahead of the server, in groups of one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from graph.errors import InvalidGraph
from graph.model import Graph
from graph.stores.digest import graph_digest
from graph.stores.server.form import Form

GROUP = 5_000
"""Rows (nodes and relationships) of small documents that share one transaction."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A graph that was checked, with its digest and form."""

    graph: Graph
    id: str
    digest: str
    form: Form

    @classmethod
    def of(cls, graph: Graph) -> Prepared:
        """Check a loader's graph and prepare it for writing."""
        graph.validate()
        return cls(graph, graph.document.id, graph_digest(graph), Form.of(graph))


def groups(graphs: Iterable[Graph]) -> Iterator[list[Graph]]:
    """Small documents together up to `GROUP` rows, never two of one id in a group; a big one alone.

    Where the source of the graphs fails, what it gave before comes first and the failure after it.
    """
    group: list[Graph] = []
    ids: set[str] = set()
    rows = 0
    source = iter(graphs)
    while True:
        try:
            graph = next(source, None)
            document = graph.document.id if graph is not None else ""
        except Exception:
            if group:
                yield group
            raise
        more = len(graph.nodes) + len(graph.relationships) if graph is not None else 0
        if group and (graph is None or rows + more > GROUP or document in ids):
            yield group
            group, ids, rows = [], set(), 0
        if graph is None:
            return
        group.append(graph)
        ids.add(document)
        rows += more


def prepared_groups(graphs: Iterable[Graph]) -> Iterator[list[Prepared]]:
    """The groups, each checked and prepared while the server is busy with the one before.

    The graphs are drawn in the caller's thread: what makes them (a file, another store) may be bound to it. A graph
    that breaks the ontology, or a source that fails, is raised after everything before it.
    """
    with ThreadPoolExecutor(1, "zhize-prepare") as worker:
        waiting: Future[tuple[list[Prepared], Exception | None]] | None = None
        source = groups(graphs)
        failure: Exception | None = None
        while failure is None:
            coming = None
            try:
                group = next(source, None)
                coming = worker.submit(_prepare, group) if group is not None else None
            except Exception as error:
                failure = error
            if waiting is not None:
                ready, broken = waiting.result()
                if ready:
                    yield ready
                failure = broken or failure
            waiting = coming
            if coming is None:
                break
        if failure is not None:
            raise failure


def _prepare(group: list[Graph]) -> tuple[list[Prepared], Exception | None]:
    """The group up to the first graph that breaks the ontology, and what is wrong with that one."""
    ready: list[Prepared] = []
    for graph in group:
        try:
            ready.append(Prepared.of(graph))
        except InvalidGraph as error:
            return ready, error
    return ready, None
