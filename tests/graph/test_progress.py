"""The history of reports: only ever added to, read back whole, and as it stands."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exports.collect import Reply, Report
from exports.ledger import OPEN
from graph.errors import OfficeDataBroken, StoreNotWritable
from graph.model import Graph, Node
from graph.progress import COLUMNS, FILE, latest, read_history, read_latest, record_report
from queries.plan import Item, plans
from tests.graphs import small_graph

ROOT = Path(__file__).resolve().parents[2]
GRAPH = small_graph()


@dataclass
class Round:
    """One collection: what departments wrote, by the task's number and their name."""

    on: str
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def report(self, graph: Graph = GRAPH) -> Report:
        made = Report(plans(graph), date.fromisoformat(self.on), "zh-Hant", None)
        for plan in made.plans:
            for item in plan.items:
                for duty in item.leads:
                    text = self.texts.get((item.number, duty.name))
                    if text is not None:
                        made.replies[item.task.id].append(reply(item, duty.department, text))
        return made


def reply(item: Item, department: Node, text: str) -> Reply:
    written = tuple(text if name == "progress" else "" for name in OPEN)
    return Reply(department, item, written, f"{department.get('name')}.xlsx")


def led() -> list[tuple[str, str]]:
    """Number and name of every lead of the plan."""
    return [(item.number, duty.name) for item in plans(GRAPH)[0].items for duty in item.leads]


def test_the_columns_are_those_of_the_workbook() -> None:
    assert COLUMNS == OPEN


def test_the_latest_state_and_the_whole_history(tmp_path: Path) -> None:
    first, second = led()[:2]
    assert record_report(tmp_path, Round("2024-03-31", {first: "招標", second: "起草"}).report()) == 2
    assert record_report(tmp_path, Round("2024-06-30", {first: "已完成"}).report()) == 1
    history = read_history(tmp_path)
    assert [(e.on, e.number, e.name, e.progress) for e in history] == [
        ("2024-03-31", *first, "招標"),
        ("2024-03-31", *second, "起草"),
        ("2024-06-30", *first, "已完成"),
    ]
    now = {(e.number, e.name): (e.progress, e.on) for e in read_latest(tmp_path).values()}
    assert now == {first: ("已完成", "2024-06-30"), second: ("起草", "2024-03-31")}
    one = history[0]
    assert [e.progress for e in read_history(tmp_path, task=one.task, department=one.department)] == ["招標", "已完成"]
    assert read_history(tmp_path, document="none") == []
    assert {e.document for e in history} == {GRAPH.document.id}


def test_the_state_is_that_of_the_report(tmp_path: Path) -> None:
    texts = dict.fromkeys(led(), "推進中")
    done = replace_first(texts, "已完成")
    report = Round("2024-03-31", done).report()
    record_report(tmp_path, report)
    states = {item.task.id: report.state(item) for plan in report.plans for item in plan.items}
    assert {e.task: e.state for e in read_history(tmp_path)} == {k: v for k, v in states.items() if v}
    assert len(set(states.values())) > 1


def replace_first(texts: dict[tuple[str, str], str], text: str) -> dict[tuple[str, str], str]:
    return {**texts, next(iter(texts)): text}


def test_collecting_again_adds_only_what_is_new(tmp_path: Path) -> None:
    first, second = led()[:2]
    report = Round("2024-03-31", {first: "招標", second: "起草"}).report()
    record_report(tmp_path, report)
    before = (tmp_path / FILE).read_bytes()
    assert record_report(tmp_path, report) == 0
    assert (tmp_path / FILE).read_bytes() == before
    # a corrected text of the same day stands behind the first one, and counts
    assert record_report(tmp_path, Round("2024-03-31", {first: "已招標", second: "起草"}).report()) == 1
    assert (tmp_path / FILE).read_bytes().startswith(before)
    assert [e.progress for e in read_latest(tmp_path).values()] == ["已招標", "起草"]
    # the same words as of another day say that nothing has changed
    assert record_report(tmp_path, Round("2024-06-30", {second: "起草"}).report()) == 1


