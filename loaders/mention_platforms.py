"""Platforms in a passage: the proper or definite ones with the verb that says what the task does with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from graph.places import Tier
from graph.platforms import KnownPlatform, known_spellings
from loaders.mention_candidates import BETWEEN, Candidate, with_shared_verbs
from loaders.mention_edges import Edge, Verb, follows, left_edge, member_edge, opening, opens, verb_before
from loaders.mention_words import PLATFORMS, Kind, Scan, listed, vocabulary
from loaders.words import either, lexicon

_QUOTES = '“”「」『』‘’"'
_NO_QUOTES = dict.fromkeys(map(ord, _QUOTES))
_LAST = Kind.ENDING | Kind.BASE
_APART = Kind.HARD | Kind.PAUSE | Kind.STRONG | Kind.DE | Kind.FUNCTION | Kind.OPEN | Kind.ET_CETERA
_SEPARATES = Kind.PAUSE | Kind.JOIN
_OWNED = re.compile("(?:国家|全国|省|市|县|区)级?(?=[“「『])")
_HEADED = re.compile("[“「『](?P<name>[^”」』]{2,12})[”」』](?P<rest>.*)$")
_PLACED = re.compile("[省市县区州][^省市县区州]")
_LONGEST = 36
_OWNER = re.compile("(?P<nation>国家|全国|中央)|(?P<province>全省|省)|(?P<city>全市|市)")
_BEFORE_NAME = re.compile(
    "(?:(?:国家|省|市)(?:级)?[、和及与]?)*(?P<owner>国家|全国|全省|省|市)级?(?:统一|统建|开发|建设|部署)*的?[“「『]?$"
)
_WITH_ONE = re.compile("[与同和](?:(?:国家|全国|[省市县区])级?的?)?")
_ENUMERATES = re.compile("[、和及与][^,。;]{0,3}")
_TIER = re.compile("(?:国家|全国|[省市县区])级?(?:[县区]级?)?")
_LISTING = re.compile("[^,。;:]{0,30}?等[)”]*(?:平台|系统|应用|入口|渠道|服务|端|载体){0,2}")
_WITH = re.compile("[与和同][^,。;:与和同]*$")


def without_quotes(words: str) -> str:
    """Some words of a shadow without quotation marks."""
    # most names hold letters only, which is told faster than the marks are replaced
    return words if words.isalnum() else words.translate(_NO_QUOTES)


@dataclass(frozen=True, slots=True)
class _Forms:
    generic: re.Pattern[str]
    described: re.Pattern[str]
    simple: re.Pattern[str]
    members: re.Pattern[str]
    not_systems: tuple[str, ...]
    systems: tuple[str, ...]
    bodies: tuple[str, ...]
    named: frozenset[str]
    tiered: frozenset[str]
    proper_only: tuple[str, ...]
    definite: tuple[str, ...]
    longest_member: int
    places: tuple[str, ...]
    built_only: tuple[str, ...]
    build: frozenset[str]


@cache
def _forms() -> _Forms:
    bare = either(*listed("platforms", "bare"))
    empty = either(*listed("platforms", "empty"))
    return _Forms(
        # 信用監管和平臺: what stands behind 和 names nothing, and what stands before it is another thing
        generic=re.compile(f"(?:{empty}*|.*[和与及]){bare}"),
        described=re.compile(f"{empty}{{2,}}{bare}"),
        simple=re.compile(f"{either(*listed('platforms', 'plain'))}*{bare}"),
        members=re.compile(f"{empty}*{either('系统', '平台', '中台', '小程序', '网站', '客户端', '热线')}"),
        named=frozenset(listed("platforms", "endings")) - frozenset(listed("platforms", "bare")),
        tiered=frozenset(listed("platforms", "tiered")),
        not_systems=listed("platforms", "not_systems"),
        systems=listed("platforms", "systems"),
        bodies=listed("platforms", "bodies"),
        proper_only=listed("platforms", "proper_only"),
        definite=listed("platforms", "definite"),
        places=listed("platforms", "places"),
        built_only=listed("platforms", "built_only"),
        build=frozenset(w for g in lexicon("verbs")["platforms"] for w in g.get("builds", "").split()),
        longest_member=lexicon("platforms")["longest_member"],
    )


class _Look(NamedTuple):
    """What a name's own words say.

    `known` is the platform with this proper name, `members` whether it is but the word for what was enumerated before
    it, `no_system` and `generic` whether it names nothing, `unplaced` whether it would only with a place, `owner` the
    length of the tier before a quoted name, which is its owner and not its name: 省“不動產鏈”應用平臺.
    """

    known: KnownPlatform | None
    members: bool
    no_system: bool
    generic: bool
    unplaced: bool
    owner: int


@lru_cache(maxsize=16384)
def _look(text: str) -> _Look:
    """The look at one name (plans repeat them)."""
    forms = _forms()
    quoted = any(c in _QUOTES for c in text)
    lead = _OWNED.match(text) if quoted else None
    return _Look(
        known=_as_known(text),
        members=forms.members.fullmatch(text.strip(_QUOTES)) is not None,
        no_system=not quoted and text.endswith(forms.not_systems) and not text.endswith(forms.systems),
        generic=not quoted and forms.generic.fullmatch(text) is not None and not _is_named(text),
        unplaced=not quoted and text.endswith(forms.proper_only) and _PLACED.search(text) is None,
        owner=lead.end() if lead else 0,
    )


def _as_known(text: str) -> KnownPlatform | None:
    found = known_spellings().get(without_quotes(text))
    if found is not None:
        return found
    # “粵省事”移動服務平臺: a proper name with nothing but words of form behind it
    head = _HEADED.match(text)
    if head and (found := known_spellings().get(head["name"])) is not None and not found.only_before:
        whole = _forms().simple.fullmatch(head["rest"]) or (found.owner and head["rest"].endswith("平台"))
        return found if whole else None
    return None


def _is_named(text: str) -> bool:
    """A general name that is one all the same: 數據中臺, 市大數據平臺, 省政務服務一體化平臺."""
    tier = _TIER.match(text)
    own = text[tier.end() :] if tier else text
    forms = _forms()
    return own in forms.named or (
        tier is not None and (own in forms.tiered or forms.described.fullmatch(own) is not None)
    )


class PlatformReader:
    """Reads one passage after another; holds what a passage needs while it is read."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.found: list[Candidate] = []

    def read(self) -> list[Candidate]:
        """Every platform-like name of the passage, in order."""
        flags = self.scan.flags
        for index in self.scan.names:
            if flags[index] & Kind.ENDING:
                self._ending(index)
            elif flags[index] & PLATFORMS:
                self._known(index)
            elif flags[index] & Kind.CLOSE:
                self._app(index)
        if len(self.found) < 2:
            return self.found
        return self._connected(with_shared_verbs(self.scan.text, self.found))

    def _app(self, index: int) -> None:
        """A quoted name of an application, where the text says that it is built, spread or used."""
        scan = self.scan
        opened, end = opening(scan, index), scan.ends[index]
        if opened < 0 or (self.found and self.found[-1].end >= end) or self._in_longer(index + 1, scan.starts[opened]):
            return
        start = scan.starts[opened]
        edge = left_edge(scan, opened)
        if self._verb(start, end, edge) is not None:
            self._append(start, end, edge, "mention.app")

    def _connected(self, found: list[Candidate]) -> list[Candidate]:
        """與甲平臺、乙系統互聯互通: all of them are used, whatever verb stands before 與."""
        text, known = self.scan.text, vocabulary()
        first = 0
        for last, one in enumerate(found):
            if last + 1 < len(found) and text[one.end : found[last + 1].start] in BETWEEN:
                continue
            if last > first and text.endswith(("与", "同", "和"), 0, found[first].start):
                after = known.after_platform.match(text, one.end)
                if after is not None and known.platform_roles[after["verb"]] == "USES":
                    for at in range(first, last + 1):
                        found[at] = found[at]._replace(role="USES", verb=after.span("verb"))
            first = last + 1
        return found

    def _ending(self, index: int) -> None:
        scan = self.scan
        if follows(scan, index, _LAST):
            return  # 門戶網站, 信息系統平臺: the last ending names it
        floor = self.found[-1].end if self.found else 0
        edge, end = left_edge(scan, index, floor), scan.ends[index]
        start = edge.start
        if self._in_longer(index + 1, start):
            return
        if opens(scan, edge.word) and follows(scan, index, Kind.CLOSE):
            end += 1
            start = scan.starts[edge.word]
            wider = left_edge(scan, edge.word, floor)
            start, edge = wider.start, wider
        start = self._other_side(start, end)
        text = scan.text[start:end]
        if len(text) > _LONGEST:
            return  # no name is as long: left for the audit
        look = _look(text)
        if look.members and edge.word >= 0 and scan.flags[edge.word] & Kind.ET_CETERA:
            self._members(edge, end, index)
            return
        if look.known is not None:
            self._append(start, end, edge, "mention.known", look.known)
            return
        reason = self._declined(edge, look, len(text))
        if reason is not None:
            self.found.append(Candidate(start, end, None, None, reason))
        else:
            self._append(start + look.owner, end, edge, "mention.platform")

    def _other_side(self, start: int, end: int) -> int:
        """登記與調度系統互聯互通: before a verb of connecting 與 separates the two sides."""
        text = self.scan.text
        side = text.rfind("与", start, end) + 1
        if not side:
            return start
        known = vocabulary()
        after = known.after_platform.match(text, end)
        connects = after is not None and known.platform_roles[after["verb"]] == "USES"
        return side if connects and text[side - 2 : side + 1] != "参与" else start

    def _declined(self, edge: Edge, look: _Look, length: int) -> str | None:
        """Which rule says that a name is no platform, None where none does."""
        if edge.word >= 0 and self.scan.flags[edge.word] & Kind.INDEFINITE:
            return "mention.indefinite"
        if edge.word >= 0 and self.scan.flags[edge.word] & Kind.ET_CETERA and self.scan.ends[edge.word] == edge.start:
            return "mention.class"
        if look.no_system:
            return "mention.no-system"
        if look.generic and (length <= 4 or not self.scan.text.endswith(_forms().definite, 0, edge.start)):
            return "mention.generic"
        return "mention.generic" if look.unplaced else None

    def _append(
        self, start: int, end: int, edge: Edge, rule: str, known: KnownPlatform | None = None, suffix: str = ""
    ) -> None:
        verb = self._verb(start, end, edge)
        if verb is None and known is not None:
            verb = Verb("USES", end, end)
        quoted = self.scan.text[end - 1] in _QUOTES
        built = known is None and not quoted and self.scan.text.endswith(_forms().built_only, start, end)
        if verb is None or (built and self.scan.text[verb.start : verb.end] not in _forms().build):
            self.found.append(Candidate(start, end, None, None, "mention.no-verb"))
        else:
            tier = self._tier(start) if known is None else None
            self.found.append(Candidate(start, end, verb.role, (verb.start, verb.end), rule, tier, suffix, known))

    def _tier(self, start: int) -> Tier | None:
        """The owner's tier where the words before or at the beginning of the name say it."""
        text = self.scan.text
        near = text[max(0, start - 8) : start + 2]
        if not ("市" in near or "省" in near or "国" in near or "央" in near):
            return None
        before = _BEFORE_NAME.search(text, max(0, start - 12), start)
        found = _OWNER.match(before["owner"]) if before else _OWNER.match(text, start)
        return found.lastgroup if found else None  # type: ignore[return-value]

    def _verb(self, start: int, end: int, edge: Edge) -> Verb | None:
        scan, known = self.scan, vocabulary()
        last = self.found[-1] if self.found else None
        after = known.after_platform.match(scan.text, end)
        if last is not None and last.role is not None and self._continues(last, start):
            if (
                after
                and known.platform_roles[after["verb"]] == "USES"
                and _WITH_ONE.fullmatch(scan.text, last.end, start)
            ):
                return Verb("USES", *after.span("verb"))
            return Verb(last.role, *(last.verb or (start, start)))
        before = verb_before(scan, edge, known.platform)
        if after is None and "等" in scan.text[end : end + 34] and (listing := _LISTING.match(scan.text, end)):
            after = known.after_platform.match(scan.text, listing.end())
        gives = known.platform_roles[after["verb"]] if after else None
        if before is not None and before.role == "USES":
            return before
        if (
            after
            and gives == "USES"
            and (
                before is None
                or after["verb"].startswith(("为", "试点"))
                or _WITH.search(scan.text, max(0, start - 16), start)
            )
        ):
            return Verb("USES", *after.span("verb"))
        if before is not None and before.role in ("DELIVERS", "PUSH"):
            push = before.role == "PUSH" and after is not None and gives == "DELIVERS"
            return Verb("DELIVERS", *after.span("verb")) if push and after else before._replace(role="DELIVERS")
        if after and gives == "DELIVERS":
            return Verb("DELIVERS", *after.span("verb"))
        # a heading that is nothing but the name: the task is to have it
        return Verb("DELIVERS", end, end) if not start and scan.text[end : end + 1] in ("", "。") else None

    def _continues(self, last: Candidate, start: int) -> bool:
        """Whether a name goes on with the enumeration that the last one stands in."""
        if start - last.end > 4:
            return False
        between = self.scan.text[last.end : start]
        return not between or between in BETWEEN or _ENUMERATES.fullmatch(between) is not None

    def _members(self, edge: Edge, end: int, index: int) -> None:
        """智能接處警、智慧指揮等系統: each member is a system, the ending is theirs."""
        scan, forms = self.scan, _forms()
        if follows(scan, index, Kind.FIELD) or scan.text.startswith(forms.bodies, scan.ends[edge.word]):
            # 規劃、消防等系統數據, 海關、稅務等部門業務系統: the systems of others
            self.found.append(Candidate(scan.starts[index], end, None, None, "mention.generic"))
            return
        stop = scan.starts[edge.word]
        ending = scan.text[scan.starts[index] : scan.ends[index]]
        last = self.found[-1].end if self.found else 0
        members: list[tuple[int, int, Edge]] = []
        while stop > last:
            at = next((k for k in range(edge.word, -1, -1) if scan.ends[k] <= stop), -1)
            part = member_edge(scan, at, stop, last)
            if not 2 <= stop - part.start <= forms.longest_member or scan.text.endswith(forms.places, 0, stop):
                members = []
                break
            beside = max(scan.text.rfind(marks, part.start, stop) for marks in ("”“", "」「")) + 1
            members.append((beside or part.start, stop, part))
            if beside:
                # “甲”“乙”等系統: nothing stands between two quoted names
                stop = beside
                continue
            if part.word < 0 or not scan.flags[part.word] & _SEPARATES:
                break
            edge, stop = part, scan.starts[part.word]
        if not members:
            self.found.append(Candidate(scan.starts[index], end, None, None, "mention.generic"))
            return
        verb = self._verb(members[-1][0], end, members[-1][2])
        for start, stop, _ in reversed(members):
            if verb is None:
                self.found.append(Candidate(start, stop, None, None, "mention.no-verb"))
            else:
                known = known_spellings().get(without_quotes(scan.text[start:stop] + ending))
                self.found.append(
                    Candidate(start, stop, verb.role, (verb.start, verb.end), "mention.members", None, ending, known)
                )
        self.found.append(Candidate(scan.starts[index], end, None, None, "mention.members"))

    def _known(self, index: int) -> None:
        scan = self.scan
        start, end = scan.starts[index], scan.ends[index]
        known = known_spellings()[scan.text[start:end]]
        text = scan.text
        if self.found and self.found[-1].end >= end:
            return
        nearest = index + 1
        if start and text[start - 1] in "“「『" and text[end : end + 1] in tuple("”」』"):
            start, end = start - 1, end + 1
            nearest = index + 2
        if self._in_longer(nearest, start):
            return
        if known.only_before and not text.startswith(known.only_before, end):
            self.found.append(Candidate(start, end, None, None, "mention.not-the-system"))
            return
        edge = left_edge(scan, index if start == scan.starts[index] else index - 1)
        # the owner or field before a proper name is no part of it
        if known.uses_before and text.startswith(known.uses_before, end):
            self.found.append(Candidate(start, end, "USES", (end, end + 2), "mention.known", None, "", known))
        else:
            self._append(start, end, edge, "mention.known", known)

    def _in_longer(self, index: int, start: int) -> bool:
        """Whether the name goes on to an ending: “粵政易”協同辦公平臺, 政務外網安全態勢感知平臺."""
        scan = self.scan
        ending = Kind.ENDING
        for at in range(index, min(index + 12, len(scan.flags))):
            kind = scan.flags[at]
            if kind & ending:
                return scan.starts[at] > start and left_edge(scan, at).start <= start
            if kind & _APART:
                return False
        return False
