"""Nodes that several documents share, which of their spellings a store shows, and what search takes for one spelling.

Both stores keep each document's own spelling of a shared node and show one of them by the same rule, so that the
order in which documents were loaded never shows.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

from graph.identity import name_key
from graph.model import Node, Value
from graph.ontology import ontology

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


def search_key(text: str) -> str:
    """What search compares: `name_key`, with letters in lower case.

    >>> search_key("“OA”辦公 系統") == search_key("oa办公系统")
    True
    """
    key = name_key(text)
    lower = key.lower()
    return key if lower == key else unicodedata.normalize("NFC", lower)


def search_keys(node: Node) -> tuple[str, ...]:
    """A node's names, titles and aliases as search compares them, each once."""
    values: list[str] = []
    for name, rule in ontology().nodes[node.label].properties.items():
        if rule.search and (value := node.get(name)):
            values += [value] if isinstance(value, str) else list(value)
    return tuple(dict.fromkeys(key for value in values if (key := search_key(value))))
