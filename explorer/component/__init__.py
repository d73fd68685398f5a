"""The explorer's own components in the browser: the picture of the graph, and the question box."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.component.bundle import bundled
from graph.errors import ExplorerUnready

VIS = "vis-network.min.js"


def assets() -> Path:
    """The folder of scripts and styles."""
    return Path(str(resources.files("explorer").joinpath("component/assets")))


def fetch_vis() -> Path:
    """vis-network as the installed pyvis ships it, beside our own scripts; nothing is asked of any other host.

    Raises:
        ExplorerUnready: the file is missing from pyvis, or cannot be written beside the scripts.
    """
    target = assets() / VIS
    library = Path(str(resources.files("pyvis").joinpath("templates/lib")))
    found = sorted(
        library.glob(f"vis-*/{VIS}"), key=lambda path: [int(part) for part in path.parent.name[4:].split(".")]
    )
    if not found:
        if target.exists():
            return target
        raise ExplorerUnready(f"pyvis holds no {VIS}", advice="Install the pyvis that requirements.txt names.")
    source = found[-1]
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return target
    part = target.with_name(f".{VIS}.{os.getpid()}")
    try:
        shutil.copyfile(source, part)
        os.replace(part, target)
    except OSError as error:
        raise ExplorerUnready(
            f"{VIS} cannot be put beside the explorer's scripts ({error.strerror})",
            where=str(target.parent),
            advice=f"Make the folder writable once, or copy {source.name} from pyvis there.",
        ) from error
    return target


@cache
def graph_component() -> Any:
    """The picture: `graph(data=…, key=…, on_event_change=…)`."""
    fetch_vis()
    return st.components.v2.component("zhize.graph", js="graph.js", css="graph.css")


@cache
def box_component() -> Any:
    """The question box: small enough to travel as text, so that it needs no folder of its own."""
    style = (assets() / "graph.css").read_text(encoding="utf-8")
    return st.components.v2.component("zhize_box", js=bundled("box.js"), css=style)
