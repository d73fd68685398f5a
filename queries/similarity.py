"""How alike two Chinese texts are, which pairs of two lists belong together, and where two sentences differ.

Everything is compared in one script, width and spelling of quotation marks (`graph.identity.name_key`), so that a plan in
simplified characters is the same as the one in traditional.
"""

from __future__ import annotations

import difflib
import heapq
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from graph.identity import name_key, shadow

Span = tuple[int, int]
BitSet = tuple[int, int]
"""A set as bits, and its size."""
# Beyond this the order of characters says nothing new, and long texts would cost much.
_ORDERED = 400
# Two stretches longer than this are marked as a whole: what differs inside could not be read anyway.
_MARKED = 4_000
_BREAKS = re.compile(r"(?<=[。;;!?!?\n])")


def letters(text: str) -> str:
    """What counts when texts are compared: letters, characters and numbers, in one script.

    >>> letters("推進“一網通辦”,很快。")
    '推进一网通办很快'
    """
    return "".join(c for c in name_key(text) if c.isalnum() or c in "%+")


def bigrams(plain: str) -> frozenset[str]:
    """Every two neighbouring characters; a single character stands for itself."""
    return frozenset(map("".join, pairwise(plain))) if len(plain) > 1 else frozenset(plain)


def dice(shared: int, one: int, other: int) -> float:
    """The Dice coefficient of two sets from their sizes; two empty sets are alike."""
    return 2 * shared / (one + other) if one + other else 1.0


def in_order(one: str, other: str) -> float:
    """How much of two texts stands in both in the same order: twice the longest common subsequence over both lengths.

    The subsequence is found bit-parallel (Hyyrö, 2004): one step a character of `other`.

    >>> in_order("abcd", "abxd"), in_order("ab", "ba"), in_order("", "")
    (0.75, 0.5, 1.0)
    """
    one, other = one[:_ORDERED], other[:_ORDERED]
    if not one and not other:
        return 1.0
    places = _places(one)
    whole = (1 << len(one)) - 1
    row = whole
    for character in other:
        found = row & places.get(character, 0)
        row = (row + found | row - found) & whole
    return 2 * (len(one) - row.bit_count()) / (len(one) + len(other))


@lru_cache(maxsize=4096)
def _places(text: str) -> dict[str, int]:
    """Where each character stands, as bits."""
    places: dict[str, int] = {}
    for place, character in enumerate(text):
        places[character] = places.get(character, 0) | 1 << place
    return places


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: the mean of the bigram sets' Dice coefficient and of `in_order`.

    Args:
        one: letters of a text, as `letters` gives them.
        other: the same of another.

    >>> alike("推进一网通办", "推进一网通办"), round(alike("推进一网通办", "推动一网通办"), 2), alike("甲", "")
    (1.0, 0.72, 0.0)
    """
    if one == other:
        return 1.0
    mine, theirs = bigrams(one), bigrams(other)
    return (dice(len(mine & theirs), len(mine), len(theirs)) + in_order(one, other)) / 2


class BigramSets:
    """The bigram sets of many texts as bit sets: two of hundreds are held against each other in a microsecond."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def add(self, plain: str) -> BitSet:
        """A text's set and its size."""
        found = bigrams(plain)
        # Bits are given in the order of the text: the sets' own order depends on the process.
        chosen = 0
        for gram in (map("".join, pairwise(plain))) if len(plain) > 1 else plain:
            chosen |= 1 << self._bits.setdefault(gram, len(self._bits))
        return chosen, len(found)


def dice_of(one: BitSet, other: BitSet) -> float:
    """The Dice coefficient of two sets that `BigramSets` made."""
    return dice((one[0] & other[0]).bit_count(), one[1], other[1])


