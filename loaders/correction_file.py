"""The file of corrections: what an entry must hold, and where in the file one does not.

Every entry names a document, a reason, a date and a person. It is tied to the text by a quotation, by an item's number,
or by the name that it is about, so that it is refused once the text no longer says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from graph.errors import InvalidCorrection, MissingFile, TooLarge
from graph.identity import fingerprint

LARGEST_FILE = 4_000_000
"""Bytes of a file of corrections."""
ROLES = ("LEADS", "SUPPORTS", "OVERSEES")
MENTIONS = ("DELIVERS", "USES", "PRODUCES", "CONSUMES")
TYPES = (*ROLES, *MENTIONS, "HAS_TARGET", "DEPENDS_ON")
LABELS = ("Platform", "DataDomain", "Department")
OPERATORS = (">=", ">", "<=", "<", "=", "complete")
_ALWAYS = ("kind", "reason", "date", "by")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of correction must and may hold beside `document`, `reason`, `date` and `by`."""

    about: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    anywhere: bool = False


KINDS: dict[str, Kind] = {
    "alias": Kind("two names are one thing", ("label", "name", "alias"), ("quote", "item"), anywhere=True),
    "not-a-platform": Kind("a name that is no platform", ("name",), ("quote", "item"), anywhere=True),
    "not-a-data-domain": Kind("a name that is no body of data", ("name",), ("quote", "item"), anywhere=True),
    "add": Kind(
        "a relationship that was not read",
        ("type", "item", "quote"),
        ("name", "verb", "target", "metric", "operator", "value", "unit", "due_on"),
    ),
    "remove": Kind("a relationship that the text does not state", ("type", "item"), ("name", "target", "quote")),
    "lead": Kind("who leads an item: exactly these", ("item", "names"), ("quote",)),
    "support": Kind("who supports an item: exactly these", ("item", "names"), ("quote",)),
    "due": Kind("an item's deadline; none: it has none", ("item", "due_on"), ("quote",)),
}
"""Kinds of corrections. `anywhere` ones may name a `jurisdiction` in place of a document."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it stands in the file.

    Attributes:
        kind: one of `KINDS`.
        document: id, 發文字號 or title of the document; None for one that holds in a whole jurisdiction.
        quote: the words that it rests on, as printed (spaces, quotation marks and script do not matter).
        where: file, line and column, for messages.
    """

    kind: str
    reason: str
    date: str
    by: str
    document: str | None = None
    jurisdiction: str | None = None
    item: str | None = None
    quote: str | None = None
    label: str | None = None
    name: str | None = None
    alias: str | None = None
    names: tuple[str, ...] = ()
    type: str | None = None
    verb: str | None = None
    target: str | None = None
    metric: str | None = None
    operator: str | None = None
    value: float | None = None
    unit: str | None = None
    due_on: str | None = None
    where: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """Eight hexadecimal digits made from what it says; the same entry has the same id in any file."""
        return fingerprint(repr([(k, v) for k, v in self.entry().items() if k not in ("reason", "date", "by")]))

    @property
    def rule(self) -> str:
        """What the relationships that it makes or changes carry as their `rule`."""
        return f"correction:{self.kind}:{self.id}"

    def entry(self) -> dict[str, Any]:
        """The entry as YAML holds it, without what is not set."""
        out: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name != "where" and (value not in (None, ()) or (one.name == "due_on" and self.kind == "due")):
                out[one.name] = list(value) if isinstance(value, tuple) else value
        if self.kind == "due" and self.due_on is None:
            out["due_on"] = "none"
        return out


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of one file, in its order."""

    entries: tuple[Correction, ...] = ()
    source: str = ""

    def __add__(self, other: Corrections) -> Corrections:
        """Both, the first ones first; an entry that stands in both counts once."""
        known = {entry.id for entry in self.entries}
        names = [name for name in (self.source, other.source) if name]
        return Corrections((*self.entries, *(e for e in other.entries if e.id not in known)), ", ".join(names))


def read_corrections(path: str | Path) -> Corrections:
    """Read a file of corrections.

    Raises:
        MissingFile: there is no such file.
        InvalidCorrection: naming file, line, column, and what would be valid.
    """
    file = Path(path)
    root = read_yaml(file)
    if root is None:
        return Corrections((), file.name)
    nodes = entries_of(root, file.name, "corrections")
    return Corrections(tuple(parse_entry(node, file.name) for node in nodes), file.name)


def read_yaml(file: Path) -> yaml.Node | None:
    """A YAML file as nodes that know their place; None where it is empty.

    Raises:
        MissingFile, TooLarge, InvalidCorrection: it is not there, too large, or no YAML.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MissingFile(f"the corrections cannot be read: {error.strerror}", where=str(file)) from None
    if len(data) > LARGEST_FILE:
        raise TooLarge(f"the file of corrections has {len(data) / 1e6:.0f} MB", where=file.name)
    try:
        return yaml.compose(data.decode("utf-8-sig"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except UnicodeDecodeError:
        raise InvalidCorrection("the file is not UTF-8", where=file.name, advice="Save it as UTF-8.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file.name}, line {mark.line + 1}, column {mark.column + 1}" if mark else file.name
        problem = getattr(error, "problem", None) or "the file is no YAML"
        raise InvalidCorrection(str(problem), where=place, advice="Mend the YAML there.") from None


def entries_of(root: yaml.Node, source: str, name: str) -> list[yaml.MappingNode]:
    """The list below the file's one key.

    Raises:
        InvalidCorrection: the file has another form.
    """
    advice = f"The file holds `{name}:` and below it a list of entries."
    if not isinstance(root, yaml.MappingNode):
        raise InvalidCorrection("the file is no mapping", where=place_of(root, source), advice=advice)
    found: list[yaml.MappingNode] = []
    for key, value in root.value:
        if key.value != name:
            raise InvalidCorrection(f"unknown key {key.value}", where=place_of(key, source), advice=advice)
        if isinstance(value, yaml.ScalarNode) and value.value in ("", "null", "~"):
            continue
        if not isinstance(value, yaml.SequenceNode):
            raise InvalidCorrection(f"{name} is no list", where=place_of(value, source), advice=advice)
        for entry in value.value:
            if not isinstance(entry, yaml.MappingNode):
                raise InvalidCorrection("an entry is no mapping", where=place_of(entry, source), advice=advice)
            found.append(entry)
    return found


def place_of(node: yaml.Node, source: str) -> str:
    """File, line and column of a node."""
    mark = node.start_mark
    return f"{source}, line {mark.line + 1}, column {mark.column + 1}" if mark else source


def parse_entry(node: yaml.MappingNode, source: str, skip: Sequence[str] = ()) -> Correction:
    """One entry, held against its kind; keys in `skip` belong to somebody else.

    Raises:
        InvalidCorrection: naming the place and what would be valid.
    """
    values: dict[str, Any] = {}
    places = {"": place_of(node, source)}
    for key, value in node.value:
        where = place_of(key, source)
        name = str(key.value)
        if name in values:
            raise InvalidCorrection(f"{name} stands twice in one entry", where=where, advice="Remove one of them.")
        if name in skip:
            continue
        places[name] = place_of(value, source)
        values[name] = _plain(value, name, places[name])
    return checked(values, places)


def _plain(node: yaml.Node, name: str, where: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode) and all(isinstance(n, yaml.ScalarNode) for n in node.value):
        return [n.value for n in node.value]
    raise InvalidCorrection(f"{name} is neither a text nor a list of texts", where=where, advice="Write it plainly.")


def checked(values: Mapping[str, Any], places: Mapping[str, str] | None = None) -> Correction:
    """A correction from plain values.

    Args:
        values: the entry's keys and values, texts or lists of texts.
        places: where each stands, for messages; under the empty name the entry itself.

    Raises:
        InvalidCorrection: naming the place and what would be valid.
    """
    places = places or {}
    where = places.get("", "")
    name = str(values.get("kind", ""))
    kind = KINDS.get(name)
    if kind is None:
        what = f"unknown kind {name}" if name else "the entry has no kind"
        raise InvalidCorrection(what, where=places.get("kind", where), advice=f"Valid kinds are {', '.join(KINDS)}.")
    scope = ("document", "jurisdiction") if kind.anywhere else ("document",)
    known = (*_ALWAYS, *scope, *kind.needs, *kind.may)
    for key in values:
        if key not in known:
            raise InvalidCorrection(
                f"a correction of kind {name} has no {key}",
                where=places.get(key, where),
                advice=f"Valid keys are {', '.join(known)}.",
            )
    out: dict[str, Any] = {}
    for key, value in values.items():
        out[key] = _value(key, value, places.get(key, where))
    for key in (*_ALWAYS, *kind.needs):
        if out.get(key) in (None, "", ()) and not (key == "due_on" and "due_on" in values):
            raise InvalidCorrection(
                f"a correction of kind {name} needs {key}",
                where=where,
                advice=f"It needs {', '.join((*_ALWAYS[1:], 'document', *kind.needs))}.",
            )
    if sum(bool(out.get(s)) for s in scope) != 1:
        raise InvalidCorrection(
            "the entry names no document"
            if not out.get("jurisdiction")
            else "the entry names document and jurisdiction",
            where=where,
            advice=f"Give one of {', '.join(scope)}: a document by its id, 發文字號 or title.",
        )
    _fits_type(out, places, where)
    return Correction(**out, where=where)


def _fits_type(out: dict[str, Any], places: Mapping[str, str], where: str) -> None:
    """What a relationship of each type needs beside the item."""
    if out["kind"] not in ("add", "remove"):
        return
    kind = out["type"]
    needed = {"HAS_TARGET": "operator" if out["kind"] == "add" else "quote", "DEPENDS_ON": "target"}.get(kind, "name")
    if out["kind"] == "add" and kind == "HAS_TARGET" and out.get("operator") not in (None, "complete"):
        needed = "value"
    if out.get(needed) is None:
        raise InvalidCorrection(f"to {out['kind']} {kind}, an entry needs {needed}", where=where, advice="Add it.")
    allowed = {
        "HAS_TARGET": ("metric", "operator", "value", "unit", "due_on"),
        "DEPENDS_ON": ("target",),
    }.get(kind, ("name", "verb") if kind in MENTIONS else ("name",))
    for key in ("name", "verb", "target", "metric", "operator", "value", "unit", "due_on"):
        if key in out and key not in allowed:
            raise InvalidCorrection(
                f"{kind} has no {key}", where=places.get(key, where), advice=f"Valid are {', '.join(allowed)}."
            )


def _value(key: str, value: Any, where: str) -> Any:
    """One value in its type."""
    if key == "names":
        names = tuple(str(v).strip() for v in (value if isinstance(value, (list, tuple)) else [value]))
        if not names or not all(names):
            raise InvalidCorrection("names holds an empty name", where=where, advice="Name at least one body.")
        return names
    if isinstance(value, (list, tuple, dict)):
        raise InvalidCorrection(f"{key} is a list", where=where, advice="Write one text.")
    text = "" if value is None else str(value).strip()
    if key == "due_on" and text.lower() in ("", "none", "null", "~"):
        return None
    if key in ("date", "due_on"):
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise InvalidCorrection(
                f"{key} is no date: {text}", where=where, advice="Write it as 2026-01-31."
            ) from None
    if key == "value":
        try:
            number = float(text.replace(",", ""))
            if not abs(number) < 1e18:
                raise ValueError
            return number
        except ValueError:
            raise InvalidCorrection(f"value is no number: {text}", where=where, advice="Write digits.") from None
    valid = {"type": TYPES, "label": LABELS, "operator": OPERATORS, "kind": tuple(KINDS)}.get(key)
    if valid and text not in valid:
        raise InvalidCorrection(f"unknown {key} {text}", where=where, advice=f"Valid are {', '.join(valid)}.")
    return text
