"""The record: what it keeps, how little it keeps, what it remembers, and how it is checked, saved and brought back."""

from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import (
    CannotWrite,
    InvalidGraph,
    MissingFile,
    NewerStore,
    NotAStore,
    StoreDamaged,
    StoreError,
    UnknownDocument,
)
from graph.model import Graph, Node
from graph.stores.embedded.archive import restore
from graph.stores.embedded.excerpts import Packer, unpack
from graph.stores.embedded.record import FILE
from graph.stores.embedded.store import EmbeddedStore
from tests.graph.stores.made import texts
from tests.graphs import said, small_graph, two_plans


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "store") as found:
        yield found


def sql(store: EmbeddedStore, *statements: str) -> list[tuple[object, ...]]:
    """Run SQL behind the store's back."""
    rows: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(store.folder / FILE)) as db, db:
        for statement in statements:
            rows = db.execute(statement).fetchall()
    return rows


def test_a_passage_is_kept_once(store: EmbeddedStore) -> None:
    graph = small_graph(tasks=30)
    store.replace([graph])
    for (packed,) in sql(store, "SELECT properties FROM relationship WHERE type = 'LEADS'"):
        evidence = json.loads(str(packed))["evidence"]
        assert len(evidence["at"]) == 2
    [(text,)] = sql(store, "SELECT text FROM document")
    whole = b"".join(path.read_bytes() for path in store.folder.glob(FILE + "*"))
    assert text == graph.document.get("text")
    assert whole.count("依託市級數據中臺和嶺南通辦,分析法人數據。".encode()) <= 2  # in the record and its journal


@given(texts, st.data())
def test_packing_gives_back_the_same_characters(text: str, data: st.DataObject) -> None:
    cut = st.builds(lambda a, b: text[min(a, b) : max(a, b)], *[st.integers(0, len(text))] * 2)
    values = st.one_of(st.none(), st.booleans(), st.integers(), texts, cut, st.lists(texts).map(tuple))
    properties = data.draw(st.dictionaries(st.sampled_from(["a", "b", "char_start", "char_end", "evidence"]), values))
    [packed] = Packer(text).pack([properties])
    back = unpack(packed, lambda: text)
    assert back == properties
    assert list(back) == list(properties)


@pytest.mark.parametrize("text", ["甲},{乙", '"},{"', "},{},{", ""])
def test_sets_are_encoded_together_and_cut_apart(text: str) -> None:
    """What stands between two sets may stand in a string too."""
    packed = Packer("").pack([{"a": text}, {"b": (text,), "c": 1.5, "d": True}, {}])
    assert [json.loads(one) for one in packed] == [{"a": text}, {"b": [text], "c": 1.5, "d": True}, {}]
    assert Packer("").pack([]) == []


def test_the_passage_that_holds_the_mention_is_taken() -> None:
    text = "統籌做好服務工作。統籌做好服務工作。"
    [packed] = Packer(text).pack([{"evidence": "統籌做好服務工作。", "char_start": 11, "char_end": 13}])
    assert json.loads(packed)["evidence"] == {"at": [9, 18]}


def test_history_remembers_every_version(store: EmbeddedStore) -> None:
    first = small_graph(tasks=4)
    document = first.document.id
    versions = [first, said(small_graph(tasks=5), "改了。" + "字" * 100), small_graph(tasks=6)]
    for version in versions:
        store.replace([version])
        store.replace([version])  # twice the same is no new version
    editions = store.history(document)
    assert [edition.tasks for edition in editions] == [6, 7, 8]
    assert [edition.sha256 for edition in editions] == [v.document.get("sha256") for v in versions]
    assert [edition.ended_on is None for edition in editions] == [False, False, True]
    assert [edition.loaded_on for edition in editions[1:]] == [edition.ended_on for edition in editions[:-1]]
    changed = editions[1].sha256
    assert store.edition_text(document, changed) == versions[1].document.get("text")
    assert store.edition_text(document, editions[2].sha256) == versions[2].document.get("text")
    assert store.edition_text(document, "none") is None


