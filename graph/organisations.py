"""Which organisation a responsibility clause names: one identity for its short, long and former names, its kind and tier.

What is known is data (`graph/names/organisations.yaml`); a name in no list keeps its print and is never merged with
another by likeness. The order is 機構序列, in which an office lists its departments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.identity import shadow
from graph.organisation_table import Body, Table, Title, table
from graph.places import TIERS, Place, Tier, is_national, place_at_start, place_of_stem, resolve, tier_of

_TIER_WORDS: tuple[tuple[str, Tier], ...] = (
    ("自治区", "province"),
    ("自治州", "city"),
    ("自治县", "county"),
    ("省", "province"),
    ("市", "city"),
    ("州", "city"),
    ("盟", "city"),
    ("县", "county"),
    ("区", "county"),
    ("旗", "county"),
    ("街道", "town"),
    ("镇", "town"),
    ("乡", "town"),
)
_QUOTES = re.compile("[“”\"'‘’「」『』《》]")
_PLATE = re.compile(r"^(.+?)[(\[〔【](.+)[)\]〕】]$")
_NATION = "中國"
_REGION = "政府"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation in one jurisdiction.

    Attributes:
        name: the short form that a plan prints (市公安局).
        canonical: the one name in its jurisdiction, whichever spelling was printed (河源市公安局).
        kind: one of the ontology's.
        tier: of the place that it belongs to; None where that is not known.
        jurisdiction: that place.
        collective: it stands for several that are not named (市有關單位).
    """

    name: str
    canonical: str
    kind: str
    tier: Tier | None
    jurisdiction: str | None
    collective: bool


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose body a name is: the place, its tier, what of the name says so, and what short names put there."""

    place: str | None
    tier: Tier | None
    rest: str
    prefix: str
    by_word: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    owner: _Owner
    body: Body
    short: str


def describe(name: str, jurisdiction: str | None, *, traditional: bool = True) -> Organisation:
    """The organisation that a plan of `jurisdiction` means by `name`.

    Args:
        name: as printed, either script.
        jurisdiction: the place whose plan names it (河源市, 中國), None where it is not known.
        traditional: the script of names that are not printed in the plan itself.

    >>> describe("市發改委", "河源市").canonical == describe("市發展和改革委員會", "河源市").canonical
    True
    >>> describe("省财政厅", "河源市", traditional=False)  # doctest: +NORMALIZE_WHITESPACE
    Organisation(name='省财政厅', canonical='广东省财政厅', kind='government', tier='province',
                 jurisdiction='广东省', collective=False)
    """
    # The table is part of the cache's key: an office's file that was changed or broken is noticed at every call.
    return _in_script(name, jurisdiction, traditional, id(table()))


@lru_cache(maxsize=65536)
def _in_script(name: str, jurisdiction: str | None, traditional: bool, _table_id: int) -> Organisation:
    found = _describe("".join(name.split()), jurisdiction, _table_id)
    if traditional:
        return found
    return replace(
        found,
        name=shadow(found.name) if shadow(found.name) != shadow(name) else found.name,
        canonical=shadow(found.canonical),
        jurisdiction=shadow(found.jurisdiction) if found.jurisdiction else None,
    )


@lru_cache(maxsize=65536)
def _describe(printed: str, jurisdiction: str | None, _table_id: int) -> Organisation:
    made = table()
    plain = _QUOTES.sub("", printed)
    key = shadow(plain)
    home = resolve(jurisdiction) if jurisdiction else None
    known = _known(plain, home, made)
    if known is None and (plate := _PLATE.match(key)):
        known = _known(plain[: plate.end(1)], home, made)
    if known is not None:
        return _of_known(known, printed, home)
    if place := _region(plain, home):
        below = home is not None and home.name in place.uppers
        name = place.name.removeprefix(home.name) if below and home else place.name
        return Organisation(_keep(name, printed), place.name, "region", place.tier, place.name, False)
    return _of_unknown(printed, key, home, made)


def _of_known(known: _Known, printed: str, home: Place | None) -> Organisation:
    owner, body = known.owner, known.body
    if owner.tier == "nation":
        return Organisation(_keep(known.short, printed), body.nation[0][0], body.kind, "nation", _NATION, False)
    place = owner.place or ""
    if body.kind == "region":
        name = owner.prefix + _REGION if home is not None and place == home.name else (place or known.short)
        return Organisation(_keep(name, printed), place or name, "region", owner.tier, owner.place, False)
    if "*" in known.short:
        name = known.short.replace("*", owner.prefix)
    else:
        name = (_tier_word(place) if home is not None and place == home.name else owner.prefix) + known.short
    if not place:
        return Organisation(_keep(name, printed), name, body.kind, owner.tier, None, False)
    found = resolve(place)
    canonical = body.own_name(place, owner.tier or "city", found.province if found else None)
    return Organisation(_keep(name, printed), canonical, body.kind, owner.tier, owner.place, False)


def _of_unknown(printed: str, key: str, home: Place | None, made: Table) -> Organisation:
    kind = made.kind_of_form(key)
    collective = kind == "collective"
    owner = next(_owners(printed, home), None)
    if owner is not None and owner.by_word and key.startswith(made.not_a_prefix):
        owner = None
    if is_national(printed):
        return Organisation(printed, printed, kind, "nation", _NATION, collective)
    if owner is None or (owner.place is None and home is None):
        tier = owner.tier if owner else (home.tier if home else None)
        place = home.name if home else None
        whole = home is not None and home.tier != "nation" and kind in ("government", "party")
        return Organisation(printed, f"{place}{printed}" if whole else printed, kind, tier, place, collective)
    place = owner.place or (home.name if home else None)
    canonical = printed if collective else f"{place}{owner.rest}" if owner.place else f"{place}{printed}"
    return Organisation(printed, canonical, kind, owner.tier, place, collective)


def _keep(name: str, printed: str) -> str:
    """The printed spelling where it differs from the listed one in script or width only."""
    return printed if shadow(printed) == shadow(name) else name


def _region(plain: str, home: Place | None) -> Place | None:
    """A place that is named itself: 西湖區 in a plan of 杭州市, 杭州市 in one of the province."""
    for name in ((home.name + plain) if home else "", plain):
        found = place_at_start(name) if name else None
        if found is not None and found[1] == len(name):
            return resolve(found[0])
    return None


def _known(plain: str, home: Place | None, made: Table) -> _Known | None:
    """The listed body that a name means, in the order of what is most certain."""
    key = shadow(plain)
    begin = 2 if key.startswith("中共") else 0
    plain, key = plain[begin:], key[begin:]
    nation = _Owner(_NATION, "nation", "", "")
    if home is not None and home.tier == "nation" and key in made.national:
        return _Known(nation, made.national[key].body, made.national[key].short)
    for owner in _owners(plain, home):
        title = made.titles.get(shadow(owner.rest))
        if title is not None:
            return _Known(owner, title.body, title.short)
    for before, after, title in made.around:
        if key.startswith(before) and key.endswith(after) and len(key) > len(before) + len(after):
            middle = _middle(plain[len(before) : len(plain) - len(after)], home)
            if middle is not None:
                return _Known(middle, title.body, title.short)
    title = made.titles.get(key)
    if title is not None and home is not None and home.tier != "nation":
        return _Known(_own(title, home), title.body, title.short)
    if key in made.national:
        return _Known(nation, made.national[key].body, made.national[key].short)
    if title is not None and home is None:
        return _Known(_Owner(None, None, plain, ""), title.body, title.short)
    if home is None and (found := place_at_start(plain, listed_only=False)) is not None:
        title = made.titles.get(key[found[1] :])
        if title is not None:
            return _Known(_Owner(found[0], tier_of(found[0]), "", plain[: found[1]]), title.body, title.short)
    stem = place_of_stem(plain)
    if stem is not None and (title := made.titles.get(key[stem[1] :])) is not None:
        return _Known(_Owner(stem[0], tier_of(stem[0]), plain[stem[1] :], stem[0]), title.body, title.short)
    return None


def _owners(plain: str, home: Place | None) -> Iterator[_Owner]:
    """Whose body the name may be by what it begins with: a place (河源市…), or a tier's word (市…)."""
    key = shadow(plain)
    chain = _chain(home)
    if home is not None:
        inside = place_at_start(home.name + plain, (home.name,))
        if inside is not None and inside[1] > len(home.name):
            taken = inside[1] - len(home.name)
            yield _Owner(inside[0], tier_of(inside[0]), plain[taken:], plain[:taken])
    explicit = place_at_start(plain, tuple(place.name for place in chain))
    if explicit is not None and explicit[1] < len(plain):
        name, taken = explicit
        own = home is not None and name == home.name
        yield _Owner(name, tier_of(name), plain[taken:], _tier_word(name) if own else plain[:taken])
    for word, tier in _TIER_WORDS:
        if key.startswith(word) and len(key) > len(word):
            place = next((place for place in chain if shadow(place.name).endswith(word)), None)
            printed = plain[: len(word)]
            whose = place.name if place else None
            yield _Owner(whose, place.tier if place else tier, plain[len(word) :], printed, by_word=True)
            return


