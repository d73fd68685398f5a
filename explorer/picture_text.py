"""Breaking names into lines: by the rules of Chinese typesetting (kinsoku), and never inside a number or a word.

Widths are in em, so that a layout can be made without a browser: a Chinese character is one em in every font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_NEVER_FIRST = "、。,.;:!?)」』》〉】〕]}”’%‰…,。;:!?)·～~%-—"
_NEVER_LAST = "(「『《〈【〔[{“‘(第"
# A number with what belongs to it (300萬, 98.5%, 2021年), a word in Latin letters, or one character.
_ATOM = re.compile(
    r"[0-9０-９][0-9０-９.,:/\-]*[万萬亿億千百十]*[%‰％個个年月日項项家條条戶户]?|[A-Za-z][A-Za-z0-9.'+\-/]*|\s+|.",
    re.S,
)
_NARROW = {
    "i": 0.3,
    "l": 0.3,
    "j": 0.3,
    "I": 0.35,
    "t": 0.38,
    "f": 0.36,
    "r": 0.42,
    "m": 0.93,
    "w": 0.82,
    "M": 0.9,
    "W": 0.95,
}


def _of_character(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in _NARROW:
        return _NARROW[character]
    if character.isdigit():
        return 0.57
    if character.isupper():
        return 0.7
    if character.isalpha():
        return 0.58
    return 0.25 if character.isspace() else 0.4


@lru_cache(maxsize=65536)
def width(text: str) -> float:
    """The width of a line in em, rather a little more than less.

    >>> width("市公安局"), round(width("300萬"), 2)
    (4.0, 2.71)
    """
    return sum(map(_of_character, text))


def pieces(text: str) -> list[str]:
    """The pieces between which a line may break.

    >>> pieces("用戶達300萬、(含網格)")
    ['用', '戶', '達', '300萬、', '(含', '網', '格)']
    """
    joined: list[str] = []
    opening = ""
    for atom in _ATOM.findall(text):
        if atom in _NEVER_LAST:
            opening += atom
        elif not opening and joined and atom in _NEVER_FIRST:
            if joined[-1].isspace() and len(joined) > 1:
                atom = joined.pop() + atom
            joined[-1] += atom
        else:
            joined.append(opening + atom)
            opening = ""
    return [*joined, opening] if opening else joined


@lru_cache(maxsize=65536)
def wrap(text: str, most_width: float, lines: int = 2) -> tuple[str, ...]:
    """At most so many lines of a width in em; the last one ends in … where the text is longer.

    >>> wrap("推進政務服務流程優化", 6)
    ('推進政務服務', '流程優化')
    >>> wrap("註冊用戶超過300萬", 7)
    ('註冊用戶超過', '300萬')
    """
    rest = pieces(" ".join(text.split()))
    made: list[str] = []
    while rest and len(made) < lines:
        line = ""
        while rest and width(line + rest[0]) <= most_width:
            line += rest.pop(0)
        if not line:
            line, rest = _cut_word(rest, most_width)
        made.append(line.strip())
        if rest and rest[0].isspace():
            rest.pop(0)
    if rest and made:
        made[-1] = _ended(made[-1], most_width)
    return tuple(made)


@lru_cache(maxsize=65536)
def balanced(text: str, most_width: float, lines: int = 2) -> tuple[str, ...]:
    """As `wrap`, with lines as even as can be: no single character on a line of its own.

    >>> balanced("市政務服務數據管理局", 9)
    ('市政務服務', '數據管理局')
    """
    made = wrap(text, most_width, lines)
    if len(made) < 2 or made[-1].endswith("…"):
        return made
    narrower = max(width(line) for line in made)
    while narrower > 2:
        narrower -= 0.5
        tried = wrap(text, narrower, lines)
        if len(tried) > len(made) or tried[-1].endswith("…") or max(width(line) for line in tried) > most_width:
            break
        made = tried
    return made


def _cut_word(rest: Sequence[str], most_width: float) -> tuple[str, list[str]]:
    """A piece that is wider than a line: as much of it as goes in. What cannot be cut stands out of the line."""
    word = rest[0]
    places = [place for place in range(1, len(word)) if _may_part(word[place - 1], word[place])]
    fitting = [place for place in places if width(word[:place]) <= most_width]
    place = fitting[-1] if fitting else places[0] if places else len(word)
    left = word[place:]
    return word[:place], [left, *rest[1:]] if left else list(rest[1:])


def _may_part(before: str, after: str) -> bool:
    return before not in _NEVER_LAST and after not in _NEVER_FIRST and not (before.isdigit() and after.isdigit())


def _ended(line: str, most_width: float) -> str:
    kept = pieces(line)
    while len(kept) > 1 and width("".join(kept) + "…") > most_width:
        kept.pop()
    while len(kept) > 1 and kept[-1][-1] in _NEVER_LAST + "、,":
        kept[-1] = kept[-1][:-1]
        if not kept[-1]:
            kept.pop()
    return "".join(kept) + "…"
