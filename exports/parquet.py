"""Parquet: a table for each label and relationship type, typed by the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from exports.base import Exporter, fresh, new_folder
from graph.interop import arrow_kinds
from graph.model import Graph
from graph.ontology import Property, ontology

# What each of the twenty tables holds back to write at once: whole texts of documents are long, most other rows short.
_ROWS, _CHARACTERS = 5_000, 2_000_000


class Parquet(Exporter):
    """A folder with `nodes-LABEL.parquet` and `relationships-TYPE.parquet`; dates stay ISO text as in the graph."""

    name = "parquet"
    ending = ""
    is_folder = True

    def write(self, graphs: Iterable[Graph], path: str | Path) -> None:
        """Write the folder's files, each put in place when all are whole; every label and type has its file."""
        model = ontology()
        with new_folder(path) as folder:
            tables = {
                f"nodes-{label}": _Table(folder / f"nodes-{label}.parquet", ("id",), kind.properties)
                for label, kind in model.nodes.items()
            }
            tables |= {
                f"relationships-{name}": _Table(
                    folder / f"relationships-{name}.parquet", ("start", "end"), rule.properties
                )
                for name, rule in model.relationships.items()
            }
            try:
                for graph in fresh(graphs):
                    for node in graph.nodes:
                        tables[f"nodes-{node.label}"].add((node.id,), node.properties)
                    for r in graph.relationships:
                        tables[f"relationships-{r.type}"].add((r.start, r.end), r.properties)
            finally:
                for table in tables.values():
                    table.close()


class _Table:
    """One file, filled in groups of rows."""

    def __init__(self, path: Path, ids: tuple[str, ...], properties: Mapping[str, Property]) -> None:
        import pyarrow
        from pyarrow import parquet

        kinds = arrow_kinds()
        self.ids = ids
        own = {name: rule for name, rule in properties.items() if not rule.key}
        self.schema = pyarrow.schema(
            [*((name, pyarrow.string()) for name in ids), *((name, kinds[rule.kind]) for name, rule in own.items())]
        )
        self.writer = parquet.ParquetWriter(path, self.schema, compression="zstd")
        self.rows: list[dict[str, Any]] = []
        self.size = 0

    def add(self, ids: tuple[str, ...], properties: Mapping[str, Any]) -> None:
        self.rows.append({**dict(zip(self.ids, ids, strict=True)), **properties})
        self.size += sum(len(value) for value in properties.values() if isinstance(value, str))
        if len(self.rows) >= _ROWS or self.size >= _CHARACTERS:
            self.flush()

    def flush(self) -> None:
        import pyarrow

        self.writer.write_table(pyarrow.Table.from_pylist(self.rows, schema=self.schema))
        self.rows, self.size = [], 0

    def close(self) -> None:
        self.flush()
        self.writer.close()
