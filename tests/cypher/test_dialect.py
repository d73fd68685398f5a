"""The linter refuses what the engines read differently, lets through what they share, and passes every question."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from queries.dialect import RULES, lint

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("cypher/questions/*.cypher"), *ROOT.glob("cypher/own/*.cypher")])

REFUSED = {
    "shortest path": ["MATCH p = shortestPath((a)-[:DEPENDS_ON*1..6]->(b)) RETURN length(p)"],
    "exact or open length": [
        "MATCH (a)-[:DEPENDS_ON*3..3]->(b) RETURN b.id",
        "MATCH (a)-[:DEPENDS_ON*]->(b) RETURN b.id",
        "MATCH (a)-[:DEPENDS_ON*2]->(b) RETURN b.id",
        "MATCH (a)-[:DEPENDS_ON*1..]->(b) RETURN b.id",
        "MATCH (a)-[:DEPENDS_ON*..4]->(b) RETURN b.id",
    ],
    "count of paths": ["MATCH p = (a:Task)-[:DEPENDS_ON*1..6]->(b) RETURN count(p) AS n"],
    "pattern in EXISTS or COUNT": ["MATCH (a:Task) WHERE EXISTS { (a)-[:USES]->(:Platform) } RETURN a.id"],
    "EXISTS of a pattern in brackets": ["MATCH (a:Task) WHERE exists((a)-->(:Platform)) RETURN a.id"],
    "WITH … ORDER BY without LIMIT": ["MATCH (a:Task) WITH a ORDER BY a.position RETURN collect(a.id) AS ids"],
    "list comprehension": ["MATCH p = (a)-[:USES]->(b) RETURN [n IN nodes(p) | n.id] AS ids"],
    "pattern comprehension": ["MATCH (a:Task) RETURN [(a)-[:USES]->(p) | p.name] AS names"],
    "reduce": ["RETURN reduce(s = 0, x IN [1, 2] | s + x) AS s"],
    "map projection": ["MATCH (a:Task) RETURN a {.id, .title} AS task"],
    "list index": ["MATCH (p:Platform) RETURN p.aliases[0] AS alias"],
    "list and text functions": ["MATCH (p:Platform) RETURN head(p.aliases) AS alias", "RETURN split('1.2', '.') AS s"],
    "type, labels, id, elementId": ["MATCH (a)-[r]->(b) RETURN type(r) AS t", "MATCH (a) RETURN labels(a) AS l"],
    "text contains nothing": ["MATCH (a:Task) WHERE a.title CONTAINS '' RETURN a.id"],
    "null parameter": ["MATCH (a:Task) WHERE $x IS NULL OR a.id = $x RETURN a.id"],
    "conversions": ["MATCH (a:Task) RETURN toString(a.position) AS p"],
    "round with one argument": ["MATCH (g:Target) RETURN round(g.value) AS v"],
    "sum": ["MATCH (a:Task) RETURN sum(a.depth) AS s"],
    "CALL": ["CALL { MATCH (a:Task) RETURN a.id AS id } RETURN id"],
    "WHERE inside a pattern": ["MATCH (a:Task WHERE a.depth = 1) RETURN a.id"],
    "writing": ["MATCH (a:Task) SET a.title = 'x' RETURN a.id"],
    "two labels at once": ["MATCH (a:Task:Document) RETURN a.id"],
    "cross product": ["MATCH (a:Task), (b:Task) WHERE a.id = b.id RETURN a.id"],
    "reserved name": ["MATCH (any:Task) RETURN any.id AS id", "MATCH (a:Task) WHERE a.due_on < $on RETURN a.id"],
    "parameter inside any() or all()": ["MATCH (p:Platform) WHERE any(x IN p.aliases WHERE x =~ $t) RETURN p.id"],
    "+ before IN": ["MATCH (p:Platform) WHERE p.jurisdiction + '|' + p.tier IN $above RETURN p.id"],
    "raw node, relationship or path in RETURN": [
        "MATCH (a:Task) RETURN a",
        "MATCH p = (a:Task)-[r:USES]->(b) RETURN r, p",
    ],
}

ALLOWED = [
    "MATCH (d:Department)-[:LEADS|SUPPORTS]->(t:Task) WHERE d.name = '市公安局' RETURN t.number AS number ORDER BY number",
    "MATCH p = (a:Task)-[:DEPENDS_ON*0..6]->(b:Task) WITH b, min(length(p)) AS steps RETURN b.id AS id, steps",
    "MATCH (t:Task) WHERE NOT EXISTS { MATCH (d:Department)-[:LEADS]->(t) } RETURN t.id AS id",
    "MATCH (t:Task) WITH t, COUNT { MATCH (d:Department)-[:LEADS]->(t) } AS leads WHERE leads > 1 RETURN t.id, leads",
    "MATCH (t:Task) WHERE $text = '' OR t.title CONTAINS $text RETURN t.id AS id LIMIT $most",
    "MATCH (t:Task) WITH t ORDER BY t.position LIMIT 3 RETURN collect(t.id) AS ids",
    "MATCH (t:Task {id: $task})-[:HAS_TARGET]->(g:Target) RETURN round(g.value, 0) AS value",
    "MATCH (t:Task) RETURN t.id AS id, 'sum(x) and type(r) in a text' AS words // type(r) in a comment",
    "MATCH (p:Platform) UNWIND p.aliases AS other WITH p, other WHERE other =~ $text RETURN p.id AS id",
]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_question_keeps_to_the_dialect(path: Path) -> None:
    assert [str(finding) for finding in lint(path.read_text(encoding="utf-8"))] == []


def test_there_are_questions_to_lint() -> None:
    assert len(FILES) >= 26


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_refuses_its_form_and_says_the_rewrite(rule: str) -> None:
    for statement in REFUSED[rule]:
        found = [finding for finding in lint(statement) if finding.rule == rule]
        assert found, statement
        assert found[0].rewrite in str(found[0])


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_both_engines_read_alike_passes(statement: str) -> None:
    assert lint(statement) == []


def test_the_line_is_the_line() -> None:
    (finding,) = lint("MATCH (a:Task)\nWHERE a.depth = 1\nRETURN sum(a.depth) AS n")
    assert finding.line == 3


def test_the_readme_teaches_only_what_the_linter_passes() -> None:
    readme = (ROOT / "cypher" / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```cypher\n(.*?)```", readme, flags=re.DOTALL)
    assert len(examples) >= 10
    for example in examples:
        assert [str(finding) for finding in lint(example)] == [], example
