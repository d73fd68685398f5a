"""What stands around the picture: the selection, a path, a group's members, suggestions, the file to download."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from explorer.address import names_of, value
from explorer.downloads import provenance
from explorer.evidence import opened
from explorer.language import language, shown, t, term
from explorer.language import words as all_words
from explorer.picture import Picture, group_parts, members, path_between
from explorer.picture_events import written_of
from explorer.picture_page import page
from explorer.picture_palette import TYPES
from explorer.picture_source import ScopeSource, Source, line_id, name_of
from explorer.safe import visible

LONGEST_WALK = 150


def words() -> dict[str, str]:
    """The picture's words in the session's language."""
    return {key.removeprefix("graph."): text for key, text in all_words(language()).items() if key.startswith("graph.")}


def selected_of(source: Source, picture: Picture) -> str | None:
    """The id of the node or line that the panel is open on, else of the one that was selected; None when it is not shown."""
    there = {line.id for line in picture.lines} | set(picture.ids)
    for name in (value("ev"), value("sel")):
        found = _named(source, name) if name else None
        if found in there:
            return found
    return None


def _named(source: Source, name: str) -> str | None:
    if "~" not in name:
        node = source.resolve(name)
        return node.id if node else None
    kind, *references = name.split("~")
    nodes = [source.resolve(reference) for reference in references]
    if len(nodes) not in (2, 3):
        return None
    ids = [node.id for node in nodes if node is not None]
    return "\t".join((kind, *ids, *([""] if len(ids) == 2 else []))) if len(ids) == len(nodes) else None


def walk(source: Source, picture: Picture) -> None:
    """Tell the panel which relationships the picture shows, in the list's order, so that it can walk through them."""
    if "~" not in value("ev"):
        return
    ranks = {kind: place for place, kind in enumerate(TYPES)}
    lines = sorted(picture.lines, key=lambda line: ranks[line.type])
    for line in [line for line in lines if line.relationship is not None][:LONGEST_WALK]:
        written = written_of(source, line.relationship)
        if written:
            opened(written)


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest path between two nodes, or the sentence that there is none."""

    nodes: tuple[str, ...]
    missing: str = ""

    def as_data(self, source: Source, picture: Picture) -> dict[str, Any]:
        """Nodes, lines and a sentence for the browser."""
        steps = {frozenset(pair) for pair in pairwise(self.nodes)}
        lines = [line.id for line in picture.lines if frozenset((line.start, line.end)) in steps]
        found = [source.node(key) for key in self.nodes]
        names = " → ".join(visible(shown(name_of(node)), 40) for node in found if node)
        return {"nodes": list(self.nodes), "lines": lines, "text": t("graph.way", n=len(self.nodes) - 1, names=names)}


def way_of(source: Source) -> Way | None:
    """The path that the address asks for."""
    names = names_of("way")
    ends = [source.resolve(name) for name in names]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    kept = st.session_state.setdefault("graph_ways", {})
    key = (ends[0].id, ends[1].id, id(source))
    if key not in kept:
        kept.clear()
        kept[key] = path_between(source, ends[0].id, ends[1].id)
    if kept[key] is None:
        return Way((), t("graph.no_way", a=shown(name_of(ends[0])), b=shown(name_of(ends[1]))))
    return Way(tuple(kept[key]))


def members_of(source: Source, here: set[str]) -> dict[str, Any] | None:
    """The open group's members that match what was typed."""
    asked: Mapping[str, Any] | None = st.session_state.get("graph_group")
    parts = group_parts(str(asked["group"])) if asked else None
    of = source.node(parts[0]) if parts else None
    if asked is None or parts is None or of is None:
        return None
    total, rows = members(source, str(asked["group"]), str(asked["text"]))
    return {
        "group": asked["group"],
        "asked": asked["asked"],
        "title": t("graph.members", of=visible(shown(name_of(of))), relation=term(parts[1])),
        "total": total,
        "rows": [
            {
                "line": line_id(row.relationship),
                "node": row.other.id,
                "path": row.path,
                "name": visible(shown(name_of(row.other))),
                "here": row.other.id in here,
            }
            for row in rows
        ],
    }


def found_of() -> dict[str, Any] | None:
    """Suggestions for what was typed over the picture, looked up once."""
    asked: Mapping[str, Any] | None = st.session_state.get("graph_find")
    if not asked:
        return None
    kept: dict[str, Any] = st.session_state.get("graph_found") or {}
    if kept.get("asked") != asked["asked"]:
        from explorer.suggest_session import node_groups

        kept = {**asked, "groups": node_groups(str(asked["text"])), "nothing": t("graph.nothing")}
        st.session_state["graph_found"] = kept
    return kept


def about(title: str) -> list[str]:
    """Lines that stand below a download."""
    from explorer.picture_events import source

    taken = source()
    scope = taken.scope if isinstance(taken, ScopeSource) else None
    asked = {name: value(name) for name in ("node", "open", "add", "hide", "off", "way", "layout")}
    return [visible(line, 400) for line in provenance(scope, t("graph.asked", name=title), asked)]


def file_of(data: Mapping[str, Any]) -> dict[str, str] | None:
    """The page that stands alone, once, when it was asked for."""
    stamp = st.session_state.pop("graph_file", None)
    if not stamp:
        return None
    return {"stamp": stamp, "name": f"{data['file_name']}.html", "text": page(data, language())}
