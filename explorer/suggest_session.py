"""The suggestions of this session's documents, in its language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer import data
from explorer.language import language, shown, t, words
from explorer.picture_events import source
from explorer.picture_source import ScopeSource
from explorer.safe import visible
from explorer.scope import Scope
from explorer.suggest import GROUPS, Entry, FoundGroup, Index
from explorer.suggest_names import named_entry, store_index
from graph.model import Node
from graph.stores.base import Store


def entries_of(scope: Scope) -> list[Entry]:
    """Everything in memory that can be suggested."""
    return [_entry(scope, node) for kind in GROUPS for node in sorted(scope.graph.labelled(kind), key=scope.place)]


def _entry(scope: Scope, node: Node) -> Entry:
    tied = Counter(link.relationship.type for link in scope.links(node))
    if node.label == "Task":
        item = scope.items[node.id]
        also = "、".join(duty.name for duty in item.leads[:2])
        return Entry("Task", node.id, item.title, item.number, item.path, also=also, text=str(node.get("text") or ""))
    counts: tuple[tuple[str, int], ...]
    if node.label == "Department":
        counts = (("leads", tied["LEADS"]), ("supports", tied["SUPPORTS"]))
    else:
        counts = (("tasks", sum(tied.values())),)
    return named_entry(node, tuple(pair for pair in counts if pair[1]))


@st.cache_resource(max_entries=8, show_spinner=False)
def _scope_index(digest: str, documents: tuple[str, ...], _scope: Scope) -> Index:
    del digest, documents  # the key
    return Index(entries_of(_scope))


@st.cache_resource(max_entries=2, show_spinner=False)
def _store_index(digest: str, _store: Store) -> Index:
    del digest
    made = store_index(_store)
    data.settle()
    return made


def index() -> Index | None:
    """What this session can suggest; None over an empty store."""
    if not data.documents():
        return None
    taken = source()
    if isinstance(taken, ScopeSource):
        documents = tuple(plan.document.id for plan in taken.scope.plans)
        return _scope_index(data.digest(), documents, taken.scope)
    return _store_index(data.digest(), data.store())


def node_groups(text: str) -> list[dict[str, Any]]:
    """Suggestions of nodes for the picture: a choice is the node's id."""
    found = index()
    return [_shown(group, lambda entry: entry.id) for group in found.find(text)] if found else []


def box_groups(text: str) -> list[dict[str, Any]]:
    """Suggestions for the question box: a choice is `node:` and an id, or `ask:` and a question in Chinese."""
    found = index()
    if found is None:
        return []
    groups = found.find(text)
    shown_groups = [_shown(group, lambda entry: f"node:{entry.id}") for group in groups]
    questions = _questions(groups) if text.strip() else []
    if questions:
        shown_groups.append(
            {"kind": "question", "title": t("box.kinds.question"), "total": len(questions), "items": questions}
        )
    return shown_groups


def _shown(group: FoundGroup, choice: Any) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "title": t(f"box.kinds.{group.kind}"),
        "total": group.total,
        "items": [
            {
                "choice": choice(found.entry),
                "name": visible(shown(found.entry.name), 120),
                "path": found.entry.path,
                "also": visible(shown(found.also or found.entry.also), 60),
                "note": " · ".join(t(f"box.{key}", n=f"{count:,}") for key, count in found.entry.counts),
            }
            for found in group.items
        ],
    }


def _questions(groups: Sequence[FoundGroup]) -> list[dict[str, Any]]:
    """What one may ask about the best match."""
    best = min((group.items[0] for group in groups), key=lambda found: found.rank, default=None)
    if best is None:
        return []
    name = best.entry.name if best.entry.kind != "Task" else f"任務{best.entry.number}"
    seen = best.entry.name if best.entry.kind != "Task" else f"{best.entry.path} {best.entry.name}"
    prefix = f"box.ask.{best.entry.kind}."
    # A question is asked in Chinese whatever the words around it.
    asked = words(language() if language().startswith("zh") else "zh-Hant")
    return [
        {
            "choice": "ask:" + asked[key].format(name=name),
            "name": visible(text.format(name=shown(seen)), 120),
            "fill": visible(text.format(name=shown(seen)), 120),
        }
        for key, text in words(language()).items()
        if key.startswith(prefix)
    ]
