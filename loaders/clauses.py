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
        strange: what stands behind labels that no rule knows (操盤單位:市漁業局), label and all. Who does what there is not
            guessed.
        objects: whether a predicate says what it is about: 负责渔港改造.
    """

    span: Span
    form: str
    parts: list[Part] = field(default_factory=list)
    dues: list[Span] = field(default_factory=list)
    worded: bool = False
    strange: list[Span] = field(default_factory=list)
    objects: bool = False

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
    read = _read(text[start:end], default)
    moved: list[Part] = []
    spoken: Span | None = None
    placed: Span | None = None
    for role, (first, last), word in read.parts:
        if word is not spoken:
            # the names before a predicate share its word
            spoken, placed = word, _shifted(word, start) if word is not None else None
        moved.append(Part(role, Span(first + start, last + start), placed))
    dues = [_shifted(due, start) for due in read.dues]
    return Clause(span, form, moved, dues, read.worded, [_shifted(one, start) for one in read.strange], read.objects)


def _shifted(span: Span, by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


@lru_cache(maxsize=8192)
def _read(text: str, default: str) -> Clause:
    """The words of a clause alone, with offsets from 0; whoever gets it must not change it."""
    clause = Clause(Span(0, len(text)), "")
    masked = mask_nested(text)
    role, word, joined = "", None, False
    at = 0
    behind: int | None = None  # where a label stands that nobody knows; the words at hand are behind it

    def take(upto: int, role: str, word: Span | None, tail: int | None = None, *, told: bool = False) -> int:
        nonlocal at, behind
        if behind is not None:
            semicolon = masked.find(";", at, upto)
            stop = upto if semicolon < 0 else semicolon
            if semicolon >= 0 or not told:
                # behind the label up to its end nothing says who does what: 软件部分:市财政局负责 would
                _behind(clause, text, behind, at, stop)
                at = stop
            behind = None
        return _take(clause, text, at, upto, role, word, tail or upto)

    tokens = _tokens(masked)
    for following, token in enumerate(tokens, 1):
        place = Span(*token.span())
        kind = token.lastgroup
        if kind == "strange":
            take(place.start, role or ("support" if joined else default), word)
            role, word, joined, behind = "", None, False, place.start
        elif kind in ("label", "bare"):
            name = token[kind]
            take(_unqualified(text, at, place.start), role or ("support" if joined else default), word)
            role, joined = label_role(text[place.start : place.start + len(name)]), False
            word = Span(place.start, place.start + len(name))
            clause.worded = True
        elif kind == "joiner":
            clause.worded = True
            take(place.start, "lead" if role in ("", "duty") else role, place, told=True)
            joined, role, word = True, "support", place
        else:
            given, decisive = verb_role(token["verb"])
            if role == "due" and not any(is_body(text[n.start : n.end]) for n in split_names(text, at, place.start)):
                continue  # 完成时限:分阶段推进,2025年底前完成
            offset = place.start + token["verb"].rindex(decisive) if decisive in token["verb"] else place.start
            spoken = Span(offset, offset + len(decisive))
            seen = take(place.start, "support" if joined else given, spoken, place.end, told=True)
            clause.worded = clause.worded or seen > 0
            # after a predicate: 牵头,市财政局 … belong to whoever comes next, or support
            role, word, joined = ("support" if given == "lead" else role if role in KINDS else ""), None, False
            at = _after_object(masked, place.end, tokens[following].start() if following < len(tokens) else len(masked))
            clause.objects = clause.objects or at > place.end
            continue
        at = place.end
    trailing = role or default
    if role == "" and clause.worded:
        trailing = "support" if any(p.role == "lead" for p in clause.parts) else default
    take(len(masked), trailing, word)
    return clause


def _tokens(masked: str) -> list[re.Match[str]]:
    """The words of a clause that give roles, in order, with the labels that no rule knows among them."""
    known = list(clause_words().token.finditer(masked))
    if masked.count(":") == sum(token.lastgroup == "label" for token in known):
        return known
    strange = []
    for found in _STRANGE.finditer(masked):
        start, end = found.span()
        if (_HOLDER.search(found["strange"]) or not is_body(found["strange"])) and not any(
            t.start() < end and start < t.end() for t in known
        ):
            strange.append(found)
    return sorted(known + strange, key=lambda token: token.start()) if strange else known


# 操盘单位:, 其中:; a body's own name before a colon (市渔业局:牵头推进) is no label
_STRANGE = re.compile(r"(?<![^,;。\s:])(?P<strange>[^,;、。:\s]*[\u4e00-\u9fff][^,;、。:\s]*)\s*:")
_HOLDER = re.compile(
    "^[^各市省县区国有相全].*(?:单位|部门|机构|科室|处室|股室|主体)$"
)  # 操盘单位; 各有关单位 is a name
_QUALIFIER = re.compile(r"[^,;、。:\s\d)\]〕】]{1,8}$")


def _unqualified(text: str, start: int, end: int) -> int:
    """Where the names before a label end: 市级, 项目 in 市级牵头单位:, 项目责任单位: belong to the label and name nobody."""
    if found := _QUALIFIER.search(text, start, end):
        begins = found.start() == 0 or text[found.start() - 1] in ",;、。:\n"
        if begins and found.start() and text[found.start() - 1] in "、:":
            begins = False  # the last of several names, or the only one behind a label
        if begins and not is_body(found.group()):
            return found.start()
    return end


_OBJECT = re.compile("[^,;。:\\s、()]+、?")


def _after_object(text: str, at: int, end: int) -> int:
    """Where what a predicate is about ends: 渔港改造、航道疏浚 in 市渔业局负责渔港改造、航道疏浚,… names nobody."""
    while (thing := _OBJECT.match(text, at, end)) and not is_body(thing.group().rstrip("、")):
        at = thing.end()
    return at


def _behind(clause: Clause, text: str, label: int, start: int, end: int) -> None:
    """What stands behind a strange label: a deadline is one whatever it is called, anything else stays unread."""
    value = text[start:end].strip(" \t\n,;。、:\u3000")
    if not value:
        return
    at = text.index(value, start)
    if is_deadline(text, at, at + len(value)):
        clause.dues.append(Span(at, at + len(value)))
    else:
        clause.strange.append(Span(label, at + len(value)))


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
        elif (verb := _attached(text, name)) is not None:
            clause.parts.append(Part(role or "duty", Span(name.start, verb.start), verb))
            clause.worded = clause.objects = True
        else:
            clause.parts.append(Part(role or "duty", name, word))
    return taken


def _attached(text: str, name: Span) -> Span | None:
    """The predicate in what was taken for a name: 做好 in 市渔业局做好资金保障; None where the name is a body's as it stands."""
    if is_body(text[name.start : name.end]):
        return None
    for verb in clause_words().attached.finditer(text, name.start + 2, name.end):
        if is_body(text[name.start : verb.start()]):
            return Span(*verb.span())
    return None


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
