"""What tests of several packages share: one real Neo4j for the whole session, started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.running import Server, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The tests' Neo4j; ZHIZE_NEO4J_URL, _USER and _PASSWORD name it until the session ends."""
    with running_server() as found:
        yield found
