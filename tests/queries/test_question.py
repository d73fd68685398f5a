"""The form of a question file: what is read, and what is refused with the file's name and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import QueryError
from queries.question import read_question

GOOD = """// name: mine
// group: own
// title.zh-Hant: 我的問題
// title.zh-Hans: 我的问题
// title.en: My question
// about: What it means.
// about: And more.
// parameter: department | department | = | 部門 | 部门 | department
// parameter: least | integer | = 2 | 最少 | 最少 | at least
// parameter: by | date | required | 截至 | 截至 | by
// given: above | tiers
// column: department:department | 部門 | 部门 | department
// column: tasks | 任務數 | 任务数 | tasks
// order: -tasks, department
// example: zhize query mine --by 2024-12-31
MATCH (d:Department)
RETURN d.name AS department, 1 AS tasks
"""


def _write(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.cypher"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_is_read(tmp_path: Path) -> None:
    question = read_question(_write(tmp_path, GOOD), own=True)
    assert question.titles == {"zh-Hant": "我的問題", "zh-Hans": "我的问题", "en": "My question"}
    assert question.about == dict.fromkeys(("zh-Hant", "zh-Hans", "en"), "What it means. And more.")
    assert [(p.name, p.kind, p.required, p.default) for p in question.parameters.values()] == [
        ("department", "department", False, ""),
        ("least", "integer", False, 2),
        ("by", "date", True, None),
    ]
    assert question.given == {"above": "tiers"}
    assert question.order == (("tasks", True), ("department", False))
    assert question.cypher == "MATCH (d:Department)\nRETURN d.name AS department, 1 AS tasks"
    assert question.own


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("// title.en: My question\n", "", "title.en"),
        ("// name: mine", "// name: other", "not the file's"),
        ("// group: own", "// group own", "unknown header line"),
        ("// group: own", "// colour: red", "unknown header line"),
        ("// about: And more.", "// about.en: And more.", "for all languages"),
        ("// about: What it means.\n// about: And more.", "// about.en: And more.", "about.zh-Hant"),
        ("| department | = |", "| colour | = |", "types are"),
        ("| integer | = 2 |", "| integer | = two |", "no integer"),
        ("| integer | = 2 |", "| integer | 2 |", "neither `required`"),
        ("department:department |", "department:colour |", "kinds are"),
        ("-tasks, department", "-days", "no column"),
        ("| 最少 | 最少 | at least", "| 最少 | at least", "fields"),
        ("MATCH (d:Department)\nRETURN d.name AS department, 1 AS tasks\n", "", "no statement"),
        (
            "// column: department:department | 部門 | 部门 | department\n// column: tasks | 任務數 | 任务数 | tasks\n",
            "",
            "column",
        ),
    ],
)
def test_a_broken_header_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError, match=reason) as caught:
        read_question(_write(tmp_path, GOOD.replace(old, new)))
    assert "mine.cypher" in caught.value.line()


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no statement"):
        read_question(_write(tmp_path, ""))
