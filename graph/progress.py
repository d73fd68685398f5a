"""What departments reported on their tasks, as a history that is only ever added to: `progress.jsonl` in the office's folder.

One line is what one department said of one task as of one day. Nothing is rewritten: the latest line is how a task
stands, the lines before it are how it came there. A line that was cut off when its writer died is no entry, and gives
way to the next one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Protocol

from graph.errors import OfficeDataBroken, StoreNotWritable
from graph.filelock import lock as hold
from graph.model import Node

FILE = "progress.jsonl"
COLUMNS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4", "progress", "problems", "next_steps", "remarks")
"""What a department fills in, in the order of a handed-out workbook."""
STATES = ("green", "yellow", "red", "")


class ReportedItem(Protocol):
    """A task in its plan."""

    @property
    def task(self) -> Node:
        """The task."""

    @property
    def document(self) -> Node:
        """Its document."""


class ReportedReply(Protocol):
    """What one department wrote for one task."""

    @property
    def department(self) -> Node:
        """Who wrote it."""

    @property
    def item(self) -> Any:
        """The task: a `ReportedItem`."""

    @property
    def written(self) -> tuple[str, ...]:
        """The texts, in the order of `COLUMNS`."""

    @property
    def file(self) -> str:
        """The workbook that it came in."""


class Reported(Protocol):
    """What came back from the departments, as `exports.collect` merges it."""

    @property
    def on(self) -> date:
        """The day to which it refers."""

    @property
    def replies(self) -> Mapping[str, Sequence[Any]]:
        """By task id, a `ReportedReply` of each department that reported."""

    def state(self, item: Any, /) -> str:
        """How a task stands: green, yellow or red; empty where nobody leads it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one department reported on one task.

    Attributes:
        on: the day as of which it holds, ISO.
        document, task, department: ids.
        number: the task's number, 14.4.
        name: the department's name as the plan prints it.
        state: how the task stood that day, all its leads taken together: green, yellow or red.
        written: the texts by column (`COLUMNS`); a column without a text is left out.
        file: the workbook that they came in.
    """

    on: str
    document: str
    task: str
    number: str
    department: str
    name: str
    state: str
    written: Mapping[str, str]
    file: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Whose history it belongs to: task and department."""
        return self.task, self.department

    @property
    def progress(self) -> str:
        """進展情況."""
        return self.written.get("progress", "")


def record_report(folder: Path, report: Reported) -> int:
    """Add what a report holds to the history, all of it in one write.

    A row in which a department wrote nothing is no report. The same words and state as of the same day are there
    already; as of another day they are a further entry, which says that nothing has changed since.

    Args:
        folder: the office's folder (`graph.office.office_folder`); made where it is not there.
        report: what `exports.collect.collect` returns.

    Returns:
        How many entries were added.

    Raises:
        OfficeDataBroken: the history cannot be read; it is left as it is.
        StoreNotWritable: it cannot be written.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            hold(file.fileno())  # the system lets go of a dead writer's lock
            held: dict[tuple[str, str, str], Entry] = {}
            for entry in _entries(_whole(file), path):
                held[entry.on, *entry.key] = entry
            new = [entry for entry in _reported(report) if held.get((entry.on, *entry.key)) != entry]
            if new:
                file.write("".join(_line(entry) for entry in new).encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            return len(new)
    except OSError as error:
        raise StoreNotWritable(
            f"the history of reports cannot be written: {error.strerror or error}", where=str(path)
        ) from error


def _reported(report: Reported) -> list[Entry]:
    found = []
    for task, replies in report.replies.items():
        for reply in replies:
            written = {name: text for name, text in zip(COLUMNS, reply.written, strict=True) if text}
            if not written:
                continue
            item: ReportedItem = reply.item
            found.append(
                Entry(
                    report.on.isoformat(),
                    item.document.id,
                    task,
                    str(item.task.get("number")),
                    reply.department.id,
                    str(reply.department.get("name")),
                    report.state(item),
                    written,
                    reply.file,
                )
            )
    return found


def _line(entry: Entry) -> str:
    # U+2028 and U+2029 are written as they are: only \n ends a line
    return json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":")) + "\n"


def _whole(file: IO[bytes]) -> bytes:
    """What the file holds up to its last whole line; the rest is cut off, so that the next line begins at a line's begin."""
    file.seek(0)
    data = file.read()
    end = data.rfind(b"\n") + 1
    if end < len(data):
        file.truncate(end)
    return data[:end]


def read_history(folder: Path, *, task: str = "", department: str = "", document: str = "") -> list[Entry]:
    """Every entry, oldest day first and in the order of recording within a day; empty where nothing was ever reported.

    Args:
        folder: the office's folder.
        task, department, document: only these, by id.

    Raises:
        OfficeDataBroken: a line is none that `record_report` wrote; names it.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OfficeDataBroken(f"it cannot be read: {error.strerror or error}", where=str(path)) from None
    wanted = {"task": task, "department": department, "document": document}
    chosen = [(name, key) for name, key in wanted.items() if key]
    entries = _entries(data[: data.rfind(b"\n") + 1], path)
    found = [entry for entry in entries if all(getattr(entry, name) == key for name, key in chosen)]
    return sorted(found, key=lambda entry: entry.on)


def latest(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """How each task stands by each of its departments: the last entry of a history, by task and department."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.key not in found or entry.on >= found[entry.key].on:
            found[entry.key] = entry
    return found


def read_latest(folder: Path, *, document: str = "") -> dict[tuple[str, str], Entry]:
    """The last entry for each task and department, by their ids.

    Raises:
        OfficeDataBroken: see `read_history`.
    """
    return latest(read_history(folder, document=document))


def _entries(data: bytes, path: Path) -> list[Entry]:
    return [_entry(line, f"{path}, line {place}") for place, line in enumerate(data.split(b"\n")[:-1], 1)]


def _entry(line: bytes, where: str) -> Entry:
    try:
        raw: Any = json.loads(line)
    except ValueError:
        raise OfficeDataBroken("it is no JSON", where=where) from None
    names = tuple(Entry.__dataclass_fields__)
    if not isinstance(raw, dict) or set(raw) != set(names):
        raise OfficeDataBroken(f"an entry holds {', '.join(names)}, and nothing else", where=where)
    written = raw.pop("written")
    texts = written.items() if isinstance(written, dict) else [("", None)]
    if any(name not in COLUMNS or not isinstance(text, str) for name, text in texts):
        raise OfficeDataBroken(f"`written` holds texts by column; valid are {', '.join(COLUMNS)}", where=where)
    if not all(isinstance(value, str) for value in raw.values()) or raw["state"] not in STATES:
        raise OfficeDataBroken("a value is not of its kind; states are green, yellow and red", where=where)
    try:
        date.fromisoformat(raw["on"])
    except ValueError:
        raise OfficeDataBroken(f"{raw['on']} is no date", where=where) from None
    return Entry(**raw, written=written)
