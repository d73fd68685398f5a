"""A comparison of two plans on paper: one line a difference, the gravest first, and a second sheet with what is uncertain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from exports.base import save
from exports.labels import Labels, labels_for
from exports.layout import paper_format, paper_of
from exports.sheet import Column, Line, Paper, Sheet
from graph.model import Node
from queries.compare import Comparison, Difference
from queries.matching import MAYBE, SURE, Pair
from queries.plan import Item

COLUMNS = ("kind", "old_number", "old_title", "new_number", "new_title", "before", "after", "score")
"""The columns of `rows_of`, as scripts see them."""
_WIDTHS = {
    "kind": 5.0, "old_number": 6.0, "old_title": 13.0, "new_number": 6.0, "new_title": 13.0, "before": 20.0,
    "after": 20.0, "score": 4.0, "counts_as": 6.0,
}  # fmt: skip
_CENTRED = ("kind", "old_number", "new_number", "score", "counts_as")
_UNCERTAIN = ("score", "old_number", "old_title", "new_number", "new_title", "before", "after", "counts_as")


def write_comparison(
    comparison: Comparison, path: str | Path, language: str | None = "zh-Hant", department: str = ""
) -> None:
    """Write a comparison to a file; its ending says the format: .xlsx, .csv, .md or .html.

    Args:
        comparison: what `queries.compare` found, or a department's part of it.
        path: the file; one that is there is replaced when the new one is whole.
        language: zh-Hant, zh-Hans or en; None for the documents' own script.
        department: whose part it is, to be said on the paper.

    Raises:
        UnknownExport: another ending.
        CannotWrite: the target cannot be written; what was there is as it was.
    """
    writer = paper_format(Path(path).suffix.lower().lstrip("."))
    paper = comparison_paper(comparison, language, department)
    save(path, lambda stream: writer(paper, stream))


def rows_of(comparison: Comparison, language: str | None = None) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The differences as rows for the command line.

    Args:
        comparison: what `queries.compare` found.
        language: in which the kinds are worded; None for the codes that scripts rely on.

    Returns:
        The names of the columns, and the rows with numbers as scripts know them (11.3).
    """
    said = words(language) if language else None
    return COLUMNS, [
        (
            said[f"kinds.{row.kind}"] if said else row.kind,
            row.old.number if row.old else None,
            row.old.title if row.old else None,
            row.new.number if row.new else None,
            row.new.title if row.new else None,
            "、".join(row.before),
            "、".join(row.after),
            row.score,
        )
        for row in comparison.rows
    ]


def heads(language: str) -> dict[str, str]:
    """The columns' headings for a person, by name."""
    return {name: words(language)[f"columns.{name}"] for name in (*COLUMNS, "counts_as")}


def summary(comparison: Comparison, language: str) -> str:
    """How many changes of which kind, in one sentence."""
    said = words(language)
    pending = said["pending"].format(n=len(comparison.uncertain)) if comparison.uncertain else ""
    if not comparison.rows:
        return said["nothing"] + pending
    labels = Labels(language)
    counts = labels("separator").join(
        said["counted"].format(kind=said[f"kinds.{kind}"], n=n) for kind, n in comparison.summary.items() if n
    )
    return said["summary"].format(n=len(comparison.rows), counts=counts) + pending


def uncertain_of(comparison: Comparison) -> list[dict[str, Any]]:
    """The uncertain pairs as scripts read them: both numbers, the score, and whether the pair counts as one task."""
    return [
        {"old_number": p.old.number, "new_number": p.new.number, "score": p.score, "one_task": p.taken}
        for p in comparison.uncertain
    ]


def comparison_paper(
    comparison: Comparison, language: str | None = "zh-Hant", department: str = "", notes: Sequence[str] = ()
) -> Paper:
    """The sheets of a comparison; `notes` stand below the first."""
    labels = labels_for([comparison.old, comparison.new], language)
    said = words(labels.language)
    told = [summary(comparison, labels.language), said["rule"].format(sure=SURE, maybe=MAYBE)]
    if department:
        told.insert(0, said["department"].format(name=department))
    subtitle = said["documents"].format(old=_document(comparison.old), new=_document(comparison.new))
    sheets = [
        Sheet(
            said["changes"],
            said["title"],
            subtitle,
            "",
            _columns(COLUMNS, said),
            tuple(_line(row, said) for row in comparison.rows),
            (*told, *notes),
            fixed=1,
        )
    ]
    if comparison.uncertain:
        sheets.append(
            Sheet(
                said["uncertain"],
                f"{said['title']}({said['uncertain']})",
                subtitle,
                "",
                _columns(_UNCERTAIN, said),
                tuple(_pair(pair, said) for pair in comparison.uncertain),
                (told[-1],),
                fixed=1,
            )
        )
    return paper_of(sheets, labels)


def _document(node: Node) -> str:
    title = " ".join(str(node.get("title") or node.id).split())
    number = node.get("doc_number")
    return f"《{title}》({number})" if number else f"《{title}》"


def _columns(names: Sequence[str], said: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(Column(said[f"columns.{name}"], _WIDTHS[name], centred=name in _CENTRED) for name in names)


def _line(row: Difference, said: Mapping[str, str]) -> Line:
    before = row.old_text if row.kind == "dropped" else "、".join(row.before)
    after = row.new_text if row.kind == "new" else "、".join(row.after)
    score = "" if row.score is None else f"{row.score:.2f}"
    return Line("task", (said[f"kinds.{row.kind}"], *_task(row.old), *_task(row.new), before, after, score))


def _task(item: Item | None) -> tuple[str, str]:
    return (item.path, item.title) if item else ("", "")


def _pair(pair: Pair, said: Mapping[str, str]) -> Line:
    counts = said["counts_as.one" if pair.taken else "counts_as.two"]
    texts = pair.old.whole, pair.new.whole
    return Line("task", (f"{pair.score:.2f}", *_task(pair.old), *_task(pair.new), *texts, counts))


@cache
def words(language: str) -> dict[str, str]:
    """The words of a comparison in a language, by dotted key.

    >>> words("en")["kinds.lost_lead"]
    'lead lost'
    """
    entries = yaml.safe_load(resources.files("exports").joinpath("compare.yaml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for key, value in entries.items():
        if language in value:
            found[key] = str(value[language])
        else:
            found |= {f"{key}.{name}": str(entry[language]) for name, entry in value.items()}
    return found
