"""Questions are asked: named ones, in Chinese, in Cypher, and of two plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import Form, Language, Where
from commands.options import check_form as _form
from commands.options import open_at as _open

if TYPE_CHECKING:
    from graph.model import Graph


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
