"""What every store keeps, whatever its engine: a module that subclasses `StoreContract` and gives the fixture `store`
(a store without any document) runs all of it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import (
    CypherSyntax,
    InvalidGraph,
    MissingParameter,
    QueryStopped,
    RefusedCypher,
    UnknownDocument,
    UnknownName,
    WrongValue,
)
from graph.identity import name_key
from graph.model import Graph, Node
from graph.ontology import ontology
from graph.stores.base import Store
from graph.stores.digest import graph_digest
from graph.stores.spelling import SHARED_LABELS, spelling_key
from tests.graph.stores.made import DOCUMENTS, graphs
from tests.graphs import small_graph, two_plans

DEPENDS = (
    "MATCH (a:Task)-[r:DEPENDS_ON]->(b:Task) RETURN a.id AS a, b.id AS b, r.kind AS kind, r.via AS via, "
    "r.evidence AS evidence"
)


def spelled(graph: Graph, old: str, new: str) -> Graph:
    """The graph with one shared node's name spelled otherwise."""
    nodes = tuple(
        Node(n.id, n.label, {**n.properties, "name": new}) if n.get("name") == old else n for n in graph.nodes
    )
    return dataclasses.replace(graph, nodes=nodes)


def without(graph: Graph, name: str) -> Graph:
    """The graph without the node of that name and its relationships."""
    gone = {node.id for node in graph.nodes if node.get("name") == name}
    return Graph(
        tuple(node for node in graph.nodes if node.id not in gone),
        tuple(link for link in graph.relationships if not gone & {link.start, link.end}),
    )


def count(store: Store, pattern: str = "(n)") -> int:
    """How often Cypher finds a pattern."""
    return int(store.query(f"MATCH {pattern} RETURN count(*) AS n").rows[0][0])


def dependencies(*plans: Graph) -> list[tuple[Any, ...]]:
    """Every DEPENDS_ON of the plans, as the store is asked for them."""
    return sorted(
        (r.start, r.end, r.get("kind"), r.get("via"), r.get("evidence"))
        for plan in plans
        for r in plan.of_type("DEPENDS_ON")
    )


def asked_dependencies(store: Store) -> list[tuple[Any, ...]]:
    """Every DEPENDS_ON that Cypher finds."""
    return sorted(store.query(DEPENDS).rows)


