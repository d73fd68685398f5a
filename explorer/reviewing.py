"""Deciding on proposed corrections: each with what it would change; what is accepted is applied and the document stored anew."""

from __future__ import annotations

from html import escape

import streamlit as st

from explorer import data, frame
from explorer.address import here, link
from explorer.correcting import effect_markup, entry_markup, proposals_file
from explorer.language import shown, t
from explorer.navigation import may_import
from explorer.safe import markup
from explorer.scope import Scope
from explorer.surface import surface
from graph.errors import ZhizeError
from graph.model import Graph, Node
from loaders.correction_effect import effect_of, for_document, read_again, repeatable, up_to_date
from loaders.corrections import Corrections, Proposal, accepted_corrections, decide, read_proposals


def waiting(document: Node) -> int:
    """How many proposals about a document nobody has decided on."""
    try:
        return sum(p.state == "proposed" for p in _about(data.store().graph(document.id)))
    except ZhizeError:
        return 0


def _about(graph: Graph) -> list[Proposal]:
    """The proposals about a document, those that wait first, the latest first."""
    found = read_proposals(proposals_file())
    meant = {c.id for c in for_document((p.correction for p in found), graph)}
    mine = [p for p in reversed(found) if p.correction.id in meant]
    return sorted(mine, key=lambda p: p.state != "proposed")


def draw(scope: Scope, document: Node) -> None:
    """Every proposal about a document; where import is allowed, the way to decide on each."""
    graph = data.store().graph(document.id)
    found = _about(graph)
    accepted = accepted_corrections(proposals_file())
    open_ = sum(p.state == "proposed" for p in found)
    back = f'<a href="{escape(here(view=None))}">← {markup(t("reviewing.back"))}</a>'
    said = t("reviewing.said", open=open_, all=len(found)) if found else t("reviewing.none")
    rule = "" if may_import() else f'<p class="z-note">{markup(t("reviewing.closed"), 600)}</p>'
    surface(
        f'<section class="z-stack"><p class="z-actions">{back}</p>'
        f"{frame.head(t('reviewing.title'), shown(scope.document_name(document)))}{frame.sentence(said)}{rule}</section>",
        "reviewing",
    )
    if st.session_state.get("decided_now"):
        surface(st.session_state.pop("decided_now"), "decided")
    known = repeatable(graph, accepted)
    if not known:
        surface(_by_hand(), "by_hand")
    elif may_import() and not up_to_date(graph, accepted):
        surface(f'<p class="z-sentence">{markup(t("reviewing.behind"))}</p>', "behind")
        st.button(t("reviewing.reload"), key="reload_now", on_click=_reload, args=(graph,))
    for proposal in found:
        with st.container(key=f"proposal_{proposal.id}", border=True):
            surface(_proposal(graph, accepted, proposal, known=known), f"proposal_{proposal.id}")
            if proposal.state == "proposed" and may_import():
                _decide(proposal, graph)


def _by_hand() -> str:
    command = f"zhize load FILE --corrections {proposals_file()}"
    return f'<p class="z-note">{markup(t("reviewing.by_hand"), 600)}</p><pre>{markup(command)}</pre>'


def _proposal(graph: Graph, accepted: Corrections, proposal: Proposal, *, known: bool) -> str:
    c = proposal.correction
    head = t("reviewing.by", by=c.by, on=c.date, id=proposal.id)
    if proposal.state == "proposed":
        effect = effect_markup(graph, effect_of(graph, accepted, c)) if known else ""
        decided = ""
    else:
        effect = ""
        decided = t(
            "reviewing.decided", by=proposal.reviewer or "", on=proposal.decided_on or "", why=proposal.decision or ""
        )
    return (
        f'<article class="z-stack"><p class="z-note"><b class="z-decision z-{proposal.state}">{markup(t(f"reviewing.states.{proposal.state}"))}</b> '
        f"{markup(head)}</p>{entry_markup(c)}{effect}"
        f"{f'<p class=z-note>{markup(decided, 600)}</p>' if decided else ''}</article>"
    )


def _decide(proposal: Proposal, graph: Graph) -> None:
    with (
        st.form(f"decide_{proposal.id}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(t("reviewing.reviewer"), key=f"reviewer_{proposal.id}", max_chars=60)
        st.text_input(t("reviewing.reason"), key=f"why_{proposal.id}", max_chars=500)
        for accept in (True, False):
            st.form_submit_button(
                t("reviewing.accept" if accept else "reviewing.reject"),
                key=f"{'accept' if accept else 'reject'}_{proposal.id}",
                on_click=_decided,
                args=(proposal, graph, accept),
                type="primary" if accept else "secondary",
            )


def _decided(proposal: Proposal, graph: Graph, accept: bool) -> None:
    """Write the decision; what was accepted is applied at once where the stored text can be read again."""
    who, why = (str(st.session_state.get(f"{name}_{proposal.id}") or "") for name in ("reviewer", "why"))
    if not who.strip() or not why.strip():
        _say(t("reviewing.needs"))
        return
    try:
        before = accepted_corrections(proposals_file())
        done = decide(proposals_file(), proposal.id, accept, who, why)
        _say(t(f"reviewing.{done.state}", id=done.id))
        if accept and repeatable(graph, before):
            _reload(graph)
    except ZhizeError as error:
        _say(f"{error.code}: {error.line()}")


def _reload(graph: Graph) -> None:
    """Read the stored text again with everything that was accepted, and store it."""
    try:
        reading = read_again(graph, accepted_corrections(proposals_file()))
        change = data.store().replace([reading.graph])[0]
        data.forget()
        _say(t(f"load.{change.action}", title=str(graph.document.get("title") or graph.document.id)))
    except ZhizeError as error:
        _say(f"{error.code}: {error.line()}")


def _say(text: str) -> None:
    before = st.session_state.get("decided_now", "")
    st.session_state["decided_now"] = f'{before}<p class="z-sentence" role="status">{markup(text, 800)}</p>'


def way_in(document: Node) -> str:
    """The document page's link to the proposals."""
    n = waiting(document)
    count = f' <span class="z-count">{n}</span>' if n else ""
    return f'<a href="{escape(link("document", view="corrections"))}">{markup(t("reviewing.title"))}{count}</a>'
