"""The first guard of a person's Cypher, shared by both engines: its words, before any engine sees it.

Neither engine's read-only mode is a sandbox, so each has a second guard of its own behind this one: the embedded store
a process without rights (`embedded/worker.py`), the server a look at the plan (`server/guard.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.errors import CypherSyntax, MissingParameter, RefusedCypher, WrongValue

BYTES = 16 * 1024 * 1024
"""Of an answer, at most."""
LENGTH = 20_000
"""Characters of a statement, at most."""
DEPTH = 200
"""Brackets within brackets, at most."""

FIRST_WORDS = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})
FORBIDDEN_WORDS = frozenset(
    """
    ALTER ANALYZE ATTACH BEGIN CALL CHECKPOINT COMMENT COMMIT COPY CREATE CSV CYPHER DEALLOCATE DELETE DENY DETACH DROP
    DRYRUN ENABLE EXPLAIN EXPORT EXTENSION FINISH FOREACH GRANT IMPORT INSERT INSTALL LOAD MACRO MERGE PERIODIC PROFILE
    PROJECT REALLOCATE REMOVE RENAME REVOKE ROLLBACK SET SHOW START STOP TERMINATE TRANSACTION TRANSACTIONS UNINSTALL
    UPDATE USE
    """.split()  # noqa: SIM905 - fifty words, readable
)
"""Words of statements that do more than ask, in either engine's Cypher."""

