"""One module a format, each turning a file into a `SourceText`; `FORMATS` is the registry.

A reader is a function `read(path) -> SourceText`. It is imported when its first file comes, so that reading a text
costs no PDF library. Every file is untrusted: size, ratio and time are limited, and bad input gets one clear line.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from graph.errors import MissingFile, NotAFile, OldOfficeFormat, TooLarge, UnknownFormat
from loaders.source import SourceText

Reader = Callable[[Path], SourceText]

# File ending → module of this package that reads it.
FORMATS: dict[str, str] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
}
OLD_FORMATS = (".doc", ".wps", ".xls", ".et")

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a plan is a few hundred kilobytes at most."""


def reader_for(path: Path) -> Reader:
    """The reader for a file, by its ending.

    Raises:
        OldOfficeFormat: a binary .doc, .wps, .xls or .et.
        UnknownFormat: any other ending that no reader knows.
    """
    ending = path.suffix.lower()
    if ending in OLD_FORMATS:
        raise OldOfficeFormat(f"{ending} is an old binary format", where=path.name)
    module = FORMATS.get(ending)
    if module is None:
        known = ", ".join(FORMATS)
        raise UnknownFormat(
            f"no reader for {ending or 'a file without an ending'}", where=path.name, advice=f"Readable are {known}."
        )
    reader: Reader = import_module(f"loaders.formats.{module}").read
    return reader


def read_source(path: str | os.PathLike[str]) -> SourceText:
    """Read a file of any known format.

    Raises:
        InputError: one of its kinds, naming the file and what to do.
    """
    file = Path(path)
    if not file.exists():
        raise MissingFile("there is no such file", where=str(path))
    if not file.is_file():
        raise NotAFile("this is no file", where=str(path))
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise TooLarge(
            f"the file has {size / 1e6:.0f} MB, the limit is {LARGEST_FILE / 1e6:.0f}",
            where=file.name,
            advice="Split it, or save only the plan.",
        )
    return reader_for(file)(file)
