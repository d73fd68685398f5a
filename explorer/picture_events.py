"""What a reader does in the picture, as changes of the address; what a browser sends is never trusted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from explorer import data, frame
from explorer.address import LONGEST, link, listed, names_of, remember, shared, value
from explorer.layout import MODES, NARROWEST, WIDEST, Place
from explorer.picture import View, group_parts
from explorer.picture_palette import KINDS, LINES
from explorer.picture_source import ScopeSource, Source, StoreSource, line_of
from graph.errors import ZhizeError
from graph.model import Node, Relationship

log = logging.getLogger("zhize.explorer")
KEY = "graph_picture"
LONGEST_TEXT, DEEPEST_UNDO = 200, 60
# What an undo brings back.
_STEPS = ("node", "all", "only", "open", "add", "hide", "way")


@st.cache_resource(max_entries=2, show_spinner=False)
def _store_source(digest: str) -> StoreSource:
    del digest  # part of the key: a store that changed is asked anew
    return StoreSource(data.store())


def source() -> Source:
    """Where this session's picture takes its nodes from."""
    if sum(entry.tasks for entry in data.chosen()) <= data.MOST_TASKS and (value("doc") or data.fits_memory()):
        return ScopeSource(frame.scope())
    return _store_source(data.digest())


# --- the address ---------------------------------------------------------------------------------------------------


def _resolved(taken: Source, names: list[str]) -> tuple[str, ...]:
    """Ids of nodes and of groups, unknown ones left out."""
    found = []
    for name in names:
        if name.startswith("~"):
            _, kind, side, of = [*name.split("~", 3), "", "", ""][:4]
            node = taken.resolve(of)
            if node is not None:
                found.append(f"~{kind}~{side}~{node.id}")
            continue
        node = taken.resolve(name)
        if node is not None:
            found.append(node.id)
    return tuple(found)


def address_view(taken: Source) -> View:
    """What the address asks to see; without a centre the body that leads most, or the whole plan when that is asked."""
    wanted = taken.resolve(value("node")) if value("node") else None
    centre = wanted or (None if value("all") or value("only") else busiest(taken))
    return View(
        centre.id if centre else "",
        _resolved(taken, names_of("open")),
        _resolved(taken, names_of("add")),
        _resolved(taken, names_of("hide")),
        only=bool(value("only")) and centre is None,
    )


def busiest(taken: Source) -> Node | None:
    """The department that leads most tasks of the plan in memory; a large store has no first picture."""
    nodes = taken.whole() or []
    found = [node for node in nodes if node.label == "Department" and node.get("kind") != "collective"]
    counts = {node.id: taken.around(node.id, ("LEADS",), 1).counts.get(("LEADS", "out"), 0) for node in found}
    return max(found, key=lambda node: counts[node.id], default=None)


# --- places and steps back -----------------------------------------------------------------------------------------


def places_kept(mode: str, centre: str) -> dict[str, Place]:
    """Where nodes stood when the picture was drawn last, as long as its centre is the same."""
    kept = st.session_state.setdefault("graph_places", {})
    if kept.get("centre") != centre:
        kept.clear()
        kept["centre"] = centre
    found: dict[str, Place] = kept.setdefault(mode, {})
    return found


def keep_places(mode: str, places: Mapping[str, Place]) -> None:
    """Remember where nodes stand; those that are gone for now keep their place too."""
    kept = st.session_state.setdefault("graph_places", {})
    kept.setdefault(mode, {}).update(places)


def can_undo() -> bool:
    """Whether there is a step to take back."""
    return bool(st.session_state.get("graph_steps"))


def _remember_step() -> None:
    steps = st.session_state.setdefault("graph_steps", [])
    steps.append({name: value(name) for name in _STEPS})
    del steps[:-DEEPEST_UNDO]


# --- events --------------------------------------------------------------------------------------------------------


def receive() -> None:
    """Take what the browser sent, and change the address."""
    event = st.session_state[KEY].get("event")
    if not isinstance(event, dict):
        return
    act = _ACTS.get(str(event.get("type")))
    if act is None or not data.documents():
        return
    try:
        taken = source()
        _take_places(event.get("places"))
        act(taken, event)
    except ZhizeError as error:
        # The page that follows meets the same error, and says it in its place.
        log.warning("an event could not be followed: %s", error.line())


def _take_places(places: object) -> None:
    """Places to which a hand moved nodes."""
    if not isinstance(places, dict):
        return
    mode = value("layout") or MODES[0]
    kept = st.session_state.get("graph_places", {}).get(mode, {})
    for key, place in places.items():
        if key in kept and isinstance(place, list) and len(place) == 2 and all(_is_length(part) for part in place):
            kept[key] = (float(place[0]), float(place[1]))


def _is_length(number: object) -> bool:
    return isinstance(number, (int, float)) and not isinstance(number, bool) and abs(number) < 100_000


def _node(taken: Source, event: Mapping[str, Any], name: str = "node") -> Node | None:
    key = event.get(name)
    return taken.node(key) if isinstance(key, str) and 0 < len(key) < 1_000 else None


def _select(taken: Source, event: Mapping[str, Any]) -> None:
    node = _node(taken, event)
    reference = taken.reference(node) if node else None
    st.session_state.pop("graph_group", None)
    remember(sel=reference, ev=reference if event.get("panel") else None)


def _evidence(taken: Source, event: Mapping[str, Any]) -> None:
    line = event.get("line")
    relationship = line_of(taken, line) if isinstance(line, str) and len(line) < 4_000 else None
    if relationship is None:
        return
    written = written_of(taken, relationship)
    if written:
        remember(ev=written, sel=written)


