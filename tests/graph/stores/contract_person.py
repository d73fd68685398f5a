"""What every store answers to a person's Cypher, and what it refuses."""

from __future__ import annotations

import pytest

from graph.errors import (
    CypherSyntax,
    MissingParameter,
    QueryStopped,
    RefusedCypher,
    WrongValue,
)
from graph.ontology import ontology
from graph.stores.base import Store
from tests.graph.stores.asked import count
from tests.graphs import small_graph, two_plans


class PersonContract:
    """`analyst`."""

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
            ("\n  MATCH (t:Tsak) RETURN t.id", "line 2, column 12"),
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
