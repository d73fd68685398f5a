"""A picture as the statement that finds its lines: one branch a type of relationship, in the dialect of both engines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from explorer.picture import Picture


def statement_of(picture: Picture) -> str:
    """The lines of a picture as rows: relationship, and the ids and names of its two ends; empty without a line."""
    kinds = {shown.node.id: shown.node.label for shown in picture.nodes}
    ends: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for line in picture.lines:
        if line.relationship is not None:
            ends[line.type, kinds[line.start], kinds[line.end]].append((line.start, line.end))
    return "\nUNION ALL\n".join(_branch(*key, pairs) for key, pairs in ends.items())


def _branch(kind: str, first: str, last: str, pairs: list[tuple[str, str]]) -> str:
    one, other = (_among(name, ids) for name, ids in (("a", {a for a, _ in pairs}), ("b", {b for _, b in pairs})))
    return (
        f"MATCH (a:{first})-[:{kind}]->(b:{last})\nWHERE {one}\n  AND {other}\n"
        f"RETURN '{kind}' AS relationship, a.id AS one, {_name('a', first)} AS one_name, b.id AS two, {_name('b', last)} AS two_name"
    )


def _name(variable: str, label: str) -> str:
    return f"{variable}.{'title' if label == 'Task' else 'name'}"


def _among(variable: str, ids: Iterable[str]) -> str:
    return f"{variable}.id IN [{', '.join(_quoted(key) for key in sorted(ids))}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
