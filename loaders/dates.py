"""Dates and deadlines: 2021年6月底前, 第三季度前, 年内, 持续推进, 二〇二一年五月二十八日."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from graph.identity import shadow
from loaders.numerals import numeral
from loaders.source import Span
from loaders.words import either, lexicon, words


class Deadline(NamedTuple):
    """A deadline in a text.

    Attributes:
        due_on: its last day as ISO date; None for one in words (持续推进) or without a year.
        span: where it is printed.
        marked: whether the words say that it is a deadline (底, 前, 内, 完成), not only a date.
        period: whether it is the end of a printed period (2021年至2023年).
    """

    due_on: str | None
    span: Span
    marked: bool
    period: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    deadline: re.Pattern[str]
    lasting: re.Pattern[str]
    finished: re.Pattern[str]


_CN = "[一二三四五六七八九十]"
_YEAR_DIGITS = "(?:(?:19|20)\\d\\d|[一二][〇○零\u25cb九][〇○零一二三四五六七八九\u25cb]{2})"


@cache
def _patterns() -> _Patterns:
    plans = either(*words("dates", "plans"))
    year = f"(?:(?P<year>{_YEAR_DIGITS}) ?年|(?P<named>{either(*words('dates', 'years'))}))"
    end = f"(?P<end>{either(*words('dates', 'ends'))})"
    part = f"(?:第?(?P<half>{either(*words('dates', 'halves'))}))"
    month = "(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月份?"
    day = f"(?:(?P<day>3[01]|[12]\\d|0?[1-9]|[一二三]?十{_CN}?|{_CN}) ?[日号]|(?P<tenth>{either(*words('dates', 'days'))}))"
    pattern = (
        # every form begins with one of these
        f"(?=(?:\\d{{1,4}}|[一二三四五六七八九十〇○零]{{1,4}}) ?[年月]|第?[一二三四1-4]季|[上下]半|[今本当明]年|年[底末内度]"
        f'|["“‘「『]?十[四五]五|\\d{{1,4}} ?[-—–~至到])'
        f"(?:(?P<plan>[\"“”'‘’「」『』]?{plans}[\"“”'‘’「」『』]?(?:时期|期间)?)(?:期?末|收官)前?"
        # a range of months or years counts by its end
        f"|(?P<range>(?:{_YEAR_DIGITS} ?年? ?(?:1?\\d ?月?)?|1?\\d ?月?) ?[-—–~至到]+ ?)?"
        f"(?:{year} ?)?(?:{part}|{month}(?: ?{day})?|(?P<bare>年))?"
        f"(?: ?年?{end})?(?P<before>[之以]?前)?)"
    )
    return _Patterns(
        re.compile(pattern),
        re.compile(either(*words("dates", "lasting"))),
        re.compile(
            f"[,]?(?:要|须|应|力争|确保|基本|全面|全部|初步|争取|实质性){{0,2}}{either(*words('dates', 'finished'))}"
        ),
    )


@cache
def _value(group: str, key: str) -> dict[str, int]:
    return {entry["word"]: entry[key] for entry in lexicon("dates")[group]}


# what before 年 or 月 makes it a length of time (3年内, 每年, 半年)
_NUMERALS = frozenset("0123456789.〇零一二三四五六七八九十两几数每半多整全周近个")


def _last_day(year: int, month: int, day: int | None = None) -> str | None:
    if not (1 <= month <= 12 and 1900 <= year <= 2999):
        return None
    length = calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{min(day or length, length):02d}"


# it begins with a set of characters, which the engine looks for fastest
_ANCHOR = re.compile("[年月季四五](?:(?<=[年月季])|五)")
_BEFORE, _BEHIND = 24, 16


def find_deadlines(text: str, year: int | None, start: int = 0, end: int | None = None) -> Iterator[Deadline]:
    """Every date that may be a deadline, in order.

    Args:
        text: a shadow (see `graph.identity.shadow`).
        year: the plan's year, for dates that print none.
        start, end: the part of the text to look at.
    """
    patterns = _patterns()
    stop = len(text) if end is None else end
    done = start
    for anchor in _ANCHOR.finditer(text, start, stop):
        # the pattern is slow: look only around the words that every form holds
        at = max(done, anchor.start() - _BEFORE)
        while at <= anchor.start():
            found = patterns.deadline.search(text, at, min(stop, anchor.end() + _BEHIND))
            if found is None or found.start() > anchor.start():
                break
            at = max(found.end(), found.start() + 1)
            deadline = _read(found, year, text, stop, patterns)
            if deadline is not None and found.end() > anchor.start():
                done = at
                yield deadline


def _read(found: re.Match[str], year: int | None, text: str, stop: int, patterns: _Patterns) -> Deadline | None:
    named = found.groupdict()
    span = Span(found.start(), found.end())
    if named["plan"]:
        word = next(w for w in _value("plans", "year") if w in named["plan"])
        return Deadline(_last_day(_value("plans", "year")[word], 12), span, marked=True)
    dated = named["year"] or named["named"]
    if not (dated or named["half"] or named["month"] or named["bare"]):
        return None
    own = _own_year(named, year)
    marked = bool(named["end"] or named["before"])
    if named["bare"] and not dated:
        # 年底, 年内; 年 alone, 3年内 and 每年 are no deadline
        if not named["end"] or text[span.start - 1 : span.start] in _NUMERALS:
            return None
        return Deadline(_last_day(own, 12) if own else None, span, marked=True)
    if not dated and text[span.start - 1 : span.start] in _NUMERALS:
        return None
    if not marked and text.startswith(("起", "以来", "以后"), span.end):
        return None
    marked = marked or patterns.finished.match(text, span.end, stop) is not None
    return Deadline(_day(named, own), span, marked, period=bool(named["range"]))


def _own_year(named: dict[str, str | None], year: int | None) -> int | None:
    if named["year"]:
        return numeral(named["year"].replace("○", "〇"))
    if named["named"]:
        return None if year is None else year + _value("years", "offset")[named["named"]]
    if named["range"] and (printed := re.match(_YEAR_DIGITS, named["range"])):
        return numeral(printed.group().replace("○", "〇"))
    return year


def _day(named: dict[str, str | None], year: int | None) -> str | None:
    if year is None:
        return None
    if named["half"]:
        return _last_day(year, _value("halves", "month")[named["half"]])
    if named["month"]:
        day = numeral(named["day"]) if named["day"] else None
        if named["tenth"]:
            day = _value("days", "day")[named["tenth"]]
        return _last_day(year, numeral(named["month"]) or 0, day)
    return _last_day(year, 12)


def parse_deadline(text: str, year: int | None) -> tuple[str | None, Span | None]:
    """The deadline that a short text states (a clause, a cell).

    Where it states several, the last marked one counts; the span is that of the date, or of the words
    (持續推進) that stand for one.

    Args:
        text: as printed, or its shadow.
        year: the plan's year, for dates that print none.

    Returns:
        ISO date (None for words, or where the year is unknown) and the span in `text` (None: no deadline at all).

    >>> parse_deadline("2021年6月底前完成", None)
    ('2021-06-30', Span(start=0, end=9))
    >>> parse_deadline("持續推進", 2021)
    (None, Span(start=0, end=4))
    """
    return _parse(shadow(text), year)


@lru_cache(maxsize=4096)
def _parse(plain: str, year: int | None) -> tuple[str | None, Span | None]:
    found = list(find_deadlines(plain, year))
    if found:
        best = [d for d in found if d.marked] or found
        return best[-1].due_on, best[-1].span
    lasting = _patterns().lasting.search(plain)
    return None, Span(lasting.start(), lasting.end()) if lasting else None


def is_unstated(text: str) -> bool:
    """Whether a cell of deadlines says that the plan states none, or is marked as another's date, not the plan's own.

    >>> is_unstated("原文未明確"), is_unstated("2024年12月31日(默認)"), is_unstated("2024年12月31日")
    (True, True, False)
    """
    plain = shadow(text).strip()
    return any(plain.endswith(word) if word.startswith("(") else plain == word for word in words("dates", "unstated"))


_FILLING = re.compile(
    "(?:在|于|至|到|截至|截止|须|应|要|确保|力争|争取|并|前|底|底前|之前|全面|全部|基本|初步|分别|分步|逐步|同步|期间?|完成时限?[::]?|"
    "工作|任务|建设|验收|实施|落实|推进|开展|坚持|取得|形成|成效|进展|成果|突破|见效|有|明显|显著|积极|实质性|阶段性|到位|报送|制定|方案|及|和|后|再|[\\s,、;。.()\\-—~])+"
)


def is_deadline(text: str, start: int, end: int) -> bool:
    """Whether a part of a shadow is a deadline and nothing else: 2021年6月底前完成, 持续推进."""
    patterns = _patterns()
    at, seen = start, False
    while at < end:
        found = patterns.deadline.match(text, at, end) or patterns.lasting.match(text, at, end)
        if found and found.end() > at and found.group() != "年":
            seen = True
        else:
            found = patterns.finished.match(text, at, end) or _FILLING.match(text, at, end)
            if not found or found.end() == at:
                return False
        at = found.end()
    return seen


_FULL_DATE = re.compile(
    f"(?P<year>{_YEAR_DIGITS}) ?年 ?(?P<month>\\d{{1,2}}|十?{_CN}) ?月 ?(?P<day>\\d{{1,2}}|{_CN}{{1,3}}) ?日"
)


def full_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, Span]]:
    """Every full date (2021年5月28日, 二〇二一年五月二十八日) as ISO date with its span; `text` is a shadow."""
    stop = len(text) if end is None else end
    done, at = start, text.find("年", start, stop)
    while at >= 0:
        # four digits of the year stand before 年, or before a space
        begin = at - 5 if text[at - 1 : at] == " " else at - 4
        found = _FULL_DATE.match(text, begin, stop) if begin >= done else None
        if found:
            done = found.end()
            year, month, day = (numeral(found[part].replace("○", "〇")) for part in ("year", "month", "day"))
            if year and month and day and 1 <= month <= 12 and day <= calendar.monthrange(year, month)[1]:
                yield f"{year:04d}-{month:02d}-{day:02d}", Span(found.start(), found.end())
        at = text.find("年", at + 1, stop)
