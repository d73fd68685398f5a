"""The catalogue as a whole: every file is well formed, every example runs, and what is wrong is said in one line."""

from __future__ import annotations

import re
import shlex
from datetime import date
from typing import Any

import pytest

from graph.errors import (
    MissingParameter,
    QueryError,
    UnknownName,
    UnknownParameter,
    UnknownQuestion,
    WrongValue,
)
from graph.ontology import LANGUAGES
from graph.stores.base import Store
from queries.catalogue import ask_question, catalogue, code_label, find_question, groups, pattern, tiers_above
from queries.question import NAMED, Question

MAY_BE_EMPTY = ("no-lead", "cycles", "data-flow", "who-oversees", "leader-load", "hubs")
"""What neither Heyuan's plan nor the sample has: an item without a lead, a cycle, data that flows, officials, hubs."""
QUESTIONS = list(catalogue().values())
# A value for each type that exists in the small plans; the comparison's documents are told apart by name.
VALUES = {
    "department": "市公安局",
    "platform": "市級數據中臺",
    "data": "法人",
    "task": "2",
    "words": "數據",
    "date": "2024-12-31",
}


def given(question: Question) -> dict[str, Any]:
    """Values for the question's required parameters."""
    documents = {"old": "青府辦〔2024〕1號", "new": "青府辦〔2025〕2號"}
    return {p.name: documents.get(p.name) or VALUES[p.kind] for p in question.parameters.values() if p.required}


def example(line: str) -> tuple[str, dict[str, str]]:
    """Name and parameters of a header's example."""
    program, command, name, *options = shlex.split(line)
    assert (program, command) == ("zhize", "query")
    assert len(options) % 2 == 0
    assert all(option.startswith("--") for option in options[::2])
    return name, {options[i][2:]: options[i + 1] for i in range(0, len(options), 2)}


def test_there_are_questions_of_every_group() -> None:
    assert len(QUESTIONS) >= 26
    assert {q.group for q in QUESTIONS if not q.own} == set(groups()) - {"own"}
    assert list(catalogue()) == list(dict.fromkeys(catalogue()))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_header_says_everything(question: Question) -> None:
    assert all(question.titles[language] for language in LANGUAGES)
    # said in each language, not in one for all of them
    assert not question.about or len(set(question.about.values())) == len(LANGUAGES)
    assert set(re.findall(r"\$(\w+)", question.cypher)) <= {*question.parameters, *question.given}
    unused = {p for p in question.parameters if not re.search(rf"\${p}\b", question.cypher)}
    found_by = {"document"} | ({"task"} if "parts" in question.given else set())
    assert unused <= found_by, "only a document may serve to find a task, and a task its parts, and nothing else"
    if question.group != "comparison":
        assert question.examples
    for line in question.examples:
        name, parameters = example(line)
        assert name == question.name
        assert set(parameters) <= set(question.parameters)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_columns_are_those_of_the_statement(small: Store, question: Question) -> None:
    answer = ask_question(small, question.name, given(question))
    statement = small.query(question.cypher, answer.bound)
    assert statement.columns == tuple(question.columns)
    assert answer.columns == tuple(c.name for c in question.columns.values() if c.kind != "hidden")
    assert all(len(row) == len(answer.columns) for row in answer.rows)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_a_task_is_named_by_document_number_and_title(question: Question) -> None:
    names = [c.name for c in question.shown()]
    if "number" in names and question.name != "search":
        assert {"document", "number", "title"} <= set(names)


@pytest.mark.parametrize(
    ("name", "line"),
    [(q.name, line) for q in QUESTIONS for line in q.examples],
)
def test_the_examples_run_on_heyuan(heyuan: Store, name: str, line: str) -> None:
    answer = ask_question(heyuan, name, example(line)[1])
    assert answer.rows or name in MAY_BE_EMPTY


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_codes_have_labels(small: Store, waiting: Store, question: Question) -> None:
    kinds = [c.kind for c in question.shown()]
    answers = [ask_question(small, question.name, given(question))]
    if not any(p.required for p in question.parameters.values()):
        answers.append(ask_question(waiting, question.name))
    for row in (row for answer in answers for row in answer.rows):
        for kind, value in zip(kinds, row, strict=True):
            if kind == "code" and value is not None:
                assert code_label(value, "zh-Hant") != value, value


def test_the_same_question_gives_the_same_answer(small: Store) -> None:
    for question in QUESTIONS:
        first, second = (ask_question(small, question.name, given(question)).to_dict() for _ in range(2))
        assert first == second


def test_json_has_the_agreed_keys(small: Store) -> None:
    answer = ask_question(small, "who-leads", {"department": "市司法局"})
    assert list(answer.to_dict()) == ["question", "parameters", "cypher", "columns", "rows"]
    assert answer.parameters == {"department": "市司法局", "task": "", "document": "", "collective": True}
    assert answer.cypher.startswith("MATCH")


def test_a_limit_cuts_and_says_so(small: Store) -> None:
    for name in ("who-leads", "platforms"):  # sorted by the engine, and after it
        whole = ask_question(small, name)
        cut = ask_question(small, name, limit=2)
        assert cut.rows == whole.rows[:2]
        assert cut.truncated
        assert not whole.truncated
        assert cut.to_dict()["truncated"] is True


def test_an_unknown_question_gives_near_ones() -> None:
    with pytest.raises(UnknownQuestion, match="who-leads"):
        find_question("who-lead")


