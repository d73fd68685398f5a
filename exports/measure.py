"""How much room a text takes in a cell, so that a printed row cuts no character.

Widths are in full-width characters: a Chinese character is 1, a Latin letter or digit about half of it. Line breaks follow
what Excel, WPS and LibreOffice do: between any two Chinese characters, in Latin text between words, and never so that
a closing mark begins a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

# Excel's and WPS' own limit, and what stays below it after rounding to pixels.
MOST_POINTS = 405.0
# 宋体 and 仿宋 take 1.3 of their size a line, the Noto fonts that stand in for them on Linux 1.45.
_LEADING = 1.46
_PADDING = 4.0
# One Latin letter or digit: 0.5 in 宋体, 0.64 in the widest of the fonts that stand in for it.
_HALF = 0.64
_POINT = 0.5
_NEVER_FIRST = frozenset("、,。.:;!?)]}〕】》〉」』”’%‰,.:;!?)]}·…—~～％）］｝，。；：！？")
_NEVER_LAST = frozenset("([{〔【《〈「『“‘（［｛")


def width_of(text: str) -> float:
    """The width of a text on one line.

    >>> width_of("市公安局"), width_of("")
    (4.0, 0.0)
    """
    return sum((_width(c) for c in text), 0.0)


def _width(character: str) -> float:
    if character < "\u2000":
        if character in "MWmw@%":
            return 0.95
        return _HALF if character.isalnum() else _POINT
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return 0.0 if unicodedata.combining(character) else _HALF


def wrap(text: str, room: float) -> list[str]:
    """The lines that a text breaks into where each has `room` for so many full-width characters.

    >>> wrap("開展數據共享,匯聚法人數據。", 6)
    ['開展數據共', '享,匯聚法人', '數據。']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for piece in _pieces(paragraph):
            size = width_of(piece)
            if used + size <= room:
                line, used = line + piece, used + size
            elif size <= room:
                lines.append(line)
                line, used = piece, size
            else:
                for character in piece:
                    if line and used + _width(character) > room:
                        lines.append(line)
                        line, used = "", 0.0
                    line, used = line + character, used + _width(character)
        lines.append(line)
    return lines


def _pieces(text: str) -> Iterator[str]:
    """What never breaks: a Latin word, or a character with the marks that cling to it."""
    piece = ""
    for character in text:
        clings = (
            not piece
            or character in _NEVER_FIRST
            or piece[-1] in _NEVER_LAST
            or (_is_word(piece[-1]) and _is_word(character))
        )
        if not clings:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _is_word(character: str) -> bool:
    return "!" <= character < "\u2000" and character not in _NEVER_FIRST and character not in _NEVER_LAST


def room_in(width: float) -> float:
    """The characters that surely fit into a line of a column of that width: renderers round, and padding differs."""
    return max(width - 0.6, 1.0)


def points(lines: int, size: float) -> float:
    """The height of so many lines of that font size, in points."""
    return lines * size * _LEADING + _PADDING


def most_lines(size: float) -> int:
    """How many lines a single row can hold."""
    return int((MOST_POINTS - _PADDING) / (size * _LEADING))


def row_height(cells: Sequence[tuple[str, float]], size: float) -> float:
    """The height of a row whose cells have these texts and column widths, in points.

    >>> row_height([("市公安局", 10)], 9) < row_height([("市公安局", 3)], 9)
    True
    """
    lines = max((len(wrap(text, room_in(width))) for text, width in cells if text), default=1)
    return points(lines, size)
