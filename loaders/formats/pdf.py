"""PDF, read in a process of its own with limits on memory and time, because a small file can unpack to anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from graph import errors
from graph.errors import DamagedFile, TooLarge, TooSlow, ZhizeError
from loaders.formats.pdf_pages import LONGEST, read_pages
from loaders.source import Cell, SourceText, Span, Table

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space that reading one file may take."""
_GRACE = 20.0  # seconds beside the pages': for starting, and for laying out


def read(path: Path) -> SourceText:
    """Read a PDF with a text layer.

    Raises:
        NoTextLayer, ProtectedFile, DamagedFile, TooLarge, EmptyFile: see `pdf_pages.read_pages`.
        TooSlow: it took longer than the limit.
    """
    if not sys.executable:
        # a program that embeds Python has no interpreter to start: limits on pages and seconds hold all the same
        return read_pages(path)
    here = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", "from loaders.formats.pdf import work; work()", str(path.resolve())]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([here, *filter(None, sys.path)]),
        "PYTHONIOENCODING": "utf-8",
    }
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            env=environment,
            timeout=LONGEST + _GRACE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooSlow(f"the file takes longer than {LONGEST + _GRACE:.0f} seconds", where=path.name) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        if done.returncode < 0 or b"MemoryError" in done.stderr:
            raise TooLarge("the file needs more memory or time than a document may", where=path.name) from None
        raise DamagedFile("the file cannot be read as PDF", where=path.name) from None
    if "error" in answer:
        kind = next((k for k in errors.walk() if k.__name__ == answer["error"]), ZhizeError)
        raise kind(answer["what"], where=path.name, advice=answer["advice"])
    return SourceText(
        answer["text"],
        path.name,
        tuple(Table(tuple(tuple(Cell(*cell) for cell in row) for row in table)) for table in answer["tables"]),
        tuple(Span(*span) for span in answer["furniture"]),
    )


def work() -> None:
    """What the process does: read the file named on its command line, print the text or the error as JSON."""
    _limit()
    try:
        source = read_pages(Path(sys.argv[-1]))
        answer: dict[str, object] = {
            "text": source.text,
            "tables": [[[(c.start, c.end) for c in row] for row in table.rows] for table in source.tables],
            "furniture": [(s.start, s.end) for s in source.furniture],
        }
    except ZhizeError as error:
        answer = {"error": type(error).__name__, "what": error.what, "advice": error.advice}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent holds
        return
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, int(LONGEST + _GRACE))):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))
