"""The document's head: title, 發文字號, issuer, date, year, jurisdiction — and the lines around the plan that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from graph.identity import shadow
from graph.places import find_place, place_of_stem
from loaders.dates import find_deadlines, full_dates
from loaders.facts import Head, Used
from loaders.names import is_plain_body
from loaders.source import Span
from loaders.words import either, words

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:\([\u4e00-\u9fff]{1,4}\))?[\u4e00-\u9fff]{0,4}\s?[〔\[(【]\s?(?:19|20)\d\d\s?[〕\])】]\s?第?\s?\d{1,4}\s?号"
)
_LONGEST = 160  # no line of a head is longer
_TITLED = re.compile("《([^《》\n]{4,80})》")
_ANNEX = re.compile(r"附[件表录]?\s*[\d一二三四五六七八九十]{0,3}\s*[:.]?")
_YEAR = re.compile(r"(20\d\d|19[5-9]\d)\s*年?")


@dataclass(slots=True)
class HeadFound:
    """The head, the spans that it was read from, and the year that title, number or date print."""

    head: Head
    used: list[Used] = field(default_factory=list)
    stated_year: int | None = None


@cache
def _title_end() -> re.Pattern[str]:
    # behind it a period or a state may stand in brackets: (2024—2026年), (征求意見稿)
    return re.compile(f"{either(*words('head', 'titles'), *words('head', 'notices'))}[)）]?(?:\\([^()]{{2,16}}\\))?$")


@cache
def _issuer_line() -> re.Pattern[str]:
    return re.compile(f"{either(*words('head', 'issuers'))}\\s*:\\s*(?P<name>[\\u4e00-\\u9fff()]+)")


@cache
def _before_place() -> re.Pattern[str]:
    return re.compile(either(*words("head", "before_places")))


@cache
def _date_line() -> re.Pattern[str]:
    return re.compile(
        f"{either(*words('head', 'dates'))}[\\s:|]*(?P<year>(?:19|20)\\d\\d) ?[-/.年] ?(?P<month>\\d{{1,2}}) ?[-/.月] ?(?P<day>\\d{{1,2}})"
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a document is signed: the issuer's name, the date as ISO, and the place of both."""

    issuer: Span | None
    issued_on: str | None
    span: Span | None


def read_head(
    text: str, printed: str, lines: list[Span], front: int, signature: Signature, jurisdiction: str | None
) -> HeadFound:
    """Read the head.

    Args:
        text: the shadow.
        printed: the text as printed.
        lines: its lines.
        front: offset of the first chapter, item or table; the title stands before it.
        signature: see `find_signature`.
        jurisdiction: what the caller knows of the place.
    """
    found = HeadFound(Head())
    before = [
        line if line.end <= (end := min(front, line.start + _LONGEST)) else Span(line.start, end)
        for line in lines
        if line.start < front
    ]
    title, number_in_title = _title(text, before, front)
    doc_number = number_in_title or _doc_number(text, before)
    issuer, issued_on = _unsealed(text, signature.issuer), signature.issued_on
    issuer = (_whole(text, issuer, before) or issuer) if issuer else _issuer(text, title, before)
    for span, rule in (
        (title, "head.title"),
        (doc_number, "head.doc_number"),
        (issuer, "head.issuer"),
        (signature.span, "head.signature"),
    ):
        if span:
            found.used.append(Used(span, "used", rule))

    def value(span: Span | None) -> str | None:
        return _SPACE.sub("", printed[span.start : span.end]) if span else None

    year = _first_year(text, title)
    for span in (doc_number,):
        year = year or _first_year(text, span)
    year = year or (int(issued_on[:4]) if issued_on else None)
    found.stated_year = year
    if year is None:
        year = _first_year(text, Span(0, front)) or _deadline_year(text)
    place = jurisdiction or _jurisdiction(text, printed, issuer, title)
    found.head = Head(value(title), value(doc_number), value(issuer), issued_on, year, place)
    return found


def _unsealed(text: str, issuer: Span | None) -> Span | None:
    """An issuer without the remark whose seal it is: 某某辦公室(代章)."""
    found = _SEALED.search(text, *issuer) if issuer else None
    return Span(issuer.start, found.start()) if issuer and found else issuer


