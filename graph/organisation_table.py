"""The table of organisations: `graph/names/organisations.yaml`, with an office's own file on top, made into an index."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from graph.errors import UnusableTable
from graph.identity import shadow
from graph.settings import ORGANISATIONS

KINDS = ("government", "party", "public institution", "enterprise", "mass organisation", "region", "collective")
LOCAL_TIERS = ("province", "city", "county")
_FIELDS = {"titles", "endings", "nation", "canonical", "former", "tiers", "kind", "line"}

Endings = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation as it exists in many places, e.g. 公安局. Names are traditional.

    Attributes:
        group, position: where it stands in 機構序列.
        titles: official titles, each with its short form first.
        endings: by tier; each ending with its short form first.
        nation: whole names of the national body, by title, the short one first.
        canonical: see the head of the data file.
        former: older titles and until when.
    """

    group: int
    position: int
    kind: str
    titles: tuple[tuple[str, ...], ...]
    endings: Mapping[str, Endings]
    nation: tuple[tuple[str, ...], ...]
    canonical: Mapping[str, str]
    former: Mapping[str, str]

    def stems(self) -> Iterator[tuple[str, str]]:
        """Every stem with its title's short stem; former ones last."""
        for title in self.titles:
            for stem in title:
                yield stem, title[0]
        for stem in self.former:
            yield stem, stem

    def endings_of(self, place: str, tier: str | None) -> Endings:
        """The endings that it has in a place; a province whose name ends in 市 is a municipality."""
        if tier == "province" and place.endswith("市") and "municipality" in self.endings:
            return self.endings["municipality"]
        return self.endings.get(tier or "city") or next(iter(self.endings.values()))

    def own_name(self, place: str, tier: str, province: str | None) -> str:
        """The one name by which its id is made, with the place: 河源市發展改革局."""
        options = (f"{province}.{tier}", tier, "")
        title = next((self.canonical[option] for option in options if option in self.canonical), None)
        if title is None:
            title = self.titles[0][0] + self.endings_of(place, tier)[0][0]
        return title.replace("*", place) if "*" in title else place + title


@dataclass(frozen=True, slots=True)
class Title:
    """What a spelling without its place says: the body, the short form of this title, the ending's long form."""

    body: Body
    short: str
    ending: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The index: every spelling by its key."""

    bodies: list[Body] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    titles: dict[str, Title] = field(default_factory=dict)
    national: dict[str, Title] = field(default_factory=dict)
    around: list[tuple[str, str, Title]] = field(default_factory=list)
    forms: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    not_a_prefix: tuple[str, ...] = ()
    conflicts: list[tuple[str, Body, Body]] = field(default_factory=list)

    def kind_of_form(self, key: str) -> str:
        """The kind of a name in no list, told by its form."""
        return next((kind for pattern, kind in self.forms if pattern.search(key)), "government")

    def last_group(self, kind: str) -> int:
        """The last group of a kind in 機構序列."""
        return max((at for at, (_, other) in enumerate(self.groups) if other == kind), default=len(self.groups))

    def add(self, body: Body) -> None:
        """Take a body and its spellings into the index; the first body that claims a spelling keeps it."""
        self.bodies.append(body)
        endings: dict[str, tuple[str, ...]] = {
            form: ending for tier in body.endings.values() for ending in tier for form in ending
        }
        keys = [(shadow(form), ending) for form, ending in endings.items()]
        for stem, short in body.stems():
            stem_key = shadow(stem)
            for ending_key, ending in keys:
                title = Title(body, short + ending[0], ending)
                if "*" in stem:
                    before, after = (stem_key + ending_key).split("*")
                    self.around.append((before, after, title))
                    continue
                known = self.titles.setdefault(stem_key + ending_key, title)
                if known.body is not body:
                    self.conflicts.append((stem + ending[0], known.body, body))
        for names in body.nation:
            for name in names:
                national = self.national.setdefault(shadow(name), Title(body, names[0], ("",)))
                if national.body is not body:
                    self.conflicts.append((name, national.body, body))


def table() -> Table:
    """The table with the office's own file (`ZHIZE_ORGANISATIONS`) on top, read once a file and state of it.

    Raises:
        UnusableTable: the office's file is missing or cannot be used.
    """
    path = ORGANISATIONS.value
    if path is None:
        return _load(None, 0)
    try:
        return _load(path, os.stat(path).st_mtime_ns)
    except OSError as error:
        raise UnusableTable(f"ZHIZE_ORGANISATIONS: {error.strerror or error}", where=path) from None


@cache
def _load(path: str | None, _modified: int) -> Table:
    import yaml

    text = resources.files("graph").joinpath("names/organisations.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a SafeLoader
    if path is not None:
        _merge(data, _office_file(Path(path)), path)
    return _index(data, path or "graph/names/organisations.yaml")


def _office_file(path: Path) -> dict[str, Any]:
    """An office's file; every mapping in it knows its line."""
    import yaml

    class Lined(yaml.SafeLoader):
        pass

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        made = loader.construct_mapping(node, deep=True)
        if any(key in made for key in ("titles", "bodies", "pattern")):
            made["line"] = node.start_mark.line + 1
        return made

    Lined.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=Lined)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise UnusableTable(f"not YAML: {error.problem}", where=where) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise UnusableTable("not YAML in UTF-8", where=path.name) from None
    if not isinstance(data, dict) or not isinstance(data.get("groups", []), list):
        raise UnusableTable("no list of groups", where=f"{path.name}, line 1")
    return dict(data)


