"""A question in Chinese, answered by a named question of the catalogue, or not at all.

Every word of the question must be understood: a name of the store, a date, a number, or a word of `intents.yaml`. The meanings
must fit exactly one named question. Else nothing is answered; the reason is given, and up to three questions that are near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, product
from typing import Any

from graph.identity import name_key, shadow
from graph.stores.base import Store
from queries.ask_reading import Part, Reader, Reading, check_task
from queries.ask_vocabulary import Vocabulary, vocabulary
from queries.catalogue import LIMIT, ask_question, catalogue
from queries.intents import SLOTS, Intent, lexicon
from queries.names import nearest
from queries.question import Question
from queries.understanding import LONGEST, Alternative, Chip, Reply, Understanding

MOST_ALTERNATIVES = 3
_READINGS = 64
_PARTIAL = 0.85
_ASSUMED = 0.9
_SURE = 0.7


def ask(store: Store, text: str, *, today: date | None = None, limit: int = LIMIT) -> Reply:
    """Understand a question in Chinese and answer it, if it is understood for sure.

    Args:
        store: where to ask.
        text: the question, traditional or simplified or both.
        today: what 今年 and 今天 mean; the day of asking when None.
        limit: rows of the answer at most.

    Returns:
        What was understood, and the answer; None for the answer when unsure.
    """
    understanding = understand(store, text, today=today)
    if understanding.question is None:
        return Reply(understanding, None)
    return Reply(understanding, ask_question(store, understanding.question, understanding.parameters, limit=limit))


def understand(store: Store, text: str, *, today: date | None = None) -> Understanding:
    """Find the named question that a question in Chinese means.

    Args:
        store: whose names are understood.
        text: the question.
        today: what 今年 and 今天 mean; the day of asking when None.
    """
    if not name_key(text):
        return _refused(text, "empty")
    if len(text) > LONGEST:
        return _refused(text[:LONGEST], "long")
    words = vocabulary(store)
    if not words.documents:
        return _refused(text, "nothing-loaded")
    return _Asker(store, words, today or date.today(), text).understand()


def _refused(text: str, code: str) -> Understanding:
    language = "zh-Hans" if shadow(text) == text else "zh-Hant"
    refused = Understanding(text, None, {}, (), 0.0, code=code)
    return Understanding(text, None, {}, (), 0.0, reason=refused.reason_in(language), code=code)


@dataclass(frozen=True, slots=True)
class _Match:
    """A named question that the parts fit, with its parameters."""

    question: str
    parameters: dict[str, Any]
    fit: float
    parts: tuple[Part, ...]
    assumed: bool = False

    @property
    def key(self) -> str:
        return f"{self.question} {sorted(self.parameters.items(), key=str)}"


@dataclass(frozen=True, slots=True)
class _Filled:
    """A question's parameters, or the code of what is missing."""

    parameters: dict[str, Any] = field(default_factory=dict)
    missing: str = ""
    about: str = ""
    assumed: bool = False


