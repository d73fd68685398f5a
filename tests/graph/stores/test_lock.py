"""One loader at a time: who waits is told for whom, and a dead loader is in nobody's way."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from graph.errors import StoreLocked
from graph.stores.embedded.lock import FILE, holder, locked
from graph.stores.embedded.store import EmbeddedStore
from tests.graph.stores.processes import HOLDER, start, stop
from tests.graphs import small_graph


def test_a_second_loader_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        store.replace([small_graph()])
        child = start(HOLDER, tmp_path)
        try:
            begun = time.monotonic()
            with pytest.raises(StoreLocked) as error:
                store.replace([small_graph(tasks=9)], wait=0.4)
            assert 0.3 < time.monotonic() - begun < 30.0
            assert f"process {child.pid}" in str(error.value)
            assert "loading plans" in str(error.value)
            with pytest.raises(StoreLocked):
                store.remove(small_graph().document.id, wait=0.0)
            assert len(store.graph().labelled("Task")) == 6
        finally:
            stop(child)
        # the dead process's lock is free at once, without a wait
        store.replace([small_graph(tasks=9)], wait=0.0)
        assert len(store.graph().labelled("Task")) == 11


def test_who_waits_comes_next(tmp_path: Path) -> None:
    order: list[str] = []

    def hold() -> None:
        with locked(tmp_path, "loading plans", 0.0):
            order.append("first")
            inside.set()
            time.sleep(0.3)
            order.append("first ends")

    inside = threading.Event()
    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait()
    with locked(tmp_path, "removing x", 5.0):
        order.append("second")
    thread.join()
    assert order == ["first", "first ends", "second"]


def test_the_lock_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), locked(tmp_path, "loading plans", 0.0):
        raise KeyboardInterrupt
    with locked(tmp_path, "loading plans", 0.0):
        assert f"process {os.getpid()}" in holder(tmp_path)


@pytest.mark.parametrize("words", [b"", b"{", b"[]", b'{"pid": 1}', b"\xff"])
def test_words_that_cannot_be_read(tmp_path: Path, words: bytes) -> None:
    (tmp_path / FILE).write_bytes(words)
    assert holder(tmp_path) == "another loader"
