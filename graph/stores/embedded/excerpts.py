"""Property sets as the record keeps them: JSON in which a passage of the document is its two offsets.

Evidence, task texts and the document's text itself are passages of `Document.text`; they are stored once, there.
A passage is only ever replaced by its offsets where the text at them is that very passage, so that reading it back
gives the same characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from graph.model import Value

_LEAST = 8  # shorter strings are not worth two offsets


class Packer:
    """Packs the property sets of one document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, int] = {}

    def pack(self, properties: Mapping[str, Value], *, leave_out: str = "") -> str:
        """The set as JSON, passages as offsets, keys in the set's own order; `leave_out` names a key to drop."""
        begin, stop = properties.get("char_start"), properties.get("char_end")
        near = (begin, stop) if isinstance(begin, int) and isinstance(stop, int) else None
        packed: dict[str, Any] = {}
        for name, value in properties.items():
            if name == leave_out:
                continue
            packed[name] = value
            if isinstance(value, str) and len(value) >= _LEAST:
                at = self._find(value, near)
                if at >= 0:
                    packed[name] = {"at": [at, at + len(value)]}
        return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))

    def _find(self, passage: str, near: tuple[int, int] | None) -> int:
        if near is not None:
            # the passage that holds the mention, rather than an equal one elsewhere
            at = self._text.find(passage, max(0, near[1] - len(passage)), max(0, near[0] + len(passage)))
            if at >= 0:
                self._known.setdefault(passage, at)
                return at
        at = self._known.get(passage, -2)
        if at == -2:
            at = self._known[passage] = self._text.find(passage)
        return at


def pack_plain(properties: Mapping[str, Value]) -> str:
    """A shared node's set as JSON: it belongs to no one document, so nothing in it is an excerpt."""
    return json.dumps(dict(properties), ensure_ascii=False, separators=(",", ":"))


def unpack(packed: str, text: Callable[[], str]) -> dict[str, Value]:
    """The inverse: the property set, with passages read from the document's text where there are any."""
    properties: dict[str, Any] = json.loads(packed)
    for name, value in properties.items():
        if isinstance(value, dict):
            begin, stop = value["at"]
            properties[name] = text()[begin:stop]
        elif isinstance(value, list):
            properties[name] = tuple(value)
    return properties
