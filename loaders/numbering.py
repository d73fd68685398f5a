"""Numbers of items: the printed ones where they never repeat, else chapter.item; below them parent.number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from loaders.drafts import Draft, introductions
from loaders.facts import Facts, Issue, Item, Used
from loaders.source import SourceText, Span

_BLANK = re.compile(r"\s")
_DOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_WRAP = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"(?<=[^\x21-\x7e])\s+|\s+(?=[^\x21-\x7e])")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A draft with the item that it became."""

    draft: Draft
    item: Item


def number_drafts(facts: Facts, source: SourceText, drafts: list[Draft], *, prefix: str = "") -> list[Numbered]:
    """Number the drafts of depth 1 and all below, and append their items to the facts.

    Args:
        facts: takes the items.
        source: for the words.
        drafts: of depth 1, in order.
        prefix: before each number (an annex that counts anew).
    """
    counted = 0
    values: list[int] = []
    for draft in drafts:
        counted = draft.value if draft.value is not None else counted + 1
        values.append(counted)
    # A label of several levels is a number of its own: 11.1 beside 11 repeats nothing.
    repeated = any(n > 1 for n in Counter(_dotted(d) or str(v) for v, d in zip(values, drafts, strict=True)).values())
    by_chapter = repeated and all(d.chapter is not None for d in drafts)
    taken = Counter(item.number for item in facts.items)
    out: list[Numbered] = []
    for value, draft in zip(values, drafts, strict=True):
        number = f"{prefix}{draft.chapter}.{value}" if by_chapter else f"{prefix}{value}"
        if draft.value == 0:
            number = f"{prefix}{draft.chapter}.0"
        if dotted := _dotted(draft):
            number = f"{prefix}{dotted}"
        _write(facts, source, draft, _free(number, taken), None, 1, taken, out)
    return out


def _dotted(draft: Draft) -> str:
    """The whole of a label of several levels (1.2) above which there is no item of its own; else nothing."""
    found = _DOTTED.match(draft.flow.text, draft.label.start, draft.label.end) if draft.label else None
    return found.group() if found else ""


def _free(number: str, taken: Counter[str]) -> str:
    """The number, or where it is taken already the number with a count behind it."""
    taken[number] += 1
    if taken[number] == 1:
        return number
    return _free(f"{number}-{taken[number]}", taken)


def _write(
    facts: Facts,
    source: SourceText,
    draft: Draft,
    number: str,
    parent: str | None,
    depth: int,
    taken: Counter[str],
    out: list[Numbered],
) -> None:
    flow = draft.flow
    label = flow.span(draft.label) if draft.label else None
    span = flow.span(draft.span)
    item = Item(
        number=number,
        printed_label=source.text[label.start : label.end] if label and not draft.implicit else None,
        title=title_words(source.text, flow.span(draft.title)),
        chapter=draft.chapter,
        parent=parent,
        position=len(facts.items) + 1,
        depth=depth,
        span=span,
        body=tuple(_body(facts, draft)),
        implicit=draft.implicit,
        optional=draft.optional,
    )
    if "-" in number.rsplit(".", 1)[-1]:
        facts.issues.append(Issue("Z712", label or span, "a number that was used before"))
    facts.items.append(item)
    out.append(Numbered(draft, item))
    if label:
        facts.used.append(Used(label, "used", "outline.label"))
    for i, child in enumerate(draft.children, 1):
        value = i if child.value is None else child.value
        _write(facts, source, child, _free(f"{number}.{value}", taken), number, depth + 1, taken, out)


def _body(facts: Facts, draft: Draft) -> list[Span]:
    spans: list[Span] = []
    for span in draft.body:
        at = span.start
        for hole in introductions(draft.flow.text, span):
            facts.used.append(Used(draft.flow.span(hole), "furniture", "outline.introduction"))
            if hole.start > at:
                spans.append(draft.flow.span(Span(at, hole.start)))
            at = hole.end
        if at < span.end:
            spans.append(draft.flow.span(Span(at, span.end)))
    return spans


def title_words(text: str, span: Span) -> str:
    """A title without the line breaks that only wrap it and the spaces that stand beside Chinese characters."""
    words = text[span.start : span.end]
    if not words.isalnum() and _BLANK.search(words):
        words = _SPACES.sub("", _WRAP.sub("", words))
    return words.strip(" \t\u3000。;:；：,，、")
