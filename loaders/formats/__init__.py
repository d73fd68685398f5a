"""One module a format, each turning a file into a `SourceText`; `FORMATS` is the registry.

A reader is a function `read(path) -> SourceText`. It is imported when its first file comes, so that reading a text
costs no PDF library. Every file is untrusted: size, ratio and time are limited, and bad input gets one clear line.
What a file is, its content says; the name only decides where the content is plain text.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from graph.errors import CannotRead, EmptyFile, MissingFile, NotAFile, OldOfficeFormat, TooLarge, UnknownFormat
from loaders.formats.kinds import kind_of
from loaders.source import SourceText

Reader = Callable[[Path], SourceText]

# File ending → module of this package that reads it.
FORMATS: dict[str, str] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".ofd": "ofd",
}
OLD_FORMATS = (".doc", ".wps", ".xls", ".et", ".rtf")
# Endings that other programs give to the same formats.
_TWINS = {".xlsm": ".xlsx", ".docm": ".docx", ".xhtml": ".html", ".shtml": ".html"}

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a plan is a few hundred kilobytes at most."""


def reader_for(path: Path) -> Reader:
    """The reader for a file, by its content and, where that is plain text, by its ending.

    Raises:
        OldOfficeFormat: a binary .doc, .wps, .xls or .et.
        UnknownFormat: any other kind that no reader knows, or content that belies the ending.
        ProtectedFile, DamagedFile: see `kinds.kind_of`.
    """
    ending = path.suffix.lower()
    ending = _TWINS.get(ending, ending)
    kind = kind_of(path)
    if kind is None:
        if ending in OLD_FORMATS:
            raise OldOfficeFormat(f"{ending} is an old format", where=path.name)
        module = FORMATS.get(ending)
        if module is None:
            raise UnknownFormat(
                f"no reader for {ending or 'a file without an ending'}",
                where=path.name,
                advice=f"Readable are {', '.join(FORMATS)}.",
            )
        if module not in ("txt", "html"):
            raise UnknownFormat(
                f"the file is no {ending} document inside",
                where=path.name,
                advice="Open it in its own program and save it again, or give it its right ending.",
            )
        kind = ending
    reader: Reader = import_module(f"loaders.formats.{FORMATS[kind]}").read
    return reader


def read_source(path: str | os.PathLike[str]) -> SourceText:
    """Read a file of any known format.

    Raises:
        InputError: one of its kinds, naming the file and what to do.
    """
    file = Path(path)
    try:
        if not file.exists():
            raise MissingFile("there is no such file", where=str(path))
        if not file.is_file():
            raise NotAFile("this is no file", where=str(path))
        size = file.stat().st_size
    except (OSError, ValueError) as error:
        raise MissingFile(f"the path cannot be used: {error}", where=repr(str(path))) from None
    if not size:
        raise EmptyFile("the file is empty", where=file.name)
    if size > LARGEST_FILE:
        raise TooLarge(
            f"the file has {size / 1e6:.0f} MB, the limit is {LARGEST_FILE / 1e6:.0f}",
            where=file.name,
            advice="Split it, or save only the plan.",
        )
    try:
        return reader_for(file)(file)
    except OSError as error:
        raise CannotRead(f"the file cannot be read: {error.strerror or error}", where=file.name) from None
