"""How fast documents go into a Neo4j server, and come out.

    eval "$(scripts/neo4j start --lasting)"
    python -m benchmarks.server [--documents 1000] [--tasks 40] [--pure]

Empties the database that ZHIZE_NEO4J_URL names of everything of ours first. Prints one JSON object: rows are nodes and
relationships as the documents hold them. They are loaded twice, and taken out in between: once into a server that
has just been started, whose Java still compiles, and once into one that has seen such work. `--pure` leaves `neo4j-rust-ext` out, so that the plain driver is measured.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import sys
import time

from graph.model import Graph


def plain_driver() -> None:
    """Make the driver's fast C and Rust parts unimportable."""
    for name in ("neo4j._rust", "neo4j._codec.packstream.v1._rust"):
        sys.modules[name] = None  # type: ignore[assignment]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    words.add_argument("--documents", type=int, default=1000)
    words.add_argument("--tasks", type=int, default=40)
    words.add_argument("--pure", action="store_true")
    chosen = words.parse_args()
    if chosen.pure:
        plain_driver()  # before anything imports the driver, as looking for a part of it would
    rust = not chosen.pure and importlib.util.find_spec("neo4j._rust") is not None
    from graph.stores.neo4j import Neo4jStore
    from tests.graphs import small_graph

    graphs: list[Graph] = [
        small_graph(f"青府辦〔2024〕{number}號", f"青嶺市第{number}號工作要點", tasks=chosen.tasks)
        for number in range(1, chosen.documents + 1)
    ]
    rows = sum(len(graph.nodes) + len(graph.relationships) for graph in graphs)
    with Neo4jStore(os.environ["ZHIZE_NEO4J_URL"]) as store:
        for entry in store.documents():
            store.remove(entry.id)
        store.replace(graphs[:1])  # constraints, indexes and the server's first plans
        store.remove(graphs[0].document.id)
        begun = time.perf_counter()
        store.replace(graphs)
        first = time.perf_counter() - begun
        for graph in graphs:
            store.remove(graph.document.id)
        begun = time.perf_counter()
        store.replace(graphs)
        loading = time.perf_counter() - begun
        begun = time.perf_counter()
        again = store.replace(graphs)
        unchanged = time.perf_counter() - begun
        single = []
        for graph in graphs[:20]:
            store.remove(graph.document.id)
            begun = time.perf_counter()
            store.replace([graph])
            single.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        whole = store.graph()
        reading = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "documents": len(graphs),
                "rows": rows,
                "rust": rust,
                "first_rows_per_second": round(rows / first),
                "load_seconds": round(loading, 2),
                "rows_per_second": round(rows / loading),
                "unchanged_seconds": round(unchanged, 2),
                "unchanged": sum(change.action == "unchanged" for change in again),
                "one_document_ms_median": round(1000 * statistics.median(single), 1),
                "read_all_seconds": round(reading, 2),
                "nodes_read": len(whole.nodes),
            }
        )
    )


if __name__ == "__main__":
    main()
