"""Measurable goals of the items: numbers and ratios, complete coverage, dated commitments."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from loaders.dates import Deadline, find_deadlines
from loaders.facts import Facts, Goal, Used
from loaders.passages import Passage, passages
from loaders.source import SourceText, Span
from loaders.target_numbers import Quantity, find_quantities, find_ratios, may_hold_ratio
from loaders.words import either, lexicon

_DIGIT = re.compile("[0-9]+")
_TO_YEAR = re.compile("(?:到|至|截至)$")
_DONE = re.compile("(?:全面|全部|基本|力争|确保|验收|并)*(?:完成|建成|投入使用|投用|上线|上线运行|到位|实现)*")
_WITHIN = re.compile("(?:今后|未来)?[0-9一二两三四五六七八九十]{1,2}年内?(?=[^度底]),?")
_ONLY_DATE = re.compile("[在到于至截止前力争确保,]*")


def _list(group: str) -> tuple[str, ...]:
    return tuple(word for line in lexicon("targets")[group] for word in str(line).split())


@dataclass(frozen=True, slots=True)
class _Forms:
    triggers: ahocorasick_rs.AhoCorasick
    kinds: tuple[str, ...]
    verbs: re.Pattern[str]
    not_goals: re.Pattern[str]
    fully: re.Pattern[str]
    attributes: tuple[str, ...]
    commitments: re.Pattern[str]
    lead: re.Pattern[str]
    trail: re.Pattern[str]
    no_goal_units: frozenset[str]
    verb_last: re.Pattern[str]
    raised: re.Pattern[str]
    rates: tuple[str, ...]
    rewards: re.Pattern[str]


@cache
def _forms() -> _Forms:
    kinds: dict[str, str] = dict.fromkeys(_list("date_marks"), "date") | dict.fromkeys(_list("ratio_marks"), "ratio")
    kinds |= {word: "complete" for entry in lexicon("targets")["complete"] for word in entry["words"].split()}
    kinds |= dict.fromkeys(_list("realised"), "realised")
    marked = tuple(w for group in ("before", "behind") for e in lexicon("targets")[group] for w in e["words"].split())
    kinds |= dict.fromkeys(marked, "ratio")
    order = sorted(kinds)
    return _Forms(
        ahocorasick_rs.AhoCorasick(order, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        tuple(kinds[word] for word in order),
        re.compile(either(*_list("verbs"))),
        re.compile("|".join(_list("not_goals"))),
        re.compile(either(*_list("fully"))),
        tuple(_list("attributes")),
        re.compile(either(*_list("commitments"))),
        re.compile(f"[,在到前]*(?:{either(*_list('lead'))})+"),
        re.compile(f"(?:{either(*_list('trail'))})+$"),
        frozenset(_list("no_goal_units")),
        re.compile(f"{either(*_list('verbs'))}$"),
        re.compile(either(*_list("raised"))),
        _list("rates"),
        re.compile(either(*_list("rewards"))),
    )


def read_targets(source: SourceText, facts: Facts, parts: Iterable[Passage] | None = None) -> None:
    """Append every goal to `facts.goals`, in the order of the text, and its span to `facts.used`.

    Args:
        source: the text.
        facts: items and platforms must have been read; the year of the head dates what prints none.
        parts: the passages, where the caller has them.
    """
    subjects: dict[str, list[tuple[int, str]]] = {}
    for mention in facts.mentions:
        if mention.type == "DELIVERS":
            subjects.setdefault(mention.item, []).append((mention.span.start, mention.name))
    for passage in passages(source, facts) if parts is None else parts:
        for goal in _Reader(passage, facts.head.year, source).read():
            facts.goals.append(_with_subject(goal, subjects.get(goal.item, [])))
            facts.used.append(Used(goal.span, "used", goal.rule))


def _with_subject(goal: Goal, named: list[tuple[int, str]]) -> Goal:
    """The platform that the goal speaks of: one that it names itself, else the first of its sentence."""
    inside = [name for at, name in named if goal.evidence.start <= at < goal.span.start]
    own = [name for at, name in named if goal.span.start <= at < goal.span.end]
    if not (own or inside):
        return goal
    return goal._replace(subject=own[-1] if own else inside[0])


def _respective(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """甲、乙分別控制在5%和4%以內: the operator's word is that of all of them."""
    for i in range(len(quantities) - 2, -1, -1):
        one, following = quantities[i : i + 2]
        if not one.marked and following.marked and text[one.end : following.start] in ("和", "、", "与", "及"):
            quantities[i] = one._replace(operator=following.operator, marked=True)
    return quantities


