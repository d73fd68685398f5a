"""The record read in columns: the property sets of many documents as Arrow tables, without a Python object a row.

SQLite joins the rows of a table into a few long strings, Arrow parses them as lines of JSON, and passages are cut out
of the documents' texts all at once. (A second SQLite in the process, as Arrow's own driver brings one, would drop the
first one's locks whenever it closes the file.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
from numpy.typing import NDArray

from graph.ontology import Kind, Property, ontology
from graph.stores.embedded.across import Across

ARROW_TYPES: dict[Kind, Any] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.string(),
    "strings": pa.list_(pa.string()),
}
"""The Arrow type for each kind of property; dates stay ISO text."""

_ROWS = 50_000  # of a batch, unless one document alone has more
_CHARACTERS = 4_000_000  # of a batch's texts
_BETWEEN = "\x1f"  # ids in a joined string
_INLINE = 12  # bytes of a string that Arrow keeps in the view itself

Integers = NDArray[np.int64]


def schema(keys: tuple[str, ...], rules: Mapping[str, Property]) -> Any:
    """The Arrow schema of a table: its key columns, then the properties."""
    fields = [(key, pa.string()) for key in keys]
    return pa.schema([*fields, *((name, ARROW_TYPES[rule.kind]) for name, rule in rules.items() if not rule.key)])


class _Passages:
    """The texts of a batch's documents, out of which passages are cut."""

    def __init__(self, documents: list[int], texts: list[str]) -> None:
        self._bytes = _padded("".join(texts))
        # where each character begins: at every byte that continues none
        begins = np.flatnonzero(self._bytes[: len(self._bytes) - _INLINE].view(np.int8) > -65)
        self._begins = np.append(begins, len(self._bytes) - _INLINE)
        self._documents = np.array(documents, np.int64)
        self._ends = np.cumsum([len(text) for text in texts])
        self._starts = self._ends - np.array([len(text) for text in texts], np.int64)

    def cut(self, documents: Integers, offsets: Integers) -> Any:
        """The passage of each row: its document's key, and the offsets of its first and behind its last character."""
        place = np.searchsorted(self._documents, documents)
        found = np.minimum(self._starts[place, None] + offsets, self._ends[place, None])
        begins, ends = self._begins[found].T
        return _strings(self._bytes, begins, ends)


