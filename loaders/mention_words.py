"""The words of names of platforms and data, compiled into one automaton that reads a passage in linear time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from graph.identity import name_key
from graph.platforms import known_platforms
from loaders.words import either, lexicon


class Kind:
    """What a word does in a passage; a word may do several things. Plain integers: enum members are slow to combine."""

    ENDING = 1
    KNOWN = 2
    BASE = 4
    FIELD = 8
    RECORD = 16
    STRONG = 32
    WEAK = 64
    FUNCTION = 128
    JOIN = 256
    PAUSE = 512
    HARD = 1024
    OPEN = 2048
    CLOSE = 4096
    BRACKET = 8192
    UNBRACKET = 16384
    MODIFIER = 32768
    INDEFINITE = 65536
    DE = 131072
    ET_CETERA = 262144


PLATFORMS = Kind.ENDING | Kind.KNOWN
"""Kinds of words without which a passage names no platform."""
DATA = Kind.BASE | Kind.FIELD | Kind.RECORD
"""Kinds of words without which a passage names no data."""
_NAMES = PLATFORMS | DATA


def listed(name: str, group: str) -> tuple[str, ...]:
    """The words of a group whose lines may hold several words."""
    return tuple(word for line in lexicon(name)[group] for word in str(line).split())


@dataclass(slots=True)
class _Entry:
    flags: int = 0
    platform: str | None = None
    data: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The automaton and what each of its words means, by the word's index.

    Attributes:
        automaton: leftmost-longest, over the shadow.
        words: the words themselves.
        flags: their kinds.
        platform: the role that a verb gives to a platform named behind it (DELIVERS, PUSH, USES, OTHER).
        data: the role that it gives to data named behind it (PRODUCES, WEAK, CONSUMES).
        after_platform, after_data: a verb directly behind a name, group `verb`; with its role below (a verb that
            `data_roles` does not hold is one of sharing: PRODUCES).
    """

    automaton: ahocorasick_rs.AhoCorasick
    words: tuple[str, ...]
    flags: tuple[int, ...]
    platform: tuple[str | None, ...]
    data: tuple[str | None, ...]
    after_platform: re.Pattern[str]
    after_data: re.Pattern[str]
    platform_roles: dict[str, str] = field(default_factory=dict)
    data_roles: dict[str, str] = field(default_factory=dict)


_PUNCTUATION = {
    Kind.PAUSE: "、/",
    Kind.HARD: ",:;。!?\n—…",
    Kind.OPEN: "“「『‘",
    Kind.CLOSE: "”」』’",
    Kind.BRACKET: "([【〔<",
    Kind.UNBRACKET: ")]】〕>",
}


