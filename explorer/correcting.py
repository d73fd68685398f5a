"""Reporting a wrong fact, in the panel that shows it: what would change is seen before it is proposed.

A proposal changes nothing by itself: a reviewer accepts or rejects it (`explorer.reviewing`, `zhize corrections`).
"""

from __future__ import annotations

import os
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from explorer import data
from explorer.address import here, link, value
from explorer.language import shown, t, term, words_or
from explorer.safe import markdown, markup
from explorer.scope import Scope
from explorer.surface import surface
from explorer.wrong_facts import MISSING, Fault, Subject, entry_of, faults_of
from graph.errors import InvalidCorrection, ZhizeError
from graph.model import Graph, Node
from graph.office import office_folder
from loaders.correction_effect import Effect, effect_of, repeatable
from loaders.corrections import Correction, accepted_corrections, checked, propose, read_proposals

FILE = "proposed.yaml"
MOST_OPEN = 500
"""Proposals that wait for a decision at most: more can only be a mistake."""
LONGEST = 2_000


def proposals_file() -> Path:
    """Where this store's proposals lie."""
    return office_folder(data.store().url) / FILE


def why_closed() -> str:
    """Why nothing can be proposed here, in the reader's words; empty where it can."""
    folder = proposals_file().parent
    there = next((p for p in (folder, *folder.parents) if p.exists()), None)
    if there is None or not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return t("correcting.closed")
    waiting = sum(p.state == "proposed" for p in read_proposals(proposals_file()))
    return t("correcting.full", n=waiting) if waiting >= MOST_OPEN else ""


def subject_of(scope: Scope, reference: str) -> Subject | None:
    """What the panel shows, in the one document that holds it; None where nothing can be stated about it."""
    r = scope.relationship(reference) if "~" in reference and not reference.startswith("cell~") else None
    node = None if "~" in reference else scope.resolve(reference)
    document = scope.document_of(r) if r is not None else None
    task: Node | None = None
    if r is not None:
        task = next((scope.nodes[end] for end in (r.start, r.end) if scope.nodes[end].label == "Task"), None)
    elif node is not None and node.label == "Task":
        task, document = node, scope.items[node.id].document
    elif node is not None and len(scope.plans) == 1:
        document = scope.plans[0].document
    if document is None or (r is not None and str(r.get("rule") or "").startswith("office.")):
        return None
    graph = data.store().graph(document.id)
    stored = next((x for x in graph.relationships if r is not None and x.key == r.key), None)
    if task is not None and task.id not in graph.by_id:
        return None
    thing = graph.by_id.get(node.id) if node is not None and node is not task else None
    return Subject(graph, graph.by_id.get(task.id) if task else None, stored, thing)


def form(scope: Scope, reference: str) -> None:
    """The form below the panel's fact, where the address asks for it."""
    if not reporting():
        return
    subject = subject_of(scope, reference)
    faults = faults_of(subject) if subject else ()
    with st.container(key="report"):
        st.markdown(f"**{markdown(t('correcting.title'))}**")
        closed = why_closed()
        if subject is None or not faults or closed:
            st.markdown(markdown(closed or t("correcting.derived")))
            return
        if st.session_state.get("proposed_now"):
            surface(st.session_state.pop("proposed_now"), "proposed")
            return
        at = f"report.{reference}"
        place = st.selectbox(
            t("correcting.what"),
            range(len(faults)),
            format_func=lambda i: markdown(t(f"correcting.faults.{faults[i].key}")),
            key=f"{at}.fault",
        )
        fault = faults[place]
        given = {name: _field(name, f"{at}.{fault.key}.{name}") for name in (*fault.fields, *fault.may)}
        given["reason"] = st.text_input(t("correcting.fields.reason"), key=f"{at}.reason", max_chars=500)
        given["by"] = st.text_input(t("correcting.fields.by"), key="report.by", max_chars=60)
        missing = [n for n in (*fault.fields, "reason", "by") if not given[n].strip()]
        if missing:
            names = "、".join(t(f"correcting.fields.{n}") for n in missing)
            st.markdown(markdown(t("analyst.missing", names=names)))
            return
        _offer(subject, fault, given)


def _field(name: str, key: str) -> str:
    label = t(f"correcting.fields.{name}")
    if name == "type":
        return str(st.selectbox(label, MISSING, format_func=lambda k: markdown(term(k)), key=key))
    if name == "quote":
        return st.text_area(label, key=key, max_chars=LONGEST, height=80)
    return st.text_input(label, key=key, max_chars=200, placeholder="2021-12-31" if name == "due_on" else None)


