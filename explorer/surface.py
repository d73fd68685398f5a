"""Markup on a page, and the address that a reader chose in it.

Everything that one can choose is a link to an address of the explorer, so that it can be opened in another window, sent to
a colleague, or reached by the keyboard; without a round trip to the server nothing is left or loaded anew.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import streamlit as st

from explorer.address import follow
from graph.identity import fingerprint


@cache
def _script() -> str:
    return resources.files("explorer").joinpath("surface.js").read_text(encoding="utf-8")


def _component() -> Any:
    return st.components.v2.component("zhize_surface", js=_script(), isolate_styles=False)


def surface(html: str, key: str, *, paper: str = "") -> None:
    """Show markup; a link chosen in it is followed before the page is drawn again.

    Args:
        html: trusted markup: every text in it went through `safe.markup`.
        key: the surface's name on the page.
        paper: a page that is to be printed now, once.
    """

    name = f"surface_{key}"

    def chosen() -> None:
        follow(str(st.session_state[name].get("go") or ""))

    data: dict[str, str] = {"html": html, "mark": fingerprint(html, 16)}
    if paper:
        st.session_state["printed"] = int(st.session_state.get("printed", 0)) + 1
        data |= {"print": paper, "stamp": str(st.session_state["printed"])}
    _component()(data=data, key=name, on_go_change=chosen)
