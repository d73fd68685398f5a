"""An office's default deadline for a document's tasks (年度要點 → 12月31日), kept with its own data in `deadlines.yaml`.

It stands for tasks for which the plan states no date, is marked 默認 wherever it shows, and never changes what was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from graph.errors import OfficeDataBroken
from graph.office_file import read_entries, write_entries, writing

FILE = "deadlines.yaml"
DefaultDue = str | Mapping[str, str] | None
"""A deadline (ISO) for every document, or one for each by its id; none where the office set none."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The default deadline of one document.

    Attributes:
        document: the document's id.
        due: ISO date.
        who: who decided it.
        when: ISO date on which it was set.
        reason: in a few words; may be empty.
    """

    document: str
    due: str
    who: str = ""
    when: str = ""
    reason: str = ""


def read_deadlines(folder: Path) -> dict[str, Deadline]:
    """Every document's default deadline, by the document's id.

    Raises:
        OfficeDataBroken: the file is not of the form that `set_deadline` writes; names the entry.
    """
    path = folder / FILE
    entries = read_entries(path, tuple(Deadline.__dataclass_fields__), ("document", "due"))
    found = {}
    for place, entry in enumerate(entries, 1):
        deadline = Deadline(**entry)
        try:
            date.fromisoformat(deadline.due)
        except ValueError:
            raise OfficeDataBroken(f"{deadline.due} is no date", where=f"{path}, entry {place}") from None
        found[deadline.document] = deadline
    return found


def read_defaults(folder: Path) -> dict[str, str]:
    """The default deadlines alone, ISO, by the document's id: what a paper is given.

    Raises:
        OfficeDataBroken: see `read_deadlines`.
    """
    return {key: deadline.due for key, deadline in read_deadlines(folder).items()}


def set_deadline(folder: Path, deadline: Deadline) -> None:
    """Keep a document's default deadline; the one before it is gone.

    Raises:
        OfficeDataBroken: what is there cannot be read; it is left as it is.
        StoreNotWritable: the folder cannot be written.
    """
    with writing(folder):
        kept = read_deadlines(folder)
        kept[deadline.document] = replace(deadline, when=deadline.when or date.today().isoformat())
        _write(folder, kept)


def withdraw_deadline(folder: Path, document: str) -> bool:
    """Take a document's default deadline back. Returns whether there was one."""
    with writing(folder):
        kept = read_deadlines(folder)
        if kept.pop(document, None) is None:
            return False
        _write(folder, kept)
        return True


def _write(folder: Path, kept: Mapping[str, Deadline]) -> None:
    about = "Deadlines for tasks for which a plan states none, as the office set them; `zhize assign` writes this file."
    write_entries(folder / FILE, [asdict(deadline) for deadline in kept.values()], about)


def default_for(document: str, default_due: DefaultDue) -> str | None:
    """The default deadline of a document, ISO, by its id; None where there is none.

    >>> default_for("a", "2021-12-31"), default_for("a", {"b": "2021-12-31"}), default_for("a", None)
    ('2021-12-31', None, None)
    """
    if default_due is None or isinstance(default_due, str):
        return default_due or None
    return default_due.get(document) or None
