"""What a person types, resolved to ids of the store: never a guess, and near names when there is none.

A department is found by its short, long or former name, a platform or data domain by its name or an alias, a document by
its id, number or title, a task by its number (`13.2`), its printed path (`(十三)2`, `第十三項第2點`) or its title; always in
traditional or simplified characters. A name that several places share (市公安局) stands for all of them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from importlib import import_module

from graph.errors import UnknownName
from graph.identity import name_key, shadow, task_id
from graph.model import Node
from graph.stores.base import Store

ALL = ("",)
"""What a statement gets when nothing is named: `'' IN $department` is true."""

LABELS = {"department": "Department", "platform": "Platform", "data": "DataDomain", "task": "Task"}
_HITS = 1000
_NEAR = 20_000
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_CHINESE = "零〇一二三四五六七八九十百两"
_NUMERAL = re.compile(f"[0-9]+|[{_CHINESE}]+|[①-⑳]")
# Beside its numerals a printed path holds brackets, dots and counting words, and nothing else.
_BETWEEN = frozenset("第()[]项条点款章、,.。·-/ ")
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def resolve(store: Store, kind: str, text: str, *, documents: Sequence[str] = ALL) -> tuple[str, ...]:
    """The ids that a typed name stands for, in a fixed order; `ALL` for an empty one.

    Args:
        store: where to look.
        kind: department, platform, data, task or document.
        text: what was typed; an id of the store is taken as it is.
        documents: a task is looked for in these documents only, `ALL` for any.

    Raises:
        UnknownName: nothing of that name; the advice holds up to three near ones.
    """
    text = text.strip()
    if not text:
        return ALL
    if kind == "document":
        found = _documents(store, text)
    elif kind == "task":
        found = _tasks(store, text, documents)
    else:
        found = _named(store, LABELS[kind], text)
    if not found:
        raise _unknown(store, kind, text, documents)
    return tuple(found)


def path_numerals(text: str) -> tuple[int, ...]:
    """The numbers of a printed path, outermost first; empty when the text is more than a path.

    >>> path_numerals("(十三)2"), path_numerals("第十三項第2點"), path_numerals("二十四-1")
    ((13, 2), (13, 2), (24, 1))
    >>> path_numerals("一網統管")
    ()
    """
    plain = shadow(text.strip())
    if not set(_NUMERAL.sub("", plain)) <= _BETWEEN:
        return ()
    return tuple(_number(part) for part in _NUMERAL.findall(plain))


def _number(numeral: str) -> int:
    """A numeral in digits, in Chinese below 1,000, or in a circle."""
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character]
    return total + digit


def _keys(node: Node) -> set[str]:
    names = (node.get("name"), node.get("canonical"), node.get("title"), *(node.get("aliases") or ()))
    return {name_key(name) for name in names if name}


def _matching(store: Store, label: str, text: str) -> list[Node]:
    """Nodes one of whose names is the text, by the store's own search."""
    hits = store.search(text, [label], _HITS)
    key = name_key(text)
    return [node for node in store.nodes([h.id for h in hits]) if key in _keys(node)]


def _named(store: Store, label: str, text: str) -> list[str]:
    """Ids of departments, platforms or data domains: the typed name itself, else its other spellings."""
    direct = store.node(text)
    if direct is not None and direct.label == label:
        return [direct.id]
    found = _matching(store, label, text)
    if not found and label == "Department":
        other = {node.id: node for spelling in _spellings(text) for node in _matching(store, label, spelling)}
        found = list(other.values())
    return sorted(node.id for node in found)


def _spellings(name: str) -> list[str]:
    """Short, long and former names of an organisation, from the table of names."""
    spellings: list[str] = import_module("graph.organisations").spellings(name)
    return spellings


def _documents(store: Store, text: str) -> list[str]:
    direct = store.node(text)
    if direct is not None and direct.label == "Document":
        return [direct.id]
    key = name_key(text)
    entries = store.documents()
    for wanted in (
        [d.id for d in entries if key in (name_key(d.doc_number or ""), name_key(d.title or ""))],
        [d.id for d in entries if d.source and text == d.source],
    ):
        if wanted:
            return sorted(wanted)
    return []


