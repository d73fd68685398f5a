"""The command line: one thin function a command. `zhize --help` lists them; docs/cli.md is generated from it.

Exit status: 0 done, 1 something could not be done (one clear line says what, where and what to do), 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.errors import CannotWrite, ZhizeError

if TYPE_CHECKING:
    from graph.model import Graph
    from graph.stores.base import Store
    from loaders.corrections import Corrections


def _language(value: str) -> str:
    if value not in ("zh-Hant", "zh-Hans", "en"):
        raise typer.BadParameter("valid values are zh-Hant, zh-Hans, en", param_hint="--lang")
    return value


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Zhize (職責): reads government work plans into a graph of who leads, supports, builds, uses and owes what.",
)

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


def main() -> None:
    """Run the command line; a user never sees a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except ZhizeError as error:
        print(f"{error.code}: {error.line()}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output went away (zhize … | head): that is no failure of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _open(url: str | None, *, create: bool = False) -> Store:
    from graph.stores import open_store

    return open_store(url, create=create)


def _form(form: str, *more: str, output: Path | None = None) -> None:
    valid = ("table", "csv", "json", *more)
    if form not in valid:
        raise typer.BadParameter(f"valid values are {', '.join(valid)}", param_hint="--format")
    if form == "xlsx" and output is None:
        raise typer.BadParameter("an xlsx needs a file to go to", param_hint="-o")


def _write(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotWrite(f"cannot write: {error.strerror}", where=str(path)) from None


@app.command()
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
    options = Options(jurisdiction, document_id, _corrections(corrections))
    rows: dict[str, list[Any]] = {}
    failed: list[Outcome] = []

    def graphs(known: frozenset[str]) -> Iterator[Graph]:
        outcomes = read_files(_paths(files), options, known=known, workers=workers, scheduler=scheduler)
        for outcome in outcomes:
            name = Path(outcome.path).name
            if outcome.graph is not None:
                graph = outcome.graph
                title, tasks = graph.document.get("title"), len(graph.labelled("Task"))
                rows[graph.document.id] = [name, title, tasks, len(graph.relationships), outcome.issues, ""]
                yield graph
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
        changes = target.replace(graphs(known), wait=wait)
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


@app.command()
def remove(
    document: Annotated[str, typer.Argument(help="The document's id (`zhize status` lists them).", show_default=False)],
    store: Where = None,
    wait: Wait = 60.0,
) -> None:
    """Take a document out of the store."""
    with _open(store) as target:
        target.remove(document, wait=wait)
    print(f"removed {document}")


@app.command()
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
    text = json.dumps(graph.to_dict(), ensure_ascii=False, indent=1) + "\n"
    if output is None:
        print(text, end="")
    else:
        _write(output, text)


@app.command()
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


@app.command()
def questions(form: Form = "table", language: Language = "zh-Hant") -> None:
    """List the named questions with their parameters."""
    from exports.rows import show
    from queries.catalogue import catalogue

    _form(form)
    rows = []
    for question in catalogue().values():
        options = " ".join(f"--{p.name.replace('_', '-')} {p.kind.upper()}" for p in question.parameters.values())
        rows.append((question.group, question.name, question.titles[language], options))
    show(("group", "name", "title", "parameters"), rows, form)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def query(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="The question's name (`zhize questions` lists them).", show_default=False)
    ],
    store: Where = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or xlsx.")] = "table",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write an xlsx.", show_default=False)
    ] = None,
    language: Language = "zh-Hant",
) -> None:
    """Ask a named question; its own parameters are options: --department 市公安局."""
    from exports.answers import write_answer
    from queries.catalogue import ask_question

    _form(form, "xlsx", output=output)
    with _open(store) as target:
        answer = ask_question(target, name, _parameters(context.args))
    write_answer(answer, form, output, language)


