"""Stores that the tests of questions share: two small plans, two plans with faults, the annotated plan of Heyuan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Graph
from graph.stores import open_store
from graph.stores.base import Store
from tests.graphs import two_plans
from tests.queries.plans import heyuan_graph, waiting_plan


def _filled(folder: Path, graphs: list[Graph]) -> Iterator[Store]:
    with open_store(f"ladybug:{folder}", create=True) as store:
        store.replace(graphs)
        yield store


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The two plans of `tests.graphs`."""
    yield from _filled(tmp_path_factory.mktemp("small") / "store", two_plans())


@pytest.fixture(scope="session")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The plans of two years of `waiting_plan`."""
    yield from _filled(tmp_path_factory.mktemp("waiting") / "store", [waiting_plan(), waiting_plan(2025)])


@pytest.fixture(scope="session")
def heyuan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The annotated plan of Heyuan."""
    yield from _filled(tmp_path_factory.mktemp("heyuan") / "store", [heyuan_graph()])


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store without any document."""
    yield from _filled(tmp_path_factory.mktemp("nothing") / "store", [])
