"""Lines, and text that a page's width has wrapped (PDF): lines that go on are joined, with offsets into the source."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from loaders.source import Span

_NARROW = re.compile(r"[\x20-\x7e]")
_CLOSED = "。;!?:"
_WIDEST = 150  # half characters in a printed line
_SPREAD = 1.35  # how much wider than most the widest line of a page may be
_FULL = 0.86  # a wrapped line fills at least this share of the page's width


def half_width(line: str) -> int:
    """A line's printed width: one for ASCII, two for anything else."""
    return len(line) if line.isascii() else 2 * len(line) - len(_NARROW.findall(line))


def line_spans(text: str) -> list[Span]:
    """The lines that hold more than white space, without the white space around them."""
    spans = []
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = at + len(line) - len(line.lstrip())
            spans.append(Span(start, start + len(bare)))
        at += len(line) + 1
    return spans


def page_width(text: str, spans: list[Span]) -> int | None:
    """The width in half characters to which a shadow is wrapped; None where a line is a paragraph.

    It is wrapped where many lines are about as wide as the widest and end in the middle of a sentence.
    """
    if len(spans) < 4:
        return None
    if max(end - start for start, end in spans) > _WIDEST * _SPREAD:
        return None  # whatever the line holds, it is too wide
    widths = [half_width(text[s.start : s.end]) for s in spans]
    order = sorted(widths)
    full = order[int(len(order) * 0.9)]
    if not 30 <= full <= _WIDEST or order[-1] > _SPREAD * full:
        return None
    broken = sum(1 for s, w in zip(spans, widths, strict=True) if w >= _FULL * full and text[s.end - 1] not in _CLOSED)
    return full if broken >= 3 and broken * 6 >= len(widths) else None


@dataclass(frozen=True, slots=True)
class Flow:
    """A shadow in which a line is a paragraph: `text`, and for each of its characters the offset in the source.

    `offsets` is None where nothing was joined.
    """

    text: str
    offsets: list[int] | None = None

    def span(self, span: Span) -> Span:
        """The source's span of a span of the flow."""
        if self.offsets is None:
            return span
        if span[1] <= span[0]:
            at = self.offsets[span.start] if span.start < len(self.offsets) else self.offsets[-1] + 1
            return Span(at, at)
        return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)

    def place(self, offset: int) -> int:
        """The flow's offset of an offset of the source."""
        return offset if self.offsets is None else bisect.bisect_left(self.offsets, offset)


def unwrap(
    text: str, spans: list[Span], keep: list[Span], skip: list[Span], labelled: Callable[[str, int], bool]
) -> Flow:
    """Join the lines that go on in the next one.

    Args:
        text: a shadow.
        spans: its lines.
        keep: spans whose lines stay as they are (tables), in order.
        skip: lines between pages (page numbers), over which a sentence goes on, in order.
        labelled: whether the line that begins at an offset begins with a label, and so a paragraph.
    """
    kept = [s for s in spans if not _within(s, keep) and not _within(s, skip)] if keep or skip else spans
    width = page_width(text, kept)
    if width is None:
        return Flow(text)
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    # some print an empty line after each; more than the usual is the end of a paragraph
    usual = Counter(text.count("\n", a.end, b.start) for a, b in pairwise(kept)).most_common(1)[0][0]
    for span, following in pairwise(kept):
        line = text[span.start : span.end]
        if line[-1] in _CLOSED or half_width(line) < _FULL * width or labelled(text, following.start):
            continue
        if any(span.end <= k.start < following.start for k in keep):
            continue
        if text.count("\n", span.end, following.start) != usual and not any(
            span.end <= k.start < following.start for k in skip
        ):
            continue
        parts.append(text[at : span.end])
        offsets.extend(range(at, span.end))
        at = following.start
    parts.append(text[at:])
    offsets.extend(range(at, len(text)))
    return Flow("".join(parts), offsets)


def _within(span: Span, ranges: list[Span]) -> bool:
    i = bisect.bisect_right(ranges, Span(span.start, 1 << 60)) - 1
    return i >= 0 and span.start < ranges[i].end
