"""Where a correction's quotation stands in the text: white space, quotation marks, width and script do not matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from graph.identity import name_key
from loaders.facts import Facts, Item
from loaders.source import SourceText, Span

_DROPPED = re.compile(r"[\s“”„‟\"'‘’‚‛「」『』《》〈〉﹁﹂﹃﹄`´\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Places:
    """Finds quotations in one document."""

    source: SourceText
    facts: Facts

    @cached_property
    def _kept(self) -> list[int]:
        return [i for i, c in enumerate(self.source.shadow) if not _DROPPED.match(c)]

    @cached_property
    def _bare(self) -> str:
        text = self.source.shadow
        return "".join(text[i] for i in self._kept)

    def find(self, words: str, within: list[Span] | None = None) -> Span | None:
        """The first place of some words, inside one of the given spans where these are given."""
        wanted = name_key(words)
        at = self._bare.find(wanted) if wanted else -1
        while at >= 0:
            span = Span(self._kept[at], self._kept[at + len(wanted) - 1] + 1)
            if within is None or any(w.start <= span.start and span.end <= w.end for w in within):
                return span
            at = self._bare.find(wanted, at + 1)
        return None

    def item(self, number: str) -> Item | None:
        """An item by its number."""
        return next((item for item in self.facts.items if item.number == number), None)

    def scope(self, item: Item) -> list[Span]:
        """Where an item's facts may stand: its own words, its clauses, its deadline."""
        spans = [item.span]
        spans += [r.evidence for r in self.facts.roles if r.item == item.number]
        spans += [d.span for d in self.facts.dues if d.item == item.number]
        # a table's row is one stretch of text, its cells are not
        row = Span(min(s.start for s in spans), max(s.end for s in spans))
        others = [i.span.start for i in self.facts.items if i.span.start >= item.span.end]
        end = max(row.end, min(others, default=len(self.source.text))) if not item.implicit else row.end
        return [Span(item.span.start, end), *spans]

    def owner(self, span: Span) -> str | None:
        """The number of the item in whose words a span stands."""
        inside = [i for i in self.facts.items if i.span.start <= span.start and span.end <= i.span.end]
        return min(inside, key=lambda i: len(i.span)).number if inside else None

    def text(self, span: Span) -> str:
        """The words of a span, without line breaks."""
        return re.sub(r"\s*\n\s*", "", self.source.text[span.start : span.end])
