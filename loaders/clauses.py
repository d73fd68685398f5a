"""Responsibility clauses: who leads, who supports, who oversees, by when.

    (X牽頭,Y配合) · (牽頭單位:X;配合單位:Y) · 責任單位:X、Y · (X、Y按職責分工負責) · (X會同Y…) · X(牽頭)、Y(配合)

All offsets are the document's; all matching runs on its shadow, in which the rules of the document are blanked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from loaders.clause_words import clause_words, label_role, verb_role
from loaders.dates import is_deadline
from loaders.names import ends_like_a_body, is_body, mask_nested, split_names
from loaders.people import PERSON, person_behind, persons
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
        form: bracket, label, sentence, names (a bracket that holds names alone), running (see `loaders/running.py`), cell.
        parts: in the order of the text.
        dues: deadlines that it states.
        worded: whether a label or a predicate says who does what.
        strange: what stands behind labels that no rule knows (操盤單位:市漁業局), label and all. Who does what there is not
            guessed.
        objects: whether a predicate says what it is about: 负责渔港改造.
        read_at: where its words stand if not here (責任單位同上): the evidence of its roles.
    """

    span: Span
    form: str
    parts: list[Part] = field(default_factory=list)
    dues: list[Span] = field(default_factory=list)
    worded: bool = False
    strange: list[Span] = field(default_factory=list)
    objects: bool = False
    read_at: Span | None = None

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


def parse_people(text: str, cell: Span) -> Clause:
    """A cell under a head such as 分管领导: people, or bodies that stand there; any other words are strange."""
    clause = Clause(cell, "cell", worded=True)
    _take(clause, text, cell.start, cell.end, "oversee", None, cell.end)
    return clause


