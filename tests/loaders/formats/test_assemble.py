from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import EmptyFile, TooLarge
from loaders.formats.assemble import Assembly, Merged
from loaders.source import SourceText

LEFT, ABOVE = Merged.LEFT, Merged.ABOVE


def words_of(source: SourceText) -> list[list[list[str]]]:
    return [[[source.text[c.start : c.end] for c in row] for row in table.rows] for table in source.tables]


def test_a_merged_cell_is_written_once_and_its_span_repeated() -> None:
    out = Assembly("a")
    out.table([["甲", LEFT, "乙"], [ABOVE, ABOVE, "丙"], ["丁", "戊"]])
    source = out.finish()
    assert source.text == "甲\t乙\n丙\n丁\t戊\t\n"
    assert words_of(source) == [[["甲", "甲", "乙"], ["甲", "甲", "丙"], ["丁", "戊", ""]]]


def test_marks_that_continue_nothing_are_empty_cells() -> None:
    out = Assembly("a")
    out.table([[LEFT, ABOVE, "甲", "乙"]])
    assert words_of(out.finish()) == [[["", "", "甲", "乙"]]]


def test_a_last_row_that_goes_on_is_no_note() -> None:
    out = Assembly("a")
    out.table([["1", "甲"], [ABOVE, "乙"], ["注"]])
    assert words_of(out.finish()) == [[["1", "甲"], ["1", "乙"]]]


def test_furniture_has_its_span() -> None:
    out = Assembly("a")
    out.paragraph("甲")
    out.paragraph("- 1 -", furniture=True)
    source = out.finish()
    assert [source.text[s.start : s.end] for s in source.furniture] == ["- 1 -"]


def test_nothing_but_space_is_an_error() -> None:
    out = Assembly("a")
    out.paragraph(" \u3000")
    out.table([["", " "]])
    with pytest.raises(EmptyFile):
        out.finish()


def test_a_table_that_no_document_has() -> None:
    with pytest.raises(TooLarge):
        Assembly("a").table([["甲"] * 2001] * 1000)


def test_a_task_that_an_earlier_table_has_is_left_out() -> None:
    out = Assembly("a")
    head = ["序号", "工作任务", "牵头单位"]
    out.table([head, ["1", "修好码头", "市港务局"], ["2", "修好灯塔", "市航道局"]])
    out.table([head, ["2", "修好灯塔", "市航道局"], ["3", "疏通航道", "市航道局"]])
    out.table([head, ["1", "修好碼頭", "市港務局"]])
    source = out.finish()
    assert [len(table.rows) for table in source.tables] == [3, 2]
    assert source.text.count("修好灯塔") == 1


@given(
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=5), st.sampled_from([LEFT, ABOVE, "序号", "工作任务", "牵头单位"])), max_size=5
        ),
        max_size=8,
    )
)
def test_every_cell_has_its_words_whatever_the_rows(rows: list[list[str | Merged]]) -> None:
    out = Assembly("a")
    out.paragraph("始")
    out.table(rows)
    source = out.finish()
    for table in source.tables:
        assert len({len(row) for row in table.rows}) == 1
        assert all(
            source.text[c.start : c.end] == source.text[c.start : c.end].strip() for row in table.rows for c in row
        )
