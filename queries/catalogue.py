"""The catalogue of named questions: what `cypher/` holds, and how a question is asked of a store."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from graph.errors import MissingParameter, UnknownParameter, UnknownQuestion, WrongValue
from graph.identity import shadow, task_id
from graph.office import office_folder, read_assignments
from graph.ontology import ontology
from graph.settings import QUESTIONS
from graph.stores.base import Store
from queries.names import ALL, nearest, resolve
from queries.order import arranger, sort_key
from queries.question import NAMED, Column, Parameter, Question, read_question
from queries.specialise import specialised

__all__ = ["Answer", "Column", "Parameter", "Question", "ask_question", "catalogue", "code_label", "groups"]

FOLDER = Path(__file__).resolve().parent.parent / "cypher"
LIMIT = 10_000
"""Rows of one answer at most, unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answered.

    Attributes:
        question: the question's name.
        parameters: what was asked, defaults filled in, as typed.
        bound: what the statement got: names as lists of ids, words as a pattern.
        cypher: the statement.
        columns: names of the columns.
        rows: in the columns' order.
        truncated: whether rows beyond the limit were left out.
        elapsed: seconds that the engine took.
    """

    question: str
    parameters: dict[str, Any]
    cypher: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False
    bound: dict[str, Any] = field(default_factory=dict)
    elapsed: float = 0.0

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_dict(self) -> dict[str, Any]:
        """What `--format json` writes."""
        answer = {
            "question": self.question,
            "parameters": self.parameters,
            "cypher": self.cypher,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
        }
        return {**answer, "truncated": True} if self.truncated else answer


@cache
def _labels() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((FOLDER / "labels.yaml").read_text(encoding="utf-8"))
    return found


def groups() -> dict[str, dict[str, str]]:
    """The groups of questions with their titles by language, in the order in which they are listed."""
    return _labels()["groups"]


def code_label(code: str, language: str) -> str:
    """The words for a code in a column of the kind `code`; an unknown code stands for itself.

    >>> code_label("LEADS", "zh-Hant")
    '牽頭'
    """
    return _labels()["codes"].get(code, {}).get(language, code)


def own_folder() -> Path:
    """Where the analysts' own questions lie: the folder that ZHIZE_QUESTIONS names, else `cypher/own`."""
    return Path(QUESTIONS.value) if QUESTIONS.value else FOLDER / "own"


@cache
def _read(files: tuple[tuple[Path, int, int], ...], own: bool) -> tuple[Question, ...]:
    return tuple(read_question(path, own=own) for path, _, _ in files)


def _files(folder: Path) -> tuple[tuple[Path, int, int], ...]:
    """A folder's questions, each with what tells that it was written anew."""
    found = ((path, path.stat()) for path in sorted(folder.glob("*.cypher")))
    return tuple((path, about.st_mtime_ns, about.st_size) for path, about in found)


@cache
def _shipped() -> tuple[Question, ...]:
    return _read(_files(FOLDER / "questions"), False)


def catalogue() -> dict[str, Question]:
    """Every named question by its name, grouped, in a fixed order; the analysts' own come last.

    Raises:
        QueryError: a question file is not of the form that `cypher/README.md` describes.
    """
    order = {group: place for place, group in enumerate(groups())}
    shipped = sorted(_shipped(), key=lambda q: (order.get(q.group, len(order)), q.name))
    found = {question.name: question for question in shipped}
    for question in _read(_files(own_folder()), True):
        found.setdefault(question.name, question)
    return found


