"""An answer's rows as a workbook: one sheet, frozen head, filter, nothing that a spreadsheet takes for a formula."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from exports.rows import plain
from graph.errors import CannotWrite

WIDEST = 60
"""Columns are at most this many Latin characters wide; longer text wraps."""


def write_rows(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "",
    note: str = "",
) -> None:
    """Write rows to a workbook, whole or not at all.

    Args:
        path: the file to write; one that is there is replaced.
        columns: names of the columns.
        rows: values in the columns' order; numbers stay numbers, everything else is text.
        labels: headings for a person, by column name.
        title: above the head.
        note: below the rows (a cut result, a scope).

    Raises:
        CannotWrite: the folder is missing, or the file is open elsewhere.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    # a string is written as a string: neither a formula nor a link is ever made of data
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(part), options)
    font = {"font_name": "Microsoft YaHei", "font_size": 10}
    head = book.add_format({**font, "bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({**font, "text_wrap": True, "valign": "top"})
    big = book.add_format({**font, "bold": True, "font_size": 13})
    sheet = book.add_worksheet("答案")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    at = 0
    if title:
        sheet.write_string(0, 0, title, big)
        at = 1
    for place, name in enumerate(columns):
        sheet.write_string(at, place, (labels or {}).get(name, name), head)
    for down, row in enumerate(rows, at + 1):
        for place, value in enumerate(row):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(down, place, value, text)
            else:
                sheet.write_string(down, place, plain(value)[:32_767], text)
    for place, name in enumerate(columns):
        words = [(labels or {}).get(name, name), *(plain(row[place]) for row in rows[:2_000])]
        sheet.set_column(place, place, min(WIDEST, max(8, *(_width(w) for w in words)) + 2))
    last = at + max(len(rows), 1)
    sheet.autofilter(at, 0, last, max(len(columns) - 1, 0))
    sheet.freeze_panes(at + 1, 0)
    sheet.repeat_rows(at)
    if note:
        sheet.write_string(last + 2, 0, note, text)
    try:
        book.close()
        os.replace(part, path)
    except (OSError, FileCreateError) as error:
        part.unlink(missing_ok=True)
        raise CannotWrite(f"cannot write: {error}", where=str(path)) from None


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text.split("\n", 1)[0])