class Names:
    """The ids and labels that stand behind the keys of nodes."""

    def __init__(self, parts: Iterable[tuple[str, Integers, Any]]) -> None:
        """From label, keys and ids of some nodes each."""
        order = list(ontology().nodes)
        held = list(parts)
        keys = np.concatenate([np.empty(0, np.int64), *(part[1] for part in held)])
        ids = pa.concat_arrays([pa.array([], pa.string()), *(part[2] for part in held)])
        labels = np.repeat([order.index(part[0]) for part in held], [len(part[1]) for part in held]).astype(np.int8)
        by_key = np.argsort(keys, kind="stable")
        self._keys, self._ids, self._labels = keys[by_key], ids.take(pa.array(by_key)), labels[by_key]

    def find(self, keys: Integers) -> tuple[NDArray[np.bool_], Any, NDArray[np.int8]]:
        """For each key whether it is known, its id, and its label's place in the ontology."""
        if not len(self._keys):
            nothing = np.zeros(len(keys), np.int8)
            return nothing.astype(np.bool_), pa.nulls(len(keys), pa.string()), nothing
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return self._keys[place] == keys, self._ids.take(pa.array(place)), self._labels[place]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents whose rows are read together, and these rows as SQLite joins them.

    Attributes:
        documents: key, text and time of loading of each document, by key.
        nodes: for each label how many nodes, and their keys, ids, documents and property sets.
        links: for each type how many relationships, and their starts, ends, documents and property sets.
    """

    documents: list[tuple[int, str, str]]
    nodes: list[tuple[str, int, str, str | list[str], str, str]]
    links: list[tuple[str, int, str, str, str, str]]


def read_batches(db: sqlite3.Connection) -> Iterator[Batch]:
    """Every document with what it owns, in the order of the keys, some documents at a time."""
    held: list[tuple[int, str, str]] = []
    rows = characters = 0
    cursor = db.execute("SELECT nodes + relationships, key, text, loaded_on FROM document ORDER BY key")
    for size, key, text, loaded_on in cursor:
        if held and (rows + size > _ROWS or characters + len(text) > _CHARACTERS):
            yield _read_batch(db, held)
            held, rows, characters = [], 0, 0
        held.append((key, text, loaded_on))
        rows += size
        characters += len(text)
    if held:
        yield _read_batch(db, held)


def _read_batch(db: sqlite3.Connection, documents: list[tuple[int, str, str]]) -> Batch:
    between = documents[0][0], documents[-1][0]
    nodes = db.execute(
        "SELECT label, count(*), group_concat(key), group_concat(id, ?), group_concat(document), "
        "group_concat(properties, char(10)) FROM node INDEXED BY node_document WHERE document BETWEEN ? AND ? "
        "GROUP BY label",
        (_BETWEEN, *between),
    )
    links = db.execute(
        "SELECT type, count(*), group_concat(start), group_concat(end), group_concat(document), "
        "group_concat(properties, char(10)) FROM relationship WHERE document BETWEEN ? AND ? GROUP BY type",
        between,
    )
    return Batch(documents, [(*r[:3], _parted(db, r[2], r[3]), *r[4:]) for r in nodes], links.fetchall())


def _parted(db: sqlite3.Connection, keys: str, ids: str) -> str | list[str]:
    """The joined ids, or a list of them where one of them holds what joins them."""
    if ids.count(_BETWEEN) == keys.count(","):
        return ids
    return [db.execute("SELECT id FROM node WHERE key = ?", (int(key),)).fetchone()[0] for key in keys.split(",")]


def shared_nodes(db: sqlite3.Connection) -> Iterator[tuple[str, Integers, Any]]:
    """Label, keys and rows of the nodes that no one document owns, by label and id, some at a time."""
    for label, kind in ontology().nodes.items():
        after = ""
        while True:
            count, keys, ids, packed, last = db.execute(
                "SELECT count(*), group_concat(key), group_concat(id, ?), group_concat(properties, char(10)), max(id) "
                "FROM (SELECT key, id, properties FROM node INDEXED BY node_shared "
                "WHERE document IS NULL AND label = ? AND id > ? ORDER BY id LIMIT ?)",
                (_BETWEEN, label, after, _ROWS),
            ).fetchone()
            if not count:
                break
            after = last
            found = {"id": _ids(_parted(db, keys, ids))}
            yield label, _integers(keys, count), _table(found, kind.properties, packed, count, None, None)


def tables(batch: Batch, shared: Names) -> list[tuple[tuple[str, ...], Any]]:
    """The batch's rows: of each label (one word), and of each type between two labels (three words)."""
    passages = _Passages([key for key, _, _ in batch.documents], [text for _, text, _ in batch.documents])
    made: list[tuple[tuple[str, ...], Any]] = []
    known = []
    for label, count, keys, names, owners, packed in batch.nodes:
        ids, documents = _ids(names), _integers(owners, count)
        known.append((label, _integers(keys, count), ids))
        table = _table({"id": ids}, ontology().nodes[label].properties, packed, count, documents, passages)
        if label == "Document":
            place = np.searchsorted([key for key, _, _ in batch.documents], documents)
            times = pa.array([time for _, _, time in batch.documents], pa.string()).take(pa.array(place))
            table = table.set_column(table.schema.get_field_index("loaded_on"), "loaded_on", times)
        made.append(((label,), table))
    own = Names(known)
    for name, count, starts, ends, owners, packed in batch.links:
        firsts, start_labels = _ends(_integers(starts, count), own, shared)
        seconds, end_labels = _ends(_integers(ends, count), own, shared)
        rules = ontology().relationships[name].properties
        keys_ = {"from": firsts, "to": seconds}
        table = _table(keys_, rules, packed, count, _integers(owners, count), passages)
        made += _between(name, table, start_labels, end_labels)
    return made


