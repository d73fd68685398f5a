"""Places: which tier one is of, what contains it, and which one a title names.

The places themselves are data (`graph/names/places.yaml`). A lookup takes either script; a district bears its city's
name (濟南市鋼城區), a county or a county-level city stands alone (懷遠縣), as their own documents print them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

from graph.identity import name_key, shadow

Tier = Literal["nation", "province", "city", "county", "town"]
TIERS: tuple[Tier, ...] = ("nation", "province", "city", "county", "town")

_PLACE_FORM = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:自治[县州旗]|[省市县区州旗盟])")
_COUNTY_FORM = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:自治[县旗]|[市县区旗])")
_TOWN_FORM = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:街道|苏木|[镇乡])")
_ENDINGS: tuple[tuple[Tier, tuple[str, ...]], ...] = (
    ("town", ("镇", "乡", "街道", "苏木")),
    ("province", ("省", "自治区", "特别行政区")),
    ("county", ("自治县", "自治旗", "县", "区", "旗")),
    ("city", ("自治州", "州", "盟", "地区", "市")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `name` is traditional, and qualified by the city for a district; uppers are names, nearest first."""

    name: str
    tier: Tier
    uppers: tuple[str, ...] = ()

    @property
    def province(self) -> str | None:
        """The province's name, for a province its own, None where it is not known."""
        if self.tier == "province":
            return self.name
        return next((name for name in self.uppers if tier_of(name) == "province"), None)


class _Gazetteer:
    """The data file, indexed by key (simplified)."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.nation: str = data["nation"]
        self.words = {
            name: tuple(shadow(data[name]).split())
            for name in (
                "national",
                "national_too",
                "generic",
                "no_beginning",
                "no_continuation",
                "government",
                "town_government",
                "before",
            )
        }
        self.places: dict[str, list[Place]] = {}
        self.short: dict[str, str] = {}
        for province, names in data["short"].items():
            self.short |= dict.fromkeys(shadow(names).split(), province)
        for province, cities in data["provinces"].items():
            self._add(province, Place(province, "province"))
            for city, counties in cities.items():
                uppers = (province,) if city == "-" else (city, province)
                if city != "-":
                    self._add(city, Place(city, "city", (province,)))
                for county in counties.split():
                    # A municipality and its districts: 上海市浦東新區.
                    name = uppers[0] + county if county.endswith("區") else county
                    self._add(county, Place(name, "county", uppers))
        self.longest = max(map(len, self.places))

    def _add(self, name: str, place: Place) -> None:
        self.places.setdefault(shadow(name), []).append(place)

    @cached_property
    def cities_by_stem(self) -> dict[str, str]:
        """Cities and provinces by their name without the ending: 河源 → 河源市, 廣東 → 廣東省."""
        stems = {key[:-1]: known[0].name for key, known in self.places.items() if len(key) > 2 and key[-1] in "市州盟"}
        return stems | {short: name for short, name in self.short.items() if len(short) > 1}

    def known(self, key: str, start: int, within: Place | None) -> tuple[Place, int] | None:
        """The longest listed place that begins at `start`, inside `within` where that is given."""
        for end in range(min(len(key), start + self.longest), start + 1, -1):
            word = key[start:end]
            found = self.places.get(word)
            if found is None:
                continue
            if within is not None:
                found = [place for place in found if within.name in place.uppers]
            elif word in self.words["generic"]:
                continue
            if len(found) == 1:
                return found[0], end
            if found:
                return _ambiguous(found), end
        return None

    def unlisted(self, key: str, start: int) -> tuple[Place, int] | None:
        """A well-formed place at `start` that no list holds (青嶺市)."""
        match = _PLACE_FORM.match(key, start)
        if match is None or not self._is_name(key, match):
            return None
        tier = _tier_of_form(match[0])
        return (Place(match[0], tier), match.end()) if tier else None

    def unlisted_county(self, key: str, start: int, within: Place) -> tuple[Place, int] | None:
        """A well-formed county behind its city (河源市江東新區管委會)."""
        match = _COUNTY_FORM.match(key, start)
        if match is None or len(match[0]) < 2:
            return None
        behind = key[match.end() :]
        certain = not behind or behind.startswith(self.words["government"])
        if not certain and not (match[0][-1] == "县" and self._is_name(key, match)):
            return None
        name = within.name + match[0] if match[0].endswith("区") else match[0]
        return Place(name, "county", (within.name, *within.uppers)), match.end()

    def town(self, key: str, start: int, within: Place) -> tuple[Place, int] | None:
        """A town or street behind its county, where an office's name or nothing follows."""
        match = _TOWN_FORM.match(key, start)
        if match is None:
            return None
        behind = key[match.end() :]
        if behind and not behind.startswith(self.words["town_government"]):
            return None
        return Place(within.name + match[0], "town", (within.name, *within.uppers)), match.end()

    def _is_name(self, key: str, match: re.Match[str]) -> bool:
        word = match[0]
        return not (
            word.endswith(self.words["generic"])
            or word.startswith(self.words["no_beginning"])
            or key.startswith(self.words["no_continuation"], match.end())
        )

    def read(
        self, key: str, start: int = 0, *, listed_only: bool = False, first_listed: bool = False
    ) -> tuple[Place, int] | None:
        """The place that begins at `start`, as deep as it is spelled out: 廣東省 → 河源市 → 東源縣."""
        step = self.known(key, start, None)
        if step is None and not (listed_only or first_listed):
            step = self.unlisted(key, start)
        if step is None:
            return None
        place, end = step
        while True:
            deeper = self.known(key, end, place)
            if deeper is None and place.tier == "city" and not listed_only:
                deeper = self.unlisted_county(key, end, place)
            if deeper is None and place.tier == "county" and not listed_only:
                deeper = self.town(key, end, place)
            if deeper is None:
                return place, end
            place, end = deeper


