"""Chains, counted by hand on `waiting_plan`: 1 → 3 → 2 → 1 is a circle, 4 → 1, 5.2 → 4 and 5.2 → 5.1."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownName
from graph.identity import scoped_id
from graph.model import Graph
from graph.stores.base import Store
from queries.catalogue import ask_question
from queries.chains import Dependencies
from tests.graph.stores.contract_across import sharing
from tests.graphs import small_graph
from tests.queries.plans import heyuan_graph, plan_graph, task, thing, waiting_plan


def _line(pairs: list[tuple[int, int]], size: int, due: dict[int, str] | None = None) -> Graph:
    """A plan of `size` tasks in which the first of each pair uses the platform that the second delivers."""
    due = due or {}
    tasks = [
        task(
            str(i), f"任務{i}", f"市{i}局", due_on=due.get(i),
            platforms=[thing(f"平臺{i}", "delivers"), *[thing(f"平臺{b}", "uses") for a, b in pairs if a == i]],
        )
        for i in range(1, size + 1)
    ]  # fmt: skip
    head = {
        "title": "計劃",
        "doc_number": "1號",
        "issuer": "某市",
        "issued_on": "2024-01-01",
        "year": 2024,
        "jurisdiction": "某市",
    }
    links = [{"source": str(a), "target": str(b), "via": [f"平臺{b}"]} for a, b in pairs]
    return plan_graph(
        {"document": head, "sections": [{"number": "一", "title": "全部"}], "tasks": tasks, "dependencies": links}
    )


def _short(key: str) -> str:
    return key.rpartition("#")[2]


def _numbers(keys: tuple[str, ...] | list[str]) -> list[str]:
    return [_short(key) for key in keys]


def _id(graph: Graph, number: str) -> str:
    return f"{graph.document.id}#{number}"


def test_a_chain_names_what_it_runs_through() -> None:
    (chain,) = Dependencies(small_graph()).chains()
    assert _numbers(chain.tasks) == ["2", "1"]
    assert chain.links[0].via == ("市級數據中臺", "法人")


def test_chains_are_maximal_and_longest_first() -> None:
    chains = Dependencies(_line([(1, 2), (2, 3), (4, 3), (1, 3)], 5)).chains()
    assert [_numbers(c.tasks) for c in chains] == [["1", "2", "3"], ["1", "3"], ["4", "3"]]


def test_chains_of_one_task_and_their_limit() -> None:
    graph = _line([(1, 2), (2, 3)], 3)
    dependencies = Dependencies(graph)
    assert [_numbers(c.tasks) for c in dependencies.chains(_id(graph, "2"))] == [["2", "3"]]
    # ten stages of two tasks each: 2 ** 10 ways through
    pairs = [(2 * s + a, 2 * s + 2 + b) for s in range(9) for a in (1, 2) for b in (1, 2)]
    assert len(Dependencies(_line(pairs, 20)).chains(most=50)) == 50


def test_a_circle_is_found_once_and_does_not_stop_chains() -> None:
    graph = waiting_plan()
    dependencies = Dependencies(graph)
    assert [_numbers(c.tasks) for c in dependencies.cycles()] == [["1", "3", "2", "1"]]
    longest = dependencies.chains()[0]
    assert _numbers(longest.tasks)[:3] == ["5.2", "4", "1"]
    assert len(set(longest.tasks)) == len(longest.tasks)


def test_levels() -> None:
    rows = [_numbers(row) for row in Dependencies(waiting_plan()).levels()]
    # 5 and 6 wait for nothing either; the circle 1, 2, 3 waits for nothing outside itself
    assert rows == [["1", "2", "3", "5", "5.1", "6"], ["4"], ["5.2"]]


def test_the_critical_path_is_the_longest_before_a_deadline() -> None:
    graph = _line([(1, 2), (2, 3), (3, 4), (5, 4)], 5, due={2: "2024-06-30", 5: "2024-03-31"})
    critical = Dependencies(graph).critical()
    assert critical is not None
    assert (_numbers(critical.chain.tasks), critical.due_on) == (["2", "3", "4"], "2024-06-30")
    early = Dependencies(graph).critical("2024-04-01")
    assert early is not None
    assert (_numbers(early.chain.tasks), early.due_on) == (["5", "4"], "2024-03-31")
    assert Dependencies(graph).critical("2024-01-01") is None


def test_without_deadlines_the_longest_chain_is_critical() -> None:
    critical = Dependencies(_line([(1, 2), (2, 3)], 3)).critical()
    assert critical is not None
    assert (_numbers(critical.chain.tasks), critical.due_on) == (["1", "2", "3"], None)
    assert Dependencies(_line([], 3)).critical() is None


def test_blast_radius() -> None:
    graph = waiting_plan()
    dependencies = Dependencies(graph)
    reached = dependencies.blast_task(_id(graph, "5"))
    assert [(_short(r.task), r.distance) for r in reached] == [("5", 0), ("5.1", 0), ("5.2", 0)]
    platform = dependencies.blast_platform(scoped_id("Platform", "白石市", "乙平臺"))
    assert [(_short(r.task), r.distance) for r in platform] == [("2", 0), ("3", 0), ("1", 1), ("4", 2), ("5.2", 3)]
    assert [link.via for link in platform[-1].links] == [("丙平臺",), ("甲平臺",), ("丁",)]
    department = dependencies.blast_department(scoped_id("Department", "白石市", "市丙局"))
    assert [(_short(r.task), r.distance) for r in department] == [
        ("3", 0),
        ("6", 0),
        ("1", 1),
        ("2", 2),
        ("4", 2),
        ("5.2", 3),
    ]


def test_waiting_and_betweenness() -> None:
    dependencies = Dependencies(_line([(1, 2), (2, 3)], 3))
    waits = [(w.department.rpartition(":")[2], w.waits_for.rpartition(":")[2]) for w in dependencies.waiting()]
    assert waits == [("市1局", "市2局"), ("市2局", "市3局")]
    scores = {key.rpartition(":")[2]: score for key, score in dependencies.betweenness().items()}
    # of the two ordered pairs without 市2局 that could pass through it, one does: 1 of (3-1)(3-2)
    assert scores == {"市2局": 0.5, "市1局": 0.0, "市3局": 0.0}


def test_an_unknown_id_is_said() -> None:
    dependencies = Dependencies(small_graph())
    for ask in (dependencies.chains, dependencies.upstream, dependencies.blast_task, dependencies.blast_department, dependencies.blast_platform):  # fmt: skip
        with pytest.raises(UnknownName):
            ask("nothing")


def test_chains_and_questions_agree(waiting: Store) -> None:
    """The same plans by networkx and by Cypher: both years, which share their platforms and data."""
    graph = waiting_plan()
    dependencies = Dependencies.of_store(waiting)
    for number in ("1", "2", "3", "4", "5", "5.1", "5.2", "6"):
        asked = {"task": number, "document": graph.document.id}
        rows = ask_question(waiting, "upstream", asked).records()
        up = {(f"{r['document']}#{r['number']}", r["distance"]) for r in rows}
        if number != "5":  # the question rolls the subtasks of a parent up
            assert {(r.task, r.distance) for r in dependencies.upstream(_id(graph, number))} == up
        rows = ask_question(waiting, "blast-task", asked).records()
        blast = [(r["number"], r["distance"]) for r in rows]
        reached = [r for r in dependencies.blast_task(_id(graph, number)) if r.task.startswith(f"{graph.document.id}#")]
        assert [(_short(r.task), r.distance) for r in reached] == blast


def test_a_store_says_which_chains_end_at_a_hub(waiting: Store) -> None:
    """What 33 tasks need and 2 give makes 66 pairs: none of them is a dependency, and the platform is named."""
    assert Dependencies.of_store(waiting).hubs == []
    plans = [sharing("甲", "河源市", needs=33), sharing("乙", "河源市", gives=2)]
    every = Graph(
        tuple({n.id: n for p in plans for n in p.nodes}.values()), tuple(r for p in plans for r in p.relationships)
    )
    assert Dependencies(every).hubs == ["P"]
    assert Dependencies(plans[0]).hubs == []


def test_on_heyuan() -> None:
    """(五), (十四)4 wait for (二), (十四)4 for (十六) too, (八), (九), (十二)9 for (七): six links, no chain of three."""
    graph = heyuan_graph()
    dependencies = Dependencies(graph)
    assert [_numbers(c.tasks) for c in dependencies.chains()] == [
        ["5", "2"], ["8", "7"], ["9", "7"], ["12.9", "7"], ["14.4", "2"], ["14.4", "16"],
    ]  # fmt: skip
    assert dependencies.cycles() == []
    assert [len(level) for level in dependencies.levels()] == [58, 5]
    # nobody both waits and is waited for, except 政數局 through its own tasks (八) waits for 各縣(區)
    assert next(iter(dependencies.betweenness())).endswith("市政务服务数据管理局")


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)).filter(lambda p: p[0] != p[1]), unique=True, max_size=12)
)
def test_any_plan_has_chains_that_hold(pairs: list[tuple[int, int]]) -> None:
    dependencies = Dependencies(_line(pairs, 6))
    edges = {(str(a), str(b)) for a, b in pairs}
    for chain in dependencies.chains():
        numbers = _numbers(chain.tasks)
        assert set(pairwise(numbers)) <= edges
        assert len(set(numbers)) == len(numbers)
    for circle in dependencies.cycles():
        numbers = _numbers(circle.tasks)
        assert numbers[0] == numbers[-1]
        assert set(pairwise(numbers)) <= edges
    levels = {number: i for i, row in enumerate(dependencies.levels()) for number in _numbers(row)}
    assert len(levels) == 6
    assert all(levels[a] >= levels[b] for a, b in edges)