def across_table(batch: Batch, across: Across) -> Any:
    """The dependencies of the batch's tasks on tasks of other documents, as rows of DEPENDS_ON; None where there are none."""
    texts = {key: text for key, text, _ in batch.documents}
    found = [r for key in texts for r in across.of_document(key, lambda document: lambda: texts[document])]
    if not found:
        return None
    fields = schema(("from", "to"), ontology().relationships["DEPENDS_ON"].properties)
    values = [
        [r.start for r in found],
        [r.end for r in found],
        *([r.get(name) for r in found] for name in fields.names[2:]),
    ]
    return pa.table([pa.array(v, f.type) for v, f in zip(values, fields, strict=True)], schema=fields)


def _between(
    name: str, table: Any, starts: NDArray[np.int8], ends: NDArray[np.int8]
) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """The rows of one type, apart by the labels of their ends."""
    labels = list(ontology().nodes)
    kind = ontology().relationships[name]
    for start in kind.starts:
        for end in kind.ends:
            here = (starts == labels.index(start)) & (ends == labels.index(end))
            if here.any():
                yield (name, start, end), table if here.all() else table.filter(pa.array(here))


def _ends(keys: Integers, own: Names, shared: Names) -> tuple[Any, NDArray[np.int8]]:
    known, ids, labels = own.find(keys)
    if known.all():
        return ids, labels
    elsewhere, others, their_labels = shared.find(keys)
    if elsewhere.all():
        return others, their_labels
    return pc.if_else(pa.array(known), ids, others), np.where(known, labels, their_labels)


def _table(
    keys: dict[str, Any],
    rules: Mapping[str, Property],
    packed: str,
    count: int,
    documents: Integers | None,
    passages: _Passages | None,
) -> Any:
    """Rows from joined property sets (see `excerpts`), with the columns of `keys` first."""
    wanted = schema((), rules)
    raw = packed.encode("utf-8")
    if passages is not None:
        # a passage's offsets go into a column of their own; no string can hold this, for there quotes are escaped
        raw = raw.replace(b'":{"at":[', b'@":{"at":[')
    found = pj.read_json(
        pa.BufferReader(raw),
        read_options=pj.ReadOptions(use_threads=False, block_size=len(raw) + 1),
        parse_options=pj.ParseOptions(explicit_schema=wanted, unexpected_field_behavior="infer"),
    )
    if found.num_rows != count:
        raise RuntimeError(f"{found.num_rows} property sets were read, {count} are stored")
    columns = []
    for field in wanted:
        column = found[field.name].combine_chunks()
        if passages is not None and field.name + "@" in found.column_names:
            assert documents is not None
            at = found[field.name + "@"].combine_chunks()
            here = at.is_valid()
            offsets = at.field("at").flatten().to_numpy(zero_copy_only=False).reshape(-1, 2)
            cut = passages.cut(documents[here.to_numpy(zero_copy_only=False)], offsets)
            column = cut if len(cut) == count else pc.replace_with_mask(column, here, cut)
        columns.append(column)
    return pa.table([*keys.values(), *columns], schema=schema(tuple(keys), rules))


def _integers(joined: str, count: int) -> Integers:
    return np.fromstring(joined, np.int64, count, sep=",")


def _ids(joined: str | list[str]) -> Any:
    if isinstance(joined, list):
        return pa.array(joined, pa.string())
    raw = _padded(joined)
    between = np.flatnonzero(raw == ord(_BETWEEN))
    return _strings(raw, np.insert(between + 1, 0, 0), np.append(between, len(raw) - _INLINE))


def _padded(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8") + bytes(_INLINE), np.uint8)


def _strings(raw: NDArray[np.uint8], begins: Integers, ends: Integers) -> Any:
    """The strings between those bytes, copied at once: Arrow's views of them, made into an array of its own."""
    lengths = ends - begins
    views = np.zeros((len(begins), 4), np.int32)
    views[:, 0] = lengths
    head = raw[begins[:, None] + np.arange(_INLINE)]
    head[np.arange(_INLINE) >= lengths[:, None]] = 0
    views[:, 1:] = head.view(np.int32)
    long = lengths > _INLINE
    views[long, 2] = 0
    views[long, 3] = begins[long]
    view = pa.Array.from_buffers(pa.string_view(), len(views), [None, pa.py_buffer(views), pa.py_buffer(raw)])
    return view.cast(pa.string())
