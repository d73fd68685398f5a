"""Pages become paragraphs and tables: headers, footers and page numbers left out, columns in order, lines joined.

Used by every format that knows places and no paragraphs (PDF, OFD).
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from graph.errors import TooLarge, TooSlow
from graph.identity import shadow
from loaders.formats.assemble import Assembly
from loaders.formats.page import Page
from loaders.formats.print_lines import Gutter, Line, crosses, gap_between, gutter_of, lines_of, space_between, whole
from loaders.formats.print_tables import PrintedTable, read_table
from loaders.formats.ruled import find_ruled_tables
from loaders.labels import begins_with_label

MOST_PAGES = 500
MOST_GLYPHS = 40_000
"""Characters of one page."""
LONGEST = 60.0
"""Seconds that laying out all pages may take."""
_SPLIT = "Split it, or save only the plan."
_MARGIN = 0.12  # the share of a page's height, above and below, in which headers and footers stand
_OFTEN = 0.4  # the share of pages on which a header is repeated
_NUMBER = re.compile(
    r"[-—–·•.~\s]*(?:第\s*)?[\dⅠⅡⅢⅣⅤ]{1,4}(?:\s*[页頁])?(?:\s*[/,，共]\s*(?:共\s*)?\d{1,4}\s*[页頁]?)?[-—–·•.~\s]*$"
)
_APART = 1.25  # of the usual distance of lines: where paragraphs stand farther apart than their lines
_INDENT = (1.4, 2.7)  # characters by which a paragraph's first line is indented


@dataclass(slots=True)
class _Column:
    """A stretch of lines of one column on one page of a width, and the bounds that they keep."""

    key: int
    lines: list[Line]
    width: float
    left: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class _Style:
    """Whether a paragraph's first line is indented, how far apart lines stand, and whether paragraphs do farther."""

    indents: bool
    pitch: float
    spaced: bool


@dataclass(slots=True)
class _Sheet:
    """One page cut up: rows of pieces, and tables with their upper edges."""

    height: float
    width: float
    rows: list[list[Line]]
    tables: list[tuple[float, PrintedTable]] = field(default_factory=list)
    parts: list[_Column | PrintedTable] = field(default_factory=list)


def write_pages(pages: Sequence[Page], out: Assembly) -> None:
    """Write the text of pages, in reading order, into an assembly.

    Raises:
        TooLarge: more characters on a page, or more pages, than a document has.
        TooSlow: laying the pages out takes longer than the limit.
    """
    until = time.monotonic() + LONGEST
    sheets = []
    for number, page in enumerate(pages, 1):
        if number > MOST_PAGES:
            raise TooLarge(f"the file has more than {MOST_PAGES} pages", where=out.source, advice=_SPLIT)
        if len(page.glyphs) > MOST_GLYPHS:
            raise TooLarge(f"page {number} has {len(page.glyphs)} characters", where=out.source, advice=_SPLIT)
        if time.monotonic() > until:
            raise TooSlow(f"laying out its pages takes longer than {LONGEST:.0f} seconds", where=out.source)
        sheets.append(_cut(page))
    _drop_furniture(sheets)
    gutters = [gutter_of(sheet.rows) for sheet in sheets]
    found = sorted(g for g in gutters if g is not None)
    usual = found[len(found) // 2] if found else None
    for sheet, gutter in zip(sheets, gutters, strict=True):
        if gutter is None and usual is not None and not crosses(sheet.rows, usual):
            # a last page, too short to show its columns
            gutter = usual
        sheet.parts = _in_order(sheet, gutter)
    parts = _put_together([part for sheet in sheets for part in sheet.parts])
    columns = [part for part in parts if isinstance(part, _Column)]
    _bound(columns)
    pitches = [b.top - a.top for column in columns for a, b in pairwise(column.lines)]
    _write(parts, out, _style(columns, pitches))


def _cut(page: Page) -> _Sheet:
    tables = find_ruled_tables(page)
    rest = list(page.glyphs)
    found: list[tuple[float, PrintedTable]] = []
    for table in tables:
        x0, top, x1, bottom = table.box
        inside = [g for g in rest if x0 <= (g.x0 + g.x1) / 2 <= x1 and top <= g.middle <= bottom]
        if not inside:
            continue
        chosen = set(map(id, inside))
        rest = [g for g in rest if id(g) not in chosen]
        found.append((top, read_table(table, inside)))
    return _Sheet(page.height, page.width, lines_of(rest), found)


# what stands on every page


def _drop_furniture(sheets: Sequence[_Sheet]) -> None:
    """Take page numbers and repeated headers and footers out of the rows."""
    edges = [[row for row in sheet.rows if _at_edge(row, sheet)] for sheet in sheets]
    repeated = Counter(key for rows in edges for key in {_print_of(row) for row in rows})
    least = max(2, _OFTEN * len(sheets))
    for sheet, rows in zip(sheets, edges, strict=True):
        gone = {id(row) for row in rows if _NUMBER.match(shadow(whole(row).text)) or repeated[_print_of(row)] >= least}
        sheet.rows = [row for row in sheet.rows if id(row) not in gone]


def _at_edge(row: Sequence[Line], sheet: _Sheet) -> bool:
    top, bottom = min(p.top for p in row), max(p.bottom for p in row)
    if bottom < _MARGIN * sheet.height:
        return not any(t < top for t, _ in sheet.tables)
    return top > (1 - _MARGIN) * sheet.height


def _print_of(row: Sequence[Line]) -> tuple[str, int]:
    """A row's words without its numbers, and its height on the page."""
    return re.sub(r"\d+", "#", whole(row).text), round(min(p.top for p in row) / 6)


# the order of reading


def _in_order(sheet: _Sheet, gutter: Gutter | None) -> list[_Column | PrintedTable]:
    """A page's stretches of lines and its tables, in the order in which they are read."""
    parts: list[_Column | PrintedTable] = []
    tables = sorted(sheet.tables, key=lambda t: t[0])
    at = 0
    for top, table in [*tables, (float("inf"), None)]:
        rows: list[list[Line]] = []
        while at < len(sheet.rows) and min(p.top for p in sheet.rows[at]) < top:
            rows.append(sheet.rows[at])
            at += 1
        parts += _columns(rows, gutter, sheet.width)
        if table is not None:
            parts.append(table)
    return parts


def _columns(rows: Sequence[Sequence[Line]], gutter: Gutter | None, width: float) -> list[_Column | PrintedTable]:
    if gutter is None:
        return [_Column(0, [whole(row) for row in rows], width)] if rows else []
    parts: list[_Column | PrintedTable] = []
    left: list[Line] = []
    right: list[Line] = []

    def close() -> None:
        parts.extend(_Column(key, lines, width) for key, lines in ((1, list(left)), (2, list(right))) if lines)
        left.clear()
        right.clear()

    for pieces in rows:
        row = gutter.part(pieces)
        if any(p.x0 < gutter.at < p.x1 and p.x1 > gutter.right for p in row):
            close()
            parts.append(_Column(0, [whole(row)], width))
            continue
        before, after = [p for p in row if p.x0 < gutter.at], [p for p in row if p.x0 >= gutter.at]
        left += [whole(before)] if before else []
        right += [whole(after)] if after else []
    close()
    return parts


def _put_together(parts: Sequence[_Column | PrintedTable]) -> list[_Column | PrintedTable]:
    """A table that goes on over the end of a page is one table."""
    out: list[_Column | PrintedTable] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, PrintedTable) and isinstance(last, PrintedTable) and last.goes_on(part):
            last.add(part)
        else:
            out.append(part)
    return out