def assign(weights: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Pairs of a row and a column, each in at most one, with the greatest sum of weights.

    The Hungarian method with shortest augmenting paths, over the given pairs alone (Jonker and Volgenant, 1987); a row
    may stay alone at weight 0. Whole numbers make it exact, and the order of equal ones does not depend on the process.

    Args:
        weights: positive whole numbers by row and column.

    Returns:
        The pairs, sorted.

    >>> assign({(0, 0): 9, (0, 1): 8, (1, 0): 8})
    [(0, 1), (1, 0)]
    """
    most = max(weights.values(), default=0)
    costs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (row, column), weight in sorted(weights.items()):
        costs[row].append((column, most - weight))
    for row, entries in costs.items():
        entries.append((-1 - row, most))  # a column of the row's own: it stays alone
    holder: dict[int, int] = {}
    held: dict[int, int] = {}
    rows: dict[int, int] = defaultdict(int)
    columns: dict[int, int] = defaultdict(int)
    for start in sorted(costs):
        _augment(start, costs, holder, held, rows, columns)
    return sorted((row, column) for column, row in holder.items() if column >= 0)


def _augment(
    start: int,
    costs: Mapping[int, Sequence[tuple[int, int]]],
    holder: dict[int, int],
    held: dict[int, int],
    rows: dict[int, int],
    columns: dict[int, int],
) -> None:
    """Give one more row a column by the cheapest chain of changes; `rows` and `columns` are the dual prices."""
    far: dict[int, int] = {}
    before: dict[int, int] = {}
    done: dict[int, int] = {}
    queue: list[tuple[int, int]] = []
    row, base = start, 0
    while True:
        for column, cost in costs[row]:
            reached = base + cost - rows[row] - columns[column]
            if column not in done and reached < far.get(column, reached + 1):
                far[column], before[column] = reached, row
                heapq.heappush(queue, (reached, column))
        base, column = heapq.heappop(queue)
        while column in done:
            base, column = heapq.heappop(queue)
        done[column] = base
        if column not in holder:
            break
        row = holder[column]
    for passed, distance in done.items():
        columns[passed] += distance - base
        if passed in holder:
            rows[holder[passed]] += base - distance
    rows[start] += base
    while True:
        row = before[column]
        given = held.get(row)
        holder[column], held[row] = row, column
        if given is None:
            return
        column = given


def sentences(text: str) -> list[str]:
    """A text cut after each sentence or clause mark; nothing is lost.

    >>> sentences("甲。乙;丙")
    ['甲。', '乙;', '丙']
    """
    return [part for part in _BREAKS.split(text) if part.strip()]


def changed_sentences(old: str, new: str) -> tuple[str, str]:
    """The sentences of two texts that are not in both, an ellipsis where some are left out between them.

    >>> changed_sentences("甲一。乙。丙", "甲二。乙。丁")
    ('甲一。…丙', '甲二。…丁')
    """
    mine, theirs = sentences(old), sentences(new)
    matcher = difflib.SequenceMatcher(None, list(map(name_key, mine)), list(map(name_key, theirs)), autojunk=False)
    left: list[str] = []
    right: list[str] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        left.extend(filter(None, ["".join(mine[a:b]).strip()]))
        right.extend(filter(None, ["".join(theirs[c:d]).strip()]))
    return "…".join(left), "…".join(right)


def marks(old_text: str, new_text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where two sentences differ.

    Script and width are no difference. Where more than 4,000 characters lie between the first and the last difference
    on both sides, that stretch is marked as a whole.

    Args:
        old_text: one sentence.
        new_text: the other.

    Returns:
        For each of the two the spans (start, end) that the other lacks, in order.

    >>> marks("市公安局牽頭", "市司法局牵头")
    (((1, 3),), ((1, 3),))
    """
    old, new = shadow(old_text), shadow(new_text)
    short = min(len(old), len(new))
    head = next((n for n in range(short) if old[n] != new[n]), short)
    tail = next((n for n in range(short - head) if old[-1 - n] != new[-1 - n]), short - head)
    mine, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    if min(len(mine), len(theirs)) > _MARKED:
        return ((head, head + len(mine)),), ((head, head + len(theirs)),)
    left: list[Span] = []
    right: list[Span] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if b > a:
            left.append((head + a, head + b))
        if d > c:
            right.append((head + c, head + d))
    return tuple(left), tuple(right)
