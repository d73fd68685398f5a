"""A whole store moved into another one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import neo4j
import pytest
from typer import testing as runner

import zhize
from exports import EXPORTS
from graph.errors import StoreError, UnknownDocument
from graph.model import Graph, Node
from graph.stores import open_store
from graph.stores.base import Capabilities, Change, DocumentEntry, Hit, Neighbourhood, Rows, Store
from graph.stores.copy import copy_store
from graph.stores.neo4j import Neo4jStore
from loaders.load import load_file
from tests.graphs import small_graph, two_plans

SAMPLE = Path(__file__).parents[2] / "samples" / "heyuan-2021-digest.txt"


class Shelf(Store):
    """Documents in memory: the other side of a copy, which can be made to lose something."""

    url = "shelf:"
    capabilities = Capabilities("shelf", False, False, False, False)

    def __init__(self, graphs: Iterable[Graph] = (), *, careless: bool = False) -> None:
        self.held = {graph.document.id: graph for graph in graphs}
        self.careless = careless

    def replace(
        self,
        graphs: Iterable[Graph],
        *,
        wait: float = 60.0,
        who: str | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> list[Change]:
        changes = []
        for graph in graphs:
            action = "replaced" if graph.document.id in self.held else "added"
            if self.careless:
                graph = dataclasses.replace(graph, relationships=graph.relationships[1:])
            self.held[graph.document.id] = graph
            changes.append(Change(graph.document.id, action))
        return changes

    def documents(self) -> list[DocumentEntry]:
        return [
            DocumentEntry(
                *(key, None, None, None, None, None, graph.document.get("sha256"), ""),
                len(graph.labelled("Task")),
                len(graph.relationships),
            )
            for key, graph in self.held.items()
        ]

    def graph(self, document_id: str | None = None) -> Graph:
        if document_id not in self.held:
            raise UnknownDocument(f"no document {document_id}")
        return self.held[document_id]

    def remove(self, document_id: str, *, wait: float = 60.0, who: str | None = None) -> None:
        raise NotImplementedError

    def node(self, node_id: str) -> Node | None:
        raise NotImplementedError

    def nodes(self, ids: Sequence[str]) -> list[Node]:
        raise NotImplementedError

    def neighbours(self, node_id: str, types: Sequence[str] = (), limit: int = 50) -> Neighbourhood:
        raise NotImplementedError

    def search(self, text: str, labels: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        raise NotImplementedError

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        raise NotImplementedError

    def analyst(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *, timeout: float = 10.0, limit: int = 10_000
    ) -> Rows:
        raise NotImplementedError

    def verify(self) -> list[str]:
        raise NotImplementedError

    def backup(self, path: str) -> None:
        raise NotImplementedError

    def close(self) -> None:
        pass


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(two_plans())


def test_there_and_back(shelf: Shelf, store: Neo4jStore) -> None:
    report = copy_store(shelf, store)
    assert (report.documents, report.actions, report.differences) == (
        2,
        {"added": 2, "replaced": 0, "unchanged": 0},
        (),
    )
    back = Shelf()
    assert copy_store(store, back).whole
    assert {key: graph.to_dict() for key, graph in back.held.items()} == {
        key: graph.to_dict() for key, graph in shelf.held.items()
    }
    assert copy_store(shelf, store).actions["unchanged"] == 2


def test_what_the_target_held_besides_stays(shelf: Shelf, store: Neo4jStore) -> None:
    other = small_graph("青府辦〔2030〕7號", "另一份要點")
    store.replace([other])
    report = copy_store(shelf, store)
    assert report.only_in_target == (other.document.id,)
    assert len(store.documents()) == 3


def test_a_loss_is_named(shelf: Shelf) -> None:
    report = copy_store(shelf, _renamed(Shelf(careless=True)))
    assert not report.whole
    assert len(report.differences) == 4
    assert "relationships" in report.differences[0]


def _renamed(shelf: Shelf) -> Shelf:
    shelf.url = "shelf:other"
    return shelf


def test_onto_itself_is_refused(store: Neo4jStore, empty: neo4j.Driver) -> None:
    with pytest.raises(StoreError, match="onto itself"):
        copy_store(store, store)


@pytest.mark.parametrize("form", ["jsonl", "graphml", "turtle", "csv"])
def test_from_embedded_to_the_server_and_back_gives_the_same_bytes(
    store: Neo4jStore, tmp_path: Path, form: str
) -> None:
    """By the command, with the sample plan and two made-up ones; exported before, half-way and after."""
    first, last = (f"ladybug:{tmp_path / name}" for name in ("first", "last"))
    with open_store(first) as embedded:
        embedded.replace([*two_plans(), load_file(SAMPLE)])
    for source, target in ((first, store.url), (store.url, last)):
        done = runner.CliRunner().invoke(zhize.app, ["copy", "--from", source, "--to", target])
        assert done.exit_code == 0, done.output
        assert "every document is the same in both" in done.output
    written = []
    for url in (first, store.url, last):
        with open_store(url) as held:
            path = tmp_path / f"{len(written)}.{form}"
            EXPORTS[form].write((held.graph(entry.id) for entry in held.documents()), path)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        written.append({file.name if path.is_dir() else form: file.read_bytes() for file in files if file.is_file()})
    assert sum(map(len, written[0].values())) > 10_000
    assert written[0] == written[1] == written[2]