def test_removing_takes_the_texts_out_and_keeps_that_it_was_there(store: EmbeddedStore) -> None:
    graph = small_graph()
    store.replace([said(graph, "舊的說法" * 50)])
    store.replace([graph])
    store.remove(graph.document.id)
    editions = store.history(graph.document.id)
    assert [edition.ended_on is not None for edition in editions] == [True, True]
    assert all(store.edition_text(graph.document.id, edition.sha256) is None for edition in editions)
    assert [row[0] for row in sql(store, "SELECT action FROM log ORDER BY key")] == ["added", "replaced", "removed"]
    with pytest.raises(UnknownDocument):
        store.history("doc:never")


def test_the_log_is_only_ever_added_to(store: EmbeddedStore) -> None:
    store.replace([small_graph()])
    for harm in ("DELETE FROM log", "UPDATE log SET action = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            sql(store, harm)


def test_a_node_of_another_document_is_never_taken_over(store: EmbeddedStore) -> None:
    first, second = two_plans()
    store.replace([first])
    stolen = first.labelled("Task")[0]
    thief = Graph((*second.nodes, Node(stolen.id, "Task", stolen.properties)), second.relationships)
    with pytest.raises(InvalidGraph):
        store.replace([thief])
    assert [entry.id for entry in store.documents()] == [first.document.id]
    assert store.graph(first.document.id) == first
    assert store.verify() == []


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM relationship WHERE position = 3",
        "UPDATE relationship SET properties = '{}' WHERE position = 3",
        "UPDATE relationship SET type = 'USES' WHERE type = 'DELIVERS'",
        "UPDATE relationship SET properties = '{' WHERE position = 3",
        "UPDATE document SET text = text || 'x' WHERE id LIKE '%'",
        "UPDATE document SET tasks = 7",
        "UPDATE document SET title = 'x'",
        "UPDATE document SET digest = 'x'",
        "UPDATE node SET properties = replace(properties, '優化熱線', '停辦熱線') WHERE label = 'Task'",
        "UPDATE node SET position = 900 WHERE label = 'Section' AND position = 1",
        "UPDATE node SET properties = replace(properties, '市公安局', '市公安廳') WHERE label = 'Department'",
        "UPDATE node SET name = 'x' WHERE label = 'Platform'",
        "UPDATE spelling SET properties = replace(properties, '市公安局', '市公安廳')",
        "DELETE FROM holding WHERE position = (SELECT max(position) FROM holding)",
        'INSERT INTO spelling SELECT 900, node, \'{"name": "a"}\' FROM spelling LIMIT 1',
        "DELETE FROM name WHERE folded = '市公安局'",
        "UPDATE name SET folded = 'x' WHERE folded = '市公安局'",
        "UPDATE degree SET relationships = relationships + 1 WHERE type = 'LEADS'",
        "DELETE FROM degree WHERE type = 'DELIVERS'",
        "DELETE FROM name_index_docsize WHERE id = 1",
        "INSERT INTO relationship VALUES (1, 900, 'USES', 9000, 9001, '{}')",
    ],
)
def test_verify_names_what_was_changed_behind_its_back(store: EmbeddedStore, harm: str) -> None:
    store.replace([small_graph()])
    assert store.verify() == []
    sql(store, harm)
    found = store.verify()
    assert found
    assert all("\n" not in line for line in found)


def test_verify_sees_a_snapshot_that_lacks_something(store: EmbeddedStore, caplog: pytest.LogCaptureFixture) -> None:
    from graph.stores.embedded import snapshot

    store.replace([small_graph()])
    with store._record.writing() as db:
        db.execute("CREATE TEMP TABLE kept AS SELECT * FROM relationship WHERE type = 'USES'")
        db.execute("DELETE FROM relationship WHERE type = 'USES'")
        snapshot.publish(store.folder, db)
        db.execute("INSERT INTO relationship SELECT * FROM kept")
    [line] = store.verify()
    assert line.startswith("snapshot: 0 relationships USES, 2")


def test_a_flipped_bit_in_the_record_is_seen(store: EmbeddedStore) -> None:
    store.replace([small_graph(tasks=200)])
    store.close()
    path = store.folder / FILE
    data = bytearray(path.read_bytes())
    at = data.find("完善第150項制度".encode())
    assert at > 0
    data[at + 3] ^= 1
    path.write_bytes(bytes(data))
    with EmbeddedStore(store.folder) as opened:
        assert opened.verify()


