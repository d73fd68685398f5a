"""Fixtures of the tests that need a real Neo4j."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest

from graph.stores.neo4j import Neo4jStore
from tests.server.running import Server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/server/" in item.path.as_posix():
            item.add_marker(pytest.mark.server)


@pytest.fixture(scope="session")
def admin(server: Server) -> Iterator[neo4j.Driver]:
    """A bare driver, for what stands beside the store."""
    with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        yield driver


@pytest.fixture
def empty(admin: neo4j.Driver) -> neo4j.Driver:
    admin.execute_query("MATCH (n) DETACH DELETE n")
    return admin


@pytest.fixture
def store(server: Server, empty: neo4j.Driver) -> Iterator[Neo4jStore]:
    """A store without any document."""
    with Neo4jStore(server.url) as found:
        yield found