class StoreContract:
    """The tests."""

    examples = 12

    # what is stored

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
        assert count(store) == 0
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
        assert len(whole.relationships) == len(first.relationships) + len(second.relationships)
        assert len(whole.documents) == 2

    def test_dependencies_are_right_after_each_change(self, store: Store) -> None:
        first, second = two_plans()
        store.replace([first])
        assert asked_dependencies(store) == dependencies(first) != []
        store.replace([second])
        assert asked_dependencies(store) == dependencies(first, second)
        # the plan whose task delivered the platform no longer does: nobody waits for it any more
        less = without(first, "市級數據中臺")
        cut = dataclasses.replace(less, relationships=tuple(r for r in less.relationships if r.type != "DEPENDS_ON"))
        store.replace([cut])
        assert asked_dependencies(store) == dependencies(second)
        store.replace([first])
        store.remove(second.document.id)
        assert asked_dependencies(store) == dependencies(first)
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
        assert sorted(row[0] for row in store.query("MATCH (n) RETURN n.id AS id").rows) == sorted([*own, *shared])
        for kind in ontology().relationships:
            expected = sorted((r.start, r.end) for graph in held.values() for r in graph.of_type(kind))
            assert sorted(store.query(f"MATCH (a)-[r:{kind}]->(b) RETURN a.id AS a, b.id AS b").rows) == expected
        assert store.verify() == []

    # what is found

    def test_nodes_come_in_the_order_that_was_asked(self, store: Store) -> None:
        graph = small_graph()
        store.replace([graph])
        ids = [graph.nodes[3].id, "nothing", graph.nodes[1].id]
        assert [node.id for node in store.nodes(ids)] == [ids[0], ids[2]]
        assert store.node("nothing") is None
        task = store.node(graph.labelled("Task")[1].id)
        assert task is not None
        assert task.properties == {k: v for k, v in graph.labelled("Task")[1].properties.items() if v is not None}

    def test_neighbours_are_counted_and_cut(self, store: Store) -> None:
        store.replace([small_graph(tasks=20)])
        [hit] = store.search("市司法局", ["Department"])
        hood = store.neighbours(hit.id, limit=5)
        assert hood.counts == {("LEADS", "out"): 17}
        assert len(hood.relationships) == len(hood.nodes) == 5
        assert [link.end for link in hood.relationships] == [node.id for node in hood.nodes]
        assert hood.relationships[0].get("evidence") == "(市司法局牽頭)"
        assert hood == store.neighbours(hit.id, limit=5)
        assert store.neighbours(hit.id, limit=0).counts == hood.counts
        [task] = store.search("建好數據底座", ["Task"])
        both = store.neighbours(task.id)
        assert both.counts["DEPENDS_ON", "in"] == 2
        assert set(store.neighbours(task.id, ["LEADS"]).counts) == {("LEADS", "in")}
        with pytest.raises(UnknownName):
            store.neighbours("nothing")

    def test_search_folds_script_and_quotes_and_puts_exact_first(self, store: Store) -> None:
        store.replace(two_plans())
        assert store.search("“数据”底座", ["Task"])[0].name == "建好數據底座"
        assert store.search("嶺南通辦")[0].name == "嶺南通辦"
        assert [hit.label for hit in store.search("青府辦〔2025〕2號")] == ["Document"]
        assert store.search("中臺平台")[0].name == "市級數據中臺"
        names = [hit.name for hit in store.search("市公", ["Department"])]
        assert names == ["市公安局"]
        assert len(store.search("度", limit=2)) == 2
        assert store.search("“”") == []
        assert store.search("度", limit=0) == []
        assert [hit.score for hit in store.search("數據")] == sorted(
            (hit.score for hit in store.search("數據")), reverse=True
        )

    @pytest.mark.parametrize(
        "text", ["'", '"', "\\", "*", "%", "_", "AND", "OR NOT", "(", "^市", "市*", "\x00", "-", ":"]
    )
    def test_signs_in_a_search_are_signs(self, store: Store, text: str) -> None:
        store.replace([small_graph()])
        found = [hit.name for hit in store.search(text) if hit.label != "Document"]
        assert all(name_key(text) in name_key(name) for name in found)
        store.replace([spelled(small_graph(), "市公安局", f"市公安{text}局三分局")])
        found = [hit.name for hit in store.search(f"安{text}局三", ["Department"])]
        assert found == [f"市公安{text}局三分局"]

    # what a trusted statement gives

    def test_parameters_that_are_missing_are_an_error(self, store: Store) -> None:
        store.replace([small_graph()])
        with pytest.raises(MissingParameter, match="number"):
            self.ask_missing(store)
        found = store.query("MATCH (t:Task {number: $number}) RETURN t.title AS title", {"number": "1", "other": [2]})
        assert found.rows == [("建好數據底座",)]
        assert found.columns == ("title",)

    def ask_missing(self, store: Store) -> None:
        """Run a statement of which a parameter is not given."""
        store.query("MATCH (t:Task {number: $number}) RETURN t.title AS title", {"other": "1"})

    def test_empty_lists(self, store: Store) -> None:
        store.replace([small_graph()])
        assert store.query("UNWIND $ids AS i MATCH (t:Task {id: i}) RETURN t.id AS id", {"ids": []}).rows == []
        assert store.query("MATCH (t:Task) WHERE t.id IN $ids RETURN t.id AS id", {"ids": []}).rows == []
        union = "UNWIND $ids AS i RETURN i AS id UNION ALL MATCH (d:Document) RETURN d.id AS id"
        assert store.query(union, {"ids": []}).rows == [(small_graph().document.id,)]

    def test_values_are_plain(self, store: Store) -> None:
        store.replace([small_graph()])
        rows = store.query("MATCH (t:Task) RETURN sum(t.position) AS s, collect(t.depth) AS l, avg(t.depth) AS a").rows
        assert rows == [(21, [1, 1, 1, 2, 2, 1], pytest.approx(8 / 6))]
        assert [type(value) for value in rows[0]] == [int, list, float]
        assert json.loads(json.dumps(rows)) == [[21, [1, 1, 1, 2, 2, 1], rows[0][2]]]

    # what a person's statement gives

    def test_a_persons_question_is_answered(self, store: Store) -> None:
        store.replace(two_plans())
        rows = store.analyst(
            "MATCH (d:Department {name: $name})-[:LEADS]->(t:Task) RETURN DISTINCT t.number AS number ORDER BY number;",
            {"name": "市公安局"},
        )
        assert (rows.columns, rows.rows, rows.truncated) == (("number",), [("2",), ("3.1",)], False)
        assert 0 < rows.elapsed < 30

    def test_nodes_and_paths_come_as_dictionaries(self, store: Store) -> None:
        graph = small_graph()
        store.replace([graph])
        [(task, path)] = store.analyst(
            "MATCH p = (t:Task {number: '2'})-[:DEPENDS_ON]->(x:Task) RETURN t, p ORDER BY length(p) LIMIT 1"
        ).rows
        assert task["label"] == "Task"
        assert task["id"] == graph.labelled("Task")[1].id
        assert [node["id"] for node in path["nodes"]] == [task["id"], graph.labelled("Task")[0].id]
        assert path["relationships"][0]["type"] == "DEPENDS_ON"
        assert path["relationships"][0]["start"] == task["id"]

    def test_rows_are_cut_and_the_answer_says_so(self, store: Store) -> None:
        rows = store.analyst("UNWIND range(1, 100000) AS x RETURN x", limit=10)
        assert (len(rows.rows), rows.truncated) == (10, True)
        rows = store.analyst("UNWIND range(1, 10) AS x RETURN x", limit=10)
        assert (len(rows.rows), rows.truncated) == (10, False)
        assert store.analyst("RETURN 1 AS one", limit=0).truncated

    def test_a_statement_that_runs_on_is_stopped(self, store: Store) -> None:
        with pytest.raises(QueryStopped, match=r"limit of (time|memory)"):
            store.analyst(
                "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y UNWIND range(1, 1000) AS z RETURN max(x * y)",
                timeout=1.0,
            )
        assert store.analyst("RETURN 1 AS one").rows == [(1,)]

    def test_limits_that_are_none_are_refused(self, store: Store) -> None:
        for limits in ({"timeout": 0.0}, {"timeout": -1.0}, {"limit": -1}, {"timeout": float("nan")}):
            with pytest.raises(WrongValue):
                store.analyst("RETURN 1 AS one", **limits)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("MATCH (t:Task RETURN t", "line 1, column 15"),
            ("MATCH (t:Task)\nRETRUN t", "line 2, column 1"),
            ("MATCH (t:Task) RETURN u.id", "line 1, column 23"),
            ("MATCH (t:Tsak) RETURN t.id", "line 1, column 10"),
            ("MATCH (t:Task)\nRETURN t.titel", "line 2, column 10"),
            ("MATCH (:Department)-[:LEEDS]->(t) RETURN t.id", "line 1, column 23"),
            ("MATCH (t:Task) WHERE t.title = 'open RETURN t", "line 1, column 32"),
        ],
    )
    def test_mistakes_say_where(self, store: Store, text: str, place: str) -> None:
        store.replace([small_graph()])
        with pytest.raises(CypherSyntax) as error:
            store.analyst(text)
        assert error.value.where == place
        assert "\n" not in str(error.value)

    def test_names_of_the_ontology_are_right_even_in_an_empty_store(self, store: Store) -> None:
        assert store.analyst("MATCH (o:Official)-[:OVERSEES]->(t:Task) RETURN o.name, t.due_on").rows == []

    def test_a_persons_missing_parameter_is_named(self, store: Store) -> None:
        store.replace([small_graph()])
        with pytest.raises(MissingParameter, match="number"):
            store.analyst("MATCH (t:Task {number: $number}) RETURN t.title AS title")

    @pytest.mark.parametrize(
        "text",
        [
            "MATCH (t:Task) DETACH DELETE t",
            "CREATE (:Task {id: 'x'})",
            "MATCH (t:Task) SET t.title = 'x' RETURN t.id",
            "CALL db.labels()",
            "MATCH (t:Task) RETURN t.id; MATCH (t:Task) RETURN t.id",
            "MATCH (t:Task) /* x */ RETURN t.id",
            "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
            "LOAD FROM '/etc/passwd' RETURN *",
            "EXPLAIN MATCH (t:Task) RETURN t.id",
        ],
    )
    def test_what_does_more_than_ask_is_refused(self, store: Store, text: str) -> None:
        store.replace([small_graph()])
        with pytest.raises(RefusedCypher):
            store.analyst(text)
        assert store.verify() == []

    @pytest.mark.parametrize(
        "text",
        [
            "MATCH (t:Task) WHERE t.title CONTAINS 'CREATE' RETURN t.title AS title",
            "MATCH (t:Task) WHERE t.text CONTAINS '; DROP // /*' RETURN t.title AS title",
            'MATCH (t:Task) WHERE t.title = "it\'s" RETURN t.title AS `CALL`',
            "MATCH (t:Task) WHERE t.due_on < '2030-01-01' RETURN t.title AS title ORDER BY title;",
            "OPTIONAL MATCH (t:Task)-[:USES|DELIVERS]->(p:Platform) RETURN t.title AS title, p.name AS name",
            "MATCH (a:Task)-[:DEPENDS_ON*1..3]->(b:Task) RETURN DISTINCT a.number AS a, b.number AS b",
            "MATCH (t:Task) WHERE COUNT { MATCH (:Department)-[:SUPPORTS]->(t) } > 0 RETURN t.number AS number",
            "UNWIND $names AS name MATCH (d:Department {name: name}) RETURN d.name AS name UNION RETURN 'none' AS name",
            "MATCH (t:Task) RETURN {title: t.title, list: [1, 2]} AS m, 0.5 AS half, null AS nothing LIMIT 1",
        ],
    )
    def test_honest_questions_pass(self, store: Store, text: str) -> None:
        store.replace([small_graph()])
        rows = store.analyst(text, {"names": ["市公安局"]})
        assert rows.columns
        assert not rows.truncated

    def test_nothing_shows_what_the_store_keeps_for_itself(self, store: Store) -> None:
        graph = small_graph()
        store.replace([graph])
        known = {label: {"id", "label", *kind.properties} for label, kind in ontology().nodes.items()}
        for (node,) in store.analyst("MATCH (n) RETURN n").rows:
            assert set(node) <= known[node["label"]]
        assert count(store) == len(graph.nodes)
