"""Paragraphs and tables become one text with offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.errors import EmptyFile, TooLarge
from loaders.formats.once import Merged, Once
from loaders.formats.txt import normalise
from loaders.source import Cell, SourceText, Span, Table

__all__ = ["MOST_PLACES", "Assembly", "Merged"]

MOST_PLACES = 2_000_000
"""Rows times columns of one table."""
_SPLIT = "Split it, or save only the plan."


@dataclass(slots=True)
class Assembly:
    """Grows a text paragraph by paragraph and row by row.

    A table's row is a line, its cells joined by tabs; a merged cell is written once and its span repeated.
    """

    source: str
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _tables: list[Table] = field(default_factory=list)
    _furniture: list[Span] = field(default_factory=list)
    _once: Once = field(default_factory=Once)

    @property
    def text(self) -> str:
        """What has been added so far."""
        return "".join(self._parts)

    def _write(self, text: str) -> Span:
        begin = self._length
        self._parts.append(text)
        self._length += len(text)
        return Span(begin, self._length)

    def paragraph(self, text: str, *, furniture: bool = False) -> None:
        """Add a paragraph; `furniture` marks what the format knows to be no content."""
        span = self._write(normalise(text).rstrip("\n"))
        self._write("\n")
        if furniture and len(span):
            self._furniture.append(span)

    def table(self, rows: Sequence[Sequence[str | Merged]], *, numbered: bool = True) -> None:
        """Add a table; short rows are filled with empty cells, tasks that an earlier table has are left out.

        Rows of one filled cell before the first and after the last row that has several are paragraphs: a title in a
        merged row, a note below, or a table that only serves to lay out a page. `numbered` tells that a task is the
        same only if its number is, too.

        Raises:
            TooLarge: more places than a document's table can have.
        """
        rows = self._once.fresh(rows, numbered)
        width = max((len(row) for row in rows), default=0)
        if width * len(rows) > MOST_PLACES:
            raise TooLarge(f"a table of {len(rows)} rows and {width} columns", where=self.source, advice=_SPLIT)
        wide = [at for at, row in enumerate(rows) if len(_filled(row)) > 1]
        first = last = len(rows)
        if wide:
            first, last = wide[0], wide[-1] + 1
            # what stands below, but not in the first column, goes on with the last row
            last = next((at + 1 for at in range(len(rows) - 1, last - 1, -1) if not _stands_alone(rows[at])), last)
        for row in rows[:first]:
            self._lines(_filled(row))
        if first < last:
            self._grid(rows[first:last], width)
        for row in rows[last:]:
            self._lines(_filled(row))

    def _lines(self, cells: list[str]) -> None:
        for cell in cells:
            self.paragraph(cell)

    def _grid(self, rows: Sequence[Sequence[str | Merged]], width: int) -> None:
        above: list[Cell] = []
        out: list[tuple[Cell, ...]] = []
        for row in rows:
            cells: list[Cell] = []
            fresh = False
            for column in range(width):
                value = row[column] if column < len(row) else ""
                if isinstance(value, Merged):
                    if value is Merged.LEFT and cells:
                        cells.append(cells[-1])
                        continue
                    if value is Merged.ABOVE and above:
                        cells.append(above[column])
                        continue
                    value = ""
                if fresh:
                    self._write("\t")
                span = self._write(normalise(value).strip())
                fresh = True
                cells.append(Cell(span.start, span.end))
            self._write("\n")
            above = cells
            out.append(tuple(cells))
        self._tables.append(Table(tuple(out)))

    def finish(self) -> SourceText:
        """The text.

        Raises:
            EmptyFile: nothing but white space was added.
        """
        text = self.text
        if not text.strip():
            raise EmptyFile("the file holds no text", where=self.source)
        return SourceText(text, self.source, tuple(self._tables), tuple(self._furniture))


def _filled(row: Sequence[str | Merged]) -> list[str]:
    return [cell for cell in row if isinstance(cell, str) and cell.strip()]


def _stands_alone(row: Sequence[str | Merged]) -> bool:
    """Whether a row below a table's rows is a note: nothing in it, or only its first cell."""
    return Merged.ABOVE not in row and not any(isinstance(cell, str) and cell.strip() for cell in row[1:])
