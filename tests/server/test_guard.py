"""A person's Cypher: what is refused, what is stopped, and that nothing is changed by either."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.errors import CypherSyntax, MissingParameter, QueryError, QueryStopped, RefusedCypher, ZhizeError
from graph.stores.neo4j import Neo4jStore
from graph.stores.server import guard
from graph.stores.server.connection import Address
from tests.graphs import two_plans
from tests.server.running import Server

WRITES = [
    "CREATE (n:Task {id: 'x'})",
    "MATCH (t:Task) SET t.title = 'x'",
    "MATCH (t:Task) SET t += {title: 'x'} RETURN t.id",
    "MATCH (t:Task) DELETE t",
    "MATCH (t:Task) DETACH DELETE t",
    "MATCH (t:Task) REMOVE t.title",
    "MATCH (t:Task) REMOVE t:Zhize RETURN t.id",
    "MERGE (n:Task {id: 'x'}) RETURN n.id",
    "UNWIND [1, 2] AS x CREATE (:Task {id: x})",
    "MATCH (t:Task) FOREACH (x IN [1] | SET t.title = 'x')",
    "MATCH (t:Task) WITH t INSERT (:Task {id: 'x'}) RETURN t.id",
    "RETURN 1 UNION CREATE (n) RETURN 1",
    "MATCH (t:Task) WHERE EXISTS { CREATE (n) } RETURN t.id",
    "match (t:Task) sEt t.title = 'x' return t.id",
    "MATCH (t:Task)\tSET\tt.title\n=\n'x'",
]
DEFINITIONS = [
    "CREATE INDEX evil FOR (t:Task) ON (t.title)",
    "CREATE CONSTRAINT evil FOR (t:Task) REQUIRE t.title IS UNIQUE",
    "DROP CONSTRAINT zhize_id",
    "DROP INDEX zhize_search IF EXISTS",
    "CREATE DATABASE evil",
    "CREATE USER evil SET PASSWORD 'evilevil'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "ALTER USER neo4j SET PASSWORD 'evilevil'",
    "GRANT ROLE admin TO evil",
    "DENY READ {*} ON GRAPH * TO PUBLIC",
    "REVOKE ROLE admin FROM neo4j",
    "RENAME USER neo4j TO evil",
    "STOP DATABASE neo4j",
    "START DATABASE neo4j",
    "DEALLOCATE DATABASES FROM SERVER 'x'",
    "ENABLE SERVER 'x'",
]
OUTSIDE = [
    "LOAD CSV FROM 'http://127.0.0.1:1/x' AS line RETURN line",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "MATCH (t:Task) LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "UNWIND ['http://127.0.0.1:1/'] AS url LOAD CSV WITH HEADERS FROM url AS line RETURN line",
    "USING PERIODIC COMMIT 10 LOAD CSV FROM 'file:///x' AS line CREATE (n)",
    "CALL db.labels()",
    "CALL db.labels() YIELD label RETURN label",
    "MATCH (t:Task) CALL dbms.killConnection('x') YIELD message RETURN message",
    "CALL dbms.listConfig()",
    "CALL db.clearQueryCaches()",
    "CALL apoc.load.json('http://127.0.0.1:1/')",
    "CALL { MATCH (t:Task) RETURN t.id AS id } RETURN id",
    "MATCH (t:Task) CALL (t) { DELETE t } IN TRANSACTIONS OF 1 ROWS",
    "OPTIONAL CALL db.labels() YIELD label RETURN label",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n) RETURN n', {})",
    "RETURN `apoc`.`cypher`.`runFirstColumnSingle`('CREATE (n) RETURN n', {})",
    "RETURN genai . vector . encode('x', 'OpenAI', {})",
    "SHOW SETTINGS",
    "SHOW TRANSACTIONS",
    "SHOW PROCEDURES EXECUTABLE",
    "SHOW USERS",
    "SHOW DATABASES",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t",
    "USE system SHOW USERS",
    "USE system MATCH (n) RETURN n",
    "CYPHER runtime=slotted MATCH (n) RETURN n",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE MATCH (n) RETURN n",
    "FINISH",
]
TRICKS = [
    "",
    ";",
    "MATCH (n) RETURN n.id; MATCH (n) DETACH DELETE n",
    "MATCH (n) RETURN n.id;;",
    "; MATCH (n) DETACH DELETE n",
    "MATCH (n) /* harmless */ DETACH DELETE n",
    "/* x */ CALL db.labels()",
    "MATCH (n) RETURN n.id // and then\n; DROP CONSTRAINT zhize_id",
    "MATCH (n) WHERE n.id = 'a\\u0027 OR true DETACH DELETE n //' RETURN n",
    "MATCH (n) \\u0044ELETE n",
    "MATCH (n) WHERE n.id = 'it''s' DETACH DELETE n RETURN ''",
    'MATCH (n) WHERE n.id = "\'" DETACH DELETE n RETURN "\'"',
    "MATCH (n) WHERE n.`id` = `n`.id DETACH DELETE n",
    "MATCH (n) WHERE n.id = 'open DETACH DELETE n",
    "MATCH (n) WHERE n.id = 'a\\' DETACH DELETE n RETURN '",
    "MATCH (n)\x00 DETACH DELETE n",
    "\ufeffCREATE (n)",
    "MATCH\u00a0(n) DETACH\u00a0DELETE n",
    "ＭＡＴＣＨ (n) DELETE n",
    "RETURN " + "(" * 2_000 + "1" + ")" * 2_000,
    "RETURN " + "[" * 500 + "]" * 500,
    "MATCH (n) RETURN " + ", ".join(f"n.id AS a{i}" for i in range(5_000)),
    "RETURN '" + "x" * 1_000_000 + "'",
    "MATCH (n) RETURN n.zhize_form",
    "MATCH (n:Zhize) RETURN n.id",
]
HOSTILE = WRITES + DEFINITIONS + OUTSIDE + TRICKS


@pytest.fixture(scope="module")
def opened(server: Server, admin: neo4j.Driver) -> Iterator[Neo4jStore]:
    admin.execute_query("MATCH (n) DETACH DELETE n")
    with Neo4jStore(server.url) as store:
        yield store


@pytest.fixture
def loaded(opened: Neo4jStore) -> Neo4jStore:
    opened.replace(two_plans())
    return opened


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def state(driver: neo4j.Driver) -> tuple[object, ...]:
    """Everything that a hostile statement might change: nodes, schema, users and databases."""
    queries = (
        "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n.id AS id, properties(n) AS p, count(r) AS r ORDER BY id",
        "SHOW INDEXES YIELD name, type, state RETURN name, type, state ORDER BY name",
        "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name",
        "SHOW USERS YIELD user, passwordChangeRequired RETURN user, passwordChangeRequired ORDER BY user",
        "SHOW DATABASES YIELD name, currentStatus RETURN name, currentStatus ORDER BY name",
    )
    return tuple(str([record.values() for record in driver.execute_query(q).records]) for q in queries)


def test_there_are_enough_hostile_statements() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


def test_hostile_statements_are_refused_and_change_nothing(
    loaded: Neo4jStore, admin: neo4j.Driver, tmp_path: Path
) -> None:
    before = state(admin)
    for text in HOSTILE:
        begun = time.monotonic()
        with pytest.raises((RefusedCypher, CypherSyntax)) as error:
            loaded.analyst(text, timeout=20.0)
        assert "\n" not in str(error.value)
        assert time.monotonic() - begun < 20.0, text[:100]
    assert state(admin) == before
    assert os.listdir(tmp_path) == []
    assert loaded.verify() == []


# These only read the graph; the words are refused so that both engines refuse alike.
ONLY_READING = ("CYPHER runtime", "CALL { MATCH", "PROFILE", "EXPLAIN", "FINISH")


@pytest.mark.parametrize(
    "text", [text for text in WRITES + OUTSIDE if not text.startswith(ONLY_READING)], ids=lambda text: text[:40]
)
def test_the_server_itself_refuses_what_the_words_let_pass(
    loaded: Neo4jStore, admin: neo4j.Driver, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The second layer alone: with the first one gone, the plan and the access mode still hold."""
    before = state(admin)
    monkeypatch.setattr(guard, "refuse", lambda words: words)
    with pytest.raises(ZhizeError):
        loaded.analyst(text, timeout=20.0)
    assert state(admin) == before


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(1, 1000000000) AS x RETURN count(x)",
        "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN max(x * y)",
        "UNWIND range(1, 100000000) AS x RETURN collect(x)",
        "UNWIND range(1, 100000) AS x WITH collect(x) AS l UNWIND l AS a UNWIND l AS b UNWIND l AS c RETURN sum(a + b + c)",
        "MATCH p = (a)-[*1..30]-(b) RETURN count(p)",
        "RETURN reduce(s = 'aaaaaaaa', x IN range(1, 40) | s + s)",
        "RETURN range(1, 1000000000)",
        "RETURN [x IN range(1, 1000000000) WHERE x < 0]",
        "MATCH (a), (b), (c), (d), (e), (f) WHERE a.id + b.id + c.id + d.id + e.id + f.id = 'x' RETURN count(*)",
    ],
    ids=lambda text: text[:40],
)
def test_endless_and_giant_statements_are_stopped(loaded: Neo4jStore, text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryStopped, match=r"limit of (time|memory)"):
        loaded.analyst(text, timeout=2.0)
    assert time.monotonic() - begun < 2.0 + guard.GRACE + 30.0
    assert loaded.analyst("RETURN 1 AS one").rows == [(1,)]


