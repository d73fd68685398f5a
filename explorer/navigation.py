"""Which pages there are, in which order, and how one page leads to another."""

from __future__ import annotations

import os
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from threading import Thread
from typing import Any, Literal

import streamlit as st

from explorer import frame
from explorer.language import t
from graph.settings import EXPLORER_IMPORT

# Name (also the module in explorer/pages and the path of the address) and whether it needs a plan in the store.
PAGES: dict[str, bool] = {
    "start": True,
    "ask": True,
    "graph": True,
    "department": True,
    "dependencies": True,
    "matrix": True,
    "collect": True,
    "document": True,
    "compare": True,
    "analyst": True,
    "load": False,
}


def names() -> list[str]:
    """The pages that this process offers."""
    return [name for name in PAGES if find_spec(f"explorer.pages.{name}") and (name != "load" or may_import())]


def may_import() -> bool:
    """Whether readers may load plans through the explorer."""
    return (os.environ.get(EXPLORER_IMPORT.name) or "").lower() in ("1", "true", "yes")


def _body(name: str) -> None:
    def draw() -> None:
        import_module(f"explorer.pages.{name}").draw()

    frame.page(draw, needs_plan=PAGES[name])


def _page(name: str) -> Any:
    body = partial(_body, name)
    body.__name__ = name  # type: ignore[attr-defined]  # Streamlit names a page after its function
    # a page that is not offered still says why to whoever has its address
    visibility: Literal["visible", "hidden"] = "visible" if name in names() else "hidden"
    return st.Page(body, title=t(f"pages.{name}"), url_path=name, default=name == "start", visibility=visibility)


@cache
def _warm() -> None:
    """Bring in, beside the first page, what the pages need, so that the first click on each does not wait for it."""

    def bring() -> None:
        for name in (*(f"explorer.pages.{page}" for page in names()), "pyvis.network"):
            import_module(name)

    Thread(target=bring, name="zhize-warm", daemon=True).start()


def run() -> None:
    """Draw the page that the address names."""
    frame.configure()
    _warm()
    pages = {name: _page(name) for name in PAGES if find_spec(f"explorer.pages.{name}")}
    chosen = st.navigation(list(pages.values()), position="top")
    leaving = st.session_state.pop("leaving", None)
    if leaving:
        st.switch_page(pages[leaving[0]], query_params=leaving[1])
    st.session_state["page"] = chosen.url_path or "start"
    frame.keep_choices()
    with frame.guarded():
        frame.controls()
    chosen.run()
