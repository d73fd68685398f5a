"""The finer comparisons of two plans: which goals of a task changed, and which tasks stand elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.identity import name_key
from graph.model import Node
from queries.matching import SURE, Pair
from queries.plan import Item, Plan
from queries.similarity import alike, letters


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What became of a task's goals, each by its printed text.

    `dates` are goals that only have another date, before and after. `named` are for the old and the new task the texts
    that the other fields hold, the longest first.
    """

    gone: tuple[str, ...]
    come: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]

    @property
    def named(self) -> tuple[list[str], list[str]]:
        """The texts of changed goals in the old and in the new task."""
        old = [*self.gone, *(before for before, _ in self.dates)]
        new = [*self.come, *(after for _, after in self.dates)]
        return sorted(old, key=len, reverse=True), sorted(new, key=len, reverse=True)


def changed_targets(old: Item, new: Item) -> TargetChange:
    """Hold a task's goals against each other: by what is measured, the comparison, the value and the unit.

    Goals of one value whose measure is only worded differently are one. A goal whose date alone differs is a matter of dates.
    """
    left, right = list(old.targets), list(new.targets)
    pairs: list[tuple[Node, Node]] = []
    for same in (_same, _alike):
        for goal in list(left):
            partner = next((other for other in right if same(goal, other)), None)
            if partner is not None:
                pairs.append((goal, partner))
                left.remove(goal)
                right.remove(partner)
    dates = tuple((_text(a), _text(b)) for a, b in pairs if a.get("due_on") != b.get("due_on"))
    return TargetChange(tuple(map(_text, left)), tuple(map(_text, right)), dates)


def _text(goal: Node) -> str:
    return str(goal.get("text") or "")


def _value(goal: Node) -> tuple[object, ...]:
    return goal.get("operator"), goal.get("value"), name_key(str(goal.get("unit") or ""))


def _measure(goal: Node) -> str:
    return letters(str(goal.get("metric") or goal.get("text") or ""))


def _same(one: Node, other: Node) -> bool:
    return _value(one) == _value(other) and _measure(one) == _measure(other)


def _alike(one: Node, other: Node) -> bool:
    return _value(one) == _value(other) and alike(_measure(one), _measure(other)) >= SURE


def place(item: Item) -> str:
    """Where a task stands: its chapter and printed number."""
    heading = item.chapter.heading if item.chapter else ""
    return " ".join(filter(None, (heading, item.path)))


def moved_pairs(old: Plan, new: Plan, pairs: Sequence[Pair]) -> set[tuple[str, str]]:
    """The keys of the pairs whose task stands elsewhere: in another group, or elsewhere within its group.

    A group is a task's parent, else its chapter, else the document. Parents that are paired are one group; chapters of
    one title are; other groups are where the most tasks of each went to the other. Within a group those are moved that
    are not on the longest run of tasks whose order both plans share.
    """
    partner = {pair.old.task.id: pair.new.task.id for pair in pairs}
    # A draft and its final text may bear one id, so nothing of both plans is kept in one table.
    left, right = ({i.task.id: _group(i) for i in plan.items} for plan in (old, new))
    titles = _titles(old), _titles(new)
    same = {a: b for title, a in titles[0].items() if (b := titles[1].get(title)) is not None}
    same |= {a: b for a, b in partner.items() if a not in same}
    same[old.document.id] = new.document.id
    flows = Counter((left[pair.old.task.id], right[pair.new.task.id]) for pair in pairs)
    same = _flowing(flows, set(same.values())) | same
    orders = {i.task.id: place for place, i in enumerate(new.items)}
    stayed: dict[str, list[Pair]] = defaultdict(list)
    moved: set[tuple[str, str]] = set()
    for pair in pairs:
        group = left[pair.old.task.id]
        if same.get(group) == right[pair.new.task.id]:
            stayed[group].append(pair)
        else:
            moved.add(pair.key)
    for members in stayed.values():
        kept = longest_run([orders[pair.new.task.id] for pair in members])
        moved |= {pair.key for n, pair in enumerate(members) if n not in kept}
    return moved


def _group(item: Item) -> str:
    if item.ancestors:
        return item.ancestors[-1]
    return item.chapter.node.id if item.chapter else item.document.id


def _titles(plan: Plan) -> dict[str, str]:
    """Chapters by what their titles share with other spellings; titles that several bear say nothing."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in plan.entries:
        if not isinstance(entry, Item):
            found[name_key(str(entry.node.get("title") or ""))].append(entry.node.id)
    return {title: ids[0] for title, ids in found.items() if title and len(ids) == 1}


def _flowing(flows: Counter[tuple[str, str]], taken: set[str]) -> dict[str, str]:
    """Groups that are each other's main partner by the number of tasks that they share."""
    best_old: dict[str, tuple[int, str]] = {}
    best_new: dict[str, tuple[int, str]] = {}
    for (a, b), count in flows.items():
        if count > best_old.get(a, (0, ""))[0]:
            best_old[a] = count, b
        if count > best_new.get(b, (0, ""))[0]:
            best_new[b] = count, a
    return {a: b for a, (_, b) in best_old.items() if best_new[b][1] == a and b not in taken}


def longest_run(values: Sequence[int]) -> set[int]:
    """The places of a longest strictly rising run (by patience sorting).

    >>> sorted(longest_run([1, 2, 9, 3, 4]))
    [0, 1, 3, 4]
    """
    tops: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        at = bisect_left(tops, value)
        before.append(places[at - 1] if at else -1)
        tops[at : at + 1] = [value]
        places[at : at + 1] = [n]
    found: set[int] = set()
    n = places[-1] if places else -1
    while n >= 0:
        found.add(n)
        n = before[n]
    return found
