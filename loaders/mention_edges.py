"""Where a name begins, and the verb before it.

A name's end is told by its ending (平台, 数据库). Its beginning is the nearest word to the left that no name holds: a
mark, a function word, a verb that stands at the beginning of a phrase, a modifier. 和 may stand inside (准入和行为监督系统):
it separates only where the words before it are a whole noun phrase.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from loaders.mention_words import Kind, Scan, listed, vocabulary

_EDGE = (
    Kind.STRONG
    | Kind.FUNCTION
    | Kind.PAUSE
    | Kind.HARD
    | Kind.OPEN
    | Kind.BRACKET
    | Kind.MODIFIER
    | Kind.DE
    | Kind.ET_CETERA
)
_STOP = _EDGE | Kind.WEAK | Kind.JOIN | Kind.CLOSE | Kind.UNBRACKET
_JOIN = Kind.JOIN
_PHRASE = _EDGE | Kind.JOIN | Kind.ENDING
_APART = Kind.HARD | Kind.PAUSE
_LISTED = Kind.PAUSE | Kind.DE
_CLOSING = Kind.CLOSE | Kind.UNBRACKET
_ENDING = Kind.ENDING | Kind.KNOWN | Kind.BASE | Kind.CLOSE
_SENTENCE = Kind.HARD

# how far a name, and the verb before it, may reach back: what keeps reading linear
_REACH = 60
_FAR = 200
# 3個以上行業數據集: the number is no part of the name
_COUNT = re.compile("[0-9.]+[万亿]?(?:个|套|项|家|款|类|条|批|座|处|种|余个)(?:以上|左右)?")


class Edge(NamedTuple):
    """A name's first offset and the index of the word before it (-1: none)."""

    start: int
    word: int


@cache
def _heads() -> tuple[str, ...]:
    return listed("mentions", "heads")


@cache
def _subjects() -> tuple[str, ...]:
    return listed("mentions", "subjects")


def left_edge(scan: Scan, index: int, floor: int = 0, *, whole: bool = True) -> Edge:
    """The beginning of the name that the word `index` ends.

    Args:
        scan: the passage.
        index: the word that ends the name, or the one behind it.
        floor: an offset that the name does not cross.
        whole: 和 may stand inside the name.
    """
    text, flags, ends = scan.text, scan.flags, scan.ends
    at = index - 1
    reach = scan.starts[index if index < len(flags) else -1] - _REACH
    start = floor = reach if reach > floor else floor
    while at >= 0 and ends[at] > floor:
        kind = flags[at]
        if kind & _STOP:
            if kind & _CLOSING:
                opened = opening(scan, at)
                if opened < 0:
                    start = ends[at]
                    break
                at = opened
            elif kind & _EDGE or (
                not whole or _separates(scan, at) or _is_preposition(scan, at)
                if kind & _JOIN
                else begins_phrase(scan, at) or _connects(scan, at, index)
            ):
                start = ends[at]
                break
        at -= 1
    if text[start : start + 1].isdigit() and (count := _COUNT.match(text, start)):
        start = count.end()
    return Edge(start, at)


def opening(scan: Scan, close: int) -> int:
    """The index of the mark that opens what the word `close` closes, -1 where there is none near."""
    wanted = Kind.OPEN if scan.flags[close] & Kind.CLOSE else Kind.BRACKET
    for at in range(close - 1, max(-1, close - 40), -1):
        kind = scan.flags[at]
        if kind & wanted:
            return at
        if kind & scan.flags[close] & _CLOSING or scan.text[scan.starts[at]] == "。":
            return -1
    return -1


def opens(scan: Scan, word: int) -> bool:
    """Whether a word is an opening quotation mark (-1: there is no word)."""
    return word >= 0 and bool(scan.flags[word] & Kind.OPEN)


