"""Platforms that bear a proper name: their other names, their owner, and what makes two mentions one platform.

The names are data (`graph/names/platforms.yaml`). A proper name is one node wherever it stands, with the tier and the
place of its owner; a generic name (綜合管理平臺) belongs to the plan's own place, or to the tier that it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

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


class Identity(NamedTuple):
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

    >>> identify("粤公平平台", "河源市", traditional=False)
    Identity(name='粤公平', aliases=('粤公平平台',), tier='province', jurisdiction='广东省')
    >>> identify("省綜合監管平臺", "河源市", owner_tier="province").jurisdiction
    '廣東省'
    """
    return describe(name, find_known(name), jurisdiction, owner_tier=owner_tier, traditional=traditional)


def describe(
    name: str,
    known: KnownPlatform | None,
    jurisdiction: str | None,
    *,
    owner_tier: Tier | None = None,
    traditional: bool = True,
) -> Identity:
    """The same for a caller that has looked the name up already (`known`, None: it is no proper name)."""
    if known is not None:
        return _proper(known, jurisdiction, traditional)
    owner, tier = _owner(jurisdiction, owner_tier)
    return Identity(name, (), tier, owner if traditional or owner is None else shadow(owner))


@lru_cache(maxsize=4096)
def _proper(known: KnownPlatform, jurisdiction: str | None, traditional: bool) -> Identity:
    owner = known.owner or jurisdiction
    tier = tier_of(owner) if owner else None
    if traditional:
        return Identity(known.name, known.aliases, tier, owner)
    return Identity(shadow(known.name), tuple(map(shadow, known.aliases)), tier, shadow(owner) if owner else None)


@lru_cache(maxsize=4096)
def _owner(jurisdiction: str | None, tier: Tier | None) -> tuple[str | None, Tier | None]:
    owner: str | None = jurisdiction
    if tier == "nation":
        owner = NATION
    elif jurisdiction is not None and tier == "province":
        owner = province_of(jurisdiction) or jurisdiction
    elif jurisdiction is not None and tier == "city":
        owner = city_of(jurisdiction) or jurisdiction
    return owner, tier_of(owner) if owner else None
