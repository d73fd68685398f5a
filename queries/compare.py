"""What changed between two plans: the same office's next year, or a draft and the final text.

Tasks are paired as `queries.matching` says. Each difference is one row, and the rows stand by consequence:

1. ``lost_lead``: the task had a lead, and now nobody leads it;
2. ``changed_lead``: other departments lead it, or another is named first;
3. ``oversees``: other officials oversee it;
4. ``date``: another deadline, of the task or of one of its targets;
5. ``target``: a goal came, went or has another value;
6. ``support``: other departments support it;
7. ``delivers``, ``uses``: it builds, or relies on, other platforms;
8. ``produces``, ``consumes``: it brings together, or works on the basis of, other data;
9. ``depends``: it waits for other tasks, also where only these came or went;
10. ``moved``: it stands in another chapter, under another task or elsewhere among its neighbours (numbers that only
    shift because something before them came or went are no move);
11. ``wording``: title or text reads differently, beside the stretches that a row above already names;
12. ``new``: only the new plan has the task;
13. ``dropped``: only the old plan has it.

So every relationship type of the ontology has a kind. Departments, officials, platforms and data are compared by identity, never
by spelling: 市發改委 and 市發展和改革委員會 are one, in either script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module

from graph.errors import UnknownName
from graph.identity import name_key
from graph.model import Graph, Node
from queries.changes import changed_targets, moved_pairs, place
from queries.matching import Decisions, Pair, content, match
from queries.plan import Duty, Item, Plan, find_department, plans
from queries.similarity import Span, changed_sentences, marks
from queries.ties import Ties, changed_ties

KINDS = (
    "lost_lead", "changed_lead", "oversees", "date", "target", "support", "delivers", "uses", "produces", "consumes",
    "depends", "moved", "wording", "new", "dropped",
)  # fmt: skip
"""The kinds of differences, the gravest first."""

__all__ = ["KINDS", "Comparison", "Difference", "compare", "marks"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two tasks, or a task that only one plan has.

    `before` and `after` say it in short: names, dates, goals, places, sentences; who leads a task that is new or dropped.
    `old_text` and `new_text` are the sentences in which one can read it. `concerned` are the ids of the departments that have, or had, a part in the task.
    """

    kind: str
    old: Item | None
    new: Item | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    old_text: str
    new_text: str
    score: float | None
    concerned: frozenset[str]

    @property
    def marks(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Where `old_text` and `new_text` differ."""
        return marks(self.old_text, self.new_text)


@dataclass(frozen=True)
class Comparison:
    """What differs between two plans.

    Attributes:
        old, new: the documents.
        rows: the differences, the gravest first, within a kind in the order of the plan.
        pairs: the tasks that count as one.
        uncertain: pairs that somebody should look at; see `queries.matching`.
        departments: those that have a part in either plan.
    """

    old: Node
    new: Node
    rows: tuple[Difference, ...]
    pairs: tuple[Pair, ...]
    uncertain: tuple[Pair, ...]
    departments: tuple[Node, ...]

    @cached_property
    def summary(self) -> dict[str, int]:
        """The number of rows of each kind, the gravest first."""
        counted = Counter(row.kind for row in self.rows)
        return {kind: counted[kind] for kind in KINDS}

    def for_department(self, name: str) -> Comparison:
        """What concerns one department: the rows of tasks in which it has, or had, a part.

        Args:
            name: its id, or its short, long or former name, in either script.

        Raises:
            UnknownName: it has a part in neither plan.
        """
        names = (name, *import_module("graph.organisations").spellings(name))
        found = next(filter(None, (find_department(one, self.departments) for one in names)), None)
        if found is None:
            raise UnknownName(
                f"no department {name!r} has a part in either plan", advice="Check the name, or leave it out."
            )
        pairs = tuple(p for p in self.uncertain if found.id in _parts(p.old) | _parts(p.new))
        return replace(self, rows=tuple(r for r in self.rows if found.id in r.concerned), uncertain=pairs)


def compare(old: Graph, new: Graph, decisions: Decisions | None = None) -> Comparison:
    """Compare two plans.

    Args:
        old: a graph of one document.
        new: the same of the later one.
        decisions: by the ids of an old and a new task whether they are one; a decision overrides the score.

    Raises:
        InvalidGraph: a graph that holds no document, or several.
        WrongValue: two decisions give one task two partners.

    >>> from loaders.load import load_text
    >>> plan = "青嶺市2024年工作要點\\n一、服務\\n(一)整合熱線。熱線歸併到12345。({}牽頭)\\n"
    >>> found = compare(load_text(plan.format("市公安局")), load_text(plan.format("市司法局")))
    >>> [(row.kind, row.before, row.after) for row in found.rows]
    [('changed_lead', ('市公安局',), ('市司法局',))]
    """
    old.document, new.document  # noqa: B018 - a graph of several documents is refused
    return _Comparer(old, new, decisions).comparison()


class _Comparer:
    """Holds the two plans while they are compared."""

    def __init__(self, old: Graph, new: Graph, decisions: Decisions | None) -> None:
        self.old, self.new = plans(old)[0], plans(new)[0]
        self.matched = match(self.old.items, self.new.items, decisions)
        self.below = _below(self.old), _below(self.new)
        self.ties = Ties(old, self.old.items), Ties(new, self.new.items)
        self.partner = {pair.old.task.id: pair.new.task.id for pair in self.matched.pairs}

    def comparison(self) -> Comparison:
        """The whole of it."""
        moved = moved_pairs(self.old, self.new, self.matched.pairs)
        rows = [row for pair in self.matched.pairs for row in self.differences(pair, pair.key in moved)]
        kept = {p.old.task.id for p in self.matched.pairs}, {p.new.task.id for p in self.matched.pairs}
        rows += [self.alone("new", i) for i in self.new.items if i.task.id not in kept[1]]
        rows += [self.alone("dropped", i) for i in self.old.items if i.task.id not in kept[0]]
        # Rows come in the order of the plan, and sorting keeps it within a kind.
        rows.sort(key=lambda row: KINDS.index(row.kind))
        departments = {d.department.id: d.department for p in (self.old, self.new) for i in p.items for d in i.duties}
        return Comparison(
            self.old.document,
            self.new.document,
            tuple(rows),
            self.matched.pairs,
            self.matched.uncertain,
            tuple(departments.values()),
        )

    def alone(self, kind: str, item: Item) -> Difference:
        text, fresh = item.whole, kind == "new"
        names = _names(item.leads)
        return Difference(
            kind,
            None if fresh else item,
            item if fresh else None,
            () if fresh else names,
            names if fresh else (),
            "" if fresh else text,
            text if fresh else "",
            None,
            self.concerned(item, int(fresh)),
        )

    def concerned(self, item: Item, side: int) -> frozenset[str]:
        """Who has a part in a task of the old (0) or new (1) plan; where it only groups subtasks, who has one in these."""
        below = self.below[side].get(item.task.id, ()) if item.heading_only else ()
        return frozenset().union(_parts(item), *map(_parts, below))

    def differences(self, pair: Pair, moved: bool) -> list[Difference]:
        old, new = pair.old, pair.new
        concerned = self.concerned(old, 0) | self.concerned(new, 1)
        found: list[Difference] = []

        def add(kind: str, before: Sequence[str], after: Sequence[str], texts: tuple[str, str]) -> None:
            found.append(Difference(kind, old, new, tuple(before), tuple(after), *texts, pair.score, concerned))

        clauses = _clauses(old), _clauses(new)
        if _lead_key(old) != _lead_key(new):
            kind = "changed_lead" if new.leads else "lost_lead"
            add(kind, _names(old.leads), _names(new.leads), clauses)
        texts = content(old), content(new)
        sentences = changed_sentences(*texts)
        ties = list(changed_ties(*self.ties, (old.task.id, new.task.id), self.partner, f"{self.old.document.id}\x1f"))
        for tie in ties:
            # Where one side names nothing, its sentence is what the other's became, if it is still there at all.
            shown = sentences if any(tie.texts) and not all(tie.texts) and all(sentences) else tie.texts
            add(tie.kind, tuple(tie.gone.values()), tuple(tie.come.values()), shown)
        goals = changed_targets(old, new)
        dates = _date(old), _date(new)
        dated = _date_key(old) != _date_key(new)
        if dated or goals.dates:
            before, after = ([d] if d else [] for d in dates)
            if not dated:
                before, after = ([t for t in side if t] for side in zip(*goals.dates, strict=True))
            add("date", before, after, sentences)
        if goals.gone or goals.come:
            add("target", goals.gone, goals.come, sentences)
        if {d.department.id for d in old.supports} != {d.department.id for d in new.supports}:
            add("support", _names(old.supports), _names(new.supports), clauses)
        if moved:
            add("moved", [place(old)], [place(new)], ("", ""))
        named = [[word for tie in ties for word in tie.named[side]] for side in (0, 1)]
        covered = (
            _without(texts[0], old, dated, [*goals.named[0], *named[0]]),
            _without(texts[1], new, dated, [*goals.named[1], *named[1]]),
        )
        if name_key(covered[0]) != name_key(covered[1]):
            add("wording", [sentences[0]], [sentences[1]], sentences)
        return found


def _below(plan: Plan) -> dict[str, list[Item]]:
    """The tasks below each task, at any depth."""
    found: dict[str, list[Item]] = {}
    for item in plan.items:
        for above in item.ancestors:
            found.setdefault(above, []).append(item)
    return found


def _parts(item: Item) -> set[str]:
    return {duty.department.id for duty in item.duties}


def _names(duties: Sequence[Duty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duty.name for duty in duties))


def _lead_key(item: Item) -> tuple[str, frozenset[str]]:
    """Who is named first, and who else leads in whatever order."""
    ids = [duty.department.id for duty in item.leads]
    return (ids[0], frozenset(ids)) if ids else ("", frozenset())


def _clauses(item: Item) -> str:
    """The clauses, as printed, that say who is responsible."""
    found = dict.fromkeys(str(duty.relationship.get("evidence") or "").strip() for duty in item.duties)
    return "\n".join(filter(None, found))


def _date(item: Item) -> str:
    return item.due.text or item.due.on or ""


def _date_key(item: Item) -> str:
    return item.due.on or name_key(item.due.text or "")


def _without(text: str, item: Item, dated: bool, named: Sequence[str]) -> str:
    """A text without the stretches that other rows name already: its date, where that changed, and these."""
    if dated and item.due.text:
        text = text.replace(item.due.text, "", 1)
    for words in named:
        text = text.replace(words, "", 1)
    return text
