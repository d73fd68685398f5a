"""Explicit references from one item to another."""

from __future__ import annotations

from loaders.facts import Facts
from loaders.source import SourceText


def read_references(source: SourceText, facts: Facts) -> None:
    """Append every reference to `facts.references` and its span to `facts.used`."""
