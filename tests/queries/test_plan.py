"""A plan in its own order: paths, dates, texts."""

from __future__ import annotations

import pytest

from graph.model import Graph, Node
from queries.plan import Chapter, Due, find_department, plans, printed_path
from tests.exports.plans import BOTH, TABLE, path_of, plain, plan, read
from tests.graphs import small_graph


def changed(graph: Graph, number: str, **properties: object) -> Graph:
    """The graph with other properties of one task."""
    nodes = [
        node._replace(properties={**node.properties, **properties})
        if node.label == "Task" and node.get("number") == number
        else node
        for node in graph.nodes
    ]
    return Graph(tuple(nodes), graph.relationships)


@pytest.mark.parametrize(
    ("labels", "path"),
    [
        (["(十一)", "1."], "(十一)1"),
        (["一、", "(二)", "3."], "一(二)3"),
        (["3.", "3.1"], "3.1"),
        (["3.", "1."], "3.1"),
        (["第一條"], "第一條"),
        ([""], ""),
    ],
)
def test_printed_paths(labels: list[str], path: str) -> None:
    assert printed_path(labels) == path


@pytest.mark.parametrize("which", BOTH)
def test_entries_stand_in_the_order_of_the_text(which: str) -> None:
    (found,) = plans(plan(which))
    begins = [e.node.get("char_start") if isinstance(e, Chapter) else e.task.get("char_start") for e in found.entries]
    assert begins == sorted(begins)
    assert len(begins) == 6 + 63


@pytest.mark.parametrize("which", BOTH)
def test_the_whole_text_of_each_task_is_kept(which: str) -> None:
    text = path_of(which).read_text(encoding="utf-8")
    (found,) = plans(plan(which))
    for item in found.items:
        assert plain(str(item.task.get("text"))) in plain(item.whole)
    by_number = {item.number: item for item in found.items}
    assert by_number["11.2"].whole.startswith("(十一)2.")
    assert by_number["1"].whole.startswith("(一)")
    assert by_number["24.2"].whole.startswith("(二十四)第2段 ")
    assert by_number["24.2"].whole.removeprefix("(二十四)第2段 ") in text


def test_a_row_of_a_table_has_its_number_in_a_cell_of_its_own() -> None:
    (found,) = plans(read(TABLE))
    assert [item.number for item in found.items] == [str(n) for n in range(1, 13)]
    assert found.items[0].whole.startswith("建設青嶺市城市運行管理平臺")
    assert all("\t" not in item.whole for item in found.items)


def test_dates_are_the_tasks_own_else_of_a_target_else_none() -> None:
    graph = small_graph()
    assert plans(graph)[0].items[0].due == Due("own", "2024-12-31", "2024年底前")
    bare = changed(graph, "1", due_on=None, due_text=None)
    assert plans(bare)[0].items[0].due == Due("none")
    goals = tuple(
        node._replace(properties={**node.properties, "due_on": "2024-10-31"}) if node.label == "Target" else node
        for node in bare.nodes
    )
    assert plans(Graph(goals, bare.relationships))[0].items[0].due == Due("target", "2024-10-31")
    endless = changed(graph, "1", due_on=None, due_text="持續推進")
    assert plans(endless)[0].items[0].due == Due("own", None, "持續推進")


def test_numbers_that_begin_anew_bear_their_chapter() -> None:
    (found,) = plans(changed(small_graph(), "3", printed_label="(1)"))
    assert [item.path for item in found.items][:3] == ["一(1)", "一(2)", "二(1)"]
    assert [item.above for item in found.items if item.number == "3.1"] == ["二(1)"]


def test_departments_are_found_by_any_spelling() -> None:
    known = [Node("department:x", "Department", {"name": "市政務局", "canonical": "青嶺市政務局"})]
    for name in ("市政務局", "市政务局", "青嶺市政務局", "department:x", " 市政務局"):
        assert find_department(name, known) == known[0]
    assert find_department("市政局", known) is None
