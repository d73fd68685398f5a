"""Import: see what would be read from a file, compare it with the loaded version, then load it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from explorer import data, frame
from explorer.address import link
from explorer.correcting import proposals_file
from explorer.language import shown, t, words_or
from explorer.navigation import may_import
from explorer.safe import file_name, markdown, markup
from explorer.surface import surface
from graph.errors import ZhizeError
from graph.model import Graph
from loaders.corrections import Corrections, accepted_corrections
from loaders.issues import ISSUES
from loaders.load import Reading, read_file

MEGABYTES = 50
TYPES = ("txt", "docx", "pdf", "xlsx", "html", "htm", "ofd")
SHOWN = 80


def draw() -> None:
    """The file, what was read of it, and the button that loads it."""
    frame.heading(t("load.title"), t("load.limits", mb=MEGABYTES, types="、".join(_types())))
    if not may_import():
        surface(f'<p class="z-none">{markup(t("load.closed"))}</p>', "closed")
        return
    file = st.file_uploader(
        t("load.choose"), type=_types(), key="plan_file", label_visibility="collapsed", max_upload_size=MEGABYTES
    )
    place = st.text_input(t("load.place"), key="plan_place", placeholder=t("load.place_hint"))
    if st.session_state.get("just_loaded"):
        surface(st.session_state.pop("just_loaded"), "loaded")
    if file is None:
        return
    try:
        with st.spinner(t("load.reading")):
            reading = _read(file.name, file.getvalue(), place.strip() or None, accepted_corrections(proposals_file()))
    except ZhizeError as error:
        st.error(f"{error.code}: {markdown(error.line())}", icon=":material/error:")
        return
    surface(_report(reading), "reading")
    st.button(t("load.load"), key="load_now", on_click=_store, args=(reading,))


def _types() -> list[str]:
    from loaders.formats import FORMATS

    known = [str(ending).lstrip(".") for ending in FORMATS]
    return [name for name in TYPES if name in known] or known


@st.cache_data(max_entries=4, show_spinner=False)
def _read(name: str, content: bytes, place: str | None, corrections: Corrections) -> Reading:
    """What a file says, with what reviewers accepted: else loading it again would undo their decisions."""
    # The document remembers its file's name: as the command would, so that either finds the other's version unchanged.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name(name)
        path.write_bytes(content)
        return read_file(path, jurisdiction=place, corrections=corrections)


def _store(reading: Reading) -> None:
    try:
        change = data.store().replace([reading.graph], who=data.who())[0]
        said = t(f"load.{change.action}", title=str(reading.graph.document.get("title") or change.document))
        note = t("load.previous", on=change.previous_loaded_on) if change.previous_loaded_on else ""
        st.session_state["just_loaded"] = (
            f'<p class="z-sentence"><b>{markup(said)}</b> {markup(note)} <a href="{link("start")}">{markup(t("pages.start"))}</a></p>'
        )
        data.forget()
    except ZhizeError as error:
        st.session_state["just_loaded"] = f'<p class="z-sentence">{error.code}: {markup(error.line(), 800)}</p>'


def _report(reading: Reading) -> str:
    graph = reading.graph
    document = graph.document
    unread = [i for i in reading.issues if i.code in ISSUES and ISSUES[i.code].severity == "unread"]
    counts = {
        "tasks": len(graph.labelled("Task")),
        "leads": len(graph.of_type("LEADS")),
        "supports": len(graph.of_type("SUPPORTS")),
        "platforms": len(graph.labelled("Platform")),
        "targets": len(graph.labelled("Target")),
        "unread": len(unread),
    }
    tiles = "".join(
        f'<span class="z-tile"><b>{n}</b><span>{markup(t(f"load.n_{key}"))}</span></span>' for key, n in counts.items()
    )
    head = [
        document.get("title"),
        document.get("doc_number"),
        document.get("issuer"),
        document.get("issued_on"),
        document.get("jurisdiction"),
    ]
    names = ("head", "doc_number", "issuer", "issued_on", "jurisdiction")
    facts = "".join(
        f"<div><dt>{markup(t(f'load.{name}'))}</dt><dd>{markup(shown(said)) or markup(t('load.unknown'))}</dd></div>"
        for name, said in zip(names, head, strict=True)
    )
    issues = "".join(
        f'<div class="z-row"><span class="z-path">{markup(issue.code)}</span><span class="z-name">{markup(shown(" ".join(reading.source.text[issue.span.start : issue.span.end].split())), 140)}</span>'
        f'<span class="z-with">{markup(words_or(f"issues.{issue.code}", issue.reason))}</span></div>'
        for issue in list(reading.issues)[:SHOWN]
    )
    listed = f'<section class="z-list"><h2>{markup(t("load.issues"))} <span class="z-count">{len(reading.issues)}</span></h2><div class="z-rows">{issues}</div></section>'
    return f'<div class="z-stack"><div class="z-tiles z-small">{tiles}</div><dl class="z-facts">{facts}</dl>{_difference(graph)}{listed}</div>'


def _difference(graph: Graph) -> str:
    """What loading would change about a version that is there already."""
    now = next((e for e in data.documents() if e.id == graph.document.id), None)
    if now is None:
        return f'<p class="z-sentence">{markup(t("load.new"))}</p>'
    if now.sha256 == graph.document.get("sha256"):
        return f'<p class="z-sentence">{markup(t("load.same", on=now.loaded_on))}</p>'
    before = data.store().graph(now.id)

    def tasks(g: Graph) -> set[tuple[str, str]]:
        return {(str(n.get("number")), str(n.get("title"))) for n in g.labelled("Task")}

    def roles(g: Graph) -> set[tuple[str, str, str]]:
        return {(r.type, r.start, r.end) for r in g.of_type("LEADS", "SUPPORTS")}

    said = t(
        "load.differs",
        on=now.loaded_on,
        new=len(tasks(graph) - tasks(before)),
        gone=len(tasks(before) - tasks(graph)),
        roles=len(roles(graph) ^ roles(before)),
    )
    return frame.sentence(said)
