"""What the tests of the reader share: a text read, and who does what in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from loaders.facts import Facts, Item
from loaders.source import SourceText
from loaders.structure import read_structure


def read(text: str, source: SourceText | None = None) -> Facts:
    """The structure of a text."""
    facts = Facts()
    read_structure(source or SourceText(text), facts)
    return facts


def who(facts: Facts, number: str, kind: str = "LEADS") -> list[str]:
    """The names in one role of one item, by rank."""
    return [r.name for r in sorted(facts.roles, key=lambda r: r.rank) if (r.item, r.kind) == (number, kind)]


def due(facts: Facts, number: str) -> str | None:
    """An item's deadline."""
    return next((d.due_on for d in facts.dues if d.item == number), None)


def titles(facts: Facts) -> list[tuple[str, str]]:
    """Number and title of every item."""
    return [(item.number, item.title) for item in facts.items]


def faults(text: str, facts: Facts) -> Iterator[str]:
    """Everything in the facts that breaks what they promise about offsets and names."""
    numbers = [item.number for item in facts.items]
    if len(set(numbers)) != len(numbers):
        yield "a number twice"
    known: dict[str, Item] = {item.number: item for item in facts.items}
    for item in facts.items:
        if not 0 <= item.span.start <= item.span.end <= len(text):
            yield f"span of {item.number}"
        if any(not item.span.start <= b.start < b.end <= item.span.end for b in item.body):
            yield f"body of {item.number}"
        if item.parent is not None and item.parent not in known:
            yield f"parent of {item.number}"
    for role in facts.roles:
        if role.item not in known:
            yield f"item of {role}"
        if "".join(text[role.mention.start : role.mention.end].split()) != role.name:
            yield f"mention of {role}"
        if not role.evidence.start <= role.mention.start <= role.mention.end <= role.evidence.end:
            yield f"evidence of {role}"
    for deadline in facts.dues:
        if "".join(text[deadline.span.start : deadline.span.end].split()) != deadline.text:
            yield f"due {deadline}"
    for used in facts.used:
        if not 0 <= used.span.start < used.span.end <= len(text):
            yield f"used {used}"


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, Python's own included, while some work is done."""
    count = 0

    def saw(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(saw)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
