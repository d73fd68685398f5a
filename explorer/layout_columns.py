"""Columns that read like a table: departments, the tasks by their role, platforms, data; every row has its text.

Tasks stand in the plan's order, departments in 機構序列, platforms and data by their first use. Lines run from a row's edge
to a row's edge; a column that lies between is crossed in the gap between two of its rows, so that no line touches a row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from explorer.layout import FONT, INWARD, LINE, Box, Head, Layout, caption
from explorer.picture import Picture
from explorer.picture_palette import TYPES
from explorer.picture_text import width, wrap

# Pixels. A row of one line is 26 high; the gap between rows is where lines may pass.
MARGIN, PADDING, SIGN = 14.0, 8.0, 20.0
ROW, GAP, TOP = 26.0, 10.0, 44.0
# A short picture spreads its rows over so much height, with gaps of at most so much.
COMFORTABLE, WIDEST_GAP = 560.0, 24.0
# Lines that run through one gap stand so far apart, where there is room.
APART = 5.0
NARROW_GUTTER, WIDE_GUTTER = 56.0, 150.0
CLEAR = 3.0
_SPREAD = ("Official", "Department")
_ORDER = ("Official", "Department", "Task", "Platform", "DataDomain", "Target")
# How a column's width grows with its words: the least and the most, in em.
_EMS = {
    "Official": (5.0, 9.0),
    "Department": (7.0, 13.0),
    "Task": (13.0, 26.0),
    "Platform": (8.0, 17.0),
    "DataDomain": (6.0, 13.0),
    "Target": (8.0, 16.0),
}

_LONG = 0.62


@dataclass(slots=True)
class _Row:
    id: str
    kind: str
    text: str
    more: int = 0
    lines: tuple[str, ...] = ()
    height: float = ROW
    top: float = 0.0

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def badge(self) -> float:
        """The room in px that the count of hidden neighbours takes."""
        return 10.0 + 7.0 * len(str(self.more)) if self.more else 0.0


@dataclass(slots=True)
class _Column:
    key: str
    kind: str
    rows: list[_Row] = field(default_factory=list)
    count: int = 0
    left: float = 0.0
    right: float = 0.0


def columns(picture: Picture, centre: str, group_names: Mapping[str, str], canvas: float) -> Layout:
    """Rows, heads and ways of a picture in columns that fill the canvas' width."""
    made = _columns(picture, centre, group_names)
    _share_out(made, canvas)
    where = {row.id: (place, row) for place, column in enumerate(made) for row in column.rows}
    ties: dict[str, list[str]] = defaultdict(list)
    for line in picture.lines:
        ties[line.start].append(line.end)
        ties[line.end].append(line.start)
    height = _stack(made, ties, where, centre)
    ways = _Ways(made, where).all(picture)
    places, boxes = {}, {}
    for column in made:
        for row in column.rows:
            wide = column.right - column.left
            places[row.id] = (round((column.left + column.right) / 2, 1), round(row.middle, 1))
            boxes[row.id] = Box(row.id, row.kind, row.lines, SIGN / 2, wide, row.height)
    heads = tuple(Head(c.key, c.count, round(c.left, 1), round(c.right, 1)) for c in made)
    return Layout("columns", places, boxes, heads, ways, (canvas, height))


def _columns(picture: Picture, centre: str, group_names: Mapping[str, str]) -> list[_Column]:
    around_task = any(shown.node.id == centre and shown.node.label == "Task" for shown in picture.nodes)
    roles: dict[str, str] = {}
    types = {kind: place for place, kind in enumerate(TYPES)}
    for line in sorted(picture.lines, key=lambda line: types[line.type]):
        if centre in (line.start, line.end):
            outward = line.start == centre
            role = line.type if outward or not around_task else INWARD + line.type
            roles.setdefault(line.end if outward else line.start, role)
    columns: dict[tuple[int, int], _Column] = {}

    def column(kind: str, role: str) -> _Column:
        key = role if kind == "Task" and role else kind
        return columns.setdefault((_ORDER.index(kind), _rank(key, around_task)), _Column(key, kind))

    for shown in picture.nodes:
        kind = shown.node.label
        found = column(kind, roles.get(shown.node.id, ""))
        found.count += 1
        row = _Row(shown.node.id, kind, caption(shown), shown.more)
        if shown.node.id == centre:
            found.rows.insert(0, row)
        else:
            found.rows.append(row)
    for group in picture.groups:
        role = group.type if group.of == centre else ""
        if role and around_task and not group.outward:
            role = INWARD + role
        found = column(group.kind, role)
        found.count += group.rest
        found.rows.append(_Row(group.id, group.kind, group_names.get(group.id, f"+{group.rest}")))
    return [columns[rank] for rank in sorted(columns)]


