from __future__ import annotations

import pytest

from loaders.words import lexicon
from tests.loaders.reading import read

BODY = "一、护岸\n1.修码头。(市渔业局负责)\n"


@pytest.mark.parametrize("entry", [*lexicon("head")["titles"], *lexicon("head")["notices"]], ids=lambda e: e["word"])
def test_each_ending_of_a_title_is_read_in_its_example(entry):
    assert read(f"{entry['example']}\n{BODY}").head.title == entry["example"]


@pytest.mark.parametrize("entry", lexicon("head")["issuers"], ids=lambda e: e["word"])
def test_each_line_of_an_issuer_is_read_in_its_example(entry):
    assert read(f"护岸方案\n{entry['example']}\n{BODY}").head.issuer == "甲岛市人民政府"


def test_a_notice_with_its_plan():
    head = read(
        "甲岛市人民政府办公室关于印发甲岛市护岸方案的通知\n甲政办函〔2031〕7号\n各县人民政府:\n"
        "《甲岛市护岸三年行动方案》(参照省政函〔2030〕1号)已经同意,现印发。\n甲岛市人民政府办公室\n2031年2月3日\n"
        "甲岛市护岸\n三年行动方案\n" + BODY
    ).head
    assert head.title == "甲岛市护岸三年行动方案"
    assert head.doc_number == "甲政办函〔2031〕7号"
    assert (head.issuer, head.issued_on, head.year) == ("甲岛市人民政府办公室", "2031-02-03", 2031)


def test_number_in_brackets_behind_the_title():
    head = read("河源市人民政府关于护岸的实施意见(河政〔2031〕12号)\n" + BODY).head
    assert (head.title, head.doc_number) == ("河源市人民政府关于护岸的实施意见", "河政〔2031〕12号")
    assert (head.issuer, head.year, head.jurisdiction) == ("河源市人民政府", 2031, "河源市")


def test_a_number_inside_a_sentence_is_another_documents():
    assert read("护岸方案\n根据《意见》(省政〔2030〕12号)要求,制定本方案。\n" + BODY).head.doc_number is None


def test_the_title_s_year_comes_before_the_date_s():
    head = read("甲岛市2032年护岸要点\n甲岛市人民政府\n2031年12月30日\n" + BODY).head
    assert (head.year, head.issued_on) == (2032, "2031-12-30")


def test_signature_in_chinese_numerals_at_the_end():
    head = read("护岸方案\n" + BODY + "甲岛市人民政府\n二〇三一年五月四日\n").head
    assert (head.issuer, head.issued_on) == ("甲岛市人民政府", "2031-05-04")


def test_signature_of_a_text_without_line_ends():
    head = read("一、护岸工程(一)修码头。(市渔业局负责)各县要落实。甲岛市人民政府2031年5月4日(此件公开发布)").head
    assert (head.issuer, head.issued_on) == ("甲岛市人民政府", "2031-05-04")


def test_several_signers_first_one_counts():
    head = read("护岸方案\n甲岛市渔业局\n甲岛市航道局\n2031年5月4日\n护岸方案\n" + BODY).head
    assert head.issuer == "甲岛市渔业局"


def test_what_the_caller_knows_of_the_place_counts():
    from loaders.facts import Facts
    from loaders.source import SourceText
    from loaders.structure import read_structure

    facts = Facts()
    read_structure(SourceText("护岸方案\n" + BODY), facts, jurisdiction="乙岛市")
    assert facts.head.jurisdiction == "乙岛市"


def test_a_text_without_head():
    head = read(BODY).head
    assert (head.title, head.doc_number, head.issuer, head.issued_on, head.year) == (None,) * 5


@pytest.mark.parametrize("entry", lexicon("head")["dates"], ids=lambda e: e["word"])
def test_each_line_of_a_date_is_read_in_its_example(entry):
    assert read(f"{entry['example']}\n护岸方案\n{BODY}").head.issued_on == str(entry["iso"])


@pytest.mark.parametrize("entry", lexicon("head")["before_places"], ids=lambda e: e["word"])
def test_each_word_before_a_place_is_read_in_its_example(entry):
    assert read(f"{entry['example']}\n{BODY}").head.jurisdiction == entry["place"]


def test_a_date_alone_ends_the_letter():
    head = read(
        "甲岛市护岸方案的通知\n各县人民政府:\n现将方案印发给你们,请认真落实。\n2031年2月3日\n甲岛市护岸方案\n" + BODY
    ).head
    assert (head.issuer, head.issued_on, head.title) == (None, "2031-02-03", "甲岛市护岸方案")


def test_a_period_in_brackets_ends_a_title():
    head = read(
        "甲岛省人民政府办公厅\n关于印发甲岛省护岸三年行动计划(2031—2033年)的通知\n"
        "各市:\n《甲岛省护岸三年行动计划(2031—2033年)》已经同意。\n甲岛省护岸三年行动计划(2031—2033年)\n" + BODY
    ).head
    assert head.title == "甲岛省护岸三年行动计划(2031—2033年)"


def test_a_signature_over_two_lines_with_a_remark_whose_seal_it_is():
    head = read(
        "甲岛市“护岸”行动专班办公室关于印发护岸方案的通知\n各县:\n现印发《护岸工作方案》。\n甲岛市“护岸”行动\n专班办公室(代章)\n2031年2月3日\n"
        "护岸工作方案\n" + BODY
    ).head
    assert (head.title, head.issuer, head.issued_on) == ("护岸工作方案", "甲岛市“护岸”行动专班办公室", "2031-02-03")


def test_a_last_line_that_says_who_issued_it_and_when():
    head = read("护岸若干措施\n" + BODY + "甲岛市渔业局2031年2月3日发布。\n").head
    assert (head.issuer, head.issued_on) == ("甲岛市渔业局", "2031-02-03")


def test_lines_of_a_sites_list_before_the_title():
    head = read(
        "• 索 引 号:XM001\n• 备注/文号:甲护〔2031〕7号\n• 成文日期:2031-06-20\n甲岛市护岸办公室关于印发护岸行动方案任务分解表的通知\n"
        "《护岸行动方案任务分解表》已经同意,现印发。\n《护岸行动方案任务分解表》\n" + BODY
    ).head
    assert (head.title, head.doc_number, head.issued_on) == ("护岸行动方案任务分解表", "甲护〔2031〕7号", "2031-06-20")


def test_a_number_behind_the_empty_labels_of_a_site():
    head = read("发文机构:  发文文号:  铜政办发〔2031〕14号\n甲岛市护岸工作方案\n" + BODY).head
    assert head.doc_number == "铜政办发〔2031〕14号"