def _parameters(words: list[str]) -> dict[str, str]:
    """`--department X --from=Y` as a dictionary; names with hyphens become underscores."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            raise typer.BadParameter(f"a parameter is written --name value, not {word!r}")
        name, equals, value = word[2:].partition("=")
        if not equals:
            try:
                value = next(rest)
            except StopIteration:
                raise typer.BadParameter(f"--{name} needs a value") from None
        found[name.replace("-", "_")] = value
    return found


@app.command()
def cypher(
    statement: Annotated[str, typer.Argument(help="MATCH … RETURN …", show_default=False)],
    store: Where = None,
    timeout: Annotated[float, typer.Option(help="Seconds.", min=0.1, max=600)] = 10.0,
    limit: Annotated[int, typer.Option(help="Rows.", min=1, max=1_000_000)] = 10_000,
    form: Form = "table",
) -> None:
    """Run read-only Cypher."""
    from exports.answers import cut
    from exports.rows import show

    _form(form)
    with _open(store) as target:
        rows = target.analyst(statement, timeout=timeout, limit=limit)
    extra: dict[str, Any] = {"question": None, "parameters": {}, "cypher": statement, "truncated": rows.truncated}
    show(rows.columns, rows.rows, form, extra=extra, note=cut(rows))


@app.command()
def matrix(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file to write: .xlsx, .csv, .md or .html.")
    ] = None,
    layout: Annotated[str, typer.Option(help="matrix, raci or ledger.")] = "matrix",
    department: Annotated[str, typer.Option(help="Only this department's tasks.", show_default=False)] = "",
    document: Document = "",
    template: Annotated[
        Path | None, typer.Option(help="An office's own workbook, filled by its header words.", show_default=False)
    ] = None,
    split: Annotated[
        Path | None, typer.Option(help="Folder for a ledger a department, to hand out.", show_default=False)
    ] = None,
    office: Annotated[str, typer.Option(help="Who makes the paper (制表單位).", show_default=False)] = "",
    default_due: DefaultDue = "",
    store: Where = None,
    language: Language = "zh-Hant",
) -> None:
    """Write a responsibility matrix, a RACI table or a 任務分解表; with --split, a workbook for each department."""
    if (output is None) == (split is None):
        raise typer.BadParameter("give a file to write (-o) or a folder to hand out (--split)")
    graph, kept = _with_office(store, document)
    maker, due = office or None, default_due or kept
    if split is not None:
        from exports.handout import split_ledger

        files = split_ledger(graph, split, maker, language=language, default_due=due)
        print(f"wrote {len(files)} workbooks to {split}")
        return
    from exports.matrix import write_matrix

    write_matrix(
        graph,
        output or "",
        layout=layout,
        department=department or None,
        language=language,
        template=template,
        office=maker,
        default_due=due,
    )
    print(f"wrote {output}")


def _with_office(store: str | None, document: str) -> tuple[Graph, dict[str, str]]:
    """One document or all, with the office's assignments laid over, and its default deadlines; what fits no more is said."""
    from graph.deadlines import read_defaults
    from graph.office import office_folder, read_assignments, with_assignments

    with _open(store) as source:
        graph = source.graph(_document(source, document))
        folder = office_folder(source.url)
    graph, lost = with_assignments(graph, read_assignments(folder))
    for one in lost:
        print(f"an assignment fits no more: task {one.task}, {one.department} ({folder})", file=sys.stderr)
    return graph, read_defaults(folder)


def _day(text: str, option: str) -> str:
    """An ISO date that a person typed."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{text} is no date: write 2021-12-31", param_hint=option) from None


def _document(source: Store, name: str) -> str | None:
    """A document's id from its id, number or title; None for all."""
    if not name:
        return None
    from queries.names import resolve

    return resolve(source, "document", name)[0]


