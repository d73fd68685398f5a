"""A question cut into parts: names of the store, task numbers, dates, numbers, words with a meaning, and the unread rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.errors import UnknownName
from graph.identity import name_key, shadow
from graph.stores.base import Store
from queries.ask_dates import dates_in
from queries.ask_vocabulary import KINDS, Name, Vocabulary
from queries.intents import Lexicon, lexicon
from queries.names import path_numerals, resolve

_N = "[0-9一二三四五六七八九十百]"
_C = "[一二三四五六七八九十百]"
_COUNTED = "[共起般样下些个直定次家批种]"
_TASK = re.compile(
    rf"[(]{_N}{{1,4}}[)](?:\.?[0-9]{{1,3}}[.、]?(?![0-9万亿%])|[(]{_N}{{1,3}}[)])?"
    rf"|第{_N}{{1,4}}(?:大?项|条|号)(?:任务|工作|事项)?(?:的?第{_N}{{1,3}}(?:小?点|小?项|条|款)|[(]{_N}{{1,3}}[)])?"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3})+(?![0-9万亿%])"
    rf"|(?:任务|事项|编号|工作任务)第?(?P<bare>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*(?![0-9.万亿%个]|项任务)|{_C}{{1,4}}(?!{_N}|{_COUNTED}|项任务))(?:号|项)?"
    r"|(?P<numbered>[0-9]{1,3})号(?:任务|事项|工作)"
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:万|亿|千)?%?|[两二三四五六七八九十](?=[个家项条])")
_VALUES = {character: place for place, character in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_QUOTED = re.compile('[“「『‘"《]([^”」』’"》]{1,60})[”」』’"》]')
_GLUE = frozenset({"的", "之"})
_FRAGMENT = 4
_WINDOW = 6
_MOST_HITS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a question.

    Attributes:
        start, stop: where it stands in the question.
        meanings: slots and concepts; empty for a filler, {"unread"} for what nothing is known of, {"absent"}.
        value: a slot's value: what a named question gets, or a range of dates as (since, by).
        name: the thing of the store, where it is one.
        topic: of an absent word: what no plan says.
    """

    start: int
    stop: int
    meanings: frozenset[str]
    value: object = None
    name: Name | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as parts; each place may have several readings, one of which is chosen with every other."""

    text: str
    places: tuple[tuple[Part, ...], ...]
    quoted: tuple[str, int, int] | None = None

    def of(self, meaning: str) -> list[Part]:
        """The parts that have a meaning in their first reading."""
        return [readings[0] for readings in self.places if meaning in readings[0].meanings]

    def written(self, part: Part) -> str:
        """What the question says there."""
        return self.text[part.start : part.stop]


class Reader:
    """Reads questions against one store."""

    def __init__(self, store: Store, words: Vocabulary, today: date) -> None:
        self.store, self.words, self.today = store, words, today
        self.lexicon: Lexicon = lexicon()

    def read(self, text: str) -> Reading:
        """Cut a question into parts."""
        places = [place for place, character in enumerate(text) if _key(character)]
        plain = "".join(_key(text[place]) for place in places)
        parts: list[tuple[Part, ...]] = []
        for begin, end, readings in self._pieces(plain):
            start, stop = places[begin], places[end - 1] + 1
            parts.append(tuple(replace(part, start=start, stop=stop) for part in readings))
        quoted = _QUOTED.search(text)
        return Reading(text, self._fragments(text, parts), (quoted.group(1), *quoted.span()) if quoted else None)

    def _pieces(self, plain: str) -> Iterator[tuple[int, int, list[Part]]]:
        """Pieces of the plain text with their readings: whole names, numbers and dates first, the rest cut by jieba."""
        years = sorted(self.words.years)
        year = years[0] if len(years) == 1 else self.today.year
        dates = {span.start: span for span in dates_in(plain, self.today, year)}
        begin = place = 0
        while place < len(plain):
            readings: list[Part] = []
            stop = place
            if whole := self.words.longest_whole(plain, place):
                readings, stop = self._named(whole), place + len(whole)
            elif task := _TASK.match(plain, place):
                readings, stop = [self._task(task)], task.end()
            elif span := dates.get(place):
                stop = span.stop
                value = (span.since, span.by)
                today = frozenset({"today"}) if span.today else frozenset()
                readings = [Part(0, 0, frozenset({"date"}) | today, value)]
                if span.year_only:
                    readings.append(Part(0, 0, frozenset({"year"}), span.year))
            elif number := _NUMBER.match(plain, place):
                stop = number.end()
                readings = [Part(0, 0, frozenset({"number"}), _value(number.group()))]
            if readings:
                yield from self._cut(plain, begin, place)
                yield place, stop, readings
                begin = place = stop
            else:
                place += 1
        yield from self._cut(plain, begin, len(plain))

    def _task(self, match: re.Match[str]) -> Part:
        groups = match.groupdict()
        typed = groups["bare"] or groups["numbered"] or match.group()
        if not typed.replace(".", "").isdecimal() and path_numerals(typed):
            typed = re.sub("任务|工作|事项|的", "", typed)
        return Part(0, 0, frozenset({"task"}), typed)

    def _cut(self, plain: str, begin: int, end: int) -> Iterator[tuple[int, int, list[Part]]]:
        place = begin
        for word in self.words.cutter.cut(plain[begin:end]) if end > begin else ():
            yield place, place + len(word), self._word(word)
            place += len(word)

    def _word(self, word: str) -> list[Part]:
        words = self.lexicon
        if word in self.words.names:
            return self._named(word)
        if word in words.absent:
            return [Part(0, 0, frozenset({"absent"}), topic=words.absent[word])]
        if word in words.concepts:
            return [Part(0, 0, meanings) for meanings in words.concepts[word]]
        if word in self.words.places:
            return [Part(0, 0, frozenset({"document"}), self._of_place(word))]
        if word in words.fillers or all(character in words.fillers for character in word):
            return [Part(0, 0, frozenset())]
        return [Part(0, 0, frozenset({"unread"}))]

    def _of_place(self, word: str) -> tuple[str, ...]:
        return tuple(d.id for d in self.words.documents if d.jurisdiction and name_key(d.jurisdiction).startswith(word))

    def _named(self, key: str) -> list[Part]:
        return [_of_name(name) for name in self.words.names[key]]

    def _fragments(self, text: str, parts: list[tuple[Part, ...]]) -> tuple[tuple[Part, ...], ...]:
        """Unread pieces that are a part of a name in the store, with their neighbours where these belong to it."""
        place = 0
        while place < len(parts):
            found = self._fragment(text, parts, place)
            if found is None:
                place += 1
            else:
                first, last, readings = found
                parts[first : last + 1] = [readings]
                place = first + 1
        return tuple(parts)

    def _fragment(
        self, text: str, parts: Sequence[tuple[Part, ...]], place: int
    ) -> tuple[int, int, tuple[Part, ...]] | None:
        if "unread" not in parts[place][0].meanings:
            return None
        windows = [
            (first, last)
            for first in range(max(0, place - _WINDOW), place + 1)
            for last in range(place, min(len(parts), place + _WINDOW + 1))
            if all(_may_join(part[0]) for part in parts[first : last + 1])
        ]
        for first, last in sorted(windows, key=lambda window: (window[0] - window[1], window[0])):
            if not (parts[first][0].meanings and parts[last][0].meanings):
                continue  # no name begins or ends with a filler
            written = text[parts[first][0].start : parts[last][0].stop]
            names = self._names_with(written) if len(name_key(written)) >= _FRAGMENT else []
            if names:
                start, stop = parts[first][0].start, parts[last][0].stop
                return first, last, tuple(replace(_of_name(name), start=start, stop=stop) for name in names)
        return None

    def _names_with(self, written: str) -> list[Name]:
        """The tasks, platforms and data whose name holds what was written, if they are few."""
        key = name_key(written)
        hits = self.store.search(written, ["Task", "Platform", "DataDomain"], 10 * _MOST_HITS)
        names: dict[tuple[str, str], Name] = {}
        for node in self.store.nodes([hit.id for hit in hits]):
            shown = str(node.get("name") or node.get("title"))
            if key in name_key(shown):
                kind = KINDS[node.label]
                value = str(node.get("number")) if kind == "task" and len(self.words.documents) == 1 else shown
                held = names.get((kind, value))
                ids = (*(held.ids if held else ()), node.id)
                names[kind, value] = Name(kind, value, shown, ids, partial=key != name_key(shown))
        return [names[k] for k in sorted(names)] if len(names) <= _MOST_HITS else []


def _value(typed: str) -> int | str:
    """A written number, where it is a plain one; else (300万, 60%) as it is written."""
    return _VALUES.get(typed, int(typed) if typed.isdecimal() and len(typed) < 10 else typed)


def check_task(store: Store, part: Part, words: Vocabulary) -> Part | None:
    """A task's number that was written, as the store's own; None when there is no such task."""
    typed = str(part.value)
    try:
        ids = resolve(store, "task", typed)
    except UnknownName:
        return None
    nodes = store.nodes(list(ids))
    numbers = {str(node.get("number")) for node in nodes}
    value = numbers.pop() if len(numbers) == 1 and len(words.documents) == 1 else typed
    shown = " / ".join(dict.fromkeys(str(node.get("title")) for node in nodes))
    return replace(part, value=value, name=Name("task", value, shown, tuple(ids)))


def _key(character: str) -> str:
    """A character in the form in which it is compared; empty for quotation marks and white space."""
    key = name_key(character)
    return key if len(key) < 2 else shadow(character)


def _of_name(name: Name) -> Part:
    meanings = {name.kind} | ({"collective-department"} if name.collective else set())
    value: object = (name.value,) if name.kind == "document" else name.value
    return Part(0, 0, frozenset(meanings), value, name)


def _may_join(part: Part) -> bool:
    """Whether a piece can be a part of a longer name: no name of its own, no date."""
    return part.name is None and not part.meanings & {"date", "year", "task", "number", "absent"}
