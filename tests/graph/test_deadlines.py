"""An office's default deadline for a document: kept apart, marked, and never taken for what the plan says."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.labels import Labels
from exports.ledger import Entries
from graph.deadlines import Deadline, default_for, read_deadlines, read_defaults, set_deadline, withdraw_deadline
from graph.errors import OfficeDataBroken
from loaders.load import load_file
from queries.plan import plans

SAMPLE = Path(__file__).resolve().parents[2] / "samples/heyuan-2021-digest.txt"
TABLE = Path(__file__).resolve().parents[2] / "samples/city-table-2024.txt"


def test_set_changed_and_taken_back(tmp_path: Path) -> None:
    assert read_defaults(tmp_path) == {}
    set_deadline(tmp_path, Deadline("a", "2021-12-31", who="王五"))
    set_deadline(tmp_path, Deadline("b", "2022-06-30"))
    set_deadline(tmp_path, Deadline("a", "2021-11-30", reason="提前"))
    assert read_defaults(tmp_path) == {"a": "2021-11-30", "b": "2022-06-30"}
    assert read_deadlines(tmp_path)["a"].when
    assert read_deadlines(tmp_path)["a"].reason == "提前"
    assert withdraw_deadline(tmp_path, "a")
    assert not withdraw_deadline(tmp_path, "a")
    assert read_defaults(tmp_path) == {"b": "2022-06-30"}


def test_it_stands_only_where_the_plan_has_no_date() -> None:
    # the table has dates of its own for ten tasks; its eleventh says that it has no end
    graph = load_file(TABLE)
    words = Labels("zh-Hant")
    items = [item for plan in plans(graph) for item in plan.items]
    default = {graph.document.id: "2025-03-31"}
    for item in items:
        marked = Entries(words, default).due(item) == "2025年3月31日(默認)"
        assert marked == (item.due.source == "none")
        assert Entries(words, {"another": "2025-03-31"}).due(item) == Entries(words).due(item)
    graph = load_file(SAMPLE)
    plan = plans(graph)[0]
    without = [item for item in plan.items if item.due.source == "none"]
    assert without
    default = {graph.document.id: "2021-12-31"}
    assert {Entries(words, default).due(item) for item in without} == {"2021年12月31日(默認)"}
    assert load_file(SAMPLE) == graph


def test_for_one_or_for_all() -> None:
    assert default_for("a", "") is None
    assert default_for("a", {}) is None


@pytest.mark.parametrize(
    "text",
    [
        "deadlines: 3",
        "- 1",
        "deadlines:\n- {document: d}",
        "deadlines:\n- {document: d, due: soon}",
        "deadlines:\n- {document: d, due: '2021-12-31', colour: red}",
    ],
)
def test_a_broken_file_is_left_as_it_is(text: str, tmp_path: Path) -> None:
    path = tmp_path / "deadlines.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OfficeDataBroken):
        set_deadline(tmp_path, Deadline("d", "2021-12-31"))
    assert path.read_text(encoding="utf-8") == text
