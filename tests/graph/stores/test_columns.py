"""The record in columns holds what the record holds, whatever the words are."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import Graph, Node, Relationship
from graph.ontology import ontology
from graph.stores.embedded import columns, snapshot
from graph.stores.embedded.store import EmbeddedStore
from graph.stores.spelling import SHARED_LABELS
from tests.graph.stores.contract_across import expected_across
from tests.graph.stores.made import DOCUMENTS, graphs
from tests.graphs import small_graph, two_plans


def parts(store: EmbeddedStore, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each file that would be copied into the snapshot."""
    folder.mkdir()
    with store._record.writing() as db:
        statements = snapshot.write_parts(db, folder)
    files = {path.stem: pq.read_table(path).to_pylist() for path in folder.iterdir()}
    assert len(statements) == len(files)
    return files


def _frozen(row: dict[str, Any]) -> str:
    return repr({name: list(v) if isinstance(v, tuple) else v for name, v in row.items()})


def expected(store: EmbeddedStore) -> dict[str, Counter[str]]:
    """The same rows from the graphs as they are read one by one, which shares no code with the columns."""
    model, found = ontology(), {}
    labels: dict[str, str] = {}
    graphs = [store.graph(entry.id) for entry in store.documents()]
    shown = {node.id: node for node in store.graph().nodes if node.label in SHARED_LABELS}
    loaded = {entry.id: entry.loaded_on for entry in store.documents()}
    own = [node for graph in graphs for node in graph.nodes if node.label not in SHARED_LABELS]
    for node in (*own, *shown.values()):
        labels[node.id] = node.label
        names = [name for name, rule in model.nodes[node.label].properties.items() if not rule.key]
        row = {"id": node.id, **{name: node.properties.get(name) for name in names}}
        if node.label == "Document":
            row["loaded_on"] = loaded[node.id]
        found.setdefault(node.label, Counter())[_frozen(_typed(row, model.nodes[node.label].properties))] += 1
    links = [link for graph in graphs for link in graph.relationships]
    across = [
        Relationship("DEPENDS_ON", start, end, {"kind": kind, "via": via, "evidence": evidence})
        for start, end, kind, via, evidence in expected_across({graph.document.id: graph for graph in graphs})
    ]
    for link in (*links, *across):
        rules = model.relationships[link.type].properties
        row = {"from": link.start, "to": link.end, **{name: link.properties.get(name) for name in rules}}
        table = f"{link.type}-{labels[link.start]}-{labels[link.end]}"
        found.setdefault(table, Counter())[_frozen(_typed(row, rules))] += 1
    return found


def _typed(row: dict[str, Any], rules: Any) -> dict[str, Any]:
    floats = [name for name, rule in rules.items() if rule.kind == "float"]
    return {name: float(v) if name in floats and v is not None else v for name, v in row.items()}


def compare(store: EmbeddedStore, folder: Path) -> None:
    files = parts(store, folder)
    assert {name: Counter(map(_frozen, rows)) for name, rows in files.items()} == expected(store)


def test_two_plans(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace(two_plans())
        compare(store, tmp_path / "parts")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(graphs(DOCUMENTS), min_size=1, max_size=4))
def test_whatever_the_words_are(made: list[Graph]) -> None:
    with tempfile.TemporaryDirectory() as name, EmbeddedStore(Path(name) / "store") as store:
        store.replace(made)
        compare(store, Path(name) / "parts")


@pytest.mark.parametrize("rows", [1, 200])
def test_documents_in_several_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Documents are replaced, so that the order of their nodes' keys is not that of the documents'."""
    monkeypatch.setattr(columns, "_ROWS", rows)
    monkeypatch.setattr(snapshot, "_ROWS", 7)
    plans = [small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點") for n in range(9)]
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace(plans)
        store.replace([small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點", tasks=7) for n in (3, 0)])
        store.remove(plans[5].document.id)
        compare(store, tmp_path / "parts")


def test_an_id_that_holds_what_joins_ids(tmp_path: Path) -> None:
    """Ids are joined by a control character; one that holds it is read by itself."""
    graph = small_graph()
    renamed = {node.id: node.id.replace("數", "\x1f").replace("数", "\x1f") for node in graph.nodes}
    assert sum("\x1f" in name for name in renamed.values()) >= 2
    nodes = tuple(Node(renamed[node.id], node.label, node.properties) for node in graph.nodes)
    links = tuple(type(r)(r.type, renamed[r.start], renamed[r.end], r.properties) for r in graph.relationships)
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace([Graph(nodes, links)])
        compare(store, tmp_path / "parts")


@pytest.mark.parametrize(
    "passage", ["abcdefgh", "abcdefghijkl", "abcdefghijklm", "😀" * 8, '{"at":[1,2]}', '":{"at":[8,9]}']
)
def test_passages_of_every_length(tmp_path: Path, passage: str) -> None:
    """8 to 12 bytes lie inside Arrow's view of a string, longer ones behind it; what looks like offsets is no offset."""
    graph = small_graph()
    text = graph.document.properties["text"]
    head = Node(
        graph.document.id, "Document", {**graph.document.properties, "text": f"{text}{passage}é\n", "title": passage}
    )
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace([Graph((head, *graph.nodes[1:]), graph.relationships)])
        found = parts(store, tmp_path / "parts")["Document"]
        assert [row["title"] for row in found] == [passage]
        assert store.query("MATCH (d:Document) RETURN d.title AS title").rows == [(passage,)]
