"""What every store remembers of what was: who changed what and when, and what a document said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import NoEdition, UnknownDocument
from graph.model import Graph
from graph.stores import open_store
from graph.stores.base import LogEntry, Store
from graph.stores.copy import copy_store
from graph.stores.past import text_at
from tests.graphs import said, small_graph, two_plans

DAYS = tuple(f"2021-{month:02}-10T08:00:00+00:00" for month in range(1, 13))


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change of a store happens on the 10th of the next month of 2021."""
    coming = iter(DAYS)
    for module in ("graph.stores.embedded.write", "graph.stores.server.write"):
        monkeypatch.setattr(f"{module}.now", lambda: next(coming))
    monkeypatch.setenv("ZHIZE_WHO", "張三")


def february_and_may(store: Store) -> Graph:
    """A document that was loaded in January, and replaced in February, March (only read anew) and April."""
    store.replace([said(small_graph(), "一月的說法。" + "字" * 40)])
    store.replace(
        [said(small_graph(), "二月的說法。" + "字" * 40)], who="李四", notes={small_graph().document.id: "2 處更正"}
    )
    store.replace([said(small_graph(tasks=5), "二月的說法。" + "字" * 40)])
    store.replace([small_graph()])
    return small_graph()


class RememberingContract:
    """The log, the versions and their texts; copied, saved and brought back.

    The mark stands at each test: at the class it would hold for every test of the classes made of it.
    """

    @pytest.mark.usefixtures("days")
    def test_what_a_plan_said_in_may(self, store: Store) -> None:
        document = february_and_may(store).document
        assert store.capabilities.versions
        assert [e.loaded_on for e in store.history(document.id)] == list(DAYS[:4])
        assert [e.ended_on for e in store.history(document.id)] == [*DAYS[1:4], None]
        assert [e.loaded_by for e in store.history(document.id)] == ["張三", "李四", "張三", "張三"]
        # 6 leaf tasks and a target's, or 7: small_graph counts them
        assert [e.tasks for e in store.history(document.id)] == [6, 6, 7, 6]
        for at, begins in (
            ("2021-01-10", "一月"),
            ("2021-02-09", "一月"),
            ("2021-02-10T07:59+00:00", "一月"),
            ("2021-02-10T08:00+00:00", "二月"),
            ("2021-03-31", "二月"),
        ):
            assert text_at(store, document.id, at)[1].startswith(begins), at
        assert text_at(store, document.id, "2021-05-31")[1] == document.get("text")
        assert text_at(store, document.id)[1] == document.get("text")
        with pytest.raises(NoEdition, match="no version stood on 2020-12-31"):
            text_at(store, document.id, "2020-12-31")
        with pytest.raises(NoEdition, match="no date"):
            text_at(store, document.id, "im Mai")
        with pytest.raises(UnknownDocument):
            text_at(store, "doc:never")
        assert store.verify() == []

    @pytest.mark.usefixtures("days")
    def test_the_log_says_who_and_what(self, store: Store) -> None:
        graph = february_and_may(store)
        key = graph.document.id
        store.replace([graph])  # nothing new: no entry
        store.remove(key, who="王五")
        log = store.log()
        assert [(e.at, e.who, e.action, e.document) for e in log] == [
            (DAYS[0], "張三", "added", key),
            (DAYS[1], "李四", "replaced", key),
            (DAYS[2], "張三", "replaced", key),
            (DAYS[3], "張三", "replaced", key),
            (DAYS[5] if log[4].at == DAYS[5] else DAYS[4], "王五", "removed", key),
        ]
        assert [e.note for e in log] == [None, "2 處更正", None, None, None]
        assert log[1].previous_sha256 == log[0].sha256
        assert log[2].previous_sha256 == log[2].sha256, "read anew: the same text"
        assert store.log(key, limit=2) == log[-2:]
        assert store.log("doc:other") == []

    @pytest.mark.usefixtures("days")
    def test_a_removed_document_leaves_its_dates_and_no_text(self, store: Store) -> None:
        key = february_and_may(store).document.id
        store.remove(key)
        editions = store.history(key)
        assert len(editions) == 4
        assert all(edition.ended_on for edition in editions)
        assert {store.edition_text(key, edition.sha256) for edition in editions} == {None}
        with pytest.raises(NoEdition, match="no longer kept"):
            text_at(store, key, "2021-01-31")
        store.replace([small_graph()])
        assert len(store.history(key)) == 5, "what comes back goes on with its past"
        assert [e.action for e in store.log(key)] == ["added", *["replaced"] * 3, "removed", "added"]
        assert store.verify() == []

    @pytest.mark.usefixtures("days")
    def test_a_copy_remembers(self, store: Store, tmp_path: Path) -> None:
        key = february_and_may(store).document.id
        gone = two_plans()[1]
        store.replace([gone])
        store.remove(gone.document.id)
        with open_store(f"ladybug:{tmp_path / 'copy'}") as other:
            for _ in range(2):  # twice the same changes nothing
                assert copy_store(store, other).whole
                self.compare_memory(store, other, key, gone.document.id)
            assert other.verify() == []
            copied = other.log(key)[-1]
            assert (copied.action, copied.who) == ("added", "張三")
            assert (copied.note or "").startswith("copied from ")

    @pytest.mark.usefixtures("days")
    def test_a_backup_remembers(self, store: Store, tmp_path: Path) -> None:
        key = february_and_may(store).document.id
        gone = two_plans()[1]
        store.replace([gone])
        store.remove(gone.document.id)
        store.backup(str(tmp_path / "saved"))
        before = store.log()
        store.replace(two_plans())
        from graph.stores.restore import restore_store

        assert restore_store(tmp_path / "saved", f"ladybug:{tmp_path / 'again'}") == 1
        with open_store(f"ladybug:{tmp_path / 'again'}") as other:
            assert other.verify() == []
            self.compare_memory(store, other, key, gone.document.id)
            assert set(before) <= set(other.log())
            assert [(e.action, e.who, e.note) for e in other.log("")] == [
                ("restored", "張三", "1 documents from saved")
            ]

    def compare_memory(self, store: Store, other: Store, key: str, gone: str) -> None:
        assert len(other.history(gone)) == 1
        assert set(before := store.log(key)) <= set(other.log(key)), before
        for at in ("2021-01-31", "2021-02-28", "2021-03-31"):
            assert text_at(other, key, at) == text_at(store, key, at)
        assert text_at(other, key, "2021-04-30")[1] == text_at(store, key, "2021-04-30")[1]

    @pytest.mark.usefixtures("days")
    def test_odd_words_in_the_log_are_one_line(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHIZE_WHO", " 王\x1b[31m\n五\u202e" + "長" * 500)
        store.replace([small_graph()])
        [entry] = store.log()
        assert isinstance(entry, LogEntry)
        assert entry.who == ("王[31m 五" + "長" * 500)[:200]
