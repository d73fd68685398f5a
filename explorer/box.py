"""The question box on every page: suggestions with each letter, and what was chosen or asked, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from explorer import data
from explorer.address import link, value
from explorer.component import box_component
from explorer.language import t
from explorer.picture_events import source
from explorer.suggest_session import box_groups

LONGEST = 300
Suggest = Callable[[str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader did in the box: chose a `node` (its reference), or asked a `question` (its text)."""

    kind: Literal["node", "question"]
    text: str


def question_box(key: str = "question_box", suggest: Suggest | None = None) -> Asked | None:
    """Draw the box; what was chosen or asked comes back once, in the run that follows.

    Args:
        key: the box' name on the page.
        suggest: groups of suggestions for a text; those of the session's documents by default. The default box also leads
            to the page that answers.
    """
    asked: Asked | None = st.session_state.pop(f"{key}_asked", None)
    if asked is not None and suggest is None:
        _leave(asked)
    _box(key, suggest or box_groups)
    return asked


@st.fragment
def _box(key: str, suggest: Suggest) -> None:
    """The box alone: typing draws nothing else of the page anew."""

    def received() -> None:
        event = st.session_state[key].get("event")
        if isinstance(event, dict):
            _receive(key, event)

    box_component()(
        key=key,
        data={
            "value": value("q"),
            "words": {name: t(f"box.{name}") for name in ("label", "placeholder", "failed")},
            "reply": _reply(key, suggest),
        },
        on_event_change=received,
    )
    if f"{key}_asked" in st.session_state:
        st.rerun()


def _reply(key: str, suggest: Suggest) -> dict[str, Any] | None:
    """Suggestions for what was typed last, looked up once."""
    typed: Mapping[str, Any] | None = st.session_state.get(f"{key}_typed")
    if not typed or not data.documents():
        return None
    kept: dict[str, Any] = st.session_state.get(f"{key}_found") or {}
    if kept.get("asked") != typed["asked"]:
        kept = {**typed, "groups": suggest(str(typed["text"])), "nothing": t("box.nothing")}
        st.session_state[f"{key}_found"] = kept
    return kept


def _receive(key: str, event: Mapping[str, Any]) -> None:
    """Take what the browser sent; it is never trusted."""
    kind, text = event.get("type"), event.get("text")
    if not isinstance(text, str):
        return
    text = text[:LONGEST]
    if kind == "type" and isinstance(event.get("asked"), (int, float)):
        st.session_state[f"{key}_typed"] = {"text": text, "asked": event["asked"]}
    elif kind == "ask" and text.strip():
        st.session_state[f"{key}_asked"] = Asked("question", text.strip())
    elif kind == "choose" and isinstance(event.get("choice"), str):
        what, _, rest = str(event["choice"])[:1_000].partition(":")
        if what == "ask":
            st.session_state[f"{key}_asked"] = Asked("question", rest[:LONGEST])
        elif what == "node" and data.documents():
            taken = source()
            node = taken.node(rest)
            if node is not None:
                st.session_state[f"{key}_asked"] = Asked("node", taken.reference(node))


def _leave(asked: Asked) -> None:
    """Go to the page that answers."""
    from explorer.address import follow
    from explorer.navigation import names

    page = "question" if "question" in names() and asked.kind == "question" else "ask"
    parameters = {"q": asked.text} if asked.kind == "question" else {"node": asked.text}
    follow(link(page, **parameters))
    st.rerun()
