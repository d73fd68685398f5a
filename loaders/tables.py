"""Tables: declared by the file's format, or seen in the text (tabs, bars, one cell a line)."""

from __future__ import annotations

import re

from loaders.source import SourceText, Span, Table
from loaders.table_heads import column_kind, is_head, settled
from loaders.table_lines import cell_lines
from loaders.table_rows import Grid, Row

_RULE_LINE = re.compile(r"[|:\-—=+\s]+$")
_NUMBER = re.compile(r"(\d{1,3})[.、]?$")


def find_tables(source: SourceText, text: str, lines: list[Span], blocked: list[Span]) -> list[Grid]:
    """Every table of responsibilities, in order.

    Args:
        source: for the tables that the format declares.
        text: the shadow.
        lines: its lines.
        blocked: furniture lines, at which no cell stands.
    """
    grids = [grid for table in source.tables if (grid := _declared(table, text))]
    taken = sorted(grid.span for grid in grids)
    barred = {span.start for span in blocked}
    if taken or barred:
        lines = [s for s in lines if s.start not in barred and not any(t.start <= s.start < t.end for t in taken)]
    grids += _split_lines(text, lines)
    used = sorted(grid.span for grid in grids)
    rest = [s for s in lines if not any(t.start <= s.start < t.end for t in used)] if used else lines
    grids += cell_lines(text, rest)
    return sorted(grids, key=lambda grid: grid.span.start)


# tables that the format declares


def _declared(table: Table, text: str) -> Grid | None:
    rows = table.rows
    for at, row in enumerate(rows[:6]):
        kinds = [column_kind(text[c.start : c.end]) for c in row]
        below = [column_kind(text[c.start : c.end]) for c in rows[at + 1]] if at + 1 < len(rows) else []
        two = (
            len(below) == len(kinds)
            and any(kinds)
            and sum(bool(k) for k in below) >= 2
            and is_head([b or k for b, k in zip(below, kinds, strict=True)])
        )
        if two:
            kinds = [b or k for b, k in zip(below, kinds, strict=True)]
        if not is_head(kinds):
            continue
        cells = [Span(c.start, c.end) for r in rows for c in r if c.end > c.start]
        head_rows = rows[at : at + 2] if two else rows[at : at + 1]
        grid = Grid(
            Span(min(c.start for c in cells), max(c.end for c in cells)),
            _once(kinds, head_rows[-1]),
            [Span(c.start, c.end) for c in head_rows[-1]],
            heads=sorted({Span(c.start, c.end) for r in head_rows for c in r if c.end > c.start}),
        )
        previous: tuple[Span, ...] = ()
        for r in rows[at + len(head_rows) :]:
            spans = tuple(Span(c.start, c.end) for c in r)
            _add(grid, text, spans, previous)
            previous = spans
        return grid
    return None


def _once(kinds: list[str], row: tuple[object, ...]) -> list[str]:
    """The columns' kinds; a merged head counts for its first column only."""
    out: list[str] = []
    for i, kind in enumerate(kinds):
        out.append(
            "other" if i and row[i] == row[i - 1] and kind == kinds[i - 1] and kind in ("number", "due") else kind
        )
    return settled([kind or "other" for kind in out])


def _add(grid: Grid, text: str, spans: tuple[Span, ...], previous: tuple[Span, ...]) -> None:
    """Add one row of a grid whose cells are known."""
    filled = [(i, s) for i, s in enumerate(spans) if text[s.start : s.end].strip()]
    distinct = sorted({s for _, s in filled})
    if not filled:
        return
    if is_head([column_kind(text[s.start : s.end]) for s in spans]):
        grid.heads += distinct
        return
    bodies = [i for i, k in enumerate(grid.kinds) if k in ("lead", "duty", "support", "task", "title")]
    if (
        len(distinct) == 1
        and (len(filled) == len(spans) or len(filled) == 1)
        and not _NUMBER.match(text[distinct[0].start : distinct[0].end])
    ):
        only_task = (
            len(filled) == 1
            and filled[0][0] in bodies
            and grid.kinds[filled[0][0]] in ("task", "title")
            and "number" not in grid.kinds
        )
        if not only_task:
            grid.rows.append(Row(heading=distinct[0]))
            return
    row = Row()
    for i, span in filled:
        kind = grid.kinds[i] if i < len(grid.kinds) else "other"
        if kind == "number":
            found = _NUMBER.match(text[span.start : span.end].strip())
            row.label = span
            row.number = int(found.group(1)) if found else None
            row.goes_on = bool(previous) and i < len(previous) and previous[i] == span
        elif i == 0 or spans[i - 1] != span or kind != grid.kinds[i - 1]:
            row.cells.setdefault(i, []).append(span)
    if "number" in grid.kinds and row.label is None:
        row.goes_on = any(r.heading is None for r in grid.rows[-1:])
    grid.rows.append(row)


