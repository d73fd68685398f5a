"""The contract that every store keeps, on a real server."""

from __future__ import annotations

import pytest

from tests.graph.stores.contract import StoreContract, days

__all__ = ["days"]


class TestServer(StoreContract):
    """All of it."""

    examples = 6


@pytest.mark.soak
class TestServerLong(StoreContract):
    """With many more made graphs."""

    examples = 60
