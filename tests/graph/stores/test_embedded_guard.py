"""A person's Cypher on the embedded store: what is refused, what is stopped, and that nothing is changed by either."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import CypherSyntax, QueryError, QueryStopped, RefusedCypher, Unguarded, WrongValue, ZhizeError
from graph.stores import analyst, open_store
from graph.stores.embedded import guard
from graph.stores.embedded.store import EmbeddedStore
from tests.graphs import small_graph, two_plans

WRITES = [
    "CREATE (:Task {id: 'x'})",
    "MATCH (t:Task) SET t.title = 'x'",
    "MATCH (t:Task) SET t.title = 'x' RETURN t.id",
    "MATCH (t:Task) DELETE t",
    "MATCH (t:Task) DETACH DELETE t",
    "MATCH (t:Task)-[r:USES]->() DELETE r RETURN t.id",
    "MERGE (t:Task {id: 'x'}) RETURN t.id",
    "MERGE (t:Task {id: 'x'}) ON CREATE SET t.title = 'y' RETURN t.id",
    "UNWIND ['1', '2'] AS x CREATE (:Task {id: x})",
    "MATCH (a:Task) MATCH (b:Task) CREATE (a)-[:DEPENDS_ON]->(b)",
    "RETURN 1 UNION CREATE (n:Task {id: 'x'}) RETURN 1",
    "match (t:Task) sEt t.title = 'x' return t.id",
    "MATCH (t:Task)\tSET\tt.title\n=\n'x'",
    "MATCH (t:Task) WHERE EXISTS { CREATE (n:Task {id: 'y'}) } RETURN t.id",
]
DEFINITIONS = [
    "CREATE NODE TABLE Evil (id STRING PRIMARY KEY)",
    "CREATE REL TABLE EVIL (FROM Task TO Task)",
    "CREATE SEQUENCE evil",
    "CREATE TYPE evil AS INT64",
    "CREATE MACRO evil(x) AS x + 1",
    "CREATE USER evil WITH PASSWORD 'evil'",
    "CREATE GRAPH evil",
    "CREATE INDEX evil ON Task (title)",
    "DROP TABLE Task",
    "ALTER TABLE Task ADD evil STRING",
    "ALTER TABLE Task DROP title",
    "ALTER TABLE Task RENAME TO Evil",
    "COMMENT ON TABLE Document IS 'evil'",
    "BEGIN TRANSACTION",
    "COMMIT",
    "ROLLBACK",
    "CHECKPOINT",
    "ANALYZE",
    "USE GRAPH evil",
    "PROJECT GRAPH evil (Task, USES)",
]
OUTSIDE = [
    "LOAD FROM '/etc/passwd' RETURN *",
    "LOAD FROM '/etc/passwd' (file_format='csv', header=false, delim='\x01') RETURN *",
    "LOAD WITH HEADERS (a STRING) FROM '/etc/passwd' (header=false) RETURN a",
    "MATCH (t:Task) LOAD FROM '/etc/passwd' (file_format='csv') RETURN *",
    "LOAD FROM 'http://127.0.0.1:1/x.csv' RETURN *",
    "LOAD FROM 's3://bucket/x.parquet' RETURN *",
    "LOAD FROM rows RETURN *",
    "UNWIND ['/etc/passwd'] AS f LOAD FROM f RETURN *",
    "COPY Task FROM '/etc/passwd'",
    "COPY (MATCH (t:Task) RETURN t.id) TO 'evil.csv'",
    "COPY (MATCH (t:Task) RETURN t.id) TO 'evil.parquet'",
    "EXPORT DATABASE 'evil'",
    "IMPORT DATABASE 'evil'",
    "ATTACH 'evil.lbug' AS evil (dbtype lbug)",
    "ATTACH 'evil.db' AS evil (dbtype sqlite)",
    "DETACH evil",
    "USE evil",
    "INSTALL httpfs",
    "INSTALL httpfs FROM 'http://127.0.0.1:1/'",
    "LOAD EXTENSION httpfs",
    "LOAD EXTENSION '/evil/evil.so'",
    "UNINSTALL httpfs",
    "UPDATE httpfs",
    "CALL show_tables() RETURN *",
    "MATCH (t:Task) CALL show_functions() RETURN *",
    "CALL current_setting('home_directory') RETURN *",
    "CALL read_csv_serial('/etc/passwd') RETURN *",
    "CALL file_info() RETURN *",
    "CALL storage_info('Task') RETURN *",
    "CALL timeout=0",
    "CALL threads=64",
    "CALL spill_to_disk=true",
    "CALL clear_warnings()",
    "CALL db.labels()",
    "RETURN nextval('evil') AS x",
    "RETURN read_csv_serial('/etc/passwd') AS x",
    "EXPLAIN MATCH (t:Task) RETURN t.id",
    "PROFILE MATCH (t:Task) RETURN t.id",
    "EXPLAIN LOGICAL MATCH (t:Task) RETURN t.id",
]
TRICKS = [
    "",
    ";",
    "MATCH (n) RETURN n.id; MATCH (n) DETACH DELETE n",
    "MATCH (n) RETURN n.id;;",
    "; MATCH (n) DETACH DELETE n",
    "MATCH (n) /* harmless */ DETACH DELETE n",
    "/* x */ CALL show_tables() RETURN *",
    "MATCH (n) RETURN n.id // and then\n; DROP TABLE Task",
    "MATCH (n) WHERE n.id = 'a\\u0027 OR true DETACH DELETE n //' RETURN n",
    "MATCH (n) \\u0044ELETE n",
    "MATCH (n) WHERE n.id = 'it''s' DETACH DELETE n RETURN ''",
    'MATCH (n) WHERE n.id = "\'" DETACH DELETE n RETURN "\'"',
    "MATCH (n) WHERE n.`id` = `n`.id DETACH DELETE n",
    "MATCH (n) WHERE n.id = 'open DETACH DELETE n",
    "MATCH (n) WHERE n.id = 'a\\' DETACH DELETE n RETURN '",
    "MATCH (n)\x00 DETACH DELETE n",
    "MATCH (n) WHERE n.id = 'a\x00b' RETURN n.id",
    "\ufeffCREATE (n:Task {id: 'x'})",
    "MATCH\u00a0(n) DETACH\u00a0DELETE n",
    "ＭＡＴＣＨ (n) DELETE n",
    "RETURN " + "(" * 2_000 + "1" + ")" * 2_000,
    "RETURN " + "[" * 500 + "]" * 500,
    "MATCH (n) RETURN " + ", ".join(f"n.id AS a{i}" for i in range(5_000)),
    "RETURN '" + "x" * 1_000_000 + "'",
    "MATCH (n:ZhizeState) RETURN n.state",
]
HOSTILE = WRITES + DEFINITIONS + OUTSIDE + TRICKS
ENDLESS = [
    "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN max(x * y)",
    "UNWIND range(1, 10000000) AS x UNWIND range(1, 1000) AS y UNWIND range(1, 1000) AS z RETURN max(x + y * z)",
    "UNWIND range(1, 100000000) AS x RETURN collect(x)",
    "MATCH (a) MATCH (b) MATCH (c) MATCH (d) MATCH (e) MATCH (f) MATCH (g) MATCH (h) WHERE a.id > h.id RETURN count(*)",
    "MATCH p = (a)-[*1..30]-(b) RETURN count(p)",
    "RETURN repeat('aaaaaaaa', 300000000)",
    "RETURN range(1, 1000000000)",
    "RETURN size(range(1, 400000000))",
    "RETURN list_transform(range(1, 100000000), x -> repeat('a', 100))",
    "UNWIND range(1, 20000000) AS x RETURN x, repeat('abcdefgh', 100) AS y ORDER BY y, x DESC",
    "UNWIND range(1, 30000000) AS x RETURN DISTINCT sha256(cast(x AS STRING)) AS y",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder = tmp_path_factory.mktemp("guarded") / "store"
    with open_store(f"ladybug:{folder}") as found:
        assert isinstance(found, EmbeddedStore)
        found.replace(two_plans())
        yield found


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))


def contents(folder: Path) -> dict[str, str]:
    """Every file of the store with its checksum, without what a mere reader makes: SQLite's shared memory, an empty journal."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if not path.name.endswith("-shm") and not (path.name.endswith("-wal") and path.stat().st_size == 0)
    }


