"""The responsibility matrix, against the clauses of the text counted by their brackets."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.errors import UnknownDocument, UnknownName
from graph.model import Graph, Relationship
from queries.matrix import Count, Mark, Matrix, build_matrix, mark_of
from tests.exports.plans import BOTH, counted, path_of, plan
from tests.graphs import small_graph, two_plans


def signs(matrix: Matrix, number: str) -> dict[str, str]:
    """What stands in a task's row, by department."""
    names = {column.id: str(column.get("name")) for column in matrix.columns}
    row = next(row for row in matrix.task_rows if row.node.get("number") == number)
    return {names[key]: cell.signs for key, cell in row.cells.items()}


@pytest.mark.parametrize("which", BOTH)
def test_totals_are_those_of_the_clauses(which: str) -> None:
    # The text has 57 lines that end in a bracket with 牽頭; the names in them, parted by 、, are 70 leads and 11 supports.
    text = counted(path_of(which))
    assert (len(text.clauses), sum(text.leads.values()), sum(text.supports.values())) == (57, 70, 11)
    matrix = build_matrix(plan(which))
    by_name = {str(c.get("name")): matrix.totals[c.id] for c in matrix.columns}
    assert Counter({name: count.leads for name, count in by_name.items() if count.leads}) == text.leads
    assert Counter({name: count.supports for name, count in by_name.items() if count.supports}) == text.supports
    assert matrix.total == Count(70, 11)
    assert len(matrix.leading) == len(text.leads) == 33
    assert len(matrix.columns) == 34  # and 市有關單位, which only supports


@pytest.mark.parametrize("which", BOTH)
def test_rows_are_the_chapters_and_tasks_in_order(which: str) -> None:
    # 6 lines begin with 一、 to 六、; 28 with (一) to (二十八), 33 below five of these with 1. and so on; (二十四) has two paragraphs.
    matrix = build_matrix(plan(which))
    assert [row.path for row in matrix.rows if row.kind == "section"] == list("一二三四五六")
    assert len(matrix.task_rows) == 28 + 33 + 2
    paths = [row.path for row in matrix.rows]
    assert paths[:3] == ["一", "(一)", "(二)"]
    assert paths[paths.index("(十一)") + 1] == "(十一)1"
    assert paths[paths.index("(二十四)") : paths.index("(二十四)") + 3] == [
        "(二十四)",
        "(二十四)第1段",
        "(二十四)第2段",
    ]


@pytest.mark.parametrize("which", BOTH)
def test_signs_of_tasks_with_several_bodies(which: str) -> None:
    matrix = build_matrix(plan(which))
    assert signs(matrix, "1") == {"市政務服務數據管理局": "●"}
    assert signs(matrix, "7") == {"市政務服務數據管理局": "◐", "各縣(區)政府(管委會)": "◆", "市有關單位": "◇"}
    assert signs(matrix, "8") == {"市政務服務數據管理局": "●", "市發展改革局": "○"}
    assert signs(matrix, "9") == {"市委政法委": "◐", "市公安局": "◐", "市有關單位": "◇"}
    assert signs(matrix, "11") == {}
    assert signs(matrix, "14.3") == {"市水務局": "●", "各縣(區)政府(管委會)": "◇"}
    assert signs(matrix, "15.8") == {"市市場監管局": "●", "各縣(區)政府(管委會)": "◇", "市有關單位": "◇"}


@pytest.mark.parametrize("which", BOTH)
def test_chapters_and_parents_roll_up(which: str) -> None:
    # By hand: (十一) has 3+1+1+1+1+2+2 leads; chapter three 3 of (十), these 11, 9, 4, 5, 8 and 1 of (十六), and the
    # supports of (十四)3 and (十五)8.
    rows = {row.path: row for row in build_matrix(plan(which)).rows}
    assert rows["(十一)"].total == Count(11, 0)
    assert rows["三"].total == Count(3 + 11 + 9 + 4 + 5 + 8 + 1, 1 + 2)
    assert rows["(二十四)"].total == Count(1 + 3, 0)
    assert rows["(十一)"].rolls_up
    assert not rows["(一)"].rolls_up


@pytest.mark.parametrize("which", BOTH)
def test_one_department(which: str) -> None:
    matrix = build_matrix(plan(which), departments=["市公安局"])
    assert [row.path for row in matrix.rows] == [
        "二", "(九)", "三", "(十)", "(十三)", "(十三)2", "五", "(二十四)", "(二十四)第2段",
    ]  # fmt: skip
    assert [c.get("name") for c in matrix.columns] == ["市公安局"]
    assert matrix.total == Count(4, 0)
    # The same body by its full name and in the other script.
    assert build_matrix(plan(which), departments=["河源市公安局"]) == matrix
    assert build_matrix(plan(which), departments=["市公安局"], documents=["河府办函〔2021〕39号"]) == matrix


@pytest.mark.parametrize("which", BOTH)
def test_columns_stand_in_the_order_of_offices(which: str) -> None:
    # Party bodies, then the government's, then the directly managed ones, companies, places, and collectives last.
    names = [str(c.get("name")) for c in build_matrix(plan(which)).columns]
    some = ["市委政法委", "市委網信辦", "市發展改革局", "市教育局", "市公安局", "市民政局", "市財政局", "市氣象局", "各縣(區)政府(管委會)", "市有關單位"]  # fmt: skip
    assert sorted(some, key=names.index) == some
    assert names[-1] == "市有關單位"


def test_two_documents_stand_under_their_titles() -> None:
    first, second = two_plans()
    nodes = {node.id: node for node in (*first.nodes, *second.nodes)}
    both = Graph(tuple(nodes.values()), (*first.relationships, *second.relationships))
    matrix = build_matrix(both)
    titles = [row.title for row in matrix.rows if row.kind == "document"]
    assert titles == ["青嶺市數字政府2024年工作要點", "青嶺市數字政府2025年工作要點"]
    assert matrix.total.leads == build_matrix(first).total.leads + build_matrix(second).total.leads
    only = build_matrix(both, documents=["青府辦〔2025〕2號"])
    assert [d.get("year") for d in only.documents] == [2025]
    assert only.rows == build_matrix(second).rows


def test_a_collective_is_marked_apart() -> None:
    def link(kind: str, **more: object) -> Relationship:
        return Relationship(kind, "d", "t", {"collective": False, "joint": False, **more})  # type: ignore[dict-item]

    assert mark_of(link("LEADS")) is Mark.LEAD
    assert mark_of(link("LEADS", joint=True)) is Mark.JOINT
    assert mark_of(link("LEADS", joint=True, collective=True)) is Mark.COLLECTIVE_LEAD
    assert mark_of(link("SUPPORTS", collective=True)) is Mark.COLLECTIVE_SUPPORT
    assert len({mark.sign for mark in Mark}) == len(Mark)


def test_unknown_names_are_said() -> None:
    with pytest.raises(UnknownName, match="市公案局") as caught:
        build_matrix(small_graph(), departments=["市公案局"])
    assert "市公安局" in caught.value.advice
    with pytest.raises(UnknownDocument):
        build_matrix(small_graph(), documents=["無此文件"])
