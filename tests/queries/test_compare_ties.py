"""What a task is tied to besides departments, compared: platforms, data, dependencies, overseers."""

from __future__ import annotations

import pytest

from graph.identity import shadow
from loaders.load import load_text
from queries.compare import compare
from tests.queries.two_years import ROOT, edited, short

TIED = """青嶺市2024年工作要點
一、平臺
(一)建設服務平臺。建設“青嶺通”綜合服務平臺,歸集人口數據。(市數據局牽頭)
(二)建設管理平臺。建設“城市大腦”綜合管理平臺。(市公安局牽頭)
(三)方便辦事。依託“青嶺通”綜合服務平臺,市民辦事不跑腿。(市民政局牽頭)
(四)精準救助。基於人口數據,主動發現困難家庭。(市民政局牽頭)
"""


@pytest.mark.parametrize(
    ("edits", "rows"),
    [
        (
            # (三) now stands on the other platform, and so waits for (二), which builds that, instead of (一)
            [("依託“青嶺通”綜合服務平臺", "依託“城市大腦”綜合管理平臺")],
            [
                ("uses", "3", ("青嶺通綜合服務平臺",), ("城市大腦綜合管理平臺",)),
                ("depends", "3", ("(一) 建設服務平臺",), ("(二) 建設管理平臺",)),
            ],
        ),
        (
            # what (四) works with is no longer collected by anyone
            [("歸集人口數據", "歸集法人數據")],
            [("produces", "1", ("人口",), ("法人",)), ("depends", "4", ("(一) 建設服務平臺",), ())],
        ),
        (
            [("基於人口數據", "基於法人數據")],
            [("consumes", "4", ("人口",), ("法人",)), ("depends", "4", ("(一) 建設服務平臺",), ())],
        ),
        (
            # (二) is dropped; nobody waited for it
            [("(二)建設管理平臺。建設“城市大腦”綜合管理平臺。(市公安局牽頭)\n", ""), ("(三)", "(二)"), ("(四)", "(三)")],
            [("dropped", "2", ("市公安局",), ())],
        ),
        (
            # numbers shift: who waits for whom does not
            [("(四)", "(五)"), ("(三)", "(四)"), ("(二)", "(三)"), ("一、平臺\n", "一、平臺\n(一)開會。每月開會。(市財政局牽頭)\n"),
             ("(一)建設服務", "(二)建設服務")],
            [("new", "1", (), ("市財政局",))],
        ),
        (
            [("建設“城市大腦”綜合管理平臺。", "建設“城市大腦”綜合管理平臺和“青嶺治理”應用平臺。")],
            [("delivers", "2", (), ("青嶺治理應用平臺",))],
        ),
    ],
)  # fmt: skip
def test_platforms_data_and_what_a_task_waits_for(
    edits: list[tuple[str, str]], rows: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    found = compare(load_text(TIED), load_text(edited(TIED, *edits))).rows
    said = [(r.kind, (r.old or r.new).number, r.before, r.after) for r in found if r.kind != "wording"]  # type: ignore[union-attr]
    assert said == rows


def test_a_changed_name_is_marked_in_its_sentence_and_is_no_wording() -> None:
    found = compare(
        load_text(TIED), load_text(edited(TIED, ("依託“青嶺通”綜合服務平臺", "依託“城市大腦”綜合管理平臺")))
    )
    row = found.rows[0]
    assert row.old_text == "依託“青嶺通”綜合服務平臺,市民辦事不跑腿。"
    assert "青嶺通" in "".join(row.old_text[a:b] for a, b in row.marks[0])
    assert found.summary["wording"] == 0
    assert found.for_department("市民政局").rows == found.rows


def test_a_name_that_went_is_marked_in_the_sentence_that_stayed() -> None:
    after = edited(TIED, ("依託“青嶺通”綜合服務平臺,市民", "市民"))
    row = next(row for row in compare(load_text(TIED), load_text(after)).rows if row.kind == "uses")
    assert (row.before, row.after) == (("青嶺通綜合服務平臺",), ())
    assert row.new_text.startswith("市民辦事不跑腿")
    assert [row.old_text[a:b] for a, b in row.marks[0]] == ["依託“青嶺通”綜合服務平臺,"]


def test_who_oversees_a_task() -> None:
    table = (ROOT / "samples" / "city-table-2024.txt").read_text(encoding="utf-8")
    after = edited(
        table,
        (
            "不低於75%。\t市人社局\t各縣(區)政府\t2024年12月底前\t沈若溪",
            "不低於75%。\t市人社局\t各縣(區)政府\t2024年12月底前\t周遠",
        ),
    )
    found = compare(load_text(table), load_text(after))
    assert short(found) == [("oversees", "8", "8")]
    assert (found.rows[0].before, found.rows[0].after) == (("沈若溪",), ("周遠",))
    assert compare(load_text(table), load_text(shadow(table))).rows == ()


def test_a_draft_whose_numbers_mean_other_tasks_in_the_final_text() -> None:
    """Both texts have one id, and with it the same ids for other tasks: who waits for whom is followed through the pairs."""
    swapped = edited(
        TIED,
        ("(一)建設服務平臺。建設“青嶺通”綜合服務平臺,歸集人口數據。(市數據局牽頭)", "(一)建設管理平臺。建設“城市大腦”綜合管理平臺。(市公安局牽頭)"),
        ("(二)建設管理平臺。建設“城市大腦”綜合管理平臺。(市公安局牽頭)", "(二)建設服務平臺。建設“青嶺通”綜合服務平臺,歸集人口數據。(市數據局牽頭)"),
    )  # fmt: skip
    assert {row.kind for row in compare(load_text(TIED), load_text(swapped)).rows} == {"moved"}