def test_an_unknown_parameter_names_the_valid_ones(small: Store) -> None:
    with pytest.raises(UnknownParameter, match="department, task, document, collective"):
        ask_question(small, "who-leads", {"departement": "市公安局"})


@pytest.mark.parametrize("parameters", [{}, {"task": ""}, {"task": None}, {"task": []}])
def test_a_missing_parameter_is_named(small: Store, parameters: dict[str, Any]) -> None:
    with pytest.raises(MissingParameter, match="--task"):
        ask_question(small, "upstream", parameters)


@pytest.mark.parametrize(
    ("name", "parameters", "advice"),
    [
        ("shared-platforms", {"least": "two"}, "whole number"),
        ("shared-platforms", {"least": -1}, "whole number"),
        ("shared-platforms", {"least": True}, "whole number"),
        ("shared-platforms", {"least": 2.5}, "whole number"),
        ("who-leads", {"collective": "perhaps"}, "true or false"),
        ("due", {"by": "2021-02-30"}, "2021-12-31"),
        ("due", {"by": "soon"}, "2021-12-31"),
        ("who-leads", {"department": 5}, "name of a department"),
        ("who-leads", {"department": [1]}, "name of a department"),
        ("search", {"text": 7}, "word"),
    ],
)
def test_a_wrong_value_says_what_is_right(small: Store, name: str, parameters: dict[str, Any], advice: str) -> None:
    with pytest.raises(WrongValue, match=advice):
        ask_question(small, name, parameters)


@pytest.mark.parametrize("kind", NAMED)
def test_an_unknown_name_is_one_line_with_near_ones(small: Store, kind: str) -> None:
    typed = {
        "department": "公安局",
        "platform": "市級数据中臺子",
        "data": "法人庫",
        "task": "2.9",
        "document": "青府辦〔2024〕3號",
    }[kind]
    near = {
        "department": "市公安局",
        "platform": "市級數據中臺",
        "data": "法人",
        "task": "",
        "document": "青府辦〔2024〕1號",
    }[kind]
    name = {"data": "data-flow", "platform": "platforms"}.get(kind, "who-leads")
    with pytest.raises(UnknownName) as caught:
        ask_question(small, name, {kind: typed})
    assert typed in caught.value.line()
    assert near in caught.value.line()
    assert "\n" not in caught.value.line()


HOSTILE = [
    "'",
    '"',
    "\\",
    "$x",
    "`",
    "\x00",
    "a' OR 1=1 //",
    "\n",
    "（",
    "[",
    "*",
    ".*",
    "市" * 5000,
    "\ud83d",
    "\U0001f600",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    ("name", "parameter"), [("who-leads", "department"), ("upstream", "task"), ("duties", "department")]
)
def test_a_hostile_name_is_unknown(small: Store, name: str, parameter: str, hostile: str) -> None:
    if not hostile.strip() and not catalogue()[name].parameters[parameter].required:
        assert ask_question(small, name, {parameter: hostile}).rows == ask_question(small, name).rows
        return
    with pytest.raises(QueryError) as caught:
        ask_question(small, name, {parameter: hostile})
    assert "\n" not in caught.value.line()
    assert len(caught.value.line()) < 500


@pytest.mark.parametrize("hostile", [text for text in HOSTILE if text.strip() and text not in ("（", "\ud83d")])
def test_a_hostile_word_is_only_a_word(small: Store, hostile: str) -> None:
    assert ask_question(small, "search", {"text": hostile}).rows == []


def test_brackets_are_searched_as_brackets(small: Store) -> None:
    found = ask_question(small, "search", {"text": "（市司法局牽頭）"}).records()
    assert {r["number"] for r in found} == {"4", "5", "6"}


def test_several_names_stand_for_all_of_them(small: Store) -> None:
    both = ask_question(small, "who-leads", {"department": ["市公安局", "市司法局"], "document": "青府辦〔2024〕1號"})
    assert [r["number"] for r in both.records()] == ["2", "3.1", "4"]


def test_texts_are_read_as_a_person_types_them(small: Store) -> None:
    answers = [
        ask_question(small, "who-supports", {"collective": value}).rows for value in (False, "false", "No", "0", "否")
    ]
    assert all(rows == answers[0] for rows in answers)
    days = [
        ask_question(small, "due", {"by": day}).parameters["by"]
        for day in ("2024-12-31", "2024年12月31日", "2024/12/31", date(2024, 12, 31))
    ]
    assert set(days) == {"2024-12-31"}
    assert ask_question(small, "overdue").parameters["day"] == date.today().isoformat()


def test_words_are_found_in_both_scripts_and_are_no_expression() -> None:
    assert re.fullmatch(pattern("数据中台"), "市級數據中臺。\n匯聚")
    assert re.fullmatch(pattern("ａpp"), "移動App")
    assert not re.fullmatch(pattern("a.c"), "abc")
    assert re.fullmatch(pattern("(試點)"), "一（试点）")


def test_the_tiers_above_each_place(heyuan: Store) -> None:
    assert tiers_above(heyuan, {}) == ["河源市|nation", "河源市|province"]


def test_names_of_the_catalogue_are_in_three_languages() -> None:
    for labels in groups().values():
        assert set(labels) == set(LANGUAGES)
    for question in QUESTIONS:
        labels_of = [p.labels for p in question.parameters.values()] + [c.labels for c in question.columns.values()]
        assert all(set(labels) == set(LANGUAGES) for labels in labels_of)
