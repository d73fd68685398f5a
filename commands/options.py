"""The options that several commands share, and what is done with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import CannotWrite

if TYPE_CHECKING:
    from graph.stores.base import Store


def _language(value: str) -> str:
    if value not in ("zh-Hant", "zh-Hans", "en"):
        raise typer.BadParameter("valid values are zh-Hant, zh-Hans, en", param_hint="--lang")
    return value


Files = Annotated[list[Path], typer.Argument(help="Plans: text files or any readable format.", show_default=False)]
Where = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="ladybug:FOLDER, neo4j://HOST:7687 or bolt://HOST:7687; ZHIZE_STORE by default, else ladybug:data/zhize.",
        show_default=False,
    ),
]
Form = Annotated[str, typer.Option("--format", help="table, csv or json.")]
Place = Annotated[
    str | None,
    typer.Option("--jurisdiction", help="The place that the plan governs, where it does not say.", show_default=False),
]
Document = Annotated[
    str, typer.Option("--document", help="A document's id; all documents by default.", show_default=False)
]
Wait = Annotated[float, typer.Option("--wait", help="Seconds to wait for another loader.")]
Corrected = Annotated[
    Path | None,
    typer.Option(
        "--corrections", help="What people corrected: corrections.yaml, or proposed.yaml.", show_default=False
    ),
]
DefaultDue = Annotated[
    str,
    typer.Option(help="A deadline (ISO) for tasks for which the plan states none; marked 默認.", show_default=False),
]
Language = Annotated[str, typer.Option("--lang", help="zh-Hant, zh-Hans or en.", callback=_language)]


def open_at(url: str | None, *, create: bool = False) -> Store:
    from graph.stores import open_store

    return open_store(url, create=create)


def check_form(form: str, *more: str, output: Path | None = None) -> None:
    valid = ("table", "csv", "json", *more)
    if form not in valid:
        raise typer.BadParameter(f"valid values are {', '.join(valid)}", param_hint="--format")
    if form == "xlsx" and output is None:
        raise typer.BadParameter("an xlsx needs a file to go to", param_hint="-o")


def document_id(source: Store, name: str) -> str | None:
    """A document's id from its id, number or title; None for all."""
    if not name:
        return None
    from queries.names import resolve

    return resolve(source, "document", name)[0]


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotWrite(f"cannot write: {error.strerror}", where=str(path)) from None
