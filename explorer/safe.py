"""Text from a plan is only ever text: never Markdown, HTML or a spreadsheet's formula."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~&^=])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 300


def visible(text: object, longest: int = LONGEST) -> str:
    """Text without control and direction characters, cut to a length that a page can carry.

    >>> visible("市\\u202e公安局"), len(visible("長" * 5000))
    ('市公安局', 300)
    """
    plain = "".join(c for c in str(text if text is not None else "") if unicodedata.category(c) not in ("Cc", "Cf"))
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def markdown(text: object) -> str:
    """Text as literal Markdown. Streamlit's labels and headings interpret Markdown, images included.

    >>> markdown("![x](http://a)")
    '\\\\!\\\\[x\\\\]\\\\(http\\\\://a\\\\)'
    """
    return _MARKDOWN.sub(r"\\\1", visible(text))


def markup(text: object, longest: int = LONGEST) -> str:
    """Text as literal HTML.

    >>> markup("<script>")
    '&lt;script&gt;'
    """
    return html.escape(visible(text, longest))


def prose(text: str) -> str:
    """A plan's text as literal HTML, whole and with its line breaks.

    >>> prose("a<b\\n\u202ec")
    'a&lt;b\\nc'
    """
    return html.escape("".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf")))


def cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula.

    >>> cell("=cmd()"), cell(-1)
    ("'=cmd()", -1)
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]], notes: Sequence[str] = ()) -> bytes:
    """Rows as CSV that Excel opens as it is: UTF-8 with a mark, formulas neutralised; notes stand below the rows."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([cell(column) for column in columns])
    for row in rows:
        writer.writerow([cell("" if value is None else value) for value in row])
    if notes:
        writer.writerow([])
        writer.writerows([cell(note)] for note in notes)
    return buffer.getvalue().encode("utf-8-sig")