def test_there_are_enough_hostile_statements() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


def test_hostile_statements_are_refused_and_change_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    assert store.analyst("RETURN 1 AS one").rows == [(1,)]
    before = contents(store.folder)
    for text in HOSTILE:
        begun = time.monotonic()
        with pytest.raises((RefusedCypher, CypherSyntax)) as error:
            store.analyst(text, timeout=20.0)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 400
        assert time.monotonic() - begun < 20.0, text[:100]
    assert contents(store.folder) == before
    assert os.listdir(tmp_path) == []
    assert store.verify() == []


def test_the_process_itself_holds_what_the_words_let_pass(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second guard alone: with the first one gone nothing is read from outside and nothing is written."""
    before = contents(store.folder)
    monkeypatch.setattr(analyst, "refuse", lambda text: text)
    monkeypatch.setattr(analyst, "bare", lambda text, **_: text)
    for text in [*WRITES, *DEFINITIONS, *OUTSIDE]:
        try:
            rows = store.analyst(text, timeout=20.0).rows
        except ZhizeError:
            continue
        assert "root:" not in repr(rows), text
    assert contents(store.folder) == before
    assert os.listdir(tmp_path) == []
    monkeypatch.undo()
    assert store.verify() == []


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: text[:40])
def test_endless_and_giant_statements_are_stopped(store: EmbeddedStore, text: str) -> None:
    before = contents(store.folder)
    begun = time.monotonic()
    with pytest.raises(QueryStopped, match=r"limit of (time|memory)|made the engine fail"):
        store.analyst(text, timeout=2.0)
    assert time.monotonic() - begun < 2.0 + 30.0  # a process is started before the time begins to run
    assert contents(store.folder) == before


def test_the_process_is_kept_and_ended_after_a_limit(store: EmbeddedStore) -> None:
    store.analyst("RETURN 1 AS one")
    [first] = store._guard._idle
    store.analyst("RETURN 2 AS two")
    assert store._guard._idle == [first]
    with pytest.raises(CypherSyntax):
        store.analyst("RETURN two")
    assert store._guard._idle == [first]
    with pytest.raises(QueryStopped):
        store.analyst(ENDLESS[0], timeout=0.3)
    assert store._guard._idle == []
    assert first._child.returncode is not None


def test_the_process_sees_the_next_snapshot(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        counted = "MATCH (t:Task) RETURN count(*) AS n"
        assert store.analyst(counted).rows == [(0,)]
        store.replace([small_graph()])
        assert store.analyst(counted).rows == [(6,)]


def test_a_process_that_dies_is_replaced(store: EmbeddedStore) -> None:
    store.analyst("RETURN 1 AS one")
    [worker] = store._guard._idle
    worker._child.kill()
    worker._child.wait()
    assert store.analyst("RETURN 2 AS two").rows == [(2,)]


def test_the_process_holds_no_secret_and_no_open_file(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_NEO4J_PASSWORD", "verysecret")
    store._guard.close()
    store.analyst("RETURN 1 AS one")
    [worker] = store._guard._idle
    proc = Path(f"/proc/{worker._child.pid}")
    assert b"verysecret" not in (proc / "environ").read_bytes()
    limits = {line[:25].strip(): line[25:].split()[:2] for line in (proc / "limits").read_text().splitlines()}
    for name in ("Max open files", "Max file size", "Max processes", "Max core file size"):
        assert limits[name] == ["0", "0"]
    assert limits["Max address space"][0] != "unlimited"


def test_rows_and_bytes_are_cut_and_whole_rows_kept(store: EmbeddedStore) -> None:
    rows = store.analyst("UNWIND range(1, 400) AS x RETURN x, repeat('1234567890', 8192) AS long")
    assert rows.truncated
    assert 150 < len(rows.rows) < 250
    assert all(len(row[1]) == 81_920 for row in rows.rows)
    rows = store.analyst("RETURN repeat('1234567890', 2000000) AS long")
    assert (rows.columns, rows.rows, rows.truncated) == (("long",), [], True)
    assert len(store.analyst("UNWIND range(1, 20000) AS x RETURN x").rows) == 10_000


def test_columns_are_called_as_they_are_written(store: EmbeddedStore) -> None:
    text = "MATCH (t:Task) RETURN t.title, count(*), t.depth + 1 AS `a, b`, [1, 2] AS l, {x: ','} AS m LIMIT 1"
    assert store.analyst(text).columns == ("t.title", "count(*)", "a, b", "l", "m")
    assert store.analyst("RETURN 1 AS a UNION RETURN 2 AS a").columns == ("a",)
    assert store.analyst("MATCH (t:Task) WITH t.title AS x RETURN *").columns == ("x",)


def test_odd_values_pass(store: EmbeddedStore) -> None:
    given = {"a": None, "b": [], "c": 2**62, "d": "引號'\"\\`$", "e": {"k": [1]}, "f": 0.1}
    rows = store.analyst("RETURN $a AS a, $c AS c, $d AS d, $f AS f", given)
    assert rows.rows == [(None, 2**62, "引號'\"\\`$", 0.1)]
    assert store.analyst("RETURN date('2024-01-31') AS d, interval('1 day') AS i").rows == [("2024-01-31", "PT86400S")]
    with pytest.raises(WrongValue):
        store.analyst("RETURN $x AS x", {"x": object()})
    with pytest.raises(QueryError):
        store.analyst("RETURN $x AS x", {"x": 2**80})
    with pytest.raises(QueryError) as error:
        store.analyst("RETURN cast('x' AS INT64) AS x")
    assert "\n" not in str(error.value)


def test_without_the_limits_there_is_no_answer(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store._guard.close()
    monkeypatch.setattr(guard.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unguarded):
        store.analyst("RETURN 1 AS one")
