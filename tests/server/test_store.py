"""The store on a real server: what is stored, replaced, removed, shown and found."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import neo4j
import pytest

from graph.errors import ForeignData, NewerStore, StoreDamaged, StoreLocked, UnknownDocument, UnknownName
from graph.model import Graph, Node
from graph.stores.digest import graph_digest
from graph.stores.neo4j import Neo4jStore
from tests.graphs import small_graph, two_plans
from tests.server.running import Server


def spelled(graph: Graph, old: str, new: str) -> Graph:
    """The graph with one shared node's name spelled otherwise."""
    nodes = tuple(
        Node(n.id, n.label, {**n.properties, "name": new}) if n.get("name") == old else n for n in graph.nodes
    )
    return dataclasses.replace(graph, nodes=nodes)


def count(driver: neo4j.Driver, pattern: str = "(n)") -> int:
    return int(driver.execute_query(f"MATCH {pattern} RETURN count(*) AS n").records[0]["n"])  # type: ignore[arg-type]


def test_an_empty_database_answers_with_no_rows(store: Neo4jStore) -> None:
    assert store.documents() == []
    assert store.graph() == Graph((), ())
    assert store.search("市") == []
    assert store.verify() == []
    assert store.query("MATCH (t:Task) RETURN t.title AS title").rows == []


def test_a_document_comes_back_exactly(store: Neo4jStore) -> None:
    graph = small_graph()
    [change] = store.replace([graph])
    assert (change.document, change.action) == (graph.document.id, "added")
    back = store.graph(graph.document.id)
    assert back == graph
    assert [list(n.properties) for n in back.nodes] == [list(n.properties) for n in graph.nodes]
    assert [list(r.properties) for r in back.relationships] == [list(r.properties) for r in graph.relationships]
    assert store.verify() == []


def test_the_entry_of_a_document_says_what_it_holds(store: Neo4jStore) -> None:
    graph = small_graph()
    store.replace([graph])
    [entry] = store.documents()
    assert (entry.id, entry.tasks, entry.relationships) == (
        graph.document.id,
        len(graph.labelled("Task")),
        len(graph.relationships),
    )
    assert entry.loaded_on.endswith("+00:00")
    assert entry.source == "plan.txt"


def test_twice_the_same_changes_nothing(store: Neo4jStore) -> None:
    store.replace(two_plans())
    before = store.documents()
    assert [change.action for change in store.replace(two_plans())] == ["unchanged", "unchanged"]
    assert store.documents() == before


def test_the_same_document_twice_in_one_call(store: Neo4jStore) -> None:
    first, second = small_graph(tasks=6), small_graph(tasks=4)
    actions = [change.action for change in store.replace([first, second])]
    assert actions == ["added", "replaced"]
    assert store.graph(first.document.id) == second


def test_replacing_leaves_nothing_of_the_old(store: Neo4jStore, admin: neo4j.Driver) -> None:
    store.replace([small_graph(tasks=9)])
    [old] = store.documents()
    [change] = store.replace([small_graph(tasks=4)])
    assert (change.action, change.previous_sha256, change.previous_loaded_on) == (
        "replaced",
        old.sha256,
        old.loaded_on,
    )
    small = small_graph(tasks=4)
    assert store.graph(small.document.id) == small
    assert count(admin) == len(small.nodes)
    assert count(admin, "()-[r]->()") == len(small.relationships)
    assert store.verify() == []


def test_shared_nodes_stay_until_the_last_document_goes(store: Neo4jStore, admin: neo4j.Driver) -> None:
    first, second = two_plans()
    store.replace([first, second])
    department = first.labelled("Department")[0].id
    store.remove(first.document.id)
    assert store.node(department) is not None
    assert store.graph(second.document.id) == second
    assert store.verify() == []
    store.remove(second.document.id)
    assert count(admin) == 0
    with pytest.raises(UnknownDocument):
        store.remove(second.document.id)


def test_a_department_that_is_named_no_more_goes(store: Neo4jStore) -> None:
    graph = small_graph(tasks=5)
    store.replace([graph])
    gone = next(node.id for node in graph.nodes if node.get("name") == "市司法局")
    nodes = tuple(node for node in graph.nodes if node.id != gone)
    links = tuple(link for link in graph.relationships if link.start != gone)
    store.replace([Graph(nodes, links)])
    assert store.node(gone) is None
    assert store.search("市司法局", ["Department"]) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_shown_spelling_does_not_depend_on_the_order(store: Neo4jStore, order: tuple[int, int]) -> None:
    first, second = two_plans()
    plans = [first, spelled(second, "市數據局", "市数据局")]
    for place in order:
        store.replace([plans[place]])
    department = next(node.id for node in first.nodes if node.get("name") == "市數據局")
    node = store.node(department)
    assert node is not None
    assert node.get("name") == "市数据局"
    assert [store.graph(plan.document.id) for plan in plans] == plans
    store.remove(plans[1].document.id)
    node = store.node(department)
    assert node is not None
    assert node.get("name") == "市數據局"
    assert store.verify() == []


