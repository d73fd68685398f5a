"""The true values of who leads and supports, on the sample digest: its tasks and clauses are those of the plan of Heyuan.

So the values of `test_questions` that rest on numbers and clauses alone hold for it too, read by the real reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.stores import open_store
from graph.stores.base import Store
from loaders.load import load_file
from queries.catalogue import ask_question, catalogue
from tests.queries.test_catalogue import example
from tests.queries.test_questions import COUNTS, HEYUAN

SAMPLE = Path(__file__).parents[2] / "samples" / "heyuan-2021-digest.txt"
BY_CLAUSE = (
    "who-leads", "who-supports", "duties", "who-oversees", "workload", "sole-leads", "joint-leads", "department-pairs",
    "both-roles", "no-lead", "unassigned", "not-yet-assigned",
)  # fmt: skip
CASES = [case for case in HEYUAN if case[0] in BY_CLAUSE]
MAY_BE_EMPTY = ("no-lead", "cycles", "data-flow", "who-oversees")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample digest in a store of its own."""
    with open_store(f"ladybug:{tmp_path_factory.mktemp('sample') / 'store'}", create=True) as store:
        store.replace([load_file(SAMPLE)])
        yield store


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_who_is_responsible(
    sample: Store, name: str, parameters: dict[str, Any], columns: str, rows: list[Any]
) -> None:
    wanted = columns.split()
    records = ask_question(sample, name, parameters).records()
    assert [tuple(record[c] for c in wanted) for record in records] == rows


@pytest.mark.parametrize(("name", "parameters", "count"), [c for c in COUNTS if c[0] in (*BY_CLAUSE, "outline")])
def test_counts(sample: Store, name: str, parameters: dict[str, Any], count: int) -> None:
    assert len(ask_question(sample, name, parameters).rows) == count


@pytest.mark.parametrize("line", [line for q in catalogue().values() if not q.own for line in q.examples])
def test_the_examples_of_the_headers_answer(sample: Store, line: str) -> None:
    name, parameters = example(line)
    assert ask_question(sample, name, parameters).rows or name in MAY_BE_EMPTY


def test_blast_radius_of_the_provinces_platform(sample: Store) -> None:
    """(二) widens 粵省事 here, (五) and (十四)4 connect to it."""
    numbers = [r["number"] for r in ask_question(sample, "blast-platform", {"platform": "粵省事"}).records()]
    assert numbers == ["2", "5", "14.4"]


def test_printed_paths(sample: Store) -> None:
    for typed in ("(十三)2", "第十三項第2點", "13.2"):
        assert [r["department"] for r in ask_question(sample, "who-leads", {"task": typed}).records()] == ["市公安局"]
