"""The explorer's picture and suggestions over a large store, by the primitives that its pages call.

    python -m benchmarks.explorer [FOLDER]     measures a store that is there, else one of `benchmarks.corpus`

What a reader waits for, and what it should stay below: the first picture of a department that leads 20,000 tasks 1,000 ms,
one more expansion 400 ms, suggestions for what is typed 200 ms. The browser's own drawing is not in these figures.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus import make_plan, places
from explorer.layout import arrange
from explorer.picture import Picture, View, draw
from explorer.picture_payload import payload, size_of
from explorer.picture_source import StoreSource
from explorer.suggest import Entry, Index
from explorer.suggest_names import store_index
from graph.model import Graph
from graph.stores.embedded import write
from graph.stores.embedded.lock import locked
from graph.stores.embedded.store import EmbeddedStore
from loaders.load import load_text
from tests.explorer.pictures import full_picture, hub_graph

HUB = 20_000
PLANS = {"small": 60, "large": 16_700}
"""Plans of about 65 tasks beside the department's: the large size is a store of 1,100,000 tasks, an hour to make."""
OF_ONE_PLACE = 0.1
TYPED = (
    "公安",
    "数据",
    "平臺",
    "gaj",
    "一網統管",
    "推進",
    "300萬",
    "(十一)3",
    "市政務服務數據管理局牽頭哪些任務",
    "沒有這樣的名稱",
)
ROUNDS = 25


def run(size: str = "small") -> list[dict[str, Any]]:
    """A row for each thing that is measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        with EmbeddedStore(folder) as store:
            fill(store, PLANS[size])
            rows = measure(store)
    return [*rows, *_held(), *_drawn()]


def fill(store: EmbeddedStore, count: int) -> None:
    """The record of so many plans, a tenth of them of one place, and of a plan in which one department leads 20,000 tasks."""
    with locked(store.folder, "measuring", 0.0), store._record.writing() as db:
        for group in write.groups(map(write.prepare, _graphs(count)), 5_000):
            write.write_group(db, group)


def _graphs(count: int) -> Iterator[Graph]:
    yield hub_graph(HUB)
    step = len(places())
    near = [40 + turn * step for turn in range(round(count * OF_ONE_PLACE))]
    others = (index for index in range(count * 2) if index % step != 40)
    for index in (*near, *(next(others) for _ in range(count - len(near)))):
        plan = make_plan(index)
        yield load_text(plan.text, jurisdiction=plan.place)


def measure(store: EmbeddedStore) -> list[dict[str, Any]]:
    """The picture of the department that leads most, and the suggestions, over a store that holds anything."""
    with store._record.reading() as db:
        hub, leads = db.execute(
            "SELECT n.id, count(*) FROM relationship r JOIN node n ON n.key = r.start WHERE r.type = 'LEADS' "
            "GROUP BY r.start ORDER BY 2 DESC LIMIT 1"
        ).fetchone()
        tasks = db.execute("SELECT count(*) FROM node WHERE label = 'Task'").fetchone()[0]
        names = db.execute("SELECT count(*) FROM name").fetchone()[0]
    beside = f"{tasks:,} tasks, {names:,} names in the store"
    rows = [
        _row(f"first picture of a department with {leads:,} tasks", _first(store, hub), "ms", f"{beside}; below 1,000")
    ]
    rows.append(_row("expand, median of other nodes", _expand(store, hub), "ms", "below 400"))
    made: list[Index] = []
    ready = _median(lambda: made.append(store_index(store)), 1)
    rows.append(_row("suggestions made ready, once a store's state", ready, "ms"))
    index = made[0]
    index.find("a")  # the first Latin letter makes the pinyin of what is held
    times = {text: _median(lambda text=text: index.find(text), 5) for text in TYPED}
    worst = max(times, key=lambda text: times[text])
    usual = sorted(times.values())[len(times) // 2]
    rows.append(_row("suggestions, median", usual, "ms", f"{beside}; below 200"))
    rows.append(_row("suggestions, slowest", times[worst], "ms", f"for {worst}; below 200"))
    return rows


def _first(store: EmbeddedStore, hub: str) -> _Time:
    """Each time with nothing kept from before, as after a click."""
    return _median(lambda: _data(StoreSource(store), View(hub)), 5)


def _expand(store: EmbeddedStore, hub: str) -> _Time:
    """One node after the other is opened in a picture that stands, each time all of it drawn anew."""
    source = StoreSource(store)
    picture = _data(source, View(hub))
    near = [shown.node.id for shown in picture.nodes if shown.more and shown.node.id != hub][:ROUNDS]
    return _middle(
        [_once(lambda n=place: _data(source, View(hub, tuple(near[: n + 1])))) for place in range(len(near))]
    )


def _data(source: StoreSource, view: View) -> Picture:
    picture = draw(source, view)
    layout = arrange(picture, "columns", centre=view.centre)
    size_of(payload(picture, layout, str, str, centre=view.centre))
    return picture


def _held() -> list[dict[str, Any]]:
    """Twenty thousand departments in memory, every spelling of them typed over."""
    signs = "东南西北上下左右前后山河湖海云岭"
    names = [f"{a}{b}{c}县{d}局" for a in signs for b in signs for c in signs[:10] for d in signs[:8]][:HUB]
    index = Index(Entry("Department", f"d{i}", name, others=(f"某省{name}",)) for i, name in enumerate(names))
    index.find("a")
    return [
        _row(
            f"suggestions over {len(names):,} departments in memory, {said}",
            _median(lambda t=text: index.find(t), 9),
            "ms",
            "below 200",
        )
        for said, text in (("characters", "海云"), ("initials", "dnx"))
    ]


def _drawn() -> list[dict[str, Any]]:
    """As many nodes as a canvas may hold, from nothing to what is sent to the browser."""
    picture = full_picture()
    return [
        _row(
            f"layout and payload of {len(picture.nodes)} nodes, {mode}",
            _median(lambda mode=mode: size_of(payload(picture, arrange(picture, mode), str, str)), 3),
            "ms",
        )
        for mode in ("columns", "force", "rings")
    ]


class _Time(float):
    """Milliseconds that passed; `own` are those that this process was at work, which a busy machine does not stretch."""

    own: float = 0.0


def _median(call: Callable[[], object], rounds: int) -> _Time:
    return _middle([_once(call) for _ in range(rounds)])


def _once(call: Callable[[], object]) -> tuple[float, float]:
    begun, worked = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _middle(times: Sequence[tuple[float, float]]) -> _Time:
    middle = _Time(statistics.median(wall for wall, _ in times))
    middle.own = statistics.median(own for _, own in times)
    return middle


def _row(name: str, value: float, unit: str, note: str = "") -> dict[str, Any]:
    own = f"{value.own:,.0f} ms of the processor" if isinstance(value, _Time) else ""
    said = "; ".join(filter(None, (own, note)))
    return {"name": name, "value": round(float(value), 1), "unit": unit, **({"note": said} if said else {})}


def _lines(rows: Iterable[dict[str, Any]]) -> Sequence[str]:
    return [f"{row['value']:>10,.1f} {row['unit']}  {row['name']}  {row.get('note', '')}" for row in rows]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with EmbeddedStore(Path(sys.argv[1]), create=False) as given:
            print("\n".join(_lines(measure(given))))
    else:
        print("\n".join(_lines(run())))
