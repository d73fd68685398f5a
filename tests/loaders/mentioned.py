"""One item with some words, read; and what is mentioned in it."""

from __future__ import annotations

from pathlib import Path

from loaders.load import Reading, read_text
from loaders.load import read as read_source
from loaders.source import SourceText

SHARED = (Path(__file__).parents[2] / "../shared").resolve()
DIGEST = Path(__file__).parents[2] / "samples/heyuan-2021-digest.txt"


def read_any(words: str) -> Reading:
    """The same for words that may break the clause behind them."""
    return read_source(SourceText(f"青山市2024年工作要点\n一、推进工作\n(一)推进工作。{words}(市甲局牵头)\n"))


def read(words: str, more: str = "") -> Reading:
    """The reading of a plan of one item with these words."""
    return read_text(f"青山市2024年工作要点\n一、推进工作\n(一)推进工作。{words}(市甲局牵头)\n{more}")


def mentions(words: str, label: str = "Platform") -> list[tuple[str, str]]:
    """Name and role of each platform (or data domain) of an item with these words, in order."""
    return [(m.name, m.type) for m in read(words).facts.mentions if m.label == label]


def declined(words: str) -> dict[str, str]:
    """What looked like a name and was declined, with the rule."""
    reading = read(words)
    return {
        reading.source.text[u.span.start : u.span.end]: u.rule
        for u in reading.facts.used
        if u.state == "furniture" and u.rule.startswith("mention.")
    }
