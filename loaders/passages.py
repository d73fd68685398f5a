"""The words of one item, ready for matching: without the white space that wraps lines, each character with its offset.

A passage is cut into sentences (。!?;) and a sentence into segments (commas and colons), never inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.identity import shadow
from loaders.facts import Facts, Item
from loaders.source import SourceText, Span

_BLANK = re.compile(r"\s+")
_QUOTED = re.compile("“[^“”。]{1,60}”|「[^「」。]{1,60}」|『[^『』。]{1,60}』|\"[^\"。]{1,60}\"|‘[^‘’。]{1,60}’")
_TITLED = re.compile("《[^《》]{1,120}》")
_SENTENCE = re.compile("[^。!?;]+[。!?;]?|[。!?;]")
_COMMA = re.compile("[,:]")
# a thousands separator (1,200) is no comma
_INSIDE_NUMBER = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(slots=True)
class Passage:
    """One stretch of an item's own words.

    Attributes:
        item: number of the item.
        text: the shadow without white space; a heading on a line of its own ends with 。.
        offsets: for each character of `text` its offset in the source; None where it is `base` plus the index.
        base: offset of the first character.
        quoted: for each character whether it stands inside quotation marks (the marks included).
        titled: spans (in `text`) of titles in 《》.
    """

    item: str
    text: str
    base: int
    offsets: list[int] | None = None
    quoted: bytearray = field(default_factory=bytearray)
    titled: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quoted = bytearray(len(self.text))
        for found in _QUOTED.finditer(self.text):
            self.quoted[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
        if "《" in self.text:
            for found in _TITLED.finditer(self.text):
                self.titled.append(Span(*found.span()))
                self.quoted[found.start() : found.end()] = b"\x01" * (found.end() - found.start())

    def span(self, start: int, end: int) -> Span:
        """The place in the source of `text[start:end]` (not empty)."""
        if self.offsets is None:
            return Span(self.base + start, self.base + end)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def sentences(self) -> Iterator[Span]:
        """The sentences, each with its full stop, as spans in `text`."""
        for found in _SENTENCE.finditer(self.text):
            yield Span(*found.span())

    def segments(self, sentence: Span) -> Iterator[Span]:
        """The parts of a sentence between commas and colons, without these."""
        start = sentence.start
        for found in _COMMA.finditer(self.text, sentence.start, sentence.end):
            at = found.start()
            if self.quoted[at] or (found.group() == "," and _INSIDE_NUMBER.match(self.text, at)):
                continue
            if at > start:
                yield Span(start, at)
            start = at + 1
        end = sentence.end
        while end > start and self.text[end - 1] in "。!?;":
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
    if not _BLANK.search(raw):
        return Passage(item.number, raw, span.start)
    title = _BLANK.sub("", shadow(item.title)) if item.title else ""
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    for blank in _BLANK.finditer(raw):
        text.extend(raw[at : blank.start()])
        offsets.extend(range(span.start + at, span.start + blank.start()))
        at = blank.end()
        if "\n" in blank.group() and text and text[-1] not in "。!?;,、:" and _ends_paragraph(text, title, blank.group()):
            text.append("。")
            offsets.append(span.start + blank.start())
    text.extend(raw[at:])
    offsets.extend(range(span.start + at, span.end))
    if not text:
        return Passage(item.number, "", span.start)
    return Passage(item.number, "".join(text), offsets[0], offsets)


def _ends_paragraph(text: list[str], title: str, blank: str) -> bool:
    """Whether a line break is the end of the item's heading or of a paragraph, not only of a wrapped line."""
    return blank.count("\n") > 1 or (bool(title) and len(text) <= len(title) + 8 and "".join(text).endswith(title))