# one row a line, with tabs, bars or wide gaps between the cells

_WIDE = re.compile(r"[ \u3000]{2,}")


def _split_lines(text: str, lines: list[Span]) -> list[Grid]:
    grids: list[Grid] = []
    grid: Grid | None = None
    cut = ""
    below: list[Span] = []  # the cells of a head's second line
    for at, line in enumerate(lines):
        raw = text[line.start : line.end]
        if grid is None and len(raw) > 200:
            continue
        if grid is not None and below:
            grid.heads += below
            grid.span, below = Span(grid.span.start, line.end), []
            continue
        marks = [m for m in ("\t", "|") if m in raw]
        if not marks and (" " in raw or "\u3000" in raw):
            marks = ["  "] if _WIDE.search(raw) else [" "] if " " in raw else []
        cells: list[Span] = []
        for mark in marks:
            cells = _cells(text, line, mark)
            heads = _head_kinds(text, cells)
            if is_head(heads) and (mark != " " or all(heads)):
                heads, below = _second_line(text, lines, at, mark, heads)
                kinds = [kind or "other" for kind in heads]
                if grid is not None and settled(kinds) == grid.kinds and cut == mark:
                    grid.heads += cells
                    grid.span = Span(grid.span.start, line.end)
                else:
                    grid = Grid(Span(line.start, line.end), settled(kinds), cells, heads=list(cells))
                    grids.append(grid)
                    cut = mark
                break
        else:
            if grid is None:
                continue
            if cut not in marks or not cells:
                cells = _cells(text, line, cut)
            if cut == "\t" and len(cells) < len(grid.kinds):
                cells = _cells(text, _with_tabs(text, line), cut)
            known = len(cells) == len(grid.kinds) if cut == " " else len(cells) >= 2
            if not known and not _goes_on(text, lines, at, cut):
                grid = None
                continue
            if cut == "|" and _RULE_LINE.match(raw):
                grid.heads.append(line)
            elif not known or len([c for c in cells if len(c)]) == 1:
                grid.rows.append(Row(heading=next((c for c in cells if len(c)), line) if known else line))
            else:
                _add(grid, text, tuple(cells[: len(grid.kinds)]), ())
            grid.span = Span(grid.span.start, line.end)
    return [grid for grid in grids if any(row.heading is None for row in grid.rows)]


def _second_line(text: str, lines: list[Span], at: int, mark: str, heads: list[str]) -> tuple[list[str], list[Span]]:
    """A head of two lines (責任單位 above 牽頭單位 and 配合單位): the kinds of both, and the second line's cells."""
    if mark not in ("\t", "|") or at + 1 >= len(lines):
        return heads, []
    cells = _cells(text, _with_tabs(text, lines[at + 1]), mark)
    kinds = [column_kind(text[c.start : c.end].strip()) for c in cells][: len(heads)]
    kinds += [""] * (len(heads) - len(kinds))
    filled = [c for c in cells if text[c.start : c.end].strip()]
    both = [below or above for below, above in zip(kinds, heads, strict=True)]
    if len(filled) < 2 or len(filled) != sum(bool(kind) for kind in kinds) or not is_head(both):
        return heads, []
    return both, cells


def _with_tabs(text: str, line: Span) -> Span:
    """A line with the tabs at its beginning: empty cells."""
    start = line.start
    while start and text[start - 1] == "\t":
        start -= 1
    return Span(start, line.end)


def _head_kinds(text: str, cells: list[Span]) -> list[str]:
    """The kinds of a line's cells, where the first of them is a column's head."""
    if not 3 <= len(cells) <= 30 or not column_kind(text[cells[0].start : cells[0].end]):
        return []
    return [column_kind(text[c.start : c.end]) for c in cells]


def _goes_on(text: str, lines: list[Span], at: int, cut: str) -> bool:
    """Whether a line without cells is a heading between two rows of the table."""
    raw = text[lines[at].start : lines[at].end]
    if at + 1 >= len(lines) or len(raw) > 40 or "。" in raw:
        return False
    return len(_cells(text, lines[at + 1], cut)) >= 3


def _cells(text: str, line: Span, mark: str) -> list[Span]:
    raw = text[line.start : line.end]
    cells = []
    at = line.start
    for piece in _WIDE.split(raw) if mark == "  " else raw.split(mark):
        if mark == "  ":
            at = text.index(piece, at)
        bare = piece.strip()
        begin = at + len(piece) - len(piece.lstrip())
        cells.append(Span(begin, begin + len(bare)))
        at += len(piece) + (len(mark) if mark != "  " else 0)
    if mark == "|":
        cells = cells[1 if raw.startswith("|") else 0 : -1 if raw.endswith("|") else None]
    return cells