_FOR = re.compile("[为给]$|(?:^|[,。;:、])(?:[为给让对使]|面向|帮助)[^,。;:、\\d]{0,6}$")


_RISEN = re.compile("[由从][0-9.]+[^0-9,。;:]{0,6}$")
_RISES = re.compile("[^,。;:、]{0,4}")


class _Reader:
    """Reads one passage, sentence by sentence where something of a goal stands."""

    def __init__(self, passage: Passage, year: int | None, source: SourceText) -> None:
        self.passage, self.year, self.source = passage, year, source
        self.goals: list[Goal] = []
        self.digits: list[int] = []
        self.complete: list[tuple[int, int, str]] = []
        self.marks: list[int] = []
        self.ratios = False
        # the word of completeness that the heading holds, and which goal it made
        self.headline: tuple[str, int] | None = None

    def read(self) -> list[Goal]:
        """The passage's goals."""
        text, kinds = self.passage.text, _forms().kinds
        hits = [(start, end, kinds[i]) for i, start, end in _forms().triggers.find_matches_as_indexes(text)]
        self.digits = [found.start() for found in _DIGIT.finditer(text)]
        if not hits and not self.digits:
            return []
        self.complete = [hit for hit in hits if hit[2] in ("complete", "realised")]
        self.marks = sorted([*self.digits, *(hit[0] for hit in self.complete)])
        places = [(start, kind) for start, _, kind in hits] + [(at, "digit") for at in self.digits]
        places.sort()
        sentences = list(self.passage.sentences())
        starts = [s.start for s in sentences]
        grouped: dict[int, set[str]] = {}
        for at, kind in places:
            grouped.setdefault(bisect_right(starts, at) - 1, set()).add(kind)
        for number, found in grouped.items():
            self._sentence(sentences[number], found)
        return self.goals

    def _sentence(self, sentence: Span, kinds: set[str]) -> None:
        text = self.passage.text
        self.ratios = may_hold_ratio(text, *sentence)
        dates = (
            [d for d in find_deadlines(text, self.year, sentence.start, sentence.end) if self._is_deadline(d)]
            if kinds & {"date", "digit"}
            else []
        )
        starts = [d.span.start for d in dates]
        before: Span | None = None
        previous: Span | None = None
        for segment in self.passage.segments(sentence):
            seen = bisect_right(starts, segment[1] - 1) if starts else 0
            due = dates[seen - 1] if seen else None
            own = due is not None and due.span.start >= segment.start
            if due is not None and own and self._only_date(segment, due):
                before = segment
                continue
            start = before.start if before else segment.start
            if due is not None and own and previous is not None and self._says_nothing(segment, due):
                start = previous.start
            dated = own or before is not None
            if dated or self.ratios or self._is_marked(segment):
                self._segment(Span(start, segment.end), segment.start, sentence, due, dated)
            before, previous = None, segment

    def _is_marked(self, segment: Span) -> bool:
        """Whether a digit or a word of complete coverage stands in a part of a sentence."""
        at = bisect_left(self.marks, segment[0])
        return at < len(self.marks) and self.marks[at] < segment[1]

    def _is_deadline(self, deadline: Deadline) -> bool:
        text = self.passage.text
        return deadline.marked or bool(_TO_YEAR.search(text, max(0, deadline.span.start - 2), deadline.span.start))

    def _says_nothing(self, segment: Span, deadline: Deadline) -> bool:
        """年底前完成, behind what is to be completed."""
        return _DONE.fullmatch(self.passage.text, deadline.span.end, segment.end) is not None

    def _only_date(self, segment: Span, deadline: Deadline) -> bool:
        text = self.passage.text
        return (
            _ONLY_DATE.fullmatch(text, segment.start, deadline.span.start) is not None
            and _ONLY_DATE.fullmatch(text, deadline.span.end, segment.end) is not None
        )

    def _segment(self, whole: Span, start: int, sentence: Span, due: Deadline | None, dated: bool) -> None:
        """The goals of one part of a sentence; `whole` begins with the date that stands before it."""
        text, forms = self.passage.text, _forms()
        first = bisect_left(self.digits, start)
        counts = first < len(self.digits) and self.digits[first] < whole.end
        ratios = self.ratios and may_hold_ratio(text, start, whole.end)
        if (counts or ratios) and forms.not_goals.search(text, start, whole.end) is None:
            quantities = list(find_quantities(text, start, whole.end)) if counts else []
            if ratios:
                quantities += find_ratios(text, start, whole.end)
            if quantities:
                quantities.sort(key=lambda q: q.start)
                if text.find("分别", start, whole.end) >= 0:
                    quantities = _respective(text, quantities)
                verb = forms.verbs.search(text, start, whole.end)
                if self.complete and self._names_who(quantities[0], verb.start() if verb else whole.end, whole.end):
                    quantities = []
                # a number with a deadline of its own is one to be reached, whatever the verb
                at = start if dated and due is not None and due.marked else verb.start() if verb else whole.end
                quantities = [q for q in quantities if self._is_goal(q, at) and not self._rewards(q, sentence)]
            quantities = [
                q
                for i, q in enumerate(quantities)
                if not (i + 1 < len(quantities) and self._qualifies(q, quantities[i + 1]))
            ]
            if quantities:
                self._numbers(whole, quantities, sentence, due)
                return
        if self.complete and self._complete(whole, start, sentence, due):
            return
        if (
            dated
            and due is not None
            and due.marked
            and forms.commitments.search(text, max(start, due.span.end), whole.end)
        ):
            self._add(whole, sentence, "complete", None, None, due, "target.dated")

    def _rewards(self, quantity: Quantity, sentence: Span) -> bool:
        """對…給予補助,單個項目不超過1000萬元: what is paid, or from which number on, is no goal."""
        text = self.passage.text
        if quantity.unit == "元":
            return _forms().rewards.search(text, *sentence) is not None
        return text.startswith("的", quantity.end) and text[quantity.end + 1 : quantity.end + 2] in ("", ",", ";")

    def _names_who(self, quantity: Quantity, verb: int, stop: int) -> bool:
        """20戶以上自然村4G全覆蓋: the number says which, and all of them are meant (no verb stands before the word)."""
        if quantity.unit in (None, "%") or quantity.operator == "=":
            return False
        return any(kind == "complete" and quantity.end <= at < stop and verb >= at for at, _, kind in self.complete)

    def _is_goal(self, quantity: Quantity, verb: int) -> bool:
        """Whether a quantity is one to be reached; `verb` is where the first verb of a goal stands."""
        if self.passage.is_quoted(quantity.end - 1):
            return False
        if quantity.marked:
            return True
        if quantity.unit in _forms().no_goal_units:
            return False
        # 需求滿足率99%; 為5000戶家庭安裝…, 讓全縣1000名老人…
        return (
            verb < quantity.start
            or (quantity.unit == "%" and self.passage.text.endswith(_forms().rates, 0, quantity.start))
            or _FOR.search(self.passage.text, max(0, quantity.start - 8), quantity.start) is not None
        )

    def _qualifies(self, quantity: Quantity, following: Quantity) -> bool:
        """億元以上項目100個, 由60%提高至75%: a number that only says which things the next one counts, or from where."""
        between = self.passage.text[quantity.end : following.start]
        if not quantity.marked and self.passage.text[quantity.start - 1 : quantity.start] in ("由", "从"):
            return following.marked and _RISES.fullmatch(between) is not None
        return bool(between) and not any(c in between for c in "、,和及;") and quantity.operator in (">=", "<=")

    def _numbers(self, whole: Span, quantities: list[Quantity], sentence: Span, due: Deadline | None) -> None:
        text = self.passage.text
        begin = whole.start
        for i, quantity in enumerate(quantities):
            stop = whole.end
            if i + 1 < len(quantities):
                following = quantities[i + 1].start
                cut = text.rfind("、", quantity.end, following)
                if cut < 0 and following - quantity.end > 2 and text[following - 1] in "和及与":
                    cut = following - 1
                stop = cut if cut >= 0 else quantity.end
            self._add(
                Span(begin, stop),
                sentence,
                quantity.operator,
                quantity.value,
                quantity.unit,
                due,
                "target.number",
                quantity,
            )
            begin = stop + 1 if text[stop : stop + 1] in ("、", "和", "及", "与", "并") else stop

    def _complete(self, whole: Span, start: int, sentence: Span, due: Deadline | None) -> bool:
        text, forms = self.passage.text, _forms()
        stop = whole[1]
        for at, end, kind in self.complete:
            if at < start or end > stop:
                continue
            if kind == "realised" and forms.fully.search(text, start, at) is None:
                continue
            if text.startswith(forms.attributes, end) and forms.fully.search(text, start, at) is None:
                continue
            word = text[at:end]
            if self.headline is not None and self.headline == (word, len(self.goals) - 1):
                # the heading said so already: what follows says it of something
                self.goals.pop()
            self._add(whole, sentence, "complete", None, None, due, "target.complete")
            self.headline = (word, 0) if not sentence.start and len(self.goals) == 1 and due is None else None
            return True
        return False

    def _add(
        self,
        span: Span,
        sentence: Span,
        operator: str,
        value: float | None,
        unit: str | None,
        due: Deadline | None,
        rule: str,
        quantity: Quantity | None = None,
    ) -> None:
        metric, tail = self._metric(span, quantity)
        self.goals.append(
            Goal(
                self.passage.item,
                self.passage.span(span.start, span.end),
                self.passage.span(sentence.start, sentence.end),
                metric,
                operator,
                value,
                unit or tail,
                due.due_on if due else None,
                rule,
            )
        )

    def _metric(self, span: Span, quantity: Quantity | None) -> tuple[str, str | None]:
        """What is measured, as printed, and the unit that its last words give (用戶突破300萬)."""
        text, forms = self.passage.text, _forms()
        start, end = span.start, quantity.start if quantity else span.end
        for deadline in find_deadlines(text, self.year, span.start, min(span.end, span.start + 24)):
            if deadline.span.end <= end:
                start = deadline.span.end
        within = _WITHIN.match(text, start, end)
        start = within.end() if within else start
        lead = forms.lead.match(text, start, end)
        start = lead.end() if lead else start
        trail = forms.trail.search(text, start, end)
        end = trail.start() if trail else end
        if risen := _RISEN.search(text, start, end):
            end = risen.start()
        if trail is not None and (raised := forms.raised.match(text, start, end)):
            start = raised.end()
        # 重點引進100名人才: behind a verb and the number stands what is counted
        counted = quantity is not None and forms.verb_last.search(text, start, end) is not None
        if quantity is not None and (
            (counted and span.end - quantity.end >= 2)
            or (end - start < 4 and (span.end - quantity.end >= 2 or end - start < 2))
        ):
            start, end = quantity.end, span.end
        if end <= start:
            start, end = span.start, span.end
        place = self.passage.span(start, end)
        words = "".join(self.source.text[place.start : place.end].split()).strip(",，、").removeprefix("的")
        unit = None
        if quantity is not None and quantity.unit is None:
            unit = next((u for u in ("用户", "人", "户", "人次", "元") if text[start:end].endswith(u)), None)
            if unit is not None:
                unit = words[-len(unit) :]
        return words or "".join(self.source.text[place.start : place.end].split()), unit
