"""A form in which an office says whom a collective (市有關單位) means; shown only where the explorer may write."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import streamlit as st

from explorer import data, downloads
from explorer.language import language, shown, t
from explorer.safe import markdown, markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.errors import ZhizeError
from graph.office import Assignment, Open, assign, not_yet_assigned, office_folder, read_assignments, withdraw

MEGABYTES = 10


def so_far(scope: Scope) -> str:
    """One sentence: of how many collectives the office has named somebody; for every reader."""
    made = data.assignments()
    every, still = len(not_yet_assigned(scope.graph, ())), len(not_yet_assigned(scope.graph, made))
    if not every:
        return ""
    return f'<p class="z-sentence">{markup(t("assigning.so_far", all=every, done=every - still, n=still))}</p>'


def form(scope: Scope) -> None:
    """Choose an open task and a department, or take a filled sheet over; below it what was assigned, each with a way back."""
    folder = office_folder(data.store().url)
    made = [a for a in read_assignments(folder) if a.document in {plan.document.id for plan in scope.plans}]
    still = not_yet_assigned(scope.graph, made)
    with st.container(key="assigning", border=True):
        surface(f"<h2>{markup(t('assigning.title', n=len(still)))}</h2>", "assigning_title")
        if still:
            _give(scope, still)
        _sheet(scope, still, folder)
        for place, one in enumerate(made):
            with st.container(key=f"assigned_{place}", horizontal=True, vertical_alignment="center"):
                st.markdown(markdown(_line(one)))
                if st.button(t("assigning.withdraw"), key=f"withdraw_{place}", type="tertiary"):
                    withdraw(folder, [one])
                    st.rerun()


def _give(scope: Scope, still: list[Open]) -> None:
    bodies = [n for n in scope.departments if not scope.collective(n) and n.get("kind") != "region"]
    with st.form("assign", border=False):
        first, second, third, fourth = st.columns((3, 2, 1, 2), vertical_alignment="bottom")
        chosen = first.selectbox(
            t("assigning.task"),
            range(len(still)),
            format_func=lambda i: visible(f"{scope.path(still[i].task)} {shown(scope.name(still[i].task))}"),
        )
        body = second.selectbox(
            t("assigning.department"),
            range(len(bodies)),
            format_func=lambda i: visible(shown(scope.name(bodies[i]))),
        )
        who = third.text_input(t("assigning.who"))
        reason = fourth.text_input(t("assigning.reason"))
        if st.form_submit_button(t("assigning.give")):
            open_ = still[chosen]
            given = Assignment(
                open_.document.id,
                str(open_.task.get("number")),
                scope.name(bodies[body]),
                open_.relationship.type,
                str(open_.relationship.get("mention")),
                who=who.strip(),
                reason=reason.strip(),
            )
            assign(office_folder(data.store().url), [given])
            st.rerun()


def _line(one: Assignment) -> str:
    said = t("assigning.line", task=one.task, department=shown(one.department), collective=shown(one.collective))
    return " ".join(filter(None, (said, one.who, one.when, one.reason)))


# --- by a sheet ----------------------------------------------------------------------------------------------------


def template(scope: Scope, still: list[Open], spoken: str) -> bytes:
    """The sheet to fill as a workbook."""
    from exports.assignment_sheet import render_assignment_sheet

    stream = io.BytesIO()
    render_assignment_sheet(scope.graph, still, stream, language=spoken)
    return stream.getvalue()


def _sheet(scope: Scope, still: list[Open], folder: Path) -> None:
    """The sheet to fill, and the filled one: what it says is shown, and taken over whole or not at all."""
    spoken = language()
    if still:
        downloads.button(
            t("assigning.template"),
            lambda: template(scope, still, spoken),
            t("assigning.template_file"),
            "xlsx",
            "assigning_template",
        )
    if said := st.session_state.pop("sheet_taken", ""):
        surface(f'<p class="z-sentence" role="status">{markup(said, 800)}</p>', "sheet_taken")
    # a sheet that was taken over is gone from the field: a field of another name stands in its place
    turn = int(st.session_state.get("sheets", 0))
    file = st.file_uploader(
        t("assigning.upload"), type=["xlsx", "xlsm"], key=f"filled_sheet_{turn}", max_upload_size=MEGABYTES
    )
    if file is None:
        return
    try:
        found, lines, blank = filled(scope, file.name, file.getvalue())
    except ZhizeError as error:
        st.error(f"{error.code}: {markdown(error.line())}", icon=":material/error:")
        return
    said = t("assigning.sheet_said", n=len(found), blank=blank)
    if lines:
        said = t("assigning.sheet_bad", n=len(lines))
    rows = "".join(f"<li>{markup(line, 400)}</li>" for line in lines[:200])
    surface(f'<p class="z-sentence">{markup(said)}</p>{f"<ul>{rows}</ul>" if rows else ""}', "sheet_said")
    if found and not lines:
        st.button(t("assigning.take"), key="take_sheet", on_click=_take, args=(folder, found, turn))


def filled(scope: Scope, name: str, content: bytes) -> tuple[list[Assignment], list[str], int]:
    """What a filled sheet says: its assignments, a line for each bad row, how many rows name nobody.

    Raises:
        UnusableAssignments: it is no such sheet.
    """
    from exports.assignment_sheet import read_assignment_sheet

    with tempfile.TemporaryDirectory() as place:
        # a browser's name for a file is only shown, it never becomes a path
        path = Path(place) / "sheet.xlsx"
        path.write_bytes(content)
        made = read_assignment_sheet(path, scope.graph, Path(name).name)
    return made.assignments, [f"{error.code}: {error.line()}" for error in made.refused], made.blank


def _take(folder: Path, found: list[Assignment], turn: int) -> None:
    try:
        assign(folder, found)
        st.session_state["sheet_taken"] = t("assigning.taken", n=len(found))
        st.session_state["sheets"] = turn + 1
    except ZhizeError as error:
        st.session_state["sheet_taken"] = f"{error.code}: {error.line()}"
