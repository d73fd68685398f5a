"""For analysts: every named question with a form made from its header, and a Cypher editor under guard."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from explorer import answers, data, downloads, frame, own_question, python_code
from explorer.address import here, link, remember, value
from explorer.answers import SHOWN, cut_note
from explorer.editor import bare, editor, fault_at, without_comments
from explorer.evidence import opened
from explorer.language import language, shown, t
from explorer.safe import markdown, markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from explorer.waiting import answered
from exports.rows import plain
from graph.errors import QueryError
from graph.stores.base import Rows
from queries.catalogue import Parameter, Question, catalogue, groups

TIMEOUT, LIMIT = 10.0, 10_000
LONGEST_TYPED = 4_000
"""Characters of a statement that an address holds; a longer one stays in the session."""
HISTORY = 12
FIRST = "MATCH (d:Department)-[r:LEADS]->(t:Task)\nRETURN d.name AS department, count(t) AS tasks\nORDER BY tasks DESC, department\nLIMIT 20"


def draw() -> None:
    """The catalogue at the side; a form and its answer, or the editor and its answer."""
    scope = frame.scope()
    name = value("question")
    question = catalogue().get(name)
    side, main = st.columns([1, 4], gap="medium")
    with side:
        surface(_catalogue(name), "catalogue")
    with main:
        if question is None:
            _cypher(scope)
        else:
            _named(scope, question)


def _catalogue(chosen: str) -> str:
    def row(href: str, title: str, name: str, current: bool) -> str:
        now = ' aria-current="true" data-aim="nearest"' if current else ""
        return (
            f'<a data-row href="{escape(href)}" data-words="{markup((title + name).lower().replace(" ", ""), 300)}"{now}>'
            f'<span class="z-name">{markup(title)}</span></a>'
        )

    parts = [row(link("analyst"), t("analyst.cypher"), "cypher", not chosen)]
    known = list(catalogue().values())
    for group, titles in groups().items():
        inside = [q for q in known if q.group == group]
        if inside:
            parts.append(f"<h3>{markup(titles[language()])}</h3>")
            parts += [
                row(link("analyst", question=q.name), q.titles[language()], q.name, q.name == chosen) for q in inside
            ]
    return (
        f'<nav class="z-choice" data-filtered aria-label="{markup(t("analyst.catalogue"))}">'
        f'<input type="search" data-filter placeholder="{markup(t("ask.filter"))}" aria-label="{markup(t("ask.filter"))}">'
        f'<div class="z-options" data-scroll="catalogue">{"".join(parts)}<p class="z-note" data-nothing hidden>{markup(t("ask.nothing"))}</p></div></nav>'
    )


# --- a named question ----------------------------------------------------------------------------------------------


def _named(scope: Scope, question: Question) -> None:
    about = question.about.get(language(), "")
    note = f'<p class="z-note">{markup(about, 600)}</p>' if about else ""
    surface(frame.head(question.titles[language()], question.name) + note, "question_head")
    given = {name: value(f"p.{name}") for name in question.parameters if value(f"p.{name}")}
    if question.parameters:
        _form(scope, question, given)
    missing = [p for p in question.parameters.values() if p.required and not given.get(p.name)]
    if missing:
        surface(
            f'<p class="z-none">{markup(t("analyst.missing", names="、".join(p.labels[language()] for p in missing)))}</p>',
            "answer",
        )
        return
    try:
        table = answers.asked(scope, question.name, given)
    except QueryError as error:
        st.error(f"{error.code}: {markdown(error.line())}", icon=":material/error:")
        return
    python = python_code.of_question(question.name, answers.narrowing(scope, question) | given)
    surface(
        f'<section class="z-stack"><p class="z-note">{markup(answers.scope_said(scope, table))}</p>{answers.table_markup(scope, table)}'
        f"{answers.onward(scope, table)}{_code(t('analyst.statement'), table.cypher, cypher=True)}{_code(t('analyst.python'), python)}</section>",
        "answer",
    )
    if table.rows:
        answers.download(scope, table, "answer")


def _code(title: str, text: str, *, cypher: bool = False) -> str:
    copy = f'<button type="button" data-copy data-text="{escape(text)}" data-html="<pre>{escape(escape(text))}</pre>" data-done="{markup(t("panel.copied"))}">{markup(t("analyst.copy"))}</button>'
    onward = (
        f'<a href="{escape(link("analyst", cypher=text))}">{markup(t("analyst.open"))}</a>'
        if cypher and "$" not in text
        else ""
    )
    return (
        f'<details class="z-fold"><summary>{markup(title)}</summary><pre>{escape(text)}</pre>'
        f'<p class="z-actions">{copy}{onward}<span data-copied role="status"></span></p></details>'
    )


def _form(scope: Scope, question: Question, given: dict[str, str]) -> None:
    with st.form("question_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        for parameter in question.parameters.values():
            _field(scope, question, parameter, given.get(parameter.name))

        def submitted() -> None:
            said: dict[str, str | None] = {}
            for parameter in question.parameters.values():
                typed = st.session_state.get(_key(question, parameter))
                said[f"p.{parameter.name}"] = _written(parameter, typed)
            remember(ev=None, **said)

        st.form_submit_button(t("analyst.ask"), on_click=submitted)


def _key(question: Question, parameter: Parameter) -> str:
    return f"form.{question.name}.{parameter.name}"


def _written(parameter: Parameter, typed: Any) -> str | None:
    if typed is None or typed == parameter.default:
        return None
    if isinstance(typed, bool):
        return "true" if typed else "false"
    return typed.isoformat() if isinstance(typed, date) else str(typed).strip() or None


def _field(scope: Scope, question: Question, parameter: Parameter, given: str | None) -> None:
    """One input, of the kind that the parameter's type asks for."""
    label = markdown(parameter.labels[language()]) + (" \\*" if parameter.required else "")
    key = _key(question, parameter)
    start = given if given is not None else parameter.default
    if parameter.kind in ("department", "platform", "data", "document"):
        names = _names(scope, parameter.kind)
        st.session_state.setdefault(key, given if given in names else "")
        st.selectbox(label, ["", *names], format_func=lambda n: visible(shown(n)) if n else "–", key=key)
    elif parameter.kind == "boolean":
        st.session_state.setdefault(key, str(start).lower() == "true")
        st.checkbox(label, key=key)
    elif parameter.kind == "integer":
        st.session_state.setdefault(key, int(str(start)) if str(start).isdecimal() else 0)
        st.number_input(label, min_value=0, step=1, key=key)
    else:
        hint = {"date": "2021-12-31", "task": "13.2、(十三)2"}.get(parameter.kind)
        st.session_state.setdefault(key, str(start or ""))
        st.text_input(label, key=key, placeholder=hint)


