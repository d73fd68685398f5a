"""The reader's words: lists in `lexicon/*.yaml`, read once, and the patterns made of them.

Words are written in the shadow's form (simplified, half width), because all matching runs on the shadow.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The content of `lexicon/<name>.yaml`."""
    text = resources.files("loaders").joinpath(f"lexicon/{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return content


@cache
def words(name: str, group: str, role: str | None = None) -> tuple[str, ...]:
    """The words of one group of a lexicon, of one role where that is given, longest first."""
    found = {entry["word"] for entry in lexicon(name)[group] if role is None or entry.get("role") == role}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def either(*choices: str) -> str:
    """A pattern that matches one of the words, the longest first.

    >>> either("牵头", "牵头抓总")
    '(?:牵头抓总|牵头)'
    """
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(choices), key=lambda word: (-len(word), word))) + ")"
