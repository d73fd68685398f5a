"""Plans are read: load, extract, check, and the corrections that people propose."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import Corrected, Files, Form, Place, Wait, Where
from commands.options import check_form as _form
from commands.options import open_at as _open
from commands.options import write_text as _write

if TYPE_CHECKING:
    from loaders.corrections import Corrections


def load(
    files: Files,
    store: Where = None,
    jurisdiction: Place = None,
    document_id: Annotated[
        str | None, typer.Option("--id", help="The document's id, for a single file.", show_default=False)
    ] = None,
    corrections: Corrected = None,
    workers: Annotated[int, typer.Option(help="Processes that read.", min=1, max=256)] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers read: tcp://HOST:PORT.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Read also texts that are stored already.")] = False,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Only where the store holds nothing yet.")] = False,
    wait: Wait = 60.0,
    form: Form = "table",
) -> None:
    """Read plans and store them; a document that is there already is replaced."""
    from exports.rows import show
    from loaders.parallel import Options, Outcome, read_files

    _form(form)
    if document_id and len(files) > 1:
        raise typer.BadParameter("an id names one document; give one file", param_hint="--id")
    corrected = _corrections(corrections)
    rows: dict[str, list[Any]] = {}
    failed: list[Outcome] = []
    notes: dict[str, str] = {}

    def graphs(known: frozenset[str], options: Options) -> Iterator[Any]:
        outcomes = read_files(_paths(files), options, known=known, workers=workers, scheduler=scheduler)
        for outcome in outcomes:
            name = Path(outcome.path).name
            if outcome.document:
                counts = outcome.tasks, outcome.relationships, outcome.issues
                rows[outcome.document] = [name, outcome.title, *counts, ""]
                if outcome.corrected:
                    notes[outcome.document] = outcome.corrected
                yield outcome.graph if outcome.ready is None else outcome.ready
            elif outcome.error is not None:
                failed.append(outcome)
            else:
                rows[outcome.path] = [name, None, None, None, None, "stored already"]

    with _open(store, create=True) as target:
        if if_empty and target.documents():
            print(f"{target.url} holds documents already", file=sys.stderr)
            return
        # what was given on the command line may change how a text reads, though not the text
        fresh = again or jurisdiction or document_id or corrections
        known = frozenset() if fresh else frozenset(d.sha256 for d in target.documents())
        options = Options(jurisdiction, document_id, corrected, target.preparation)
        changes = target.replace(graphs(known, options), wait=wait, notes=notes)
    for change in changes:
        what = change.action
        if change.action == "replaced" and change.previous_loaded_on:
            what += f" (the version loaded {change.previous_loaded_on})"
        rows[change.document][5] = what
    if rows or form != "table":
        show(("file", "title", "tasks", "relationships", "issues", "result"), list(rows.values()), form)
    for outcome in failed:
        error = outcome.error
        if error is not None:
            print(f"{error.code}: {Path(outcome.path).name}: {error.line()}", file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def _paths(files: list[Path]) -> Iterator[Path]:
    """The files, with a progress bar where a person watches."""
    if len(files) < 3 or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, description="reading", console=Console(stderr=True), transient=True)


def _corrections(path: Path | None) -> Corrections | None:
    if path is None:
        return None
    from loaders.corrections import accepted_corrections, read_corrections

    # of proposals only what a reviewer accepted counts
    return accepted_corrections(path) if path.name == "proposed.yaml" else read_corrections(path)


def extract(
    file: Annotated[Path, typer.Argument(help="One plan.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Where to write; standard output by default.", show_default=False),
    ] = None,
    jurisdiction: Place = None,
    document_id: Annotated[str | None, typer.Option("--id", help="The document's id.", show_default=False)] = None,
    corrections: Corrected = None,
) -> None:
    """Read one plan and write its graph as node-link JSON, without a store."""
    from loaders.load import load_file

    graph = load_file(file, jurisdiction=jurisdiction, document_id=document_id, corrections=_corrections(corrections))
    text = json.dumps(graph.validate().to_dict(), ensure_ascii=False, indent=1) + "\n"
    if output is None:
        print(text, end="")
    else:
        _write(output, text)


def check(files: Files, jurisdiction: Place = None, corrections: Corrected = None, form: Form = "table") -> None:
    """List what was not read, with line and column; exit status 1 if anything was."""
    from exports.rows import show
    from loaders.checking import COLUMNS, check_files

    _form(form)
    found = check_files(files, jurisdiction=jurisdiction, corrections=_corrections(corrections))
    for name, error in found.errors:
        print(f"{error.code}: {name}: {error.line()}", file=sys.stderr)
    if found.rows or form != "table":
        show(COLUMNS, found.rows, form, extra={"accounted": found.shares})
    for line in found.corrections:
        print(line, file=sys.stderr if form != "table" else sys.stdout)
    if form == "table":
        for name, share in found.shares.items():
            print(f"{name}: {share:.2%} of the characters accounted for")
    if not found.clean:
        raise typer.Exit(1)


def corrections(
    file: Annotated[Path, typer.Argument(help="Proposed corrections: proposed.yaml.", show_default=False)],
    accept: Annotated[str, typer.Option(help="Id of a proposal to accept.", show_default=False)] = "",
    reject: Annotated[str, typer.Option(help="Id of a proposal to reject.", show_default=False)] = "",
    reviewer: Annotated[str, typer.Option(help="Who decides.", show_default=False)] = "",
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)] = "",
    form: Form = "table",
) -> None:
    """List proposed corrections, or decide on one; `load --corrections` applies those that were accepted."""
    from exports.rows import show
    from loaders.corrections import decide, read_proposals

    _form(form)
    if accept and reject:
        raise typer.BadParameter("decide on one proposal at a time")
    if accept or reject:
        done = decide(file, accept or reject, bool(accept), reviewer, reason)
        print(f"{done.id}: {done.state}")
        return
    rows = [
        (p.id, p.state, p.correction.kind, p.correction.item, p.correction.reason, p.correction.by, p.reviewer)
        for p in read_proposals(file)
    ]
    show(("id", "state", "kind", "task", "reason", "by", "reviewer"), rows, form, note=f"{len(rows)} proposals")
