"""Platforms that bear a proper name: their other names, their owner, and what makes two mentions one platform.

The names are data (`graph/names/platforms.yaml`). A proper name is one node wherever it stands, with the tier and the
place of its owner; a generic name (綜合管理平臺) belongs to the plan's own place, or to the tier that it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

from graph.identity import name_key, shadow
from graph.places import Tier, city_of, province_of, tier_of

NATION = "中國"


@dataclass(frozen=True, slots=True)
class KnownPlatform:
    """One entry of the table, in traditional script.

    Attributes:
        name: the shortest proper name.
        aliases: other names of the same thing.
        owner: the place that runs it; None where each place has its own (12345政府熱線).
        only_before: the name means the platform only where one of these follows (simplified); empty: always.
        uses_before: followed by one of these, the platform is used, not built (simplified).
    """

    name: str
    aliases: tuple[str, ...] = ()
    owner: str | None = None
    only_before: tuple[str, ...] = ()
    uses_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Which node a mention is: name and aliases in the document's script, the owner's tier and place."""

    name: str
    aliases: tuple[str, ...]
    tier: Tier | None
    jurisdiction: str | None


@cache
def known_platforms() -> tuple[KnownPlatform, ...]:
    """Every platform with a proper name, in the order of the file."""
    text = resources.files("graph").joinpath("names/platforms.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    found = []
    for owner, entries in data["platforms"].items():
        for entry in entries:
            name, *aliases = entry["names"].split() if isinstance(entry, dict) else str(entry).split()
            rules = entry if isinstance(entry, dict) else {}
            found.append(
                KnownPlatform(
                    name,
                    tuple(aliases),
                    None if owner == "here" else owner,
                    tuple(shadow(rules.get("only_before", "")).split()),
                    tuple(shadow(rules.get("uses_before", "")).split()),
                )
            )
    return tuple(found)


@cache
def known_spellings() -> Mapping[str, KnownPlatform]:
    """Every name and alias as `name_key` gives it."""
    return MappingProxyType({name_key(n): p for p in known_platforms() for n in (p.name, *p.aliases)})


def find_known(name: str) -> KnownPlatform | None:
    """The platform of exactly this name or alias, in either script, with or without quotation marks.

    >>> find_known("“粤政易”协同办公平台").name
    '粵政易'
    """
    return known_spellings().get(name_key(name))


def identify(
    name: str, jurisdiction: str | None, *, owner_tier: Tier | None = None, traditional: bool = True
) -> Identity:
    """Which platform a name means in a plan.

    Args:
        name: as printed, without line breaks.
        jurisdiction: the place that the plan governs.
        owner_tier: the tier that the words around the name give (省統建的 …), where they do.
        traditional: the script of a proper name that is printed under another name.

    >>> identify("粤商通平台", "河源市", traditional=False)
    Identity(name='粤商通', aliases=('粤商通平台',), tier='province', jurisdiction='广东省')
    >>> identify("省綜合監管平臺", "河源市", owner_tier="province").jurisdiction
    '廣東省'
    """
    known = find_known(name)
    script = (lambda text: text) if traditional else shadow
    if known is not None:
        owner = known.owner or jurisdiction
        return Identity(
            script(known.name),
            tuple(map(script, known.aliases)),
            tier_of(owner) if owner else None,
            script(owner) if owner else None,
        )
    owner = _owner(jurisdiction, owner_tier)
    return Identity(name, (), tier_of(owner) if owner else None, script(owner) if owner else None)


def _owner(jurisdiction: str | None, tier: Tier | None) -> str | None:
    if tier == "nation":
        return NATION
    if jurisdiction is None:
        return None
    if tier == "province":
        return province_of(jurisdiction) or jurisdiction
    if tier == "city":
        return city_of(jurisdiction) or jurisdiction
    return jurisdiction
