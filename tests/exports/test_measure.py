"""Room that texts take, and rows that are too tall for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exports.continued import continued
from exports.measure import MOST_POINTS, most_lines, points, room_in, row_height, width_of, wrap
from exports.sheet import Column, Line, sheet_names
from tests.exports.plans import plain

TEXTS = st.text(alphabet="數據共享,。、(“”)a1 \n系统", max_size=400)


@given(TEXTS, st.floats(1, 40))
def test_wrapping_loses_no_character_and_keeps_to_the_room(text: str, room: float) -> None:
    lines = wrap(text, room)
    assert "".join(lines) == text.replace("\n", "")
    # A mark that clings to the character before it may need more than a very narrow column has.
    assert all(width_of(line) <= room or len(line) <= 1 for line in lines)


@given(TEXTS, st.floats(4, 30), st.sampled_from([8.0, 9.0, 12.0]))
def test_continued_rows_hold_the_whole_text(text: str, width: float, size: float) -> None:
    whole = text * 12
    columns = (Column("number", 4), Column("task", width), Column("part", 3, hidden=True))
    rows = list(continued(Line("task", ("1", whole, 1)), columns, size, "(續)", 2))
    pieces = [str(row.cells[1]) for row in rows]
    assert plain(pieces[0] + "".join(piece.removeprefix("(續)") for piece in pieces[1:])) == plain(whole)
    assert [row.cells[2] for row in rows] == list(range(1, len(rows) + 1))
    assert all(len(wrap(piece, room_in(width))) <= most_lines(size) for piece in pieces)
    assert [row.cells[0] for row in rows[1:]] == [""] * (len(rows) - 1)


def test_no_row_is_higher_than_a_workbook_allows() -> None:
    for size in (6.0, 8.0, 9.0, 11.0, 16.0):
        assert points(most_lines(size), size) <= MOST_POINTS < 409
        assert row_height([("數據" * 10, 5.0)], size) > row_height([("數據" * 10, 50.0)], size)


def test_names_of_sheets_are_ones_that_excel_takes() -> None:
    names = sheet_names(["各縣(區)政府[甲]/乙", "各縣(區)政府[甲]/乙", "x" * 40, "'", "", "a:b*c?d\\e"])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
