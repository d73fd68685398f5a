"""Every question gives the same rows on the embedded store and on a real Neo4j that hold the same plans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graph.stores import open_store
from graph.stores.base import Store
from loaders.load import load_file
from queries.catalogue import ask_question, catalogue
from tests.graphs import two_plans
from tests.queries.plans import waiting_plan
from tests.queries.test_catalogue import given
from tests.queries.test_questions import SMALL, WAITING
from tests.server.running import Server

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "heyuan-2021-digest.txt"
CASES: list[tuple[str, dict[str, Any]]] = [
    *[(name, given(question)) for name, question in catalogue().items()],
    *[(name, parameters) for name, parameters, *_ in [*SMALL, *WAITING]],
]


@pytest.fixture(scope="module")
def engines(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """Both engines with four made-up plans and the plan of Heyuan; the server is emptied before and after."""
    with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")  # whatever a test before this one left
    plans = [*two_plans(), waiting_plan(), waiting_plan(2025), load_file(SAMPLE)]
    folder = tmp_path_factory.mktemp("engines")
    with open_store(f"ladybug:{folder / 'store'}") as embedded, open_store(server.url) as remote:
        for entry in remote.documents():
            remote.remove(entry.id)
        for store in (embedded, remote):
            store.replace(plans)
        yield embedded, remote
        for plan in plans:
            remote.remove(plan.document.id)


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(CASES)])
def test_the_same_rows(engines: tuple[Store, Store], name: str, parameters: dict[str, Any]) -> None:
    embedded, server = (ask_question(store, name, parameters) for store in engines)
    assert embedded.columns == server.columns
    assert embedded.rows == server.rows


def test_the_statements_themselves_give_the_same_rows(engines: tuple[Store, Store]) -> None:
    """Before the catalogue sorts: the same rows in any order, lists too.

    Neo4j 5.26 groups walks from several beginnings by beginning as well, where `min(length(p))` is taken of them: a
    statement has `WITH DISTINCT t` before such a walk.
    """
    for name, question in catalogue().items():
        bound = ask_question(engines[0], name, given(question)).bound
        embedded, server = (store.query(question.cypher, bound) for store in engines)
        assert embedded.columns == server.columns, name
        assert _unordered(embedded.rows) == _unordered(server.rows), name


@pytest.mark.parametrize("place", range(10))
def test_the_worked_examples(engines: tuple[Store, Store], place: int) -> None:
    readme = (ROOT / "cypher" / "README.md").read_text(encoding="utf-8")
    example = re.findall(r"```cypher\n(.*?)```", readme, flags=re.DOTALL)[place]
    embedded, server = (store.query(example, {}) for store in engines)
    assert embedded.columns == server.columns
    assert _unordered(embedded.rows) == _unordered(server.rows)


def _unordered(rows: list[tuple[Any, ...]]) -> list[str]:
    return sorted(repr([sorted(cell) if isinstance(cell, list) else cell for cell in row]) for row in rows)