def _middle(text: str, home: Place | None) -> _Owner | None:
    """The owner that a name holds in its middle: 國家稅務總局河源市稅務局, 團市委, 河源海關."""
    for owner in _owners(text + "局", home):
        if shadow(owner.rest) == "局":
            return replace(owner, rest="")
    stem = place_of_stem(text)
    if stem is not None and stem[1] == len(text):
        return _Owner(stem[0], tier_of(stem[0]), "", text)
    return None


def _own(title: Title, home: Place) -> _Owner:
    """Whose a body without any prefix is: the plan's own, or of the nearest tier above that has such an ending (財政廳)."""
    for place in _chain(home):
        if place.tier in title.body.endings and title.ending in title.body.endings_of(place.name, place.tier):
            return _Owner(place.name, place.tier, "", _tier_word(place.name))
    return _Owner(home.name, home.tier, "", _tier_word(home.name))


@lru_cache(maxsize=1024)
def _chain(home: Place | None) -> tuple[Place, ...]:
    """A place and those that contain it, nearest first."""
    if home is None:
        return ()
    uppers = (resolve(name) for name in home.uppers)
    return (home, *(place for place in uppers if place is not None))


def _tier_word(place: str) -> str:
    """What short names put in the place's stead: 市, 省, 自治區."""
    key = shadow(place)
    word = next((word for word, _ in _TIER_WORDS if key.endswith(word) and word not in ("自治州", "自治县")), "")
    return place[len(place) - len(word) :] if word else place


