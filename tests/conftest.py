"""What tests of several packages share: one real Neo4j for the whole session, started when the first test asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.server.running import Server, running_server

# The same examples in every run, so that a change is judged by what it changed; ZHIZE_RANDOM=1 looks for new ones, as
# `make soak` does.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None)
settings.load_profile("new" if os.environ.get("ZHIZE_RANDOM") else "same")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The tests' Neo4j; ZHIZE_NEO4J_URL, _USER and _PASSWORD name it until the session ends."""
    with running_server() as found:
        yield found