@app.command()
def collect(
    folder: Annotated[Path, typer.Argument(help="Where the returned workbooks lie.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="The merged table, .xlsx.", show_default=False)],
    circular: Annotated[
        Path | None, typer.Option(help="Write also the draft of a 通報, .docx.", show_default=False)
    ] = None,
    office: Annotated[str, typer.Option(help="Who issues the 通報.", show_default=False)] = "",
    document: Document = "",
    on: Annotated[
        str, typer.Option(help="The day (ISO) to which deadlines are held; today by default.", show_default=False)
    ] = "",
    default_due: DefaultDue = "",
    store: Where = None,
    form: Form = "table",
) -> None:
    """Merge the workbooks that `matrix --split` handed out: who reported, what was changed, missing, added or late."""
    from exports.collect import collect as collect_workbooks
    from exports.rows import show
    from graph.office import office_folder
    from graph.progress import record_report

    _form(form)
    day = _day(on, "--on") if on else None
    graph, kept = _with_office(store, document)
    report = collect_workbooks(folder, graph, output, on=day, default_due=default_due or kept)
    with _open(store) as source:
        record_report(office_folder(source.url), report)
    if circular is not None:
        from exports.circular import write_circular

        write_circular(report, circular, office or None)
    columns = ("finding", "department", "number", "column", "old", "new", "file")
    rows = [(f.kind, f.department, f.number, f.column, f.old, f.new, f.file) for f in report.findings]
    show(columns, rows, form, note=f"wrote {output}")
    if report.unusable:
        raise typer.Exit(1)


@app.command()
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


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="A question in Chinese: 市公安局牽頭哪些任務", show_default=False)],
    store: Where = None,
    form: Form = "table",
    language: Language = "zh-Hant",
) -> None:
    """Ask in Chinese: says which named question was understood, and answers it; unsure, it offers others instead."""
    from exports.answers import write_reply
    from queries.ask import ask as ask_in_words

    _form(form)
    with _open(store) as source:
        reply = ask_in_words(source, text)
    write_reply(reply, form, language)
    if reply.answer is None:
        raise typer.Exit(1)


@app.command()
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file or folder to write.", show_default=False)],
    form: Annotated[
        str, typer.Option("--format", help="graphml, gexf, jsonl, csv, cypher, turtle, jsonld or parquet.")
    ] = "jsonl",
    document: Document = "",
    as_read: Annotated[bool, typer.Option("--as-read", help="Without the departments that the office named.")] = False,
    store: Where = None,
) -> None:
    """Write the whole graph, or one document, in another form; what the office named is marked 辦公室分解."""
    from exports import EXPORTS
    from graph.office import office_folder, read_assignments, with_assignments

    if form not in EXPORTS:
        raise typer.BadParameter(f"valid values are {', '.join(EXPORTS)}", param_hint="--format")
    with _open(store) as source:
        one = _document(source, document)
        chosen = [one] if one else [entry.id for entry in source.documents()]
        named = [] if as_read else read_assignments(office_folder(source.url))
        EXPORTS[form].write((with_assignments(source.graph(key), named)[0] for key in chosen), output)
    print(f"wrote {output}")


@app.command()
def compare(
    old: Annotated[
        str, typer.Argument(help="A file, or a stored document by id, number or title.", show_default=False)
    ],
    new: Annotated[str, typer.Argument(help="The later one, likewise.", show_default=False)],
    department: Annotated[str, typer.Option(help="Only what concerns this department.", show_default=False)] = "",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Where to write an .xlsx, .csv, .md or .html.", show_default=False),
    ] = None,
    store: Where = None,
    form: Form = "table",
    language: Language = "zh-Hant",
) -> None:
    """Compare two plans: leads, dates, targets and support that changed, tasks that moved, came or went."""
    from exports.compare import heads, rows_of, summary, uncertain_of, write_comparison
    from exports.rows import show
    from queries.compare import compare as compare_plans

    _form(form)
    found = compare_plans(_plan(old, store), _plan(new, store))
    if department:
        found = found.for_department(department)
    if output is not None:
        write_comparison(found, output, language, department)
        print(f"wrote {output}")
        return
    columns, rows = rows_of(found, None if form == "json" else language)
    extra = {
        "old": found.old.id,
        "new": found.new.id,
        "summary": found.summary,
        "uncertain": uncertain_of(found),
    }
    show(columns, rows, form, labels=heads(language), extra=extra, note=summary(found, language))


def _plan(text: str, store: str | None) -> Graph:
    """A plan from a file, else from the store."""
    from loaders.formats import FORMATS

    path = Path(text)
    if text and (path.exists() or path.suffix.lower() in FORMATS):
        from loaders.load import load_file

        return load_file(path)
    from queries.names import resolve

    with _open(store) as source:
        found = resolve(source, "document", text)
        if len(found) != 1 or not found[0]:
            raise typer.BadParameter(f"{text!r} names no single document: give an id (`zhize status` lists them)")
        return source.graph(found[0])


