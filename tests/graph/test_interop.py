"""The graph in other tools' forms, and back where that is promised."""

from __future__ import annotations

import subprocess
import sys

import networkx
import pandas
import pytest

from graph.errors import InvalidGraph
from graph.interop import from_networkx, parallel, to_arrow, to_frames, to_networkx, to_pyvis
from graph.ontology import ontology
from tests.graphs import small_graph


def test_networkx_there_and_back_is_exact() -> None:
    graph = small_graph()
    net = to_networkx(graph)
    assert isinstance(net, networkx.MultiDiGraph)
    assert (len(net), net.number_of_edges()) == (len(graph.nodes), len(graph.relationships))
    assert from_networkx(net) == graph
    assert from_networkx(net).to_dict() == graph.to_dict()


def test_networkx_tells_parallel_dependencies_apart() -> None:
    graph = small_graph()
    net = to_networkx(graph)
    two, one = graph.of_type("DEPENDS_ON")[0].start, graph.of_type("DEPENDS_ON")[0].end
    assert sorted(data["kind"] for data in net[two][one].values()) == ["data", "platform"]


def test_networkx_answers_a_question() -> None:
    graph = small_graph()
    net = to_networkx(graph)
    assert networkx.has_path(net, graph.document.id, graph.labelled("Platform")[0].id)


def test_a_foreign_networkx_graph_is_refused() -> None:
    net = networkx.MultiDiGraph()
    net.add_edge("a", "b")
    with pytest.raises(InvalidGraph, match="label"):
        from_networkx(net)
    net.add_node("a", label="Task")
    net.add_node("b", label="Task")
    with pytest.raises(InvalidGraph, match="type"):
        from_networkx(net)


def test_frames_are_typed_by_the_ontology() -> None:
    graph = small_graph()
    frames = to_frames(graph)
    tasks = frames["Task"]
    assert list(tasks.columns) == list(ontology().nodes["Task"].properties)
    assert str(tasks["position"].dtype) == "Int64"
    assert str(tasks["implicit"].dtype) == "boolean"
    assert tasks["position"].tolist() == [task.get("position") for task in graph.labelled("Task")]
    leads = frames["LEADS"]
    joined = leads.merge(tasks, left_on="end", right_on="id")
    assert len(joined) == len(graph.of_type("LEADS"))
    assert pandas.isna(tasks.loc[tasks["number"] == "2", "due_on"].iloc[0])
    assert sum(map(len, frames.values())) == len(graph.nodes) + len(graph.relationships)


def test_arrow_tables_hold_the_same_and_keep_lists() -> None:
    graph = small_graph()
    tables = to_arrow(graph)
    platforms = tables["Platform"].to_pylist()
    assert [row["aliases"] for row in platforms] == [list(p.get("aliases")) for p in graph.labelled("Platform")]
    assert str(tables["Target"].schema.field("value").type) == "double"
    assert tables["HAS_SUBTASK"].column("start").to_pylist() == [r.start for r in graph.of_type("HAS_SUBTASK")]
    assert set(tables) == set(to_frames(graph))


def test_pyvis_is_directed_and_keeps_parallel_edges() -> None:
    graph = small_graph()
    net = to_pyvis(graph, height="400px")
    assert (len(net.nodes), len(net.edges)) == (len(graph.nodes), len(graph.relationships))
    assert net.directed
    assert net.options.physics.enabled is False
    assert {node["group"] for node in net.nodes} == {node.label for node in graph.nodes}
    labels = {node["id"]: node["label"] for node in net.nodes}
    assert labels[graph.labelled("Task")[0].id] == "1 建好數據底座"


def test_parallel_names_what_py2neo_would_make_one() -> None:
    graph = small_graph()
    first = graph.of_type("DEPENDS_ON")[0]
    assert parallel(graph) == [("DEPENDS_ON", first.start, first.end)]


def test_no_heavy_package_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, graph.interop; "
        "print([m for m in ('networkx', 'pandas', 'pyarrow', 'pyvis', 'py2neo', 'neo4j') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