@cache
def vocabulary() -> Vocabulary:
    """Every word of the lexicon and every platform with a proper name."""
    entries: dict[str, _Entry] = {}

    def add(words: Iterable[str], kind: int) -> None:
        for word in words:
            entries.setdefault(word, _Entry()).flags |= kind

    for kind, characters in _PUNCTUATION.items():
        add(characters, kind)
    add(listed("mentions", "adverbs"), Kind.STRONG)
    add(listed("mentions", "functions"), Kind.FUNCTION)
    add(listed("mentions", "joins"), Kind.JOIN)
    add(listed("mentions", "modifiers"), Kind.MODIFIER)
    add(listed("mentions", "indefinite"), Kind.MODIFIER | Kind.INDEFINITE)
    add(("的",), Kind.DE)
    add(listed("mentions", "et_cetera"), Kind.ET_CETERA)
    add(listed("platforms", "endings"), Kind.ENDING)
    add(listed("data", "bases"), Kind.BASE)
    add(listed("data", "fields"), Kind.FIELD)
    add(listed("data", "records"), Kind.RECORD)
    platform_roles = _platform_verbs(entries)
    data_roles = _data_verbs(entries)
    add((name_key(n) for p in known_platforms() for n in (p.name, *p.aliases) if "“" not in n), Kind.KNOWN)
    endings = listed("platforms", "endings")
    # longer words win over the shorter ones in them, and mean nothing themselves
    for word in (*listed("mentions", "neutral"), *listed("data", "not_data")):
        entry = entries.setdefault(word, _Entry())
        entry.flags |= Kind.ENDING if word.endswith(endings) else 0
    for sector in lexicon("mentions")["sectors"]:
        entries.setdefault(f"{sector}系统", _Entry())
        add((f"{smart}{sector}系统" for smart in ("智能", "智慧", "数字")), Kind.ENDING)
    for ending in endings:
        if ending.endswith("网"):
            entries.setdefault(f"{ending}络", _Entry())
    for word in listed("mentions", "no_names"):
        entries[word] = _Entry()
    order = sorted(entries)
    between = f"[”」』’)]*(?P<between>{either(*lexicon('verbs')['between'])}*)"
    sharing = either(*lexicon("verbs")["sharing"])
    return Vocabulary(
        ahocorasick_rs.AhoCorasick(order, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        tuple(order),
        tuple(entries[w].flags for w in order),
        tuple(entries[w].platform for w in order),
        tuple(entries[w].data for w in order),
        re.compile(f"{between}(?P<verb>{either(*platform_roles)})"),
        # the data may go to somebody, or by some rule: 信息向窗口共享, 數據按屬地、按需回流
        re.compile(
            f"{between}(?:[向与同][^,。;:、]{{1,12}}?|按[^,。;:、]{{1,6}}?(?:、按[^,。;:、]{{1,6}}?)?)?(?:{either(*lexicon('verbs')['between'])})*"
            f"(?P<verb>{sharing}(?:[、和与]?{sharing})+|{either(*data_roles)}|{sharing})(?![率量数])"
        ),
        platform_roles,
        data_roles,
    )


def _platform_verbs(entries: dict[str, _Entry]) -> dict[str, str]:
    after: dict[str, str] = {}
    for group in lexicon("verbs")["platforms"]:
        role = "PUSH" if group["kind"] == "push" else group["role"]
        for strength, kind in (("strong", Kind.STRONG), ("weak", Kind.WEAK)):
            for word in group[strength].split():
                entry = entries.setdefault(word, _Entry())
                entry.flags |= kind
                entry.platform = entry.platform or role
        for word in group["after"].split():
            after.setdefault(word, role)
    for word, role in (("在", "USES"), ("通过", "USES"), ("向", "USES"), ("从", "USES")):
        entries[word].platform = role
    return after


def _data_verbs(entries: dict[str, _Entry]) -> dict[str, str]:
    after: dict[str, str] = {}
    weak = set(lexicon("verbs")["weak_before_data"])
    for group in lexicon("verbs")["data"]:
        for word in group["before"].split():
            entry = entries.setdefault(word, _Entry())
            if not entry.flags & (Kind.STRONG | Kind.FUNCTION):
                entry.flags |= Kind.WEAK
            entry.data = entry.data or ("WEAK" if word in weak else group["role"])
        for word in group["after"].split():
            after.setdefault(word, group["role"])
    return after


_TITLE = re.compile("《[^《》]{1,120}》")


def _blank(title: re.Match[str]) -> str:
    """A document's title names no platform: 《政務服務平臺管理辦法》."""
    return "《" + " " * (len(title.group()) - 2) + "》"


class Scan(NamedTuple):
    """A passage's text and the words found in it, in order: index into the vocabulary, first and last offset, kinds.

    `names` are the places, in these, of the words that a platform's or a domain's name may end with (also the closing
    mark of a quoted name in the form of an application's: “湘易辦”), `titles` those of 《…》 in the text.
    """

    text: str
    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    flags: tuple[int, ...]
    names: list[int]
    titles: list[tuple[int, int]]


def scan(text: str) -> Scan:
    """Find every word of the vocabulary, leftmost and longest."""
    known = vocabulary()
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    hits = known.automaton.find_matches_as_indexes(_TITLE.sub(_blank, text) if titles else text)
    if not hits:
        return Scan(text, (), (), (), (), [], titles)
    ids, starts, ends = zip(*hits, strict=False)
    flags = tuple(map(known.flags.__getitem__, ids))
    names = [i for i, kind in enumerate(flags) if kind & _NAMES]
    if "”" in text or "」" in text or "』" in text:
        names = _with_apps(text, starts, names)
    return Scan(text, ids, starts, ends, flags, names, titles)


@cache
def _app() -> re.Pattern[str]:
    no = either(*listed("platforms", "no_apps"))
    return re.compile(f"[“「『](?!{no})[^“”「」『』,。;:、]{{1,4}}{either(*listed('platforms', 'apps'))}[”」』]")


def _with_apps(text: str, starts: tuple[int, ...], names: list[int]) -> list[int]:
    marks = (found.end() - 1 for found in _app().finditer(text))
    apps = [at for mark in marks if (at := bisect_left(starts, mark)) < len(starts) and starts[at] == mark]
    return sorted([*names, *apps]) if apps else names