def _shifted(span: Span, by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


@lru_cache(maxsize=8192)
def _read(text: str, default: str) -> Clause:
    """The words of a clause alone, with offsets from 0; whoever gets it must not change it."""
    return _Reading(text, default).read()


class _Reading:
    """One pass over the words of a clause that give roles.

    Attributes:
        role, word: given to the names that come, by a label, a joiner or a predicate before them.
        joined: whether a joiner stands before those names.
        ahead: whether the role at hand is of a predicate that stands before its names.
        behind: where a label stands that no rule knows and behind which the pass is; None elsewhere.
        at: up to where names were taken.
    """

    def __init__(self, text: str, default: str) -> None:
        self.text, self.default = text, default
        self.masked = mask_nested(text)
        self.clause = Clause(Span(0, len(text)), "")
        self.role, self.joined, self.ahead, self.at = "", False, False, 0
        self.word: Span | None = None
        self.behind: int | None = None

    def read(self) -> Clause:
        tokens = _tokens(self.masked)
        for following, token in enumerate(tokens, 1):
            place = Span(*token.span())
            kind = token.lastgroup
            if kind == "strange":
                self._take(place.start, self._own(), self.word)
                self._now("", None, place.end)
                self.behind = place.start
            elif kind in ("label", "bare"):
                self._label(token[kind], place)
            elif kind == "joiner":
                self.clause.worded = True
                self._take(place.start, "lead" if self.role in ("", "duty") else self.role, place, told=True)
                self._now("support", place, place.end, joined=True)
            else:
                stop = tokens[following].start() if following < len(tokens) else len(self.masked)
                self._predicate(token["verb"], place, stop)
        trailing = self.role or self.default
        if self.role == "" and self.clause.worded:
            trailing = "support" if any(p.role == "lead" for p in self.clause.parts) else self.default
        self._take(len(self.masked), trailing, self.word)
        return self.clause

    def _own(self) -> str:
        return self.role or ("support" if self.joined else self.default)

    def _now(self, role: str, word: Span | None, at: int, *, joined: bool = False, ahead: bool = False) -> None:
        self.role, self.word, self.at, self.joined, self.ahead = role, word, at, joined, ahead

    def _label(self, words: str, place: Span) -> None:
        self._take(_unqualified(self.text, self.at, place.start), self._own(), self.word)
        label = Span(place.start, place.start + len(words))
        self._now(label_role(self.text[label.start : label.end]), label, place.end)
        self.clause.worded = True

    def _predicate(self, verb: str, place: Span, stop: int) -> None:
        """Read a predicate; `stop` is where the next word that gives a role begins."""
        given, decisive = verb_role(verb)
        if self.role == "due" and not self._names_a_body(place.start):
            return  # 完成时限:分阶段推进,2025年底前完成
        offset = place.start + (verb.rindex(decisive) if decisive in verb else 0)
        spoken = Span(offset, offset + len(decisive))
        if self.ahead and self.masked[self.at : place.start].rstrip().endswith((",", ";", "。")):
            self._take(place.start, self.role, self.word)
            self._now("", None, place.start)
        before = self.masked[self.at : place.start].strip(_SEPARATES)
        if not before and self.behind is None and _begins_with_body(self.masked, place.end, stop):
            # 牵头市渔业局,配合市航道局: without a name before it, it is said of the names behind it
            self._now(given, spoken, place.end, ahead=True)
            self.clause.worded = True
            return
        seen = self._take(place.start, "support" if self.joined else given, spoken, place.end, told=True)
        self.clause.worded = self.clause.worded or seen > 0
        at = _after_object(self.masked, place.end, stop) if self.clause.parts else place.end
        self.clause.objects = self.clause.objects or at > place.end
        # after a predicate: 牵头,市财政局 … belong to whoever comes next, or support
        self._now("support" if given == "lead" else self.role if self.role in KINDS else "", None, at)

    def _names_a_body(self, stop: int) -> bool:
        return any(is_body(self.text[n.start : n.end]) for n in split_names(self.text, self.at, stop))

    def _take(self, upto: int, role: str, word: Span | None, tail: int | None = None, *, told: bool = False) -> int:
        """Take the names up to an offset; `told` where a predicate or a joiner says of them what a label did not."""
        if self.behind is not None:
            semicolon = self.masked.find(";", self.at, upto)
            if semicolon >= 0 or not told:
                # what stands behind the label ends with ; 软件部分:市财政局负责 is told by its predicate
                stop = upto if semicolon < 0 else semicolon
                _behind(self.clause, self.text, self.behind, self.at, stop)
                self.at = stop
            self.behind = None
        return _take(self.clause, self.text, self.at, upto, role, word, tail or upto)


def _tokens(masked: str) -> list[re.Match[str]]:
    """The words of a clause that give roles, in order, with the labels that no rule knows among them."""
    known = list(clause_words().token.finditer(masked))
    if masked.count(":") == sum(token.lastgroup == "label" for token in known):
        return known
    strange = [
        found
        for found in _STRANGE.finditer(masked)
        if not any(t.start() < found.end() and found.start() < t.end() for t in known) and _is_label(found)
    ]
    return sorted(known + strange, key=lambda token: token.start()) if strange else known


# what stands before a colon that belongs to no label of the lexicon; possessive, so that no text takes long
_STRANGE = re.compile(r"(?<![^,;、。:\s])(?P<strange>[^,;、。:\s]++)\s*+:")
_LETTER = re.compile("[\u4e00-\u9fff]")
_HOLDER = re.compile("[^各市省县区国有相全].*(?:单位|部门|机构|科室|处室|股室|主体)$")
_VALUE = re.compile(r"\s*([^,;、。:\s]+)")
_QUALIFIER = re.compile(r"(?<![^,;。\s])[^,;、。:\s\d)\]〕】]{1,8}$")


def _is_label(found: re.Match[str]) -> bool:
    """Whether words before a colon are a label: 操盘单位, 其中; 市渔业局:牵头推进 begins with a name, 各有关单位 is one."""
    words = found["strange"]
    if not is_body(words):
        return _LETTER.search(words) is not None
    value = _VALUE.match(found.string, found.end())
    return _HOLDER.match(words) is not None or (value is not None and is_body(value[1]))


def _unqualified(text: str, start: int, end: int) -> int:
    """Where the names before a label end: 市级, 项目 in 市级牵头单位:, 项目责任单位: belong to the label and name nobody."""
    found = _QUALIFIER.search(text, start, end)
    return found.start() if found and not is_body(found.group()) else end


_SEPARATES = ",;、。: \t\n\u3000"
_OBJECT = re.compile(r"(?P<thing>[^,;。:\s、()]+)、?")


def _after_object(text: str, at: int, end: int) -> int:
    """Where what a predicate is about ends: 渔港改造、航道疏浚 in 市渔业局负责渔港改造、航道疏浚,… names nobody."""
    while (thing := _OBJECT.match(text, at, end)) and not is_body(thing["thing"]):
        at = thing.end()
    return at


def _begins_with_body(text: str, at: int, end: int) -> bool:
    found = _OBJECT.match(text, at, end)
    return found is not None and is_body(found["thing"])


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
        found = list(persons(text, start, end))
        for span in found:
            spoken = text[span.start : span.end]
            if is_body(spoken):
                clause.parts.append(Part("duty", span, word))
            elif PERSON.fullmatch(spoken):
                clause.parts.append(Part("oversee", span, word))
            else:
                clause.strange.append(span)
        return len(found)
    if not stretch:
        if tail > end and is_deadline(text, end, tail):
            clause.dues.append(Span(end, tail))
        return 0
    names = split_names(text, start, end)
    taken = 0
    spoken_of = -1  # where what an attached predicate is about goes on: 市渔业局做好资金、人员保障
    for i, name in enumerate(names):
        last = i == len(names) - 1
        if is_deadline(text, name.start, name.end):
            clause.dues.append(Span(name.start, tail if last and tail > end else name.end))
            continue
        if (
            spoken_of >= 0
            and not _APART.search(text, spoken_of, name.start)
            and not is_body(text[name.start : name.end])
        ):
            spoken_of = name.end
            continue
        spoken_of = -1
        taken += 1
        inner = clause_words().role_only.search(text, name.start, name.end)
        if inner and inner.start() > name.start:
            spoken = inner["role"]
            own = label_role(spoken) or verb_role(spoken)[0]
            clause.parts.append(Part(own, Span(name.start, inner.start()), Span(*inner.span("role"))))
            clause.worded = True
        elif (who := person_behind(text, name)) is not None:
            body = Span(name.start, max(text.rfind(mark, name.start, who.start) for mark in "([〔【"))
            clause.parts.append(Part(role or "duty", body, word))
            clause.parts += [Part("oversee", person, None) for person in persons(text, *who)]
        elif (verb := _attached(text, name)) is not None:
            clause.parts.append(Part(role or "duty", Span(name.start, verb.start), verb if len(verb) else word))
            clause.worded = clause.objects = True
            spoken_of = name.end
        else:
            clause.parts.append(Part(role or "duty", name, word))
    return taken


_APART = re.compile("[,;。\n]")


# 有關部門研究提出方案: many bodies, and what they do
_ACTS = re.compile("(?:部门|单位|机构|地区|企业)(?:研究|提出|制定|起草|编制|出台|开展|建立|推进|做好|落实)")


def _attached(text: str, name: Span) -> Span | None:
    """What follows the body in what was taken for a name: 做好 in 市渔业局做好资金保障, an empty span at a colon.

    None where the name is a body's as it stands, or no body's at all.
    """
    words = text[name.start : name.end]
    if is_body(words) and (ends_like_a_body(words) or not _ACTS.search(words)):
        return None
    colon = text.find(":", name.start, name.end)
    if colon >= 0 and is_body(text[name.start : colon]):
        return Span(colon, colon)
    for verb in clause_words().attached.finditer(text, name.start + 2, name.end):
        if is_body(text[name.start : verb.start()]):
            return Span(*verb.span())
    return None


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
