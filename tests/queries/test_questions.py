"""What each question answers, against values counted by hand: on made-up plans, and on the plan of Heyuan.

`SMALL` is counted from `tests.graphs.small_graph` (the plan of 2024 only): task 1 led by 市數據局 with 市有關單位, 2 by 市政務局
and 市公安局, 3 a parent, 3.1 by 市公安局 with 市政務局, 3.2 by 市數據局, 4 by 市司法局; 1 delivers 市級數據中臺 and produces 法人,
2 uses both and 嶺南通辦. `WAITING` is counted from `waiting_plan`, whose docstring draws it. How each value of `HEYUAN`
was counted stands beside it; numbers are those that the plan prints, (十三)2 is 13.2.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.dependencies import MOST
from graph.stores import open_store
from graph.stores.base import Store
from queries.catalogue import ask_question, catalogue
from tests.graph.stores.asked import asked_dependencies
from tests.graph.stores.contract_across import sharing

Case = tuple[str, dict[str, Any], str, list[tuple[Any, ...]]]
A = {"document": "青府辦〔2024〕1號"}
W = {"document": "白府〔2024〕7號"}
YEARS = {"old": "白府〔2024〕7號", "new": "白府〔2025〕7號"}

SMALL: list[Case] = [
    ("who-leads", {**A, "department": "市公安局"}, "department number", [("市公安局", "2"), ("市公安局", "3.1")]),
    ("who-leads", {**A, "task": "3"}, "department number", [("市公安局", "3.1"), ("市數據局", "3.2")]),
    ("who-supports", A, "department number", [("市有關單位", "1"), ("市政務局", "3.1")]),
    ("who-supports", {**A, "collective": False}, "department number", [("市政務局", "3.1")]),
    ("duties", {**A, "department": "市政務局"}, "role number", [("LEADS", "2"), ("SUPPORTS", "3.1")]),
    ("who-oversees", A, "official number", [("陳青", "1")]),
    ("leader-load", A, "official tasks departments", [("陳青", 1, ["市數據局"])]),
    (
        "workload",
        {**A, "collective": False},
        "department leads lead_items joint supports support_items total",
        # 市公安局 leads 2 and 3.1; the items are 2 and 3. 市數據局 leads 1 and 3.2.
        [("市公安局", 2, 2, 1, 0, 0, 2), ("市數據局", 2, 2, 0, 0, 0, 2), ("市政務局", 1, 1, 1, 1, 1, 2), ("市司法局", 1, 1, 0, 0, 0, 1)],
    ),
    ("sole-leads", {**A, "department": "市數據局"}, "number", [("1",), ("3.2",)]),
    ("joint-leads", A, "number department rank of", [("2", "市政務局", 1, 2), ("2", "市公安局", 2, 2)]),
    ("department-pairs", A, "tasks joint numbers", [(2, 1, ["2", "3.1"])]),
    ("both-roles", A, "department leads supports", [("市政務局", ["2"], ["3.1"])]),
    ("no-lead", A, "number", []),
    ("not-yet-assigned", A, "role department number", [("SUPPORTS", "市有關單位", "1")]),
    ("unassigned", A, "role department number", [("SUPPORTS", "市有關單位", "1")]),
    ("documents", {}, "doc_number tasks", [("青府辦〔2024〕1號", 6), ("青府辦〔2025〕2號", 8)]),
    (
        "outline",
        A,
        "section number depth",
        [("夯實基礎", "1", 1), ("夯實基礎", "2", 1), ("惠民應用", "3", 1), ("惠民應用", "3.1", 2), ("惠民應用", "3.2", 2), ("惠民應用", "4", 1)],
    ),
    (
        "task-card",
        {**A, "task": "1"},
        "aspect name",
        [
            ("section", "夯實基礎"), ("due", "2024年底前"), ("OVERSEES", "陳青"), ("LEADS", "市數據局"), ("SUPPORTS", "市有關單位"),
            ("DELIVERS", "市級數據中臺"), ("PRODUCES", "法人"), ("HAS_TARGET", "接入率不低於80%"), ("needed_by", "推進一件事"),
        ],
    ),
    ("task-card", {**A, "task": "3"}, "aspect name", [("section", "惠民應用"), ("subtask", "優化熱線"), ("subtask", "加強培訓")]),
    (
        "evidence",
        {**A, "task": "3"},
        "number role mention",
        [("3.1", "LEADS", "市公安局"), ("3.1", "SUPPORTS", "市政務局"), ("3.2", "LEADS", "市數據局")],
    ),
    ("search", {"text": "数据 中台"}, "kind name", [("Platform", "市級數據中臺"), ("text", "建好數據底座"), ("text", "推進一件事"), ("text", "建好數據底座"), ("text", "推進一件事")]),
    # task 1 of the plan of 2025 delivers and produces the same, and its task 2 uses both: each waits for both
    ("upstream", {**A, "task": "2"}, "number distance leads due_on", [("1", 1, ["市數據局"], "2024-12-31"), ("1", 1, ["市數據局"], "2025-12-31")]),
    ("downstream", {**A, "task": "1"}, "number distance", [("2", 1), ("2", 1)]),
    ("chain", {**A, "task": "2"}, "distance number needs_number kind via", [(1, "2", "1", "platform", "市級數據中臺"), (1, "2", "1", "data", "法人")] * 2),
    ("blast-task", {**A, "task": "1"}, "number distance", [("1", 0), ("2", 1)]),
    ("blast-department", {**A, "department": "市數據局"}, "number distance", [("1", 0), ("3.2", 0), ("2", 1)]),
    # the task that builds it is late with it
    ("blast-platform", {**A, "platform": "市級數據中臺"}, "number distance", [("1", 0), ("2", 0)]),
    ("cycles", A, "number", []),
    ("waits-for", A, "department waits_for numbers needs via", [("市公安局", "市數據局", ["2"], ["1"], ["市級數據中臺", "法人"]), ("市政務局", "市數據局", ["2"], ["1"], ["市級數據中臺", "法人"])]),
    ("bottlenecks", A, "department departments tasks numbers", [("市數據局", 2, 2, ["1"])]),
    ("hubs", {}, "name", []),
    ("platforms", {**A, "platform": "市級數據中臺平臺"}, "platform role number", [("市級數據中臺", "DELIVERS", "1"), ("市級數據中臺", "USES", "2")]),
    ("data", A, "data role number", [("法人", "CONSUMES", "2"), ("法人", "PRODUCES", "1")]),
    ("shared-platforms", {**A, "least": 3}, "platform shared tasks", [("市級數據中臺", 3, 2)]),
    ("produced-not-consumed", A, "data", []),
    ("consumed-not-produced", A, "data", []),
    ("data-flow", {"document": "青府辦〔2024〕1號", "data": "法人"}, "data number to_number", [("法人", "1", "2"), ("法人", "1", "2")]),
    ("platform-flow", A, "platform number to_number", [("市級數據中臺", "1", "2"), ("市級數據中臺", "1", "2")]),
    ("targets-by-date", A, "due_on number target", [("2024-12-31", "1", "接入率不低於80%")]),
    ("targets-by-department", {**A, "department": "市數據局"}, "number metric operator value unit", [("1", "接入率", ">=", 80.0, "%")]),
    ("targets-by-platform", A, "platform number value", [("市級數據中臺", "1", 80.0)]),
    ("due", {"by": "2024-12-31"}, "due_on kind number", [("2024-12-31", "Task", "1")]),
    ("due", {"by": "2025-12-31", "since": "2025-01-01"}, "due_on kind number", [("2025-12-31", "Task", "1")]),
    ("overdue", {"day": "2024-12-31"}, "number", []),
    ("overdue", {"day": "2025-01-01"}, "due_on number", [("2024-12-31", "1")]),
    ("no-deadline", A, "number", [("2",), ("3.1",), ("3.2",), ("4",)]),
    ("new-in", {"old": "青府辦〔2024〕1號", "new": "青府辦〔2025〕2號"}, "number leads", [("5", ["市司法局"]), ("6", ["市司法局"])]),
    ("gone-from", {"old": "青府辦〔2024〕1號", "new": "青府辦〔2025〕2號"}, "number", []),
    ("changed-leads", {"old": "青府辦〔2024〕1號", "new": "青府辦〔2025〕2號"}, "number", []),
]  # fmt: skip

WAITING: list[Case] = [
    ("no-lead", W, "number", [("5.1",)]),
    ("unassigned", W, "role department number", [("LEADS", "各縣(區)政府", "5.2"), ("SUPPORTS", "市有關單位", "4")]),
    ("cycles", W, "number length", [("1", 3), ("2", 3), ("3", 3)]),
    # the plan of 2025 says the same of the same platforms and data, so each link leads to both years, and from both; task
    # 3 of 2025 waits (through 2 and 1) for 3 of 2024
    ("upstream", {**W, "task": "5.2"}, "number distance", [*[("4", 1), ("5.1", 1)] * 2, *[("1", 2)] * 2, *[("3", 3)] * 2, *[("2", 4)] * 2]),
    ("downstream", {**W, "task": "3"}, "number distance", [*[("1", 1)] * 2, *[("2", 2), ("4", 2)] * 2, ("5.2", 3), ("3", 3), ("5.2", 3)]),
    ("chain", {**W, "task": "4"}, "distance number needs_number via", [*[(1, "4", "1", "甲平臺")] * 2, *[(2, "1", "3", "丙平臺")] * 4, *[(3, "3", "2", "乙平臺")] * 4, *[(4, "2", "1", "甲平臺")] * 4]),
    ("blast-task", {**W, "task": "5"}, "number distance", [("5", 0), ("5.1", 0), ("5.2", 0)]),
    ("blast-platform", {**W, "platform": "乙平臺"}, "number distance", [("2", 0), ("3", 0), ("1", 1), ("4", 2), ("5.2", 3)]),
    ("external", W, "platform", []),
    ("produced-not-consumed", W, "data", []),
    ("consumed-not-produced", W, "data number", [("戊", "5.1")]),
    ("new-in", YEARS, "number title", [("7", "全面推廣")]),
    ("gone-from", YEARS, "number title", [("6", "試點工作")]),
    ("changed-leads", YEARS, "change number department", [("removed", "4", "市甲局")]),
    ("changed-leads", {"old": YEARS["new"], "new": YEARS["old"]}, "change number department", [("added", "4", "市甲局")]),
    ("due", {"by": "2024-06-30"}, "due_on number leads", [("2024-06-30", "4", ["市乙局", "市甲局"])]),
]  # fmt: skip

HEYUAN: list[Case] = [
    # 市公安局 stands before 牽頭 in the clauses of (九), (十), (十三)2 and the second paragraph of (二十四)
    ("who-leads", {"department": "市公安局"}, "number", [("9",), ("10",), ("13.2",), ("24.2",)]),
    ("who-leads", {"department": "河源市公安局"}, "number", [("9",), ("10",), ("13.2",), ("24.2",)]),
    # 配合 is printed in eleven roles: 市有關單位 eight times, 各縣(區)政府(管委會) twice, 市發展改革局 once, in (八)
    ("who-supports", {"collective": False}, "department number", [("市發展改革局", "8")]),
    ("duties", {"department": "市發展改革局"}, "role number", [("LEADS", "11.1"), ("LEADS", "11.5"), ("SUPPORTS", "8")]),
    # no item has a 牽頭領導
    ("who-oversees", {}, "number", []),
    ("leader-load", {}, "official", []),
    # (一)–(八) 8, (十) 9, (十一)1 6 7 12, (十五)7 13, (十六)–(二十三) 21, (二十四) twice 23, (二十五)–(二十八) 27;
    # items: 8, (十), (十一), (十五) 11, 19, (二十四) 20, 24; joint in 7, 10, 11.1, 11.6, 11.7, 19, 24.2, 28
    ("workload", {"department": "市政務服務數據管理局"}, "leads lead_items joint supports", [(27, 24, 8, 0)]),
    ("sole-leads", {"department": "市公安局"}, "number", [("13.2",)]),
    ("joint-leads", {"department": "市公安局"}, "number department", [
        ("9", "市委政法委"), ("9", "市公安局"), ("10", "市公安局"), ("10", "市衛生健康局"), ("10", "市政務服務數據管理局"),
        ("24.2", "市委網信辦"), ("24.2", "市公安局"), ("24.2", "市政務服務數據管理局"),
    ]),
    # its partners in the three joint clauses above, 市有關單位 left out
    ("department-pairs", {"department": "市公安局"}, "partner tasks numbers", [
        ("市政務服務數據管理局", 2, ["10", "24.2"]), ("市委政法委", 1, ["9"]), ("市委網信辦", 1, ["24.2"]), ("市衛生健康局", 1, ["10"]),
    ]),
    # 各縣(區) leads (七) and supports (十四)3, (十五)8; 市發展改革局 leads (十一)1, 5 and supports (八)
    ("both-roles", {"collective": False}, "department leads supports", [("市發展改革局", ["11.1", "11.5"], ["8"])]),
    # 22 items with a clause, 33 sub-items and the two paragraphs of (二十四) each end in a clause with 牽頭
    ("no-lead", {}, "number", []),
    # every clause that names 各縣(區) or 市有關單位
    ("unassigned", {}, "role number", [
        ("LEADS", "7"), ("SUPPORTS", "2"), ("SUPPORTS", "5"), ("SUPPORTS", "6"), ("SUPPORTS", "7"), ("SUPPORTS", "9"),
        ("SUPPORTS", "14.3"), ("SUPPORTS", "15.8"), ("SUPPORTS", "15.8"), ("SUPPORTS", "20"), ("SUPPORTS", "26"),
    ]),
    # the eight that say 市有關單位
    ("not-yet-assigned", {}, "role number", [("SUPPORTS", n) for n in ("2", "5", "6", "7", "9", "15.8", "20", "26")]),
    # 28 items, 33 sub-items, two paragraphs with a clause each in (二十四)
    ("documents", {}, "doc_number tasks", [("河府辦函〔2021〕39號", 63)]),
    ("task-card", {"task": "(十三)2"}, "aspect name", [("section", "助推重點領域工作提質增效"), ("parent", "深化河源平安城市建設"), ("LEADS", "市公安局")]),
    ("evidence", {"task": "第十三項第2點"}, "number role name", [("13.2", "LEADS", "市公安局")]),
    ("search", {"text": "警务"}, "kind number", [("Task", "13.2")]),
    # (十四)4 goes into 粵省事 and 粵政易; (二) builds both, (十六) builds 粵政易
    ("upstream", {"task": "14.4"}, "number distance", [("2", 1), ("16", 1)]),
    # (五) connects to 粵省事 and 粵商通 of (二)
    ("downstream", {"task": "2"}, "number distance", [("5", 1), ("14.4", 1)]),
    ("chain", {"task": "14.4"}, "number needs_number via", [("14.4", "2", "粵政易"), ("14.4", "2", "粵省事"), ("14.4", "16", "粵政易")]),
    ("blast-task", {"task": "7"}, "number distance", [("7", 0), ("8", 1), ("9", 1), ("12.9", 1)]),
    # what it leads; nothing waits for any of these
    ("blast-department", {"department": "市公安局"}, "number distance", [("9", 0), ("10", 0), ("13.2", 0), ("24.2", 0)]),
    # the province's: (二) widens it, (五) and (十四)4 connect to it
    ("blast-platform", {"platform": "粤省事"}, "number distance", [("2", 0), ("5", 0), ("14.4", 0)]),
    ("cycles", {}, "number", []),
    ("hubs", {}, "name", []),
    ("waits-for", {"department": "市氣象局"}, "department waits_for numbers needs", [("市氣象局", "市政務服務數據管理局", ["14.4"], ["2", "16"])]),
    # (八), (九), (十二)9 wait for (七), which both lead; (十四)4 for (二) and (十六). What 政數局 itself leads, (五) and
    # (八), does not wait for it. Four departments each: 政法委, 公安局, 城管, and 政數局 or 氣象局.
    ("bottlenecks", {}, "department departments tasks numbers", [
        ("市政務服務數據管理局", 4, 3, ["2", "7", "16"]), ("各縣(區)政府(管委會)", 4, 3, ["7"]),
    ]),
    ("platforms", {"platform": "粵省事"}, "role number", [("DELIVERS", "2"), ("USES", "5"), ("USES", "14.4")]),
    ("data", {"data": "法人"}, "role number", [("PRODUCES", "18")]),
    # (七), (八), (九), (十二)9: 政數局, 發展改革局 (supports), 政法委, 公安局, 城管
    ("shared-platforms", {"least": 5}, "platform shared tasks", [("一網統管", 5, 4)]),
    # 公共信用信息, 民政, 稅收, 財政, 農業農村資源管理; each is used in the task named, and gathered in none
    ("consumed-not-produced", {}, "number", [("11.5",), ("12.2",), ("11.3",), ("15.1",), ("15.3",)]),
    ("data-flow", {}, "data", []),
    ("platform-flow", {"platform": "一網統管"}, "number to_number", [("7", "8"), ("7", "9"), ("7", "12.9")]),
    # 2021年底前 is printed once with a goal, in (二十一)
    ("targets-by-date", {}, "due_on number operator", [("2021-12-31", "21", "complete")]),
    # 300萬 and 5萬 in (二)
    ("targets-by-platform", {"platform": "粵省事"}, "number operator value", [("2", ">", 3_000_000.0), ("2", ">", 50_000.0)]),
    ("due", {"by": "2021-12-31"}, "kind number", [("Target", "21")]),
    ("overdue", {"day": "2021-12-31"}, "number", []),
]  # fmt: skip

COUNTS: list[tuple[str, dict[str, Any], int]] = [
    ("who-leads", {}, 70),  # 57 clauses: five name two leads and four name three (see joint-leads), the other 48 one
    ("who-supports", {}, 11),  # see above
    ("joint-leads", {}, 22),  # 7, 9, 11.6, 11.7, 28 with two leads; 10, 11.1, 19, 24.2 with three
    ("outline", {}, 63),  # 28 + 33 + 2
    (
        "produced-not-consumed",
        {},
        33,
    ),  # none of the 33 bodies of data that are gathered is the one that another task uses
    (
        "targets-by-department",
        {"department": "市政務服務數據管理局"},
        11,
    ),  # (一) 1, (二) 4, (三), (五), (十一)6, (十五)7, (二十一) 2
    ("no-deadline", {}, 56),  # 63 less the parents 11, 12, 13, 14, 15, 24 and less (二十一)
    ("external", {}, 19),  # six of the province, and thirteen that are used and that no task builds
]


def _check(store: Store, name: str, parameters: dict[str, Any], columns: str, rows: list[tuple[Any, ...]]) -> None:
    answer = ask_question(store, name, parameters)
    wanted = columns.split()
    assert [tuple(record[c] for c in wanted) for record in answer.records()] == rows
    assert not answer.truncated


def _ids(cases: list[Case]) -> list[str]:
    return [f"{name}-{place}" for place, (name, *_) in enumerate(cases)]


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), SMALL, ids=_ids(SMALL))
def test_on_small_plans(small: Store, name: str, parameters: dict[str, Any], columns: str, rows: list[Any]) -> None:
    _check(small, name, parameters, columns, rows)


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), WAITING, ids=_ids(WAITING))
def test_on_plans_with_faults(
    waiting: Store, name: str, parameters: dict[str, Any], columns: str, rows: list[Any]
) -> None:
    _check(waiting, name, parameters, columns, rows)


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), HEYUAN, ids=_ids(HEYUAN))
def test_on_heyuan(heyuan: Store, name: str, parameters: dict[str, Any], columns: str, rows: list[Any]) -> None:
    _check(heyuan, name, parameters, columns, rows)


@pytest.mark.parametrize(("name", "parameters", "count"), COUNTS)
def test_counts_on_heyuan(heyuan: Store, name: str, parameters: dict[str, Any], count: int) -> None:
    assert len(ask_question(heyuan, name, parameters).rows) == count


def test_external_says_why(small: Store) -> None:
    rows = ask_question(small, "external", A).records()
    assert [(r["platform"], r["tier"], r["owner"], r["delivered"], r["numbers"]) for r in rows] == [
        ("嶺南通辦", "province", "嶺南省", False, ["2"])
    ]
    assert rows[0]["reason"] in ("tier_above", "undelivered")


def test_external_on_heyuan_tells_the_province_from_the_unbuilt(heyuan: Store) -> None:
    reasons = {r["platform"]: (r["reason"], r["delivered"]) for r in ask_question(heyuan, "external").records()}
    assert reasons["粵省事"] == ("tier_above", True)  # (二) widens it here
    assert reasons["開放廣東"] == ("undelivered", False)  # (二十) only opens data on it
    assert "12345政府熱線" not in reasons  # (五) brings the other hotlines into it


def test_the_mention_stands_in_the_text(small: Store) -> None:
    texts = {node.id: node.get("text") for node in small.nodes([d.id for d in small.documents()])}
    rows = [r for number in "1234" for r in ask_question(small, "evidence", {"task": number}).records()]
    assert len(rows) > 20
    for row in rows:
        if row["role"] == "OVERSEES":
            continue  # the builder gives it no place of its own
        assert texts[row["document"]][row["char_start"] : row["char_end"]] == row["mention"], row


def test_every_question_has_a_hand_counted_answer() -> None:
    on_small = {name for name, *_ in [*SMALL, *WAITING]} | {"external"}
    on_heyuan = {name for name, *_ in [*HEYUAN, *COUNTS]}
    of_two_plans = {name for name, question in catalogue().items() if question.group == "comparison"}
    shipped = {name for name, question in catalogue().items() if not question.own}
    assert shipped - on_small == set()
    assert shipped - on_heyuan - of_two_plans == set()


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_an_empty_store_answers_with_no_rows(nothing: Store, name: str) -> None:
    if any(p.required and p.kind not in ("date", "words") for p in catalogue()[name].parameters.values()):
        pytest.skip("it needs the name of something, and there is nothing")
    given = {
        p.name: {"date": "2024-01-01", "words": "數據"}[p.kind]
        for p in catalogue()[name].parameters.values()
        if p.required
    }
    assert ask_question(nothing, name, given).rows == []


def test_hubs_are_named(tmp_path: Path) -> None:
    """33 tasks need P and 2 give it: 66 pairs. D with 32 and 2 is none yet: 64 pairs are dependencies."""
    plans = [sharing(name, "河源市", needs=n, gives=g, via=v) for name, n, g, v in (
        ("甲", 33, 0, "P"), ("乙", 0, 2, "P"), ("丙", 32, 0, "D"), ("丁", 0, 2, "D"),
    )]  # fmt: skip
    with open_store(f"ladybug:{tmp_path / 'store'}") as store:
        store.replace(plans)
        rows = ask_question(store, "hubs", {}).records()
        assert [(r["name"], r["kind"], r["needing"], r["giving"]) for r in rows] == [("P", "platform", 33, 2)]
        assert len(asked_dependencies(store)) == MOST
    assert f"> {MOST}" in catalogue()["hubs"].cypher
