"""What every store finds: nodes, neighbours, names, and the rows of a trusted statement."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from graph.errors import (
    MissingParameter,
    UnknownName,
)
from graph.identity import name_key
from graph.stores.base import Store
from tests.graph.stores.asked import spelled
from tests.graphs import small_graph, two_plans


class FindingContract:
    """The primitives, and `query`."""

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

    def test_neighbours_are_counted_anew_after_every_change(self, store: Store) -> None:
        """What is kept count of for shared nodes is what is there, whatever was replaced and removed."""

        def counts() -> list[tuple[str, dict[tuple[str, str], int]]]:
            shared = [n for plan in store.documents() for n in store.graph(plan.id).nodes if n.label == "Department"]
            return sorted((n.id, dict(store.neighbours(n.id).counts)) for n in shared)

        def there() -> list[tuple[str, dict[tuple[str, str], int]]]:
            graphs = [store.graph(plan.id) for plan in store.documents()]
            ends = Counter((r.start, r.type) for g in graphs for r in g.relationships)
            shared = [n.id for g in graphs for n in g.nodes if n.label == "Department"]
            return sorted((key, {(k, "out"): c for (n, k), c in ends.items() if n == key}) for key in shared)

        first, second = two_plans()
        for change in (
            lambda: store.replace([first, second]),
            lambda: store.replace([small_graph(tasks=9)]),
            lambda: store.replace([small_graph(tasks=2)]),
            lambda: store.remove(second.document.id),
            lambda: store.replace([second]),
        ):
            change()
            assert counts() == there() != []
            assert store.verify() == []

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("岭局", ["市秀岭局", "市秀岭局办"]),
            ("市秀", ["市秀岭局", "市秀岭局办"]),
            ("秀岭", ["市秀岭局", "市秀岭局办"]),
            ("局办", ["市秀岭局办"]),
            ("嶺局", ["市秀岭局", "市秀岭局办"]),
            ("市办", []),
        ],
    )
    def test_two_signs_are_found_wherever_they_stand(self, store: Store, text: str, names: list[str]) -> None:
        graph = spelled(small_graph(), "市公安局", "市秀岭局")
        store.replace([spelled(graph, "市司法局", "市秀岭局办")])
        assert [hit.name for hit in store.search(text, ["Department"])] == names

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

    @pytest.mark.parametrize("text", ["OA系統", "oa系统", "Oa 系統", "ＯＡ系統", "oA"])
    def test_search_takes_no_notice_of_case(self, store: Store, text: str) -> None:
        """Three names hold the letters, in three ways; both stores find them in the same order."""
        graph = spelled(small_graph(title="青嶺市oa系統工作要點"), "市級數據中臺", "OA系統")
        store.replace([spelled(graph, "市公安局", "市Oa系統管理局")])
        found = [(hit.label, hit.name) for hit in store.search(text)]
        assert found == [
            ("Platform", "OA系統"),
            ("Department", "市Oa系統管理局"),
            ("Document", "青嶺市oa系統工作要點"),
        ]

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
        assert [(total, sorted(depths), mean) for total, depths, mean in rows] == [
            (21, [1, 1, 1, 1, 2, 2], pytest.approx(8 / 6))  # no order was asked for
        ]
        assert [type(value) for value in rows[0]] == [int, list, float]
        assert json.loads(json.dumps(rows)) == [[21, rows[0][1], rows[0][2]]]
