"""Tasks that are too tall for one row of a workbook, as several rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.measure import most_lines, room_in, wrap
from exports.sheet import Column, Line


def continued(line: Line, columns: Sequence[Column], size: float, mark: str, part: int | None = None) -> Iterator[Line]:
    """A line as the rows that it takes; further ones begin with `mark` where their text goes on.

    Args:
        line: one line.
        columns: its columns.
        size: the font's, in points.
        mark: (續).
        part: the column that counts the rows, if any.
    """
    most = most_lines(size)
    wrapped = [wrap(str(cell), room_in(column.width)) for cell, column in zip(line.cells, columns, strict=True)]
    tall = [len(rows) > most and not column.hidden for rows, column in zip(wrapped, columns, strict=True)]
    if not any(tall) or line.runs_on is not None:
        yield line
        return
    # The mark takes room of its own: the further rows hold a line less.
    longest = max(len(rows) for rows, long in zip(wrapped, tall, strict=True) if long)
    starts = [0, *range(most, longest, most - 1)]
    for ordinal, start in enumerate(starts, 1):
        stop = starts[ordinal] if ordinal < len(starts) else longest
        cells = list(line.cells)
        for place, (cell, rows, long) in enumerate(zip(line.cells, wrapped, tall, strict=True)):
            if long:
                piece = _rejoin(str(cell), rows, start, stop)
                cells[place] = f"{mark}{piece}" if piece and start else piece
            elif start and not columns[place].hidden:
                cells[place] = ""
        if part is not None:
            cells[part] = ordinal
        yield replace(line, cells=tuple(cells), bold=0 if start else line.bold)


def _rejoin(text: str, lines: Sequence[str], start: int, stop: int) -> str:
    """The part of a text that stands on lines `start` to `stop`: its own line breaks kept, the computed ones not."""
    place, part = 0, ""
    for number, line in enumerate(lines):
        broken = place > 0 and text[place : place + 1] == "\n"
        place += broken
        if start <= number < stop:
            part += ("\n" if broken and part else "") + line
        place += len(line)
    return part
