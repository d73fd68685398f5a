"""Which pages there are, in which order, and how one page leads to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

import streamlit as st

from explorer import frame
from explorer.language import t

PAGES: dict[str, str] = {
    "start": ":material/home:",
    "ask": ":material/search:",
    "graph": ":material/hub:",
    "department": ":material/account_balance:",
    "dependencies": ":material/account_tree:",
    "matrix": ":material/grid_on:",
    "document": ":material/article:",
    "analyst": ":material/terminal:",
}


def _body(name: str) -> None:
    module = import_module(f"explorer.pages.{name}")
    draw: Callable[[], None] = module.draw
    frame.guarded(draw)


def _page(name: str) -> Any:
    body = partial(_body, name)
    body.__name__ = name  # type: ignore[attr-defined]  # Streamlit names a page after its function
    return st.Page(body, title=t(f"pages.{name}"), icon=PAGES[name], url_path=name, default=name == "start")


def go(name: str, parameters: Mapping[str, str]) -> None:
    """Leave for another page; its address then holds the parameters and the shared choices."""
    st.switch_page(_page(name), query_params={**frame.shared_parameters(), **parameters})


def run() -> None:
    """Draw the page that the address names."""
    frame.configure()
    chosen = st.navigation([_page(name) for name in PAGES], position="top")
    frame.controls()
    chosen.run()