def _whole(text: str, issuer: Span, before: list[Span]) -> Span | None:
    """The whole name of a signature that was broken over lines, where the notice's title holds it before 關於."""
    name = _SPACE.sub("", text[issuer.start : issuer.end])
    for line in before:
        words_ = text[line.start : line.end]
        cut = words_.find(name + "关于")
        if cut > 0 and is_plain_body(_SPACE.sub("", words_[: cut + len(name)])):
            return Span(line.end - len(words_.lstrip()), line.start + cut + len(name))
    return None


def _title(text: str, before: list[Span], front: int) -> tuple[Span | None, Span | None]:
    """The plan's title: the last line before the first item that ends like one, rather not a notice's."""
    best: tuple[int, Span, Span | None] | None = None
    named = {_bare(m.group(1)) for m in _TITLED.finditer(text, 0, front)}
    i = len(before) - 1
    while i >= 0:
        span, number = _own_number(text, before[i])
        line = text[span.start : span.end]
        cut = line.find("。")
        if cut > 0 and i == 0 and "关于" in line[:40]:
            # a text whose line ends were lost begins with its title
            span, line = Span(span.start, span.start + cut), line[:cut]
        first = i
        if _reads_like_title(line):
            while first > 0 and _continues(text, before[first - 1]):
                first -= 1
            for more in (1, 2):
                # a letter names the plan in 《》: as many lines as make up that name
                if i >= more and _bare(text[before[i - more].start : span.end]) in named:
                    first = i - more
            span = _unquoted(text, Span(before[first].start, span.end))
            line = _SPACE.sub("", text[span.start : span.end])
            if len(line) >= 5 and len(line) <= 110:
                rank = 3 if _bare(line) in named else 1 if line.endswith(words("head", "notices")) else 2
                if best is None or rank > best[0]:
                    best = rank, span, number
        i = first - 1
    return (best[1], best[2]) if best else (None, None)


def _unquoted(text: str, span: Span) -> Span:
    """A title that stands in 《》 on its line, without them."""
    inner = text[span.start : span.end].strip()
    if inner.startswith("《") and inner.endswith("》") and inner.count("《") == 1:
        start = text.index("《", span.start) + 1
        return Span(start, text.rindex("》", start, span.end))
    return span


def _bare(title: str) -> str:
    return re.sub(r"[\s《》〈〉<>]", "", title)


def _own_number(text: str, line: Span) -> tuple[Span, Span | None]:
    """A line without the 發文字號 in brackets at its end."""
    found = re.search(
        r"[(\[]\s*([^()\[\]]+[〔\[]\s?\d{4}\s?[〕\]]\s?\d{1,4}\s?号)\s*[)\]]$", text[line.start : line.end]
    )
    if not found:
        return line, None
    return Span(line.start, line.start + found.start()), Span(line.start + found.start(1), line.start + found.end(1))


def _reads_like_title(line: str) -> bool:
    bare = _SPACE.sub("", line)
    if bare.startswith("《") and bare.endswith("》"):
        bare = bare[1:-1]
    if not 2 <= len(bare) <= 90 or _ANNEX.match(bare) or any(c in bare for c in "。;:|"):
        return False
    return _title_end().search(bare) is not None


def _continues(text: str, line: Span) -> bool:
    """Whether a line is the first part of a title that goes on in the next one."""
    words_ = _SPACE.sub("", text[line.start : line.end])
    if (
        not 6 <= len(words_) <= 60
        or words_[-1] in "。;!?)]〕】号日"
        or _ANNEX.match(words_)
        or "|" in words_
        or ":" in words_
    ):
        return False
    if is_plain_body(words_) and "关于" not in words_:
        return False
    return not _title_end().search(words_) and not _NUMBER.search(words_)


def _doc_number(text: str, before: list[Span]) -> Span | None:
    """The 發文字號 on a line of its own (one inside a sentence is another document's)."""
    for line in before:
        # the pattern is slow, and ends with 号
        found = _NUMBER.search(text, *line) if text.find("号", *line) >= 0 else None
        if found:
            rest = _LABEL.sub("", text[line.start : found.start()] + text[found.end() : line.end])
            bare = re.sub(r"[\s:()\[\]【】•·●*/]|备注|发布文号|发文字号|公文文号|文号|文件编号|索引号", "", rest)
            if len(bare) <= 2:
                return Span(*found.span())
    return None


