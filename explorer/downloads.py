"""Files that a page offers. Each says what was asked, of which documents, when, by which version and of which state of the store."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from explorer import data
from explorer.language import language, t
from explorer.safe import csv_bytes
from explorer.scope import Scope

MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


@cache
def _version() -> str:
    try:
        return version("zhize")
    except PackageNotFoundError:
        return ""


def provenance(scope: Scope | None, asked: str, parameters: Mapping[str, Any] | None = None) -> list[str]:
    """Lines that stand below the rows of every file."""
    said = "; ".join(f"{name} = {text}" for name, text in (parameters or {}).items() if text not in ("", None))
    documents = [scope.document_name(plan.document) for plan in scope.plans] if scope else []
    return [
        t("download.asked", asked=asked) + (f" ({said})" if said else ""),
        *([t("download.documents", names="、".join(documents[:20]))] if documents else []),
        t(
            "download.made",
            time=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            version=_version(),
            digest=data.digest(),
        ),
    ]


def paper(scope: Scope, layout: str, form: str, departments: Sequence[str] = ()) -> Callable[[], bytes]:
    """What makes a matrix, a RACI table or a ledger of what the page speaks of, as xlsx, csv or html.

    A file is made outside of the session that asked for it: everything that depends on the session is taken up here.
    """
    spoken = language()
    notes = tuple(provenance(scope, layout, {"department": "、".join(departments)}))

    def make() -> bytes:
        from exports import LAYOUTS
        from exports.layout import Order, paper_format

        made = LAYOUTS[layout].paper(scope.graph, Order(tuple(departments), (), spoken, default_due=scope.defaults))
        first, *rest = made.sheets
        stream = io.BytesIO()
        paper_format(form)(replace(made, sheets=(replace(first, notes=(*first.notes, *notes)), *rest)), stream)
        return stream.getvalue()

    return make


def table(form: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str, notes: Sequence[str]) -> bytes:
    """An answer's rows as csv or xlsx."""
    from exports.rows import plain

    if form == "csv":
        simple = [
            [v if isinstance(v, (int, float)) and not isinstance(v, bool) else plain(v) for v in row] for row in rows
        ]
        return csv_bytes(columns, simple, notes)
    from exports.rows_xlsx import write_rows

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        write_rows(path, columns, rows, title=title, note="\n".join(notes))
        return path.read_bytes()


def button(label: str, make: Callable[[], bytes], name: str, form: str, key: str, *, framed: bool = False) -> None:
    """A download whose file is made when it is asked for; `framed` where it is what the page is for."""
    look: Literal["secondary", "tertiary"] = "secondary" if framed else "tertiary"
    st.download_button(label, make, file_name=f"{name}.{form}", mime=MIME[form], key=key, on_click="ignore", type=look)


def table_buttons(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str, notes: Sequence[str], key: str
) -> None:
    """Excel and CSV of an answer, side by side."""
    with st.container(horizontal=True, key=f"downloads_{key}"):
        for form in ("xlsx", "csv"):
            button(
                t(f"download.{form}"),
                lambda form=form: table(form, columns, rows, title, notes),  # type: ignore[misc]
                title[:60] or key,
                form,
                f"{key}_{form}",
            )