def written_of(taken: Source, relationship: Relationship | None) -> str:
    """A relationship's name for addresses, as the panel knows it; empty when an end of it is gone."""
    if relationship is None:
        return ""
    ends = [taken.node(relationship.start), taken.node(relationship.end)]
    if relationship.get("via"):
        ends.append(taken.node(str(relationship.get("via"))))
    if any(node is None for node in ends):
        return ""
    return "~".join([relationship.type, *(taken.reference(node) for node in ends if node)])


def _expand(taken: Source, event: Mapping[str, Any]) -> None:
    node = _node(taken, event)
    if node is not None:
        _remember_step()
        remember(open=listed([*names_of("open"), taken.reference(node)]), sel=taken.reference(node))


def _add(taken: Source, event: Mapping[str, Any]) -> None:
    node = _node(taken, event)
    if node is None:
        return
    if not value("node") and taken.whole() is None:
        _centre(taken, event)
        return
    _remember_step()
    reference = taken.reference(node)
    hidden = [name for name in names_of("hide") if name != reference]
    remember(add=listed([*names_of("add"), reference]), hide=listed(hidden), sel=reference)


def _hide(taken: Source, event: Mapping[str, Any]) -> None:
    node = _node(taken, event)
    if node is None:
        key = event.get("node")
        parts = group_parts(key) if isinstance(key, str) else None
        of = taken.node(parts[0]) if parts else None
        if parts is None or of is None:
            return
        reference = f"~{parts[1]}~{'out' if parts[2] else 'in'}~{taken.reference(of)}"
    else:
        reference = taken.reference(node)
    _remember_step()
    kept = {name: listed([n for n in names_of(name) if n != reference]) for name in ("open", "add")}
    remember(hide=listed([*names_of("hide"), reference]), sel=None, ev=None, **kept)


def _centre(taken: Source, event: Mapping[str, Any]) -> None:
    node = _node(taken, event)
    if node is not None:
        _remember_step()
        st.session_state.pop("graph_group", None)
        remember(node=taken.reference(node), all=None, open=None, add=None, hide=None, way=None, sel=None, ev=None)


def _whole(taken: Source, _event: Mapping[str, Any]) -> None:
    if taken.whole() is not None:
        _remember_step()
        remember(node=None, all="1", open=None, add=None, hide=None, way=None, sel=None, ev=None)


def _undo(_taken: Source, _event: Mapping[str, Any]) -> None:
    steps = st.session_state.get("graph_steps")
    if steps:
        remember(**{name: text or None for name, text in steps.pop().items()})


def _path(taken: Source, event: Mapping[str, Any]) -> None:
    start, end = _node(taken, event, "from"), _node(taken, event, "to")
    _remember_step()
    both = listed([taken.reference(start), taken.reference(end)]) if start and end else None
    remember(way=both, sel=None, ev=None)


def _layout(_taken: Source, event: Mapping[str, Any]) -> None:
    mode = event.get("mode")
    if mode in MODES:
        remember(layout=None if mode == MODES[0] else str(mode))


def _off(_taken: Source, event: Mapping[str, Any]) -> None:
    off = event.get("off")
    if isinstance(off, list):
        remember(off=listed([key for key in off if key in KINDS or key in LINES]))


def _group(_taken: Source, event: Mapping[str, Any]) -> None:
    key, text, asked = event.get("group"), event.get("text"), event.get("asked")
    if isinstance(key, str) and group_parts(key) and isinstance(text, str) and isinstance(asked, (int, float)):
        st.session_state["graph_group"] = {"group": key, "text": text[:LONGEST_TEXT], "asked": asked}
        remember(ev=None)
    else:
        st.session_state.pop("graph_group", None)


def _find(taken: Source, event: Mapping[str, Any]) -> None:
    text, asked = event.get("text"), event.get("asked")
    if isinstance(text, str) and isinstance(asked, (int, float)):
        st.session_state["graph_find"] = {"text": text[:LONGEST_TEXT], "asked": asked}
    del taken


def _width(_taken: Source, event: Mapping[str, Any]) -> None:
    wide = event.get("width")
    if _is_length(wide):
        st.session_state["graph_width"] = min(max(float(str(wide)), NARROWEST), WIDEST)
        st.session_state.get("graph_places", {}).pop("columns", None)


def _cypher(_taken: Source, _event: Mapping[str, Any]) -> None:
    st.session_state["graph_cypher"] = True


def carry(statement: str) -> None:
    """Go to the editor with a statement: in the address where it is short enough, else in the session."""
    if not statement:
        return
    short = len(link("analyst", cypher=statement)) <= LONGEST and len(statement) <= 4_000
    parameters = {**shared(), **({"cypher": statement} if short else {"carried": "1"})}
    st.session_state["carried_statement"] = statement
    st.session_state["leaving"] = ("analyst", parameters)
    st.rerun()


def _html(_taken: Source, event: Mapping[str, Any]) -> None:
    st.session_state["graph_file"] = str(event.get("sequence") or "1")[:60]


_ACTS: dict[str, Callable[[Source, Mapping[str, Any]], None]] = {
    "select": _select,
    "evidence": _evidence,
    "expand": _expand,
    "add": _add,
    "hide": _hide,
    "centre": _centre,
    "whole": _whole,
    "undo": _undo,
    "path": _path,
    "layout": _layout,
    "off": _off,
    "group": _group,
    "find": _find,
    "width": _width,
    "html": _html,
    "cypher": _cypher,
}
