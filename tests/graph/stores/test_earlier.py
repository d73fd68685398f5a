"""Files that earlier versions wrote: opened, brought up to date, and nothing of them lost.

`earlier/record-N.sqlite.gz` is a record of version N, `backup-1.jsonl.gz` a server's backup without a past. What is
in them: one plan that was loaded in February 2021 and replaced in May and June, two more loaded in July of which
one was removed in August.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.stores.embedded import schema
from graph.stores.embedded.record import FILE
from graph.stores.past import text_at
from graph.stores.restore import restore_store
from tests.graphs import small_graph, two_plans

EARLIER = Path(__file__).with_name("earlier")
VERSIONS = range(1, schema.current_version())


def unpacked(name: str, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.decompress((EARLIER / name).read_bytes()))
    return path


def check(url: str) -> None:
    first, second = two_plans()
    assert first.document.id == small_graph().document.id
    with open_store(url) as store:
        assert store.verify() == []
        assert [entry.id for entry in store.documents()] == [first.document.id]
        assert [e.loaded_on[:10] for e in store.history(first.document.id)][:3] == [
            "2021-02-01",
            "2021-05-10",
            "2021-06-20",
        ]
        assert text_at(store, first.document.id, "2021-05-31")[1].startswith("五月的說法。")
        assert store.edition_text(second.document.id, store.history(second.document.id)[0].sha256) is None
        assert [(e.action, e.who) for e in store.log(second.document.id)] == [("added", None), ("removed", None)]
        store.replace([second], who="張三")
        assert store.log()[-1].who == "張三"
        assert store.verify() == []


def test_there_is_a_file_of_each_earlier_version() -> None:
    assert [EARLIER.joinpath(f"record-{n}.sqlite.gz").exists() for n in VERSIONS] == [True] * len(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_an_earlier_version(tmp_path: Path, version: int) -> None:
    path = unpacked(f"record-{version}.sqlite.gz", tmp_path / "store" / FILE)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (version,)
    check(f"ladybug:{tmp_path / 'store'}")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.current_version(),)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_backup_of_an_earlier_version(tmp_path: Path, version: int) -> None:
    saved = unpacked(f"record-{version}.sqlite.gz", tmp_path / "saved.sqlite")
    assert restore_store(saved, f"ladybug:{tmp_path / 'store'}") == 1
    check(f"ladybug:{tmp_path / 'store'}")


def test_a_servers_backup_without_a_past(tmp_path: Path) -> None:
    saved = unpacked("backup-1.jsonl.gz", tmp_path / "saved.jsonl")
    assert restore_store(saved, f"ladybug:{tmp_path / 'store'}") == 2
    with open_store(f"ladybug:{tmp_path / 'store'}") as store:
        assert [store.graph(plan.document.id) for plan in two_plans()] == list(two_plans())
        assert store.verify() == []
