"""Nodes that several documents share, and which of their spellings a store shows.

Both stores keep each document's own spelling of a shared node and show one of them by the same rule, so that the
order in which documents were loaded never shows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from graph.model import Value

SHARED_LABELS = frozenset({"Department", "Official", "Platform", "DataDomain"})
"""Labels whose nodes any document may name; every other node belongs to the document that holds it."""


def spelling_key(properties: Mapping[str, Value]) -> tuple[int, str, str]:
    """Sorts the spellings of one node; the smallest is shown: by the name's length, its code points, then the rest.

    >>> min([{"name": "市發展改革局"}, {"name": "市发展改革局"}], key=spelling_key)["name"]
    '市发展改革局'
    """
    name = str(properties.get("name") or "")
    rest = json.dumps(dict(properties), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return len(name), name, rest
