"""Responsibility clauses: who leads, who supports, who oversees, by when.

    (X牽頭,Y配合) · (牽頭單位:X;配合單位:Y) · 責任單位:X、Y · (X、Y按職責分工負責) · (X會同Y…) · X(牽頭)、Y(配合)

All offsets are the document's; all matching runs on its shadow, in which the rules of the document are blanked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from loaders.clause_words import clause_words, label_role, verb_role
from loaders.dates import is_deadline
from loaders.names import is_body, mask_nested, split_names
from loaders.source import Span

KINDS = {"lead": "LEADS", "support": "SUPPORTS", "oversee": "OVERSEES"}


class Part(NamedTuple):
    """One name in a clause with its role (lead, support, duty, oversee) and the word that gives it (None: no word)."""

    role: str
    name: Span
    word: Span | None


@dataclass(slots=True)
class Clause:
    """One clause as it was read.

    Attributes:
        span: brackets, labels and all.
        form: bracket, label, sentence, names (a bracket that holds names alone), cell.
        parts: in the order of the text.
        dues: deadlines that it states.
        worded: whether a label or a predicate says who does what.
    """

    span: Span
    form: str
    parts: list[Part] = field(default_factory=list)
    dues: list[Span] = field(default_factory=list)
    worded: bool = False

    def solid(self, text: str) -> bool:
        """Whether every name ends like a body's, so that the clause is one wherever it stands."""
        told = False
        for role, (start, end), _ in self.parts:
            if role != "oversee":
                if end - start > 40 or not is_body(text[start:end]):
                    return False
                told = True
        return told

    def likely(self, text: str) -> bool:
        """Whether at least half of the names end like a body's and none is as long as a sentence."""
        names = [text[p.name.start : p.name.end] for p in self.parts]
        plausible = [len(n) <= 4 if p.role == "oversee" else is_body(n) for p, n in zip(self.parts, names, strict=True)]
        return bool(names) and 2 * sum(plausible) >= len(names) and max(map(len, names)) <= 60


def parse_clause(text: str, start: int, end: int, *, form: str, span: Span, default: str = "duty") -> Clause:
    """Read what stands inside a clause (the same words are read once: plans repeat them).

    Args:
        text: the shadow, the document's rules blanked.
        start, end: the inside of the clause (without its brackets).
        form: see `Clause.form`.
        span: the whole clause.
        default: the role of names that no word gives one.

    >>> s = "市渔业局牵头,市航道局、各渔港按职责分工配合"
    >>> clause = parse_clause(s, 0, len(s), form="bracket", span=Span(0, len(s)))
    >>> [(p.role, s[p.name.start:p.name.end]) for p in clause.parts]
    [('lead', '市渔业局'), ('support', '市航道局'), ('support', '各渔港')]
    """
    worded, parts, dues = _read(text[start:end], default)
    if not parts:
        return Clause(span, form, [], [_shifted(due, start) for due in dues], worded)
    spoken: Span | None = None
    placed: Span | None = None
    moved: list[Part] = []
    for role, (first, last), word in parts:
        if word is not spoken:
            # the names before a predicate share its word
            spoken, placed = word, _shifted(word, start) if word is not None else None
        moved.append(Part(role, Span(first + start, last + start), placed))
    return Clause(span, form, moved, [_shifted(due, start) for due in dues], worded)


def _shifted(span: Span, by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


@lru_cache(maxsize=8192)
def _read(text: str, default: str) -> tuple[bool, tuple[Part, ...], tuple[Span, ...]]:
    """The words of a clause alone: whether it is worded, its parts and its deadlines, with offsets from 0."""
    clause = Clause(Span(0, len(text)), "")
    masked = mask_nested(text)
    role, word, joined = "", None, False
    at = 0

    def take(upto: int, role: str, word: Span | None, tail: int | None = None) -> int:
        return _take(clause, text, at, upto, role, word, tail or upto)

    for token in clause_words().token.finditer(masked):
        place = Span(*token.span())
        if token["label"] or token["bare"]:
            take(token.start(), role or ("support" if joined else default), word)
            name = token["label"] or token["bare"]
            role, joined = label_role(text[place.start : place.start + len(name)]), False
            word = Span(place.start, place.start + len(name))
            clause.worded = True
        elif token["joiner"]:
            clause.worded = True
            take(token.start(), "lead" if role in ("", "duty") else role, place)
            joined, role, word = True, "support", place
        else:
            given, decisive = verb_role(token["verb"])
            offset = place.start + token["verb"].rindex(decisive) if decisive in token["verb"] else place.start
            spoken = Span(offset, offset + len(decisive))
            seen = take(token.start(), "support" if joined else given, spoken, token.end())
            clause.worded = clause.worded or seen > 0
            # after a predicate: 牵头,市财政局 … belong to whoever comes next, or support
            role, word, joined = ("support" if given == "lead" else role if role in KINDS else ""), None, False
        at = token.end()
    trailing = role or default
    if role == "" and clause.worded:
        trailing = "support" if any(p.role == "lead" for p in clause.parts) else default
    take(len(masked), trailing, word)
    return clause.worded, tuple(clause.parts), tuple(clause.dues)


def _take(clause: Clause, text: str, start: int, end: int, role: str, word: Span | None, tail: int) -> int:
    """Add the names (or the deadline) of one stretch; `tail` is the end of its predicate. Returns how many names."""
    stretch = text[start:end].strip(" \t\n,;。、:\u3000")
    if role == "due":
        if stretch:
            at = text.index(stretch, start)
            clause.dues.append(Span(at, at + len(stretch)))
        return 0
    if role == "oversee":
        persons = list(_persons(text, start, end))
        clause.parts += [Part("oversee" if not is_body(text[s.start : s.end]) else "duty", s, word) for s in persons]
        return len(persons)
    if not stretch:
        if tail > end and is_deadline(text, end, tail):
            clause.dues.append(Span(end, tail))
        return 0
    names = split_names(text, start, end)
    taken = 0
    for i, name in enumerate(names):
        last = i == len(names) - 1
        if is_deadline(text, name.start, name.end):
            clause.dues.append(Span(name.start, tail if last and tail > end else name.end))
            continue
        taken += 1
        inner = clause_words().role_only.search(text, name.start, name.end)
        if inner and inner.start() > name.start:
            spoken = inner["role"]
            own = label_role(spoken) or verb_role(spoken)[0]
            clause.parts.append(Part(own, Span(name.start, inner.start()), Span(*inner.span("role"))))
            clause.worded = True
        else:
            clause.parts.append(Part(role or "duty", name, word))
    return taken


_PERSON_GAP = re.compile("[、,;。/:()\\s]+")


def _persons(text: str, start: int, end: int) -> Iterator[Span]:
    """Names of people: 、 and spaces separate them; a space inside a name of two characters (王 强) does not."""
    edges = [start, *(e for gap in _PERSON_GAP.finditer(text, start, end) for e in gap.span()), end]
    names = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
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


def resolve(parts: list[Part], *, first_leads: bool = False) -> list[Part]:
    """Give every duty its role: it leads where nobody else does, else it supports.

    Args:
        parts: of one clause (or of several that stand together).
        first_leads: the document's rule that of several bodies the first leads.
    """
    if any(p.role == "lead" for p in parts):
        return [Part("support", p.name, p.word) if p.role == "duty" else p for p in parts]
    resolved: list[Part] = []
    given = "lead"
    for part in parts:
        if part.role == "duty":
            part = Part(given, part.name, part.word)
            given = "support" if first_leads else "lead"
        resolved.append(part)
    return resolved
