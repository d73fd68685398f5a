"""Suggestions while somebody types: departments, tasks, platforms, data, and questions about them.

What is typed may be in either script, a short, long or former name, full pinyin or initials (gaj), a printed path or number
((十一)3, 11.3), or a number as a plan prints it or spelled out (300萬, 3000000).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from heapq import nsmallest
from operator import itemgetter

from graph.identity import name_key, shadow

GROUPS = ("Department", "Task", "Platform", "DataDomain")
EACH = 6
# Up to so many names are read as words, with their other names; of more, each character by itself, which is fast.
READ_WHOLE = 4_000
_NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([万亿千百]{0,2})(%?)")
_UNITS = {"百": 100.0, "千": 1_000.0, "万": 10_000.0, "亿": 100_000_000.0}
_LATIN = re.compile(r"[a-z][a-z0-9' ]*")
# Around a number that was found, so much of its sentence is shown.
_CONTEXT = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be chosen.

    Attributes:
        kind: the ontology's label.
        id: the node's id.
        name: as shown.
        number, path: a task's, as 11.3 and as printed.
        others: further spellings: full, short and former names, aliases.
        counts: what stands beside it, by key (leads, supports, tasks).
        also: a few words beside the name: who leads a task.
        text: where numbers are looked for.
    """

    kind: str
    id: str
    name: str
    number: str = ""
    path: str = ""
    others: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    also: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One suggestion; `rank` orders (0 = the name itself), `also` says why where the name does not."""

    entry: Entry
    rank: float
    also: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The suggestions of one kind: how many match, and the best of them."""

    kind: str
    total: int
    items: tuple[Found, ...]


@dataclass(slots=True)
class _Keys:
    entry: Entry
    name: str
    others: tuple[str, ...]
    place: int
    numbers: tuple[int, ...] = ()
    values: frozenset[float] = field(default_factory=frozenset)
    # All spellings, and all readings, as one text each: what holds no part of it is passed over at once.
    spelled: str = ""
    sounds: str = ""
    pinyin: tuple[tuple[str, str], ...] | None = None


class Index:
    """What can be suggested.

    Args:
        entries: in the order in which equal matches stand.
        more: for what is too much to hold: more entries that hold a text, each as it is found.
    """

    def __init__(self, entries: Iterable[Entry], more: Callable[[str], Sequence[Entry]] | None = None) -> None:
        self._keys = [
            _Keys(
                entry,
                name_key(entry.name).lower(),
                tuple(dict.fromkeys(name_key(other).lower() for other in entry.others)),
                place,
                _numerals(entry.number),
                frozenset(values(entry.text)) if entry.text else frozenset(),
            )
            for place, entry in enumerate(entries)
        ]
        for keys in self._keys:
            keys.spelled = "\n".join((keys.name, *keys.others))
        self._more = more

    @cached_property
    def _initials(self) -> None:
        """Pinyin of every name, made when the first Latin letters are typed."""
        from graph.organisations import pinyin_keys

        few = len(self._keys) <= READ_WHOLE
        for keys in self._keys:
            if few:
                others = keys.entry.others[:3] if keys.entry.kind != "Task" else ()
                keys.pinyin = tuple(dict.fromkeys(pinyin_keys(name) for name in (keys.entry.name, *others)))
            else:
                syllables = [_syllable(character) for character in shadow(keys.entry.name)]
                keys.pinyin = (("".join(syllables), "".join(part[:1] for part in syllables)),)
            keys.sounds = "\n".join(part for pair in keys.pinyin for part in pair)

    def find(self, text: str, *, each: int = EACH, kinds: Sequence[str] = GROUPS) -> list[FoundGroup]:
        """The groups that match, best first; every kind's first entries when nothing is typed.

        Args:
            text: what was typed.
            each: at most so many of a kind.
            kinds: which kinds.
        """
        from queries.names import path_numerals

        wanted = name_key(text).lower()
        latin = wanted.replace("'", "") if _LATIN.fullmatch(wanted) else ""
        if latin:
            _ = self._initials
        path = path_numerals(text) or _numerals(text.strip())
        amounts = frozenset(values(text))
        by_kind: dict[str, list[tuple[float, int, _Keys]]] = defaultdict(list)
        for keys in self._keys:
            if keys.entry.kind not in kinds or not (
                wanted in keys.spelled
                or (latin and latin in keys.sounds)
                or (path and keys.numbers[: len(path)] == path)
                or (amounts and not amounts.isdisjoint(keys.values))
                or keys.name in wanted
            ):
                continue
            rank = _rank(keys, wanted, latin, path, amounts)
            if rank is not None:
                by_kind[keys.entry.kind].append((rank, keys.place, keys))
        if self._more is not None and wanted:
            known = {keys.entry.id for rows in by_kind.values() for _, _, keys in rows}
            for place, entry in enumerate(self._more(text)):
                if entry.kind in kinds and entry.id not in known:
                    by_kind[entry.kind].append((3.0, place, _Keys(entry, name_key(entry.name), (), place)))
        groups = []
        for kind in kinds:
            rows = by_kind.get(kind, [])
            if rows:
                best = nsmallest(each, rows, key=itemgetter(0, 1))
                items = tuple(Found(keys.entry, rank, _why(keys, wanted, amounts, rank)) for rank, _, keys in best)
                groups.append(FoundGroup(kind, len(rows), items))
        # The group with the best match stands first; without any text they keep their order.
        return sorted(groups, key=lambda group: group.items[0].rank) if wanted else groups


