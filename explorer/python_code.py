"""The Python that asks what a page asked: it runs as it stands, on the store that ZHIZE_STORE names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_END = '\n    print(*answer.columns, sep="\\t")\n    for row in answer.rows:\n        print(*row, sep="\\t")\n'


def of_question(name: str, parameters: Mapping[str, Any]) -> str:
    """A named question with its parameters, as the form holds them."""
    return (
        "from graph.stores import open_store\n"
        "from queries.catalogue import ask_question\n\n"
        "with open_store() as store:  # the store that ZHIZE_STORE names\n"
        f"    answer = ask_question(store, {name!r}, {dict(parameters)!r}){_END}"
    )


def of_statement(statement: str, *, timeout: float, limit: int) -> str:
    """A person's own statement, under the guard and the limits that the editor has."""
    return (
        "from graph.stores import open_store\n\n"
        f"STATEMENT = {_literal(statement)}\n\n"
        "with open_store() as store:  # the store that ZHIZE_STORE names\n"
        f"    answer = store.analyst(STATEMENT, timeout={timeout!r}, limit={limit}){_END}"
    )


def _literal(text: str) -> str:
    """A text as Python writes it: over several lines where it has them and nothing in it speaks against it."""
    plain = all(c.isprintable() or c == "\n" for c in text)
    if "\\" in text or '"""' in text or text.endswith('"') or not plain:
        return repr(text)
    return f'"""\n{text.strip()}\n"""'
