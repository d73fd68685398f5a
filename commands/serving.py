"""The explorer is served."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.options import Where


def serve(
    store: Where = None,
    port: Annotated[int, typer.Option(help="TCP port.", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on; this machine only by default.")] = "127.0.0.1",
    allow_import: Annotated[
        bool, typer.Option("--allow-import/--read-only", help="Whether plans may be loaded from the explorer.")
    ] = False,
) -> None:
    """Serve the explorer."""
    if store:
        os.environ["ZHIZE_STORE"] = store
    os.environ["ZHIZE_EXPLORER_IMPORT"] = "1" if allow_import else ""
    page = Path(__file__).parents[1] / "app.py"
    options = [
        f"--server.port={port}",
        f"--server.address={address}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]
    if not (page.parent / ".streamlit/config.toml").exists():  # an installed package
        told = tuple(option.partition("=")[0] for option in options)
        options += [option for option in explorer_options() if not option.startswith(told)]
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter with our own arguments


def explorer_options() -> Iterator[str]:
    """The explorer's own settings of Streamlit (no statistics, XSRF on, size of uploads, colours) as its options."""
    held = tomllib.loads(resources.files("explorer").joinpath("streamlit.toml").read_text(encoding="utf-8"))
    for name, value in _flat(held):
        yield f"--{name}={str(value).lower() if isinstance(value, bool) else value}"


def _flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
