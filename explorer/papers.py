"""A sheet of a paper as a table on a page: the same columns, lines and notes as its workbook prints."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.language import shown, t
from explorer.reports import SIGNS
from explorer.safe import markup
from exports.sheet import Column, Line, Sheet, Value

LONGEST_CELL = 1_500


def sheet_markup(sheet: Sheet, title: str, key: str = "sheet") -> str:
    """The printed columns and every line; `key` is the table's name on the page."""
    sheet = sheet.printed()
    heads = "".join(
        f'<th scope="col" class="{"z-upright" if c.upright else ""}"><span>{markup(shown(f"{c.group}{c.title}"), 80)}</span></th>'
        for c in sheet.columns
    )
    body = "".join(
        f'<tr class="r-{"item" if line.kind == "heading" else line.kind}">' + _cells(line, sheet.columns) + "</tr>"
        for line in sheet.lines
    )
    notes = "".join(f'<p class="z-note">{markup(note, 1_000)}</p>' for note in sheet.notes)
    return (
        f'<div class="z-sheet" data-scroll="{key}" tabindex="0" role="region" aria-label="{markup(title)}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>{notes}"
    )


def _cells(line: Line, columns: Sequence[Column]) -> str:
    if line.runs_on == 0:
        return f'<td colspan="{len(columns)}">{_text(line.cells[0])}</td>'
    return "".join(_cell(cell, column, line) for cell, column in zip(line.cells, columns, strict=True))


def _text(cell: Value) -> str:
    """A cell's text, each of its lines on a line of its own."""
    return "<br>".join(markup(shown(part), LONGEST_CELL) for part in str(cell).split("\n"))


def _cell(cell: Value, column: Column, line: Line) -> str:
    if column.signal and line.tint:
        sign = f'<i aria-hidden="true">{SIGNS[line.tint]}</i>'
        return f'<td class="z-centred"><span class="z-state z-{line.tint}">{sign} {markup(t(f"reports.{line.tint}"))}</span></td>'
    return f'<td class="{"z-centred" if column.centred else ""}">{_text(cell)}</td>'
