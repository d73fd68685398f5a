"""Ruled tables become rows of words; one that runs over several pages becomes one, its repeated head left out."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.identity import shadow
from loaders.formats.assemble import Merged
from loaders.formats.page import Glyph
from loaders.formats.print_lines import Line, gap_between, lines_of, space_between, whole
from loaders.formats.ruled import Box, RuledTable
from loaders.table_heads import column_kind, is_head

_SAME_PLACE = 4.0  # points by which a column may move from page to page
_PADDING = 7.0  # points of a cell's margin at most

Row = list[str | Merged]


@dataclass(slots=True)
class PrintedTable:
    """A table while its pages are put together."""

    columns: tuple[float, ...]
    rows: list[Row] = field(default_factory=list)

    def goes_on(self, other: PrintedTable) -> bool:
        """Whether another table, at the top of the next page, is the rest of this one."""
        return len(self.columns) == len(other.columns) and all(
            abs(a - b) <= _SAME_PLACE for a, b in zip(self.columns, other.columns, strict=True)
        )

    def add(self, other: PrintedTable) -> None:
        """Append the rest of the table that another page holds."""
        rows = list(other.rows)
        heads = _head_rows(self.rows)
        if heads and rows[: len(heads)] == heads:
            rows = rows[len(heads) :]
        number = _number_column(heads)
        if rows and self.rows and number is not None and not _printed(rows[0][number]) and len(self.rows) > len(heads):
            # a row that the end of the page has cut in two
            last = self.rows[-1]
            for column, cell in enumerate(rows[0]):
                above = last[column]
                if isinstance(cell, str) and cell and isinstance(above, str):
                    last[column] = above + cell
                elif isinstance(cell, str) and cell:
                    break
            else:
                rows = rows[1:]
        self.rows += rows


def _printed(cell: str | Merged) -> bool:
    return isinstance(cell, Merged) or bool(cell.strip())


def _head_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows down to the table's head, where it has one."""
    for at, row in enumerate(rows[:4]):
        if is_head(_kinds(row)):
            return list(rows[: at + 1])
    return []


def _kinds(row: Row) -> list[str]:
    return [column_kind(shadow(c).strip()) if isinstance(c, str) else "" for c in row]


def _number_column(heads: Sequence[Row]) -> int | None:
    kinds = _kinds(heads[-1]) if heads else []
    return kinds.index("number") if "number" in kinds else None


def read_table(table: RuledTable, glyphs: Sequence[Glyph]) -> PrintedTable:
    """A table's words by cell; `glyphs` are those inside its box."""
    inside: dict[tuple[int, int], list[Glyph]] = {}
    wide, tall = len(table.columns) - 1, len(table.rows) - 1
    for glyph in glyphs:
        column = min(max(bisect.bisect_right(table.columns, (glyph.x0 + glyph.x1) / 2) - 1, 0), wide - 1)
        row_ = min(max(bisect.bisect_right(table.rows, glyph.middle) - 1, 0), tall - 1)
        inside.setdefault(table.owners[row_][column], []).append(glyph)
    rows: list[Row] = []
    for r, owners in enumerate(table.owners):
        row: Row = []
        for c, key in enumerate(owners):
            if key == (r, c):
                row.append(_words(inside.get(key, []), table.boxes[key]))
            elif key[0] == r or (c > 0 and owners[c - 1] == key):
                row.append(Merged.LEFT if key[0] == r else Merged.ABOVE)
            else:
                row.append(Merged.ABOVE)
        rows.append(row)
    return PrintedTable(table.columns, rows)


def _words(glyphs: Sequence[Glyph], box: Box) -> str:
    """A cell's lines, joined where the cell's width has broken them."""
    lines = [whole(row) for row in lines_of(glyphs)]
    if not lines:
        return ""
    margin = min(_PADDING, max(0.0, min(line.x0 for line in lines) - box[0]))
    return join(lines, box[2] - margin)


def join(lines: Sequence[Line], right: float) -> str:
    """Lines of one cell as one text: a line is broken by the width where what follows would not have fitted."""
    out = lines[0].text
    for before, line in pairwise(lines):
        broken = before.x1 + line.head + gap_between(before, line) > right + 0.1 * line.size
        out += (space_between(out, line.text) if broken else "\n") + line.text
    return out
