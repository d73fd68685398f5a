"""Answers of named questions, of questions in words, and comparisons, in the form that the command line was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exports.rows import show

if TYPE_CHECKING:
    from graph.stores.base import Rows
    from queries.catalogue import Answer
    from queries.understanding import Reply


def cut(answer: Answer | Rows) -> str:
    """How many rows there are, and whether a limit cut them."""
    return f"{len(answer.rows)} rows" + (", cut at the limit" if answer.truncated else "")


def write_answer(answer: Answer, form: str, output: Path | None, language: str) -> None:
    """Print an answer, or write it to a workbook.

    Args:
        answer: what a store answered.
        form: table, csv, json, or xlsx with `output`.
        output: the workbook.
        language: of headings.

    Raises:
        CannotWrite: the workbook cannot be written.
    """
    from queries.catalogue import catalogue

    question = catalogue()[answer.question]
    labels = {c.name: c.labels[language] for c in question.shown()}
    title = question.titles[language]
    if form == "xlsx" and output is not None:
        from exports.rows_xlsx import write_rows

        write_rows(output, answer.columns, answer.rows, labels=labels, title=title, note=cut(answer))
        print(f"wrote {output}")
        return
    extra: dict[str, Any] = {k: v for k, v in answer.to_dict().items() if k not in ("columns", "rows")}
    show(answer.columns, answer.rows, form, title=title, labels=labels, extra=extra, note=cut(answer))


def write_reply(reply: Reply, form: str, language: str) -> None:
    """Print what was understood of a question in words and its answer, or why there is none and what else to ask.

    Args:
        reply: what `queries.ask.ask` gave.
        form: table, csv or json.
        language: of headings.
    """
    found = reply.understanding
    if reply.answer is not None:
        if form == "table":
            chips = "、".join(f"{chip.text} = {chip.value}" for chip in found.understood)
            print(f"{found.question}: {chips}" if chips else str(found.question))
        write_answer(reply.answer, form, None, language)
        return
    others = [
        (a.titles[language], a.question, " ".join(f"--{k} {v}" for k, v in a.parameters.items()))
        for a in found.alternatives
    ]
    extra: dict[str, Any] = {
        "question": None,
        "parameters": {},
        "cypher": None,
        "reason": found.reason,
        "code": found.code,
    }
    if form == "table":
        print(found.reason)
    if others or form != "table":
        show(("title", "question", "parameters"), others, form, extra=extra)
