"""What each kind of correction does to the facts. An act either does all of it, or raises `Unfit` and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from graph import organisations
from graph.identity import name_key
from graph.platforms import identify
from loaders.correction_file import MENTIONS, ROLES, Correction
from loaders.correction_places import Places
from loaders.facts import Due, Goal, Item, Mention, Reference, Role, Used
from loaders.source import Span

Act = Callable[[Places, Correction], list[Span]]


Fact = TypeVar("Fact", Role, Mention, Goal)


def changed(fact: Fact, **values: Any) -> Fact:
    """A fact with other values, whether it is a dataclass or a named tuple."""
    other = getattr(fact, "_replace", None)
    made: Fact = other(**values) if other is not None else replace(fact, **values)  # type: ignore[type-var]
    return made


class Unfit(Exception):
    """The text, or what was read of it, is not what the correction was made for."""


def _item(places: Places, correction: Correction) -> Item:
    item = places.item(correction.item or "")
    if item is None:
        raise Unfit(f"the document has no item {correction.item}")
    return item


def _quote(places: Places, correction: Correction) -> Span | None:
    """The place of the quotation, inside the item where one is named; None where the entry has no quotation."""
    if correction.quote is None:
        return None
    within = places.scope(_item(places, correction)) if correction.item else None
    found = places.find(correction.quote, within)
    if found is None:
        elsewhere = places.find(correction.quote)
        owner = places.owner(elsewhere) if elsewhere else None
        where = f" (it stands in item {owner})" if owner else ""
        inside = f" in item {correction.item}{where}" if correction.item and elsewhere else ""
        raise Unfit(f"the quotation is not found{inside or ' in the text'}: {_short(correction.quote)}")
    return found


def _short(words: str, most: int = 30) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _key(name: str | None) -> str:
    return name_key(name or "")


# names


def _alias(places: Places, correction: Correction) -> list[Span]:
    facts, rule = places.facts, correction.rule
    name, alias = correction.name or "", correction.alias or ""
    quote = _quote(places, correction)
    if correction.label == "Department":
        hits = [r for r in facts.roles if _key(r.name) == _key(alias) and r.kind in ROLES and _here(r.item, correction)]
        if not hits:
            raise Unfit(f"no body of the name {alias} was read")
        chosen = {id(r) for r in hits}
        facts.roles = _once([changed(r, name=name, rule=rule) if id(r) in chosen else r for r in facts.roles])
        return _spans(quote, [r.mention for r in hits])
    label = correction.label or ""
    found = [
        m for m in facts.mentions if m.label == label and _key(m.name) == _key(alias) and _here(m.item, correction)
    ]
    if not found:
        raise Unfit(f"no {label} of the name {alias} was read")
    model = next((m for m in facts.mentions if m.label == label and _key(m.name) == _key(name)), None)
    if model is not None:
        tier, place, others = model.tier, model.jurisdiction, model.aliases
    elif label == "Platform":
        known = identify(name, facts.head.jurisdiction)
        tier, place, others = known.tier, known.jurisdiction, known.aliases
    else:
        tier, place, others = found[0].tier, found[0].jurisdiction, ()
    aliases = tuple(sorted({*others, *(a for m in found for a in m.aliases), alias} - {name}))
    touched = {id(m) for m in found}
    facts.mentions = [
        changed(m, name=name, aliases=aliases, tier=tier, jurisdiction=place, rule=rule)
        if id(m) in touched
        else changed(m, aliases=aliases)
        if m.label == label and _key(m.name) == _key(name)
        else m
        for m in facts.mentions
    ]
    facts.goals = [changed(g, subject=name) if g.subject and _key(g.subject) == _key(alias) else g for g in facts.goals]
    return _spans(quote, [m.span for m in found])


def _here(item: str, correction: Correction) -> bool:
    return correction.item is None or correction.item == item


def _spans(quote: Span | None, found: Sequence[Span]) -> list[Span]:
    return sorted({*found, *([quote] if quote else [])})


def _not_a(label: str) -> Act:
    def act(places: Places, correction: Correction) -> list[Span]:
        facts = places.facts
        quote = _quote(places, correction)
        within = [quote] if quote else places.scope(_item(places, correction)) if correction.item else None
        hits = [
            m
            for m in facts.mentions
            if m.label == label
            and _key(m.name) == _key(correction.name)
            and _here(m.item, correction)
            and (quote is None or _overlap(quote, m.span))
        ]
        place = places.find(correction.name or "", within)
        if not hits and place is None:
            raise Unfit(
                f"the text does not print {correction.name}" + (f" in item {correction.item}" * bool(correction.item))
            )
        gone = {id(m) for m in hits}
        facts.mentions = [m for m in facts.mentions if id(m) not in gone]
        # what is no platform is no open question either
        spans = [m.span for m in hits] or _everywhere(places, correction.name or "", within)
        facts.used += [Used(span, "furniture", correction.rule) for span in spans if len(span)]
        return _spans(None, spans)

    return act


def _everywhere(places: Places, name: str, within: list[Span] | None) -> list[Span]:
    found: list[Span] = []
    at = 0
    while (span := places.find(name, within or [Span(at, len(places.source.text))])) is not None:
        found.append(span)
        if within is not None or len(found) > 500:
            break
        at = span.end
    return found


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


# who does what


def _once(roles: Sequence[Role]) -> list[Role]:
    """Each body once in its role of an item, ranks counted anew where one went, `joint` where several lead."""
    seen: set[tuple[str, str, str]] = set()
    kept: list[Role] = []
    for role in roles:
        key = (role.item, role.kind, _key(role.name))
        if key not in seen:
            seen.add(key)
            kept.append(role)
    leads: dict[str, int] = {}
    for role in kept:
        if role.kind == "LEADS":
            leads[role.item] = leads.get(role.item, 0) + 1
    return [changed(r, joint=leads[r.item] > 1) if r.kind == "LEADS" else r for r in kept]


def _set_roles(kind: str) -> Act:
    other = {"LEADS": "SUPPORTS", "SUPPORTS": "LEADS"}[kind]

    def act(places: Places, correction: Correction) -> list[Span]:
        facts = places.facts
        item = _item(places, correction)
        quote = _quote(places, correction)
        own = [r for r in facts.roles if r.item == item.number and r.kind in ("LEADS", "SUPPORTS")]
        before = [_key(r.name) for r in sorted(own, key=lambda r: r.rank) if r.kind == kind]
        if before == [_key(n) for n in correction.names]:
            raise Unfit("the reading says the same: the entry is no longer needed")
        made: list[Role] = []
        for rank, name in enumerate(correction.names, 1):
            known = next((r for r in own if _key(r.name) == _key(name)), None)
            if known is not None:
                same = known.kind == kind and known.rank == rank
                made.append(changed(known, kind=kind, rank=rank, rule=known.rule if same else correction.rule))
                continue
            evidence = quote or places.find(name, places.scope(item))
            if evidence is None:
                raise Unfit(f"item {item.number} does not print {name}, and the entry has no quotation")
            made.append(_role(places, item.number, kind, name, rank, evidence, correction.rule))
        wanted = {_key(name) for name in correction.names}
        rest = [
            r
            for r in facts.roles
            if r.item != item.number or (r.kind != kind and not (r.kind == other and _key(r.name) in wanted))
        ]
        # nothing of this item stands before its first role, so the place is the same in what is left
        at = next((i for i, r in enumerate(facts.roles) if r.item == item.number), len(rest))
        facts.roles = _once(_ranked([*rest[:at], *made, *rest[at:]], item.number))
        return _spans(quote, [r.mention for r in made if r.rule == correction.rule]) or [item.span]

    return act


def _role(places: Places, item: str, kind: str, name: str, rank: int, evidence: Span, rule: str) -> Role:
    mention = places.find(name, [evidence]) or evidence
    place = places.facts.head.jurisdiction
    collective = kind != "OVERSEES" and organisations.describe(name, place).collective
    return Role(item, kind, name, mention, evidence, None, rank, rule, collective=collective)


def _ranked(roles: Sequence[Role], item: str) -> list[Role]:
    """Ranks of one item's roles counted from 1 in their order."""
    order: dict[str, list[int]] = {}
    for role in roles:
        if role.item == item:
            order.setdefault(role.kind, []).append(role.rank)
    rank = {kind: {old: i for i, old in enumerate(sorted(set(ranks)), 1)} for kind, ranks in order.items()}
    return [changed(r, rank=rank[r.kind][r.rank]) if r.item == item else r for r in roles]


