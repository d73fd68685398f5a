"""Data domains in a passage: base databases, catalogues, and the data of a field, with the verb beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from loaders.mention_candidates import Candidate, with_shared_verbs
from loaders.mention_edges import Edge, Verb, left_edge, member_edge, opens, verb_before
from loaders.mention_words import DATA, Kind, Scan, listed, vocabulary
from loaders.words import either

_ENDS = DATA | Kind.ENDING
_WHOLE = Kind.BASE | Kind.RECORD
_APART = Kind.HARD | Kind.PAUSE
_LONGEST = 30
_JOINED = ("、", "和", "与", "及", "以及")
# 等特色產業數據庫, 等重點領域主題庫: the class that the members of an enumeration make up
_CLASS = re.compile("[^,。;、等的和与及]{0,6}")
# 提供開放的公共數據
_GIVEN = re.compile("(?P<verb>开放|共享)的$")
# 省級公共數據: whose public data it is, is no part of the field
_TIER = re.compile("(?:国家|全国|[省市县区])级(?=公共|政务|社会)")
_LONGEST_MEMBER = 12
_SHORT_FIELD = 5


@dataclass(frozen=True, slots=True)
class _Forms:
    empty: re.Pattern[str]
    qualified: re.Pattern[str]
    attributes: frozenset[str]
    umbrella: frozenset[str]
    bare: re.Pattern[str]
    self_named: re.Pattern[str]
    filled: re.Pattern[str]
    endings: tuple[str, ...]
    listing: re.Pattern[str]
    not_of_fields: frozenset[str]
    institutions: re.Pattern[str]
    gathering: frozenset[str]
    no_fields: tuple[str, ...]
    complete: tuple[str, ...]
    nobody: frozenset[str]
    about: frozenset[str]
    owners: tuple[str, ...]
    makes_fields: frozenset[str]


@cache
def _forms() -> _Forms:
    empty = either(*listed("data", "empty"))
    return _Forms(
        empty=re.compile(f"{empty}*"),
        qualified=re.compile(f"{either(*listed('data', 'qualifiers'))}+$"),
        attributes=frozenset(listed("data", "attributes")),
        umbrella=frozenset(listed("data", "umbrella")),
        bare=re.compile(f"{empty}*{either(*listed('data', 'bare'))}"),
        self_named=re.compile(f"{empty}*{either(*listed('data', 'self_named'))}"),
        filled=re.compile(f".*{either(*listed('data', 'in_bases'))}(?:基础|专题|主题|信息|资源|数据)*库"),
        endings=listed("platforms", "endings"),
        listing=re.compile(
            f"{either(*listed('mentions', 'et_cetera'))}(?:[^,。;、等的]{{0,10}}(?:领域|方面|行业)[和及与]?)?(?:的|{empty}|{either(*listed('data', 'umbrella'))})*"
        ),
        not_of_fields=frozenset(listed("data", "not_of_fields")),
        institutions=re.compile(f"[^、,。;]{{0,5}}?{either(*listed('data', 'institutions'))}"),
        gathering=frozenset(listed("verbs", "gathering")),
        no_fields=(*listed("mentions", "heads"), *listed("platforms", "endings"), *listed("data", "complete")),
        complete=listed("data", "complete"),
        nobody=frozenset(listed("data", "nobody")),
        about=frozenset(listed("data", "about")),
        owners=listed("data", "owners"),
        makes_fields=frozenset(listed("data", "makes_fields")),
    )


class DataReader:
    """Reads one passage; `taken` are the spans of platforms, in whose names data is no domain of its own."""

    def __init__(self, scan: Scan, taken: list[Candidate]) -> None:
        self.scan = scan
        self.ends = [c.end for c in taken]
        self.starts = [c.start for c in taken]
        self.found: list[Candidate] = []
        self.waits = False

    def read(self) -> list[Candidate]:
        """Every database and every field whose data is collected, shared or used, in order."""
        scan = self.scan
        for index in scan.names:
            kind = scan.flags[index]
            if not kind & DATA:
                continue
            start, end = scan.starts[index], scan.ends[index]
            following = index + 1
            if following < len(scan.flags) and scan.starts[following] == end and scan.flags[following] & _ENDS:
                continue  # 信息資源目錄, 數據分析平臺: the last ending names it
            before = bisect_right(self.starts, start) - 1
            if before >= 0 and start < self.ends[before]:
                continue  # in a platform's name
            self._trigger(index, kind)
        found = with_shared_verbs(scan.text, self.found) if len(self.found) > 1 else self.found
        return [c for c in found if c.rule != "mention.waits"] if self.waits else found

    def _trigger(self, index: int, kind: int) -> None:
        scan, forms = self.scan, _forms()
        floor = self._floor(scan.starts[index])
        edge = self._edge(index, floor)
        end = scan.ends[index]
        if kind & Kind.BASE and opens(scan, edge.word) and scan.text[end : end + 1] in ("”", "」"):
            edge, end = left_edge(scan, edge.word, floor, whole=False), end + 1
        if end - edge.start > _LONGEST:
            return
        if scan.text.endswith(forms.endings, 0, scan.starts[index]):
            return  # a system's data name no field
        if (listing := self._listing(edge, scan.starts[index])) is not None:
            self._members(listing, index, kind, end)
            return
        if tier := _TIER.match(scan.text, edge.start, scan.starts[index]):
            edge = edge._replace(start=tier.end())
        field = forms.qualified.sub("", scan.text[edge.start : scan.starts[index]])
        after = vocabulary().after_data.match(scan.text, end)
        whole = bool(kind & _WHOLE)
        named = scan.text[edge.start : end] if whole else field
        if kind & Kind.BASE:
            if forms.bare.fullmatch(named) and not forms.filled.fullmatch(named):
                edge = self._qualified(edge)
                if scan.text[edge.start : end] == named:
                    self.found.append(Candidate(edge.start, end, None, None, "mention.generic"))
                    return
        elif forms.empty.fullmatch(field) and not (whole and forms.self_named.fullmatch(named)):
            return
        self._other_field(edge, kind, after, floor)
        verb = self._listed_before(edge, kind, field, after, floor) or self._verb(edge, kind, after)
        if verb is None:
            if not kind & Kind.RECORD:
                self.found.append(Candidate(edge.start, end, None, None, "mention.no-verb"))
            elif scan.text.startswith(_JOINED, end):
                # the verb may stand behind the last one: 人口信息、法人信息共享
                self.found.append(Candidate(edge.start, end, None, None, "mention.waits"))
                self.waits = True
            return
        self.found.append(
            Candidate(edge.start, end, verb.role, (verb.start, verb.end), "mention.base" if whole else "mention.field")
        )

    def _other_field(self, edge: Edge, kind: int, after: re.Match[str] | None, floor: int) -> None:
        """利用養老和民政數據: two fields, where the first stands directly behind a verb of collecting or using."""
        scan, roles = self.scan, vocabulary().data
        if not kind & Kind.FIELD or edge.word < 0 or not scan.flags[edge.word] & Kind.JOIN:
            return
        stop = scan.starts[edge.word]
        other = left_edge(scan, edge.word, floor, whole=False)
        behind = roles[scan.ids[other.word]] if other.word >= 0 else None
        if behind in ("PRODUCES", "CONSUMES") and 2 <= stop - other.start <= 6:
            verb = self._verb(other, kind, after)
            if verb is not None and not _forms().empty.fullmatch(scan.text, other.start, stop):
                self.found.append(Candidate(other.start, stop, verb.role, (verb.start, verb.end), "mention.members"))

    def _listed_before(self, edge: Edge, kind: int, field: str, after: re.Match[str] | None, floor: int) -> Verb | None:
        """歸集稅務、社保、醫療數據: what stands before it in the enumeration, and the verb that governs them all."""
        scan, forms, roles = self.scan, _forms(), vocabulary().data
        if edge.word < 0 or not scan.flags[edge.word] & Kind.PAUSE or len(field) > _SHORT_FIELD:
            return None
        members: list[tuple[int, int]] = []
        part = edge
        while part.word >= 0 and scan.flags[part.word] & Kind.PAUSE:
            stop = scan.starts[part.word]
            part = left_edge(scan, part.word, floor, whole=False)
            name = scan.text[part.start : stop]
            if not 2 <= len(name) <= _SHORT_FIELD + 1 or name.endswith(forms.no_fields) or forms.empty.fullmatch(name):
                return None
            members.append((part.start, stop))
        if part.word < 0 or scan.ends[part.word] != part.start:
            return None
        role = roles[scan.ids[part.word]]
        if role not in ("PRODUCES", "CONSUMES") and (role is None or after is None):
            return None
        verb = self._verb(Edge(part.start, part.word), kind, after)
        if verb is not None:
            for start, stop in reversed(members):
                self.found.append(Candidate(start, stop, verb.role, (verb.start, verb.end), "mention.members"))
        return verb

    def _floor(self, start: int) -> int:
        """Where the last name before an offset ends."""
        before = bisect_right(self.ends, start) - 1
        return max(self.ends[before] if before >= 0 else 0, self.found[-1].end if self.found else 0)

    def _edge(self, index: int, floor: int) -> Edge:
        """Where the name begins: also before 相關的 (氣象災害防禦相關的政務數據)."""
        scan = self.scan
        edge = left_edge(scan, index, floor, whole=False)
        if (at := self._gathering(edge, index)) >= 0:
            return Edge(scan.ends[at], at)
        while edge.word >= 0 and scan.ends[edge.word] == edge.start:
            word = scan.text[scan.starts[edge.word] : edge.start]
            if word not in _forms().about:
                break
            wider = left_edge(scan, edge.word, floor, whole=False)
            if wider.start >= scan.starts[edge.word]:
                break
            edge = wider
        return edge

    def _gathering(self, edge: Edge, index: int) -> int:
        """The verb of gathering in the middle of a phrase, -1 for none: 按照統一標準歸集電子證照數據."""
        scan, verbs = self.scan, _forms().gathering
        for at in range(index - 1, edge.word, -1):
            if scan.starts[at] < edge.start:
                break
            apart = scan.starts[index] - scan.ends[at] >= 2
            if apart and scan.flags[at] & Kind.WEAK and scan.text[scan.starts[at] : scan.ends[at]] in verbs:
                return at
        return -1

    def _listing(self, edge: Edge, start: int) -> Edge | None:
        """The 等 of an enumeration whose members share the ending: 養老、慈善等數據, 交通、醫療等領域和部門數據."""
        scan = self.scan
        at = edge.word
        while at >= 0 and scan.starts[at] >= start - 24 and not scan.flags[at] & _APART:
            if scan.flags[at] & Kind.ET_CETERA:
                matched = _forms().listing.fullmatch(scan.text, scan.starts[at], start) or _CLASS.fullmatch(
                    scan.text, scan.ends[at], start
                )
                return Edge(scan.ends[at], at) if matched else None
            at -= 1
        return None

    def _qualified(self, edge: Edge) -> Edge:
        """以擔保人名稱為索引的電子數據庫: what stands before 的 makes a general name definite."""
        scan = self.scan
        if edge.word < 0 or not scan.flags[edge.word] & Kind.DE:
            return edge
        for at in range(edge.word - 1, -1, -1):
            if scan.flags[at] & _APART or edge.start - scan.starts[at] > 20:
                break
            if scan.flags[at] & Kind.FUNCTION and scan.text[scan.starts[at]] == "以":
                return Edge(scan.starts[at], at - 1)
        return edge

    def _verb(self, edge: Edge, kind: int, after: re.Match[str] | None) -> Verb | None:
        scan, known, forms = self.scan, vocabulary(), _forms()
        if after is not None and forms.institutions.match(scan.text, after.end()):
            # 政務數據共享、開放清單: a matter of rules; what is built all the same is a body of data
            if not kind & Kind.BASE:
                return None
            after = None
        last = self.found[-1] if self.found else None
        if last is not None and last.role is not None and scan.text[last.end : edge.start] in _JOINED:
            return Verb(last.role, *(last.verb or (edge.start, edge.start)))
        if (given := _GIVEN.search(scan.text, max(0, edge.start - 4), edge.start)) is not None:
            return Verb("PRODUCES", *given.span("verb"))
        before = verb_before(scan, edge, known.data, listed_too=True)
        if before is not None and self._of_platform(before, edge):
            before = None
        strong = before is not None and before.role != "WEAK"
        if after is not None and not kind & Kind.BASE and after["verb"] in forms.not_of_fields:
            after = None
        if kind & Kind.BASE:
            if before is not None:
                return before if before.role == "CONSUMES" else before._replace(role="PRODUCES")
            return _behind(after) if after else None
        if strong and before is not None and before.role == "CONSUMES":
            return before
        if after is not None:
            return _behind(after)
        if strong and before is not None and before.at == edge.word:
            return before
        if strong and before is not None and not kind & Kind.RECORD:
            return before
        if before is not None and before.at == edge.word and self._made(before, kind):
            return before._replace(role="PRODUCES")
        return None

    def _made(self, verb: Verb, kind: int) -> bool:
        """完善三維地圖數據。: built, where the phrase ends with the data."""
        scan = self.scan
        ends = bisect_right(scan.starts, verb.start)
        while ends < len(scan.flags) and not scan.flags[ends] & kind & Kind.FIELD:
            ends += 1
        stop = scan.ends[ends] if ends < len(scan.flags) else -1
        return (
            bool(kind & Kind.FIELD)
            and scan.text[verb.start : verb.end] in _forms().makes_fields
            and stop > 0
            and scan.text[stop : stop + 1] in ("", "。", ",", ";")
        )

    def _of_platform(self, verb: Verb, edge: Edge) -> bool:
        """Whether a verb is a word of a platform's name, or has a platform for its object: 依託…平臺提供…信息."""
        following = bisect_right(self.starts, verb.start)
        if following and verb.start < self.ends[following - 1]:
            return True
        if verb.role != "CONSUMES":
            return False
        return (
            following < len(self.starts) and self.starts[following] < edge.start and self.ends[following] <= edge.start
        )

    def _members(self, listing: Edge, index: int, kind: int, end: int) -> None:
        """養老、慈善等數據資源: each member is a field; 機動車生產、銷售等信息 is one body of data."""
        scan, forms = self.scan, _forms()
        edge = listing
        stop = scan.starts[edge.word]
        while self.found and self.found[-1].rule == "mention.waits":
            self.found.pop()
        last = self.found[-1].end if self.found else 0
        members: list[tuple[int, int, Edge]] = []
        while stop > last:
            at = next((k for k in range(edge.word, -1, -1) if scan.ends[k] <= stop), -1)
            part = member_edge(scan, at, stop, last)
            if part.start == stop and part.word > 0 and scan.flags[part.word] & Kind.WEAK:
                # 採購、庫存、使用等數據: the last one is a word that is a verb elsewhere
                part = Edge(scan.starts[part.word], part.word - 1)
            if not 1 <= stop - part.start <= _LONGEST_MEMBER or scan.text.endswith(forms.complete, part.start, stop):
                break
            members.append((part.start, stop, part))
            if part.word < 0 or not scan.flags[part.word] & (Kind.PAUSE | Kind.JOIN):
                break
            edge, stop = part, scan.starts[part.word]
        if not members:
            if kind & Kind.BASE:
                self.found.append(Candidate(scan.starts[index], end, None, None, "mention.generic"))
            return
        members.reverse()
        after_etc = scan.ends[listing.word]
        first = members[0][2]
        after = vocabulary().after_data.match(scan.text, end)
        verb = self._verb(first, kind, after)
        texts = [scan.text[a:b] for a, b, _ in members]
        if verb is None:
            self.found.append(Candidate(members[0][0], end, None, None, "mention.no-verb"))
        elif any(t in forms.attributes for t in texts[1:]) or scan.text.startswith(forms.owners, after_etc):
            self.found.append(Candidate(members[0][0], end, verb.role, (verb.start, verb.end), "mention.record"))
        else:
            for (start, stop, _), text in zip(members, texts, strict=True):
                if text in forms.nobody:
                    continue
                self.found.append(Candidate(start, stop, verb.role, (verb.start, verb.end), "mention.members"))
            if kind & Kind.BASE:
                self.found.append(Candidate(scan.starts[index], end, None, None, "mention.members"))


def _behind(after: re.Match[str]) -> Verb:
    """The verb behind a name."""
    return Verb(vocabulary().data_roles.get(after["verb"], "PRODUCES"), *after.span("verb"))
