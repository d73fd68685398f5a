"""Names of people in a clause or a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.source import Span
from loaders.words import lexicon

# 林甲, 买买提·吐尔逊, 各镇主要负责人; a sentence is nobody
PERSON = re.compile(
    "[^0-9。]{1,4}|[^0-9。]{0,30}·[^0-9。]{0,30}|[^0-9。]{1,16}(?:[人长员总手职]|书记|主席|主任|同志|领导|秘书)"
)
_GAP = re.compile("[、,;。/:()\\s]+")


def persons(text: str, start: int, end: int) -> Iterator[Span]:
    """Names of people: 、 and spaces separate them; a space inside a name of two characters (王 强) does not."""
    edges = [start, *(e for gap in _GAP.finditer(text, start, end) for e in gap.span()), end]
    names = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
    for i in range(len(names) - 2):
        one, two, three = names[i : i + 3]
        if (len(one), len(two), len(three)) == (1, 2, 1) and not text[one.end : three.start].strip(
            text[two.start : two.end] + " \u3000\n"
        ):
            # 林 甲陈 乙: a line break between the two was lost
            names[i + 1 : i + 2] = [Span(two.start, two.start + 1), Span(two.start + 1, two.end)]
            break
    i = 0
    while i < len(names):
        span = names[i]
        follows = names[i + 1] if i + 1 < len(names) else None
        if len(span) == 1 and follows and len(follows) == 1 and not text[span.end : follows.start].strip():
            span = Span(span.start, follows.end)
            i += 1
        i += 1
        if text[span.start : span.end].strip("-—无"):
            yield span


@cache
def _behind() -> re.Pattern[str]:
    # 金融股, 高新区 and 江北局 begin like people and are none
    one = f"(?:{'|'.join(lexicon('people')['surnames'])})[\u4e00-\u9fff]{{1,2}}(?<![区县市镇乡村街园局办委处科室股院会部站所队组司])"
    return re.compile(rf"\s*[(\[〔【]\s*(?P<who>{one}(?:[、,;\s]+{one})*)\s*[)\]〕】]$")


def person_behind(text: str, name: Span) -> Span | None:
    """The people in brackets behind a body's name: 林甲乙 in 市渔业局(林甲乙). Two characters alone may be anything.

    >>> s = "市渔业局(陈小海)"
    >>> person_behind(s, Span(0, len(s)))
    Span(start=5, end=8)
    """
    if text[name.end - 1] not in ")]〕】":
        return None
    found = _behind().search(text, name.start, name.end)
    if (
        found is None
        or found.start() == name.start
        or not any(len(w) > 2 for w in re.split(r"[、,;\s]+", found["who"]))
    ):
        return None
    return Span(*found.span("who"))