def ask_question(store: Store, name: str, parameters: Mapping[str, Any] | None = None, *, limit: int = LIMIT) -> Answer:
    """Ask a named question.

    Args:
        store: where to ask.
        name: the question's name.
        parameters: by name; texts as a person types them are understood (`"true"`, `"2021-12-31"`, a department's
            name), and a list of names stands for all of them.
        limit: rows at most.

    Raises:
        UnknownQuestion, UnknownParameter, MissingParameter, WrongValue, UnknownName: naming the valid ones.
    """
    question = find_question(name)
    asked = _asked(question, parameters or {})
    bound = _bound(store, question, asked)
    statement = question.cypher
    if not question.order and not re.search(r"\bLIMIT\b", statement):
        statement = f"{statement}\nLIMIT {limit + 1}"
    if question.own:
        found = store.analyst(statement, bound, limit=limit + 1)
    else:
        found = store.query(*specialised(statement, bound))
    rows = found.rows
    if question.order:
        rows = sorted(rows, key=sort_key(question))
    kept = [i for i, column in enumerate(question.columns.values()) if column.kind != "hidden"]
    arrange = [arranger(column) for column in question.columns.values()]
    return Answer(
        question=name,
        parameters=asked,
        cypher=question.cypher,
        columns=tuple(column.name for column in question.shown()),
        rows=[tuple(arrange[i](row[i]) for i in kept) for row in rows[:limit]],
        truncated=found.truncated or len(rows) > limit,
        bound=bound,
        elapsed=found.elapsed,
    )


def find_question(name: str) -> Question:
    """A question of the catalogue.

    Raises:
        UnknownQuestion: there is none of that name; near names are given.
    """
    known = catalogue()
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UnknownQuestion(f"there is no question {name!r}", advice=f"{hint}{UnknownQuestion.advice}")


