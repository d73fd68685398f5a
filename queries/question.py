"""A named question: one file of `cypher/questions`, its header parsed.

The header is the block of `//` lines at the top of the file, each `key: value`; fields of a value stand between `|`::

    // name: who-leads
    // group: responsibility
    // title.zh-Hant: 誰牽頭什麼任務
    // title.zh-Hans: 谁牵头什么任务
    // title.en: Who leads what
    // parameter: department | department | = | 部門 | 部门 | department
    // column: department:department | 部門 | 部门 | department
    // order: -tasks, department
    // example: zhize query who-leads --department 市公安局

A parameter is name, type, default (`required`, or `=` and the value: `=` alone is "all" or an empty text), and its label in
the three languages. A column is name (and `:kind`) and its label. `order` sorts the rows after the engine, for what
engines cannot do alike: UNION, and departments in their official sequence; `-` is descending.
`given` names a parameter that the catalogue fills in itself. `about` lines say what the answer means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import QueryError
from graph.ontology import LANGUAGES

NAMED = ("department", "platform", "data", "task", "document")
"""Types whose values are names of things in the store; the statement gets a list of ids, `['']` for all."""

TYPES = (*NAMED, "text", "words", "integer", "boolean", "date")
"""`words` becomes a regular expression that finds the words in every script; the others are what they say."""

COLUMN_KINDS = ("", "number", "department", "departments", "names", "numbers", "date", "detail", "code", "hidden")
"""What a column holds, for sorting and showing.

`number`: a task's number; `department`: a department's name; `departments`, `names`, `numbers`: a list; `detail`: evidence and offsets, which a
narrow table may fold; `code`: a word with a label in `cypher/labels.yaml`; `hidden`: only for the order.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be asked with. `default` is None where `required`; labels are by language."""

    name: str
    kind: str
    required: bool
    default: str | int | bool | None
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer; labels are by language."""

    name: str
    kind: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One named question with its statement.

    Attributes:
        name: as on the command line.
        group: a key of the groups in `cypher/labels.yaml`.
        titles: by language.
        parameters, columns: by name, in the file's order (hidden columns included).
        given: parameters that the catalogue computes: name → what.
        order: columns to sort by after the engine, each with whether it descends; empty when the statement sorts.
        examples: command lines that work on the sample plan.
        about: what the answer means, in plain words, by language; empty when the title says it.
        cypher: the statement, without the header.
        own: whether it is an analyst's own, from `cypher/own`.
    """

    name: str
    group: str
    titles: dict[str, str]
    parameters: dict[str, Parameter]
    columns: dict[str, Column]
    given: dict[str, str]
    order: tuple[tuple[str, bool], ...]
    examples: tuple[str, ...]
    about: dict[str, str]
    cypher: str
    own: bool = False

    def shown(self) -> tuple[Column, ...]:
        """The columns of the answer, in order, without the hidden ones."""
        return tuple(c for c in self.columns.values() if c.kind != "hidden")


@dataclass(slots=True)
class _Header:
    """A header's lines, collected by key."""

    where: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def one(self, key: str) -> str:
        found = self.values.get(key, [])
        if len(found) != 1 or not found[0]:
            raise _broken(f"the header needs one line `// {key}: …`, it has {len(found)}", self.where)
        return found[0]

    def many(self, key: str) -> list[str]:
        return self.values.get(key, [])


_KEYS = (
    "name",
    "group",
    *(f"title.{n}" for n in LANGUAGES),
    "about",
    *(f"about.{n}" for n in LANGUAGES),
    "parameter",
    "given",
    "column",
    "order",
    "example",
)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WORD = re.compile(r"[a-z][a-z0-9_]*")


def _broken(what: str, where: str) -> QueryError:
    return QueryError(what, where=where, advice="cypher/README.md describes the form of a question file.")