def _add(places: Places, correction: Correction) -> list[Span]:
    facts = places.facts
    item, quote = _item(places, correction), _quote(places, correction)
    assert quote is not None  # the schema asks for it
    kind, name, rule = correction.type or "", correction.name or "", correction.rule
    if kind in ROLES:
        same = [r for r in facts.roles if (r.item, r.kind) == (item.number, kind)]
        if any(_key(r.name) == _key(name) for r in same):
            raise Unfit(f"{name} {kind} item {item.number} already: the entry is no longer needed")
        rank = max((r.rank for r in same), default=0) + 1
        made = _role(places, item.number, kind, name, rank, quote, rule)
        facts.roles = _once([*facts.roles, made])
        return _spans(quote, [made.mention])
    if kind in MENTIONS:
        label = "Platform" if kind in ("DELIVERS", "USES") else "DataDomain"
        if any((m.item, m.type, _key(m.name)) == (item.number, kind, _key(name)) for m in facts.mentions):
            raise Unfit(f"item {item.number} {kind} {name} already: the entry is no longer needed")
        span = places.find(name, [quote]) or quote
        if label == "Platform":
            known = identify(name, facts.head.jurisdiction)
            found = Mention(
                item.number, label, kind, known.name, span, quote, correction.verb, rule, known.tier,
                known.jurisdiction, known.aliases,
            )  # fmt: skip
        else:
            found = Mention(item.number, label, kind, name, span, quote, correction.verb, rule)
        facts.mentions.append(found)
        return _spans(quote, [span])
    if kind == "DEPENDS_ON":
        if places.item(correction.target or "") is None or correction.target == item.number:
            raise Unfit(f"the document has no other item {correction.target}")
        if any((r.item, r.target) == (item.number, correction.target) for r in facts.references):
            raise Unfit("the reference was read: the entry is no longer needed")
        facts.references.append(Reference(item.number, correction.target or "", quote, quote))
        return [quote]
    if any(g.item == item.number and _overlap(g.span, quote) for g in facts.goals):
        raise Unfit(f"item {item.number} has a target at this place already: remove that one first, or this entry")
    facts.goals.append(
        Goal(
            item.number, quote, quote, correction.metric or places.text(quote), correction.operator or "complete",
            correction.value, correction.unit, correction.due_on, rule,
        )
    )  # fmt: skip
    facts.goals.sort(key=lambda g: g.span.start)
    return [quote]


