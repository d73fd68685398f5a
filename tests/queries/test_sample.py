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
from loaders.load import load_file, load_text
from queries.catalogue import ask_question, catalogue
from queries.chains import Dependencies
from tests.queries.test_catalogue import MAY_BE_EMPTY, example
from tests.queries.test_questions import COUNTS, HEYUAN
from tests.queries.two_years import DIGEST, next_year

SAMPLE = Path(__file__).parents[2] / "samples" / "heyuan-2021-digest.txt"
BY_CLAUSE = (
    "who-leads", "who-supports", "duties", "who-oversees", "workload", "sole-leads", "joint-leads", "department-pairs",
    "both-roles", "no-lead", "unassigned", "not-yet-assigned",
)  # fmt: skip
CASES = [case for case in HEYUAN if case[0] in BY_CLAUSE]


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


def test_a_late_platform_on_every_way_to_ask(sample: Store) -> None:
    """(七) builds 一網統管, (九) and (十二)9 stand on it: the question, the page's chains and a sentence say the same."""
    graph = sample.graph()
    names = {n.id: str(n.get("name")) for n in graph.labelled("Platform")}
    numbers = {n.id: n.get("number") for n in graph.labelled("Task")}
    chains = Dependencies(graph)
    found = {}
    for key, name in names.items():
        rows = ask_question(sample, "blast-platform", {"platform": name}).records()
        found[name] = [(r["number"], r["distance"]) for r in rows]
        assert sorted(found[name]) == sorted((numbers[r.task], r.distance) for r in chains.blast_platform(key))
    assert [number for number, _ in found["一網統管"]] == ["7", "9", "12.9"]


def test_printed_paths(sample: Store) -> None:
    for typed in ("(十三)2", "第十三項第2點", "13.2"):
        assert [r["department"] for r in ask_question(sample, "who-leads", {"task": typed}).records()] == ["市公安局"]


def test_what_came_went_and_changed_hands_in_the_next_years_plan(tmp_path: Path) -> None:
    """`next_year` gives (十四)6 to the forests, drops (十一)4, and changes who leads (十二)1 and (十七)."""
    with open_store(f"ladybug:{tmp_path / 'years'}", create=True) as store:
        store.replace([load_text(DIGEST), load_text(next_year())])
        years = {"old": "河府办函〔2021〕39号", "new": "河府办函〔2022〕12号"}

        def rows(name: str, columns: str) -> list[tuple[Any, ...]]:
            return [tuple(r[c] for c in columns.split()) for r in ask_question(store, name, years).records()]

        assert rows("new-in", "number title leads") == [("14.6", "數字化管林", ["市林業局"])]
        assert rows("gone-from", "number title") == [("11.4", "發展智慧金融")]
        assert sorted(rows("changed-leads", "number change department")) == [
            ("12.1", "removed", "市教育局"), ("17", "added", "市發展改革局"), ("17", "removed", "市政務服務數據管理局"),
        ]  # fmt: skip
