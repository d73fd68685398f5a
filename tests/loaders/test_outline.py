from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import shadow
from loaders.drafts import introductions
from loaders.lines import line_spans
from loaders.outline import furniture_lines, is_no_work
from loaders.source import SourceText, Span
from loaders.words import lexicon
from tests.loaders.reading import due, faults, read, titles, who

HEAD = "甲岛市2031年护岸工作要点\n"


@pytest.mark.parametrize("entry", lexicon("outline")["no_work"], ids=lambda e: e["word"])
def test_chapters_without_work(entry):
    assert is_no_work(entry["example"][2:])
    facts = read(HEAD + f"{entry['example']}\n(一)坚持护岸。\n四、任务\n(一)修码头。(市渔业局负责)\n")
    assert [item.optional for item in facts.items] == [True, False]


@pytest.mark.parametrize("entry", lexicon("outline")["introductions"], ids=lambda e: e["word"])
def test_words_before_measures_are_furniture(entry):
    text = entry["example"]
    assert introductions(text, Span(0, len(text))) == [Span(0, len(text))]


@pytest.mark.parametrize("entry", lexicon("outline")["closings"], ids=lambda e: e["word"])
def test_words_after_the_last_item_are_closing(entry):
    text = HEAD + f"一、护岸\n1.修码头。修好码头。\n2.修灯塔。修好灯塔。\n{entry['example']}\n"
    text = text.replace("修好码头。", "修好码头。(市渔业局负责)")
    facts = read(text)
    last = facts.items[-1]
    assert entry["example"] not in text[last.span.start : last.span.end]
    assert any(u.rule == "outline.closing" for u in facts.used) or entry["word"] in ("公开方式",)


@pytest.mark.parametrize("entry", lexicon("outline")["furniture"], ids=lambda e: e["word"])
def test_lines_of_a_web_site(entry):
    text = shadow(entry["example"])
    assert furniture_lines(text, line_spans(text)) == [Span(0, len(text))]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("(一)", "(二)"),
        ("1.", "2."),
        ("1、", "2、"),
        ("(1)", "(2)"),
        ("①", "②"),
        ("一、", "二、"),
        ("第一条 ", "第二条 "),
        ("第1条 ", "第2条 "),
        ("1)", "2)"),
        ("㈠", "㈡"),
        ("(一)、", "(二)、"),
    ],
)
def test_every_numbering_counts(one, two):
    facts = read(HEAD + f"{one}修码头。修好码头。(市渔业局负责)\n{two}修灯塔。(市航道局负责)\n")
    assert titles(facts) == [("1", "修码头"), ("2", "修灯塔")]
    assert (who(facts, "1"), who(facts, "2")) == (["市渔业局"], ["市航道局"])


def test_four_levels_and_chapters():
    facts = read(
        HEAD
        + "一、护岸\n(一)修码头\n1.修东码头\n(1)修栈桥。(市渔业局负责)\n①修桥面。(市航道局负责)\n二、巡海\n(二)巡海。(市港务局负责)\n"
    )
    assert [(c.number, c.title) for c in facts.chapters] == [("一", "护岸"), ("二", "巡海")]
    assert titles(facts) == [
        ("1", "修码头"),
        ("1.1", "修东码头"),
        ("1.1.1", "修栈桥"),
        ("1.1.1.1", "修桥面"),
        ("2", "巡海"),
    ]
    assert [item.depth for item in facts.items] == [1, 2, 3, 4, 1]


def test_numbers_that_restart_take_their_chapter_with_them():
    facts = read(
        HEAD + "一、护岸\n1.修码头。(市渔业局负责)\n二、巡海\n1.巡海。(市港务局负责)\n2.救生。(市港务局负责)\n"
    )
    assert [n for n, _ in titles(facts)] == ["1.1", "2.1", "2.2"]


def test_numbers_below_that_run_on_keep_their_print():
    facts = read(HEAD + "一、护岸\n(一)甲\n1.修码头。(市渔业局负责)\n(二)乙\n2.修灯塔。(市渔业局负责)\n")
    assert [n for n, _ in titles(facts)] == ["1", "1.1", "2", "2.2"]


def test_several_clauses_in_one_item_are_implicit_subtasks():
    facts = read(
        HEAD
        + "一、护岸\n(一)修码头。先修东码头。(市渔业局负责)\n再修西码头,并且加固。(市航道局负责)\n(二)巡海。(市港务局负责)\n"
    )
    assert titles(facts) == [("1", "修码头"), ("1.1", "修码头"), ("1.2", "再修西码头"), ("2", "巡海")]
    assert [i.implicit for i in facts.items] == [False, True, True, False]
    assert [i.printed_label for i in facts.items] == ["(一)", None, None, "(二)"]
    assert (who(facts, "1"), who(facts, "1.1"), who(facts, "1.2")) == ([], ["市渔业局"], ["市航道局"])


def test_a_clause_before_the_measures_is_the_parents():
    facts = read(
        HEAD
        + "一、护岸\n(一)修码头。(市渔业局牵头)\n具体措施:\n1.修东码头。(市航道局负责)\n2.修西码头。(市盐业局负责)\n"
    )
    assert [who(facts, n) for n in ("1", "1.1", "1.2")] == [["市渔业局"], ["市航道局"], ["市盐业局"]]