# What ranks tell by which they were found.
_OTHER, _OTHER_BEGINS, _OTHER_HOLDS, _AMOUNT = 0.2, 2.2, 2.6, 3.5


def _rank(keys: _Keys, wanted: str, latin: str, path: tuple[int, ...], amounts: frozenset[float]) -> float | None:
    """How well an entry matches, smaller is better; None when it does not."""
    if not wanted:
        return 9.0
    if path and keys.numbers and keys.numbers[: len(path)] == path:
        return 0.0 if keys.numbers == path else 1.5
    if wanted == keys.name:
        return 0.0
    if wanted in keys.others:
        return _OTHER
    if wanted in keys.name:
        return 1.0 if keys.name.startswith(wanted) else 2.0
    if wanted in keys.spelled:
        return _OTHER_BEGINS if any(other.startswith(wanted) for other in keys.others) else _OTHER_HOLDS
    if latin and keys.pinyin:
        ranks = [rank for pair in keys.pinyin if (rank := _by_pinyin(latin, *pair)) is not None]
        if ranks:
            return min(ranks)
    if amounts and amounts & keys.values:
        return _AMOUNT
    # A whole sentence was typed, and it names this.
    if len(keys.name) >= 2 and keys.entry.kind != "Task" and keys.name in wanted:
        return 4.0 - min(len(keys.name), 30) / 100
    return None


def _why(keys: _Keys, wanted: str, amounts: frozenset[float], rank: float) -> str:
    """What besides the name says why an entry matches: the other spelling, or the words around the amount."""
    if rank in (_OTHER, _OTHER_BEGINS, _OTHER_HOLDS):
        return _spelling(keys, wanted, exact=rank == _OTHER)
    return _around_number(keys.entry.text, amounts) if rank == _AMOUNT else ""


@cache
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0]).lower()


def _by_pinyin(typed: str, full: str, initials: str) -> float | None:
    if typed in (initials, full):
        return 0.5
    # A department is called without its place: gaj for 市公安局.
    if typed == initials[1:]:
        return 0.6
    if len(typed) < 2:
        return None
    if initials.startswith(typed) or full.startswith(typed):
        return 2.4
    if typed in initials:
        return 2.8
    return 3.0 if len(typed) >= 3 and typed in full else None


def _spelling(keys: _Keys, wanted: str, *, exact: bool) -> str:
    for other in keys.entry.others:
        key = name_key(other).lower()
        if key == wanted or (not exact and wanted in key):
            return other
    return ""


def _numerals(number: str) -> tuple[int, ...]:
    parts = number.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() and part.isascii() for part in parts) else ()


def values(text: str) -> list[float]:
    """The amounts in a text, whichever way they are printed; small bare numbers are no amounts.

    >>> values("用戶達300萬"), values("3,000,000"), values("98.5%"), values("2021年")
    ([3000000.0], [3000000.0], [98.5], [2021.0])
    """
    found = []
    for digits, units, percent in _NUMBER.findall(shadow(text)):
        try:
            amount = float(digits.replace(",", ""))
        except ValueError:
            continue
        for unit in units:
            amount *= _UNITS[unit]
        if amount >= 10 or units or percent:
            found.append(amount)
    return found


def _around_number(text: str, amounts: frozenset[float]) -> str:
    """The words around the first of these amounts in a text."""
    flat = "".join(text.split())
    for match in _NUMBER.finditer(shadow(flat)):
        if set(values(match.group())) & amounts:
            first, last = max(0, match.start() - _CONTEXT), min(len(flat), match.end() + _CONTEXT)
            return f"{'…' if first else ''}{flat[first:last]}{'…' if last < len(flat) else ''}"
    return ""
