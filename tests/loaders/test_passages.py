"""Passages: offsets of wrapped text, sentences, parts of sentences, quotation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.facts import Facts, Item
from loaders.passages import Passage, passages
from loaders.source import SourceText, Span


def one(text: str, title: str = "") -> Passage:
    """The passage of an item that is the whole text."""
    span = Span(0, len(text))
    item = Item("1", "(一)", title, None, None, 1, 1, span, (span,))
    (passage,) = passages(SourceText(text), Facts(items=[item]))
    return passage


def test_white_space_inside_a_line_falls_away() -> None:
    passage = one("建设 渔港\n平台。")
    assert passage.text == "建设渔港平台。"
    assert passage.span(2, 6) == Span(3, 8)


def test_a_heading_on_its_own_line_ends_a_sentence() -> None:
    passage = one("建设渔港平台\n推进登记。", "建设渔港平台")
    assert [passage.text[s.start : s.end] for s in passage.sentences()] == ["建设渔港平台。", "推进登记。"]


def test_a_blank_line_ends_a_sentence() -> None:
    assert one("推进登记\n\n推进巡查").text == "推进登记。推进巡查"


def test_parts_of_a_sentence_keep_quotation_and_numbers_whole() -> None:
    passage = one("推进“渡口,码头”建设,新增1,200艘:渔船。")
    (sentence,) = passage.sentences()
    assert [passage.text[s.start : s.end] for s in passage.segments(sentence)] == [
        "推进“渡口,码头”建设",
        "新增1,200艘",
        "渔船",
    ]


def test_titles_and_quotations_are_marked() -> None:
    passage = one("落实《渡口办法》和“渔港”要求")
    marked = "".join(c for i, c in enumerate(passage.text) if passage.is_quoted(i))
    assert marked == "《渡口办法》“渔港”"


@given(st.text(alphabet="渡口平台 \n\t、,。;“”《》1,2", min_size=1, max_size=60))
def test_every_character_knows_its_place(text: str) -> None:
    passage = one(text)
    shadow = SourceText(text).shadow
    for at, character in enumerate(passage.text):
        span = passage.span(at, at + 1)
        assert len(span) == 1
        assert shadow[span.start] == character or (character == "。" and text[span.start] in " \n\t")
    joined = "".join(passage.text[s.start : s.end] for s in passage.sentences())
    assert joined == passage.text


def test_the_sentence_around_a_place() -> None:
    passage = one("推进登记。建设渔港;推进巡查")
    spans = [passage.sentence_at(at, at + 2) for at in (0, 5, 10)]
    assert [passage.text[a:b] for a, b in spans] == ["推进登记。", "建设渔港;", "推进巡查"]