def read_question(path: Path, *, own: bool = False) -> Question:
    """Parse one question file.

    Raises:
        QueryError: naming the file and what its header lacks or has too much.
    """
    where = f"{path.parent.name}/{path.name}"
    header = _Header(where)
    lines = path.read_text(encoding="utf-8").splitlines()
    body = 0
    for body, line in enumerate(lines):  # noqa: B007 - the index of the first line of the statement is used below
        if not line.startswith("//"):
            break
        key, colon, value = line[2:].partition(":")
        if not colon or key.strip() not in _KEYS:
            raise _broken(f"unknown header line {line!r}, known keys are {', '.join(_KEYS)}", where)
        header.values.setdefault(key.strip(), []).append(value.strip())
    statement = "\n".join(lines[body:]).strip()
    if not statement or statement.startswith("//"):
        raise _broken("there is no statement under the header", where)
    name = header.one("name")
    if not _NAME.fullmatch(name) or name != path.stem:
        raise _broken(f"the name {name!r} is not the file's, in small letters with hyphens", where)
    columns = {c.name: c for c in (_column(v, where) for v in header.many("column"))}
    if not columns:
        raise _broken("there is no line `// column: …`", where)
    order = tuple(
        (part.strip().lstrip("-"), part.strip().startswith("-"))
        for value in header.many("order")
        for part in value.split(",")
    )
    for column, _ in order:
        if column not in columns:
            raise _broken(f"it is ordered by {column!r}, which is no column", where)
    given = dict(_pair(v, where) for v in header.many("given"))
    return Question(
        name=name,
        group=header.one("group"),
        titles={language: header.one(f"title.{language}") for language in LANGUAGES},
        parameters={p.name: p for p in (_parameter(v, where) for v in header.many("parameter"))},
        columns=columns,
        given=given,
        order=order,
        examples=tuple(header.many("example")),
        about=_about(header),
        cypher=statement,
        own=own,
    )


def _about(header: _Header) -> dict[str, str]:
    """What the answer means, by language; one line for all of them may do where an office works in one language."""
    plain, languages = header.many("about"), {n: header.many(f"about.{n}") for n in LANGUAGES}
    lacking = [f"about.{n}" for n, lines in languages.items() if not lines]
    if plain and len(lacking) < len(LANGUAGES):
        raise _broken("`about` is for all languages, so it does not stand beside `about.en` and the like", header.where)
    if not plain and lacking and len(lacking) < len(LANGUAGES):
        raise _broken(f"there is no line `// {lacking[0]}: …`", header.where)
    joined = {n: (" " if n == "en" else "").join(lines) for n, lines in languages.items() if lines}
    return dict.fromkeys(LANGUAGES, " ".join(plain)) if plain else joined


def _fields(value: str, count: int, where: str) -> list[str]:
    fields = [part.strip() for part in value.split("|")]
    if len(fields) != count or not all(fields):
        raise _broken(f"{value!r} has {len(fields)} fields between |, not {count}", where)
    return fields


def _pair(value: str, where: str) -> tuple[str, str]:
    name, what = _fields(value, 2, where)
    return name, what


def _parameter(value: str, where: str) -> Parameter:
    name, kind, default, *labels = _fields(value, 3 + len(LANGUAGES), where)
    if not _WORD.fullmatch(name) or kind not in TYPES:
        raise _broken(f"parameter {name!r} of type {kind!r}: types are {', '.join(TYPES)}", where)
    if default != "required" and not default.startswith("="):
        raise _broken(f"parameter {name!r} is neither `required` nor has it a default `= value`", where)
    required = default == "required"
    return Parameter(
        name=name,
        kind=kind,
        required=required,
        default=None if required else _default(kind, default[1:].strip(), where),
        labels=dict(zip(LANGUAGES, labels, strict=True)),
    )


def _default(kind: str, text: str, where: str) -> Any:
    match kind:
        case "integer":
            if not text.isdecimal():
                raise _broken(f"the default {text!r} is no integer", where)
            return int(text)
        case "boolean":
            if text not in ("true", "false"):
                raise _broken(f"the default {text!r} is neither true nor false", where)
            return text == "true"
        case _:
            return text


def _column(value: str, where: str) -> Column:
    first, *labels = _fields(value, 1 + len(LANGUAGES), where)
    name, _, kind = first.partition(":")
    if not _WORD.fullmatch(name) or kind not in COLUMN_KINDS:
        raise _broken(f"column {first!r}: kinds are {', '.join(k for k in COLUMN_KINDS if k)}", where)
    return Column(name, kind, dict(zip(LANGUAGES, labels, strict=True)))