def test_everything_holds_each_shared_node_once(store: Neo4jStore) -> None:
    first, second = two_plans()
    store.replace([first, spelled(second, "市數據局", "市数据局")])
    whole = store.graph()
    names = [node.get("name") for node in whole.labelled("Department")]
    assert names.count("市数据局") == 1
    assert "市數據局" not in names
    assert len(whole.relationships) == len(first.relationships) + len(second.relationships)
    assert len(whole.documents) == 2


def test_nodes_come_in_the_order_that_was_asked(store: Neo4jStore) -> None:
    graph = small_graph()
    store.replace([graph])
    ids = [graph.nodes[3].id, "nothing", graph.nodes[1].id]
    assert [node.id for node in store.nodes(ids)] == [ids[0], ids[2]]
    assert store.node("nothing") is None


def test_no_answer_shows_what_the_store_keeps_for_itself(store: Neo4jStore) -> None:
    graph = small_graph()
    store.replace([graph])
    nodes = store.nodes([node.id for node in graph.nodes])
    links = store.neighbours(graph.labelled("Task")[0].id).relationships
    assert not [name for held in (*nodes, *links) for name in held.properties if name.startswith("zhize")]
    rows = store.analyst("MATCH (t:Task)-[r]->() RETURN t, r, properties(t) AS p LIMIT 3").rows
    assert rows
    assert "zhize" not in repr(rows).lower()


def test_neighbours_are_counted_and_cut(store: Neo4jStore) -> None:
    store.replace([small_graph(tasks=20)])
    [hit] = store.search("市司法局", ["Department"])
    hood = store.neighbours(hit.id, limit=5)
    assert hood.counts == {("LEADS", "out"): 17}
    assert len(hood.relationships) == len(hood.nodes) == 5
    assert [link.end for link in hood.relationships] == [node.id for node in hood.nodes]
    assert hood == store.neighbours(hit.id, limit=5)
    [task] = store.search("建好數據底座", ["Task"])
    both = store.neighbours(task.id)
    assert both.counts["DEPENDS_ON", "in"] == 2
    assert set(store.neighbours(task.id, ["LEADS"]).counts) == {("LEADS", "in")}
    with pytest.raises(UnknownName):
        store.neighbours("nothing")


def test_search_folds_script_and_quotes_and_puts_exact_first(store: Neo4jStore) -> None:
    store.replace(two_plans())
    assert store.search("“数据”底座", ["Task"])[0].name == "建好數據底座"
    names = [hit.name for hit in store.search("嶺南通辦")]
    assert names[0] == "嶺南通辦"
    assert [hit.label for hit in store.search("青府辦〔2025〕2號")] == ["Document"]
    assert store.search("中臺平台")[0].name == "市級數據中臺"
    assert len(store.search("度", limit=2)) == 2
    assert store.search("“”") == []


def test_names_as_long_as_a_hostile_plan_makes_them(store: Neo4jStore) -> None:
    graph = small_graph()
    long = "長" * 40_000
    nodes = tuple(Node(n.id, n.label, {**n.properties, "title": long}) if n.label == "Task" else n for n in graph.nodes)
    store.replace([Graph(nodes, graph.relationships)])
    assert store.graph(graph.document.id).labelled("Task")[0].get("title") == long
    assert store.search("長長長", ["Task"])


def test_foreign_nodes_under_our_labels_are_refused(server: Server, empty: neo4j.Driver) -> None:
    empty.execute_query("CREATE (:Task {id: 'theirs'}), (:Person {id: 'x'})")
    with pytest.raises(ForeignData, match="1 nodes Task"):
        Neo4jStore(server.url)
    assert count(empty) == 2


def test_foreign_nodes_that_come_later_are_refused_before_the_first_write(
    store: Neo4jStore, admin: neo4j.Driver
) -> None:
    admin.execute_query("CREATE (:Department {id: 'theirs'})")
    with pytest.raises(ForeignData):
        store.replace([small_graph()])
    assert count(admin) == 1