@app.command()
def assign(
    task: Annotated[str, typer.Argument(help="The task's number: 5 or 14.4; none lists what is open.")] = "",
    department: Annotated[str, typer.Argument(help="The department that is meant.")] = "",
    document: Document = "",
    instead_of: Annotated[
        str, typer.Option("--instead-of", help="The collective that it stands for, where the clause names several.")
    ] = "",
    who: Annotated[str, typer.Option(help="Who decided it.")] = "",
    reason: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
    template: Annotated[
        Path | None, typer.Option(help="Write a sheet to fill, .xlsx: a row for each that is open.", show_default=False)
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="Take a filled sheet over: all of its rows or none.", show_default=False)
    ] = None,
    default_due: Annotated[
        str,
        typer.Option(
            help="Keep a deadline (ISO) for the document's tasks for which it states none, marked 默認; none takes it back.",
            show_default=False,
        ),
    ] = "",
    store: Where = None,
    form: Form = "table",
    language: Language = "zh-Hant",
) -> None:
    """Say which department a collective (市有關單位) means; without a task: what nobody is named for yet."""
    from exports.rows import show
    from graph import office

    _form(form)
    if bool(task) != bool(department):
        raise typer.BadParameter("give a task and a department, or neither")
    if sum(map(bool, (task, template, sheet, default_due))) > 1:
        raise typer.BadParameter("give a task, --template, --sheet or --default-due: one at a time")
    graph, folder = _as_read(store, document)
    if template is not None:
        from exports.assignment_sheet import write_assignment_sheet

        still = office.not_yet_assigned(graph, office.read_assignments(folder))
        write_assignment_sheet(graph, still, template, language=language)
        print(f"wrote {len(still)} rows to {template}")
    elif sheet is not None:
        _assign_sheet(sheet, graph, folder)
    elif default_due:
        _set_default(graph, folder, default_due, who, reason)
    elif task:
        given = office.Assignment(_one(graph), task, department, collective=instead_of, who=who, reason=reason)
        given = office.checked(given, graph)
        count = office.withdraw(folder, [given]) if withdraw else office.assign(folder, [given])
        print(f"{count} assignments in {folder}")
    else:
        still = office.not_yet_assigned(graph, office.read_assignments(folder))
        rows = [
            (
                o.document.id,
                o.task.get("number"),
                o.task.get("title"),
                o.relationship.type,
                o.relationship.get("mention"),
            )
            for o in still
        ]
        show(("document", "number", "title", "role", "collective"), rows, form, note=f"{len(rows)} not yet assigned")


def _as_read(store: str | None, document: str) -> tuple[Graph, Path]:
    """One document or all, without anything of the office's, and where that lies."""
    from graph.office import office_folder

    with _open(store) as source:
        return source.graph(_document(source, document)), office_folder(source.url)


def _one(graph: Graph) -> str:
    """The only document's id."""
    if len(graph.documents) != 1:
        raise typer.BadParameter("the store holds several documents: say which", param_hint="--document")
    return graph.document.id


def _assign_sheet(path: Path, graph: Graph, folder: Path) -> None:
    from exports.assignment_sheet import read_assignment_sheet
    from graph.office import assign as keep

    filled = read_assignment_sheet(path, graph)
    for error in filled.refused:
        print(f"{error.code}: {error.line()}", file=sys.stderr)
    if filled.refused:
        print("nothing of the sheet was taken over", file=sys.stderr)
        raise typer.Exit(1)
    count = keep(folder, filled.assignments) if filled.assignments else 0
    print(f"took over {len(filled.assignments)} assignments, {filled.blank} rows left open; {count} in {folder}")


def _set_default(graph: Graph, folder: Path, due: str, who: str, reason: str) -> None:
    from graph.deadlines import Deadline, set_deadline, withdraw_deadline

    document = _one(graph)
    if due == "none":
        print("taken back" if withdraw_deadline(folder, document) else "there was none")
        return
    day = _day(due, "--default-due")
    set_deadline(folder, Deadline(document, day, who, reason=reason))
    print(f"{day} for tasks of {document} without a date, marked 默認")


@app.command()
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


@app.command()
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


@app.command()
def backup(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.", show_default=False)],
    store: Where = None,
) -> None:
    """Write a consistent copy of the store's truth to one file."""
    with _open(store) as source:
        source.backup(str(output))
    print(f"wrote {output}")


@app.command()
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


@app.command()
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
    page = Path(__file__).with_name("app.py")
    options = [
        f"--server.port={port}",
        f"--server.address={address}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter with our own arguments


if __name__ == "__main__":
    main()
