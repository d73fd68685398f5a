"""A form in which an office says whom a collective (市有關單位) means; shown only where the explorer may write."""

from __future__ import annotations

import streamlit as st

from explorer import data
from explorer.language import shown, t
from explorer.safe import markdown
from explorer.scope import Scope
from graph.office import Assignment, Open, assign, not_yet_assigned, office_folder, read_assignments, withdraw


def form(scope: Scope) -> None:
    """Choose an open task and a department; below it what was assigned, each with a way back."""
    folder = office_folder(data.store().url)
    made = [a for a in read_assignments(folder) if a.document in {plan.document.id for plan in scope.plans}]
    still = not_yet_assigned(scope.graph, made)
    with st.container(key="assigning", border=True):
        st.markdown(f"**{markdown(t('assigning.title', n=len(still)))}**")
        if still:
            _give(scope, still)
        for place, one in enumerate(made):
            with st.container(key=f"assigned_{place}", horizontal=True, vertical_alignment="center"):
                st.markdown(markdown(_line(one)))
                if st.button(t("assigning.withdraw"), key=f"withdraw_{place}", type="tertiary"):
                    withdraw(folder, [one])
                    st.rerun()


def _give(scope: Scope, still: list[Open]) -> None:
    bodies = [n for n in scope.departments if not scope.collective(n) and n.get("kind") != "region"]
    with st.form("assign", border=False):
        first, second, third = st.columns((3, 2, 2), vertical_alignment="bottom")
        chosen = first.selectbox(
            t("assigning.task"),
            range(len(still)),
            format_func=lambda i: markdown(f"{scope.path(still[i].task)} {shown(scope.name(still[i].task))}"),
        )
        body = second.selectbox(
            t("assigning.department"),
            range(len(bodies)),
            format_func=lambda i: markdown(shown(scope.name(bodies[i]))),
        )
        reason = third.text_input(t("assigning.reason"))
        if st.form_submit_button(t("assigning.give")):
            open_ = still[chosen]
            given = Assignment(
                open_.document.id,
                str(open_.task.get("number")),
                scope.name(bodies[body]),
                open_.relationship.type,
                str(open_.relationship.get("mention")),
                reason=reason.strip(),
            )
            assign(office_folder(data.store().url), [given])
            st.rerun()


def _line(one: Assignment) -> str:
    said = t("assigning.line", task=one.task, department=shown(one.department), collective=shown(one.collective))
    return f"{said} {one.when} {one.reason}".strip()