def begins_phrase(scan: Scan, at: int) -> bool:
    """Whether a verb that names may hold stands at the beginning of a phrase here."""
    for _ in range(8):
        start = scan.starts[at]
        if start == 0:
            return True
        before = at - 1
        if before < 0 or scan.ends[before] != start:
            return scan.text.endswith(_subjects(), 0, start)
        kind = scan.flags[before]
        if kind & _PHRASE:
            return True
        if not kind & Kind.WEAK:
            return scan.text.endswith(_subjects(), 0, start)
        at = before
    return False


def _connects(scan: Scan, at: int, index: int) -> bool:
    """A verb like 對接 between two noun phrases (醫療保障信息對接省級平臺), not one in a name (供需對接平臺)."""
    known = vocabulary()
    return (
        known.platform[scan.ids[at]] == "USES"
        and scan.starts[index] > scan.ends[at] + 1
        and (scan.text.endswith(_heads(), 0, scan.starts[at]) or _disposes(scan, at))
    )


def _disposes(scan: Scan, at: int) -> bool:
    """Whether 將 or 把 stands before a verb in its part of the sentence: 將預報接入…"""
    for before in range(at - 1, max(-1, at - 16), -1):
        if scan.flags[before] & _APART:
            return False
        if scan.flags[before] & Kind.FUNCTION and scan.text[scan.starts[before]] in "将把":
            return True
    return False


def _separates(scan: Scan, at: int) -> bool:
    start = scan.starts[at]
    if at and scan.ends[at - 1] == start and scan.flags[at - 1] & _ENDING:
        return True
    return scan.text.endswith(_heads(), 0, start)


def _is_preposition(scan: Scan, at: int) -> bool:
    """Whether 與 stands where a phrase begins: 推動與省平臺對接."""
    start = scan.starts[at]
    return not start or (at > 0 and scan.ends[at - 1] == start and bool(scan.flags[at - 1] & _EDGE))


class Verb(NamedTuple):
    """The verb that governs a name: its role, the offsets of the word, and which word it is (-1: it stands behind the name)."""

    role: str
    start: int
    end: int
    at: int = -1


def verb_before(scan: Scan, edge: Edge, roles: tuple[str | None, ...], *, listed_too: bool = False) -> Verb | None:
    """The nearest verb before a name in its part of the sentence.

    Behind 的 the name is qualified by a phrase with a verb of its own (依託省開發的…): there the first verb counts.
    With `listed_too` any verb before an enumeration counts, wherever it stands in its phrase.
    """
    flags, ids = scan.flags, scan.ids
    at = edge.word
    qualified = at >= 0 and bool(flags[at] & Kind.DE)
    enumerated = listed_too and at >= 0 and bool(flags[at] & _LISTED)
    found: Verb | None = None
    starts, least = scan.starts, edge.start - _FAR
    while at >= 0 and starts[at] >= least:
        kind = flags[at]
        if kind & _SENTENCE:
            break
        if kind & _CLOSING:
            opened = opening(scan, at)
            if opened >= 0:
                at = opened - 1
                continue
        role = roles[ids[at]]
        if role is not None and (_governs(scan, at, edge, kind) or (enumerated and role != "WEAK")):
            found = Verb(role, starts[at], scan.ends[at], at)
            if not qualified:
                break
        at -= 1
    return found


def _governs(scan: Scan, at: int, edge: Edge, kind: int) -> bool:
    if kind & Kind.FUNCTION:
        return at == edge.word
    return bool(kind & Kind.STRONG) or at == edge.word or begins_phrase(scan, at)


def member_edge(scan: Scan, at: int, stop: int, floor: int) -> Edge:
    """The beginning of the phrase that ends at offset `stop`, behind the word `at`."""
    if at >= 0 and scan.ends[at] == stop and scan.flags[at] & Kind.CLOSE:
        opened = opening(scan, at)
        if opened >= 0:
            return left_edge(scan, opened, floor, whole=False)
    return left_edge(scan, at + 1, floor, whole=False)


def follows(scan: Scan, index: int, kinds: int) -> bool:
    """Whether a word of one of the kinds stands directly behind the word `index`."""
    following = index + 1
    return (
        following < len(scan.flags)
        and bool(scan.flags[following] & kinds)
        and scan.starts[following] == scan.ends[index]
    )
