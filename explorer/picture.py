"""Which nodes and lines a picture shows: what a reader opened, added and hid, within what a canvas can hold.

A relation with many members is one group node (牽頭 +312); what stands next to a shown node without being shown is counted
on it (+48). Lines are the ontology's own, in its directions, all of them that run between two shown nodes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from explorer.picture_palette import KINDS, TYPES
from explorer.picture_source import Source, line_id, name_of
from graph.model import Node, Relationship

MOST = 400
# How many members of a relation stand singly around the centre, and around any other node that was opened.
AROUND_CENTRE, AROUND_OTHER = 40, 12
# A first picture stays readable: what is two steps away comes in only up to this many nodes.
COMFORT = 140
# One more is shown rather than a group of so few.
SLACK = 2
# From a centre of one kind, what is worth showing two steps away, beyond the tasks.
SECOND: dict[str, tuple[str, ...]] = {
    "Department": ("LEADS", "SUPPORTS", "DELIVERS", "USES", "PRODUCES", "CONSUMES", "DEPENDS_ON"),
    "Official": ("LEADS", "SUPPORTS", "DELIVERS", "USES"),
    "Platform": ("LEADS", "SUPPORTS", "DEPENDS_ON"),
    "DataDomain": ("LEADS", "SUPPORTS", "DEPENDS_ON"),
    "Target": ("LEADS", "SUPPORTS"),
    "Task": ("LEADS", "SUPPORTS", "DELIVERS", "USES"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What a reader asked to see; ids of nodes. Without a centre it is the whole plan."""

    centre: str = ""
    opened: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    # nothing besides what was added: an answer's rows as a picture
    only: bool = False

    def with_path(self, nodes: Sequence[str]) -> View:
        """The same, with the nodes of a path shown whatever else is hidden."""
        if not nodes:
            return self
        hidden = tuple(key for key in self.hidden if key not in nodes)
        return View(self.centre, self.opened, (*self.added, *nodes), hidden, self.only)


