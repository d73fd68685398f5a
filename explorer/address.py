"""Addresses: a page's name and its parameters hold everything that a view shows, so that it can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

# The choices that go with a reader from page to page.
SHARED = ("lang", "script", "doc")
LONGEST_LIST = 120
"""Names of one parameter at most."""
LONGEST = 12_000
"""Characters of an address that is followed; one with a picture's hundred nodes has fewer."""


def page_name() -> str:
    """The page that is being drawn."""
    return str(st.session_state.get("page") or "start")


def value(name: str, default: str = "") -> str:
    """A parameter of this page's address."""
    return str(st.query_params.get(name, default))


def shared() -> dict[str, str]:
    """The choices of this address that every page keeps."""
    return {name: str(st.query_params[name]) for name in SHARED if name in st.query_params}


def link(page: str, **parameters: str | None) -> str:
    """The address of a page with these parameters beside the shared choices; None leaves one out.

    >>> written("matrix", {"open": "一", "all": None})
    'matrix?open=%E4%B8%80'
    """
    return written(page, {**shared(), **parameters})


def here(**changes: str | None) -> str:
    """This page's address with some parameters changed; None takes one out."""
    return written(page_name(), {**{name: str(st.query_params[name]) for name in st.query_params}, **changes})


def written(page: str, parameters: Mapping[str, str | None]) -> str:
    """A page's name and parameters as a relative address."""
    query = urlencode({name: text for name, text in parameters.items() if text})
    return f"{page}?{query}" if query else page


def follow(address: str) -> None:
    """Go where a link of the explorer points; anything else is ignored: what a browser sends is never trusted."""
    from explorer.navigation import names

    if not address or len(address) > LONGEST:
        return
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path not in names():
        return
    parameters = dict(parse_qsl(parts.query, max_num_fields=40))
    if parts.path == page_name():
        replace(parameters)
    else:
        st.session_state["leaving"] = (parts.path, parameters)


def replace(parameters: Mapping[str, str]) -> None:
    """Make these the parameters of this page's address."""
    st.query_params.from_dict(dict(parameters))


def remember(**parameters: str | None) -> None:
    """Write some parameters into this page's address; None or an empty text takes one out."""
    for name, text in parameters.items():
        if not text:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != text:
            st.query_params[name] = text


def names_of(parameter: str) -> list[str]:
    """The names that a parameter of the address lists."""
    found = [part.replace("%7C", "|") for part in value(parameter).split("|") if part]
    return found[:LONGEST_LIST]


def listed(names: list[str]) -> str:
    """Names as one parameter of an address."""
    return "|".join(dict.fromkeys(name.replace("|", "%7C") for name in names[-LONGEST_LIST:]))
