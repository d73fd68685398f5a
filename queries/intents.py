"""The words and patterns of `intents.yaml`: what the words of a question mean, and which meanings make which question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Protocol

import yaml

from graph.errors import QueryError
from graph.identity import name_key
from graph.ontology import LANGUAGES

FREE = frozenset({"year", "document", "today", "collective-department"})
"""What narrows any question or adds to what is said anyway, and so is allowed everywhere."""

SLOTS = frozenset({"department", "platform", "data", "task", "document", "date", "year", "number", "words"})
"""What a question is asked about, beside words with a meaning."""


class Meaning(Protocol):
    """One meaningful part of a question: its meanings (a name of a collective has two), and its value."""

    @property
    def meanings(self) -> frozenset[str]: ...

    @property
    def value(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Intent:
    """One way to ask a named question.

    Attributes:
        question: its name in the catalogue.
        needs: meanings that must all be there; each an alternative of several.
        may: meanings that may be there too; nothing else may.
        order: pairs of meanings, the first of which stands before the second where both are there.
        many: slots that may be filled several times.
        number: the only number that fits, None for any.
    """

    question: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    order: tuple[tuple[str, str], ...]
    many: frozenset[str]
    number: int | None = None

    def fit(self, parts: Sequence[Meaning]) -> float:
        """How closely the parts of a question fit: 0 for not at all, more for more needs that are met."""
        allowed = self.may.union(FREE, *self.needs)
        seen = {meaning for part in parts for meaning in part.meanings}
        if not all(need & seen for need in self.needs) or not all(part.meanings <= allowed for part in parts):
            return 0.0
        for slot in SLOTS - self.many - FREE:
            if len({str(part.value) for part in parts if slot in part.meanings}) > 1:
                return 0.0
        if self.number is not None and any("number" in p.meanings and p.value != self.number for p in parts):
            return 0.0
        if not all(_stand_in_order(parts, first, second) for first, second in self.order):
            return 0.0
        extra = sum(bool(part.meanings & SLOTS & self.may) for part in parts)
        return len(self.needs) + 0.1 * extra

    def likeness(self, parts: Sequence[Meaning]) -> tuple[int, int]:
        """How near it comes to parts that it does not fit: needs met (names count double), and how many are not."""
        seen = {meaning for part in parts for meaning in part.meanings}
        met = sum(2 if need & seen & SLOTS else 1 for need in self.needs if need & seen)
        stray = sum(not part.meanings <= self.may.union(FREE, *self.needs) for part in parts)
        return met, sum(not need & seen for need in self.needs) + stray


def _stand_in_order(parts: Sequence[Meaning], first: str, second: str) -> bool:
    places = [[i for i, part in enumerate(parts) if meaning in part.meanings] for meaning in (first, second)]
    return not all(places) or min(places[0]) < max(places[1])


@dataclass(frozen=True)
class Lexicon:
    """Everything that `intents.yaml` says; words in the form of `graph.identity.name_key`."""

    fillers: frozenset[str]
    concepts: Mapping[str, tuple[frozenset[str], ...]]
    absent: Mapping[str, str]
    organisation: tuple[str, ...]
    prefixes: tuple[str, ...]
    data_endings: tuple[str, ...]
    data_words: tuple[str, ...]
    intents: tuple[Intent, ...]
    reasons: Mapping[str, Mapping[str, str]]

    @property
    def words(self) -> set[str]:
        """Every word that it knows."""
        return {*self.fillers, *self.concepts, *self.absent}


@cache
def lexicon() -> Lexicon:
    """The words and intents of this version.

    Raises:
        QueryError: an intent names a meaning that there is not.
    """
    text = resources.files("queries").joinpath("intents.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    concepts: dict[str, list[frozenset[str]]] = {}
    for meaning, line in raw["concepts"].items():
        for word in str(line).split():
            # word@other means both at once; a word in two lines means the one or the other
            bare, _, other = word.partition("@")
            concepts.setdefault(name_key(bare), []).append(frozenset({meaning, other} - {""}))
    absent = {name_key(word): topic for topic, line in raw["absent"].items() for word in str(line).split()}
    known = {*raw["concepts"], *SLOTS, *FREE, "collective-department"}
    return Lexicon(
        fillers=frozenset(_keys(raw["fillers"])) - concepts.keys() - absent.keys(),
        concepts={word: tuple(dict.fromkeys(found)) for word, found in concepts.items() if word not in absent},
        absent=absent,
        organisation=_keys(raw["organisation"]),
        prefixes=_keys(raw["prefixes"]),
        data_endings=_keys(raw["data_endings"]),
        data_words=_keys(raw["data_words"]),
        intents=tuple(_intent(entry, known) for entry in raw["intents"]),
        reasons={code: {lang: str(entry[lang]) for lang in LANGUAGES} for code, entry in raw["reasons"].items()},
    )


def _keys(line: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name_key(word) for word in str(line).split()))


def _intent(entry: Mapping[str, Any], known: set[str]) -> Intent:
    needs = tuple(frozenset(str(need).split("|")) for need in entry["needs"])
    may = frozenset(entry.get("may", ()))
    order = tuple(pair for line in entry.get("order", ()) for pair in pairwise(str(line).split()))
    unknown = (may.union(*needs) | {meaning for pair in order for meaning in pair}) - known
    if unknown:
        raise QueryError(
            f"the intent for {entry['question']} needs {', '.join(sorted(unknown))}, which has no words",
            where="queries/intents.yaml",
        )
    return Intent(entry["question"], needs, may, order, frozenset(entry.get("many", ())), entry.get("fixed"))
