"""The words and patterns behind questions: each fits a question of the catalogue and can be met."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from queries.ask_dates import dates_in
from queries.ask_words import Cutter, private_folder
from queries.catalogue import catalogue
from queries.intents import SLOTS, lexicon

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Word:
    meanings: frozenset[str]
    value: object = None


def words(*meanings: str) -> list[Word]:
    return [Word(frozenset({meaning}), meaning) for meaning in meanings]


def best(*meanings: str) -> set[str]:
    scored = [(intent.fit(words(*meanings)), intent.question) for intent in lexicon().intents]
    most = max(fit for fit, _ in scored)
    return {question for fit, question in scored if fit == most and fit}


def test_every_intent_asks_a_question_of_the_catalogue() -> None:
    assert {intent.question for intent in lexicon().intents} == {q.name for q in catalogue().values() if not q.own}


def test_the_parameters_that_a_question_requires_are_needed_by_its_intents() -> None:
    for intent in lexicon().intents:
        for parameter in catalogue()[intent.question].parameters.values():
            if parameter.required and parameter.kind in SLOTS - {"document"}:
                assert any(parameter.kind in need for need in intent.needs), intent


def test_the_order_of_words_tells_questions_apart() -> None:
    assert best("task", "depend", "work") == {"upstream"}
    assert best("work", "depend", "task") == {"downstream"}
    assert best("task", "passive", "depend") == {"downstream"}
    assert best("who", "support", "department") == set()


@pytest.mark.parametrize("stray", ["not", "none", "least", "money"])
def test_a_word_that_does_not_belong_fits_nothing(stray: str) -> None:
    assert best("department", "lead", "work") == {"who-leads"}
    assert best("department", stray, "lead", "work") == set()


def test_departments_without_a_lead_are_not_tasks_without_a_lead() -> None:
    assert best("work", "none", "lead") == {"no-lead"}
    assert best("body", "none", "lead", "work") == set()
    assert best("none", "lead", "work", "body") == set()


def test_no_word_is_both_meaningful_and_empty() -> None:
    known = lexicon()
    assert not known.fillers & known.concepts.keys()
    assert not known.absent.keys() & known.concepts.keys()


def test_our_words_win_over_their_parts_and_lose_against_longer_ones() -> None:
    cutter = Cutter(["牵头", "负责", "环", "市公安局", "公安局", "哪些"])
    assert cutter.cut("市公安局牵头哪些") == ["市公安局", "牵头", "哪些"]
    assert cutter.cut("负责人") == ["负责人"] or cutter.cut("负责人") == ["负责", "人"]
    assert "环境" in cutter.cut("生态环境")[-1]


def test_two_stores_do_not_share_words() -> None:
    first, second = Cutter(["嶺南通辦平"]), Cutter(["x"])
    assert first.cut("用嶺南通辦平") == ["用", "嶺南通辦平"]
    assert "嶺南通辦平" not in second.cut("用嶺南通辦平")


def test_the_cache_is_private(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    assert folder == tmp_path / "a" / "b"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o777)
    other = private_folder(folder)
    assert other != folder
    assert stat.S_IMODE(other.stat().st_mode) == 0o700
    other.rmdir()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")
def test_a_link_is_no_private_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    other = private_folder(tmp_path / "link")
    assert other.parent != tmp_path
    other.rmdir()


def test_jieba_is_loaded_by_the_first_question_only_and_says_nothing() -> None:
    script = (
        "import sys, queries.ask\n"
        "assert 'jieba' not in sys.modules\n"
        "from queries.ask_words import Cutter\n"
        "print(Cutter(['牵头']).cut('谁牵头'))\n"
        "assert 'jieba.lac_small' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['谁', '牵头']"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("text", "since", "by"),
    [
        ("2021年底前", "", "2021-12-31"),
        ("年底前", "", "2021-12-31"),
        ("今年上半年", "2026-01-01", "2026-06-30"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("6月底前", "", "2021-06-30"),
        ("2月份", "2021-02-01", "2021-02-28"),
        ("2024年2月底前", "", "2024-02-29"),
        ("第三季度", "2021-07-01", "2021-09-30"),
        ("二〇二一年十二月三十一日以前", "", "2021-12-31"),
        ("2021-06-30", "2021-06-30", "2021-06-30"),
        ("未来30天内", "2026-11-25", "2026-12-25"),
        ("三个月内", "2026-11-25", "2027-02-25"),
        ("下个月底前", "", "2026-12-31"),
    ],
)
def test_dates(text: str, since: str, by: str) -> None:
    (span,) = dates_in(text, date(2026, 11, 25), 2021)
    assert (span.start, span.stop, span.since, span.by) == (0, len(text), since, by)


@pytest.mark.parametrize(
    "text", ["市公安局", "12345热线", "13.2", "(十一)1", "底层", "2021年2月30日", "9999999999天内"]
)
def test_no_dates(text: str) -> None:
    spans = list(dates_in(text, date(2026, 11, 25), 2021))
    assert all(span.start > 0 for span in spans) or not spans
