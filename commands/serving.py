"""The explorer is served."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

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
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter with our own arguments