def test_rows_are_cut_and_the_answer_says_so(loaded: Neo4jStore) -> None:
    rows = loaded.analyst("UNWIND range(1, 100000) AS x RETURN x", limit=10)
    assert (len(rows.rows), rows.truncated) == (10, True)
    rows = loaded.analyst("UNWIND range(1, 10) AS x RETURN x", limit=10)
    assert (len(rows.rows), rows.truncated) == (10, False)


def test_bytes_are_cut_and_whole_rows_kept(loaded: Neo4jStore) -> None:
    text = "UNWIND range(1, 400) AS x RETURN x, reduce(s = '1234567890', i IN range(1, 13) | s + s) AS long"
    rows = loaded.analyst(text)
    assert rows.truncated
    assert 100 < len(rows.rows) < 250
    assert all(len(row[1]) == 81_920 for row in rows.rows)


def test_one_row_beyond_the_limit_is_cut_too(loaded: Neo4jStore) -> None:
    rows = loaded.analyst("RETURN [x IN range(1, 300) | reduce(s = '1234567890', i IN range(1, 13) | s + s)] AS l")
    assert (rows.columns, rows.rows, rows.truncated) == (("l",), [], True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("MATCH (t:Task RETURN t", "line 1, column 15"),
        ("MATCH (t:Task)\nRETRUN t", "line 2, column 1"),
        ("MATCH (t:Task) RETURN u.id", "line 1, column 23"),
        ("MATCH (t:Tsak) RETURN t.id", "line 1, column 10"),
        ("MATCH (t:Task)\nRETURN t.titel", "line 2, column 10"),
        ("MATCH (:Department)-[:LEEDS]->(t) RETURN t.id", "line 1, column 23"),
        ("MATCH (t:Task) WHERE t.title = 'open RETURN t", "line 1, column 32"),
    ],
)
def test_syntax_errors_and_unknown_names_say_where(loaded: Neo4jStore, text: str, place: str) -> None:
    with pytest.raises(CypherSyntax) as error:
        loaded.analyst(text)
    assert error.value.where == place


