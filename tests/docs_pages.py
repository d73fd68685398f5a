"""Fenced examples of the documents: which are marked to be run, in which order, and what they must print.

`<!-- run -->` before a fence runs it; `<!-- run: 1 -->` expects that exit status of its last command. `<!-- prints -->` before a
fence of text says what the example before it printed: each of its lines must be found, in this order. `<!-- not run: reason -->`
says why an example is only to be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(
    r"(?:<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass
class Example:
    """One fence."""

    page: Path
    line: int
    language: str
    body: str
    mark: str
    prints: list[str] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        """Whether it is marked to be run."""
        return self.mark.split(":")[0] == "run"

    @property
    def status(self) -> int:
        """The exit status of its last command."""
        return int(self.mark.partition(":")[2] or 0)

    @property
    def commands(self) -> list[str]:
        """Its lines without comments; a line that ends in a backslash goes on."""
        joined = self.body.replace("\\\n", " ")
        return [line for line in map(str.strip, joined.splitlines()) if line and not line.startswith("#")]


def examples(page: Path) -> list[Example]:
    """The fences of a page, in order; what one must print is put to it."""
    text = page.read_text(encoding="utf-8")
    found: list[Example] = []
    for fence in _FENCE.finditer(text):
        mark = fence["mark"] or ""
        if mark == "prints":
            found[-1].prints = fence["body"].splitlines()
            continue
        line = text.count("\n", 0, fence.start("body"))
        found.append(Example(page, line, fence["language"], fence["body"], mark))
    return found
