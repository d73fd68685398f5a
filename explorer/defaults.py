"""The office's default deadline of a document: what is set, for every reader, and a form where the explorer may write."""

from __future__ import annotations

from datetime import date

import streamlit as st

from explorer import data
from explorer.language import language, shown, t
from explorer.safe import markup, visible
from explorer.scope import Scope
from exports.labels import Labels
from graph.deadlines import Deadline, read_deadlines, set_deadline, withdraw_deadline
from graph.office import office_folder


def kept(scope: Scope) -> str:
    """A sentence for each document that has a default deadline."""
    if not scope.defaults:
        return ""
    deadlines = read_deadlines(office_folder(data.store().url))
    return "".join(_said(scope, deadlines[plan.document.id]) for plan in scope.plans if plan.document.id in deadlines)


def _said(scope: Scope, deadline: Deadline) -> str:
    title = shown(scope.name(scope.nodes[deadline.document]))
    day = Labels(language()).day(deadline.due)
    key = "default_due.set" if deadline.who else "default_due.set_plain"
    said = t(key, title=title, date=day, who=deadline.who, when=deadline.when)
    return f'<p class="z-sentence">{markup(f"{said} {deadline.reason}".strip(), 800)}</p>'


def form(scope: Scope) -> None:
    """Set the default deadline of a document, or take it back."""
    folder = office_folder(data.store().url)
    documents = [plan.document for plan in scope.plans]
    with st.container(key="default_due", border=True), st.form("default_due_form", border=False):
        first, second, third, fourth, fifth = st.columns((3, 2, 2, 1, 1), vertical_alignment="bottom")
        place = first.selectbox(
            t("default_due.document"),
            range(len(documents)),
            format_func=lambda i: visible(shown(scope.name(documents[i]))),
        )
        document = documents[place or 0]
        day = second.date_input(t("default_due.date"), value=_proposed(scope, document.id), format="YYYY-MM-DD")
        who = third.text_input(t("assigning.who"))
        give = fourth.form_submit_button(t("default_due.give"))
        back = fifth.form_submit_button(t("default_due.withdraw"), type="tertiary", disabled=not scope.defaults)
    if give and isinstance(day, date):
        set_deadline(folder, Deadline(document.id, day.isoformat(), who.strip()))
        st.rerun()
    if back:
        withdraw_deadline(folder, document.id)
        st.rerun()


def _proposed(scope: Scope, document: str) -> date:
    """What is set, else the last day of the plan's year."""
    try:
        return date.fromisoformat(scope.defaults[document])
    except (KeyError, ValueError):
        year = scope.nodes[document].get("year")
        return date(int(year) if year else date.today().year, 12, 31)