class _Asker:
    """One question, from reading to understanding."""

    def __init__(self, store: Store, words: Vocabulary, today: date, text: str) -> None:
        self.store, self.words, self.text = store, words, text
        self.language = "zh-Hans" if shadow(text) == text else "zh-Hant"
        self.reading = Reader(store, words, today).read(text)
        self.problem: tuple[str, str] | None = None

    def understand(self) -> Understanding:
        unknown_task = self.check_tasks()
        searching = self.searches()
        matches = searching or self.matches(self.combinations())
        if not searching and (unsaid := self.unsaid(unknown_task)):
            return self.refuse(*unsaid)
        best = [m for m in matches if m.fit == max(other.fit for other in matches)]
        distinct = list({match.key: match for match in best}.values())
        if len(distinct) == 1:
            match = distinct[0]
            partial = sum(part.name is not None and part.name.partial for part in match.parts)
            confidence = _PARTIAL**partial * (_ASSUMED if match.assumed else 1.0)
            if confidence >= _SURE:
                chips = self.chips(match.parts)
                return Understanding(self.text, match.question, match.parameters, chips, round(confidence, 2))
        if distinct:
            named = [r for r in self.reading.places if len(r) > 1 and r[0].name and r[1].name]
            if named and len({m.question for m in distinct}) == 1:
                return self.refuse("many-names", self.reading.written(named[0][0]), distinct)
            return self.refuse("ambiguous", "", distinct)
        if self.problem:
            return self.refuse(*self.problem)
        if denied := [*self.reading.of("not"), *self.reading.of("none")]:
            return self.refuse("negation", self.reading.written(denied[0]))
        asked = any(p.meanings - SLOTS for p in self.meaningful())
        return self.refuse("no-question" if asked else "unclear", "")

    def check_tasks(self) -> str:
        """Replace written task numbers by the store's tasks; the first one that is in no document."""
        places = []
        unknown = ""
        for readings in self.reading.places:
            part = readings[0]
            if part.meanings == {"task"} and part.name is None:
                checked = check_task(self.store, part, self.words)
                unknown = unknown or ("" if checked else self.reading.written(part))
                readings = (checked or replace(part, meanings=frozenset({"unread"})),)
            places.append(readings)
        self.reading = Reading(self.text, tuple(places), self.reading.quoted)
        return unknown

    def meaningful(self) -> list[Part]:
        return [readings[0] for readings in self.reading.places if readings[0].meanings]

    def unsaid(self, unknown_task: str) -> tuple[str, str] | None:
        """What keeps the question from being answered at all: nothing in a plan, or nothing that is known."""
        for part in self.meaningful():
            if "absent" in part.meanings:
                return f"absent-{part.topic}", self.reading.written(part)
        if unknown_task:
            return "unknown-task", unknown_task
        if unread := self.unread():
            ending = name_key(unread).endswith(lexicon().organisation)
            return ("unknown-department" if ending else "unknown-words"), unread
        for part in (p for readings in self.reading.places for p in readings if "year" in p.meanings):
            if part.value not in self.words.years and not self.dated():
                return "unknown-year", str(part.value)
        return None

    def dated(self) -> bool:
        return any("date" in need for m in self.matches(self.combinations()) for p in m.parts for need in [p.meanings])

    def unread(self) -> str:
        """The first piece that nothing is known of, with the neighbours that complete a name."""
        places = self.reading.places
        for at, readings in enumerate(places):
            if "unread" not in readings[0].meanings:
                continue
            last = at
            while last + 1 < len(places) and (
                places[last + 1][0].meanings & {"unread", "department"}
                or name_key(self.reading.written(places[last + 1][0])) in lexicon().organisation
            ):
                last += 1
            first = at
            while first and name_key(self.reading.written(places[first - 1][0])) in lexicon().prefixes:
                first -= 1
            return self.text[places[first][0].start : places[last][0].stop]
        return ""

    def combinations(self) -> Iterator[tuple[Part, ...]]:
        """Each way to read the places, fillers left out."""
        places = [readings for readings in self.reading.places if readings[0].meanings]
        return islice(product(*places), _READINGS)

    def matches(self, combinations: Iterator[tuple[Part, ...]]) -> list[_Match]:
        found = []
        for parts in combinations:
            for intent in lexicon().intents:
                if fit := intent.fit(parts):
                    filled = self.fill(catalogue()[intent.question], parts)
                    if filled.missing:
                        self.problem = self.problem or (filled.missing, filled.about)
                    else:
                        found.append(_Match(intent.question, filled.parameters, fit, parts, filled.assumed))
        return found

    def searches(self) -> list[_Match]:
        """Where a question looks for words: everything beside the looking is what it looks for."""
        around = frozenset({"search", "where", "work", "document-word", "body"})
        parts = [readings[0] for readings in self.reading.places]
        if not any("search" in part.meanings for part in parts):
            return []
        if self.reading.quoted:
            sought, start, stop = self.reading.quoted
            outside = [p for p in parts if p.meanings and not (start <= p.start and p.stop <= stop)]
        else:
            inside = [i for i, part in enumerate(parts) if part.meanings and not part.meanings & around]
            if not inside or any(p.meanings & around for p in parts[inside[0] : inside[-1] + 1]):
                return []
            start, stop = parts[inside[0]].start, parts[inside[-1]].stop
            sought, outside = self.text[start:stop], [p for p in parts if p.meanings & around]
        if not all(part.meanings & around for part in outside):
            return []
        words = Part(start, stop, frozenset({"words"}), sought)
        merged = tuple(sorted([*outside, words], key=lambda part: part.start))
        return [m for m in self.matches(iter([merged])) if m.question == "search"]

    def fill(self, question: Question, parts: Sequence[Part]) -> _Filled:
        """The question's parameters from the parts of a text."""
        values: dict[str, Any] = {}
        assumed = False
        if {"old", "new"} <= question.parameters.keys():
            pair, assumed = self.two_documents(parts)
            if not pair:
                return _Filled(missing="two-documents")
            values.update(pair)
        for name, parameter in question.parameters.items():
            given = list(dict.fromkeys(p.value for p in parts if parameter.kind in p.meanings))
            if parameter.kind == "document" and name == "document":
                if ids := self.documents_of(parts):
                    values[name] = ids[0] if len(ids) == 1 else list(ids)
            elif parameter.kind == "date":
                spans = [p.value for p in parts if "date" in p.meanings and isinstance(p.value, tuple)]
                if spans and name in ("since", "by", "day"):
                    day = spans[0][0] if name == "since" else spans[0][1]
                    values.update({name: day} if day else {})
            elif parameter.kind == "integer":
                numbers = [p.value for p in parts if "number" in p.meanings and isinstance(p.value, int)]
                values.update({name: numbers[0]} if numbers else {})
            elif parameter.kind in ("words", "text"):
                spoken = [part.value for part in parts if "words" in part.meanings]
                values.update({name: spoken[-1]} if spoken else {})
            elif given and parameter.kind in ("department", "platform", "data", "task"):
                values[name] = given[0] if len(given) == 1 else given
            if parameter.required and name not in values:
                return _Filled(missing="no-question")
        return _Filled(values, assumed=assumed)

    def documents_of(self, parts: Sequence[Part]) -> tuple[str, ...]:
        """The documents that years, titles and places narrow a question to; empty for all."""
        chosen = [d.id for d in self.words.documents]
        narrowed = False
        for part in parts:
            if "year" in part.meanings:
                chosen = [d.id for d in self.words.documents if d.id in chosen and d.year == part.value]
                narrowed = True
            elif "document" in part.meanings and isinstance(part.value, tuple):
                chosen = [key for key in chosen if key in part.value]
                narrowed = True
        return tuple(chosen) if narrowed and len(chosen) < len(self.words.documents) else ()

    def two_documents(self, parts: Sequence[Part]) -> tuple[dict[str, str], bool]:
        """The older and the newer document of a comparison, and whether they were assumed."""
        by_age = sorted(self.words.documents, key=lambda d: (d.year or 0, d.issued_on or "", d.id))
        named = [
            d
            for d in by_age
            if any(("year" in p.meanings and p.value == d.year) or (p.name and d.id in p.name.ids) for p in parts)
        ]
        places = {d.jurisdiction for d in by_age}
        if len(named) == 2:
            return {"old": named[0].id, "new": named[1].id}, False
        if len(by_age) == 2 and len(places) == 1 and len(named) < 2 and by_age[0].year != by_age[1].year:
            return {"old": by_age[0].id, "new": by_age[1].id}, True
        return {}, False

    def refuse(self, code: str, about: str, matches: Sequence[_Match] = ()) -> Understanding:
        """No answer: the reason, and what may have been meant."""
        alternatives = self.alternatives(code, about, matches)
        chips = self.chips(self.meaningful())
        found = Understanding(self.text, None, {}, chips, 0.0, alternatives, code=code, about=about)
        reason = found.reason_in(self.language)
        return Understanding(self.text, None, {}, chips, 0.0, alternatives, reason, code, about)

    def alternatives(self, code: str, about: str, matches: Sequence[_Match]) -> tuple[Alternative, ...]:
        """Up to three questions: those that fit alike, else the same for near names, else the nearest that can be asked."""
        found = {m.key: (m.question, m.parameters) for m in matches}
        if not found and code == "unknown-department":
            found = self.with_near_names(about)
        if not found and code != "absent-other":
            found = self.nearest_questions()
        if code == "unknown-words":
            found.setdefault("search", ("search", {"text": about}))
        titles = {question.name: question.titles for question in catalogue().values()}
        return tuple(Alternative(q, p, titles[q]) for q, p in list(found.values())[:MOST_ALTERNATIVES])

    def with_near_names(self, about: str) -> dict[str, tuple[str, dict[str, Any]]]:
        every = {n.shown for names in self.words.names.values() for n in names if n.kind == "department"}
        place = self.text.index(about)
        around = [p for p in self.meaningful() if p.stop <= place or p.start >= place + len(about)]
        known = [p for p in around if not p.meanings & {"unread", "absent"} and p.meanings != {"body"}]
        found = {}
        for near in nearest(about, every):
            part = Part(place, place + len(about), frozenset({"department"}), near)
            merged = tuple(sorted([*known, part], key=lambda p: p.start))
            for match in self.matches(iter([merged]))[:1]:
                found[match.key] = (match.question, match.parameters)
        return found

    def nearest_questions(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """The intents that share most with the question, each with the parameters that it can have."""
        parts = [p for p in self.meaningful() if not p.meanings & {"unread", "absent", "not"}]
        slots = {meaning for part in parts for meaning in part.meanings & SLOTS}
        scored: list[tuple[int, int, int, Intent]] = []
        for place, intent in enumerate(lexicon().intents):
            met, stray = intent.likeness(parts)
            wanted = intent.may.union(*intent.needs) & slots
            if met and (wanted or not slots):
                scored.append((-met, stray, place, intent))
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for _, _, _, intent in sorted(scored, key=lambda entry: entry[:3]):
            filled = self.fill(catalogue()[intent.question], parts)
            if not filled.missing:
                found.setdefault(intent.question, (intent.question, filled.parameters))
        return found

    def chips(self, parts: Sequence[Part]) -> tuple[Chip, ...]:
        return tuple(
            Chip(part.start, part.stop, self.reading.written(part), _kind(part), self.shown(part))
            for part in parts
            if not part.meanings & {"unread", "absent"}
        )

    def shown(self, part: Part) -> str:
        if part.name is not None:
            return f"{part.name.value} {part.name.shown}" if part.name.value != part.name.shown else part.name.shown
        if isinstance(part.value, tuple):
            titles = {d.id: d.title or d.id for d in self.words.documents}
            return "/".join(titles.get(str(v), str(v)) for v in part.value if v)
        return str(part.value) if part.value is not None else self.reading.written(part)


def _kind(part: Part) -> str:
    return min(part.meanings & SLOTS, default=min(part.meanings))