def _names(scope: Scope, kind: str) -> list[str]:
    if kind == "document":
        return [data.named(entry) for entry in data.documents()]
    label = {"department": "Department", "platform": "Platform", "data": "DataDomain"}[kind]
    return list(dict.fromkeys(scope.name(n) for n in sorted(scope.graph.labelled(label), key=scope.place)))


# --- a statement of one's own --------------------------------------------------------------------------------------


def _cypher(scope: Scope) -> None:
    carried = st.session_state.pop("carried_statement", "")
    if carried:
        st.session_state["statement"] = carried
    statement = value("cypher") or (st.session_state.get("statement", "") if value("carried") else "")

    def run(typed: str) -> None:
        st.session_state["statement"] = typed
        st.session_state.pop("fault", None)
        short = len(typed) <= LONGEST_TYPED
        remember(cypher=typed if short else None, carried=None if short else "1", ev=None)
        history: list[str] = st.session_state.setdefault("statements", [])
        if short and typed.strip() and typed not in history:
            history.insert(0, typed)
            del history[HISTORY:]

    surface(f"{frame.head(t('analyst.cypher'), t('analyst.guard', seconds=round(TIMEOUT), rows=LIMIT))}", "cypher_head")
    asked, fault = st.session_state.get("fault", ("", None))
    fault = fault if statement and asked == statement else None
    editor(statement or st.session_state.get("stopped") or FIRST, run, fault)
    surface(_history(), "history")
    if not statement:
        if st.session_state.get("stopped"):
            surface(f'<p class="z-none" role="status">{markup(t("analyst.stopped"))}</p>', "rows")
        return
    st.session_state.pop("stopped", None)
    if fault:
        return
    rows = _asked(statement)
    if rows is None:
        return
    surface(
        _rows(scope, rows)
        + _code(t("analyst.python"), python_code.of_statement(bare(statement), timeout=TIMEOUT, limit=LIMIT)),
        "rows",
    )
    if rows.rows:
        notes = downloads.provenance(scope, " ".join(statement.split())[:1_000])
        if rows.truncated:
            notes.insert(0, t("answer.truncated", n=len(rows.rows)))
        downloads.table_buttons(rows.columns, rows.rows, "cypher", notes, "cypher")
        own_question.form(bare(statement), rows.columns)


