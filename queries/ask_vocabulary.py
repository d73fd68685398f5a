"""The names of one store as a question may say them: departments, platforms, data, task titles, documents, places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

from graph.identity import name_key
from graph.stores.base import DocumentEntry, Store
from queries.ask_words import Cutter
from queries.intents import lexicon
from queries.names import LABELS

MOST = 20_000
"""Names of one kind at most that are held in memory; beyond that, names are looked up in the store."""
_SHORTEST = 3
_SHORTEST_TITLE = 4
_WHOLE = re.compile(r"[\u4e00-\u9fd5a-zA-Z+#&_%\-]+")
_NUMERALS = re.compile("[0-9一二三四五六七八九十第年月]")
KINDS = {label: kind for kind, label in LABELS.items()}


@dataclass(frozen=True, slots=True)
class Name:
    """One thing of the store by one of its names.

    Attributes:
        kind: department, platform, data, task or document.
        value: what a named question gets for it.
        shown: its own name.
        ids: the nodes that it stands for.
        collective: it is a department that stands for several that are not named.
        partial: only a part of its name was written.
    """

    kind: str
    value: str
    shown: str
    ids: tuple[str, ...] = ()
    collective: bool = False
    partial: bool = False


@dataclass
class Vocabulary:
    """Names by key, and what cuts a text into them."""

    documents: tuple[DocumentEntry, ...]
    names: dict[str, tuple[Name, ...]]
    cutter: Cutter
    whole: dict[str, list[str]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()

    @property
    def years(self) -> dict[int, list[DocumentEntry]]:
        """The documents by year."""
        found: dict[int, list[DocumentEntry]] = defaultdict(list)
        for entry in self.documents:
            if entry.year is not None:
                found[entry.year].append(entry)
        return found

    def longest_whole(self, text: str, place: int) -> str:
        """The longest name at a place among those that jieba or a date would take apart; empty when there is none."""
        return next((name for name in self.whole.get(text[place], ()) if text.startswith(name, place)), "")


_made: WeakKeyDictionary[Store, tuple[object, Vocabulary]] = WeakKeyDictionary()


def vocabulary(store: Store) -> Vocabulary:
    """The store's vocabulary, made anew only when its documents have changed."""
    documents = tuple(store.documents())
    state = (import_module("graph.organisations").table(), tuple((d.id, d.sha256, d.loaded_on) for d in documents))
    held = _made.get(store)
    if held is None or held[0][0] is not state[0] or held[0][1] != state[1]:  # type: ignore[index]
        held = (state, _make(store, documents))
        _made[store] = held
    return held[1]


def _make(store: Store, documents: tuple[DocumentEntry, ...]) -> Vocabulary:
    found: dict[str, dict[tuple[str, str], Name]] = defaultdict(dict)

    def take(keys: Iterable[str], name: Name, shortest: int = _SHORTEST) -> None:
        for key in keys:
            if len(key) >= shortest:
                held = found[key].get((name.kind, name.value))
                ids = tuple(sorted({*name.ids, *(held.ids if held else ())}))
                found[key][name.kind, name.value] = Name(name.kind, name.value, name.shown, ids, name.collective)

    for key, name, canonical, place, kind in _rows(store, "Department", "name", "canonical", "jurisdiction", "kind"):
        who = Name("department", name, name, (key,), kind == "collective")
        keys = _department_keys(name)
        take(keys, who)
        if canonical and name_key(canonical) not in keys:
            full = Name("department", canonical, name, (key,), kind == "collective")
            take({name_key(canonical), *_with_place(keys, place)} - keys, full)
    for key, name, aliases in _rows(store, "Platform", "name", "aliases"):
        take({name_key(n) for n in (name, *(aliases or ()))}, Name("platform", name, name, (key,)))
    for key, name, aliases in _rows(store, "DataDomain", "name", "aliases"):
        keys = {k for n in (name, *(aliases or ())) for k in _data_keys(name_key(n))}
        take(keys, Name("data", name, name, (key,)))
    for key, title, number in _tasks(store):
        value = number if len(documents) == 1 else title
        take([name_key(title)], Name("task", value, title, (key,)), _SHORTEST_TITLE)
    for entry in documents:
        keys = {name_key(n) for n in (entry.title, entry.doc_number) if n}
        take(keys, Name("document", entry.id, entry.title or entry.doc_number or entry.id, (entry.id,)))
    names = {key: tuple(entries[k] for k in sorted(entries)) for key, entries in sorted(found.items())}
    places = frozenset(
        form for d in documents if d.jurisdiction for form in (name_key(d.jurisdiction), name_key(d.jurisdiction)[:-1])
    )
    return Vocabulary(documents, names, Cutter({*names, *lexicon().words, *places}), _whole(names), places)


def _rows(store: Store, label: str, *properties: str) -> list[tuple[Any, ...]]:
    wanted = ", ".join(f"n.{p} AS {p}" for p in properties)
    return store.query(f"MATCH (n:{label}) RETURN n.id AS id, {wanted} ORDER BY id LIMIT {MOST}").rows


def _tasks(store: Store) -> list[tuple[Any, ...]]:
    """Ids, titles and numbers of the tasks; none where there are too many to hold."""
    rows = store.query(f"MATCH (t:Task) RETURN t.id AS id, t.title AS title, t.number AS number LIMIT {MOST + 1}").rows
    return sorted(rows) if len(rows) <= MOST else []


def _with_place(keys: set[str], place: str | None) -> set[str]:
    """Keys that begin with the tier's word, with the place in its stead: 河源市公安局."""
    start = name_key(place or "")
    return {start + key[1:] for key in keys if start and key[:1] == start[-1:]}


def _department_keys(name: str) -> set[str]:
    """The keys of a department: its spellings, with and without the tier's word (市公安局, 公安局)."""
    spellings = import_module("graph.organisations").spellings
    keys = {name_key(n) for n in (name, *spellings(name))}
    return keys | {key.removeprefix(prefix) for key in keys for prefix in lexicon().prefixes if key.startswith(prefix)}


def _data_keys(key: str) -> set[str]:
    """A data domain is meant where a word for data stands beside its name; 教育 alone is not 教育數據."""
    words = lexicon()
    bare = {key} if key.endswith(words.data_endings) else set()
    return bare | {key + word for word in words.data_words} | {f"{word}{key}" for word in words.data_words[:1]}


def _whole(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by first character, longest first, that must be found before a text is cut."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if not _WHOLE.fullmatch(name) or _NUMERALS.search(name):
            found[name[0]].append(name)
    return dict(found)
