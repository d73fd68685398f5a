"""Whole graphs in other programs' forms: read back by those programs, counted, and written without keeping what is done."""

from __future__ import annotations

import csv
import gc
import io
import json
import weakref
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx
import pyarrow.parquet
import pytest
import rdflib

from exports import EXPORTS
from exports.base import fresh
from exports.neo4j_csv import ARGUMENTS
from exports.rdf import iri
from graph.errors import CannotWrite
from graph.model import Graph
from graph.ontology import ontology
from tests.exports.plans import BOTH, counted, path_of, plan
from tests.graphs import small_graph, two_plans

# rdflib's own reader of JSON-LD makes what rdflib itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

Z = rdflib.Namespace("urn:zhize:vocabulary:")
CV = rdflib.Namespace("http://data.europa.eu/m8g/")
CPSV = rdflib.Namespace("http://purl.org/vocab/cpsv#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")


def write(name: str, graphs: list[Graph], folder: Path) -> Path:
    """A format's file or folder."""
    path = folder / f"graph-{name}{EXPORTS[name].ending}"
    EXPORTS[name].write(iter(graphs), path)
    return path


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def sizes(graphs: list[Graph]) -> tuple[int, int]:
    """Distinct nodes, and relationships."""
    return len({n.id for g in graphs for n in g.nodes}), sum(len(g.relationships) for g in graphs)


def test_the_formats() -> None:
    assert list(EXPORTS) == ["graphml", "gexf", "jsonl", "csv", "cypher", "turtle", "jsonld", "parquet"]


@pytest.mark.parametrize("which", BOTH)
@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_counts_what_the_text_says(tmp_path: Path, which: str, name: str) -> None:
    graph = plan(which)
    path = write(name, [graph], tmp_path)
    found = networkx.read_graphml(path) if name == "graphml" else networkx.read_gexf(path)
    types = Counter(data["type"] for _, _, data in found.edges(data=True))
    label = "label" if name == "graphml" else "kind of node"
    labels = Counter(data[label] for _, data in found.nodes(data=True))
    text = counted(path_of(which))
    assert (types["LEADS"], types["SUPPORTS"]) == (sum(text.leads.values()), sum(text.supports.values())) == (70, 11)
    assert (labels["Section"], labels["Task"], labels["Department"]) == (6, 63, 34)
    assert (types["HAS_SECTION"], types["HAS_TASK"], types["HAS_SUBTASK"]) == (6, 28, 35)
    assert (len(found), found.number_of_edges()) == sizes([graph])


@pytest.mark.parametrize("name", list(EXPORTS))
def test_shared_nodes_come_once(tmp_path: Path, name: str) -> None:
    graphs = [*two_plans(), two_plans()[0]]  # the first plan twice: it is not written again
    path = write(name, graphs, tmp_path)
    nodes, links = sizes(two_plans())
    if name == "graphml":
        found = networkx.read_graphml(path)
        assert (len(found), found.number_of_edges()) == (nodes, links)
    elif name == "gexf":
        found = networkx.read_gexf(path)
        assert (len(found), found.number_of_edges()) == (nodes, links)
    elif name == "jsonl":
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert sum("node" in line for line in lines) == nodes
        assert sum("relationship" in line for line in lines) == links
    elif name == "csv":
        rows = {file.stem: table(file) for file in path.glob("*.csv")}
        assert sum(len(r) for stem, r in rows.items() if stem.startswith("nodes")) == nodes
        assert sum(len(r) for stem, r in rows.items() if stem.startswith("relationships")) == links
    elif name == "cypher":
        text = path.read_text(encoding="utf-8")
        assert text.count("{id: 'doc:") + text.count("{id: 'department:") > 0
        assert text.count("id: 'department:青岭市:青岭市数据局'") == 1
    elif name in ("turtle", "jsonld"):
        found = rdflib.Graph().parse(path, format={"turtle": "turtle", "jsonld": "json-ld"}[name])
        typed = {s for label in ontology().nodes for s in found.subjects(rdflib.RDF.type, Z[label])}
        assert len(typed) == nodes
    elif name != "parquet":
        pytest.fail(f"count here the nodes and relationships that {name} holds")
    else:
        rows_ = {file.stem: pyarrow.parquet.read_table(file).num_rows for file in path.iterdir()}
        assert sum(n for stem, n in rows_.items() if stem.startswith("nodes")) == nodes
        assert sum(n for stem, n in rows_.items() if stem.startswith("relationships")) == links


