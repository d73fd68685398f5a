"""Not one character disappears, and what looks like a fact is in one or is listed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import shadow
from loaders import clause_words, clauses, words
from loaders.audit import UNREAD, Account, account, alarms, audit, merged
from loaders.facts import Facts
from loaders.load import read
from loaders.source import SourceText, Span

SAMPLE = Path(__file__).resolve().parents[2] / "samples/heyuan-2021-digest.txt"
HEYUAN = Path(__file__).resolve().parents[2] / "../shared/data/heyuan-2021.txt"


def source_of(path: Path) -> SourceText:
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    return SourceText(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize("path", [SAMPLE, HEYUAN], ids=lambda p: p.stem)
def test_nothing_unread_in_a_plan_that_is_read_whole(path: Path) -> None:
    reading = read(source_of(path))
    found = account(reading.source, reading.facts)
    assert found.length == len(reading.source.text)
    assert found.unread == 0, list(reading.issues)
    assert found.facts > 0
    assert found.furniture > 0


@pytest.mark.parametrize("alarm", alarms(), ids=lambda a: a.name)
def test_each_alarm_is_raised_by_its_example(alarm) -> None:  # type: ignore[no-untyped-def]
    text = shadow(alarm.example)
    assert [span for span, _ in alarm.hits(text)] != []


@pytest.fixture
def without_word(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Read with a lexicon of clauses that has lost some words."""
    whole = words.words
    lost: set[str] = set()

    def less(name: str, group: str) -> tuple[str, ...]:
        return tuple(w for w in whole(name, group) if name != "clauses" or w not in lost)

    def take(word: str) -> None:
        lost.add(word)
        monkeypatch.setattr(clause_words, "words", less)
        clause_words.clause_words.cache_clear()
        clauses._read.cache_clear()

    yield take
    monkeypatch.undo()
    clause_words.clause_words.cache_clear()
    clauses._read.cache_clear()


LOST = {
    "a responsibility word": ("(市公安局主办)", "主办", "Z701"),
    "a label": ("承办单位:市公安局", "承办", "Z702"),
}


@pytest.mark.parametrize("name", LOST)
def test_a_word_that_the_lexicon_lost_is_listed_as_unread(name: str, without_word) -> None:  # type: ignore[no-untyped-def]
    clause, word, code = LOST[name]
    text = f"一、整修道路。把路修好。(市交通运输局牵头)\n二、整治停车。画好车位。\n{clause}\n三、美化街巷。种好行道树。(市住建局牵头)\n"
    assert code not in {i.code for i in read(SourceText(text)).issues}
    without_word(word)
    issues = read(SourceText(text)).issues
    hit = [i for i in issues if i.code == code]
    assert hit, issues
    assert word in text[hit[0].span.start : hit[0].span.end]


def test_a_platform_that_no_rule_knows_is_listed() -> None:
    text = "一、整修道路。乙丙丁监测系统的事另行研究。(市交通运输局牵头)\n"
    reading = read(SourceText(text))
    names = {r.get("mention") for r in reading.graph.of_type("DELIVERS", "USES")}
    declared = [u for u in reading.facts.used if u.state != "text" and "系统" in text[u.span.start : u.span.end]]
    listed = [i for i in reading.issues if i.code == "Z741"]
    assert bool(listed) != bool(names or declared)


@given(
    st.text(alphabet="一二三、(()（）。,:;\n 牵头负责配合市公安局交通单位责任平台系统2021年6月底前完成", max_size=300)
)
@settings(max_examples=150, deadline=None)
def test_characters_always_add_up(text: str) -> None:
    reading = read(SourceText(text))
    found = account(reading.source, reading.facts)
    assert found.facts + found.text + found.furniture + found.unread == len(text)
    assert 0 <= found.share <= 1


def test_share_of_nothing_is_whole() -> None:
    assert Account(0, 0, 0, 0).share == 1.0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10)).map(lambda p: Span(p[0], p[0] + p[1]))))
def test_merged_spans_cover_the_same_characters(spans: list[Span]) -> None:
    out = merged(spans)
    assert {i for s in spans for i in range(s.start, s.end)} == {i for s in out for i in range(s.start, s.end)}
    assert all(a.end < b.start for a, b in itertools.pairwise(out))


@pytest.mark.parametrize("words", ["(牵头)", "责任单位:"])
def test_a_text_of_nothing_but_alarms_lists_no_character_twice(words: str) -> None:
    facts = Facts()
    source = SourceText(words * 4000)
    audit(source, facts)
    spans = [issue.span for issue in facts.issues if issue.code in UNREAD]
    assert len(spans) >= 4000
    alarms_only = [i.span for i in facts.issues if i.code in UNREAD and i.code != "Z751"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(sorted(alarms_only)))


def test_the_bars_of_a_table_are_furniture() -> None:
    plan = "甲岛市2031年护岸任务清单\n| 序号 | 任务名称 | 牵头单位 |\n| 1 | 修码头。 | 市渔业局 |\n| 2 | 修灯塔。 | 市航道局 |\n"
    reading = read(SourceText(plan))
    assert [i for i in reading.facts.issues if i.code in UNREAD] == []