@dataclass(frozen=True, slots=True)
class Shown:
    """A node of the picture; `more` counts its relationships to what is not shown, `degree` all of them."""

    node: Node
    path: str
    more: int = 0
    degree: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The members of one relation that are not shown singly."""

    id: str
    of: str
    type: str
    outward: bool
    kind: str
    rest: int


@dataclass(frozen=True, slots=True)
class Line:
    """One relationship between two shown nodes, or the one line to a group (`relationship` is then None)."""

    id: str
    type: str
    start: str
    end: str
    relationship: Relationship | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes in the order in which an office lists them, groups, lines; `beyond` counts nodes that found no room."""

    nodes: tuple[Shown, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    beyond: int = 0

    @property
    def ids(self) -> list[str]:
        """Ids of nodes, then of groups."""
        return [shown.node.id for shown in self.nodes] + [group.id for group in self.groups]


def group_id(of: str, kind: str, outward: bool) -> str:
    """A group's id: it tells what it holds.

    >>> group_parts(group_id("d1", "LEADS", True))
    ('d1', 'LEADS', True)
    """
    return f"~{kind}~{'out' if outward else 'in'}~{of}"


def group_parts(key: str) -> tuple[str, str, bool] | None:
    """Node, type and direction of a group's id; None when it is none."""
    parts = key.split("~", 3)
    if len(parts) != 4 or parts[0] or parts[1] not in TYPES or parts[2] not in ("out", "in"):
        return None
    return parts[3], parts[1], parts[2] == "out"


def draw(source: Source, view: View) -> Picture:
    """The picture of a view."""
    made = _Drawing(source, set(view.hidden))
    centre = source.node(view.centre) if view.centre else None
    if centre is None:
        for node in () if view.only else source.whole() or ():
            made.add(node)
    else:
        made.add(centre)
        made.open(centre, AROUND_CENTRE)
        made.reach(centre)
    for node_id in view.opened:
        opened = source.node(node_id)
        if opened is not None:
            made.add(opened)
            made.open(opened, AROUND_OTHER)
    for node_id in view.added:
        added = source.node(node_id)
        if added is not None:
            made.add(added)
    return made.finish()


@dataclass(slots=True)
class _Drawing:
    source: Source
    hidden: set[str]
    shown: dict[str, Node] = field(default_factory=dict)
    # For each relation that has a group: the type, the direction, and the members that were held back.
    held: dict[str, Group] = field(default_factory=dict)
    beyond: int = 0

    def add(self, node: Node) -> bool:
        if node.id in self.shown:
            return True
        if node.id in self.hidden or node.label not in KINDS:
            return False
        if len(self.shown) + len(self.held) >= MOST:
            self.beyond += 1
            return False
        self.shown[node.id] = node
        return True

    def open(self, node: Node, each: int) -> None:
        """Show a node's neighbours, so many of each relation singly and the rest as a group."""
        near = self.source.around(node.id, TYPES, each + SLACK)
        others = {other.id: other for other in near.nodes}
        for kind in TYPES:
            for outward in (True, False):
                total = near.counts.get((kind, "out" if outward else "in"), 0)
                members = [
                    others[r.end if outward else r.start]
                    for r in near.relationships
                    if r.type == kind and (r.start if outward else r.end) == node.id
                ]
                if not members:
                    continue
                members = sorted({member.id: member for member in members}.values(), key=self.source.place)
                single = members if total <= each + SLACK else members[:each]
                for member in single:
                    self.add(member)
                key = group_id(node.id, kind, outward)
                if total > each + SLACK and key not in self.hidden:
                    self.held[key] = Group(key, node.id, kind, outward, members[0].label, 0)

    def reach(self, centre: Node) -> None:
        """Show what the tasks next to the centre hold besides it, as far as the picture stays readable."""
        wanted = SECOND[centre.label]
        tasks = [node for node in self.shown.values() if node.label == "Task" and node.id != centre.id]
        found: dict[str, Node] = {}
        for task in tasks:
            near = self.source.around(task.id, wanted, AROUND_OTHER)
            for other in near.nodes:
                if other.id not in self.shown and other.id not in self.hidden:
                    found.setdefault(other.id, other)
        room = max(0, COMFORT - len(self.shown))
        for other in list(found.values())[:room]:
            self.add(other)

    def finish(self) -> Picture:
        lines: dict[str, Line] = {}
        counts: dict[str, Counter[tuple[str, str]]] = {}
        for node in self.shown.values():
            hub = node.label != "Task"
            # Each relationship has a task at one end: asking the tasks finds every line.
            near = self.source.around(node.id, TYPES, 1 if hub else 200)
            counts[node.id] = Counter(near.counts)
            for r in () if hub else near.relationships:
                if r.start in self.shown and r.end in self.shown:
                    lines.setdefault(line_id(r), Line(line_id(r), r.type, r.start, r.end, r))
        drawn: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for line in lines.values():
            drawn[line.start][line.type, "out"] += 1
            drawn[line.end][line.type, "in"] += 1
        groups = []
        grouped: Counter[str] = Counter()
        for group in self.held.values():
            side = group.type, "out" if group.outward else "in"
            rest = counts[group.of][side] - drawn[group.of][side] if group.of in counts else 0
            if rest > 0:
                groups.append(Group(group.id, group.of, group.type, group.outward, group.kind, rest))
                grouped[group.of] += rest
                ends = (group.of, group.id) if group.outward else (group.id, group.of)
                lines[group.id] = Line(f"line{group.id}", group.type, *ends)
        nodes = []
        for node in sorted(self.shown.values(), key=self.source.place):
            degree = counts[node.id].total()
            more = max(0, degree - drawn[node.id].total() - grouped[node.id])
            nodes.append(Shown(node, self.source.path(node), more, degree))
        order = {shown.node.id: place for place, shown in enumerate(nodes)}
        ranked = sorted(lines.values(), key=lambda k: (order.get(k.start, MOST), order.get(k.end, MOST), k.type, k.id))
        return Picture(tuple(nodes), tuple(groups), tuple(ranked), self.beyond)


@dataclass(frozen=True, slots=True)
class Member:
    """One row of a relation: the node at the other end, and the relationship that leads there."""

    other: Node
    path: str
    relationship: Relationship


def members(source: Source, group: str, wanted: str, limit: int = 200) -> tuple[int, list[Member]]:
    """The members of a group that match what was typed: how many, and the first of them in order.

    Args:
        source: where to look.
        group: a group's id; unknown ones have no members.
        wanted: any part of a number or name, in either script; the first ones when empty.
        limit: at most so many rows.
    """
    from graph.identity import name_key

    parts = group_parts(group)
    if parts is None or source.node(parts[0]) is None:
        return 0, []
    of, kind, outward = parts
    # Without a search the first ones are enough: the store gives them in order, and tells how many there are.
    near = source.around(of, (kind,), 1_000_000 if wanted else limit)
    others = {other.id: other for other in near.nodes}
    key = name_key(wanted)
    rows = []
    for r in near.relationships:
        if (r.start if outward else r.end) != of:
            continue
        other = others.get(r.end if outward else r.start)
        if other is not None and (not key or key in name_key(f"{other.get('number') or ''} {name_of(other)}")):
            rows.append(Member(other, "", r))
    rows.sort(key=lambda row: source.place(row.other))
    total = len(rows) if wanted else near.counts.get((kind, "out" if outward else "in"), 0)
    return total, list(_numbered(source, rows[:limit]))


def _numbered(source: Source, rows: Iterable[Member]) -> list[Member]:
    return [Member(row.other, source.path(row.other), row.relationship) for row in rows]


def path_between(source: Source, start: str, end: str, *, steps: int = 8, most: int = 4_000) -> list[str] | None:
    """A shortest way between two nodes, over relationships in either direction: ids from one to the other.

    A collective that names nobody (市有關單位) ties everything to everything: a way leads through one only if there is
    no other.

    Args:
        source: where to look.
        start, end: ids of the two nodes.
        steps: no longer way is looked for.
        most: at most so many nodes are looked at; a hub's members beyond 200 are not.

    Returns:
        None when there is none within these limits.
    """
    if start == end:
        return [start]
    named = _search(source, start, end, steps, most, through_collectives=False)
    return named or _search(source, start, end, steps, most, through_collectives=True)


def _search(
    source: Source, start: str, end: str, steps: int, most: int, *, through_collectives: bool
) -> list[str] | None:
    """From both ends at once, one step at a time on the side that has less before it."""
    came: list[dict[str, str]] = [{start: ""}, {end: ""}]
    edge: list[list[str]] = [[start], [end]]
    for _ in range(steps):
        side = 0 if len(edge[0]) <= len(edge[1]) else 1
        wave: list[str] = []
        for node_id in edge[side]:
            near = source.around(node_id, TYPES, 200)
            for other in sorted(near.nodes, key=source.place):
                if other.id in came[side] or other.label not in KINDS:
                    continue
                met = other.id in came[1 - side]
                if not met and not through_collectives and other.get("kind") == "collective":
                    continue
                came[side][other.id] = node_id
                if met:
                    return _joined(came, other.id)
                wave.append(other.id)
            if len(came[0]) + len(came[1]) > most:
                return None
        if not wave:
            return None
        edge[side] = wave
    return None


def _joined(came: Sequence[dict[str, str]], meeting: str) -> list[str]:
    first = [meeting]
    while came[0][first[-1]]:
        first.append(came[0][first[-1]])
    last = [meeting]
    while came[1][last[-1]]:
        last.append(came[1][last[-1]])
    return [*reversed(first), *last[1:]]