def test_an_older_round_that_comes_late_does_not_become_the_latest(tmp_path: Path) -> None:
    first = led()[0]
    record_report(tmp_path, Round("2024-06-30", {first: "六月"}).report())
    record_report(tmp_path, Round("2024-03-31", {first: "三月"}).report())
    assert [e.progress for e in read_history(tmp_path)] == ["三月", "六月"]
    assert [e.progress for e in read_latest(tmp_path).values()] == ["六月"]
    assert latest(reversed(read_history(tmp_path))) == read_latest(tmp_path)


def test_an_empty_row_is_no_report(tmp_path: Path) -> None:
    first, second = led()[:2]
    record_report(tmp_path, Round("2024-03-31", {first: "招標"}).report())
    assert record_report(tmp_path, Round("2024-06-30", {first: "", second: ""}).report()) == 0
    assert [e.progress for e in read_latest(tmp_path).values()] == ["招標"]


def test_every_column_and_every_sign_comes_back(tmp_path: Path) -> None:
    number, name = led()[0]
    item = next(i for i in plans(GRAPH)[0].items if i.number == number)
    odd = tuple(f'{n}\n\u2028\u2029"\\\t😀{n}' for n in COLUMNS)
    made = Round("2024-03-31").report()
    made.replies[item.task.id].append(replace(reply(item, item.leads[0].department, ""), written=odd))
    record_report(tmp_path, made)
    record_report(tmp_path, Round("2024-06-30", {(number, name): "x"}).report())
    history = read_history(tmp_path)
    assert tuple(history[0].written.values()) == odd
    assert tuple(history[0].written) == COLUMNS
    assert len(history) == 2


def test_a_line_that_was_cut_off_is_no_entry(tmp_path: Path) -> None:
    first, second = led()[:2]
    record_report(tmp_path, Round("2024-03-31", {first: "招標", second: "起草"}).report())
    path = tmp_path / FILE
    whole = path.read_bytes()
    for cut in (1, 9, len(whole.splitlines()[1]), len(whole.splitlines()[1]) + 1):
        path.write_bytes(whole[: len(whole) - cut])
        assert [e.progress for e in read_history(tmp_path)] == ["招標"]
        assert path.read_bytes() == whole[: len(whole) - cut]  # a reader changes nothing
        record_report(tmp_path, Round("2024-03-31", {first: "招標", second: "起草"}).report())
        assert path.read_bytes() == whole


def good() -> dict[str, Any]:
    texts: dict[str, Any] = dict.fromkeys(("document", "task", "number", "department", "name", "file"), "x")
    return {"on": "2024-03-31", **texts, "state": "green", "written": {"progress": "y"}}


@pytest.mark.parametrize(
    "change",
    [
        {"on": "yesterday"}, {"on": 3}, {"state": "blue"}, {"written": []}, {"written": {"colour": "red"}},
        {"written": {"progress": 1}}, {"more": "x"}, {"task": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_broken_line_is_named_and_left(change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / FILE
    lines = [json.dumps(good()), json.dumps({**good(), **change})]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(OfficeDataBroken, match="line 2") as error:
        read_history(tmp_path)
    assert "\n" not in str(error.value)
    with pytest.raises(OfficeDataBroken, match="line 2"):
        record_report(tmp_path, Round("2024-03-31", {led()[0]: "招標"}).report())
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["not json\n", "[]\n", "\n", "{}\n", "\ufffd\n"])
def test_what_is_no_entry(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(OfficeDataBroken, match="line 1"):
        read_history(tmp_path)


def test_nothing_was_ever_reported(tmp_path: Path) -> None:
    assert read_history(tmp_path / "none") == []
    assert read_latest(tmp_path) == {}
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "office").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreNotWritable):
        record_report(tmp_path / "office", Round("2024-03-31", {led()[0]: "招標"}).report())


WRITER = """
import sys
from pathlib import Path
from graph.progress import record_report
from tests.graph.test_progress import Round, led
for day in range(1, 21):
    record_report(Path(sys.argv[1]), Round(f"2024-01-{day:02d}", {led()[0]: sys.argv[2]}).report())
"""


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], cwd=ROOT) for name in ("甲", "乙")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    history = read_history(tmp_path)
    assert len(history) == 40
    assert {(e.on, e.progress) for e in history} == {(f"2024-01-{d:02d}", t) for d in range(1, 21) for t in "甲乙"}
