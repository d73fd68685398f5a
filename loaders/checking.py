"""What `zhize check` lists: for each file everything that a reader should look at, with line, column and reason."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import ZhizeError
from loaders.audit import account
from loaders.corrections import Refused
from loaders.formats import read_source
from loaders.issues import ISSUES
from loaders.load import read

if TYPE_CHECKING:
    from loaders.corrections import Corrections

COLUMNS = ("file", "line", "column", "code", "severity", "text", "reason")


@dataclass(slots=True)
class Checked:
    """The outcome of a check.

    Attributes:
        rows: one for each issue, in COLUMNS' order.
        shares: file → share of its characters accounted for, 0 to 1.
        errors: files that could not be read, and why.
        corrections: a line for each correction that was applied or refused.
        refused: how many of them no longer fit the text.
    """

    rows: list[tuple[str, int, int, str, str, str, str]] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    errors: list[tuple[str, ZhizeError]] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def clean(self) -> bool:
        """Whether every file was read, nothing in it is unread, and every correction still fits."""
        return not self.errors and not self.refused and all(row[4] != "unread" for row in self.rows)


def check_files(
    files: Iterable[str | os.PathLike[str]],
    *,
    jurisdiction: str | None = None,
    corrections: Corrections | None = None,
) -> Checked:
    """Read files and list their issues; a text without any responsibility is checked like any other."""
    found = Checked()
    for path in map(Path, files):
        try:
            reading = read(read_source(path), jurisdiction=jurisdiction, corrections=corrections)
        except ZhizeError as error:
            found.errors.append((path.name, error))
            continue
        source = reading.source
        for outcome in reading.corrections:
            refused = isinstance(outcome, Refused)
            found.refused += refused
            found.corrections.append(f"{path.name}: {'refused: ' if refused else 'applied: '}{outcome.line()}")
        found.shares[path.name] = account(source, reading.facts).share
        for issue in reading.issues:
            line, column = source.position(issue.span.start)
            words = " ".join(source.text[issue.span.start : issue.span.end].split())
            severity = ISSUES[issue.code].severity
            found.rows.append((path.name, line, column, issue.code, severity, words, issue.reason))
    return found