def _asked(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with defaults filled in and values in their types."""
    for name in given:
        if name not in question.parameters:
            valid = ", ".join(question.parameters) or "none"
            raise UnknownParameter(
                f"the question {question.name} has no parameter {name!r}", advice=f"Valid parameters: {valid}."
            )
    asked = {}
    for name, parameter in question.parameters.items():
        value = given.get(name)
        if value is None or (parameter.required and not (value.strip() if isinstance(value, str) else value)):
            if parameter.required:
                raise MissingParameter(
                    f"the question {question.name} needs the parameter {name}", advice=f"Add --{name}."
                )
            value = parameter.default
        asked[name] = _typed(question, parameter, value)
    return asked


_YES, _NO = ("true", "yes", "1", "是"), ("false", "no", "0", "否")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _typed(question: Question, parameter: Parameter, value: Any) -> Any:
    """The value in the parameter's type, or WrongValue with what would be right."""
    for text in value if isinstance(value, (list, tuple)) else (value,):
        if isinstance(text, str) and any("\ud800" <= character <= "\udfff" for character in text):
            raise _wrong(question, parameter, value)  # half a character: no engine takes it
    match parameter.kind, value:
        case "boolean", bool():
            return value
        case "boolean", str() if value.strip().lower() in _YES + _NO:
            return value.strip().lower() in _YES
        case "integer", int() if not isinstance(value, bool) and 0 <= value < 2**31:
            return value
        case "integer", str() if re.fullmatch(r"[0-9]{1,9}", value.strip()):
            return int(value)
        case "date", date():
            return value.isoformat()[:10]
        case "date", str():
            return _day(question, parameter, value.strip())
        case (("text" | "words"), str()):
            return value.strip()
        case kind, str() if kind in NAMED:
            return value.strip()
        case kind, (list() | tuple()) if kind in NAMED and value and all(isinstance(v, str) for v in value):
            return [v.strip() for v in value]
    raise _wrong(question, parameter, value)


def _day(question: Question, parameter: Parameter, text: str) -> str:
    if text == "" and not parameter.required:
        return ""
    if text == "today":
        return date.today().isoformat()
    found = _DAY.fullmatch(shadow(text))
    try:
        if found:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass  # the 31st of a shorter month: no date either
    raise _wrong(question, parameter, text)


_EXPECTED = {
    "boolean": "Give true or false.",
    "integer": "Give a whole number.",
    "date": "Give a date such as 2021-12-31.",
    "text": "Give a text.",
    "words": "Give one word or several.",
}


def _wrong(question: Question, parameter: Parameter, value: Any) -> WrongValue:
    return WrongValue(
        f"{value!r} is no value for the parameter {parameter.name} of {question.name}",
        advice=_EXPECTED.get(parameter.kind, f"Give the name of a {parameter.kind}."),
    )


def _bound(store: Store, question: Question, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the statement gets. Documents come first: a task's number is looked for in them only."""
    bound: dict[str, Any] = {}
    for name in sorted(asked, key=lambda n: question.parameters[n].kind != "document"):
        value, kind = asked[name], question.parameters[name].kind
        if kind in NAMED:
            documents = bound.get("document", list(ALL))
            names = [value] if isinstance(value, str) else value
            ids = {key: None for n in names for key in resolve(store, kind, n, documents=documents)}
            bound[name] = list(ids)
        elif kind == "words":
            bound[name] = pattern(value)
        else:
            bound[name] = value
    for name, what in question.given.items():
        bound[name] = GIVEN[what](store, bound)
    # a document that only narrows the search for a task is no parameter of the statement
    return {name: value for name, value in bound.items() if re.search(rf"\${name}\b", question.cypher)}


@cache
def _same_shadow() -> dict[str, str]:
    """For each character of the shadow, every character that has it: 数 → 数數."""
    every = "".join(chr(point) for point in (*range(0x20, 0xD800), *range(0xF900, 0x10000), *range(0x20000, 0x2FA20)))
    found: dict[str, list[str]] = {}
    for character, form in zip(every, shadow(every), strict=True):
        if character != form:
            found.setdefault(form, [form]).append(character)
    return {form: "".join(characters) for form, characters in found.items()}


def pattern(words: str) -> str:
    """A regular expression that finds the words in traditional and simplified characters, whatever the width and case.

    >>> import re
    >>> bool(re.fullmatch(pattern("数据 平台"), "統一數據平臺"))
    True
    """
    return "(?is).*" + ".*".join("".join(map(_one_of, shadow(word))) for word in words.split()) + ".*"


def _one_of(character: str) -> str:
    same = _same_shadow().get(character, character)
    escaped = "".join(f"\\{c}" if not c.isalnum() and c.isascii() else c for c in same)
    return f"[{escaped}]" if len(same) > 1 else escaped


def tiers_above(store: Store, _bound: Mapping[str, Any]) -> list[str]:
    """`place|tier` for each place that a stored plan governs and each tier above it; one empty text when there is none.

    A statement tests with it whether a platform's owner stands above a plan: which tier a place has is known to the
    table of places, not to the graph.
    """
    tier_of = import_module("graph.places").tier_of
    tiers = ontology().nodes["Platform"].properties["tier"].values
    pairs = []
    for place in sorted({d.jurisdiction for d in store.documents() if d.jurisdiction}):
        tier = tier_of(place)
        if tier in tiers:
            pairs += [f"{place}|{upper}" for upper in tiers[: tiers.index(tier)]]
    return pairs or list(ALL)


def assigned(store: Store, _bound: Mapping[str, Any]) -> list[str]:
    """`task|collective`, by the task's id, for each collective that the office has named a department for; one empty text
    when there is none.
    """
    found = read_assignments(office_folder(store.url))
    return [f"{task_id(a.document, a.task)}|{a.collective}" for a in found if a.collective] or list(ALL)


def parts(store: Store, bound: Mapping[str, Any]) -> list[str]:
    """Ids of the tasks that were asked for and of all their subtasks; one empty text when any will do."""
    tasks = list(bound["task"])
    if tasks == list(ALL):
        return tasks
    walk = (
        "MATCH (top:Task)-[:HAS_SUBTASK*0..6]->(t:Task)\nWHERE top.id IN $task\nRETURN DISTINCT t.id AS id\nORDER BY id"
    )
    return [row[0] for row in store.query(*specialised(walk, {"task": tasks})).rows]


GIVEN: dict[str, Callable[[Store, Mapping[str, Any]], Any]] = {
    "tiers": tiers_above,
    "assigned": assigned,
    "parts": parts,
}
"""Parameters that the catalogue fills in itself (`given` in a header)."""
