"""The graph: a picture that one walks through, with the same relationships as a list beside it.

The address holds what is shown: `node` (the centre), `open`, `add`, `hide`, `layout`, `off`, `sel`, `way`. What a reader does
in the picture comes as an event, changes the address, and the picture is drawn from the address anew.
"""

from __future__ import annotations

import streamlit as st

from explorer import picture_events
from explorer.address import names_of, value
from explorer.component import graph_component
from explorer.language import in_script, language, script, t, term
from explorer.layout import INWARD, MODES, WIDTH, arrange
from explorer.picture import draw as drawn
from explorer.picture_cypher import statement_of
from explorer.picture_events import KEY, address_view, places_kept, source
from explorer.picture_extras import about, file_of, found_of, members_of, selected_of, walk, way_of, words
from explorer.picture_palette import KINDS, LINES
from explorer.picture_payload import group_name, legend, payload, without
from explorer.picture_source import name_of


def draw() -> None:
    """Draw the picture that the address names."""
    component = graph_component()
    taken = source()
    # Asked once, not for every node: each time costs a look at the session.
    terms = {key: term(key) for key in (*KINDS, *LINES)}
    terms |= {INWARD + key: t(f"graph.inward.{key}") for key in ("HAS_SUBTASK", "DEPENDS_ON")}
    word, choice = terms.__getitem__, script()

    def shown(text: object) -> str:
        return in_script(str(text if text is not None else ""), choice)

    view = address_view(taken)
    way = way_of(taken)
    picture = drawn(taken, view.with_path(way.nodes if way else ()))
    off = frozenset(names_of("off"))
    mode = value("layout") if value("layout") in MODES else MODES[0]
    visible = without(picture, off)
    layout = arrange(
        visible,
        mode,
        centre=view.centre,
        old=places_kept(mode, view.centre),
        group_names={group.id: group_name(group, word) for group in visible.groups},
        canvas=float(st.session_state.get("graph_width") or WIDTH),
    )
    picture_events.keep_places(mode, layout.places)
    centre = taken.node(view.centre) if view.centre else None
    title = shown(name_of(centre)) if centre else t("graph.whole_asked")
    data = payload(visible, layout, word, shown, centre=view.centre)
    data |= {
        "view": f"{view.centre} {mode} {language()}",
        "canvas": layout.size[0],
        "selected": selected_of(taken, visible),
        "legend": legend(picture, word, off),
        "path": way.as_data(taken, visible) if way and way.nodes else None,
        "note": way.missing if way and not way.nodes else ("" if picture.nodes else t("graph.begin")),
        "members": members_of(taken, set(picture.ids)),
        "found": found_of(),
        "undo": picture_events.can_undo(),
        "panel": bool(value("ev")),
        "words": words(),
        "title": t("graph.asked", name=title),
        "file_name": title[:60],
        "about": about(title),
    }
    data["file"] = file_of(data)
    if st.session_state.pop("graph_cypher", False):
        picture_events.carry(statement_of(visible))
    walk(taken, visible)
    component(data=data, key=KEY, on_event_change=picture_events.receive)
