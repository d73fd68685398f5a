"""Who leads, supports and oversees each item, and by when: clauses and rules become facts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from loaders.clauses import KINDS, Clause, Part, resolve
from loaders.dates import Deadline, find_deadlines, is_unstated, parse_deadline
from loaders.facts import Due, Facts, Issue, Role, Used
from loaders.head import HeadFound
from loaders.lines import Flow
from loaders.names import MARKS, is_body, is_collective
from loaders.numbering import Numbered
from loaders.rules import ALSO, FIRST_LEADS, MARK_LEADS, Rule
from loaders.running import running_clauses
from loaders.source import SourceText, Span

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Also:
    """Bodies that a rule adds to every later item: from which offset on, who, and the sentence."""

    start: int
    names: tuple[Span, ...]
    evidence: Span


def write_roles(
    source: SourceText, facts: Facts, numbered: list[Numbered], rules: list[Rule], flow: Flow, head: HeadFound
) -> None:
    """Append roles and dues of every item to the facts.

    Args:
        source: for the words as printed.
        facts: takes roles, dues, issues, used.
        numbered: the items in order, with their drafts.
        rules: what the document states about its clauses (spans of the flow).
        flow: the flow in which the rules stand.
        head: for the year of dates that print none.
    """
    _running(facts, numbered)
    placed = [(clause, one.draft.flow) for one in numbered for clause in one.draft.clauses]
    first_from = _first_leads(rules, flow, placed)
    also = _also(rules, flow, placed, source)
    marks = {c for rule in rules if rule.kind == MARK_LEADS for c in flow.text[slice(*rule.span)] if c in MARKS}
    # in the flow, where a wrapped line does not cut a date in two
    dates = [d for d in find_deadlines(flow.text, head.stated_year) if d.marked and not d.period]
    marked = [d._replace(span=flow.span(d.span)) for d in dates]
    starts = [d.span.start for d in marked]
    for one in numbered:
        if marks:
            _marked(one, marks)
        _roles(source, facts, one, first_from, also)
        inside: list[Deadline] = []
        if marked:
            for start, end in one.item.body:
                inside += marked[bisect_left(starts, start) : bisect_left(starts, end)]
        _dues(source, facts, one, head.stated_year, inside)
    for span in sorted({flow.span(span) for clause, flow in placed for span in clause.strange}):
        facts.issues.append(
            Issue("Z704", span, f"behind a label that no rule knows: {source.text[span.start : span.end]}")
        )
    _unassigned(facts, numbered)
    if facts.head.jurisdiction is None and any(r.name.startswith(("国务院", "國務院")) for r in facts.roles):
        nation = "中国" if source.text == source.shadow or "国" in source.text else "中國"
        facts.head = replace(facts.head, jurisdiction=nation)


def _running(facts: Facts, numbered: list[Numbered]) -> None:
    """Give items that no clause names anybody for what their running text says."""
    for one in _unnamed(numbered):
        draft = one.draft
        draft.clauses = list(running_clauses(draft.flow.text, draft.body))
        facts.used += [Used(draft.flow.span(c.span), "used", "clause.running") for c in draft.clauses]


def _unnamed(numbered: list[Numbered]) -> Iterator[Numbered]:
    """The items that no clause names anybody for, neither there nor above; an item comes before what is below it."""
    named: dict[str, bool] = {}
    for one in numbered:
        named[one.item.number] = named.get(one.item.parent or "", False) or bool(one.draft.clauses)
        if not named[one.item.number] and not one.item.optional:
            yield one


def _unassigned(facts: Facts, numbered: list[Numbered]) -> None:
    """A warning for every item that nobody is named for, neither there nor above nor below."""
    for one in _unnamed(numbered):
        if not one.draft.children:
            facts.issues.append(Issue("Z713", one.item.span, "an item for which nobody is named"))


def _start_of(rule: Rule, flow: Flow, placed: list[tuple[Clause, Flow]]) -> tuple[int, Clause | None]:
    """From which source offset on a rule holds, and the clause in which it stands."""
    span = flow.span(rule.span)
    places = [(f.span(c.span), c) for c, f in placed]
    for place, clause in places:
        if place.start <= span.start < place.end:
            return place.start, clause
    if not places or span.start < places[0][0].start or span.start >= places[-1][0].end:
        return 0, None
    return span.start, None


def _first_leads(rules: list[Rule], flow: Flow, placed: list[tuple[Clause, Flow]]) -> int | None:
    starts = [_start_of(rule, flow, placed)[0] for rule in rules if rule.kind == FIRST_LEADS]
    return min(starts) if starts else None


def _also(rules: list[Rule], flow: Flow, placed: list[tuple[Clause, Flow]], source: SourceText) -> list[_Also]:
    out = []
    for rule in rules:
        if rule.kind != ALSO:
            continue
        start, clause = _start_of(rule, flow, placed)
        names = tuple(flow.span(name) for name in rule.names)
        if not names and clause is not None:
            names = tuple(
                flow.span(p.name) for p in clause.parts if flow.text[p.name.start : p.name.start + 1] == "各"
            )[-1:]
        if not names:
            at = source.shadow.find("地方", flow.span(rule.span).start, flow.span(rule.span).end)
            names = (Span(at, at + 2),) if at >= 0 else ()
        if names:
            evidence = flow.span(clause.span if clause else rule.span)
            out.append(_Also(start + 1 if clause else start, names, evidence))
    return out


def _marked(one: Numbered, marks: set[str]) -> None:
    """Of the bodies of an item those that bear the mark lead, where no word says who does."""
    text = one.draft.flow.text
    parts = [part for clause in one.draft.clauses for part in clause.parts]
    bearing = {p.name for p in parts if {text[p.name.start - 1], text[p.name.end : p.name.end + 1]} & marks}
    if not bearing or any(p.role == "lead" for p in parts):
        return
    for clause in one.draft.clauses:
        clause.parts = [
            Part("lead" if p.name in bearing else "support", p.name, p.word) if p.role == "duty" else p
            for p in clause.parts
        ]


def _roles(source: SourceText, facts: Facts, one: Numbered, first_from: int | None, also: list[_Also]) -> None:
    draft, item = one.draft, one.item
    if not draft.clauses:
        return
    flow = draft.flow
    at = flow.span(draft.clauses[0].span).start
    parts = resolve(
        [part for clause in draft.clauses for part in clause.parts],
        first_leads=first_from is not None and at >= first_from,
    )
    seen: dict[str, set[str]] = {"LEADS": set(), "SUPPORTS": set(), "OVERSEES": set()}
    count = {"LEADS": 0, "SUPPORTS": 0, "OVERSEES": 0}
    joint = len([1 for part in parts if part.role == "lead"]) > 1
    rest = iter(parts)
    for clause in draft.clauses:
        evidence = flow.span(clause.read_at or clause.span)
        reader = f"clause.{clause.form}" if clause.form != "cell" else "table.bodies"
        for given, place, word in islice(rest, len(clause.parts)):
            kind = KINDS[given]
            mention = flow.span(place)
            name = name_words(source, mention)
            if name in seen[kind] or (kind == "SUPPORTS" and name in seen["LEADS"]):
                continue
            seen[kind].add(name)
            count[kind] += 1
            words = flow.text[place[0] : place[1]]
            if kind != "OVERSEES" and not is_body(words):
                facts.issues.append(Issue("Z703", mention, f"a name that does not end like a body's: {name}"))
            facts.roles.append(
                Role(
                    item.number,
                    kind,
                    name,
                    mention,
                    evidence,
                    name_words(source, flow.span(word)) if word else None,
                    count[kind],
                    reader,
                    joint and kind == "LEADS",
                    kind != "OVERSEES" and is_collective(words),
                )
            )
    for rule in also:
        if at < rule.start:
            continue
        for mention in rule.names:
            name = name_words(source, mention)
            if name in seen["LEADS"] or name in seen["SUPPORTS"]:
                continue
            count["SUPPORTS"] += 1
            facts.roles.append(
                Role(
                    item.number,
                    "SUPPORTS",
                    name,
                    mention,
                    rule.evidence,
                    None,
                    count["SUPPORTS"],
                    "rule.also",
                    collective=True,
                    implied=True,
                )
            )


def name_words(source: SourceText, span: Span) -> str:
    """A name as printed, without the white space that wraps it."""
    words = source.text[span.start : span.end]
    return words if words.isalnum() else _SPACE.sub("", words)


def _dues(source: SourceText, facts: Facts, one: Numbered, year: int | None, inside: list[Deadline]) -> None:
    """The deadline of the clause or the cell; else the one that the item's own words state."""
    draft, item = one.draft, one.item
    flow = draft.flow
    cells = [due for due in draft.dues if not is_unstated(flow.text[due.start : due.end])]
    stated = list(cells)
    for clause in draft.clauses:
        stated += clause.dues
    if not (stated or inside):
        return
    read = [(flow.span(span), parse_deadline(flow.text[span.start : span.end], year)) for span in stated]
    dated = [(span, iso) for span, (iso, _) in read if iso]
    for span, (iso, place) in read:
        if place is None and source.text[span.start : span.end].strip(" -—/无無"):
            facts.issues.append(Issue("Z721", span, "a deadline in words that are not known"))
        del iso
    if read:
        span, iso = dated[-1] if dated else (read[-1][0], None)
        facts.dues.append(
            Due(item.number, iso, name_words(source, span), span, "clause.due" if not cells else "table.due")
        )
    if inside:
        _own_dates(source, facts, item.number, inside, bool(read))


def _own_dates(source: SourceText, facts: Facts, number: str, found: list[Deadline], stated: bool) -> None:
    dates = sorted({d.due_on for d in found if d.due_on})
    taken = len(dates) == 1 and not stated
    for deadline in found:
        rule = "dates.own" if taken and deadline.due_on else "dates.mentioned"
        facts.used.append(Used(deadline.span, "used" if taken else "furniture", rule))
    if taken:
        first = next(d for d in found if d.due_on)
        facts.dues.append(Due(number, first.due_on, name_words(source, first.span), first.span, "dates.own"))
    elif len(dates) > 1 and not stated:
        spans = [d.span for d in found if d.due_on]
        facts.issues.append(Issue("Z722", Span(spans[0].start, spans[-1].end), "several deadlines in one item"))
