"""What the engine has against a statement, in a user's words: what, and at which line and column."""

from __future__ import annotations

import re

from graph.errors import CypherSyntax, QueryError, QueryStopped
from graph.ontology import ontology
from graph.stores.analyst import bare, place

_SPOT = re.compile(r"\(line: (\d+), offset: (\d+)\)")
_MEMORY = ("Buffer manager exception", "std::bad_alloc", "bad allocation", "MemoryError")
_NAMES = (
    (re.compile(r"Table (\S+) does not exist"), "label or relationship type"),
    (re.compile(r"Cannot find property (\S+) for"), "property"),
    (re.compile(r"Variable (\S+) is not in scope"), "variable"),
    (re.compile(r"[Ff]unction (\S+) (?:does not exist|is not defined)"), "function"),
)
_LONGEST = 300


def fault(message: str, text: str) -> QueryError:
    """The error that a user gets.

    Args:
        message: what the engine says.
        text: the statement, without comments.

    >>> fault("Binder exception: Table Tsak does not exist.", "MATCH (t:Tsak) RETURN t.id").line()
    'unknown label Tsak (line 1, column 10).'
    """
    if any(word in message for word in _MEMORY):
        return QueryStopped("the query ran into its limit of memory")
    if message.startswith("Interrupted"):
        return QueryStopped("the query ran into its limit of time")
    for pattern, kind in _NAMES:
        if found := pattern.search(message):
            return _unknown(kind, found[1].strip("`'\""), text)
    where, near = "", ""
    if found := _SPOT.search(message):
        line, column = int(found[1]), int(found[2]) + 1
        where = f"line {line}, column {column}"
        near = _word_at(text, line, column)
        message = message[: found.start()]
    kind, _, said = message.partition(" exception: ")
    if kind == "Parser" and near:
        return CypherSyntax(f"the statement cannot be parsed at “{near}”", where=where)
    words = (said or kind).strip().rstrip(".")[:_LONGEST] or "the engine refuses the statement"
    error = CypherSyntax if kind in ("Parser", "Binder", "Catalog") else QueryError
    return error(words, where=where)


def _word_at(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    found = re.match(r"\w+|\S", rest)
    return found[0][:40] if found else "its end"


def _unknown(kind: str, name: str, text: str) -> QueryError:
    code = bare(text, keep_names=True)
    before = {"property": r"\.\s*", "variable": r"(?<![\w.$:])", "function": r"(?<![\w.$:])"}.get(kind, r"[:|]\s*")
    found = re.search(rf"{before}`?({re.escape(name)})\b", code, re.IGNORECASE if kind == "function" else 0)
    if kind.startswith("label") and found:
        # inside square brackets it is a type, else a label
        opened = max(code.rfind("(", 0, found.start()), code.rfind("[", 0, found.start()))
        kind = "relationship type" if opened >= 0 and code[opened] == "[" else "label"
    hint = ""
    if kind in ("label", "relationship type"):
        known = ontology().nodes if kind == "label" else ontology().relationships
        hint = f"Valid are {', '.join(known)}."
    where = place(text, found.start(1)) if found else ""
    return CypherSyntax(f"unknown {kind} {name}", where=where, advice=hint if not found else "")
