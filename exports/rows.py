"""An answer's rows for a person or a script: a table, CSV, JSON or a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import UnknownExport

FORMATS = ("table", "csv", "json", "xlsx")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any) -> str:
    """A value as a person reads it: lists joined, nothing for null, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return "、".join(plain(v) for v in value)
    return str(value)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return "'" + text if text.startswith(_RISKY) else text


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """CSV with a byte order mark, so that a spreadsheet reads it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    # a number stays a number: only text can be a formula
    writer.writerows(
        [v if isinstance(v, (int, float)) and not isinstance(v, bool) else harmless(plain(v)) for v in row]
        for row in rows
    )
    return "\ufeff" + out.getvalue()


def as_json(columns: Sequence[str], rows: Sequence[Sequence[Any]], extra: Mapping[str, Any] | None = None) -> str:
    """`{…extra, "columns", "rows"}`, rows as arrays in the columns' order."""
    return json.dumps(
        {**(extra or {}), "columns": list(columns), "rows": [list(r) for r in rows]}, ensure_ascii=False, indent=1
    )


def show(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    form: str = "table",
    *,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Print rows to standard output.

    Args:
        columns: names of the columns, as scripts see them.
        rows: values in the columns' order.
        form: `table`, `csv` or `json`.
        title: above a table.
        labels: column headings for a person, by column name.
        extra: what JSON holds beside columns and rows.
        note: below a table (a cut result, a scope).
    """
    if form == "csv":
        print(as_csv(columns, rows), end="")
    elif form == "json":
        print(as_json(columns, rows, extra))
    elif form == "table":
        _table(columns, rows, title, labels or {}, note)
    else:
        raise UnknownExport(f"unknown format {form}", advice="Valid formats are table, csv and json.")


def _table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str, labels: Mapping[str, str], note: str
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        # in a pipe a table keeps whole cells instead of folding them to 80 columns
        console = Console(width=max(160, console.width))
    table = Table(title=Text(title) if title else None, title_justify="left", header_style="bold", show_lines=False)
    for column in columns:
        number = any(
            isinstance(row[columns.index(column)], (int, float)) and not isinstance(row[columns.index(column)], bool)
            for row in rows
        )
        table.add_column(Text(labels.get(column, column)), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(value)) for value in row))
    console.print(table)
    if note:
        console.print(Text(note), style="dim")
