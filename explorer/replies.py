"""The answer to a question in Chinese: one sentence with its numbers and scope, what was understood, the table, the Cypher."""

from __future__ import annotations

from html import escape

from explorer import answers, data, frame
from explorer.address import link
from explorer.chips import chips, form_link, written
from explorer.language import language, shown, t
from explorer.safe import markup
from explorer.scope import Scope
from queries.ask import understand
from queries.understanding import Understanding


def understood(text: str) -> Understanding:
    """How a question is read over the names of the store."""
    return understand(data.store(), text)


def reply(scope: Scope, found: Understanding) -> tuple[str, answers.Table | None]:
    """The answer as markup, and its table for the downloads; without one where the question is not sure."""
    head = frame.head(f"「{shown(found.text)}」")
    if found.question is None:
        return f"{head}{chips(scope, found)}{frame.sentence(found.reason_in(language()))}{_alternatives(found)}", None
    table = answers.asked(scope, found.question, found.parameters)
    said = t("reply.said", title=table.title, n=len(table.rows))
    change = form_link(found.question, found.parameters)
    return (
        f"{head}{chips(scope, found)}{frame.sentence(said)}"
        f'<p class="z-note">{markup(answers.scope_said(scope, table))}{_collectives(found)}</p>'
        f'<p class="z-actions"><a href="{escape(change)}">{markup(t("reply.change"))}</a>{_onward(scope, found)}</p>'
        f"{answers.table_markup(scope, table)}{answers.onward(scope, table)}"
        f'<details class="z-fold"><summary>{markup(t("analyst.statement"))}</summary><pre>{escape(table.cypher)}</pre></details>'
    ), table


def _onward(scope: Scope, found: Understanding) -> str:
    """Where else the explorer speaks of the one thing that was asked about."""
    named = [(kind, name) for kind in _ONWARD if (name := found.parameters.get(kind))]
    node = scope.resolve(f"{named[0][0]}:{written(named[0][1]) or ''}") if len(named) == 1 else None
    if node is None:
        return ""
    links = (
        f'<a href="{escape(link(page, node=scope.reference(node)))}">{markup(t(f"onward.{page}"))}</a>'
        for page in _ONWARD[named[0][0]]
    )
    return "".join(links)


_ONWARD = {
    "department": ("department", "dependencies", "graph"),
    "platform": ("dependencies", "graph"),
    "task": ("dependencies", "graph"),
}


def _collectives(found: Understanding) -> str:
    """Whether collectives count in the answer, where the question can leave them out."""
    value = found.parameters.get("collective")
    return "" if value is None else markup(t("reply.with" if value else "reply.without"))


def _alternatives(found: Understanding) -> str:
    rows = "".join(
        f'<a class="z-row" data-row href="{escape(form_link(a.question, a.parameters))}"><span class="z-name">{markup(a.titles[language()])}</span>'
        f'<span class="z-with">{markup(shown("、".join(filter(None, map(written, a.parameters.values())))))}</span></a>'
        for a in found.alternatives
    )
    if not rows:
        return ""
    return (
        f'<section class="z-list"><h2>{markup(t("reply.alternatives"))}</h2><div class="z-rows">{rows}</div></section>'
    )
