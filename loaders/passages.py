"""The words of one item, ready for matching: without the white space that wraps lines, each character with its offset.

A passage is cut into sentences (。!?;) and a sentence into segments (commas and colons), never inside quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from graph.identity import shadow
from loaders.facts import Facts, Item
from loaders.source import SourceText, Span

_BLANK = re.compile(r"\s+")
# it begins with a set of characters, which the engine looks for fastest
_QUOTED = re.compile(
    '[“「『"‘](?:(?<=“)[^“”。]{1,60}”|(?<=「)[^「」。]{1,60}」|(?<=『)[^『』。]{1,60}』|(?<=")[^"。]{1,60}"|(?<=‘)[^‘’。]{1,60}’)'
)
# straight marks say which they are only by turns
_PAIR = re.compile('"([^"。]{1,60})"')
_TITLED = re.compile("《[^《》]{1,120}》")
_SENTENCE = re.compile("[^。!?;]+[。!?;]?|[。!?;]")
_STOP = re.compile("[。!?;]")
_COMMA = re.compile("[,:]")
# a thousands separator (1,200) is no comma
_INSIDE_NUMBER = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(slots=True)
class Passage:
    """One stretch of an item's own words.

    Attributes:
        item: number of the item.
        text: the shadow without white space; a heading on a line of its own ends with 。.
        base: offset of the first character.
        pieces: where in `text` each piece between white space begins; None where there is one piece.
        moves: for each piece what leads from an offset in `text` to the source's.
    """

    item: str
    text: str
    base: int
    pieces: list[int] | None = None
    moves: list[int] | None = None
    _quoted: bytearray | None = None
    _stops: list[int] | None = None

    def is_quoted(self, at: int) -> bool:
        """Whether a character stands inside quotation marks or a title in 《》 (the marks included)."""
        if self._quoted is None:
            self._quoted = bytearray(len(self.text))
            for pattern in (_QUOTED, _TITLED):
                for found in pattern.finditer(self.text):
                    start, end = found.span()
                    self._quoted[start:end] = b"\x01" * (end - start)
        return self._quoted[at] == 1

    def span(self, start: int, end: int) -> Span:
        """The place in the source of `text[start:end]` (not empty)."""
        if self.pieces is None or self.moves is None:
            base = self.base
            return Span(base + start, base + end)
        pieces, moves = self.pieces, self.moves
        return Span(start + moves[bisect_right(pieces, start) - 1], end + moves[bisect_right(pieces, end - 1) - 1])

    def sentences(self) -> Iterator[Span]:
        """The sentences, each with its full stop, as spans in `text`."""
        for found in _SENTENCE.finditer(self.text):
            yield Span(*found.span())

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """First and last offset of the sentence (or sentences) that `text[start:end]` stands in."""
        if self._stops is None:
            self._stops = [found.start() for found in _STOP.finditer(self.text)]
        before, behind = bisect_left(self._stops, start), bisect_left(self._stops, end)
        first = self._stops[before - 1] + 1 if before else 0
        return first, self._stops[behind] + 1 if behind < len(self._stops) else len(self.text)

    def segments(self, sentence: Span) -> Iterator[Span]:
        """The parts of a sentence between commas and colons, without these."""
        text = self.text
        start, end = sentence
        for found in _COMMA.finditer(text, start, end):
            at = found.start()
            if self.is_quoted(at) or (text[at] == "," and _INSIDE_NUMBER.match(text, at)):
                continue
            if at > start:
                yield Span(start, at)
            start = at + 1
        while end > start and text[end - 1] in "。!?;":
            end -= 1
        if end > start:
            yield Span(start, end)


def passages(source: SourceText, facts: Facts) -> Iterator[Passage]:
    """The passages of every item, in order; a parent's are its own words before its sub-items."""
    for item in facts.items:
        for span in item.body:
            if span.end > span.start:
                yield _passage(source, item, span)


def _passage(source: SourceText, item: Item, span: Span) -> Passage:
    raw = source.shadow[span.start : span.end]
    if '"' in raw:
        raw = _PAIR.sub("“\\1”", raw)
    words = raw.split()
    if len(words) == 1 and len(words[0]) == len(raw):
        return Passage(item.number, raw, span.start)
    text: list[str] = []
    pieces: list[int] = []
    moves: list[int] = []
    length = at = 0

    def take(piece: str, place: int) -> int:
        text.append(piece)
        pieces.append(length)
        moves.append(place - length)
        return length + len(piece)

    for blank in _BLANK.finditer(raw):
        if blank.start() > at:
            length = take(raw[at : blank.start()], span.start + at)
        at = blank.end()
        if (
            "\n" in blank.group()
            and text
            and text[-1][-1] not in "。!?;,、:"
            and _ends_paragraph(text, length, item.title, blank.group())
        ):
            length = take("。", span.start + blank.start())
    if at < len(raw):
        length = take(raw[at:], span.start + at)
    if not text:
        return Passage(item.number, "", span.start)
    return Passage(item.number, "".join(text), moves[0], pieces, moves)


def _ends_paragraph(text: list[str], length: int, heading: str, blank: str) -> bool:
    """Whether a line break is the end of the item's heading or of a paragraph, not only of a wrapped line."""
    if blank.count("\n") > 1:
        return True
    if not heading or length > len(heading) + 8:
        return False
    title = "".join(shadow(heading).split())
    return bool(title) and length <= len(title) + 8 and "".join(text).endswith(title)