def _offer(subject: Subject, fault: Fault, given: dict[str, str]) -> None:
    """What would change, and the button that proposes it; a correction that does not fit is not offered."""
    try:
        entry = entry_of(subject, fault, given)
        said = {"reason": given["reason"].strip(), "by": given["by"].strip(), "date": date.today().isoformat()}
        correction = checked({**entry, **said})
        accepted = accepted_corrections(proposals_file())
        effect = effect_of(subject.graph, accepted, correction)
    except (InvalidCorrection, ZhizeError) as error:
        st.error(markdown(error.line()), icon=":material/error:")
        return
    known = repeatable(subject.graph, accepted)
    surface(effect_markup(subject.graph, effect) if known or effect.refused else _unknown(), "effect")
    if not effect.refused:
        st.button(t("correcting.propose"), key="propose_now", on_click=_write, args=(correction,), type="primary")


def _unknown() -> str:
    return f'<p class="z-note">{markup(t("correcting.unknown"), 600)}</p>'


def _write(correction: Correction) -> None:
    try:
        key = propose(proposals_file(), correction)
        said = t("correcting.done", id=key)
    except ZhizeError as error:
        said = f"{error.code}: {error.line()}"
    st.session_state["proposed_now"] = (
        f'<p class="z-sentence">{markup(said, 600)} <a class="z-go" href="{escape(link("document", view="corrections"))}">'
        f"{markup(t('reviewing.open'))}</a></p>"
    )


def reporting() -> bool:
    """Whether the address asks for the form."""
    return value("report") == "1"


def report_link() -> str:
    """The panel's way to the form."""
    now = reporting()
    return f'<a href="{escape(here(report=None if now else "1"))}"{" aria-current=true" if now else ""}>{markup(t("correcting.title"))}</a>'


# --- what would change ---------------------------------------------------------------------------------------------


def effect_markup(graph: Graph, effect: Effect) -> str:
    """What differs, line by line: − what goes, + what comes, ± what becomes something else."""
    if effect.refused:
        return (
            f'<p class="z-sentence z-refused">{markup(t("correcting.refused", why="; ".join(effect.refused)), 600)}</p>'
        )
    if effect.nothing:
        return f'<p class="z-note">{markup(t("correcting.nothing"))}</p>'
    names = _Names(graph)
    lines = [("gone", "−", names.line(r.type, r.start, r.end)) for r in effect.gone]
    lines += [("come", "+", names.line(r.type, r.start, r.end)) for r in effect.come]
    for old, new in effect.changed:
        was, now = (str(n.get("due_text") or n.get("due_on") or t("correcting.no_date")) for n in (old, new))
        lines.append(("become", "±", f"{names.name(new.id)} {t('panel.due')}: {was} → {now}"))
    rows = "".join(
        f'<li class="z-{kind}"><b aria-label="{markup(t(f"correcting.{kind}"))}">{sign}</b> {markup(shown(said), 200)}</li>'
        for kind, sign, said in lines[:40]
    )
    more = f'<li class="z-note">{markup(t("panel.more", n=len(lines) - 40))}</li>' if len(lines) > 40 else ""
    return f'<h3>{markup(t("correcting.effect"))}</h3><ul class="z-effect">{rows}{more}</ul>'


class _Names:
    """What an office calls the nodes of one document; of one that is new there, what its id ends in."""

    def __init__(self, graph: Graph) -> None:
        self.scope = Scope(graph)

    def name(self, key: str) -> str:
        node = self.scope.nodes.get(key)
        return self.scope.caption(node) if node is not None else key.rpartition(":")[2]

    def line(self, kind: str, start: str, end: str) -> str:
        return f"{self.name(start)} {term(kind)} {self.name(end)}"


def entry_markup(correction: Correction) -> str:
    """A correction in words: what it states, by field."""
    entry = correction.entry()
    said = words_or(f"correcting.kinds.{correction.kind}", correction.kind)
    fields = [
        (t(f"correcting.fields.{name}"), _plain(name, entry[name]))
        for name in ("item", "type", "name", "alias", "names", "target", "due_on", "quote", "reason")
        if entry.get(name)
    ]
    rows = "".join(f"<div><dt>{markup(n)}</dt><dd>{markup(shown(v), 600)}</dd></div>" for n, v in fields)
    return f'<h3>{markup(said)}</h3><dl class="z-facts">{rows}</dl>'


def _plain(name: str, content: object) -> str:
    if name == "type":
        return term(str(content))
    if name == "due_on" and content == "none":
        return t("correcting.no_date")
    return "、".join(map(str, content)) if isinstance(content, list) else str(content)
