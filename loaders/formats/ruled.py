"""Tables that lines draw: the cells between them, and which of them are merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.formats.page import Page, Rule

_NEAR = 3.0  # points within which two lines are one
_LEAST = 6.0  # points of the smallest cell's side
_COVERED = 0.7  # the share of a cell's side that a line must cover to be its border
MOST_RULES = 6000
"""Lines of a page beyond which they are a drawing."""
_MOST_CELLS = 40_000

Box = tuple[float, float, float, float]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid of rows and columns.

    Attributes:
        box: what the table covers.
        columns: x of the lines between columns, outer ones included.
        rows: y of the lines between rows, outer ones included.
        owners: for each row, the place (row, column) of the cell that each column belongs to; a merged cell owns several.
        boxes: the box of each cell by its place.
    """

    box: Box
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owners: tuple[tuple[Place, ...], ...]
    boxes: dict[Place, Box]


@dataclass(slots=True)
class _Line:
    """A level line at y from x to x, or an upright one at x from y to y."""

    at: float
    begin: float
    end: float


def find_ruled_tables(page: Page) -> list[RuledTable]:
    """The tables of two columns or more that a page's lines draw, from top to bottom."""
    if len(page.rules) > MOST_RULES:
        return []
    level = _merged([_Line((r.top + r.bottom) / 2, r.x0, r.x1) for r in page.rules if _is_level(r)])
    upright = _merged([_Line((r.x0 + r.x1) / 2, r.top, r.bottom) for r in page.rules if _is_upright(r)])
    tables = [t for group in _groups(level, upright) if (t := _table(*group)) is not None]
    outer = [t for t in tables if not any(t is not o and _inside(t.box, o.box) for o in tables)]
    return sorted(outer, key=lambda t: t.box[1])


def _is_level(rule: Rule) -> bool:
    return rule.bottom - rule.top <= _NEAR and rule.x1 - rule.x0 > _LEAST / 2


def _is_upright(rule: Rule) -> bool:
    return rule.x1 - rule.x0 <= _NEAR and rule.bottom - rule.top > _LEAST / 2


def _inside(a: Box, b: Box) -> bool:
    return a[0] >= b[0] - _NEAR and a[1] >= b[1] - _NEAR and a[2] <= b[2] + _NEAR and a[3] <= b[3] + _NEAR


def _merged(lines: list[_Line]) -> list[_Line]:
    """Lines on one height drawn as one, pieces that touch joined."""
    lines.sort(key=lambda line: line.at)
    rows: list[list[_Line]] = []
    for line in lines:
        if rows and line.at - rows[-1][0].at <= _NEAR:
            rows[-1].append(line)
        else:
            rows.append([line])
    out: list[_Line] = []
    for row in rows:
        at = sum(line.at for line in row) / len(row)
        row.sort(key=lambda line: line.begin)
        for line in row:
            if out and out[-1].at == at and line.begin <= out[-1].end + _NEAR:
                out[-1].end = max(out[-1].end, line.end)
            else:
                out.append(_Line(at, line.begin, line.end))
    return out


def _groups(level: list[_Line], upright: list[_Line]) -> Iterable[tuple[list[_Line], list[_Line]]]:
    """Lines that touch one another, a table each."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(level):
        for j, v in enumerate(upright, len(level)):
            if h.begin - _NEAR <= v.at <= h.end + _NEAR and v.begin - _NEAR <= h.at <= v.end + _NEAR:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for i, line in enumerate([*level, *upright]):
        groups.setdefault(root(i), ([], []))[i >= len(level)].append(line)
    return groups.values()


def _positions(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _LEAST:
            out.append(value)
    return out


def _table(level: list[_Line], upright: list[_Line]) -> RuledTable | None:
    if len(level) < 2 or not upright:
        return None
    # a table may be open at its sides: its level lines then reach further than its upright ones
    xs = _positions([v.at for v in upright] + [h.begin for h in level] + [h.end for h in level])
    ys = _positions(h.at for h in level)
    wide, tall = len(xs) - 1, len(ys) - 1
    if wide < 2 or tall < 1 or wide * tall > _MOST_CELLS:
        return None
    owner: dict[Place, Place] = {(r, c): (r, c) for r in range(tall) for c in range(wide)}

    def root(place: Place) -> Place:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    sides = [[v for v in upright if abs(v.at - x) <= _LEAST] for x in xs]
    edges = [[h for h in level if abs(h.at - y) <= _LEAST] for y in ys]
    for r, (top, bottom) in enumerate(pairwise(ys)):
        for c, (left, right) in enumerate(pairwise(xs)):
            if c + 1 < wide and not _covered(sides[c + 1], top, bottom):
                a, b = sorted((root((r, c)), root((r, c + 1))))
                owner[b] = a
            if r + 1 < tall and not _covered(edges[r + 1], left, right):
                a, b = sorted((root((r, c)), root((r + 1, c))))
                owner[b] = a
    boxes: dict[Place, Box] = {}
    for r in range(tall):
        for c in range(wide):
            key = root((r, c))
            box = boxes.get(key, (xs[c], ys[r], xs[c + 1], ys[r + 1]))
            boxes[key] = (min(box[0], xs[c]), min(box[1], ys[r]), max(box[2], xs[c + 1]), max(box[3], ys[r + 1]))
    if len(boxes) < 3:
        return None
    owners = tuple(tuple(root((r, c)) for c in range(wide)) for r in range(tall))
    return RuledTable((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), owners, boxes)


def _covered(lines: Sequence[_Line], begin: float, end: float) -> bool:
    """Whether lines cover enough of a stretch."""
    length = sum(max(0.0, min(line.end, end) - max(line.begin, begin)) for line in lines)
    return length >= _COVERED * (end - begin)
