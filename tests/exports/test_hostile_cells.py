"""What somebody wrote, in a plan or into a returned workbook, is text in every workbook that is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports.collect import collect
from exports.rows_xlsx import write_rows
from tests.exports.plans import plan
from tests.exports.test_handout import DAY, PROGRESS, edit, out_and_back, rows_of

HOSTILE = (
    '=HYPERLINK("http://a.example","進展")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "http://a.example/",
    "file:///etc/passwd", "mailto:a@b.example", "{=1}",
)  # fmt: skip


def cells(path: Path) -> list[Any]:
    """Every cell of every sheet."""
    return [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize("text", HOSTILE)
def test_rows_of_an_answer(tmp_path: Path, text: str) -> None:
    write_rows(tmp_path / "a.xlsx", ["n", text], [[1, text], [-2.5, text]], title=text, note=text)
    found = cells(tmp_path / "a.xlsx")
    assert not [c for c in found if c.data_type == "f" or c.hyperlink]
    # title, head, two rows, note
    assert sum(str(c.value).strip() == text.strip() for c in found) == 5
    assert {c.value for c in found if c.data_type == "n" and c.value is not None} == {1, -2.5}


def test_what_a_department_wrote_is_text_in_the_merged_table(tmp_path: Path) -> None:
    graph = plan("sample")
    back = out_and_back(graph, tmp_path)

    def write(sheet: Any) -> None:
        for number, text in zip(("1", "2", "3", "4", "5", "6", "16", "18", "20", "21"), HOSTILE, strict=True):
            cell = sheet.cell(rows_of(sheet)[number], PROGRESS)
            cell.value = text
            cell.data_type = "s"

    edit(back / "市政務服務數據管理局.xlsx", write)
    collect(back, graph, tmp_path / "merged.xlsx", on=DAY)
    found = cells(tmp_path / "merged.xlsx")
    assert not [c for c in found if c.data_type == "f" or c.hyperlink]
    said = "\n".join(str(c.value) for c in found)
    for text in HOSTILE:
        assert text.strip() in said