_PIECES = re.compile(
    r"""(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<quoted>`(?:[^`]|``)*`)|(?P<comment>//|/\*)|(?P<open>['"`])""",
    re.DOTALL,
)
_COMMENTS = re.compile(
    r"""(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL
)
# A name after a dot, a dollar, a colon or a bar is a property, a parameter, a label or a type.
_WORD = re.compile(r"(?<![\w$.:|])(?<!\|\s)[A-Za-z_]\w*")
_FUNCTIONS = re.compile(
    r"(?<![\w.])(?:READ_\w*|SHOW_\w*|\w+_INFO|NEXTVAL|CURRVAL|SETSEED|LOAD_\w*)\s*\(", re.IGNORECASE
)
_PARAMETER = re.compile(r"\$(?:`((?:[^`]|``)+)`|(\w+))")
_SIGNS = {";": "a second statement", "\\": "a backslash", "\0": "a NUL"}


def refuse(cypher: str, forbidden: frozenset[str] = FORBIDDEN_WORDS) -> str:
    """The statement without a closing semicolon, if its words do no more than ask.

    >>> refuse("MATCH (t:Task) RETURN t.title;")
    'MATCH (t:Task) RETURN t.title'

    Raises:
        RefusedCypher: naming the word or sign, and where it stands.
        CypherSyntax: a quotation mark is never closed.
    """
    if len(cypher) > LENGTH:
        raise RefusedCypher(f"the statement has more than {LENGTH} characters")
    # what stands before the statement stays: places are counted from where the reader's text begins
    text = cypher.rstrip()
    text = text[:-1].rstrip() if text.endswith(";") else text
    code = bare(text)
    if found := re.search(r"[;\\\0]", code):
        raise RefusedCypher(f"the statement holds {_SIGNS[found[0]]}", where=place(text, found.start()))
    if found := re.search(r"\\[uU]|\0", text):
        raise RefusedCypher("the statement holds a Unicode escape", where=place(text, found.start()))
    depth = deepest = 0
    for sign in code:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEPTH:
        raise RefusedCypher(f"the statement nests more than {DEPTH} deep")
    first = re.match(r"\s*([A-Za-z]+)", code)
    if first is None or first[1].upper() not in FIRST_WORDS:
        raise RefusedCypher(f"a statement begins with one of {', '.join(sorted(FIRST_WORDS))}")
    for word in _WORD.finditer(code):
        if word[0].upper() in forbidden:
            raise RefusedCypher(f"{word[0].upper()} is not allowed", where=place(text, word.start()))
    if found := _FUNCTIONS.search(code):
        name = found[0].rstrip("( \t\r\n")
        raise RefusedCypher(f"{name} is not allowed", where=place(text, found.start()))
    return text


def bare(text: str, *, keep_names: bool = False) -> str:
    """The text with the inside of strings (and of quoted names) blanked, every character in its place.

    Raises:
        RefusedCypher: a comment.
        CypherSyntax: a quotation mark that is never closed.
    """

    def blank(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "comment":
                raise RefusedCypher("the statement holds a comment", where=place(text, found.start()))
            case "open":
                raise CypherSyntax("a quotation mark is never closed", where=place(text, found.start()))
            case "quoted" if keep_names:
                return found[0]
            case "quoted":
                return "`" * len(found[0])
            case _:
                return "'" + " " * (len(found[0]) - 2) + "'"

    return _PIECES.sub(blank, text)


def without_comments(text: str) -> str:
    """A trusted statement with its comments blanked, every other character in its place.

    >>> without_comments("MATCH (n) // all of '//'\\nRETURN '//' AS x").split("\\n")[1]
    "RETURN '//' AS x"
    """

    def blank(found: re.Match[str]) -> str:
        return found[0] if found["text"] else re.sub(r"[^\n]", " ", found[0])

    return _COMMENTS.sub(blank, text)


def place(text: str, offset: int) -> str:
    """Where in a statement an offset is, for a person.

    >>> place("MATCH (n)\\nRETURN n", 10)
    'line 2, column 1'
    """
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"


def chosen_parameters(text: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the parameters that a statement (without comments) names.

    >>> chosen_parameters("MATCH (t:Task {number: $number}) RETURN '$x'", {"number": "1", "other": 2})
    {'number': '1'}

    Raises:
        MissingParameter: naming those that were not given; an engine would take them for null.
    """
    code = bare(text, keep_names=True)
    names = dict.fromkeys((found[1] or found[2]) for found in _PARAMETER.finditer(code))
    missing = [name for name in names if name not in given]
    if missing:
        raise MissingParameter(f"the statement has a parameter that was not given: {', '.join(missing)}")
    return {name: given[name] for name in names}


_CLAUSE = re.compile(r"(?<![\w.$:`])(?:RETURN|UNION|ORDER\s+BY|SKIP|LIMIT)(?!\w)|[()\[\]{},]", re.IGNORECASE)
_ALIAS = re.compile(r"\sAS\s+(\w+|`+)\s*$", re.IGNORECASE)


def column_names(text: str) -> tuple[str, ...]:
    """What a statement calls its columns: the alias, or the expression as it is written.

    >>> column_names("MATCH (t:Task) RETURN DISTINCT t.title, count(*) AS n ORDER BY n")
    ('t.title', 'n')

    Returns:
        The names; none where the statement returns `*`.
    """
    code = bare(text)
    cuts = list(_top_level(code))
    first = next((i for i, (sign, _, _) in enumerate(cuts) if sign == "RETURN"), None)
    if first is None:
        return ()
    names: list[str] = []
    begin = cuts[first][2]
    for sign, start, stop in [*cuts[first + 1 :], ("", len(code), len(code))]:
        names.append(_column_name(text[begin:start], code[begin:start], first=not names))
        begin = stop
        if sign != ",":
            break
    return tuple(names) if "*" not in names else ()


def _top_level(code: str) -> Iterator[tuple[str, int, int]]:
    """Commas and the words that begin or end a list of columns, outside all brackets, with their places."""
    depth = 0
    for found in _CLAUSE.finditer(code):
        sign = found[0].upper()
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and sign not in ")]}":
            yield sign, found.start(), found.end()


def _column_name(text: str, code: str, *, first: bool) -> str:
    if first and (distinct := re.match(r"\s*DISTINCT\b", code, re.IGNORECASE)):
        text, code = text[distinct.end() :], code[distinct.end() :]
    if alias := _ALIAS.search(code):
        return text[alias.start(1) : alias.end(1)].strip("`")
    return text.strip()


def check_limits(timeout: float, limit: int) -> None:
    """Refuse limits that are none.

    Raises:
        WrongValue: a time limit that is not above 0 seconds, or a row limit below 0.
    """
    if not timeout > 0 or limit < 0:
        raise WrongValue("a time limit is above 0 seconds, and a row limit is not below 0")
