"""The store is kept: what is in it, taken out, moved, saved and brought back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.options import Form, Wait, Where
from commands.options import check_form as _form
from commands.options import open_at as _open


def remove(
    document: Annotated[str, typer.Argument(help="The document's id (`zhize status` lists them).", show_default=False)],
    store: Where = None,
    wait: Wait = 60.0,
) -> None:
    """Take a document out of the store."""
    with _open(store) as target:
        target.remove(document, wait=wait)
    print(f"removed {document}")


def status(
    store: Where = None,
    verify: Annotated[bool, typer.Option("--verify", help="Recount every document against its stored counts.")] = False,
    form: Form = "table",
) -> None:
    """List what is in the store."""
    from exports.rows import show

    _form(form)
    with _open(store) as source:
        documents = source.documents()
        wrong = source.verify() if verify else []
        url = source.url
    columns = (
        "document",
        "title",
        "doc_number",
        "jurisdiction",
        "issued_on",
        "tasks",
        "relationships",
        "loaded_on",
        "sha256",
    )
    rows = [
        (
            d.id,
            d.title,
            d.doc_number,
            d.jurisdiction,
            d.issued_on,
            d.tasks,
            d.relationships,
            d.loaded_on,
            d.sha256[:12] if form == "table" else d.sha256,
        )
        for d in documents
    ]
    extra = {"store": url, "verified": verify, "wrong": wrong}
    show(
        columns,
        rows,
        form,
        extra=extra,
        note=f"{len(rows)} documents in {url}" + ("; every count right" if verify and not wrong else ""),
    )
    for line in wrong:
        print(f"Z206: {line}", file=sys.stderr)
    if wrong:
        raise typer.Exit(1)


def copy(
    source: Annotated[str, typer.Option("--from", help="The store to read.", show_default=False)],
    target: Annotated[str, typer.Option("--to", help="The store to write.", show_default=False)],
    wait: Wait = 60.0,
) -> None:
    """Move a whole store into another (embedded to Neo4j when an office grows), and verify every document."""
    from graph.stores.copy import copy_store

    with _open(source) as old, _open(target, create=True) as new:
        report = copy_store(old, new, wait=wait)
    done = ", ".join(f"{count} {what}" for what, count in report.actions.items() if count) or "nothing to do"
    print(f"{report.documents} documents, {report.tasks} tasks, {report.relationships} relationships: {done}")
    for line in report.differences:
        print(f"Z206: {line}", file=sys.stderr)
    if not report.whole:
        raise typer.Exit(1)
    print("every document is the same in both")


def backup(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.", show_default=False)],
    store: Where = None,
) -> None:
    """Write a consistent copy of the store's truth to one file."""
    with _open(store) as source:
        source.backup(str(output))
    print(f"wrote {output}")


def restore(
    backup_file: Annotated[Path, typer.Argument(help="What `zhize backup` wrote.", show_default=False)],
    store: Where = None,
    replace: Annotated[bool, typer.Option("--replace", help="Also over a store that holds documents.")] = False,
    wait: Wait = 60.0,
) -> None:
    """Bring a store back from a backup."""
    from graph.settings import STORE
    from graph.stores.restore import restore_store

    address = store or STORE.value or ""
    count = restore_store(backup_file, address, replace=replace, wait=wait)
    print(f"{count} documents in {address}")
