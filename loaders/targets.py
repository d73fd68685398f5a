"""Measurable goals: numbers, ratios, complete coverage, dated commitments."""

from __future__ import annotations

from loaders.facts import Facts
from loaders.source import SourceText


def read_targets(source: SourceText, facts: Facts) -> None:
    """Append every goal to `facts.goals` and its span to `facts.used`."""
