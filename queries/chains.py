"""Chains of tasks: who waits for what, in which order, and what one delay holds up.

A dependency graph is a `networkx.MultiDiGraph`: nodes are task ids with their properties, an edge goes from a task to the
one that it depends on, with `kind`, `via` (the id of the platform or data domain), `name` (its name) and `evidence`. Every
answer is in a fixed order and carries the platforms and data that it runs through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import networkx as nx

from graph.dependencies import hubs
from graph.errors import UnknownName
from graph.model import Graph, Node
from graph.stores.base import Store


@dataclass(frozen=True, slots=True)
class Link:
    """One task needs another; `via` names the platforms and data it does so through, sorted."""

    task: str
    needs: str
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Tasks of which each needs the next; `links` has one entry less than `tasks`."""

    tasks: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A task that a delay reaches: after how many steps, and by which links on a shortest way."""

    task: str
    distance: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One department waits for another: the pairs of tasks, and what they run through."""

    department: str
    waits_for: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Critical:
    """The chain that decides whether a deadline can be kept.

    `due_on` is the deadline of the chain's first task (or of one that it needs, where that is earlier), ISO or None.
    """

    chain: Chain
    due_on: str | None


class Dependencies:
    """The dependency graph of a graph or a store, with what is needed to answer about departments and platforms.

    Args:
        graph: one plan, or several.

    Attributes:
        hubs: the ids of platforms and data domains that so many tasks of several plans share that no chain leads from one
            plan to another through them (`graph.dependencies.MOST`); who needs them is asked of the platform itself.
    """

    def __init__(self, graph: Graph) -> None:
        self._nodes = graph.by_id
        self.hubs = hubs(graph)
        self._leads: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        self._uses: dict[str, list[str]] = {}
        self._delivers: dict[str, list[str]] = {}
        self.network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in graph.labelled("Task"):
            self.network.add_node(node.id, **node.properties)
        for r in graph.relationships:
            match r.type:
                case "DEPENDS_ON":
                    via = self._nodes.get(r.get("via") or "")
                    name = via.get("name") if via else None
                    self.network.add_edge(
                        r.start, r.end, kind=r.get("kind"), via=r.get("via"), name=name, evidence=r.get("evidence")
                    )
                case "LEADS":
                    self._leads.setdefault(r.end, []).append(r.start)
                case "HAS_SUBTASK":
                    self._parts.setdefault(r.start, []).append(r.end)
                case "USES":
                    self._uses.setdefault(r.end, []).append(r.start)
                case "DELIVERS":
                    self._delivers.setdefault(r.end, []).append(r.start)
                case _:
                    pass  # nothing else makes one task wait for another
        self._order = {key: place for place, key in enumerate(sorted(self.network, key=self._place))}

    @classmethod
    def of_store(cls, store: Store, document: str | None = None) -> Dependencies:
        """The dependencies of one stored document, or of everything in the store."""
        return cls(store.graph(document))

    def _place(self, key: str) -> tuple[str, int, str]:
        node: Node = self._nodes[key]
        return key.removesuffix(f"#{node.get('number')}"), node.get("position") or 0, key

    def _sorted(self, keys: Iterable[str]) -> list[str]:
        return sorted(keys, key=self._order.__getitem__)

    def _known(self, key: str, label: str) -> str:
        """The id itself, where a node of that label bears it."""
        node = self._nodes.get(key)
        if node is None or node.label != label:
            raise UnknownName(
                f"no {label} has the id {key!r}", advice="`queries.names.resolve` gives the ids of a name."
            )
        return key

    def link(self, task: str, needs: str) -> Link:
        """The link between two tasks of which the first depends on the second."""
        names = {data["name"] for data in self.network.get_edge_data(task, needs).values() if data["name"]}
        return Link(task, needs, tuple(sorted(names)))

    def _chain(self, tasks: Sequence[str]) -> Chain:
        return Chain(tuple(tasks), tuple(self.link(a, b) for a, b in pairwise(tasks)))

    def chains(self, task: str | None = None, *, most: int = 1000) -> list[Chain]:
        """Maximal chains, longest first: from a task that nothing waits for down to one that waits for nothing.

        Args:
            task: only chains that begin with this task, whatever waits for it.
            most: chains at most; their number can grow exponentially with their length.
        """
        simple = self._acyclic()
        tops = (
            [self._known(task, "Task")]
            if task
            else [n for n in self._order if simple.in_degree(n) == 0 and simple.out_degree(n)]
        )
        found: list[list[str]] = []
        for top in tops:
            found.extend(islice(self._paths(simple, top), most - len(found)))
        found.sort(key=lambda path: (-len(path), [self._order[n] for n in path]))
        return [self._chain(path) for path in found]

    def _acyclic(self) -> nx.DiGraph[str]:
        """The dependencies with one edge a pair; of each circle the edge that closes it, in document order, is left out."""
        simple: nx.DiGraph[str] = nx.DiGraph()
        simple.add_nodes_from(self._order)
        simple.add_edges_from(
            sorted({(a, b) for a, b, _ in self.network.edges(keys=True)}, key=lambda e: [self._order[n] for n in e])
        )
        for group in list(nx.strongly_connected_components(simple)):
            if len(group) < 2:
                continue
            inside = sorted(simple.subgraph(group).edges, key=lambda e: [self._order[n] for n in e])
            simple.remove_edges_from(inside)
            for a, b in inside:
                if not nx.has_path(simple, b, a):
                    simple.add_edge(a, b)
        return simple

    def _paths(self, simple: nx.DiGraph[str], top: str) -> Iterable[list[str]]:
        stack = [[top]]
        while stack:
            path = stack.pop()
            below = self._sorted(simple.successors(path[-1]))
            if not below and len(path) > 1:
                yield path
            stack.extend([*path, needed] for needed in reversed(below))

    def cycles(self, *, longest: int = 12) -> list[Chain]:
        """Circles of tasks that wait for each other; each begins and ends with its first task in document order."""
        found = []
        for circle in nx.simple_cycles(nx.DiGraph(self.network), length_bound=longest):
            first = circle.index(min(circle, key=self._order.__getitem__))
            tasks = circle[first:] + circle[:first]
            found.append(self._chain([*tasks, tasks[0]]))
        return sorted(found, key=lambda c: [self._order[n] for n in c.tasks])

    def levels(self) -> list[list[str]]:
        """Tasks by how long they wait: level 0 waits for nothing, level n for a task of level n - 1.

        Tasks on a circle share the level of the whole circle.
        """
        groups = nx.condensation(nx.DiGraph(self.network))
        level: dict[int, int] = {}
        for group in reversed(list(nx.topological_sort(groups))):
            level[group] = 1 + max((level[below] for below in groups.successors(group)), default=-1)
        rows: list[list[str]] = [[] for _ in range(1 + max(level.values(), default=-1))]
        for group, members in groups.nodes(data="members"):
            rows[level[group]].extend(members)
        return [self._sorted(row) for row in rows]

    def critical(self, by: str | None = None) -> Critical | None:
        """The critical path: the longest chain whose first task has a deadline; the earliest deadline among equals.

        Plans give no durations, so every task counts one step. Without any deadline it is the longest chain.

        Args:
            by: only deadlines on or before this ISO date.
        """
        chains = self.chains()
        dated = []
        for chain in chains:
            for place in range(len(chain.tasks) - 1):
                due = self._nodes[chain.tasks[place]].get("due_on")
                if due and (by is None or due <= by):
                    dated.append(Critical(self._chain(chain.tasks[place:]), due))
        if dated:
            return min(dated, key=lambda c: (-len(c.chain.tasks), c.due_on, [self._order[n] for n in c.chain.tasks]))
        if by is not None or not chains:
            return None
        return Critical(chains[0], None)

    def upstream(self, task: str) -> list[Reached]:
        """Everything that a task waits for, nearest first."""
        return [r for r in self._reach([self._known(task, "Task")], forward=True) if r.distance]

    def blast_task(self, task: str) -> list[Reached]:
        """What a late task holds up: itself and its subtasks (distance 0), and all that depend on them."""
        return self._reach(self._with_parts(task), forward=False)

    def blast_department(self, department: str) -> list[Reached]:
        """What stops when a department stops: the tasks that it leads, and all that depend on them.

        Raises:
            UnknownName: no department has that id.
        """
        self._known(department, "Department")
        return self._reach([t for t, leads in self._leads.items() if department in leads], forward=False)

    def blast_platform(self, platform: str) -> list[Reached]:
        """What a late or broken platform holds up: the tasks that build, extend or use it, and all that depend on them.

        Raises:
            UnknownName: no platform has that id.
        """
        key = self._known(platform, "Platform")
        return self._reach([*self._uses.get(key, ()), *self._delivers.get(key, ())], forward=False)

    def _with_parts(self, task: str) -> list[str]:
        parts = [self._known(task, "Task")]
        for part in parts:
            parts.extend(p for p in self._parts.get(part, ()) if p not in parts)
        return parts

    def _reach(self, sources: Iterable[str], *, forward: bool) -> list[Reached]:
        """Breadth first from the sources, along the dependencies or against them, in a fixed order."""
        found = {key: Reached(key, 0, ()) for key in self._sorted(set(sources))}
        edge = list(found)
        while edge:
            new = []
            for key in edge:
                steps = self.network.successors(key) if forward else self.network.predecessors(key)
                for other in self._sorted(set(steps)):
                    if other not in found:
                        link = self.link(key, other) if forward else self.link(other, key)
                        found[other] = Reached(other, found[key].distance + 1, (*found[key].links, link))
                        new.append(other)
            edge = new
        return sorted(found.values(), key=lambda r: (r.distance, self._order[r.task]))

    def waiting(self) -> list[Waiting]:
        """Which department waits for which: it leads a task that depends on one which the other leads."""
        pairs: dict[tuple[str, str], dict[tuple[str, str], Link]] = {}
        for a, b in sorted(nx.DiGraph(self.network).edges, key=lambda e: [self._order[n] for n in e]):
            for department in self._leads.get(a, ()):
                for other in self._leads.get(b, ()):
                    if department != other:
                        pairs.setdefault((department, other), {})[a, b] = self.link(a, b)
        return [Waiting(*pair, tuple(links.values())) for pair, links in sorted(pairs.items())]

    def betweenness(self) -> dict[str, float]:
        """How much of the waiting between departments runs through each: betweenness centrality, highest first.

        After Freeman (1977), normalised to 0…1, over the graph in which an edge means that one department waits for another.
        """
        network: nx.DiGraph[str] = nx.DiGraph()
        network.add_nodes_from(sorted({d for leads in self._leads.values() for d in leads}))
        network.add_edges_from((w.department, w.waits_for) for w in self.waiting())
        scores: dict[str, Any] = nx.betweenness_centrality(network)
        return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