def _ambiguous(found: list[Place]) -> Place:
    """Several places of one name (朝陽區): the name alone, inside what they share."""
    shared = tuple(name for name in found[0].uppers if all(name in other.uppers for other in found[1:]))
    name = found[0].name
    for upper in found[0].uppers:
        name = name.removeprefix(upper)
    return Place(name, found[0].tier, shared)


def _tier_of_form(key: str) -> Tier | None:
    return next((tier for tier, endings in _ENDINGS if key.endswith(endings) and len(key) > 1), None)


@cache
def _gazetteer() -> _Gazetteer:
    import yaml

    text = resources.files("graph").joinpath("names/places.yaml").read_text(encoding="utf-8")
    return _Gazetteer(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - a SafeLoader


@cache
def resolve(name: str) -> Place | None:
    """The place of exactly this name, listed or well-formed; None for anything else.

    >>> resolve("广东省河源市").name
    '河源市'
    >>> resolve("鋼城區").uppers
    ('濟南市', '山東省')
    """
    key = name_key(name)
    gazetteer = _gazetteer()
    if key == shadow(gazetteer.nation):
        return Place(gazetteer.nation, "nation")
    found = gazetteer.read(key)
    if found is not None and found[1] == len(key):
        place = found[0]
        # A place in no list has the name that is printed, and not its key.
        printed = name if shadow(name) == shadow(place.name) and shadow(name) != name else place.name
        return replace(place, name=printed)
    if not key.endswith(gazetteer.words["generic"]) and (tier := _tier_of_form(key)):
        return Place(name, tier)
    return None


def listed(*tiers: Tier) -> tuple[str, ...]:
    """The names of every listed place of the given tiers, in the order of the division codes.

    >>> listed("province")[:2]
    ('北京市', '天津市')
    """
    places = _gazetteer().places.values()
    return tuple(dict.fromkeys(place.name for known in places for place in known if place.tier in tiers))


def is_national(text: str) -> bool:
    """Whether a body or a title is the nation's by its first words (國務院, 中央)."""
    return shadow(text).startswith(_gazetteer().words["national"])


@lru_cache(maxsize=16384)
def place_at_start(text: str, known: tuple[str, ...] = (), *, listed_only: bool = True) -> tuple[str, int] | None:
    """The listed place that an office's name begins with, and how many characters of the text it takes.

    Args:
        text: an office's name, without white space.
        known: more places that may stand there, listed or not (a plan's own jurisdiction).
        listed_only: whether a place in no list counts too, by its form.

    >>> place_at_start("杭州市西湖区教育局")
    ('杭州市西湖區', 6)
    """
    key = shadow(text)
    found = _gazetteer().read(key, listed_only=listed_only)
    best = (found[0].name, found[1]) if found else None
    for name in known:
        if key.startswith(shadow(name)) and (best is None or len(name) > best[1]):
            best = name, len(name)
    return best


def place_of_stem(text: str) -> tuple[str, int] | None:
    """The city or province whose name without 市 or 省 begins the text, and that length: 湖州師範學院 → 湖州市, 2."""
    key = shadow(text)
    stems = _gazetteer().cities_by_stem
    for end in range(min(len(key), 8), 1, -1):
        if key[:end] in stems:
            return stems[key[:end]], end
    return None


def tier_of(place: str) -> Tier | None:
    """The tier of a place; None where the text is none.

    >>> [tier_of(name) for name in ("中國", "北京市", "河源市", "义乌市", "濟南市鋼城區", "全市")]
    ['nation', 'province', 'city', 'county', 'county', None]
    """
    found = resolve(place)
    return found.tier if found else None


def province_of(place: str) -> str | None:
    """The province that a place lies in, itself for a province, None where it is not known.

    >>> province_of("河源市")
    '廣東省'
    """
    found = resolve(place)
    return found.province if found else None


def city_of(place: str) -> str | None:
    """The prefecture-level city that a place lies in, itself for a city, None where there is none.

    >>> city_of("怀远县"), city_of("上海市浦東新區")
    ('蚌埠市', None)
    """
    found = resolve(place)
    if found is None:
        return None
    if found.tier == "city":
        return found.name
    return next((name for name in found.uppers if tier_of(name) == "city"), None)


def contains(upper: str, lower: str) -> bool:
    """Whether `upper` is a place of a higher tier that `lower` lies in. A place does not contain itself.

    >>> contains("廣東省", "河源市"), contains("中国", "河源市"), contains("浙江省", "河源市"), contains("河源市", "河源市")
    (True, True, False, False)
    """
    above, below = resolve(upper), resolve(lower)
    if above is None or below is None or TIERS.index(above.tier) >= TIERS.index(below.tier):
        return False
    return above.tier == "nation" or above.name in below.uppers


def find_place(text: str) -> str | None:
    """The place that a title, an issuer's name or a letterhead names first, in the text's own script.

    >>> find_place("济南市钢城区人民政府办公室")
    '济南市钢城区'
    >>> find_place("关于印发谯城区教育局2025年工作要点的通知")
    '亳州市谯城区'
    >>> find_place("國務院辦公廳關於支持深圳市的意見")
    '中國'
    """
    gazetteer = _gazetteer()
    key = shadow("".join(text.split()))
    simplified = shadow(text) == text
    name = _first_place(key, gazetteer)
    if name is None:
        return None
    return shadow(name) if simplified else _printed(name, text)


def _first_place(key: str, gazetteer: _Gazetteer) -> str | None:
    begin = key.lstrip("《〈<\"'")
    if begin.startswith(gazetteer.words["national"]):
        return gazetteer.nation
    starts = sorted(_starts(key, gazetteer.words["before"]))
    for start in range(len(key)):
        found = gazetteer.read(key, start, first_listed=start not in starts)
        if found is not None:
            return found[0].name
    if begin.startswith(gazetteer.words["national_too"]):
        return gazetteer.nation
    for end in (3, 2):
        if (province := gazetteer.short.get(begin[:end])) is not None:
            return province
    return None


def _starts(key: str, before: tuple[str, ...]) -> Iterator[int]:
    """Offsets at which an unlisted place may begin: the start, and behind the words that lead to a name."""
    yield 0
    for word in before:
        for match in re.finditer(re.escape(word), key):
            yield match.end()


def _printed(name: str, text: str) -> str:
    """The name as the text prints it, where it stands there; as listed otherwise."""
    where = shadow(text).find(shadow(name))
    return text[where : where + len(name)] if where >= 0 else name
