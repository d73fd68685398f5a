"""Where graphs are kept: `open_store(url)` gives a store of either kind behind one contract (`base.py`)."""

from __future__ import annotations

from collections.abc import Callable

from graph.errors import UnknownScheme
from graph.settings import STORE
from graph.stores.base import Store

__all__ = ["SCHEMES", "Store", "open_store"]


def _embedded(url: str, create: bool) -> Store:
    from graph.stores.embedded.store import EmbeddedStore

    return EmbeddedStore(url.partition(":")[2], create=create)


def _server(url: str, create: bool) -> Store:  # noqa: ARG001 - a server's database is there, or it is not
    from graph.stores.neo4j import Neo4jStore

    return Neo4jStore(url)


SCHEMES: dict[str, Callable[[str, bool], Store]] = {
    "ladybug": _embedded,
    "neo4j": _server,
    "neo4j+s": _server,
    "neo4j+ssc": _server,
    "bolt": _server,
    "bolt+s": _server,
    "bolt+ssc": _server,
}
"""What opens an address, by the word before its first colon."""


def open_store(url: str | None = None, *, create: bool = True) -> Store:
    """Open a store.

    Args:
        url: `ladybug:FOLDER`, `neo4j://HOST:PORT` or `bolt://HOST:PORT`; ZHIZE_STORE, or its default, when None.
        create: make an embedded store where there is none yet.

    Returns:
        The store; use it as a context manager, or close it.

    Raises:
        UnknownScheme: the address begins with none of the known schemes.
        EmptyStore: there is no store in the folder, and none is to be made.
        NotAStore, NewerStore, StoreDamaged, StoreNotWritable: the folder cannot be used.
        ServerUnavailable, WrongPassword, WrongServer, ForeignData: the server cannot be used.
    """
    address = (url if url is not None else STORE.value) or ""
    scheme, colon, rest = address.partition(":")
    opener = SCHEMES.get(scheme.lower())
    if not colon or not rest or opener is None:
        shown = f"{scheme}:" if colon else f"“{address}”"
        raise UnknownScheme(f"no store can be opened at an address that begins with {shown}")
    return opener(address, create)
