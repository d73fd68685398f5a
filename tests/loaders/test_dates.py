from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import shadow
from loaders.dates import find_deadlines, full_dates, is_deadline, is_unstated, parse_deadline
from loaders.numerals import numeral
from loaders.words import lexicon

ENTRIES = [(group, entry) for group, entries in lexicon("dates").items() if group != "unstated" for entry in entries]


@pytest.mark.parametrize(("group", "entry"), ENTRIES, ids=[f"{g}-{e['word']}" for g, e in ENTRIES])
def test_each_word_of_the_lexicon_is_read_in_its_example(group, entry):
    found, span = parse_deadline(entry["example"], 2024)
    assert found == (str(entry["iso"]) if entry["iso"] else None)
    assert span is not None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2031年4月底前", "2031-04-30"),
        ("二〇三一年二月", "2031-02-28"),
        ("2032年2月", "2032-02-29"),
        ("2031年6月15日前", "2031-06-15"),
        ("2031 年底", "2031-12-31"),
        ("2030年至2032年", "2032-12-31"),
        ("2031年3月—9月", "2031-09-30"),
        ("年底前", "2024-12-31"),
        ("4月底", "2024-04-30"),
        ("2031年8月持續跟蹤", "2031-08-31"),
        ("2031年3月出方案,10月底前完成", "2024-10-31"),
    ],
)
def test_deadlines_of_a_cell(text, iso):
    assert parse_deadline(text, 2024)[0] == iso


def test_a_month_without_any_year_has_no_date():
    assert parse_deadline("6月底前", None) == (None, parse_deadline("6月底前", None)[1])


@pytest.mark.parametrize("text", ["3年内", "每年", "近两年", "自2031年6月1日起", "半年内", "12个月"])
def test_lengths_of_time_and_beginnings_are_no_deadlines(text):
    assert not [d for d in find_deadlines(text, 2024) if d.marked]


def test_is_deadline_wants_nothing_else():
    assert is_deadline("2031年6月底前完成", 0, 11)
    assert is_deadline("持续推进", 0, 4)
    assert is_deadline("2031年底前取得明显进展", 0, 13)
    assert not is_deadline("市渔业局", 0, 4)
    assert not is_deadline("2031年6月修船", 0, 9)


@pytest.mark.parametrize("entry", lexicon("dates")["unstated"], ids=lambda entry: entry["word"])
def test_words_that_state_no_deadline(entry):
    assert is_unstated(entry["example"])
    assert not is_unstated("2024年6月底前")


def test_full_dates():
    assert [iso for iso, _ in full_dates(shadow("二○三一年五月二十八日，2031年2月30日"))] == ["2031-05-28"]


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_any_month_is_read_back(year, month):
    found, span = parse_deadline(f"须于{year}年{month}月底前完成", None)
    assert found is not None
    assert found.startswith(f"{year}-{month:02d}-")
    assert span is not None


@given(st.text("年月日前底末内季度半上下0123456789一二三十至-—第完成“”", max_size=60))
def test_never_raises_and_spans_hold(text):
    for deadline in find_deadlines(shadow(text), 2024):
        assert 0 <= deadline.span.start < deadline.span.end <= len(text)
    list(full_dates(shadow(text)))
    parse_deadline(text, 2024)


@given(st.integers(1, 999))
def test_numerals(value):
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = (digits[hundreds] + "百" if hundreds else "") + (digits[tens] + "十" if tens else "零" if hundreds else "")
    assert numeral(words + (digits[ones] if ones else "")) == value
    assert numeral(str(value)) == value
