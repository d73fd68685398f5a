"""Sheets as CSV that Excel and WPS open without breaking Chinese, and that no cell can turn into a formula."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from exports.sheet import Paper, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def render_csv(paper: Paper, stream: BinaryIO) -> None:
    """Write the first sheet, the one that holds everything, with its heads; UTF-8 with a byte order mark."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    sheet = paper.sheets[0].printed()
    writer.writerow([neutral(f"{c.group}{c.title}" if c.group else c.title) for c in sheet.columns])
    for line in sheet.lines:
        cells = zip(line.cells, sheet.columns, strict=True)
        writer.writerow([neutral(c.replace("\n", "、") if k.listed and isinstance(c, str) else c) for c, k in cells])
    text.detach()


def neutral(value: Value) -> Value:
    """A cell that a spreadsheet takes for text: an apostrophe before whatever could begin a formula.

    >>> neutral("=1+1"), neutral("市公安局"), neutral(-3)
    ("'=1+1", '市公安局', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
