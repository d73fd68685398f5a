"""Which task of one plan is which of another, by a stated rule and with a visible score.

The rule: a task's *score* with another, 0 to 1, is how alike their whole texts are without the clause that names who is
responsible (`queries.similarity.alike`: the mean of the Dice coefficient of the character bigrams and of the share of
characters in the same order); where the titles are more alike than the texts, the mean of both. Of all ways to pair the
tasks one to one that is taken whose scores above `MAYBE` have the greatest sum; of equal ones that which keeps the order.
A pair with `SURE` or more is one task, one between `MAYBE` and `SURE` is uncertain and counts as two tasks until somebody
decides, anything below is no pair. Where a rival scores within `CLOSE` of a pair, the pair is taken, and uncertain too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from graph.errors import WrongValue
from queries.plan import Item
from queries.similarity import BigramSets, BitSet, assign, dice_of, in_order, letters

SURE, MAYBE, CLOSE = 0.5, 0.35, 0.03
# Only so many of the likeliest partners of a task are looked at closely, by their bigrams, and none below the floor.
_PARTNERS, _FLOOR = 5, 0.12
_EXACT = 10_000

Decisions = Mapping[tuple[str, str], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tasks that are, or may be, one.

    `decided` is what somebody said of it, None when nobody did; `taken` says whether it counts as one task.
    """

    old: Item
    new: Item
    score: float
    taken: bool
    decided: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What a decision is filed under: the ids of both tasks."""
        return self.old.task.id, self.new.task.id


@dataclass(frozen=True, slots=True)
class Matched:
    """What belongs together: pairs that are one task, those that somebody should look at, in the order of the plans."""

    pairs: tuple[Pair, ...]
    uncertain: tuple[Pair, ...]


def content(item: Item) -> str:
    """A task's text as printed, without its number and the clause that names who is responsible."""
    text = str(item.task.get("text") or item.title).strip()
    label = str(item.task.get("printed_label") or "")
    if label and text.startswith(label):
        text = text[len(label) :].lstrip()
    for duty in item.duties:
        clause = str(duty.relationship.get("evidence") or "").strip()
        if clause and not duty.relationship.get("implied") and text.endswith(clause):
            text = text[: -len(clause)].rstrip()
    return text


def match(old: Sequence[Item], new: Sequence[Item], decisions: Decisions | None = None) -> Matched:
    """Pair the tasks of two plans by the rule above.

    Args:
        old, new: the tasks of each, in plan order.
        decisions: by the ids of an old and a new task whether they are one; ids that neither plan holds say nothing.

    Raises:
        WrongValue: two decisions give one task two partners.
    """
    said = dict(decisions or {})
    places = {item.task.id: n for n, item in enumerate(old)}, {item.task.id: n for n, item in enumerate(new)}
    known = {(places[0][a], places[1][b]): yes for (a, b), yes in said.items() if a in places[0] and b in places[1]}
    fixed = sorted(pair for pair, yes in known.items() if yes)
    if any(len({pair[side] for pair in fixed}) < len(fixed) for side in (0, 1)):
        raise WrongValue("two decisions give one task two partners", advice="Take one of them back.")
    texts = _Texts(old, new)
    scores = {
        pair: texts.score(*pair)
        for pair in texts.likely(
            {a for a, _ in fixed}, {b for _, b in fixed}, {p for p, yes in known.items() if not yes}
        )
    }
    scores = {pair: score for pair, score in scores.items() if score >= MAYBE}
    weights = {pair: _weight(score, pair, len(old), len(new)) for pair, score in scores.items()}
    rivals = _Rivals(scores)
    pairs = [Pair(old[a], new[b], texts.score(a, b), True, True) for a, b in fixed]
    uncertain: list[Pair] = []
    for a, b in assign(weights):
        score = scores[a, b]
        pair = Pair(old[a], new[b], score, score >= SURE)
        if pair.taken:
            pairs.append(pair)
        if not pair.taken or (score < 1 and any(abs(rival - score) <= CLOSE for rival in rivals(a, b))):
            uncertain.append(pair)

    def order(pair: Pair) -> tuple[int, int]:
        return places[0][pair.old.task.id], places[1][pair.new.task.id]

    return Matched(tuple(sorted(pairs, key=order)), tuple(sorted(uncertain, key=order)))


