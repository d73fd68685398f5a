"""A document's text as every later stage sees it: read once, then only offsets into it."""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from graph.identity import is_traditional, shadow

_BREAK = re.compile("\n")
_SAMPLE = 2000  # characters that tell a document's script


class Span(NamedTuple):
    """Half-open range of offsets (code points) into a document's text; its length is the range's.

    A tuple, as a document has thousands: made and compared in a third of a dataclass's time.
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self[1] - self[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: where its text stands. Merged cells repeat the same span in every place that they cover."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the file's format declares (docx, xlsx, html, pdf): rows of cells, all rows of one width."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class SourceText:
    """Text with newlines as ``\\n`` and in NFC, and what its format knew of tables.

    Attributes:
        text: characters as printed.
        source: the file's name, for messages.
        tables: tables declared by the format, in order; a plain text has none (its tables are found by form).
        furniture: spans that the format knows to be no content (page numbers, repeated headers).
    """

    text: str
    source: str = ""
    tables: tuple[Table, ...] = ()
    furniture: tuple[Span, ...] = field(default=())

    def after(self, words: str) -> SourceText:
        """The same source with words before its text, tables and furniture moved along."""
        by = len(words)
        return SourceText(
            words + self.text,
            self.source,
            tuple(Table(tuple(tuple(Cell(c.start + by, c.end + by) for c in r) for r in t.rows)) for t in self.tables),
            tuple(Span(f.start + by, f.end + by) for f in self.furniture),
        )

    @cached_property
    def shadow(self) -> str:
        """The same-length text for comparison (see `graph.identity.shadow`)."""
        return shadow(self.text)

    @cached_property
    def traditional(self) -> bool:
        """Whether the text is printed in traditional characters, told from its beginning."""
        return is_traditional(self.text[:_SAMPLE])

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text as UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in _BREAK.finditer(self.text)]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect.bisect_left(self._breaks, offset)
        return line + 1, offset - (self._breaks[line - 1] if line else -1)
