"""The Cypher script runs on a real server, gives the plan's own counts, and changes nothing when it is run again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from exports import EXPORTS
from graph.model import Graph
from tests.exports.plans import BOTH, counted, path_of, plan
from tests.exports.test_formats import odd
from tests.graphs import two_plans


def ran(driver: neo4j.Driver, graphs: list[Graph], path: Path) -> None:
    """Write the script and run it, statement by statement: each ends in a semicolon and a line break, and no text holds one."""
    EXPORTS["cypher"].write(iter(graphs), path)
    for statement in path.read_text(encoding="utf-8").removesuffix(";\n").split(";\n"):
        driver.execute_query(statement)  # type: ignore[arg-type]


def counts(driver: neo4j.Driver) -> dict[str, int]:
    """Nodes by label and relationships by type."""
    nodes, _, _ = driver.execute_query(
        "MATCH (n:Zhize) UNWIND labels(n) AS k WITH k WHERE k <> 'Zhize' RETURN k, count(*) AS n"
    )
    links, _, _ = driver.execute_query("MATCH (:Zhize)-[r]->(:Zhize) RETURN type(r) AS k, count(*) AS n")
    return {row["k"]: row["n"] for row in [*nodes, *links]}


def constraints(driver: neo4j.Driver) -> set[str]:
    """The names of the database's constraints."""
    rows, _, _ = driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN name")
    return {row["name"] for row in rows}


@pytest.fixture
def bare(empty: neo4j.Driver) -> Iterator[neo4j.Driver]:
    """A database without anything; the constraints that a script makes go again with its nodes."""
    before = constraints(empty)
    yield empty
    empty.execute_query("MATCH (n) DETACH DELETE n")
    for name in constraints(empty) - before:
        empty.execute_query(f"DROP CONSTRAINT {name}")  # type: ignore[arg-type]


@pytest.mark.parametrize("which", BOTH)
def test_a_plan_by_its_script(bare: neo4j.Driver, tmp_path: Path, which: str) -> None:
    graph = plan(which)
    ran(bare, [graph], tmp_path / "plan.cypher")
    found, text = counts(bare), counted(path_of(which))
    # the text's brackets: 70 names before 牽頭, 11 before 配合, 34 different ones; 28 + 33 + 2 tasks
    assert (found["LEADS"], found["SUPPORTS"]) == (sum(text.leads.values()), sum(text.supports.values())) == (70, 11)
    assert (found["Department"], found["Task"]) == (34, 63)
    rows, _, _ = bare.execute_query("MATCH (n:Zhize) RETURN n.id AS id, properties(n) AS p")
    wanted = {
        n.id: {k: list(v) if isinstance(v, tuple) else v for k, v in n.properties.items() if v is not None}
        for n in graph.nodes
    }
    assert {row["id"]: {k: v for k, v in row["p"].items() if k != "id"} for row in rows} == wanted
    ran(bare, [graph], tmp_path / "plan.cypher")
    assert counts(bare) == found


def test_two_plans_and_odd_words_by_their_script(bare: neo4j.Driver, tmp_path: Path) -> None:
    ran(bare, two_plans(), tmp_path / "two.cypher")
    nodes = {n.id: n.label for g in two_plans() for n in g.nodes}
    found = counts(bare)
    assert sum(found.get(label, 0) for label in set(nodes.values())) == len(nodes)
    bare.execute_query("MATCH (n) DETACH DELETE n")
    ran(bare, [odd()], tmp_path / "odd.cypher")
    rows, _, _ = bare.execute_query("MATCH (t:Task) RETURN DISTINCT t.title AS title")
    assert [row["title"] for row in rows] == [odd().labelled("Task")[0].get("title")]
