"""A statement for the parameters at hand gives the rows of the statement as it stands."""

from __future__ import annotations

from typing import Any

import pytest

from graph.stores.base import Store
from queries.catalogue import ask_question, find_question
from queries.specialise import specialised
from tests.queries.test_questions import COUNTS, HEYUAN, SMALL, WAITING

ASKED = [
    *(("small", name, given) for name, given, *_ in SMALL),
    *(("waiting", name, given) for name, given, *_ in WAITING),
    *(("heyuan", name, given) for name, given, *_ in [*HEYUAN, *COUNTS]),
]


def _plain(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows in any order; a list that was collected has none of its own either."""
    return sorted(repr([sorted(cell) if isinstance(cell, list) else cell for cell in row]) for row in rows)


@pytest.mark.parametrize(
    ("store", "name", "parameters"), ASKED, ids=[f"{s}-{n}-{i}" for i, (s, n, _) in enumerate(ASKED)]
)
def test_the_rows_are_the_same(
    request: pytest.FixtureRequest, store: str, name: str, parameters: dict[str, Any]
) -> None:
    asked: Store = request.getfixturevalue(store)
    statement, bound = find_question(name).cypher, ask_question(asked, name, parameters).bound
    shorter, given = specialised(statement, bound)
    assert _plain(asked.query(shorter, given).rows) == _plain(asked.query(statement, bound).rows)


@pytest.mark.parametrize("name", ["who-leads", "due", "platforms", "department-pairs", "upstream"])
def test_nothing_is_left_to_filter_where_all_will_do(heyuan: Store, name: str) -> None:
    question = find_question(name)
    required = {p.name: "12.9" for p in question.parameters.values() if p.required and p.kind == "task"}
    required |= {p.name: "2021-12-31" for p in question.parameters.values() if p.required and p.kind == "date"}
    shorter, given = specialised(question.cypher, ask_question(heyuan, name, required).bound)
    assert "'' IN $document" not in shorter
    assert "document" not in given


def test_one_name_is_an_equality_and_several_are_a_list(heyuan: Store) -> None:
    statement = find_question("who-leads").cypher
    bound = ask_question(heyuan, "who-leads", {"department": "市公安局"}).bound
    shorter, given = specialised(statement, bound)
    assert "d.id = $department_one" in shorter
    assert given["department_one"] == bound["department"][0]
    bound = ask_question(heyuan, "who-leads", {"department": ["市公安局", "市教育局"]}).bound
    shorter, given = specialised(statement, bound)
    assert "(d.id IN $department)" in shorter
    assert len(given["department"]) == 2