def test_names_of_the_ontology_are_right_even_in_an_empty_store(server: Server, empty: neo4j.Driver) -> None:
    with Neo4jStore(server.url) as store:
        assert store.analyst("MATCH (o:Official)-[:OVERSEES]->(t:Task) RETURN o.name, t.due_on").rows == []


def test_a_missing_parameter_is_named(loaded: Neo4jStore) -> None:
    with pytest.raises(MissingParameter, match="number"):
        loaded.analyst("MATCH (t:Task {number: $number}) RETURN t.title")
    assert loaded.analyst("MATCH (t:Task {number: $number}) RETURN t.title LIMIT 1", {"number": "1"}).rows


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (t:Task) WHERE t.title CONTAINS 'CREATE' RETURN t.title",
        "MATCH (t:Task) WHERE t.text CONTAINS '; DROP // /*' RETURN t.title",
        'MATCH (t:Task) WHERE t.title = "it\'s" RETURN t.title AS `CALL`',
        "MATCH (t:Task) WHERE t.due_on < '2030-01-01' RETURN t.title ORDER BY t.due_on;",
        "OPTIONAL MATCH (t:Task)-[:USES|DELIVERS]->(p:Platform) RETURN t.title, p.name",
        "MATCH (a:Task)-[:DEPENDS_ON*1..3]->(b:Task) RETURN DISTINCT a.number AS a, b.number AS b",
        "MATCH (t:Task) WHERE COUNT { MATCH (:Department)-[:SUPPORTS]->(t) } > 0 RETURN t.number AS number",
        "WITH 1 AS x RETURN date.truncate('day', date('2024-01-01')) AS day, x",
        "UNWIND $names AS name MATCH (d:Department {name: name}) RETURN d.name AS name UNION RETURN 'none' AS name",
        "MATCH (t:Task) RETURN {title: t.title, list: [1, 2]} AS m, 0.5 AS half, null AS none LIMIT 1",
    ],
)
def test_honest_questions_pass(loaded: Neo4jStore, text: str) -> None:
    rows = loaded.analyst(text, {"names": ["市公安局"]})
    assert rows.columns
    assert not rows.truncated


def test_no_secret_is_in_any_message(loaded: Neo4jStore, server: Server) -> None:
    assert server.password not in repr(loaded)
    assert server.password not in repr(Address.parse(server.url))
    for text in HOSTILE[:40]:
        with pytest.raises(QueryError) as error:
            loaded.analyst(text)
        assert server.password not in str(error.value)