# paragraphs


def _bound(columns: Sequence[_Column]) -> None:
    """The left and right edge that most lines of each column keep."""
    for key in {column.key for column in columns}:
        same = [column for column in columns if column.key == key]
        lines = [line for column in same for line in column.lines]
        left, right = _edge([line.x0 for line in lines], min), _edge([line.x1 for line in lines], max)
        for column in same:
            # lines that leave half of the page free are short ones, not broken by its width
            short = key == 0 and right < 0.5 * column.width
            column.left, column.right = left, column.width if short else right


def _edge(values: Sequence[float], outermost: Callable[[Sequence[float]], float]) -> float:
    """The outermost place at which several lines begin or end."""
    counts = Counter(round(v / 2) for v in values)
    often = [v for v in values if counts[round(v / 2)] >= max(2, 0.02 * len(values))]
    return outermost(often or values)


def _style(columns: Sequence[_Column], pitches: Sequence[float]) -> _Style:
    pitch = median(pitches) if pitches else 0.0
    wide = sum(p > _APART * pitch for p in pitches)
    return _Style(_indents(columns), pitch, wide >= 3 and 0.1 * len(pitches) <= wide <= 0.6 * len(pitches))


def _indents(columns: Sequence[_Column]) -> bool:
    """Whether paragraphs begin with an indented line."""
    lines = [(column, line) for column in columns for line in column.lines]
    indented = sum(1 for column, line in lines if _is_indented(column, line))
    flush = sum(1 for column, line in lines if abs(line.x0 - column.left) < 0.5 * line.size)
    return indented >= 2 and indented >= 0.05 * len(lines) and flush > 0


def _is_indented(column: _Column, line: Line) -> bool:
    return _INDENT[0] <= (line.x0 - column.left) / line.size <= _INDENT[1]


def _write(parts: Sequence[_Column | PrintedTable], out: Assembly, style: _Style) -> None:
    words = ""
    last: tuple[_Column, Line] | None = None
    for part in parts:
        if isinstance(part, PrintedTable):
            if words:
                out.paragraph(words)
            words, last = "", None
            out.table(part.rows)
            continue
        for line in part.lines:
            if last is not None and _goes_on(*last, part, line, style):
                words += space_between(words, line.text) + line.text
            else:
                if words:
                    out.paragraph(words)
                words = line.text
            last = part, line
    if words:
        out.paragraph(words)


def _goes_on(column: _Column, line: Line, following: _Column, after: Line, style: _Style) -> bool:
    """Whether a line is broken by the column's width and goes on in the next one."""
    if column.key != following.key and 0 in (column.key, following.key):
        return False
    if abs(line.size - after.size) > 0.15 * line.size:
        return False
    spaced = style.spaced and column is following
    if column is following and after.top - line.top > (_APART if spaced else 1.6) * style.pitch:
        return False
    # where first lines are indented, one that is not goes on, unless much room was left before it
    slack = 2.5 if spaced else 1.5 if style.indents else 0.1
    if column.right - line.x1 > after.head + gap_between(line, after) + slack * after.size:
        return False
    if after.x0 - following.left > 0.9 * after.size:
        return False
    # where no line is indented, only a label tells that a new paragraph begins
    return style.indents or not begins_with_label(shadow(after.text), 0)