def order_key(name: str) -> tuple[int, int, int, str]:
    """Sorts names, short or canonical, in 機構序列: party, people's congress, government, … regions, collectives.

    A name in no list comes behind the listed ones of its kind, by simplified code points.

    >>> sorted(["市有關單位", "市公安局", "市教育局", "市委政法委", "市總工會"], key=order_key)
    ['市委政法委', '市教育局', '市公安局', '市總工會', '市有關單位']
    """
    made = table()
    plain = _QUOTES.sub("", "".join(name.split()))
    key = shadow(plain)
    known = _known(plain, None, made)
    if known is None and (plate := _PLATE.match(key)):
        known = _known(plain[: plate.end(1)], None, made)
    if known is not None:
        tier = TIERS.index(known.owner.tier) if known.owner.tier else len(TIERS)
        return 2 * known.body.group, known.body.position, tier, key
    kind = "region" if _region(plain, None) else made.kind_of_form(key)
    return 2 * made.last_group(kind) + 1, 0, 0, key


def spellings(name: str, jurisdiction: str | None = None) -> tuple[str, ...]:
    """Every other name by which the table knows a body: short, long, former; in traditional script.

    Args:
        name: short or canonical, either script.
        jurisdiction: whose body it is; its canonical name is then among the answers.

    >>> spellings("市公安局", "河源市")
    ('河源市公安局',)
    >>> "市政數局" in spellings("市政务服务数据管理局")
    True
    """
    made = table()
    plain = _QUOTES.sub("", "".join(name.split()))
    home = resolve(jurisdiction) if jurisdiction else None
    known = _known(plain, home, made)
    found: dict[str, str] = {shadow(plain): plain}
    if known is not None and known.owner.tier == "nation":
        for other in (name for names in known.body.nation for name in names):
            found.setdefault(shadow(other), other)
    elif known is not None and known.body.titles:
        endings = known.body.endings_of(known.owner.place or known.owner.prefix, known.owner.tier)
        for stem, _ in known.body.stems():
            for ending in endings:
                for form in ending:
                    other = stem + form
                    prefix = known.owner.prefix
                    other = other.replace("*", prefix) if "*" in other else prefix + other
                    found.setdefault(shadow(other), other)
    if jurisdiction:
        canonical = describe(name, jurisdiction).canonical
        found.setdefault(shadow(canonical), canonical)
    return tuple(found.values())[1:]


def former(name: str) -> str | None:
    """Until when a former name was borne, and why it ended; None for a name in use.

    >>> former("市環保局")
    'until 2018/2019: short for 環境保護'
    """
    known = _known(_QUOTES.sub("", "".join(name.split())), None, table())
    if known is None:
        return None
    notes = known.body.former
    return next((note for stem, note in notes.items() if shadow(known.short).startswith(shadow(stem))), None)


def pinyin_keys(name: str) -> tuple[str, str]:
    """A name's full pinyin and its initials, for search by keyboard; what is no Chinese character stays, in lower case.

    >>> pinyin_keys("市公安局")
    ('shigonganju', 'sgaj')
    """
    from pypinyin import lazy_pinyin

    syllables = [part.lower() for part in lazy_pinyin(shadow(name))]
    chinese = re.compile(r"^[a-zü]+$")
    return "".join(syllables), "".join(part[0] if chinese.match(part) else part for part in syllables)
