"""A graph for the tools that others work with, and back: networkx, pandas, Arrow, pyvis, py2neo.

| tool | there | back | what it cannot hold |
| --- | --- | --- | --- |
| networkx | `to_networkx` | `from_networkx` | nothing |
| pandas, Arrow | `to_frames`, `to_arrow` | - | the order between labels and between types |
| pyvis | `to_pyvis` | - | it is a picture |
| py2neo | `to_py2neo`, `merge_py2neo`, `result_to_py2neo` | `from_py2neo` | see `to_py2neo` |

None of these packages is imported before its function is called.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import InvalidGraph, UnknownDocument
from graph.identity import task_id
from graph.model import Graph, Node, Relationship, Value
from graph.ontology import Property, ontology

if TYPE_CHECKING:
    import networkx
    import pandas
    import py2neo
    import pyarrow
    import pyvis.network

    from graph.stores.base import Rows, Store

MARK = "Zhize"
"""The extra label that a server's store gives to every node of ours."""

_CHUNK = 1_000


def _frozen(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _plain(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}


def to_networkx(graph: Graph) -> networkx.MultiDiGraph:
    """The graph as a networkx `MultiDiGraph`.

    A node is its id with the attribute `label` and its properties; a relationship is an edge whose key is its type
    (and, for a dependency, what it runs through: `DEPENDS_ON via …`) with the attributes `type`, `place` (its place in
    the graph's order) and its properties.
    """
    import networkx

    net = networkx.MultiDiGraph()
    for node in graph.nodes:
        net.add_node(node.id, label=node.label, **node.properties)
    for place, link in enumerate(graph.relationships):
        via = link.key[3]
        key = f"{link.type} via {via}" if via else link.type
        net.add_edge(link.start, link.end, key=key, type=link.type, place=place, **link.properties)
    return net


def from_networkx(net: networkx.MultiDiGraph) -> Graph:
    """The inverse of `to_networkx`: exact, order included.

    Raises:
        InvalidGraph: a node without a label, an edge without a type, or anything else against the ontology.
    """
    nodes = []
    for key, data in net.nodes(data=True):
        if "label" not in data:
            raise InvalidGraph("a node without the attribute label", where=str(key))
        nodes.append(Node(str(key), data["label"], {k: _frozen(v) for k, v in data.items() if k != "label"}))
    edges: list[tuple[int, Relationship]] = []
    for start, end, data in net.edges(data=True):
        if "type" not in data:
            raise InvalidGraph("an edge without the attribute type", where=f"{start} -> {end}")
        properties = {k: _frozen(v) for k, v in data.items() if k not in ("type", "place")}
        edges.append((data.get("place", len(edges)), Relationship(data["type"], str(start), str(end), properties)))
    return Graph(tuple(nodes), tuple(link for _, link in sorted(edges, key=lambda pair: pair[0]))).validate()


def _tables(graph: Graph) -> dict[str, tuple[dict[str, Property], list[dict[str, Any]]]]:
    """A table for each label and type that the graph holds: its columns' rules, and its rows."""
    model = ontology()
    key = model.nodes["Task"].properties["id"]
    tables: dict[str, tuple[dict[str, Property], list[dict[str, Any]]]] = {}
    for label, kind in model.nodes.items():
        rows = [{"id": node.id, **_plain(node.properties)} for node in graph.labelled(label)]
        if rows:
            tables[label] = (kind.properties, rows)
    for name, rule in model.relationships.items():
        rows = [{"start": link.start, "end": link.end, **_plain(link.properties)} for link in graph.of_type(name)]
        if rows:
            tables[name] = ({"start": key, "end": key, **rule.properties}, rows)
    return tables


def arrow_kinds() -> dict[str, Any]:
    """The Arrow type of each kind of property."""
    import pyarrow

    return {
        "string": pyarrow.string(),
        "date": pyarrow.string(),
        "integer": pyarrow.int64(),
        "float": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "strings": pyarrow.list_(pyarrow.string()),
    }


def to_arrow(graph: Graph) -> dict[str, pyarrow.Table]:
    """An Arrow table for each label and relationship type that the graph holds, typed by the ontology.

    A label's table has the column `id`, a type's `start` and `end`; then come the ontology's properties, null where a
    node or relationship has none. Dates stay ISO text, as everywhere in the graph.
    """
    import pyarrow

    kinds = arrow_kinds()
    tables = {}
    for name, (columns, rows) in _tables(graph).items():
        schema = pyarrow.schema([(column, kinds[rule.kind]) for column, rule in columns.items()])
        tables[name] = pyarrow.Table.from_pylist([{c: row.get(c) for c in columns} for row in rows], schema=schema)
    return tables


def to_frames(graph: Graph) -> dict[str, pandas.DataFrame]:
    """A pandas `DataFrame` for each label and relationship type that the graph holds; columns as in `to_arrow`.

    Whole numbers and truth values use pandas' nullable types, so that a missing one does not turn the others into floats.
    """
    import pandas

    kinds = {"integer": "Int64", "float": "Float64", "boolean": "boolean"}
    frames = {}
    for name, (columns, rows) in _tables(graph).items():
        frame = pandas.DataFrame({column: [row.get(column) for row in rows] for column in columns}, dtype=object)
        typed = {column: kinds[rule.kind] for column, rule in columns.items() if rule.kind in kinds}
        frames[name] = frame.astype(typed)
    return frames


def to_pyvis(graph: Graph, **options: Any) -> pyvis.network.Network:
    """The graph as a pyvis `Network`, directed (an undirected one merges parallel relationships).

    A node's group is its label and its caption the name, title or number; an edge's caption is its type in
    traditional Chinese. `options` go to `Network`. Physics is off: with it a few hundred nodes take minutes.
    """
    from pyvis.network import Network

    model = ontology()
    net = Network(**{"directed": True, "cdn_resources": "local", **options})
    net.options.physics.enabled = False
    for node in graph.nodes:
        caption = node.get("name") or node.get("title") or node.get("text") or node.id
        if node.label == "Task":
            caption = f"{node.get('number')} {caption}"
        net.add_node(node.id, label=str(caption), group=node.label)
    for link in graph.relationships:
        rule = model.relationships[link.type]
        net.add_edge(link.start, link.end, label=rule.labels["zh-Hant"], kind=link.type)
    return net


def to_py2neo(graph: Graph) -> py2neo.Subgraph:
    """The graph as a py2neo `Subgraph`, ready for `py2neo_graph.merge(subgraph)`.

    Each node carries its label and, as primary key, `id`: merged twice it is one node. What py2neo cannot do:

    - A null property is no property: `from_py2neo` leaves it out.
    - Relationships of one type between the same two nodes are told apart by nothing when py2neo merges them: of
      several DEPENDS_ON between two tasks (one a platform or data domain) `merge` keeps one, whose properties are the
      last one's. `merge_py2neo` keeps all.
    - A `Subgraph` is a set: the order comes back from `position`, `rank` and offsets, not from the set.
    - The nodes bear no label `Zhize`: in a database that a store of ours uses they would be foreign nodes, and the store
      would refuse it. Merge into another database (`ZHIZE_NEO4J_DATABASE` separates them), or load the plan there.
    """
    import py2neo

    nodes = {}
    for node in graph.nodes:
        held = {name: value for name, value in _plain(node.properties).items() if value is not None}
        one = py2neo.Node(node.label, id=node.id, **held)
        one.__primarylabel__, one.__primarykey__ = node.label, "id"
        nodes[node.id] = one
    links = []
    for link in graph.relationships:
        held = {name: value for name, value in _plain(link.properties).items() if value is not None}
        links.append(py2neo.Relationship.type(link.type)(nodes[link.start], nodes[link.end], **held))
    return py2neo.Subgraph(list(nodes.values()), links)


def merge_py2neo(graph: Graph, into: py2neo.Graph) -> None:
    """Merge the graph into a py2neo user's own database by id, in one transaction, keeping parallel dependencies.

    Other properties and relationships of nodes that are already there stay. See `to_py2neo` on `Zhize`.
    """
    labels = {node.id: node.label for node in graph.nodes}
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.label].append({"id": node.id, "p": _plain(node.properties)})
    links: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for link in graph.relationships:
        row = {"s": link.start, "e": link.end, "v": link.key[3], "p": _plain(link.properties)}
        links[link.type, labels[link.start], labels[link.end]].append(row)
    tx = into.begin()
    try:
        for label, rows in nodes.items():
            for some in _pieces(rows):
                tx.run(f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.p", rows=some)
        for (kind, start, end), rows in links.items():
            key = " {via: row.v}" if "via" in ontology().relationships[kind].properties else ""
            text = (
                f"UNWIND $rows AS row MATCH (a:{start} {{id: row.s}}) MATCH (b:{end} {{id: row.e}}) "
                f"MERGE (a)-[r:{kind}{key}]->(b) SET r += row.p"
            )
            for some in _pieces(rows):
                tx.run(text, rows=some)
        into.commit(tx)
    except BaseException:
        into.rollback(tx)
        raise


def _pieces(rows: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    for begin in range(0, len(rows), _CHUNK):
        yield list(rows[begin : begin + _CHUNK])


def result_graph(store: Store, rows: Rows) -> Graph:
    """The part of a store that a query's answer names: its nodes, and the relationships among them.

    A node is named by its id in any column, and a task by the columns `document` and `number` of the catalogue's
    answers. Names alone (市公安局) name no node, since two places may have one; return ids where you want nodes.
    The graph is a part: documents are there only where the answer names them, and it is not for `Store.replace`.
    """
    wanted: dict[str, None] = {}
    for record in rows.records():
        for value in record.values():
            for item in value if isinstance(value, (list, tuple)) else (value,):
                if isinstance(item, str):
                    wanted[item] = None
        document, number = record.get("document"), record.get("number")
        if isinstance(document, str) and isinstance(number, str):
            wanted[task_id(document, number)] = None
    nodes = store.nodes(list(wanted))
    ids = {node.id for node in nodes}
    links: dict[tuple[str, str, str, str], Relationship] = {}
    for node in nodes:
        for link in store.neighbours(node.id, limit=1_000_000).relationships:
            if link.start in ids and link.end in ids:
                links.setdefault(link.key, link)
    return Graph(tuple(nodes), tuple(links.values()))


def result_to_py2neo(store: Store, rows: Rows) -> py2neo.Subgraph:
    """A query's answer as a py2neo `Subgraph` (see `result_graph` for what is in it, `to_py2neo` for its limits)."""
    return to_py2neo(result_graph(store, rows))


def from_py2neo(source: py2neo.Subgraph | py2neo.Graph, document_id: str | None = None) -> Graph:
    """Our graph from a py2neo `Subgraph`, or out of a database that a py2neo `Graph` is connected to.

    Args:
        source: a subgraph is taken whole; from a database come the nodes under our labels and what lies between them.
        document_id: only this document, with what its chapters, tasks and targets are tied to (a database only).

    What is not the ontology's is left out: other labels, types and properties. Nulls that the graph once held are
    gone, and the order is that of the plan: document, chapters, tasks by position, then the rest by label and id.

    Raises:
        UnknownDocument: the database holds no such document.
        InvalidGraph: what was found breaks the ontology (a required property is missing, say).
    """
    import py2neo

    if not isinstance(source, py2neo.Graph):
        found = [(_label(node.labels), dict(node)) for node in source.nodes]
        links = [
            (type(link).__name__, link.start_node["id"], link.end_node["id"], dict(link))
            for link in source.relationships
        ]
        return _assemble(found, links)
    model = ontology()
    found = []
    for label in model.nodes:
        found += [(label, dict(row["p"])) for row in source.run(f"MATCH (n:{label}) RETURN properties(n) AS p")]
    links = []
    for kind, rule in model.relationships.items():
        for start in rule.starts:
            text = (
                f"MATCH (a:{start})-[r:{kind}]->(b:{'|'.join(rule.ends)}) "
                "RETURN a.id AS s, b.id AS e, properties(r) AS p"
            )
            links += [(kind, row["s"], row["e"], dict(row["p"])) for row in source.run(text)]
    whole = _assemble(found, links)
    return whole if document_id is None else _one_document(whole, document_id)


def _label(labels: Iterable[str]) -> str | None:
    return next((label for label in ontology().nodes if label in set(labels)), None)


def _assemble(
    found: Iterable[tuple[str | None, dict[str, Any]]], links: Iterable[tuple[str, str, str, dict[str, Any]]]
) -> Graph:
    """Nodes and relationships of the ontology in the plan's order, validated."""
    model = ontology()
    order = {label: place for place, label in enumerate(model.nodes)}
    types = {kind: place for place, kind in enumerate(model.relationships)}
    nodes = []
    for label, held in found:
        if label is None:
            continue
        known = model.nodes[label].properties
        if not isinstance(held.get("id"), str):
            raise InvalidGraph(f"a node {label} without an id")
        nodes.append(Node(held["id"], label, {k: _frozen(held[k]) for k in known if k in held and k != "id"}))
    nodes.sort(key=lambda node: (order[node.label], node.get("position") or 0, node.id))
    ids = {node.id for node in nodes}
    joined = []
    for kind, start, end, held in links:
        if kind in types and start in ids and end in ids:
            known = model.relationships[kind].properties
            joined.append(Relationship(kind, start, end, {k: _frozen(held[k]) for k in known if k in held}))
    joined.sort(key=lambda r: (types[r.type], r.get("position") or r.get("char_start") or 0, r.get("rank") or 0, r.key))
    return Graph(tuple(nodes), tuple(joined)).validate()


def _one_document(whole: Graph, document_id: str) -> Graph:
    """A document's chapters, tasks and targets, what they are tied to, and the relationships of it all."""
    if document_id not in {node.id for node in whole.documents}:
        raise UnknownDocument(f"no document {document_id}")
    down: dict[str, list[str]] = defaultdict(list)
    for link in whole.of_type("HAS_SECTION", "HAS_TASK", "HAS_SUBTASK", "HAS_TARGET"):
        down[link.start].append(link.end)
    own = {document_id}
    waiting = [document_id]
    while waiting:
        for child in down[waiting.pop()]:
            if child not in own:
                own.add(child)
                waiting.append(child)
    owners = ("Document", "Section", "Task", "Target")
    foreign = {node.id for node in whole.nodes if node.label in owners and node.id not in own}
    links = [
        link
        for link in whole.relationships
        if (link.start in own or link.end in own) and not {link.start, link.end} & foreign
    ]
    tied = own | {link.start for link in links} | {link.end for link in links}
    return Graph(tuple(node for node in whole.nodes if node.id in tied), tuple(links))


def parallel(graph: Graph) -> list[tuple[str, str, str]]:
    """Type, start and end of relationships that `to_py2neo` followed by py2neo's own `merge` would make one."""
    counts = Counter((link.type, link.start, link.end) for link in graph.relationships)
    return [key for key, count in counts.items() if count > 1]