def test_json_lines_hold_everything(tmp_path: Path) -> None:
    graph = small_graph()
    lines = [json.loads(line) for line in write("jsonl", [graph], tmp_path).read_text(encoding="utf-8").splitlines()]
    back = Graph.from_dict(
        {
            "nodes": [line["node"] for line in lines if "node" in line],
            "relationships": [line["relationship"] for line in lines if "relationship" in line],
        }
    )
    assert back == graph


def test_parquet_holds_every_value_in_its_type(tmp_path: Path) -> None:
    graph = small_graph()
    folder = write("parquet", [graph], tmp_path)
    tasks = pyarrow.parquet.read_table(folder / "nodes-Task.parquet").to_pylist()
    assert [row["number"] for row in tasks] == [task.get("number") for task in graph.labelled("Task")]
    assert all(isinstance(row["implicit"], bool) and isinstance(row["position"], int) for row in tasks)
    platforms = pyarrow.parquet.read_table(folder / "nodes-Platform.parquet").to_pylist()
    assert {tuple(row["aliases"]) for row in platforms} == {p.get("aliases") for p in graph.labelled("Platform")}
    assert len(list(folder.iterdir())) == len(ontology().nodes) + len(ontology().relationships)


def test_csv_keeps_nulls_lists_and_line_breaks(tmp_path: Path) -> None:
    graph = small_graph()
    folder = write("csv", [graph], tmp_path)
    text = (folder / "nodes-Document.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0].startswith("id:ID,title:string,")
    (row,) = table(folder / "nodes-Document.csv")
    assert row["text:string"] == graph.document.get("text")
    lines = (folder / "nodes-Task.csv").read_text(encoding="utf-8").splitlines()
    # The second task has no date: the two last fields are empty, and not quoted as an empty text would be.
    assert lines[2].endswith(",,")
    arguments = (folder / ARGUMENTS).read_text(encoding="utf-8").splitlines()
    assert "--nodes=Zhize:Task=nodes-Task.csv" in arguments
    assert all((folder / a.rsplit("=", 1)[1]).is_file() for a in arguments if a.endswith(".csv"))


@pytest.mark.parametrize("which", BOTH)
def test_turtle_speaks_the_public_vocabularies(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    found = rdflib.Graph().parse(write("turtle", [graph], tmp_path))
    text = counted(path_of(which))
    # One of the 70 leads is a company (數字廣東…有限公司河源分公司), and so no public authority: that service has another lead.
    companies = sum(count for name, count in text.leads.items() if "公司" in name)
    authorities = len(list(found.triples((None, CV.hasCompetentAuthority, None))))
    assert (authorities, companies) == (sum(text.leads.values()) - 1, 1)
    assert len(list(found.triples((None, Z.ledBy, None)))) == companies
    assert len(list(found.triples((None, Z.supportedBy, None)))) == sum(text.supports.values())
    services = set(found.subjects(rdflib.RDF.type, CPSV.PublicService))
    assert len(services) == len(text.clauses) == 57
    # What CPSV-AP asks of a public service: an identifier, a title, a description and an authority, which is an organisation.
    for service in services:
        for needed in ("identifier", "title", "description"):
            assert len(list(found.objects(service, rdflib.DCTERMS[needed]))) == 1
        for authority in found.objects(service, CV.hasCompetentAuthority):
            assert (authority, rdflib.RDF.type, ORG.Organization) in found
            assert list(found.objects(authority, rdflib.SKOS.prefLabel))
    document = rdflib.URIRef(iri("node", graph.document.id))
    told = list(found.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    assert told
    assert all((s, rdflib.PROV.wasDerivedFrom, document) in found for s in told)
    lead = next(r for r in graph.of_type("LEADS") if r.get("mention") == "市公安局")
    evidence = {str(o) for o in found.objects(None, Z.evidence)}
    assert lead.get("evidence") in evidence


def test_both_forms_of_rdf_say_the_same(tmp_path: Path) -> None:
    turtle = rdflib.Graph().parse(write("turtle", two_plans(), tmp_path))
    linked = rdflib.Graph().parse(write("jsonld", two_plans(), tmp_path), format="json-ld")
    assert set(turtle) == set(linked)


def odd() -> Graph:
    """A plan whose words are what every format has a meaning for."""
    words = "引'號\"與<尖>&\\反斜\n換行\t\x07{花}[方];`#\u2028"
    graph = small_graph()
    nodes = []
    for node in graph.nodes:
        more = {"title": words, "text": words} if node.label == "Task" else {}
        nodes.append(type(node)(node.id, node.label, {**node.properties, **more}))
    return Graph(tuple(nodes), graph.relationships)


def test_no_word_breaks_a_format(tmp_path: Path) -> None:
    graph = odd()
    title = str(graph.labelled("Task")[0].get("title"))
    for name in EXPORTS:
        write(name, [graph], tmp_path)
    shown = title.replace("\x07", "\ufffd")
    found = networkx.read_graphml(tmp_path / "graph-graphml.graphml")
    assert shown in {data.get("title") for _, data in found.nodes(data=True)}
    assert len(networkx.read_gexf(tmp_path / "graph-gexf.gexf")) == len(graph.nodes)
    turtle = rdflib.Graph().parse(tmp_path / "graph-turtle.ttl")
    assert title in {str(o) for o in turtle.objects(None, rdflib.DCTERMS.title)}
    rows = table(tmp_path / "graph-csv" / "nodes-Task.csv")
    assert title in {row["title:string"] for row in rows}


@pytest.mark.parametrize("name", list(EXPORTS))
def test_same_graphs_same_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = write(name, two_plans(), tmp_path / "a"), write(name, two_plans(), tmp_path / "b")
    files = [first] if first.is_file() else sorted(first.iterdir())
    for file in files:
        other = second if second.is_file() else second / file.name
        assert file.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", list(EXPORTS))
def test_no_graph_is_kept_once_it_is_written(tmp_path: Path, name: str) -> None:
    held: list[weakref.ref[Graph]] = []
    most = 0

    def many() -> Iterator[Graph]:
        nonlocal most
        for number in range(30):
            gc.collect()
            most = max(most, sum(ref() is not None for ref in held))
            graph = small_graph(f"青府辦〔2024〕{number}號")
            held.append(weakref.ref(graph))
            yield graph
            del graph

    # what the other tests left is not gone through again and again
    gc.freeze()
    try:
        EXPORTS[name].write(many(), tmp_path / f"many{EXPORTS[name].ending}")
    finally:
        gc.unfreeze()
    # The one in hand, and what a generator's frame still holds of the one before.
    assert most <= 2
    assert len(held) == 30


def test_parquet_holds_back_no_more_rows_than_a_group_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.parquet._ROWS", 20)
    EXPORTS["parquet"].write((small_graph(f"青府辦〔2024〕{n}號") for n in range(30)), tmp_path / "many")
    found = pyarrow.parquet.read_metadata(tmp_path / "many" / "nodes-Task.parquet")
    # six tasks in each of thirty plans
    assert found.num_rows == 6 * 30
    assert max(found.row_group(n).num_rows for n in range(found.num_row_groups)) == 20


def test_only_ids_of_shared_nodes_are_remembered() -> None:
    graphs = list(fresh([small_graph(), small_graph("青府辦〔2024〕9號")]))
    assert {n.label for n in graphs[1].nodes} == {"Document", "Section", "Task", "Target"}
    assert len(graphs[1].relationships) == len(small_graph().relationships)


@pytest.mark.parametrize("name", list(EXPORTS))
def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotWrite):
        EXPORTS[name].write([small_graph()], tmp_path / "no" / "where")

    def failing() -> Iterator[Graph]:
        yield small_graph()
        raise KeyError("the store is gone")

    path = tmp_path / "there"
    if EXPORTS[name].is_folder:
        path.mkdir()
        (path / "nodes-Task.csv").write_bytes(b"as it was")
    else:
        path.write_bytes(b"as it was")
    with pytest.raises(KeyError):
        EXPORTS[name].write(failing(), path)
    assert (path / "nodes-Task.csv" if path.is_dir() else path).read_bytes() == b"as it was"
    assert [file.name for file in tmp_path.iterdir()] == ["there"]
