"""What was: the log of who changed what, the versions of a document, and what one of them said."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import Form, Where
from commands.options import check_form as _form
from commands.options import open_at as _open
from commands.options import write_text as _write

if TYPE_CHECKING:
    from graph.stores.base import Store

Which = Annotated[
    str,
    typer.Argument(help="The document's id, number or title; of a removed one the id.", show_default=False),
]


def log(
    document: Annotated[
        str, typer.Option("--document", help="Only this document: its id, number or title.", show_default=False)
    ] = "",
    limit: Annotated[int, typer.Option(help="The last so many entries.", min=1, max=1_000_000)] = 100,
    store: Where = None,
    form: Form = "table",
) -> None:
    """Say who loaded, replaced, corrected, removed or restored what, and when (UTC); the log is only ever added to."""
    from exports.rows import show

    _form(form)
    with _open(store) as source:
        entries = source.log(_known(source, document) if document else None, limit=limit)
    columns = ("at", "who", "action", "document", "sha256", "previous_sha256", "note")
    short = 12 if form == "table" else 64
    rows = [
        (
            e.at,
            e.who,
            e.action,
            e.document,
            e.sha256 and e.sha256[:short],
            e.previous_sha256 and e.previous_sha256[:short],
            e.note or ("the same text, read again" if e.sha256 and e.sha256 == e.previous_sha256 else None),
        )
        for e in entries
    ]
    show(columns, rows, form, note=f"{len(rows)} entries")


def versions(document: Which, store: Where = None, form: Form = "table") -> None:
    """List every version of a document that was ever stored, and whether its text is still kept."""
    from exports.rows import show

    _form(form)
    with _open(store) as source:
        key = _known(source, document)
        editions = source.history(key)
        kept = {sha256: source.edition_text(key, sha256) is not None for sha256 in {e.sha256 for e in editions}}
    columns = ("loaded_on", "ended_on", "loaded_by", "tasks", "relationships", "source", "sha256", "text")
    short = 12 if form == "table" else 64
    rows = [
        (
            e.loaded_on,
            e.ended_on,
            e.loaded_by,
            e.tasks,
            e.relationships,
            e.source,
            e.sha256[:short],
            "kept" if kept[e.sha256] else "gone",
        )
        for e in editions
    ]
    show(columns, rows, form, extra={"document": key}, note=f"{len(rows)} versions of {key}")


def text(
    document: Which,
    at: Annotated[
        str,
        typer.Option(help="As it stood at the end of that day: 2021-05-31; or at a time.", show_default=False),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Where to write; standard output by default.", show_default=False),
    ] = None,
    store: Where = None,
) -> None:
    """Print what a document says, or said at a date: `zhize compare` reads the file that this writes."""
    from graph.stores.past import text_at

    with _open(store) as source:
        edition, said = text_at(source, _known(source, document), at or None)
    until = f" until {edition.ended_on}" if edition.ended_on else ""
    print(f"{edition.document}: the version loaded {edition.loaded_on}{until}, {edition.sha256}", file=sys.stderr)
    if output is None:
        print(said, end="" if said.endswith("\n") else "\n")
    else:
        _write(output, said)


def _known(source: Store, name: str) -> str:
    """A document's id from its id, number or title; a name that the store has no more is taken as an id."""
    from graph.errors import UnknownDocument, UnknownName
    from queries.names import resolve

    try:
        found = resolve(source, "document", name)
    except UnknownName:
        try:
            source.history(name)
        except UnknownDocument:
            pass
        else:
            return name
        raise
    if len(found) != 1:
        raise typer.BadParameter(f"{name!r} names several documents: give an id (`zhize status` lists them)")
    return found[0]
