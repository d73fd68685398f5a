"""What can be suggested of a store that is too large for memory: names that many tasks share are held, the rest is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from explorer.picture_source import name_of
from explorer.suggest import GROUPS, Entry, Index
from graph.model import Node
from graph.stores.base import Store

# So many names of each kind are held, and so many of all kinds are looked up for a text.
NAMES, LOOKED_UP = 20_000, 24
_NAMES = (
    ("Department", "MATCH (n:Department) RETURN n.id AS id LIMIT $most"),
    ("Platform", "MATCH (n:Platform) RETURN n.id AS id LIMIT $most"),
    ("DataDomain", "MATCH (n:DataDomain) RETURN n.id AS id LIMIT $most"),
)


def store_index(store: Store) -> Index:
    """An index over a store of any size."""
    entries: list[Entry] = []
    for _, statement in _NAMES:
        ids = [str(row[0]) for row in store.query(statement, {"most": NAMES}).rows]
        entries += [_placed(node) for node in store.nodes(ids)]

    def more(text: str) -> Sequence[Entry]:
        hits = store.search(text, GROUPS, LOOKED_UP)
        return [_found(node) for node in store.nodes([hit.id for hit in hits])]

    return Index(entries, more)


def _found(node: Node) -> Entry:
    if node.label != "Task":
        return _placed(node)
    return Entry("Task", node.id, name_of(node), str(node.get("number")), str(node.get("printed_label") or ""))


def _placed(node: Node) -> Entry:
    """A name with the place that it is of: of many places, each has a body of that name."""
    return replace(named_entry(node), also=str(node.get("jurisdiction") or ""))


def named_entry(node: Node, counts: tuple[tuple[str, int], ...] = ()) -> Entry:
    """A department, platform or data domain with every spelling under which it may be typed."""
    others = [str(node.get("canonical") or ""), *(node.get("aliases") or ())]
    if node.label == "Department":
        others += _spellings(name_of(node), node.get("jurisdiction"))
    elif node.label == "Platform":
        others += _platform_spellings(name_of(node))
    kept = tuple(dict.fromkeys(other for other in others if other and other != name_of(node)))
    return Entry(node.label, node.id, name_of(node), others=kept, counts=counts)


def _spellings(name: str, jurisdiction: str | None) -> tuple[str, ...]:
    from graph.organisations import spellings

    return spellings(name, jurisdiction)


@cache
def _platform_names() -> dict[str, tuple[str, ...]]:
    from graph.platforms import known_platforms

    return {platform.name: tuple(platform.aliases) for platform in known_platforms()}


def _platform_spellings(name: str) -> tuple[str, ...]:
    return _platform_names().get(name, ())
