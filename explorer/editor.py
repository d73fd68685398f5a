"""The Cypher editor: highlighting and completion from the ontology, Ctrl+Enter runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

import streamlit as st

from explorer.language import t
from graph.ontology import ontology

_FUNCTIONS = (
    "MATCH",
    "OPTIONAL MATCH",
    "WHERE",
    "RETURN",
    "DISTINCT",
    "ORDER BY",
    "LIMIT",
    "UNWIND",
    "count",
    "collect",
    "coalesce",
)


@cache
def _script() -> str:
    return resources.files("explorer").joinpath("editor.js").read_text(encoding="utf-8")


def completions() -> list[str]:
    """The words that the editor completes: labels, relationship types, properties, clauses."""
    model = ontology()
    properties = {p for kind in model.nodes.values() for p in kind.properties}
    properties |= {p for kind in model.relationships.values() for p in kind.properties}
    return [*model.nodes, *model.relationships, *sorted(properties), *_FUNCTIONS]


_PLACE = re.compile(r"line (\d{1,6}), column (\d{1,6})\Z")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a statement, at a line and column of it (from 1)."""

    line: int
    column: int
    said: str


def fault_at(where: str, said: str) -> Fault | None:
    """The fault at the place that an error names; None where it names none.

    >>> fault_at("line 2, column 1", "unexpected word")
    Fault(line=2, column=1, said='unexpected word')
    >>> fault_at("ladybug:store", "no such file")
    """
    found = _PLACE.fullmatch(where)
    return Fault(max(1, int(found[1])), max(1, int(found[2])), said) if found else None


def editor(text: str, run: Callable[[str], None], fault: Fault | None = None) -> None:
    """Show a statement; `run` gets what the reader wants to ask.

    Args:
        text: what stands in the editor at first.
        run: called before the page is drawn again.
        fault: what is wrong with the text, marked until the reader changes it.
    """

    def asked() -> None:
        run(str(st.session_state["editor"].get("run") or ""))

    component = st.components.v2.component("zhize_editor", js=_script(), isolate_styles=False)
    words = {
        "run": t("analyst.run"),
        "hint": t("analyst.run_hint"),
        "label": t("analyst.editor"),
        "completions": t("analyst.completions"),
    }
    data = {"text": text, "words": completions(), "fault": asdict(fault) if fault else None, **words}
    component(data=data, key="editor", on_run_change=asked)


def without_comments(statement: str) -> str:
    """The statement with its comments blanked, so that every line and column keeps its place.

    >>> without_comments("RETURN 1 // one")
    'RETURN 1       '
    """
    made, place, quote = list(statement), 0, ""
    while place < len(statement):
        pair = statement[place : place + 2]
        if quote:
            if statement[place] == "\\":
                place += 1
            elif statement[place] == quote:
                quote = ""
        elif statement[place] in "'\"`":
            quote = statement[place]
        elif pair in ("//", "/*"):
            end = statement.find("\n" if pair == "//" else "*/", place + 2)
            end = len(statement) if end < 0 else end + (0 if pair == "//" else 2)
            made[place:end] = ["\n" if c == "\n" else " " for c in statement[place:end]]
            place = end - 1
        place += 1
    return "".join(made)


def bare(statement: str) -> str:
    """The statement without comments and without the lines that only held one, as it is saved or copied.

    >>> bare("// all of them\\nRETURN 1 AS n // one")
    'RETURN 1 AS n'
    """
    return "\n".join(line.rstrip() for line in without_comments(statement).splitlines() if line.strip())