def test_backup_and_restore(store: EmbeddedStore, tmp_path: Path) -> None:
    store.replace(two_plans())
    store.replace([small_graph(tasks=9)])
    target = tmp_path / "saved" / "backup.zhize"
    target.parent.mkdir()
    store.backup(str(target))
    assert [path.name for path in target.parent.iterdir()] == ["backup.zhize"]
    store.replace([small_graph(tasks=5)])
    assert restore(target, tmp_path / "new") == 2
    with EmbeddedStore(tmp_path / "new") as other:
        assert other.graph(small_graph().document.id) == small_graph(tasks=9)
        assert [edition.tasks for edition in other.history(small_graph().document.id)] == [6, 11]
        assert other.query("MATCH (t:Task) RETURN count(*) AS n").rows == [(11 + 8,)]
        assert other.verify() == []


def test_restoring_over_a_store_must_be_said(
    store: EmbeddedStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    store.replace([small_graph()])
    store.backup(str(tmp_path / "backup"))
    store.replace(two_plans())
    assert store.query("MATCH (d:Document) RETURN count(*) AS n").rows == [(2,)]
    with pytest.raises(StoreError, match="2 documents"):
        restore(tmp_path / "backup", store.folder)
    assert len(store.documents()) == 2
    assert restore(tmp_path / "backup", store.folder, replace=True) == 1
    # a reader that was open all the time sees the store that was brought back
    assert len(store.documents()) == 1
    assert store.query("MATCH (d:Document) RETURN count(*) AS n").rows == [(1,)]
    assert store.verify() == []
    assert caplog.text == ""


def test_a_damaged_store_is_told_and_brought_back(store: EmbeddedStore, tmp_path: Path) -> None:
    store.replace([small_graph(tasks=300)])
    store.backup(str(tmp_path / "backup"))
    store.close()
    path = store.folder / FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:8_192] + b"x" * 40_960 + whole[49_152:])
    with EmbeddedStore(store.folder) as opened:
        assert opened.verify()
        with pytest.raises(StoreDamaged):
            opened.graph()
    path.write_bytes(b"x" * len(whole))
    with pytest.raises(StoreDamaged):
        EmbeddedStore(store.folder)
    with pytest.raises(StoreDamaged):
        restore(tmp_path / "backup", store.folder)
    assert restore(tmp_path / "backup", store.folder, replace=True) == 1
    with EmbeddedStore(store.folder) as opened:
        assert opened.graph(small_graph().document.id) == small_graph(tasks=300)
        assert opened.verify() == []


def test_backups_that_cannot_be_used_change_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    store.replace([small_graph(tasks=300)])
    good = tmp_path / "good"
    store.backup(str(good))
    with pytest.raises(MissingFile):
        restore(tmp_path / "none", tmp_path / "new")
    text = tmp_path / "text"
    text.write_text("x" * 5_000, encoding="utf-8")
    with pytest.raises(StoreDamaged):
        restore(text, tmp_path / "new")
    other = tmp_path / "other"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE theirs (x)")
    db.close()
    with pytest.raises(NotAStore):
        restore(other, tmp_path / "new")
    cut = tmp_path / "cut"
    cut.write_bytes(good.read_bytes()[:-40_960])
    with pytest.raises(StoreDamaged):
        restore(cut, tmp_path / "new")
    newer = tmp_path / "newer"
    newer.write_bytes(good.read_bytes())
    db = sqlite3.connect(newer)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(NewerStore):
        restore(newer, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with pytest.raises(NotAStore):
        restore(good, tmp_path)


def test_a_backup_that_cannot_be_written(store: EmbeddedStore, tmp_path: Path) -> None:
    store.replace([small_graph()])
    for target in (tmp_path / "none" / "backup", tmp_path):
        with pytest.raises(CannotWrite):
            store.backup(str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_backup_while_a_loader_writes(store: EmbeddedStore, tmp_path: Path) -> None:
    from tests.graph.stores.processes import LOADER, start, stop

    loader: subprocess.Popen[bytes] = start(LOADER, store.folder)
    try:
        assert loader.stdout is not None
        loader.stdout.readline()
        for number in range(4):
            store.backup(str(tmp_path / f"backup{number}"))
    finally:
        stop(loader)
    for number in range(4):
        assert restore(tmp_path / f"backup{number}", tmp_path / f"new{number}") == 12
        with EmbeddedStore(tmp_path / f"new{number}") as other:
            assert other.verify() == []
