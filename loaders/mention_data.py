"""Data domains in a passage: base databases, catalogues, and the data of a field, with the verb beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.mention_edges import Edge, Verb, left_edge, verb_before
from loaders.mention_platforms import Candidate, left_edge_from
from loaders.mention_words import Kind, Scan, listed, vocabulary
from loaders.words import either

_TRIGGER = int(Kind.BASE | Kind.FIELD | Kind.RECORD)
_LONGEST = 30
_LONGEST_MEMBER = 12
_LINK = re.compile("(?:相关|有关)的$")


@dataclass(frozen=True, slots=True)
class _Forms:
    empty: re.Pattern[str]
    qualified: re.Pattern[str]
    lead: re.Pattern[str]
    attributes: frozenset[str]
    umbrella: frozenset[str]
    institutions: re.Pattern[str]


@cache
def _forms() -> _Forms:
    empty = either(*listed("data", "empty"))
    return _Forms(
        empty=re.compile(f"{empty}*"),
        qualified=re.compile(f"{either(*listed('data', 'qualifiers'))}+$"),
        lead=re.compile(f"(?:{either('全市', '我市', '全省', '市级', '省级')})+"),
        attributes=frozenset(listed("data", "attributes")),
        umbrella=frozenset(listed("data", "umbrella")),
        institutions=re.compile(
            f".{{0,6}}?{either(*listed('data', 'institutions'))}"
        ),
    )


class DataReader:
    """Reads one passage; `taken` are the spans of platforms, in whose names data is no domain of its own."""

    def __init__(self, scan: Scan, taken: list[Candidate]) -> None:
        self.scan = scan
        self.taken = [(c.start, c.end) for c in taken]
        self.found: list[Candidate] = []

    def read(self) -> list[Candidate]:
        """Every database and every field whose data is collected, shared or used, in order."""
        scan = self.scan
        for index, kind in enumerate(scan.flags):
            if not kind & _TRIGGER:
                continue
            start, end = scan.starts[index], scan.ends[index]
            following = index + 1
            if (
                following < len(scan.flags)
                and scan.starts[following] == end
                and scan.flags[following] & (_TRIGGER | Kind.ENDING)
            ):
                continue  # 信息資源目錄, 數據分析平臺: the last ending names it
            if any(a <= start < b for a, b in self.taken):
                continue
            self._trigger(index, kind)
        return self.found

    def _trigger(self, index: int, kind: int) -> None:
        scan, forms = self.scan, _forms()
        floor = self.found[-1].end if self.found else 0
        edge = self._edge(index, floor)
        end = scan.ends[index]
        if kind & Kind.BASE and edge.word >= 0 and scan.flags[edge.word] & Kind.OPEN:
            if scan.text[end : end + 1] in ("”", "」"):
                edge, end = left_edge(scan, edge.word, floor), end + 1
        head = scan.text[edge.start : scan.starts[index]]
        field = forms.qualified.sub("", head)
        after = vocabulary().after_data.match(scan.text, end)
        if edge.word >= 0 and scan.flags[edge.word] & Kind.ET_CETERA and forms.empty.fullmatch(field.lstrip("领域方面行业")):
            self._members(edge, index, kind, end)
            return
        whole = bool(kind & (Kind.BASE | Kind.RECORD))
        named = scan.text[edge.start : end] if whole else field
        if len(named) > _LONGEST:
            return
        if forms.empty.fullmatch(field) and not (whole and field and kind & Kind.BASE and not _bare(field)):
            if kind & Kind.BASE:
                self.found.append(Candidate(edge.start, end, None, None, "mention.generic"))
            return
        verb = self._verb(edge, kind, after, field, end)
        if verb is None:
            if not kind & Kind.RECORD:
                self.found.append(Candidate(edge.start, end, None, None, "mention.no-verb"))
            return
        self.found.append(Candidate(edge.start, end, verb.role, verb.word, "mention.base" if whole else "mention.field"))

    def _edge(self, index: int, floor: int) -> Edge:
        """Where the name begins: also before 相關的 (氣象災害防禦相關的政務數據)."""
        scan = self.scan
        edge = left_edge(scan, index, floor)
        while edge.word >= 0 and scan.ends[edge.word] == edge.start:
            word = scan.text[scan.starts[edge.word] : edge.start]
            if word not in ("相关的", "有关的"):
                break
            wider = left_edge(scan, edge.word, floor)
            if wider.start >= scan.starts[edge.word]:
                break
            edge = wider
        return edge

    def _verb(self, edge: Edge, kind: int, after: re.Match[str] | None, field: str, end: int) -> Verb | None:
        scan, known, forms = self.scan, vocabulary(), _forms()
        last = self.found[-1] if self.found else None
        if last is not None and last.role is not None and scan.text[last.end : edge.start] in ("、", "和", "与", "及", "以及"):
            return Verb(last.role, last.verb or "")
        before = verb_before(scan, edge, known.data)
        strong = before is not None and before.role != "WEAK"
        if after is not None:
            general = field in forms.umbrella or field.endswith(("公共", "政务"))
            if general and forms.institutions.match(scan.text, after.end()):
                after = None
        if kind & Kind.BASE:
            if before is not None:
                return Verb("CONSUMES" if before.role == "CONSUMES" else "PRODUCES", before.word)
            return Verb(known.data_roles[after["verb"]], after["verb"]) if after else None
        if strong and before is not None and before.role == "CONSUMES":
            return before
        if after is not None:
            return Verb(known.data_roles[after["verb"]], after["verb"])
        if strong and before is not None and before.index == edge.word:
            return before
        if strong and before is not None and not kind & Kind.RECORD:
            return before
        return None

    def _members(self, edge: Edge, index: int, kind: int, end: int) -> None:
        """養老、慈善等數據資源: each member is a field; 機動車生產、銷售等信息 is one body of data."""
        scan, forms = self.scan, _forms()
        stop = scan.starts[edge.word]
        last = self.found[-1].end if self.found else 0
        members: list[tuple[int, int, Edge]] = []
        while stop > last:
            at = next((k for k in range(edge.word, -1, -1) if scan.ends[k] <= stop), -1)
            part = left_edge_from(scan, at, stop, last)
            if not 1 <= stop - part.start <= _LONGEST_MEMBER:
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
        first = members[0][2]
        after = vocabulary().after_data.match(scan.text, end)
        verb = self._verb(first, kind, after, "", end)
        texts = [scan.text[a:b] for a, b, _ in members]
        if verb is None:
            self.found.append(Candidate(members[0][0], end, None, None, "mention.no-verb"))
        elif any(text in forms.attributes for text in texts[1:]):
            self.found.append(Candidate(members[0][0], end, verb.role, verb.word, "mention.record"))
        else:
            for (start, stop, _), text in zip(members, texts, strict=True):
                if forms.empty.fullmatch(text):
                    continue
                self.found.append(Candidate(start, stop, verb.role, verb.word, "mention.members"))
            if kind & Kind.BASE:
                self.found.append(Candidate(scan.starts[index], end, None, None, "mention.members"))


def _bare(field: str) -> bool:
    """Whether a database's name says nothing but that it is one (基礎數據庫, 信息庫)."""
    return field in ("", "基础", "相关", "各类", "业务", "信息", "核心", "数据", "行业", "综合", "服务器")
