"""Sheets as Markdown tables."""

from __future__ import annotations

import re
from typing import BinaryIO

from exports.sheet import Paper, Sheet, Value

_SPECIAL = re.compile(r"([\\`*_\[\]|~#!])")


def render_markdown(paper: Paper, stream: BinaryIO) -> None:
    """Write each sheet as a heading and a table."""
    stream.write("\n".join(part for sheet in paper.sheets for part in _sheet(sheet.printed())).encode("utf-8"))


def _sheet(sheet: Sheet) -> list[str]:
    below = " · ".join(escape(part) for part in (sheet.subtitle, sheet.date) if part)
    heads = [escape(f"{c.group}{c.title}" if c.group else c.title) for c in sheet.columns]
    return [
        f"# {escape(sheet.title)}",
        "",
        *([below, ""] if below else []),
        _row(heads),
        _row([":-:" if c.centred else ":--" for c in sheet.columns]),
        *(_row([_strong(cell, line.kind != "task") for cell in line.cells]) for line in sheet.lines),
        "",
        *(part for note in sheet.notes for part in (escape(note), "")),
    ]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _strong(cell: Value, heading: bool) -> str:
    text = escape(str(cell))
    return f"**{text}**" if heading and text else text


def escape(text: str) -> str:
    """A text of which Markdown and HTML take nothing for their own.

    >>> escape("a|b <script>")
    'a\\\\|b &lt;script&gt;'
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", safe).replace("\r", "").replace("\n", "<br>")