def _merge(data: dict[str, Any], office: dict[str, Any], path: str) -> None:
    """Lay an office's groups on the table: its bodies come first in their group, in its order; the rest follow."""
    for group in office.get("groups", []):
        if not isinstance(group, dict) or not isinstance(group.get("bodies", []), list) or "name" not in group:
            raise _bad("a group needs a name and a list of bodies", group, path)
        target = next((known for known in data["groups"] if known["name"] == group["name"]), None)
        if target is None:
            target = {"name": group["name"], "kind": group.get("kind", "government"), "endings": "", "bodies": []}
            same = [at for at, known in enumerate(data["groups"]) if known["kind"] == target["kind"]]
            data["groups"].insert(same[-1] + 1 if same else len(data["groups"]), target)
        target |= {key: group[key] for key in ("kind", "endings") if key in group}
        own = []
        for body in group.get("bodies", []):
            _check(body, path)
            own.append(_known_body(data, body) | body)
        target["bodies"] = own + target["bodies"]
    data["forms"] = office.get("forms", []) + data["forms"]


def _known_body(data: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Take out of the table the body that the office describes anew: the one that shares a stem with it."""
    stems = {shadow(stem) for title in body["titles"] for stem in title.split()}
    for group in data["groups"]:
        for known in group["bodies"]:
            if stems & {shadow(stem) for title in known["titles"] for stem in title.split()}:
                group["bodies"].remove(known)
                first = body["titles"]
                body["titles"] = first + [title for title in known["titles"] if title not in first]
                inherited: dict[str, Any] = {"kind": group["kind"], "endings": group["endings"]}
                return {**inherited, **known}
    return {}


def _check(body: Any, path: str) -> None:
    if not isinstance(body, dict):
        raise UnusableTable(f"a body must be a mapping, not {body!r}", where=Path(path).name)
    if unknown := sorted(set(map(str, body)) - _FIELDS):
        valid = ", ".join(sorted(_FIELDS - {"line"}))
        raise _bad(f"unknown field {unknown[0]}; valid fields are {valid}", body, path)
    titles = body.get("titles")
    if not isinstance(titles, list) or not all(isinstance(title, str) for title in titles):
        raise _bad("titles must be a list of texts", body, path)
    if body.get("kind", "government") not in KINDS:
        raise _bad(f"unknown kind {body['kind']}; valid kinds are {', '.join(KINDS)}", body, path)


def _bad(what: str, entry: Any, path: str) -> UnusableTable:
    line = entry.get("line") if isinstance(entry, dict) else None
    return UnusableTable(what, where=f"{Path(path).name}, line {line}" if line else Path(path).name)


def _index(data: dict[str, Any], path: str) -> Table:
    made = Table(not_a_prefix=tuple(shadow(data["not_a_prefix"]).split()))
    for at, group in enumerate(data["groups"]):
        made.groups.append((group["name"], group["kind"]))
        for position, entry in enumerate(group["bodies"]):
            try:
                made.add(_body(entry, group, at, position))
            except (AttributeError, TypeError, ValueError):
                raise _bad("a value is of the wrong form", entry, path) from None
    for form in data["forms"]:
        try:
            made.forms.append((re.compile(shadow(form["pattern"])), form["kind"]))
        except (re.error, KeyError, TypeError):
            raise _bad("a form needs a kind and a pattern", form, path) from None
    return made


def _body(entry: dict[str, Any], group: dict[str, Any], at: int, position: int) -> Body:
    endings = entry.get("endings", group["endings"])
    by_tier = endings if isinstance(endings, dict) else dict.fromkeys(LOCAL_TIERS, endings)
    canonical = entry.get("canonical", {})
    nation = entry.get("nation", "-")
    tiers = entry.get("tiers", "province city county").split()
    return Body(
        group=at,
        position=position,
        kind=entry.get("kind", group["kind"]),
        titles=tuple(tuple(title.split()) for title in entry["titles"]),
        endings={tier: _endings(text) for tier, text in by_tier.items() if tier in tiers or tier == "municipality"},
        nation=()
        if nation == "-"
        else tuple(tuple(n.split()) for n in ([nation] if isinstance(nation, str) else nation)),
        canonical=canonical if isinstance(canonical, dict) else {"": canonical},
        former=entry.get("former", {}),
    )


def _endings(text: str) -> Endings:
    return tuple(tuple(ending.split("/")) for ending in text.split()) or (("",),)
