"""Look-ups over documents: names in addresses lead back to what they name, and to nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.around import around, needs, own_duties, partners
from explorer.scope import Scope
from graph.model import Graph, Node
from loaders.load import load_file
from tests.graphs import small_graph, two_plans

ROOT = Path(__file__).resolve().parents[2]
PLANS = [ROOT / "samples" / "heyuan-2021-digest.txt", (ROOT / "../shared/data/heyuan-2021.txt").resolve()]


@pytest.fixture(scope="module", params=PLANS, ids=["sample", "plan"])
def scope(request: pytest.FixtureRequest) -> Scope:
    if not request.param.exists():
        pytest.skip("the plan itself is not here")
    return Scope(load_file(request.param))


def several() -> Scope:
    graphs = two_plans()
    nodes = {node.id: node for graph in graphs for node in graph.nodes}
    return Scope(Graph(tuple(nodes.values()), tuple(r for graph in graphs for r in graph.relationships)))


@pytest.mark.parametrize("make", [lambda: Scope(small_graph()), several], ids=["one", "two"])
def test_a_reference_leads_back_to_its_node(make: object) -> None:
    found: Scope = make()  # type: ignore[operator]
    for node in found.graph.nodes:
        if node.label != "Target":
            assert found.resolve(found.reference(node)) == node
            assert node.id not in found.reference(node)


def test_every_relationship_read_from_text_has_a_name(scope: Scope) -> None:
    read = [r for r in scope.graph.relationships if r.get("evidence") and r.type != "HAS_TARGET"]
    assert len(read) >= 81
    for r in read:
        found = scope.relationship(scope.written(r))
        assert found is not None
        assert found.key == r.key


@pytest.mark.parametrize(
    "text", ["", "task:", "task:99", "nobody", "LEADS~a~b", "~", "cell~a~b", "department:市", "a:b@c"]
)
def test_what_is_not_there_is_not_found(scope: Scope, text: str) -> None:
    assert scope.resolve(text) is None
    assert scope.relationship(text) is None


@pytest.mark.parametrize("number", ["13.2", "(十三)2", "（十三）2"])
def test_a_task_is_found_by_both_of_its_numbers(scope: Scope, number: str) -> None:
    node = scope.resolve(f"task:{number}")
    assert node is not None
    assert node.get("number") == "13.2"


def numbers(scope: Scope, reference: str, *types: str) -> list[str]:
    node = scope.resolve(reference)
    assert node is not None, reference
    found = {link.other.id: str(link.other.get("number")) for link in scope.links(node, *types)}
    return list(found.values())


@pytest.mark.parametrize(
    ("name", "counts"), [("市教育局", (1, 0, 8)), ("市發展改革局", (2, 1, 8)), ("市公安局", (4, 0, 7))]
)
def test_what_a_department_leads_supports_and_may_be_meant_in(
    scope: Scope, name: str, counts: tuple[int, int, int]
) -> None:
    node = scope.resolve(f"department:{name}")
    assert node is not None
    assert tuple(len(group) for group in own_duties(scope, node)) == counts


def test_a_collective_of_places_means_no_department(scope: Scope) -> None:
    node = scope.resolve("department:市教育局")
    assert node is not None
    mentions = {str(entry.relationship.get("mention")) for entry in own_duties(scope, node)[2].entries}
    assert mentions == {"市有關單位"}


def test_the_tasks_of_platforms(scope: Scope) -> None:
    assert numbers(scope, "platform:粵省事", "USES", "DELIVERS") == ["2", "5", "14.4"]
    assert [n for n in numbers(scope, "platform:一網統管", "USES", "DELIVERS") if n != "8"] == ["7", "9", "12.9"]


def test_departments_stand_in_their_official_order(scope: Scope) -> None:
    names = [scope.name(node) for node in scope.departments]
    assert names.index("市委政法委") < names.index("市發展改革局") < names.index("市公安局")
    assert names[-1] == "市有關單位"


def test_groups_hold_every_relationship_once() -> None:
    found = Scope(small_graph())
    for node in found.graph.nodes:
        keys = [e.relationship.key for group in around(found, node) for e in group.entries]
        assert len(keys) == len(set(keys))


def test_needs_name_the_task_they_go_through() -> None:
    found = Scope(small_graph())
    for department in found.departments:
        tasks = {link.other.id for link in found.links(department, "LEADS")}
        for group in needs(found, department):
            assert all(e.through is not None and e.through.id in tasks for e in group.entries)


def test_partners_share_tasks_both_ways() -> None:
    found = Scope(small_graph())
    shared = {d.id: {n.id: count for n, count in partners(found, d)} for d in found.departments}
    assert any(shared.values())
    for one, others in shared.items():
        for other, count in others.items():
            assert shared[other][one] == count


def test_the_tasks_of_several_documents_are_told_apart() -> None:
    """By the year where that is enough; a plan alone needs nothing."""
    both = several()
    found = {both.number(item.task): set() for item in both.items.values()}
    for item in both.items.values():
        found[both.number(item.task)].add(both.path(item.task))
        assert both.path(item.task).endswith(f"·{item.path}")
        assert both.caption(item.task, alone=True) == f"{item.path} {item.title}"
    assert set(both.marks.values()) == {"2024", "2025"}
    assert any(len(paths) == 2 for paths in found.values())
    one = Scope(small_graph())
    assert one.marks == {}
    assert all(one.path(item.task) == item.path for item in one.items.values())


@pytest.mark.parametrize(
    ("properties", "marks"),
    [
        ([("甲市", 2024, "甲府〔2024〕1號"), ("乙市", 2024, "乙府〔2024〕1號")], ["甲市", "乙市"]),
        ([("甲市", 2024, "甲府〔2024〕1號"), ("甲市", 2025, "甲府〔2025〕1號"), ("乙市", 2025, "乙府〔2025〕1號")], ["甲市2024", "甲市2025", "乙市2025"]),
        ([("甲市", 2024, "甲府〔2024〕1號"), ("甲市", 2024, "甲府〔2024〕2號")], ["甲府〔2024〕1號", "甲府〔2024〕2號"]),
        ([(None, None, None), ("甲市", 2024, "甲府〔2024〕2號")], ["題目0", "甲府〔2024〕2號"]),
    ],
)  # fmt: skip
def test_the_shortest_mark_that_tells_documents_apart(properties: list[tuple[object, ...]], marks: list[str]) -> None:
    nodes = tuple(
        Node(
            f"doc:{place}",
            "Document",
            {"title": f"題目{place}", "jurisdiction": town, "year": year, "doc_number": number, "sha256": "0" * 64, "text": "x"},
        )
        for place, (town, year, number) in enumerate(properties)
    )  # fmt: skip
    assert [Scope(Graph(nodes, ())).marks[node.id] for node in nodes] == marks