def _rank(key: str, around_task: bool) -> int:
    """Where a column of tasks stands among others: by role, and what has no line to the centre behind.

    Around a task: what stands above it and what waits for it before it, its parts and what it waits for behind.
    """
    inward = key.startswith(INWARD)
    kind = key.removeprefix(INWARD)
    if kind not in TYPES:
        return 50
    place = TYPES.index(kind)
    if not around_task:
        return place
    return 49 - place if inward else 51 + len(TYPES) - place


def _share_out(made: Sequence[_Column], canvas: float) -> None:
    """Widths of columns and gutters: as much as the words want, together the whole canvas."""
    if not made:
        return
    most = [_wish(column, _EMS[column.kind][1]) for column in made]
    least = [min(_need(column), wish) for column, wish in zip(made, most, strict=True)]
    gutters = len(made) - 1
    room = canvas - 2 * MARGIN - gutters * NARROW_GUTTER
    if sum(most) <= room:
        widths = list(most)
        spare = room - sum(widths)
        gutter = NARROW_GUTTER + (min(WIDE_GUTTER - NARROW_GUTTER, spare / gutters) if gutters else 0)
        left = canvas - 2 * MARGIN - gutters * gutter - sum(widths)
        widths = [wide + left / len(widths) for wide in widths]
    else:
        stretch = max(0.0, room - sum(least)) / max(1e-9, sum(most) - sum(least))
        widths = [a + (b - a) * min(1.0, stretch) for a, b in zip(least, most, strict=True)]
        over = sum(widths) - room
        if over > 0:
            # Titles give way first: they break and are cut more kindly than names.
            tasks = [wide if column.kind == "Task" else 0.0 for column, wide in zip(made, widths, strict=True)]
            give = min(over, 0.25 * sum(tasks))
            widths = [wide - give * part / (sum(tasks) or 1.0) for wide, part in zip(widths, tasks, strict=True)]
            widths = [wide * min(1.0, room / sum(widths)) for wide in widths]
        gutter = NARROW_GUTTER
    at = MARGIN
    for column, wide in zip(made, widths, strict=True):
        column.left, column.right = at, at + wide
        at += wide + gutter
        for row in column.rows:
            row.lines = _lines(row.text, (wide - SIGN - 2 * PADDING - row.badge) / FONT)
            row.height = ROW + LINE * (len(row.lines) - 1)


def _lines(text: str, most: float) -> tuple[str, ...]:
    """A row's text on one line or two; a second line of one or two characters takes some from the first."""
    made = wrap(text, most)
    if len(made) == 2 and width(made[1]) < 3 and not made[1].endswith("…"):
        kinder = wrap(text, most - 2.5)
        if len(kinder) == 2 and not kinder[1].endswith("…"):
            return kinder
    return made


def _wish(column: _Column, most: float) -> float:
    longest = max((width(row.text) * FONT + row.badge for row in column.rows), default=0.0)
    return min(longest + 4.0, most * FONT) + SIGN + 2 * PADDING


def _need(column: _Column) -> float:
    """The width at which texts have room on two lines, broken a little unevenly; a very long one does not count."""
    least, most = _EMS[column.kind]
    ems = max((min(width(row.text) / 2 + 1.2, _LONG * most) + row.badge / FONT for row in column.rows), default=0.0)
    return max(ems, least) * FONT + SIGN + 2 * PADDING


