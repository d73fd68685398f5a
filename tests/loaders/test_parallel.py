"""Many readers give what one gives, in the same order; a file that cannot be read, or kills its reader, is listed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.corpus import write_corpus
from graph.errors import ReaderLost, SchedulerUnreachable
from graph.stores import open_store
from loaders import parallel
from loaders.parallel import AHEAD, BATCH, Options, Outcome, read_files


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return write_corpus(tmp_path / "plans", 3 * BATCH + 5, tasks=3)


def summary(outcomes: Iterator[Outcome]) -> list[tuple[str, object]]:
    return [(o.path, o.graph.to_dict() if o.graph else str(o.error)) for o in outcomes]


def test_two_processes_give_what_one_gives(files: list[Path]) -> None:
    assert summary(read_files(files, workers=2)) == summary(read_files(files))


def test_a_bad_file_is_an_outcome(files: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("", encoding="utf-8")
    mixed = [*files[:3], bad, tmp_path / "missing.txt", *files[3:6]]
    for workers in (1, 2):
        found = list(read_files(mixed, workers=workers))
        assert [o.path for o in found] == [str(p) for p in mixed]
        assert [o.error.code if o.error else None for o in found] == [
            None,
            None,
            None,
            "Z103",
            "Z101",
            None,
            None,
            None,
        ]


def test_known_texts_are_not_read(files: list[Path]) -> None:
    first = list(read_files(files[:5]))
    known = frozenset(o.sha256 for o in first[:2])
    for workers in (1, 2):
        again = list(read_files(files[:5], known=known, workers=workers))
        assert [o.skipped for o in again] == [True, True, False, False, False]


def test_readers_run_only_so_far_ahead(files: list[Path]) -> None:
    taken = 0

    def counted() -> Iterator[Path]:
        nonlocal taken
        for path in files * 10:
            taken += 1
            yield path

    reading = read_files(counted(), workers=1)
    next(reading)
    assert taken == 1
    taken = 0
    reading = parallel._spread(map(str, counted()), Options(), _in_this_process, 2)
    next(reading)
    assert taken == AHEAD * 2 * BATCH
    reading.close()


@contextmanager
def _in_this_process() -> Iterator[object]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        yield pool


def _deadly(paths: list[str], options: Options) -> list[Outcome]:
    """A reader that one file kills."""
    if any("deadly" in path for path in paths):
        os.kill(os.getpid(), signal.SIGKILL)
    return [parallel.read_one(path, options) for path in paths]


def test_a_file_that_kills_its_reader_is_found(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = tmp_path / "deadly.txt"
    deadly.write_text("一、修路。(市交通运输局牵头)\n", encoding="utf-8")
    monkeypatch.setattr(parallel, "read_batch", _deadly)
    mixed = [*files[: BATCH + 3], deadly, *files[BATCH + 3 :]]
    found = list(read_files(mixed, workers=2))
    assert [o.path for o in found] == [str(p) for p in mixed]
    lost = [o for o in found if o.error]
    assert [Path(o.path).name for o in lost] == ["deadly.txt"]
    assert isinstance(lost[0].error, ReaderLost)
    assert all(o.graph for o in found if not o.error)


@pytest.mark.parametrize("batch", [0, 1, 3])
def test_an_engine_that_fails_to_hand_over_a_batch_loses_nothing(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Dask raises a ValueError of its own where a worker dies between its result and the question for its state."""
    given = 0

    def unlucky(paths: list[str], options: Options) -> list[Outcome]:
        nonlocal given
        given += 1
        if given == batch + 1:
            raise ValueError("too many values to unpack (expected 3)")
        return [parallel.read_one(path, options) for path in paths]

    monkeypatch.setattr(parallel, "read_batch", unlucky)
    found = parallel._spread(map(str, files), Options(), _in_this_process, 1)
    assert summary(found) == summary(read_files(files))
    assert given > batch + 1


def test_an_error_of_the_reading_itself_is_not_hidden(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(paths: list[str], options: Options) -> list[Outcome]:
        raise ValueError("a defect")

    monkeypatch.setattr(parallel, "read_batch", broken)
    with pytest.raises(ValueError, match="a defect"):
        list(parallel._spread(map(str, files), Options(), _in_this_process, 1))


def test_no_scheduler_is_one_line() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(SchedulerUnreachable):
        list(read_files(["x.txt"], scheduler="no-address"))


def test_readers_prepare_what_the_store_would(files: list[Path], tmp_path: Path) -> None:
    """The same record and the same list, whether the writer or the readers turn graphs into rows."""
    held = []
    for name, prepared in (("plain", False), ("prepared", True)):
        with open_store(f"ladybug:{tmp_path / name}") as store:
            options = Options(prepare=store.preparation if prepared else None)
            outcomes = list(read_files(files[: BATCH + 2], options, workers=2))
            assert all((o.graph is None) == prepared and not o.skipped for o in outcomes)
            store.replace(o.ready if prepared else o.graph for o in outcomes)
            listed = [(o.document, o.title, o.tasks, o.relationships) for o in outcomes]
            assert sorted(listed) == sorted((d.id, d.title, d.tasks, d.relationships) for d in store.documents())
            held.append((listed, [store.graph(o.document) for o in outcomes]))
    assert held[0] == held[1]
