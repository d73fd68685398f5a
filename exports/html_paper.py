"""Sheets as one HTML page, made for print, that asks no other host for anything."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import BinaryIO

from exports.sheet import Line, Paper, Sheet, Value

_STYLE = """
@page { size: A4 landscape; margin: 12mm 10mm 14mm; @bottom-center { content: %s; font-size: 9pt; } }
body { font-family: "SimSun", "宋体", "Noto Serif CJK SC", "Songti SC", serif; color: #000; margin: 1em; }
section + section { break-before: page; }
h1 { font-family: "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; font-size: 16pt; text-align: center; margin: 0 0 .3em; }
.head { display: flex; justify-content: space-between; font-size: 10pt; margin-bottom: .3em; }
table { border-collapse: collapse; width: 100%%; table-layout: fixed; }
th, td { border: 1px solid #7f7f7f; padding: 2px 3px; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line; }
th { background: #d9e1ec; font-family: "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; font-weight: normal; vertical-align: middle; }
th.upright span { writing-mode: vertical-rl; text-orientation: upright; white-space: nowrap; display: inline-block; }
.centred { text-align: center; vertical-align: middle; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
tr.document td { background: #d9e1ec; font-weight: bold; }
tr.section td, tr.total td { background: #e9eef5; font-weight: bold; }
tr.heading td { background: #f4f6fa; font-weight: bold; }
p { font-size: 9pt; }
@media screen { thead th { position: sticky; top: 0; } }
"""
_CENTRED = ' class="centred"'


def render_html(paper: Paper, stream: BinaryIO) -> None:
    """Write a page with every sheet, each beginning on a new page of paper."""
    before, between_rest = paper.footer.split("{n}", 1)
    between, after = between_rest.split("{m}", 1)
    counter = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    body = "\n".join(_sheet(sheet.printed()) for sheet in paper.sheets)
    title = escape(paper.sheets[0].title)
    stream.write(
        f'<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE % counter}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n".encode()
    )


def _css(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sheet(sheet: Sheet) -> str:
    whole = sum(column.width for column in sheet.columns)
    widths = "".join(f'<col style="width:{column.width / whole:.2%}">' for column in sheet.columns)
    lines = "\n".join(_line(line, sheet) for line in sheet.lines)
    notes = "\n".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    return (
        f"<section>\n<h1>{escape(sheet.title)}</h1>\n"
        f'<div class="head"><span>{escape(sheet.subtitle)}</span><span>{escape(sheet.date)}</span></div>\n'
        f'<table style="font-size:{sheet.size}pt">\n<colgroup>{widths}</colgroup>\n<thead>\n{_heads(sheet)}\n</thead>\n'
        f"<tbody>\n{lines}\n</tbody>\n</table>\n{notes}\n</section>"
    )


def _heads(sheet: Sheet) -> str:
    grouped = any(column.group for column in sheet.columns)
    upper, lower = "", ""
    for group, members in groupby(sheet.columns, key=lambda column: column.group):
        found = list(members)
        if group:
            upper += f'<th colspan="{len(found)}">{escape(group)}</th>'
        for column in found:
            cell = f"<span>{escape(column.title)}</span>"
            upright = ' class="upright"' if column.upright else ""
            if group or not grouped:
                lower += f'<th scope="col"{upright}>{cell}</th>'
            else:
                upper += f'<th scope="col" rowspan="2"{upright}>{cell}</th>'
    return (f"<tr>{upper}</tr>\n" if grouped else "") + f"<tr>{lower}</tr>"


def _line(line: Line, sheet: Sheet) -> str:
    cells = "".join(
        f"<td{_CENTRED if column.centred else ''}>{_cell(cell, line, place)}</td>"
        for place, (cell, column) in enumerate(zip(line.cells, sheet.columns, strict=True))
    )
    return f'<tr class="{line.kind}">{cells}</tr>'


def _cell(cell: Value, line: Line, place: int) -> str:
    text = str(cell)
    if place == line.bold_in and line.bold:
        return f"<b>{escape(text[: line.bold])}</b>{escape(text[line.bold :])}"
    return escape(text)
