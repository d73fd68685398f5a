"""Glyphs become lines: what stands on one height, cut where a gap is wide, in the order in which columns are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from loaders.formats.page import Glyph

_GAP = 1.6  # of a character's width: a gap between two pieces of a line
_LEAST_LINES = 5  # of a column
_LEAST_WIDTH = 7.0  # characters of a column's usual line
_CROSSING = 0.25  # the share of lines that may run over both columns (titles)
_CLOSING = "、,。;:!?)]〕】》”’」』%,.;:!?)"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line or a piece of one, glyphs from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.glyphs[-1].x1

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(g.top for g in self.glyphs)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(g.bottom for g in self.glyphs)

    @property
    def size(self) -> float:
        """The height of most of its characters."""
        return median(g.size for g in self.glyphs)

    @property
    def text(self) -> str:
        """Its characters, with a space where one is printed and two where a gap is wide."""
        gaps = [b.x0 - a.x1 for a, b in pairwise(self.glyphs)]
        # a line that is stretched over its width has gaps everywhere, and none of them is a space
        stretch = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0
        out = [self.glyphs[0].text]
        for before, glyph, gap in zip(self.glyphs, self.glyphs[1:], gaps, strict=False):
            free = gap - stretch
            if free > _GAP * glyph.size:
                out.append("  ")
            elif free > 0.8 * glyph.size or (free > 0.18 * glyph.size and _narrow(before) and _narrow(glyph)):
                out.append(" ")
            out.append(glyph.text)
        return "".join(out).strip()

    @property
    def head(self) -> float:
        """The width of what cannot be parted at its beginning: a word, or a character and its closing marks."""
        last = self.glyphs[0]
        for glyph in self.glyphs[1:]:
            word = _narrow(last) and _narrow(glyph) and glyph.x0 - last.x1 < 0.18 * glyph.size
            if not word and glyph.text not in _CLOSING:
                break
            last = glyph
        return last.x1 - self.glyphs[0].x0


def _narrow(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isalnum()


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Line]]:
    """The rows of a region from top to bottom, each as its pieces from left to right."""
    # spaces are seen as gaps: some writers leave them out, some print several on one place
    rows: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted((g for g in glyphs if g.text.strip()), key=lambda g: (g.middle, g.x0)):
        if rows and glyph.middle - middle <= 0.45 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle = glyph.middle
    return [_pieces(sorted(row, key=lambda g: (g.x0, g.x1))) for row in rows]


def _pieces(row: Sequence[Glyph]) -> list[Line]:
    out: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        if glyph.text == before.text and abs(glyph.x0 - before.x0) < 0.2 * glyph.size:
            continue  # printed twice to look bold
        if glyph.x0 - before.x1 > _GAP * max(glyph.size, before.size):
            out.append([glyph])
        else:
            out[-1].append(glyph)
    return [Line(tuple(piece)) for piece in out]


def whole(row: Sequence[Line]) -> Line:
    """The pieces of a row as one line."""
    return Line(tuple(g for piece in row for g in piece.glyphs))


class Gutter(NamedTuple):
    """The space between two columns: a place in it, and where the right column begins."""

    at: float
    right: float

    def part(self, row: Sequence[Line]) -> list[Line]:
        """A row's pieces, one cut that runs over the space only because a closing mark hangs into it."""
        out: list[Line] = []
        for piece in row:
            cut = next(
                (i for i in range(1, len(piece.glyphs)) if self._begins(piece.glyphs[i - 1], piece.glyphs[i])), 0
            )
            out += [Line(piece.glyphs[:cut]), Line(piece.glyphs[cut:])] if cut else [piece]
        return out

    def _begins(self, before: Glyph, glyph: Glyph) -> bool:
        if glyph.x0 - before.x1 < 0.4 * glyph.size or before.x0 >= self.at:
            return False
        offset = (glyph.x0 - self.right) / glyph.size
        return abs(offset) < 0.3 or 1.4 < offset < 2.7


def gutter_of(rows: Sequence[Sequence[Line]]) -> Gutter | None:
    """Where the space between two columns is, None where there is one column."""
    pieces = [piece for row in rows for piece in row]
    if len(pieces) < 2 * _LEAST_LINES:
        return None
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    size = median(p.size for p in pieces)
    best: tuple[int, Gutter] | None = None
    ends = sorted({round(p.x1, 1) for p in pieces if left + 0.3 * (right - left) < p.x1 < left + 0.7 * (right - left)})
    for end in ends[:: max(1, len(ends) // 200)]:
        at = end + 0.3 * size
        before = [p for p in pieces if p.x1 <= at]
        after = [p for p in pieces if p.x0 >= at]
        crossing = len(pieces) - len(before) - len(after)
        if min(len(before), len(after)) < _LEAST_LINES or crossing > _CROSSING * (len(before) + len(after)):
            continue
        widths = [median(p.x1 - p.x0 for p in side) for side in (before, after)]
        room = min(p.x0 for p in after) - max(p.x1 for p in before)
        if min(widths) < _LEAST_WIDTH * size or room < 0.8 * size or _beside(rows, at) < _LEAST_LINES:
            continue
        if best is None or crossing < best[0]:
            best = crossing, Gutter(at, min(p.x0 for p in after))
    return best[1] if best else None


def crosses(rows: Sequence[Sequence[Line]], gutter: Gutter) -> bool:
    """Whether more lines run over the space between columns than titles do."""
    pieces = [piece for row in rows for piece in gutter.part(row)]
    return sum(p.x0 < gutter.at < p.x1 for p in pieces) > _CROSSING * len(pieces)


def _beside(rows: Sequence[Sequence[Line]], at: float) -> int:
    """How many lines left of a place have one right of it at their height."""
    pieces = [piece for row in rows for piece in row]
    right = [(p.top, p.bottom) for p in pieces if p.x0 >= at]
    top, bottom = min(t for t, _ in right), max(b for _, b in right)
    return sum(1 for p in pieces if p.x1 <= at and top <= (p.top + p.bottom) / 2 <= bottom)


def space_between(before: str, after: str) -> str:
    """What a line break stands for: a space between two Latin words, else nothing (a number may be broken anywhere).

    >>> space_between("一網", "統管"), space_between("Smart", "City"), space_between("12", "00路")
    ('', ' ', '')
    """
    edges = before[-1:] + after[:1]
    return " " if len(edges) == 2 and edges.isascii() and edges.isalnum() and not edges.isdigit() else ""


def gap_between(before: Line, after: Line) -> float:
    """What a writer would have left between two lines' characters: a quarter where Latin and Chinese ones meet."""
    ends, begins = _narrow(before.glyphs[-1]), _narrow(after.glyphs[0])
    return 0.35 * after.size if ends != begins else 0.0
