"""A question's statement for the parameters at hand: what filters nothing is left out, a list of one is an equality.

Engines look a node up through an index where its id stands as an equality. Behind `'' IN $task OR …`, or in a list, they look
at every node: at a hundred thousand tasks that is the difference between a fifth of a millisecond and half a second. The rows
are the same (tests ask each question both ways).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_DOCUMENT = r"left\((?P<task>\w+)\.id, size\((?P=task)\.id\) - size\((?P=task)\.number\) - 1\)"
"""A task's document, as statements write it: its id without `#` and number."""


def specialised(statement: str, bound: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The statement and its parameters, for lists of ids that are known.

    Args:
        statement: a question's.
        bound: its parameters; `['']` stands for all.

    >>> specialised("MATCH (d)-[r]->(t) WHERE ('' IN $who OR d.id IN $who) AND r.x RETURN t.id", {"who": [""]})
    ('MATCH (d)-[r]->(t) WHERE true AND r.x RETURN t.id', {})
    >>> specialised("MATCH (d)-[r]->(t) WHERE ('' IN $who OR d.id IN $who) AND r.x RETURN t.id", {"who": ["a"]})
    ('MATCH (d)-[r]->(t) WHERE (d.id = $who_one) AND r.x RETURN t.id', {'who_one': 'a'})
    """
    given = dict(bound)
    for name, value in bound.items():
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            continue
        if value == [""]:
            statement = _without_filter(statement, name)
        elif "" not in value:
            statement = statement.replace(f"'' IN ${name} OR ", "")
            if len(value) == 1:
                statement = _as_equality(statement, name)
                given |= {f"{name}_one": value[0], f"{name}_of": f"{value[0]}#"}
    return statement, {name: value for name, value in given.items() if re.search(rf"\${name}\b", statement)}


def _without_filter(statement: str, name: str) -> str:
    """The statement without the filters on a parameter that lets everything through."""
    start = f"('' IN ${name} OR "
    while (begin := statement.find(start)) >= 0:
        end = _closing(statement, begin)
        statement = f"{statement[:begin]}true{statement[end + 1 :]}"
    # alone in its line it is the whole of its WHERE
    return re.sub(
        rf"^WHERE '' IN \${name} OR [^\n]* IN \${name}\n(?!\s*(?:AND|OR)\b)", "", statement, flags=re.MULTILINE
    )


def _closing(statement: str, begin: int) -> int:
    """The place of the bracket that closes the one at `begin`; question files hold none inside a text."""
    depth = 0
    for place in range(begin, len(statement)):
        depth += (statement[place] in "([{") - (statement[place] in ")]}")
        if depth == 0:
            return place
    raise ValueError(f"a bracket is never closed: {statement[begin : begin + 40]}")


def _as_equality(statement: str, name: str) -> str:
    """The statement with the one id as an equality, a document as the beginning of its tasks' ids."""
    statement = re.sub(rf"{_DOCUMENT} IN \${name}\b", rf"\g<task>.id STARTS WITH ${name}_of", statement)
    statement = re.sub(
        rf"(?P<line>{_DOCUMENT} AS document\n)WHERE document IN \${name}\b",
        rf"\g<line>WHERE \g<task>.id STARTS WITH ${name}_of",
        statement,
    )
    return re.sub(rf"\b(\w+\.id|document) IN \${name}\b", rf"\1 = ${name}_one", statement)