def test_a_clause_after_the_last_measure_is_for_all():
    facts = read(
        HEAD + "一、护岸\n(一)修码头\n1.修东码头;\n2.修西码头。\n(责任单位:市渔业局)\n(二)巡海。(市港务局负责)\n"
    )
    assert [who(facts, n) for n in ("1", "1.1", "1.2", "2")] == [["市渔业局"], [], [], ["市港务局"]]
    assert "责任单位" not in "".join(str(i.body) for i in facts.items)


def test_a_text_whose_line_ends_were_lost():
    facts = read(
        "各县人民政府:现提出以下意见。一、护岸工程(一)修码头。修好码头。(市渔业局牵头)(二)修灯塔。2031年底前修好。(市航道局负责)"
        "二、巡海工程(三)巡海。(市港务局负责)各县要抓紧落实。"
    )
    assert [(c.number, c.title) for c in facts.chapters] == [("一", "护岸工程"), ("二", "巡海工程")]
    assert titles(facts) == [("1", "修码头"), ("2", "修灯塔"), ("3", "巡海")]
    assert due(facts, "2") == "2031-12-31"


def test_numbers_inside_a_sentence_are_no_items():
    facts = read(
        HEAD + "一、护岸\n1.修码头。分三步:(1)清淤;(2)打桩;(3)铺面。(市渔业局负责)\n2.修灯塔。(市航道局负责)\n"
    )
    assert [n for n, _ in titles(facts)] == ["1", "2"]
    assert who(facts, "1") == ["市渔业局"]


def test_items_directly_under_the_document():
    facts = read(HEAD + "1.修码头。(市渔业局负责)\n2.修灯塔。(市航道局负责)\n")
    assert [item.chapter for item in facts.items] == [None, None]
    assert facts.chapters == []


def test_items_without_any_number():
    facts = read(HEAD + "修好码头。(市渔业局牵头)\n修好灯塔,确保安全。(市航道局牵头)\n")
    assert titles(facts) == [("1", "修好码头"), ("2", "修好灯塔")]
    assert all(item.implicit for item in facts.items)


def test_a_letter_with_numbered_paragraphs_is_no_part_of_the_plan():
    facts = read(
        "甲岛市人民政府关于印发护岸方案的通知\n各单位:\n1.抓紧落实。\n2.按时报送。\n甲岛市人民政府\n2031年3月1日\n"
        "甲岛市护岸方案\n一、护岸\n1.修码头。(市渔业局负责)\n"
    )
    assert titles(facts) == [("1", "修码头")]
    assert facts.head.title == "甲岛市护岸方案"


def test_paragraphs_that_a_page_has_wrapped():
    line = "加快修好东西两座旧码头并且加固全部护岸石堤同时清理航道淤泥疏通进港水路保障渔船进出安全有序避免险情发"
    text = (
        HEAD
        + f"一、护岸\n1.修码头。{line}\n{line[:-2]}\n{line}\n{line}生。(责任单\n位:市渔业局、市航\n道局)\n2.修灯塔。(市航道局负责)\n"
    )
    facts = read(text)
    assert [n for n, _ in titles(facts)] == ["1", "2"]
    assert who(facts, "2") == ["市航道局"]
    assert list(faults(text, facts)) == []


def test_words_after_the_last_clause_are_closing():
    text = HEAD + "一、护岸\n1.修码头。(市渔业局负责)\n抓好以上工作,并按时报送。\n"
    facts = read(text)
    assert "按时报送" not in text[facts.items[-1].span.start : facts.items[-1].span.end]


def test_traditional_and_full_width_print_is_kept():
    text = "一、護岸\n(一)修碼頭。修好碼頭。(市漁業局牽頭,市航道局配合)\n"
    facts = read(text)
    assert facts.items[0].printed_label == "(一)"
    assert titles(facts) == [("1", "修碼頭")]
    assert who(facts, "1") == ["市漁業局"]
    assert facts.roles[0].word == "牽頭"


LEVELS = st.sampled_from(
    [("(一)(二)(三)(四)".replace(")", ")|").split("|")[:4]), ["1.", "2.", "3.", "4."], ["1、", "2、", "3、", "4、"]]
)


@settings(max_examples=80)
@given(LEVELS, st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_any_outline_is_read_back(labels, shape):
    lines, expected = [HEAD.strip(), "一、护岸"], []
    for i, below in enumerate(shape[:4]):
        clause = "" if below else "(市渔业局负责)"
        lines.append(f"{labels[i]}修第{'甲乙丙丁'[i]}座码头。{clause}")
        expected.append(str(i + 1))
        for j in range(below):
            lines.append(f"({j + 1})修第{'子丑寅卯'[j]}根桩。(市航道局负责)")
            expected.append(f"{i + 1}.{j + 1}")
    text = "\n".join(lines)
    facts = read(text)
    assert [n for n, _ in titles(facts)] == expected
    assert list(faults(text, facts)) == []


@settings(max_examples=200)
@given(st.text())
def test_never_raises_on_any_text(text):
    assert list(faults(text, read(text))) == []


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                "一、",
                "(一)",
                "1.",
                "(1)",
                "①",
                "第一章",
                "附件1",
                "\n",
                "修码头。",
                "(市渔业局牵头)",
                "(",
                ")",
                "责任单位:市渔业局",
                "2031年6月底前",
                "序号\n任务\n责任单位\n",
                "1\n",
                "市渔业局\n",
                "|\n",
                "\t",
                "下同",
                "  ",
                "。",
            ]
        ),
        max_size=40,
    )
)
def test_never_raises_on_pieces_of_plans(pieces):
    text = "".join(pieces)
    assert list(faults(text, read(text, SourceText(text)))) == []
