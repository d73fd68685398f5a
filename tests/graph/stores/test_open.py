"""Where a store is, and what is said where it is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.errors import EmptyStore, NewerStore, NotAStore, StoreDamaged, StoreError, UnknownScheme
from graph.settings import STORE
from graph.stores import SCHEMES, open_store
from graph.stores.embedded import schema
from graph.stores.embedded.record import FILE
from graph.stores.embedded.store import EmbeddedStore
from tests.graphs import small_graph


@pytest.mark.parametrize("url", ["postgres://host", "folder", "", ":x", "ladybug:", "http://host:7687", "neo4j"])
def test_unknown_schemes_name_the_valid_ones(url: str) -> None:
    with pytest.raises(UnknownScheme) as error:
        open_store(url)
    assert "\n" not in str(error.value)
    for scheme in ("ladybug:FOLDER", "neo4j://", "bolt://"):
        assert scheme in str(error.value)


def test_every_scheme_is_said_in_the_advice() -> None:
    assert {scheme.removesuffix("+ssc").removesuffix("+s") for scheme in SCHEMES} == {"ladybug", "neo4j", "bolt"}


def test_the_setting_names_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE.name, f"LADYBUG:{tmp_path / 'my store'}")
    with open_store() as store:
        assert isinstance(store, EmbeddedStore)
        assert store.url == f"ladybug:{tmp_path / 'my store'}"
        assert store.capabilities.engine == "ladybug"
        assert store.capabilities.versions
    assert (tmp_path / "my store" / FILE).is_file()


def test_none_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(EmptyStore):
            open_store(f"ladybug:{folder}", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    for place in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(NotAStore):
            open_store(f"ladybug:{place}")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(NotAStore):
        open_store(f"ladybug:{tmp_path}")
    assert (tmp_path / FILE).read_bytes() == before


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 400)
    with pytest.raises(StoreDamaged) as error:
        open_store(f"ladybug:{tmp_path}")
    assert "\n" not in str(error.value)


def test_a_store_that_was_being_made_when_the_power_went(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"")
    (tmp_path / "store.lock").write_bytes(b"")
    with open_store(f"ladybug:{tmp_path}") as store:
        assert store.documents() == []


def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        store.replace([small_graph()])
    db = sqlite3.connect(tmp_path / "s" / FILE)
    db.execute("PRAGMA user_version = 99")
    db.close()
    files = [tmp_path / "s" / name for name in (FILE, "graph.lbug", "store.lock")]
    before = [path.read_bytes() for path in files]
    with pytest.raises(NewerStore, match="version 99"):
        open_store(f"ladybug:{tmp_path / 's'}")
    assert [path.read_bytes() for path in files] == before


def test_an_older_store_becomes_one_of_this_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = small_graph()
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        store.replace([graph])
    more = "ALTER TABLE document ADD COLUMN remark TEXT;\nUPDATE document SET remark = 'kept; whole';\n"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, more))
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        assert store.graph(graph.document.id) == graph
        assert store.verify() == []
    db = sqlite3.connect(tmp_path / "s" / FILE)
    assert db.execute("SELECT remark FROM document").fetchall() == [("kept; whole",)]
    assert db.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    db.close()


def test_a_store_of_version_2_learns_to_search_without_case(tmp_path: Path) -> None:
    """Version 2 kept names with their case, so one node could have two that are one now."""
    graph = small_graph(title="青嶺市OA工作要點")
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        store.replace([graph])
    with closing(sqlite3.connect(tmp_path / "s" / FILE, isolation_level=None)) as db:
        [added] = [line for line in schema.MIGRATIONS[0].split("CREATE TRIGGER ") if line.startswith("name_added")]
        db.execute("CREATE TRIGGER " + added.strip())
        [(node, label)] = db.execute("SELECT node, label FROM name WHERE folded = '青岭市oa工作要点'").fetchall()
        db.execute("DELETE FROM name WHERE folded = '青岭市oa工作要点'")
        for name in ("青岭市OA工作要点", "青岭市oa工作要点"):
            db.execute("INSERT INTO name (node, label, folded) VALUES (?, ?, ?)", (node, label, name))
        for newer in ("TABLE degree", "TABLE name_term", "INDEX name_end"):
            db.execute(f"DROP {newer}")
        db.execute("PRAGMA user_version = 2")
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        assert [hit.id for hit in store.search("oa工作")] == [graph.document.id]
        assert [hit.id for hit in store.search("OA工作")] == [graph.document.id]
        assert store.graph(graph.document.id) == graph
        store.replace([small_graph("青府辦〔2025〕2號", "青嶺市OA要點")])
        assert len(store.search("Oa")) == 2
        assert [line for line in store.verify() if "search does not know" not in line] == []


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = small_graph()
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        store.replace([graph])
    with monkeypatch.context() as changed:
        broken = "ALTER TABLE document ADD COLUMN remark TEXT;\nINSERT INTO nowhere VALUES (1);\n"
        changed.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(StoreError):
            open_store(f"ladybug:{tmp_path / 's'}")
    with open_store(f"ladybug:{tmp_path / 's'}") as store:
        assert store.graph(graph.document.id) == graph


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(f"ladybug:{tmp_path / 's'}")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.documents()
    with pytest.raises(StoreError, match="closed"):
        store.query("MATCH (n) RETURN count(*) AS n")
