"""Words, marks and addresses: nothing that a plan says is ever more than text."""

from __future__ import annotations

import re
from html import unescape
from importlib import resources
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.address import written
from explorer.editor import completions, without_comments
from explorer.evidence import cited
from explorer.language import LANGUAGES, in_script, language_of, words
from explorer.marking import Mark, line_of, marked
from explorer.safe import csv_bytes, markdown, markup, prose, visible
from explorer.scope import Scope
from graph.identity import shadow
from loaders.issues import ISSUES
from queries.matrix import Mark as Sign
from tests.graphs import small_graph

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_three_languages_have_the_same_words() -> None:
    first, *others = (words(language) for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)
        for key in first:
            assert fields(other[key]) == fields(first[key]), key
            assert other[key].count("*") == first[key].count("*"), key


def test_simplified_words_are_simplified() -> None:
    wrong = {key: text for key, text in words("zh-Hans").items() if text != in_script(text, "hans")}
    assert not wrong


def test_codes_have_words() -> None:
    known = words("zh-Hant")
    assert not [code for code in ISSUES if f"issues.{code}" not in known]
    assert not [sign for sign in Sign if f"marks.{sign}" not in known]


def test_every_word_asked_for_is_there() -> None:
    known = set(words("en"))
    folder = resources.files("explorer")
    files = [f for f in (*folder.iterdir(), *folder.joinpath("pages").iterdir()) if f.name.endswith(".py")]
    asked = {key for f in files for key in re.findall(r"""\bt\(\s*["']([\w.-]+)["']""", f.read_text(encoding="utf-8"))}
    assert len(asked) > 100
    assert not asked - known


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("en", "en"),
        ("fr", "zh-Hant"),
    ],
)
def test_a_browser_gets_its_language(locale: str, language: str) -> None:
    assert language_of(locale) == language


@given(TEXTS)
def test_a_change_of_script_keeps_length_and_sense(text: str) -> None:
    for choice in ("print", "hans", "hant"):
        shown = in_script(text, choice)
        assert len(shown) == len(text)
        assert shadow(shown) == shadow(text)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_marking_keeps_every_character(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(s), max(s), f"k{i}", "ask?x=1" if i % 2 else "", '"><b>') for i, s in enumerate(spans)]
    made = marked(text, 0, len(text), marks)
    assert unescape(re.sub(r"<[^>]*>", "", made)) == unescape(prose(text))
    assert re.sub(r'</?(a|mark)( (class|href|title)="[^"<>]*")*>', "", made).count("<") == 0


@given(TEXTS)
def test_no_text_becomes_markup(text: str) -> None:
    assert not set("<>\"'") & set(markup(text).replace("&#x27;", ""))
    assert "<" not in prose(text)


def test_a_formula_stays_a_text() -> None:
    made = csv_bytes(["=a"], [["=cmd()", "+1", "-1", "@x", 5, None]]).decode("utf-8-sig")
    assert made.splitlines() == ["'=a", "'=cmd(),'+1,'-1,'@x,5,"]


def test_direction_marks_and_excess_are_taken_out() -> None:
    assert visible("a\u202eb\u2066c\x00") == "abc"
    assert len(visible("長" * 5_000)) == 300
    assert "](" not in markdown("![a](http://b)")


@pytest.mark.parametrize(
    ("statement", "blank"),
    [
        ("RETURN 1 // a", "RETURN 1     "),
        ("RETURN '//' AS a", "RETURN '//' AS a"),
        ("/* a\nb */RETURN 1", "    \n    RETURN 1"),
        ("RETURN 'a\\'//' AS b", "RETURN 'a\\'//' AS b"),
        ("RETURN 1 /* open", "RETURN 1        "),
    ],
)
def test_comments_are_blanked_in_place(statement: str, blank: str) -> None:
    assert without_comments(statement) == blank


@given(TEXTS)
def test_blanking_keeps_lines_and_columns(statement: str) -> None:
    made = without_comments(statement)
    assert len(made) == len(statement)
    assert [i for i, c in enumerate(made) if c == "\n"] == [i for i, c in enumerate(statement) if c == "\n"]


def test_the_editor_knows_the_ontology() -> None:
    assert {"Department", "DEPENDS_ON", "due_on", "RETURN"} <= set(completions())


def test_an_address_leaves_nothing_empty() -> None:
    assert (
        written("ask", {"node": "department:市公安局", "ev": None, "kind": ""})
        == "ask?node=department%3A%E5%B8%82%E5%85%AC%E5%AE%89%E5%B1%80"
    )


def test_a_place_is_cited_as_an_office_does() -> None:
    scope = Scope(small_graph())
    document = scope.plans[0].document
    nested = next(item for item in scope.items.values() if item.ancestors)
    top = scope.items[nested.ancestors[0]]
    start = f"《{document.get('title')}》({document.get('doc_number')})第{top.path}項"
    assert cited(scope, document, top.task) == start
    assert cited(scope, document, nested.task) == start + nested.path[len(top.path) :].lstrip(".")


def test_lines_are_counted_from_one() -> None:
    assert [line_of("a\nb\nc", offset) for offset in range(5)] == [1, 1, 2, 2, 3]