def _remove(places: Places, correction: Correction) -> list[Span]:
    facts = places.facts
    item, quote = _item(places, correction), _quote(places, correction)
    kind, name = correction.type or "", correction.name
    spans: list[Span]
    if kind in ROLES:
        gone = [r for r in facts.roles if (r.item, r.kind) == (item.number, kind) and _key(r.name) == _key(name)]
        spans = [r.mention for r in gone]
        rest = [r for r in facts.roles if not any(r is g for g in gone)]
        if gone:
            facts.roles = _once(_ranked(rest, item.number))
    elif kind in MENTIONS:
        lost = [
            m
            for m in facts.mentions
            if (m.item, m.type) == (item.number, kind)
            and _key(name) in {_key(n) for n in (m.name, places.text(m.span), *m.aliases)}
            and (quote is None or _overlap(quote, m.span))
        ]
        spans = [m.span for m in lost]
        facts.mentions = [m for m in facts.mentions if not any(m is g for g in lost)]
    elif kind == "HAS_TARGET":
        goals = [g for g in facts.goals if g.item == item.number and quote is not None and _overlap(g.span, quote)]
        spans = [g.span for g in goals]
        facts.goals = [g for g in facts.goals if not any(g is x for x in goals)]
    else:
        links = [r for r in facts.references if (r.item, r.target) == (item.number, correction.target)]
        spans = [r.span for r in links]
        facts.references = [r for r in facts.references if not any(r is x for x in links)]
        if not links:
            raise Unfit(
                "no such reference was read; a dependency through a platform or data goes with that relationship"
            )
    if not spans:
        raise Unfit(f"no {kind} {name or ''} was read in item {item.number}: the entry is no longer needed")
    facts.used += [Used(span, "furniture", correction.rule) for span in spans if len(span)]
    return _spans(quote, spans)


def _due(places: Places, correction: Correction) -> list[Span]:
    facts = places.facts
    item, quote = _item(places, correction), _quote(places, correction)
    before = next((d for d in facts.dues if d.item == item.number), None)
    rest = [d for d in facts.dues if d.item != item.number]
    if before is not None and before.due_on == correction.due_on and (quote is None or _overlap(quote, before.span)):
        raise Unfit("the reading says the same: the entry is no longer needed")
    if correction.due_on is None and quote is None:
        if before is None:
            raise Unfit(f"item {item.number} has no deadline: the entry is no longer needed")
        facts.dues = rest
        return [before.span]
    span = quote or (before.span if before else None)
    if span is None:
        raise Unfit(f"item {item.number} has no deadline, and the entry has no quotation")
    facts.dues = [*rest, Due(item.number, correction.due_on, places.text(span), span, correction.rule)]
    order = {one.number: i for i, one in enumerate(facts.items)}
    facts.dues.sort(key=lambda d: order.get(d.item, len(order)))
    return [span]


ACTS: dict[str, Act] = {
    "alias": _alias,
    "not-a-platform": _not_a("Platform"),
    "not-a-data-domain": _not_a("DataDomain"),
    "add": _add,
    "remove": _remove,
    "lead": _set_roles("LEADS"),
    "support": _set_roles("SUPPORTS"),
    "due": _due,
}
"""The act of each kind: changes the facts, returns the spans that it rests on, raises `Unfit`."""