def test_others_nodes_are_never_touched(store: Neo4jStore, admin: neo4j.Driver) -> None:
    admin.execute_query("CREATE (:Person {id: 'x', name: '某人'})-[:KNOWS]->(:Person {id: 'y'})")
    plans = two_plans()
    store.replace(plans)
    for plan in plans:
        store.remove(plan.document.id)
    assert count(admin) == 2
    assert count(admin, "()-[:KNOWS]->()") == 1


def test_a_store_of_a_newer_version_is_refused(server: Server, store: Neo4jStore, admin: neo4j.Driver) -> None:
    store.replace([small_graph()])
    admin.execute_query("MATCH (d:Document) SET d.zhize_version = 99")
    with pytest.raises(NewerStore):
        Neo4jStore(server.url)


@pytest.mark.parametrize(
    "harm",
    [
        "MATCH ()-[r:LEADS]->() WITH r LIMIT 1 DELETE r",
        "MATCH (t:Task) WITH t LIMIT 1 SET t.title = 'x'",
        "MATCH (t:Target) DETACH DELETE t",
        "MATCH ()-[r:USES]->() WITH r LIMIT 1 SET r.mention = 'x'",
        "MATCH (d:Department) WITH d LIMIT 1 SET d.name = 'x'",
        "MATCH (d:Department) WITH d LIMIT 1 SET d.zhize_holders = [7]",
        "CREATE (:Section:Zhize {id: 's', zhize_document: 'nowhere'})",
        "CREATE (:Department:Zhize {id: 'd'})",
    ],
)
def test_verify_names_what_was_changed_behind_its_back(store: Neo4jStore, admin: neo4j.Driver, harm: str) -> None:
    store.replace([small_graph()])
    assert store.verify() == []
    admin.execute_query(harm)  # type: ignore[arg-type]
    assert len(store.verify()) == 1


def test_a_damaged_document_is_an_error_and_not_a_wrong_answer(store: Neo4jStore, admin: neo4j.Driver) -> None:
    graph = small_graph()
    store.replace([graph])
    admin.execute_query("MATCH ()-[r:LEADS]->() WITH r LIMIT 1 DELETE r")
    with pytest.raises(StoreDamaged):
        store.graph(graph.document.id)


def test_two_loaders_at_once_lose_nothing(server: Server, store: Neo4jStore) -> None:
    plans = [small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點") for n in range(24)]
    failures: list[BaseException] = []

    def load(some: list[Graph]) -> None:
        try:
            with Neo4jStore(server.url) as mine:
                for plan in some:
                    mine.replace([plan])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=load, args=(plans[n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.documents()) == 24
    assert store.verify() == []


def test_readers_see_only_whole_documents_while_one_is_replaced(server: Server, store: Neo4jStore) -> None:
    small, big = small_graph(tasks=4), small_graph(tasks=30)
    store.replace([small])

    def replace() -> None:
        with Neo4jStore(server.url) as mine:
            for number in range(20):
                mine.replace([small if number % 2 else big])

    writer = threading.Thread(target=replace)
    writer.start()
    wholes = {graph_digest(small), graph_digest(big)}
    seen = 0
    while writer.is_alive():
        assert graph_digest(store.graph(small.document.id)) in wholes
        seen += 1
    writer.join()
    assert seen > 5


def test_a_loader_that_never_ends_is_named(store: Neo4jStore, admin: neo4j.Driver, server: Server) -> None:
    graph = small_graph()
    store.replace([graph])
    with admin.session() as session, session.begin_transaction() as other:
        other.run("MATCH (d:Document {id: $id}) SET d.x = 1", id=graph.document.id).consume()
        with pytest.raises(StoreLocked, match="another loader"):
            store.replace([small_graph(tasks=8)], wait=1.0)
        other.rollback()
    assert store.graph(graph.document.id) == graph


def test_backup_is_one_graph_a_line(store: Neo4jStore, tmp_path: Path) -> None:
    import json

    plans = two_plans()
    store.replace(plans)
    target = tmp_path / "store.jsonl"
    store.backup(str(target))
    lines = target.read_text(encoding="utf-8").splitlines()
    assert sorted(map(graph_digest, plans)) == sorted(graph_digest(Graph.from_dict(json.loads(x))) for x in lines)
    assert [path.name for path in tmp_path.iterdir()] == ["store.jsonl"]


def test_a_realistic_plan_with_all_its_nulls(store: Neo4jStore) -> None:
    graph = small_graph(tasks=60)
    bare = tuple(Node(n.id, n.label, {k: v for k, v in n.properties.items() if v is not None}) for n in graph.nodes)
    for one in (graph, Graph(bare, graph.relationships)):
        store.replace([one])
        assert store.graph(one.document.id) == one
