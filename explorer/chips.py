"""What was understood of a question, as chips: each opens the choices that can stand in its place, without leaving the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html import escape
from typing import Any

from explorer import data
from explorer.address import link, value
from explorer.language import language, shown, t, words_or
from explorer.safe import markup
from explorer.scope import Scope
from graph.identity import name_key
from queries.catalogue import catalogue, find_question
from queries.question import Parameter, Question
from queries.understanding import Understanding

MOST = 300
"""Choices that a chip lists; the question's form takes any other."""
_LABELS = {"department": "Department", "platform": "Platform", "data": "DataDomain", "task": "Task"}
_DAYS = (30, 60, 90)


def changed(found: Understanding) -> Understanding:
    """What was understood, with what the reader has put in its place since: the address holds both.

    Raises:
        QueryError: the address names a question that there is none of.
    """
    name = value("as")
    if not name:
        return found
    question = find_question(name)
    given = {p: value(f"p.{p}") for p in question.parameters if value(f"p.{p}")}
    return Understanding(found.text, question.name, given, found.understood, 1.0)


def answer_link(text: str, question: str, parameters: Mapping[str, Any]) -> str:
    """The same place with another question or another value; the words that were typed stay."""
    typed = {f"p.{name}": written(given) for name, given in parameters.items()}
    return link("ask", q=text, **{"as": question}, **typed)


def form_link(question: str, parameters: Mapping[str, Any]) -> str:
    """The form of a named question, filled in: there every part of it can be changed."""
    typed = {f"p.{name}": written(given) for name, given in parameters.items()}
    return link("analyst", question=question, **typed)


def written(given: Any) -> str | None:
    """A parameter as an address holds it."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, (list, tuple)):
        return str(given[0]) if len(given) == 1 else None
    return None if given is None else str(given)


def chips(scope: Scope, found: Understanding) -> str:
    """The chips as markup; where nothing is sure, what was read of the words, which nothing can be put in place of yet."""
    if found.question is None:
        parts = [
            f'<span class="z-chip">{_said(words_or(f"chips.{c.kind}", t("chips.meaning")), c.value if c.kind in _NAMED else c.text)}</span>'
            for c in found.understood
        ]
    else:
        question = find_question(found.question)
        kept = {name: text for name, given in found.parameters.items() if (text := written(given)) is not None}
        parts = [_chip(t("chips.question"), question.titles[language()], list(_questions(found.text, question, kept)))]
        for parameter in question.parameters.values():
            if parameter.name in kept:
                parts.append(_parameter(scope, found.text, question, parameter, kept))
    label = markup(t("reply.understood"))
    return f'<div class="z-chips" aria-label="{label}" role="group">{"".join(parts)}</div>' if parts else ""


_NAMED = ("department", "platform", "data", "task", "document", "date", "year")


def _said(label: str, text: str) -> str:
    return f"<small>{markup(label)}</small>{markup(shown(text), 60)}"


def _chip(label: str, text: str, choices: list[tuple[str, str, bool]]) -> str:
    """One chip: what is said, and behind it (address, text, whether it is this) of what can stand in its place."""
    rows = "".join(
        f'<a data-row href="{escape(address)}" data-words="{markup(f"{said.lower()} {name_key(said)}", 400)}"'
        f'{" aria-current=true" if now else ""}><span class="z-name">{markup(shown(said), 60)}</span></a>'
        for address, said, now in choices
    )
    search = (
        f'<input type="search" data-filter placeholder="{markup(t("ask.filter"))}" aria-label="{markup(t("ask.filter"))}">'
        if len(choices) > 8
        else ""
    )
    return (
        f'<details class="z-chip" name="chip"><summary>{_said(label, text)}</summary>'
        f'<div class="z-menu" data-filtered>{search}<div class="z-options">{rows}'
        f'<p class="z-note" data-nothing hidden>{markup(t("ask.nothing"))}</p></div></div></details>'
    )


def _questions(text: str, question: Question, kept: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """The questions that take the same names, those of the same group first."""
    named = {name for name in kept if question.parameters[name].kind in _LABELS}
    fitting = [
        q
        for q in catalogue().values()
        if named <= set(q.parameters) and all(p.name in kept for p in q.parameters.values() if p.required)
    ]
    for q in sorted(fitting, key=lambda q: q.group != question.group):
        passed = {name: given for name, given in kept.items() if name in q.parameters}
        yield answer_link(text, q.name, passed), q.titles[language()], q.name == question.name


def _parameter(scope: Scope, text: str, question: Question, parameter: Parameter, kept: dict[str, str]) -> str:
    now = kept[parameter.name]
    choices = [
        (answer_link(text, question.name, kept | {parameter.name: choice}), said, choice == now)
        for choice, said in _choices(scope, parameter)
    ]
    label = parameter.labels[language()]
    said = next((said for _, said, here in choices if here), now)
    if not parameter.required and parameter.kind != "boolean":
        rest = {name: given for name, given in kept.items() if name != parameter.name}
        choices.append((answer_link(text, question.name, rest), t("chips.any"), False))
    choices.append((form_link(question.name, kept), t("chips.other"), False))
    return _chip(label, said, choices)


def _choices(scope: Scope, parameter: Parameter) -> list[tuple[str, str]]:
    """What may stand for a parameter: as the address holds it, and as a reader reads it."""
    kind = parameter.kind
    if kind == "boolean":
        return [("true", t("chips.yes")), ("false", t("chips.no"))]
    if kind == "document":
        return [(name, name) for name in map(data.named, data.documents()[:MOST])]
    if kind == "date":
        today = date.today()
        ahead = [(today + timedelta(days), t("chips.days", n=days)) for days in _DAYS]
        return [
            (day.isoformat(), f"{day.isoformat()} {said}")
            for day, said in [*ahead, (date(today.year, 12, 31), t("chips.year_end"))]
        ]
    if kind not in _LABELS or (kind == "task" and len(scope.plans) > 1):
        return []
    nodes = sorted(scope.graph.labelled(_LABELS[kind]), key=scope.place)[:MOST]
    if kind == "task":
        return [(str(n.get("number")), scope.caption(n)) for n in nodes]
    return [(name, name) for name in dict.fromkeys(map(scope.name, nodes))]