def _stack(
    made: Sequence[_Column], ties: Mapping[str, Sequence[str]], where: Mapping[str, tuple[int, _Row]], centre: str
) -> float:
    """Heights: the longest column of tasks is packed, in the others a row stands near what it is tied to, in order."""
    heights = [sum(row.height + GAP for row in column.rows) - GAP for column in made]
    # The tasks give the order in which one reads: their longest column is the one that the others follow.
    lead = [place for place, column in enumerate(made) if column.kind == "Task"] or list(range(len(made)))
    longest = max(lead, key=lambda place: (heights[place], -place), default=0)
    most = heights.index(max(heights)) if heights else 0
    rows = len(made[most].rows) if made else 0
    spare = (COMFORTABLE - max(heights, default=0.0)) / max(1, rows - 1)
    gap = GAP + min(max(0.0, spare), WIDEST_GAP - GAP)
    tallest = max(heights, default=0.0) + (gap - GAP) * max(0, rows - 1)
    for column in made:
        at = TOP
        for row in column.rows:
            row.top = at
            at += row.height + gap
    by_distance = sorted(range(len(made)), key=lambda place: (abs(place - longest), place))
    for place in by_distance:
        column = made[place]
        if place == longest:
            continue
        if column.kind in _SPREAD and not any(row.id == centre for row in column.rows):
            # Their order has nothing to do with the plan's: they stand along it evenly, from the top.
            step = (tallest - column.rows[-1].height) / max(1, len(column.rows) - 1)
            wishes = [TOP + step * order for order in range(len(column.rows))]
        else:
            wishes = []
            for row in column.rows:
                ends = [where[other][1].middle for other in ties[row.id] if where[other][0] != place]
                wishes.append(TOP if row.id == centre or not ends else sum(ends) / len(ends) - row.height / 2)
        _settle(column.rows, wishes, TOP + tallest, gap)
    return TOP + tallest + MARGIN


def _settle(rows: Sequence[_Row], wishes: Sequence[float], bottom: float, gap: float) -> None:
    """Each row as near to its wish as order, gaps and the bottom allow."""
    at = TOP
    for row, wish in zip(rows, wishes, strict=True):
        row.top = max(at, wish)
        at = row.top + row.height + gap
    at = bottom
    for row in reversed(rows):
        row.top = min(row.top, at - row.height)
        at = row.top - gap


