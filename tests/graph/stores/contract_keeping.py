"""What every store keeps of documents, and that nothing else is there."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import (
    InvalidGraph,
    UnknownDocument,
)
from graph.model import Graph, Node
from graph.ontology import ontology
from graph.stores.base import Store
from graph.stores.digest import graph_digest
from graph.stores.spelling import SHARED_LABELS, spelling_key
from tests.graph.stores.asked import asked_dependencies, count, dependencies, spelled, without
from tests.graph.stores.contract_across import expected_across
from tests.graph.stores.made import DOCUMENTS, graphs
from tests.graphs import small_graph, two_plans

EVERY_RELATIONSHIP = " UNION ALL ".join(
    f"MATCH (a)-[r:{kind}]->(b) RETURN '{kind}' AS kind, a.id AS a, b.id AS b" for kind in ontology().relationships
)


class KeepingContract:
    """Documents added, replaced, removed, and made by hypothesis."""

    examples = 8

    def test_an_empty_store_answers_with_nothing(self, store: Store) -> None:
        assert store.documents() == []
        assert store.graph() == Graph((), ())
        assert store.search("市") == []
        assert store.nodes(["nothing"]) == []
        assert store.verify() == []
        assert store.query("MATCH (t:Task) RETURN t.title AS title").rows == []

    def test_a_document_comes_back_exactly(self, store: Store) -> None:
        graph = small_graph()
        [change] = store.replace([graph])
        assert (change.document, change.action) == (graph.document.id, "added")
        back = store.graph(graph.document.id)
        assert back == graph
        assert [list(n.properties) for n in back.nodes] == [list(n.properties) for n in graph.nodes]
        assert [list(r.properties) for r in back.relationships] == [list(r.properties) for r in graph.relationships]
        assert store.verify() == []

    def test_the_entry_says_what_a_document_holds(self, store: Store) -> None:
        graph = small_graph()
        store.replace([graph])
        [entry] = store.documents()
        assert (entry.id, entry.tasks, entry.relationships) == (
            graph.document.id,
            len(graph.labelled("Task")),
            len(graph.relationships),
        )
        assert entry.loaded_on.endswith("+00:00")
        assert (entry.source, entry.year, entry.jurisdiction) == ("plan.txt", 2024, "青嶺市")
        shown = store.node(graph.document.id)
        assert shown is not None
        assert shown.get("loaded_on") == entry.loaded_on

    def test_twice_the_same_changes_nothing(self, store: Store) -> None:
        store.replace(two_plans())
        before = store.documents()
        changes = store.replace(two_plans())
        assert [change.action for change in changes] == ["unchanged", "unchanged"]
        assert store.documents() == before

    def test_the_same_document_twice_in_one_call(self, store: Store) -> None:
        first, second = small_graph(tasks=6), small_graph(tasks=4)
        assert [change.action for change in store.replace([first, second])] == ["added", "replaced"]
        assert store.graph(first.document.id) == second
        assert count(store) == len(second.nodes)

    def test_replacing_by_fewer_tasks_leaves_nothing_of_the_old(self, store: Store) -> None:
        store.replace([small_graph(tasks=9)])
        [old] = store.documents()
        small = small_graph(tasks=4)
        [change] = store.replace([small])
        assert (change.action, change.previous_sha256, change.previous_loaded_on) == (
            "replaced",
            old.sha256,
            old.loaded_on,
        )
        assert store.graph(small.document.id) == small
        assert count(store) == len(small.nodes)
        assert count(store, "()-[r]->()") == len(small.relationships)
        assert store.search("完善第7項制度") == []
        assert store.verify() == []

    def test_shared_nodes_stay_until_the_last_document_goes(self, store: Store) -> None:
        first, second = two_plans()
        store.replace([first, second])
        assert count(store, "(d:Department)") == len({n.id for p in (first, second) for n in p.labelled("Department")})
        department = first.labelled("Department")[0].id
        store.remove(first.document.id)
        assert store.node(department) is not None
        assert store.graph(second.document.id) == second
        assert store.verify() == []
        store.remove(second.document.id)
        assert store.node(department) is None
        assert count(store, "(n) WHERE n.id <> ''") == 0
        with pytest.raises(UnknownDocument):
            store.remove(second.document.id)
        with pytest.raises(UnknownDocument):
            store.graph(second.document.id)

    def test_a_node_that_is_named_no_more_goes(self, store: Store) -> None:
        graph = small_graph(tasks=5)
        store.replace([graph])
        gone = next(node.id for node in graph.nodes if node.get("name") == "市司法局")
        store.replace([without(graph, "市司法局")])
        assert store.node(gone) is None
        assert store.search("市司法局", ["Department"]) == []
        assert store.query("MATCH (d:Department {id: $id}) RETURN d.name AS name", {"id": gone}).rows == []
        assert store.verify() == []

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_the_shown_spelling_does_not_depend_on_the_order(self, store: Store, order: tuple[int, int]) -> None:
        first, second = two_plans()
        plans = [first, spelled(second, "市數據局", "市数据局")]
        for place in order:
            store.replace([plans[place]])
        department = next(node.id for node in first.nodes if node.get("name") == "市數據局")
        named = "MATCH (d:Department {id: $id}) RETURN d.name AS name"
        node = store.node(department)
        assert node is not None
        assert node.get("name") == "市数据局"
        assert store.query(named, {"id": department}).rows == [("市数据局",)]
        assert [store.graph(plan.document.id) for plan in plans] == plans
        store.remove(plans[1].document.id)
        node = store.node(department)
        assert node is not None
        assert node.get("name") == "市數據局"
        assert store.query(named, {"id": department}).rows == [("市數據局",)]
        assert store.verify() == []

    def test_everything_holds_each_shared_node_once(self, store: Store) -> None:
        first, second = two_plans()
        store.replace([first, spelled(second, "市數據局", "市数据局")])
        whole = store.graph()
        names = [node.get("name") for node in whole.labelled("Department")]
        assert names.count("市数据局") == 1
        assert "市數據局" not in names
        # task 2 of each plan uses the platform and the data of task 1 of the other: four dependencies across
        assert len(whole.relationships) == len(first.relationships) + len(second.relationships) + 4
        assert len(whole.documents) == 2

    def test_dependencies_are_right_after_each_change(self, store: Store) -> None:
        first, second = two_plans()

        def right(*plans: Graph) -> None:
            held = {plan.document.id: plan for plan in plans}
            assert asked_dependencies(store) == sorted(dependencies(*plans) + expected_across(held)) != []

        store.replace([first])
        right(first)
        store.replace([second])
        right(first, second)
        # the plan whose task delivered the platform no longer does: nobody waits for it any more
        less = without(first, "市級數據中臺")
        cut = dataclasses.replace(less, relationships=tuple(r for r in less.relationships if r.type != "DEPENDS_ON"))
        store.replace([cut])
        right(cut, second)
        store.replace([first])
        store.remove(second.document.id)
        right(first)
        task = first.of_type("DEPENDS_ON")[0].end
        assert store.neighbours(task, ["DEPENDS_ON"]).counts == {("DEPENDS_ON", "in"): 2}

    def test_a_bad_graph_stops_only_what_comes_after(self, store: Store) -> None:
        good, other = two_plans()
        late = small_graph("青府辦〔2026〕9號", "後來的要點")
        bad = Graph((*other.nodes, other.nodes[-1]), other.relationships)
        with pytest.raises(InvalidGraph):
            store.replace([good, bad, late])
        assert [entry.id for entry in store.documents()] == [good.document.id]
        assert store.graph(good.document.id) == good
        assert count(store) == len(good.nodes)
        assert store.verify() == []

    def test_a_source_that_fails_loses_nothing_that_it_gave(self, store: Store) -> None:
        def source() -> Iterator[Graph]:
            yield from two_plans()
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="the disk is gone"):
            store.replace(source())
        assert len(store.documents()) == 2
        assert count(store, "(d:Document)") == 2

    def test_graphs_are_drawn_one_after_the_other(self, store: Store) -> None:
        drawn: list[int] = []

        def source() -> Iterator[Graph]:
            for number in range(3):
                drawn.append(number)
                yield small_graph(f"青府辦〔2024〕{number}號", f"第{number}號要點", tasks=4)

        assert len(store.replace(source())) == 3
        assert drawn == [0, 1, 2]

    def test_names_as_long_as_a_hostile_plan_makes_them(self, store: Store) -> None:
        graph = small_graph()
        long = "長" * 40_000
        nodes = tuple(
            Node(n.id, n.label, {**n.properties, "title": long}) if n.label == "Task" else n for n in graph.nodes
        )
        store.replace([Graph(nodes, graph.relationships)])
        assert store.graph(graph.document.id).labelled("Task")[0].get("title") == long
        assert store.search("長長長", ["Task"])

    def test_a_document_with_all_its_nulls_or_none(self, store: Store) -> None:
        graph = small_graph(tasks=60)
        bare = tuple(Node(n.id, n.label, {k: v for k, v in n.properties.items() if v is not None}) for n in graph.nodes)
        for one in (graph, Graph(bare, graph.relationships)):
            store.replace([one])
            assert store.graph(one.document.id) == one

    def test_history_names_the_present_version(self, store: Store) -> None:
        graph = small_graph()
        store.replace([graph])
        edition = store.history(graph.document.id)[-1]
        assert edition.loaded_on == store.documents()[0].loaded_on
        assert (edition.ended_on, edition.tasks) == (None, 6)
        with pytest.raises(UnknownDocument):
            store.history("doc:none")

    def test_made_graphs(self, store: Store) -> None:
        """Any sequence of documents: each comes back, nothing else is there, and Cypher counts the same."""

        @settings(
            max_examples=self.examples,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
        )
        @given(st.lists(st.lists(graphs(), min_size=1, max_size=3), min_size=1, max_size=3), st.integers(0, 2))
        def play(turns: list[list[Graph]], gone: int) -> None:
            for entry in store.documents():
                store.remove(entry.id)
            held: dict[str, Graph] = {}
            for turn in turns:
                store.replace(turn)
                held |= {graph.document.id: graph for graph in turn}
                self.compare(store, held)
            if held.pop(DOCUMENTS[gone], None):
                store.remove(DOCUMENTS[gone])
                self.compare(store, held)

        play()

    def compare(self, store: Store, held: dict[str, Graph]) -> None:
        """Hold a store against the documents that it should have."""
        assert {entry.id for entry in store.documents()} == set(held)
        shared: dict[str, list[Node]] = {}
        for key, graph in held.items():
            assert graph_digest(store.graph(key)) == graph_digest(graph)
            for node in graph.nodes:
                if node.label in SHARED_LABELS:
                    shared.setdefault(node.id, []).append(node)
        for key, spellings in shared.items():
            smallest = min((node.properties for node in spellings), key=spelling_key)
            found = store.node(key)
            assert found is not None
            assert found.properties == {k: v for k, v in smallest.items() if v is not None}
        own = [node.id for graph in held.values() for node in graph.nodes if node.label not in SHARED_LABELS]
        assert sorted(row[0] for row in store.query("MATCH (n) WHERE n.id <> '' RETURN n.id AS id").rows) == sorted(
            [*own, *shared]
        )
        expected = [(r.type, r.start, r.end) for graph in held.values() for r in graph.relationships]
        across = expected_across(held)
        expected += [("DEPENDS_ON", start, end) for start, end, *_ in across]
        assert sorted(store.query(EVERY_RELATIONSHIP).rows) == sorted(expected)
        beyond = Counter(asked_dependencies(store)) - Counter(dependencies(*held.values()))
        assert beyond == Counter(across)
        assert store.verify() == []
