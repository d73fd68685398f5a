"""A printed page as its reader hands it on: glyphs with their places, and straight lines. Points, from the upper left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character (rarely several) and the box that it fills; `size` is the height of its font."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A straight line, level or upright, as the box that it fills."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, its characters and its lines, in any order."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