_ISSUED = re.compile("(?:印发|发布|公布|下发)。?$")
_SEALED = re.compile(r"[ \t]*\((?:代章|盖章|章|印章|公章)\)$")
_LABEL = re.compile(r"[\u4e00-\u9fff/]{2,8}\s*:")
_LETTER_END = re.compile(r"[ \t\u3000]*(?:\n|$|\(此件|\(本文|\(公开|附件)")


def find_signature(text: str, lines: list[Span]) -> Signature:
    """Where the document is signed: lines of bodies, then a line that is a date."""
    alone: Signature | None = None
    for i, line in enumerate(lines):
        if len(line) > 60:
            continue
        date = next(iter(full_dates(text, line.start, line.end)), None)
        if date is None:
            continue
        rest = text[line.start : date[1].start] + text[date[1].end : line.end]
        bare = _ISSUED.sub("", _SPACE.sub("", rest))
        if bare and (not is_plain_body(bare) or len(bare) > 36):
            continue
        if bare:
            issuer = Span(line.start, line.start + len(text[line.start : date[1].start].rstrip()))
            return Signature(issuer, date[0], line)
        first = i
        while first > 0 and i - first < 20 and _is_signer(text, lines[first - 1]):
            first -= 1
        if first < i:
            span = Span(lines[first].start, line.end)
            parts = re.split(r"[ \u3000\t]{2,}", text[lines[first].start : lines[first].end])
            issuer = Span(lines[first].start, lines[first].start + len(parts[0]))
            return Signature(issuer, date[0], span)
        if not bare and i and text[lines[i - 1].start : lines[i - 1].end].rstrip().endswith(("。", ":")):
            # the letter's end prints the date alone
            alone = alone or Signature(None, date[0], line)
    if alone:
        return alone
    # a text on one line: the last sentence is the signature
    for iso, span in list(full_dates(text))[-3:][::-1]:
        if not _LETTER_END.match(text, span.end):
            continue
        begin = max(text.rfind(mark, max(0, span.start - 40), span.start) for mark in "。;\n)") + 1
        if begin and is_plain_body(_SPACE.sub("", text[begin : span.start])):
            return Signature(Span(begin, span.start), iso, Span(begin, span.end))
    for line in lines[:40]:
        if len(line) <= 200 and (dated := _date_line().search(text, line.start, line.end)):
            year, month, day = int(dated["year"]), int(dated["month"]), int(dated["day"])
            if 1 <= month <= 12 and 1 <= day <= 31:
                return Signature(None, f"{year:04d}-{month:02d}-{day:02d}", Span(*dated.span()))
    return Signature(None, None, None)


def _is_signer(text: str, line: Span) -> bool:
    name = _SPACE.sub("", text[line.start : line.end])
    return (
        3 <= len(name) <= 40 and is_plain_body(name) and not any(c in name for c in ",。;:、") and name[0] not in "(（"
    )


def _issuer(text: str, title: Span | None, before: list[Span]) -> Span | None:
    """Without a signature: the body before 關於 in the title, or a line that says who issued it."""
    if title:
        head = text[title.start : title.end]
        cut = head.find("关于")
        if cut > 2 and is_plain_body(_SPACE.sub("", head[:cut])):
            return Span(title.start, title.start + cut)
    for line in before:
        found = _issuer_line().search(text, line.start, line.end)
        if found and is_plain_body(found["name"]):
            return Span(*found.span("name"))
    return None


def _first_year(text: str, span: Span | None) -> int | None:
    found = _YEAR.search(text, span.start, span.end) if span else None
    return int(found.group(1)) if found else None


def _deadline_year(text: str) -> int | None:
    """The earliest year that a deadline names."""
    years = [int(d.due_on[:4]) for d in find_deadlines(text, None) if d.due_on]
    return min(years) if years else None


def _jurisdiction(text: str, printed: str, issuer: Span | None, title: Span | None) -> str | None:
    if issuer and (place := find_place(_SPACE.sub("", printed[issuer.start : issuer.end]))):
        return place
    if title is None:
        return None
    # 數字湖州建設2024年工作要點
    before = _before_place().search(text, title.start, title.end)
    if before and (found := place_of_stem(printed[before.end() : title.end])):
        simplified = text[title.start : title.end] == printed[title.start : title.end]
        return shadow(found[0]) if simplified else found[0]
    return find_place(_SPACE.sub("", printed[title.start : title.end]))
