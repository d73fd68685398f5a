"""Where an item names another one: 按照第(七)項任務, 依託上述平臺. A law's article is no item."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from loaders.facts import Facts, Item, Reference, Used
from loaders.numerals import numeral
from loaders.passages import Passage, passages
from loaders.source import SourceText
from loaders.words import either, lexicon

_NUMBER = r"(?:[(\[]?(?:\d{1,3}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,4})[)\]]?)"
# it begins with a set of characters, which the engine looks for fastest
_FIRST = re.compile("[第上前](?:(?<=第)[(\\[]?[0-9一二三四五六七八九十]|(?<=[上前])[述文一])")
# labels stand as printed: full width, traditional
_AROUND = re.compile(r"[第条條项項章节節、.．:：()（）\[\]〔〕【】\s]")
_EACH = re.compile(r"[(\[]?(?P<number>\d{1,3}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,4})[)\]]?")


@dataclass(frozen=True, slots=True)
class _Forms:
    numbered: re.Pattern[str]
    backward: re.Pattern[str]
    previous: re.Pattern[str]
    elsewhere: re.Pattern[str]


@cache
def _forms() -> _Forms:
    own = lexicon("references")
    return _Forms(
        numbered=re.compile(
            f"(?P<pointer>{either(*own['pointers'])})[^,。;:、第]{{0,6}}?"
            f"(?P<named>第{_NUMBER}(?:[、和及与至]第?{_NUMBER})*(?:{either(*own['nouns'])}))"
        ),
        backward=re.compile(f"(?:{either(*own['backward'])})[^,。;:、]{{0,8}}?(?:{either(*own['things'])})"),
        previous=re.compile(either(*own["previous"])),
        elsewhere=re.compile(f"(?:》|{either(*own['elsewhere'])})$"),
    )


def read_references(source: SourceText, facts: Facts, parts: Iterable[Passage] | None = None) -> None:
    """Append every reference to another item to `facts.references`, and its span to `facts.used`.

    Args:
        source: the text.
        facts: items, platforms and data must have been read.
        parts: the passages, where the caller has them.
    """
    if not _FIRST.search(source.shadow):
        return
    index: _Index | None = None
    forms = _forms()
    seen: set[tuple[str, str]] = set()
    for passage in passages(source, facts) if parts is None else parts:
        text = passage.text
        if not _FIRST.search(text) or not any(
            pattern.search(text) for pattern in (forms.numbered, forms.backward, forms.previous)
        ):
            continue
        index = index or _Index(facts)
        for start, end, targets in [*_numbered(passage, index), *_backward(passage, facts.items, index)]:
            span = passage.span(start, end)
            facts.used.append(Used(span, "used", "reference"))
            for target in targets:
                if target != passage.item and (passage.item, target) not in seen:
                    seen.add((passage.item, target))
                    facts.references.append(
                        Reference(passage.item, target, span, passage.span(*passage.sentence_at(start, end)))
                    )


@dataclass(slots=True)
class _Index:
    """The items by how a text may call them, and where each platform or database was named last."""

    by_number: dict[str, Item]
    by_label: dict[int, list[Item]]
    order: dict[str, int]
    ends: dict[str, list[int]]
    named: dict[str, list[str]]

    def __init__(self, facts: Facts) -> None:
        items = facts.items
        self.by_number = {item.number: item for item in items}
        self.order = {item.number: at for at, item in enumerate(items)}
        self.ends, self.named = {}, {}
        for mention in sorted(facts.mentions, key=lambda m: (m.span.end, self.order.get(m.item, 0))):
            self.ends.setdefault(mention.label, []).append(mention.span.end)
            self.named.setdefault(mention.label, []).append(mention.item)
        self.by_label = {}
        for item in items:
            value = numeral(_AROUND.sub("", item.printed_label)) if item.printed_label else None
            if value is not None:
                self.by_label.setdefault(value, []).append(item)

    def find(self, printed: str, own: str) -> str | None:
        """The one item that a printed number means in the item `own`: a sibling, else the only one at the top."""
        if printed in self.by_number and "." in printed:
            return printed
        value = numeral(printed)
        if value is None or own not in self.by_number:
            return None
        found = self.by_label.get(value, [])
        here = self.by_number[own]
        chinese = not printed.isascii()
        labelled = [i for i in found if _AROUND.sub("", i.printed_label or "").isascii() != chinese]
        for choice in (labelled, found):
            siblings = [i for i in choice if i.parent == here.parent and i.chapter == here.chapter]
            tops = [i for i in choice if i.parent is None]
            for group in (siblings, tops, choice):
                if len(group) == 1:
                    return group[0].number
        return None


def _numbered(passage: Passage, index: _Index) -> list[tuple[int, int, list[str]]]:
    out = []
    for found in _forms().numbered.finditer(passage.text):
        start, end = found.span("named")
        if _forms().elsewhere.search(passage.text, max(0, start - 8), start):
            continue
        numbers = [m["number"] for m in _EACH.finditer(found["named"])]
        targets = [t for n in numbers if (t := index.find(n, passage.item)) is not None]
        if targets:
            out.append((start, end, targets))
    return out


def _backward(passage: Passage, items: list[Item], index: _Index) -> list[tuple[int, int, list[str]]]:
    """上述平臺 is the last platform or database named before; in the item's own words that is no reference."""
    out = []
    text = passage.text
    for found in _forms().backward.finditer(text):
        place = passage.span(*found.span()).start
        label = "DataDomain" if found.group().endswith(("数据库", "数据集")) else "Platform"
        before = bisect_right(index.ends.get(label, []), place)
        if before:
            out.append((found.start(), found.end(), [index.named[label][before - 1]]))
    for found in _forms().previous.finditer(text):
        at = index.order.get(passage.item, 0)
        if at:
            out.append((found.start(), found.end(), [items[at - 1].number]))
    return out
