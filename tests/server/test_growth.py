"""A server's store is asked thousands of times by one process, which does not grow."""

from __future__ import annotations

import pytest

from graph.stores.neo4j import Neo4jStore
from tests.graph.stores.growing import growth
from tests.graph.stores.test_growth import MOST, pytestmark
from tests.graphs import two_plans

__all__ = ["pytestmark"]


def test_questions_leave_nothing(store: Neo4jStore) -> None:
    store.replace(two_plans())
    memory, files = growth(store, 100, 200)
    assert memory < MOST
    assert files <= 0


@pytest.mark.soak
def test_ten_thousand_questions_leave_nothing(store: Neo4jStore) -> None:
    store.replace(two_plans())
    memory, files = growth(store, 1_000, 10_000)
    print(f"grew by {memory:.1f} MiB and {files} open files")
    assert memory < MOST
    assert files <= 0
