"""Hand a plan out and collect it: workbooks for the departments, and what they sent back, merged and checked."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from explorer import collecting, data, downloads, frame
from explorer.language import language, t
from explorer.navigation import may_import
from explorer.papers import sheet_markup
from explorer.safe import markup
from explorer.scope import Scope
from explorer.surface import surface
from exports.collect import Report, collect_files
from exports.returned import ENDINGS
from graph.errors import ZhizeError
from graph.office import office_folder
from graph.progress import record_report

MEGABYTES = 20
MOST_FILES = 500
_EPOCH = (1980, 1, 1, 0, 0, 0)


def draw() -> None:
    """The workbooks to hand out, the files that came back, and what is in them."""
    scope = frame.scope()
    frame.heading(t("collect.title"), t("collect.about"))
    with st.container(key="collecting", border=True):
        first, second = st.columns((1, 2), vertical_alignment="bottom")
        on = first.date_input(t("collect.day"), value=date.today(), key="collect_on", format="YYYY-MM-DD")
        office = second.text_input(t("collect.office"), key="collect_office", placeholder=t("collect.office_hint"))
        downloads.button(
            t("collect.hand_out"),
            handed_out(scope, office.strip()),
            t("collect.hand_out_file"),
            "zip",
            "hand_out",
            framed=True,
        )
        files = st.file_uploader(
            t("collect.choose"),
            type=[ending.lstrip(".") for ending in ENDINGS],
            accept_multiple_files=True,
            key="returned_files",
            max_upload_size=MEGABYTES,
        )
    if not files:
        surface(f'<p class="z-none">{markup(t("collect.none"), 400)}</p>', "collect_none")
        return
    if len(files) > MOST_FILES:
        st.error(t("collect.too_many", n=MOST_FILES), icon=":material/error:")
        return
    day = on if isinstance(on, date) else date.today()
    with st.spinner(t("collect.reading")):
        report = _merged(scope, files, day.isoformat())
    surface(collecting.numbers(report), "collect_numbers")
    _files(report, office.strip())
    surface(collecting.lists(report), "collect_lists")
    surface(f'<div class="z-stack">{_table(report)}</div>', "collect_table")


def _merged(scope: Scope, files: Sequence[Any], day: str) -> Report:
    """What the files hold, read once for each set of files, day and language."""
    key = (scope, tuple((f.file_id, f.name) for f in files), day, language())
    kept = st.session_state.get("collected")
    if kept is None or kept[0] != key:
        kept = (key, merge(scope, [(f.name, f.getvalue()) for f in files], day, language()))
        st.session_state["collected"] = kept
    report: Report = kept[1]
    return report


def merge(scope: Scope, files: Sequence[tuple[str, bytes]], day: str, spoken: str) -> Report:
    """Merge workbooks by name and content; a browser's name for a file is only ever shown, it never becomes a path."""
    with tempfile.TemporaryDirectory() as folder:
        named = []
        for place, (name, content) in enumerate(sorted(files)):
            ending = Path(name).suffix.lower()
            path = Path(folder) / f"{place}{ending if ending in ENDINGS else ''}"
            path.write_bytes(content)
            named.append((Path(name).name, path))
        return collect_files(named, scope.graph, on=day, language=spoken, default_due=scope.defaults)


def handed_out(scope: Scope, office: str) -> Callable[[], bytes]:
    """What makes the workbooks of every leading department and 總表, as one archive."""
    spoken = language()

    def make() -> bytes:
        from exports.handout import split_ledger

        stream = io.BytesIO()
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            made = split_ledger(
                scope.graph, Path(folder) / "out", office or None, language=spoken, default_due=scope.defaults
            )
            for path in made:
                entry = zipfile.ZipInfo(path.name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
        return stream.getvalue()

    return make


def _files(report: Report, office: str) -> None:
    """The merged table and the circular to take away; the history, where the explorer may write."""

    def table() -> bytes:
        from exports.collected import collection_paper
        from exports.xlsx import render_xlsx

        stream = io.BytesIO()
        render_xlsx(collection_paper(report), stream)
        return stream.getvalue()

    def circular() -> bytes:
        from exports.circular import render_circular

        stream = io.BytesIO()
        render_circular(report, stream, office or None)
        return stream.getvalue()

    with st.container(horizontal=True, key="collect_files", vertical_alignment="center"):
        downloads.button(t("collect.table_file"), table, t("collect.table_name"), "xlsx", "collect_xlsx", framed=True)
        downloads.button(
            t("collect.circular_file"), circular, t("collect.circular_name"), "docx", "collect_docx", framed=True
        )
        if may_import():
            st.button(t("collect.record"), key="collect_record", on_click=_record, args=(report,))
    if said := st.session_state.pop("collect_recorded", ""):
        surface(f'<p class="z-sentence" role="status">{markup(said, 800)}</p>', "collect_said")
    elif not may_import():
        surface(f'<p class="z-note">{markup(t("collect.closed"), 400)}</p>', "collect_said")


def _record(report: Report) -> None:
    try:
        count = record_report(office_folder(data.store().url), report)
        said = t("collect.recorded", n=count, on=report.on.isoformat())
    except ZhizeError as error:
        said = f"{error.code}: {error.line()}"
    st.session_state["collect_recorded"] = said


def _table(report: Report) -> str:
    from exports.collected import collection_paper

    sheet = collection_paper(report).sheets[0]
    title = t("collect.table")
    return f'<section class="z-list"><h2>{markup(title)}</h2>{sheet_markup(sheet, title, "collected")}</section>'
