"""The contract, kept by the embedded store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.stores.base import Store
from tests.graph.stores.contract import StoreContract, days

__all__ = ["days"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"ladybug:{tmp_path / 'store'}") as found:
        yield found


class TestEmbedded(StoreContract):
    """All of it."""


@pytest.mark.soak
class TestEmbeddedLong(StoreContract):
    """With many more made graphs."""

    examples = 300
