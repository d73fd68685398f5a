"""Every form of export holds what the plan's text says: counted from its brackets and numbers, never from another export."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import networkx
import pyarrow.parquet
import pytest
import rdflib

from exports import EXPORTS
from tests.exports.plans import BOTH, counted, path_of, plan

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
_STATEMENT = re.compile(r"UNWIND \[(.*?)\] AS row (?:MERGE \(n:(\w+)|MATCH .*?-\[r:(\w+))", re.DOTALL)


def held(name: str, path: Path) -> Counter[str]:
    """How many nodes of each label and relationships of each type a file or folder holds, as its own readers see it."""
    if name in ("graphml", "gexf"):
        net = networkx.read_graphml(path) if name == "graphml" else networkx.read_gexf(path)
        label = "label" if name == "graphml" else "kind of node"
        return Counter(data[label] for _, data in net.nodes(data=True)) + Counter(
            data["type"] for *_, data in net.edges(data=True)
        )
    if name == "jsonl":
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return Counter(line["node"]["label"] if "node" in line else line["relationship"]["type"] for line in lines)
    if name == "csv":
        found = {}
        for file in path.glob("*.csv"):
            with file.open(encoding="utf-8", newline="") as stream:
                found[file.stem.partition("-")[2]] = sum(1 for _ in csv.reader(stream)) - 1
        return Counter(found)
    if name == "parquet":
        return Counter({f.stem.partition("-")[2]: pyarrow.parquet.read_metadata(f).num_rows for f in path.iterdir()})
    if name == "cypher":
        rows: Counter[str] = Counter()
        for text, label, kind in _STATEMENT.findall(path.read_text(encoding="utf-8")):
            rows[label or kind] += text.count(",\n{") + 1
        return rows
    assert name in ("turtle", "jsonld"), f"count here, by label and type, what {name} holds"
    triples = rdflib.Graph().parse(path, format="turtle" if name == "turtle" else "json-ld")
    z = "urn:zhize:vocabulary:"
    types = Counter(str(o).removeprefix(z) for o in triples.objects(None, rdflib.RDF.type) if str(o).startswith(z))
    roles = triples.objects(None, rdflib.URIRef("http://data.europa.eu/m8g/role"))
    return types + Counter(str(role).removeprefix(z) for role in roles)


@pytest.mark.parametrize("which", BOTH)
@pytest.mark.parametrize("name", list(EXPORTS))
def test_what_the_text_says_is_there(tmp_path: Path, which: str, name: str) -> None:
    path = tmp_path / f"plan{EXPORTS[name].ending}"
    EXPORTS[name].write([plan(which)], path)
    found, text = held(name, path), counted(path_of(which))
    # 57 lines end in a bracket with 牽頭; the names in these, split at 、, are 70 before 牽頭 and 11 before 配合
    assert (found["LEADS"], found["SUPPORTS"]) == (sum(text.leads.values()), sum(text.supports.values())) == (70, 11)
    # the different names among them
    assert found["Department"] == len({*text.leads, *text.supports}) == 34
    # 一 to 六; (一) to (二十八), 33 numbered below (十一) to (十五), and the two paragraphs of (二十四)
    assert (found["Document"], found["Section"], found["Task"]) == (1, 6, 28 + 33 + 2)


def test_what_the_text_says_about_officials_and_dates_is_there(tmp_path: Path) -> None:
    """The sample's table: twelve rows, each with one of three officials; all but (11), 持續推進, have a date."""
    from tests.exports.plans import TABLE, read

    for name in EXPORTS:
        path = tmp_path / f"{name}{EXPORTS[name].ending}"
        EXPORTS[name].write([read(TABLE)], path)
        found = held(name, path)
        assert (found["OVERSEES"], found["Official"], found["Task"]) == (12, 3, 12), name
    rows = pyarrow.parquet.read_table(tmp_path / "parquet" / "nodes-Task.parquet").to_pylist()
    assert sum(row["due_on"] is not None for row in rows) == 11