def _asked(statement: str) -> Rows | None:
    """The statement's rows; None where it failed, which is then said with its line and column."""
    store = data.store()

    def ask() -> Rows:
        return store.analyst(without_comments(statement), {}, timeout=TIMEOUT, limit=LIMIT)

    def stop() -> None:
        st.session_state["stopped"] = statement
        remember(cypher=None, carried=None)

    try:
        return answered(ask, stop)
    except QueryError as error:
        if fault := fault_at(error.where, visible(f"{error.code}: {error.line()}", 2_000)):
            # The editor has been drawn: it is drawn once more, with its mark.
            st.session_state["fault"] = statement, fault
            st.rerun()
        st.error(f"{error.code}: {markdown(error.line())}", icon=":material/error:")
        return None


def _history() -> str:
    history: list[str] = st.session_state.get("statements", [])
    links = "".join(
        f'<a data-row href="{escape(here(cypher=text, ev=None))}"><span class="z-name">{markup(" ".join(text.split()), 110)}</span></a>'
        for text in history
    )
    return (
        f'<details class="z-fold"><summary>{markup(t("analyst.history"))}</summary><div class="z-options">{links}</div></details>'
        if links
        else "<span></span>"
    )


def _rows(scope: Scope, rows: Rows) -> str:
    """Rows as they came; an id of the graph opens the panel on its node."""
    said = t("analyst.rows", n=len(rows.rows), seconds=f"{rows.elapsed:.2f}")
    heads = "".join(f'<th scope="col">{markup(column)}</th>' for column in rows.columns)

    def cell(content: Any) -> str:
        node = scope.nodes.get(content) if isinstance(content, str) else None
        if node is not None and node.label != "Document":
            return f'<td><a data-row class="k-{node.label}" href="{escape(opened(scope.reference(node)))}">{markup(plain(content))}</a></td>'
        number = isinstance(content, (int, float)) and not isinstance(content, bool)
        return f'<td class="{"z-number" if number else ""}">{markup(shown(plain(content)), 400)}</td>'

    body = "".join(f"<tr>{''.join(cell(c) for c in row)}</tr>" for row in rows.rows[:SHOWN])
    found = [scope.nodes[c] for row in rows.rows for c in row if isinstance(c, str) and c in scope.nodes]
    return (
        f'<section class="z-stack"><p class="z-note" role="status">{markup(said)}</p>{cut_note(len(rows.rows), rows.truncated)}{answers.as_picture(scope, found)}'
        f'<div class="z-table" data-scroll="rows" tabindex="0" role="region" aria-label="{markup(t("analyst.result"))}"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></section>'
    )
