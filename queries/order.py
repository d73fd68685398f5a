"""The order of an answer's rows, and of what stands in one cell: numbers as printed, departments in their sequence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from queries.question import Column, Question


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """A task's number for sorting: 9 before 13.2 before 24."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"[.\-]", number))


def sequence(name: str) -> tuple[Any, ...]:
    """A department's place in the official sequence (機構序列)."""
    place: tuple[Any, ...] = import_module("graph.organisations").order_key(name)
    return place


def arranger(column: Column) -> Callable[[Any], Any]:
    """What puts a cell in its final form: lists, which engines collect in any order, are sorted."""
    keys: dict[str, Callable[[str], Any]] = {"departments": sequence, "numbers": natural, "names": lambda name: name}
    if column.kind not in keys:
        return lambda value: value
    key = keys[column.kind]
    return lambda value: sorted((v for v in value or () if v), key=lambda v: (key(v), v))


class _Descending:
    """Turns a comparison round, so that one sort can mix directions."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Descending) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Descending) and bool(self.value == other.value)


def sort_key(question: Question) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """The key of the question's `order`; missing values come last, departments in their sequence."""
    places = list(question.columns)
    steps = [(places.index(name), question.columns[name].kind, down) for name, down in question.order]

    def key(row: Sequence[Any]) -> tuple[Any, ...]:
        parts = []
        for place, kind, down in steps:
            value = row[place]
            if value is not None and kind == "department":
                value = (sequence(value), value)
            elif value is not None and kind == "number":
                value = natural(value)
            parts.append((value is None, _Descending(value) if down else value))
        return tuple(parts)

    return key