def _tasks(store: Store, text: str, documents: Sequence[str]) -> list[str]:
    """Ids of tasks: by id, by number, by printed path, by title; in that order, the first that finds any."""
    direct = store.node(text)
    if direct is not None and direct.label == "Task":
        found = [direct.id]
    elif _DOTTED.fullmatch(shadow(text)):
        found = _numbered(store, shadow(text), documents)
    elif path := path_numerals(text):
        found = _printed(store, path)
    else:
        found = [node.id for node in _matching(store, "Task", text)]
    if "" not in documents:
        found = [key for key in found if any(key.startswith(d + "#") for d in documents)]
    return sorted(found)


def _numbered(store: Store, number: str, documents: Sequence[str]) -> list[str]:
    if "" not in documents:
        return [node.id for node in store.nodes([task_id(d, number) for d in documents])]
    rows = store.query("MATCH (t:Task) WHERE t.number = $number RETURN t.id AS id", {"number": number})
    return [row[0] for row in rows.rows]


def _printed(store: Store, path: tuple[int, ...]) -> list[str]:
    """Tasks whose printed labels, from the outermost item (or its chapter) down, are the path.

    Where the numbering of items restarts in each chapter, `(一)` alone is one task in each of them.
    """
    rows = store.query(
        "MATCH (top:Task)-[:HAS_SUBTASK*0..6]->(t:Task) WHERE top.depth = 1 "
        "MATCH (step:Task)-[:HAS_SUBTASK*0..6]->(t) "
        "OPTIONAL MATCH (s:Section)-[:HAS_TASK]->(top) "
        "RETURN DISTINCT t.id AS id, t.number AS number, step.depth AS depth, step.printed_label AS printed, "
        "step.number AS step_number, s.number AS section"
    )
    labels: dict[str, dict[int, tuple[int, ...]]] = {}
    numbers: dict[str, str] = {}
    for key, number, depth, printed, step_number, section in rows.rows:
        numbers[key] = number
        steps = labels.setdefault(key, {0: path_numerals(section or "")})
        # an implicit subtask has no printed label: the last part of its number stands in
        steps[depth] = path_numerals(printed or "") or (int(_last(step_number)),)
    found = []
    for key, steps in labels.items():
        inside = tuple(n for depth in sorted(steps) if depth for n in steps[depth])
        if path in (inside, steps[0] + inside):
            found.append(key)
    dotted = ".".join(map(str, path))
    return found or [key for key, number in numbers.items() if number == dotted]


def _last(number: str) -> str:
    digits = re.findall(r"[0-9]+", number)
    return digits[-1] if digits else "0"


def _unknown(store: Store, kind: str, text: str, documents: Sequence[str]) -> UnknownName:
    """The error for a name that is not there, with up to three names that are near it."""
    near = nearest(text, _all_names(store, kind, documents))
    advice = f"Did you mean {' or '.join(near)}?" if near else f"No {kind} in the store has a name like it."
    typed = text if len(text) <= 60 else text[:60] + "…"
    return UnknownName(f"there is no {kind} {typed!r} in the store", advice=advice)


def _all_names(store: Store, kind: str, documents: Sequence[str]) -> list[str]:
    if kind == "document":
        return [name for d in store.documents() for name in (d.title, d.doc_number, d.id) if name]
    if kind == "task":
        rows = store.query(f"MATCH (t:Task) RETURN t.id AS id, t.number AS number, t.title AS title LIMIT {_NEAR}").rows
        inside = [r for r in rows if "" in documents or any(r[0].startswith(d + "#") for d in documents)]
        return [r[1] for r in inside] + [r[2] for r in inside]
    rows = store.query(f"MATCH (n:{LABELS[kind]}) RETURN n.name AS name LIMIT {_NEAR}").rows
    return [row[0] for row in rows]


def nearest(text: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Up to `most` names that are like the text, nearest first.

    >>> nearest("公安局", ["市公安局", "市司法局", "市水務局"])[0]
    '市公安局'
    """
    key = name_key(text)[:100]
    scored = []
    for name in sorted(set(names)):
        other = name_key(name)
        ratio = difflib.SequenceMatcher(None, key, other).ratio()
        if key and (key in other or other in key):
            ratio += 1.0
        if ratio >= 0.5:
            scored.append((-ratio, len(name), name))
    return [name for _, _, name in sorted(scored)[:most]]