def _weight(score: float, pair: tuple[int, int], olds: int, news: int) -> int:
    """The score above MAYBE in whole numbers; between equal sums the place in the plan decides."""
    apart = abs(pair[0] * news - pair[1] * olds) * _EXACT // max(olds * news, 1)
    return (1 + round((score - MAYBE) * _EXACT)) * (_EXACT + 1) * (min(olds, news) + 1) + _EXACT - apart


class _Rivals:
    """The other scores of either task of a pair."""

    def __init__(self, scores: Mapping[tuple[int, int], float]) -> None:
        self.scores = scores
        self.rows: dict[int, list[int]] = {}
        self.columns: dict[int, list[int]] = {}
        for a, b in scores:
            self.rows.setdefault(a, []).append(b)
            self.columns.setdefault(b, []).append(a)

    def __call__(self, a: int, b: int) -> list[float]:
        return [self.scores[a, other] for other in self.rows[a] if other != b] + [
            self.scores[other, b] for other in self.columns[b] if other != a
        ]


class _Texts:
    """The letters and bigrams of every task of both plans."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self.titles = [letters(i.title) for i in old], [letters(i.title) for i in new]
        self.wholes = [letters(content(i)) for i in old], [letters(content(i)) for i in new]
        sets = BigramSets()
        self.title_sets = [[sets.add(t) for t in side] for side in self.titles]
        self.whole_sets = [[sets.add(t) for t in side] for side in self.wholes]

    def score(self, a: int, b: int) -> float:
        """The score of the rule, rounded to four places."""
        whole = self._alike(self.wholes, self.whole_sets, a, b)
        title = self._alike(self.titles, self.title_sets, a, b)
        return round(max(whole, (title + whole) / 2), 4)

    @staticmethod
    def _alike(texts: tuple[list[str], list[str]], sets: list[list[BitSet]], a: int, b: int) -> float:
        """`queries.similarity.alike` of two texts whose bigrams are known."""
        one, other = texts[0][a], texts[1][b]
        return 1.0 if one == other else (dice_of(sets[0][a], sets[1][b]) + in_order(one, other)) / 2

    def likely(self, without_old: set[int], without_new: set[int], never: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Pairs that are worth a closer look: for each task of either side its likeliest partners by bigrams."""
        rows = [a for a in range(len(self.wholes[0])) if a not in without_old]
        columns = [b for b in range(len(self.wholes[1])) if b not in without_new]
        others = [(b, *self.whole_sets[1][b], *self.title_sets[1][b]) for b in columns]
        by_row: dict[int, list[tuple[float, int]]] = {a: [] for a in rows}
        by_column: dict[int, list[tuple[float, int]]] = {b: [] for b in columns}
        for a in rows:
            whole, size = self.whole_sets[0][a]
            title, title_size = self.title_sets[0][a]
            found = by_row[a]
            # The innermost loop runs a quarter of a million times for two plans of 500 tasks: no calls in it.
            for b, its_whole, its_size, its_title, its_title_size in others:
                rough = 2 * (whole & its_whole).bit_count() / (size + its_size or 1)
                if (shared := title & its_title) and (
                    alike := 2 * shared.bit_count() / (title_size + its_title_size)
                ) > rough:
                    rough = (rough + alike) / 2
                if rough >= _FLOOR and (a, b) not in never:
                    rough -= abs(a - b) * 1e-9
                    found.append((rough, b))
                    by_column[b].append((rough, a))
        chosen = {(a, b) for a, entries in by_row.items() for _, b in nlargest(_PARTNERS, entries)}
        return chosen | {(a, b) for b, entries in by_column.items() for _, a in nlargest(_PARTNERS, entries)}