class _Ways:
    """The ways of lines between rows."""

    def __init__(self, made: Sequence[_Column], where: Mapping[str, tuple[int, _Row]]) -> None:
        self.columns = made
        self.where = where
        self.gaps = [_gaps(column.rows) for column in made]

    def all(self, picture: Picture) -> dict[str, tuple[float, ...]]:
        """Each line's way, from its start to its end."""
        ports = self._ports(picture)
        across: dict[str, tuple[int, int, float, float]] = {}
        for line in picture.lines:
            a, b = self.where[line.start][0], self.where[line.end][0]
            start, end = ports[line.id, True], ports[line.id, False]
            if a != b:
                across[line.id] = (a, b, start, end) if a < b else (b, a, end, start)
        levels = self._levels(across)
        ways = {}
        for line in picture.lines:
            if line.id not in across:
                start, end = ports[line.id, True], ports[line.id, False]
                ways[line.id] = self._beside(self.where[line.start][0], start, end)
                continue
            a, b, start, end = across[line.id]
            way = self._across(a, b, start, end, [levels[line.id, place] for place in range(a + 1, b)])
            ways[line.id] = way if self.where[line.start][0] == a else _reversed(way)
        return ways

    def _levels(self, across: Mapping[str, tuple[int, int, float, float]]) -> dict[tuple[str, int], float]:
        """At which height a line crosses each column between: in the gap nearest to the straight way, apart from others."""
        bands: dict[tuple[int, float, float], list[tuple[float, str]]] = defaultdict(list)
        for line_id, (a, b, start, end) in across.items():
            left, right = self.columns[a].right, self.columns[b].left
            for place in range(a + 1, b):
                column = self.columns[place]
                share = ((column.left + column.right) / 2 - left) / max(1.0, right - left)
                wish = start + (end - start) * share
                top, bottom = _nearest(self.gaps[place], wish)
                bands[place, top, bottom].append((wish, line_id))
        levels = {}
        for (place, top, bottom), found in bands.items():
            found.sort()
            apart = min(APART, (bottom - top) / max(1, len(found) - 1))
            at = top
            heights = []
            for wish, _ in found:
                at = max(at, min(max(wish, top), bottom))
                heights.append(at)
                at += apart
            at = bottom
            for order in range(len(found) - 1, -1, -1):
                heights[order] = min(heights[order], at)
                at = heights[order] - apart
                levels[found[order][1], place] = heights[order]
        return levels

    def _ports(self, picture: Picture) -> dict[tuple[str, bool], float]:
        """Where on its row's edge each line begins and ends: spread, in the order of the other ends."""
        edges: dict[tuple[str, bool], list[tuple[float, str, bool]]] = defaultdict(list)
        for line in picture.lines:
            (a, first), (b, second) = self.where[line.start], self.where[line.end]
            edges[line.start, b >= a].append((second.middle, line.id, True))
            edges[line.end, a >= b].append((first.middle, line.id, False))
        ports = {}
        for (row_id, _), found in edges.items():
            row = self.where[row_id][1]
            room = min(row.height - 12.0, 4.0 * (len(found) - 1))
            for place, (_, line_id, at_start) in enumerate(sorted(found)):
                share = place / (len(found) - 1) - 0.5 if len(found) > 1 else 0.0
                ports[line_id, at_start] = row.middle + room * share
        return ports

    def _beside(self, place: int, start: float, end: float) -> tuple[float, ...]:
        """Between two rows of one column: out into the gutter to the right and back."""
        edge = self.columns[place].right
        following = self.columns[place + 1].left if place + 1 < len(self.columns) else edge + 40
        bulge = edge + min(0.85 * (following - edge), 16 + abs(end - start) / 6)
        return _rounded(edge, start, bulge, start, bulge, end, edge, end)

    def _across(self, a: int, b: int, start: float, end: float, levels: Sequence[float]) -> tuple[float, ...]:
        """From a column to one further right, through the gaps of those between."""
        x, y = self.columns[a].right, start
        way: list[float] = [x, y]
        for column, level in zip(self.columns[a + 1 : b], levels, strict=True):
            way += _curve(x, y, column.left, level)
            third = (column.right - column.left) / 3
            way += (column.left + third, level, column.right - third, level, column.right, level)
            x, y = column.right, level
        way += _curve(x, y, self.columns[b].left, end)
        return _rounded(*way)


def _curve(x: float, y: float, to_x: float, to_y: float) -> tuple[float, ...]:
    half = (x + to_x) / 2
    return half, y, half, to_y, to_x, to_y


def _rounded(*numbers: float) -> tuple[float, ...]:
    return tuple(round(number, 1) for number in numbers)


def _reversed(way: Sequence[float]) -> tuple[float, ...]:
    points = [tuple(way[i : i + 2]) for i in range(0, len(way), 2)]
    return tuple(number for point in reversed(points) for number in point)


def _gaps(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """The level bands that hold no row: above the first, between rows, below the last."""
    if not rows:
        return [(TOP - GAP, TOP)]
    bands = [(TOP - GAP, rows[0].top - CLEAR)]
    bands += [(above.top + above.height + CLEAR, below.top - CLEAR) for above, below in pairwise(rows)]
    bands.append((rows[-1].top + rows[-1].height + CLEAR, rows[-1].top + rows[-1].height + 1e6))
    return [(top, bottom) for top, bottom in bands if bottom >= top]


def _nearest(bands: Sequence[tuple[float, float]], wish: float) -> tuple[float, float]:
    """The band that holds a height, or the nearest one; bands stand from top to bottom."""
    after = bisect_left(bands, (wish, wish))
    near = bands[max(0, after - 1) : after + 1]
    return min(near, key=lambda band: abs(min(max(wish, band[0]), band[1]) - wish))
