"""Property sets as the record keeps them: JSON in which a passage of the document is its two offsets.

Evidence, task texts and the document's text itself are passages of `Document.text`; they are stored once, there.
A passage is only ever replaced by its offsets where the text at them is that very passage, so that reading it back
gives the same characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.model import Value

_LEAST = 8  # shorter strings are not worth two offsets


class Packer:
    """Packs the property sets of one document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, int] = {}

    def pack(self, sets: Sequence[Mapping[str, Value]], *, leave_out: str = "") -> list[str]:
        """Each set as JSON, passages as offsets, keys in the set's own order; `leave_out` names a key to drop."""
        return _dumped([self._marked(properties, leave_out) for properties in sets])

    def _marked(self, properties: Mapping[str, Value], leave_out: str) -> dict[str, Any]:
        packed: dict[str, Any] = dict(properties)
        packed.pop(leave_out, None)
        near: tuple[int, int] | None = None
        for name, value in properties.items():
            if type(value) is str and len(value) >= _LEAST and name != leave_out:
                if near is None:
                    begin, stop = properties.get("char_start"), properties.get("char_end")
                    near = (begin, stop) if isinstance(begin, int) and isinstance(stop, int) else (-1, -1)
                at = self._find(value, near)
                if at >= 0:
                    packed[name] = {"at": [at, at + len(value)]}
        return packed

    def _find(self, passage: str, near: tuple[int, int]) -> int:
        if near[1] >= 0:
            # the passage that holds the mention, rather than an equal one elsewhere
            at = self._text.find(passage, max(0, near[1] - len(passage)), max(0, near[0] + len(passage)))
            if at >= 0:
                self._known.setdefault(passage, at)
                return at
        at = self._known.get(passage, -2)
        if at == -2:
            at = self._known[passage] = self._text.find(passage)
        return at


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _dumped(sets: list[dict[str, Any]]) -> list[str]:
    """Each set as compact JSON: encoded all at once and cut apart, for setting up the encoder takes most of the time."""
    if not sets:
        return []
    found = _encode(sets)[2:-2].split("},{")
    if len(found) != len(sets):  # a string holds what stands between two sets
        return [_encode(properties) for properties in sets]
    return ["{" + inner + "}" for inner in found]


def pack_plain(properties: Mapping[str, Value]) -> str:
    """A shared node's set as JSON: it belongs to no one document, so nothing in it is an excerpt."""
    return _encode(dict(properties))


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
