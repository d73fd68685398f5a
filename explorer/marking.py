"""A stretch of a plan's text with the mentions in it marked, each a link to its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from explorer.language import shown
from explorer.safe import markup, prose


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the text: offsets into the document's text, a class of the style sheet, where it leads, what it says."""

    start: int
    end: int
    kind: str
    href: str = ""
    title: str = ""


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """The text from `start` to `end` as markup. Where marks overlap, the shortest leads on and all of them show.

    Args:
        text: the document's whole text.
        start, end: offsets into it.
        marks: offsets into it; what lies outside is left out.
    """
    inside = [m for m in marks if m.start < end and m.end > start and m.end > m.start]
    cuts = sorted({start, end, *(max(start, m.start) for m in inside), *(min(end, m.end) for m in inside)})
    parts = []
    for left, right in pairwise(cuts):
        over = sorted((m for m in inside if m.start <= left and m.end >= right), key=lambda m: m.end - m.start)
        piece = prose(shown(text[left:right]))
        if not over:
            parts.append(piece)
            continue
        kinds = " ".join(dict.fromkeys(f"m-{m.kind}" for m in over))
        leading = next((m for m in over if m.href), None)
        if leading is None:
            parts.append(f'<mark class="{kinds}" title="{markup(over[0].title)}">{piece}</mark>')
        else:
            parts.append(
                f'<a class="{kinds}" href="{markup(leading.href, 4_000)}" title="{markup(leading.title)}">{piece}</a>'
            )
    return "".join(parts)


def line_of(text: str, offset: int) -> int:
    """The number of the line, from 1, in which an offset lies.

    >>> line_of("a\\nb", 2)
    2
    """
    return text.count("\n", 0, offset) + 1
