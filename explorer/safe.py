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


def file_name(name: str, instead: str = "plan") -> str:
    """A name that a browser gave to a file, as one that any system takes and that never leads into another folder.

    The part behind the last slash or backslash stays, without control and direction characters and without what some
    system forbids in names; at most 200 bytes of it, its ending among them. Where no stem is left it is called `instead`.

    >>> file_name("2021年工作要點.docx"), file_name("C:\\\\a\\\\..\\\\plan.TXT"), file_name("../../.txt")
    ('2021年工作要點.docx', 'plan.TXT', 'plan.txt')
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in '<>:"|?*').strip(
        " "
    )
    stem, dot, ending = kept.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 8:
        stem, ending = kept, ""
    room = 200 - len(ending) - 1
    stem = stem.encode("utf-8")[:room].decode("utf-8", "ignore").strip(". ")
    return f"{stem or instead}.{ending}" if ending else stem or instead


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
