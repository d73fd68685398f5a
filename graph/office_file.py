"""Files of an office's own data: how they are read, and written whole, one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from graph.errors import OfficeDataBroken, StoreNotWritable
from graph.filelock import lock as hold


def read_entries(path: Path, names: Sequence[str], needed: Sequence[str]) -> list[dict[str, str]]:
    """The entries of a file, every value a text; none where there is no file. Their list bears the file's own name.

    Args:
        path: assignments.yaml, with a list `assignments`.
        names: the keys that an entry may have.
        needed: those that it must have.

    Raises:
        OfficeDataBroken: the file is not of that form; names the entry.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise OfficeDataBroken(f"it cannot be read: {str(error).splitlines()[0]}", where=str(path)) from None
    entries = (data or {}).get(path.stem, []) if isinstance(data, dict) or data is None else None
    if not isinstance(entries, list):
        raise OfficeDataBroken(f"it has no list `{path.stem}`", where=str(path))
    return [_entry(entry, names, needed, f"{path}, entry {i}") for i, entry in enumerate(entries, 1)]


def _entry(entry: Any, names: Sequence[str], needed: Sequence[str], where: str) -> dict[str, str]:
    if not isinstance(entry, dict) or not set(needed) <= entry.keys():
        *others, last = needed
        raise OfficeDataBroken(f"an entry needs {', '.join(others)} and {last}", where=where)
    if unknown := sorted(str(key) for key in entry if key not in names):
        raise OfficeDataBroken(f"unknown key {unknown[0]}; valid are {', '.join(names)}", where=where)
    return {key: str(value or "") for key, value in entry.items()}


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """One writer at a time; the system lets go of a dead one's lock.

    Raises:
        StoreNotWritable: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w", encoding="utf-8") as lock:
            hold(lock.fileno())
            yield
    except OSError as error:
        raise StoreNotWritable(
            f"the office's data cannot be written: {error.strerror or error}", where=str(folder)
        ) from error


def write_entries(path: Path, entries: Sequence[Mapping[str, str]], about: str) -> None:
    """Write a file's entries whole or not at all, empty values left out; `about` stands as a comment at its top."""
    kept = [{key: value for key, value in entry.items() if value} for entry in entries]
    text = f"# {about}\n" + yaml.safe_dump({path.stem: kept}, allow_unicode=True, sort_keys=False)
    part = path.with_name(f".{path.stem}.{os.getpid()}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
