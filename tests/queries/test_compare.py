"""Two plans compared: the digest of the sample against itself with known edits, each of which must be found, and nothing else."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidGraph, UnknownName, WrongValue
from graph.identity import shadow
from graph.model import Graph, Node
from loaders.load import load_text
from queries.changes import longest_run
from queries.compare import KINDS, Comparison, compare
from queries.matching import MAYBE, SURE, match
from queries.plan import plans
from tests.graphs import small_graph, two_plans
from tests.queries.two_years import DIGEST, PLAN, ROOT, edited, line, next_year, short

EDITED = ("lost_lead", "changed_lead", "date", "target", "support", "moved", "wording", "new", "dropped")
"""The kinds of the edits of `next_year`, one of each; what a task is tied to besides has tests of its own (test_compare_ties)."""


@pytest.fixture(scope="module")
def old() -> Graph:
    return load_text(DIGEST)


@pytest.fixture(scope="module")
def new() -> Graph:
    return load_text(next_year())


@pytest.fixture(scope="module")
def found(old: Graph, new: Graph) -> Comparison:
    return compare(old, new)


# --- exactly the edits ---------------------------------------------------------------------------------------------


def test_exactly_the_edits_are_listed_the_gravest_first(found: Comparison) -> None:
    assert short(found) == [
        ("lost_lead", "12.1", "12.1"),
        ("changed_lead", "17", "17"),
        ("date", "21", "21"),
        ("target", "15.7", "15.7"),
        ("support", "8", "8"),
        ("moved", "12.9", "13.5"),
        ("wording", "12.5", "12.5"),
        ("new", "", "14.6"),
        ("dropped", "11.4", ""),
    ]
    assert [row.kind for row in found.rows] == list(EDITED) == [kind for kind in KINDS if kind in EDITED]
    assert found.summary == {kind: int(kind in EDITED) for kind in KINDS}
    # 63 tasks, of which 11.4 went; 14.6 came.
    assert len(found.pairs) == 62
    assert found.uncertain == ()


def test_each_row_says_what_was_and_what_is(found: Comparison) -> None:
    said = {row.kind: (row.before, row.after) for row in found.rows}
    assert said["lost_lead"] == (("市教育局",), ())
    assert said["changed_lead"] == (("市政務服務數據管理局",), ("市發展改革局",))
    assert said["date"] == (("2021年底前",), ("2022年6月底前",))
    assert said["target"] == (("基層要填的表格和信息項減少50%以上",), ("基層要填的表格和信息項減少60%以上",))
    assert said["support"] == (("市發展改革局",), ("市財政局",))
    assert said["moved"] == (
        ("三、讓重點領域的工作更有成效 (十二)9",),
        ("三、讓重點領域的工作更有成效 (十三)5",),
    )
    assert said["new"] == ((), ("市林業局",))
    assert said["dropped"] == (("市金融局",), ())
    words = {row.kind: row for row in found.rows}["wording"]
    assert [words.old_text[a:b] for a, b in words.marks[0]] == ["發展", "醫療"]
    assert [words.new_text[a:b] for a, b in words.marks[1]] == ["推廣", "會診"]


def test_the_clause_is_what_a_changed_lead_shows(found: Comparison) -> None:
    row = next(row for row in found.rows if row.kind == "changed_lead")
    assert row.old_text == "(市政務服務數據管理局牽頭)"
    assert "".join(row.new_text[a:b] for a, b in row.marks[1]) in "(市發展改革局牽頭)"


def test_a_plan_is_no_different_from_itself(old: Graph) -> None:
    same = compare(old, old)
    assert same.rows == ()
    assert same.uncertain == ()
    assert [pair.score for pair in same.pairs] == [1.0] * 63


def test_the_other_way_round_mirrors_it(old: Graph, new: Graph) -> None:
    kinds = {kind for kind, _, _ in short(compare(new, old))}
    back = compare(new, old)
    # A lead that comes is a change of lead: nothing is lost.
    assert ("changed_lead", "12.1", "12.1") in short(back)
    assert ("new", "", "11.4") in short(back)
    assert ("dropped", "14.6", "") in short(back)
    assert "lost_lead" not in kinds


def test_script_width_and_short_names_are_no_change(old: Graph) -> None:
    assert compare(old, load_text(shadow(DIGEST))).rows == ()
    assert compare(load_text(shadow(DIGEST)), old).rows == ()
    long_names = DIGEST.replace("(市發展改革局牽頭)", "(市發展和改革局牽頭)")
    assert long_names != DIGEST
    assert compare(old, load_text(long_names)).rows == ()
    plan = "青嶺市2024年工作要點\n一、服務\n(一)完善規劃。做好統籌。({}牽頭)\n"
    short_name, long_name = (load_text(plan.format(name)) for name in ("市發改委", "市發展和改革委員會"))
    assert compare(short_name, long_name).rows == ()


# --- leads, dates, goals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("市公安局牽頭", "市公安局、市司法局牽頭", ["changed_lead"]),
        ("市公安局、市司法局牽頭", "市公安局牽頭", ["changed_lead"]),
        ("市公安局、市司法局牽頭", "市司法局、市公安局牽頭", ["changed_lead"]),
        ("市公安局、市司法局、市民政局牽頭", "市公安局、市民政局、市司法局牽頭", []),
        ("市公安局牽頭,市司法局配合", "市司法局牽頭,市公安局配合", ["changed_lead", "support"]),
        ("市公安局牽頭,市司法局、市民政局配合", "市公安局牽頭,市民政局、市司法局配合", []),
        ("市公安局牽頭,市司法局配合", "市公安局牽頭", ["support"]),
        ("市公安局牽頭", "市公安局負責", []),
    ],
)
def test_who_leads_and_supports(before: str, after: str, kinds: list[str]) -> None:
    plan = "青嶺市2024年工作要點\n一、服務\n(一)整合便民熱線。各部門熱線歸併。({})\n(二)辦好窗口。一窗受理。(市數據局牽頭)\n"
    rows = compare(load_text(plan.format(before)), load_text(plan.format(after))).rows
    assert [row.kind for row in rows] == kinds


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("2024年6月底前全部歸併", "2024年9月底前全部歸併", ["date"]),
        ("2024年6月底前全部歸併", "全部歸併", ["date"]),
        ("接通率不低於80%", "接通率不低於90%", ["target"]),
        ("接通率不低於80%", "接通率超過80%", ["target"]),
        ("接通率不低於80%", "接通率達到80%以上", ["wording"]),
        ("接通率不低於80%,話務員持證上崗", "接通率不低於90%,話務員統一培訓", ["target", "wording"]),
        ("話務員持證上崗", "話務員統一培訓", ["wording"]),
    ],
)
def test_dates_goals_and_words(before: str, after: str, kinds: list[str]) -> None:
    plan = "青嶺市2024年工作要點\n一、服務\n(一)整合便民熱線。各部門的熱線並成一條,{}。(市公安局牽頭)\n"
    rows = compare(load_text(plan.format(before)), load_text(plan.format(after))).rows
    assert [row.kind for row in rows] == kinds


def test_a_table_s_columns_are_no_wording() -> None:
    table = (ROOT / "samples" / "city-table-2024.txt").read_text(encoding="utf-8")
    after = edited(
        table,
        ("農產品質量追溯系統,覆蓋全部規模以上種植基地。\t市農業農村局", "農產品質量追溯系統,覆蓋全部規模以上種植基地。\t市數據局"),
        ("市醫保局\t2024年12月底前", "市醫保局\t2024年10月底前"),
    )  # fmt: skip
    assert short(compare(load_text(table), load_text(after))) == [("changed_lead", "10", "10"), ("date", "6", "6")]


# --- places --------------------------------------------------------------------------------------------------------


def test_numbers_that_only_shift_are_no_move(old: Graph) -> None:
    """The fifth item goes; every later one is numbered one less."""
    body = [one for one in DIGEST.splitlines() if not one.startswith("(五)")]
    numerals = [
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
        "十五",
        "十六",
        "十七",
        "十八",
        "十九",
        "二十",
    ]
    numerals += ["二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八"]
    shifted = []
    for one in body:
        for before, after in zip(numerals[5:], numerals[4:], strict=False):
            if one.startswith(f"({before})"):
                one = f"({after})" + one[len(before) + 2 :]
                break
        shifted.append(one)
    found = compare(old, load_text("\n".join(shifted) + "\n"))
    assert short(found) == [("dropped", "5", "")]


def test_a_renamed_chapter_moves_nothing_and_a_swap_moves_one(old: Graph) -> None:
    assert compare(old, load_text(edited(DIGEST, ("五、打牢數字政府基礎", "五、強化底座")))).rows == ()
    lines = line("(三)"), line("(四)")
    swapped = edited(DIGEST, ("".join(lines), "(三)" + lines[1][3:] + "(四)" + lines[0][3:]))
    assert [row.kind for row in compare(old, load_text(swapped)).rows] == ["moved"]


@given(st.permutations(range(7)))
def test_the_longest_run_is_the_longest(values: list[int]) -> None:
    kept = sorted(longest_run(values))
    chosen = [values[n] for n in kept]
    assert chosen == sorted(chosen)
    best = 0
    for mask in range(1 << 7):
        picked = [values[n] for n in range(7) if mask >> n & 1]
        if picked == sorted(picked):
            best = max(best, len(picked))
    assert len(kept) == best


# --- departments ---------------------------------------------------------------------------------------------------


def test_what_changed_for_a_department(found: Comparison) -> None:
    assert short(found.for_department("市教育局")) == [("lost_lead", "12.1", "12.1")]
    # 市財政局 leads 15.1, which is as it was, and supports 8 now.
    assert short(found.for_department("市财政局")) == [("support", "8", "8")]
    assert short(found.for_department("市發展和改革局")) == [("changed_lead", "17", "17"), ("support", "8", "8")]
    # 市稅務局 leads 11.3 alone, and nothing of that changed.
    assert found.for_department("市稅務局").summary == dict.fromkeys(KINDS, 0)
    with pytest.raises(UnknownName, match="市甲局"):
        found.for_department("市甲局")


def test_a_heading_concerns_whoever_has_a_part_below(old: Graph) -> None:
    found = compare(old, load_text(edited(DIGEST, ("(十三)建設平安河源", "(十三)守護平安河源"))))
    assert [row.kind for row in found.rows] == ["wording"]
    assert len(found.for_department("市消防救援支隊").rows) == 1
    assert not found.for_department("市教育局").rows


# --- matching ------------------------------------------------------------------------------------------------------


def uncertain_pair() -> tuple[Graph, Graph]:
    """Two plans whose second tasks are rewritten so much that one can doubt."""
    plan = (
        "青嶺市{}年工作要點\n一、服務\n(一)整合熱線。部門熱線歸併,全天有人接聽。(市公安局牽頭)\n(二){}(市數據局牽頭)\n"
    )
    return (
        load_text(plan.format(2024, "推進數據共享。建立目錄,明確責任,分批開放公共數據。")),
        load_text(plan.format(2025, "加快數據流通。完善目錄,分批開放公共數據,引入市場主體參與運營。")),
    )


def test_an_uncertain_pair_counts_as_two_until_it_is_decided() -> None:
    before, after = uncertain_pair()
    found = compare(before, after)
    (pair,) = found.uncertain
    assert MAYBE <= pair.score < SURE
    assert not pair.taken
    assert short(found) == [("new", "", "2"), ("dropped", "2", "")]
    one = compare(before, after, {pair.key: True})
    assert short(one) == [("wording", "2", "2")]
    assert one.uncertain == ()
    assert [(p.decided, p.score) for p in one.pairs] == [(None, 1.0), (True, pair.score)]
    two = compare(before, after, {pair.key: False})
    assert short(two) == short(found)
    assert two.uncertain == ()


def test_a_decision_overrides_a_sure_pair(old: Graph, new: Graph) -> None:
    ids = [{i.number: i.task.id for i in plans(graph)[0].items} for graph in (old, new)]
    found = compare(old, new, {(ids[0]["8"], ids[1]["8"]): False})
    assert {("new", "", "8"), ("dropped", "8", "")} <= set(short(found))
    crossed = compare(old, new, {(ids[0]["11.4"], ids[1]["14.6"]): True})
    # 11.4 stood on the platform for loans (基於) and brought together two bodies of data (整合); 14.6 builds the rangers' system
    assert {row.kind for row in crossed.rows if row.old and row.old.number == "11.4"} == {
        "changed_lead", "uses", "produces", "delivers", "moved", "wording",
    }  # fmt: skip
    assert compare(old, new, {("nothing", "of the kind"): True}).rows == compare(old, new).rows


def test_two_partners_for_one_task_are_refused(old: Graph) -> None:
    ids = [i.task.id for i in plans(old)[0].items]
    with pytest.raises(WrongValue, match="two partners"):
        compare(old, old, {(ids[0], ids[1]): True, (ids[0], ids[2]): True})


def test_two_alike_tasks_keep_their_order_and_a_rival_is_reported() -> None:
    # Tasks 4, 5 and 6 of the small plan differ in a digit of their titles only.
    before, after = two_plans()
    found = compare(before, after)
    assert [(p.old.number, p.new.number) for p in found.pairs if p.old.number in "456"] == [("4", "4")]
    assert short(found) == [("date", "1", "1"), ("new", "", "5"), ("new", "", "6")]


def test_several_documents_are_refused() -> None:
    first, second = two_plans()
    nodes: dict[str, Node] = {n.id: n for n in (*first.nodes, *second.nodes)}
    both = Graph(tuple(nodes.values()), (*first.relationships, *second.relationships))
    with pytest.raises(InvalidGraph):
        compare(both, small_graph())


@pytest.mark.skipif(not PLAN.exists(), reason="the true plan is not here")
def test_the_digest_is_recognised_in_the_plan_that_it_was_made_from(old: Graph) -> None:
    """Both have the same 63 numbers, so what belongs together is known; the digest is in other words throughout."""
    matched = match(plans(load_text(PLAN.read_text(encoding="utf-8")))[0].items, plans(old)[0].items)
    paired = [(p.old.number, p.new.number) for p in (*matched.pairs, *matched.uncertain)]
    assert not [pair for pair in paired if pair[0] != pair[1]]
    assert len(paired) >= 50


def many(count: int, seed: int) -> Graph:
    """A plan of many tasks, each of words drawn from one small stock, so that all are somewhat alike."""
    draw = random.Random(seed)
    words = [a + b for a, b in permutations("推進完善建設平臺數據共享服務應用系統監管流程窗口", 2)]
    lines = [
        f"({n}){''.join(draw.sample(words, 4))}。{''.join(draw.sample(words, 40))},{''.join(draw.sample(words, 20))}。(市數據局牽頭)"
        for n in range(1, count + 1)
    ]
    return load_text("青嶺市2024年工作要點\n一、服務\n" + "\n".join(lines) + "\n")


def test_five_hundred_tasks_are_each_paired_or_dropped() -> None:
    """How long it takes stands in `make bench`."""
    before, after = many(500, 1), many(500, 2)
    found = compare(before, after)
    assert len(plans(before)[0].items) == 500
    assert len(found.pairs) + found.summary["dropped"] == 500


def test_the_same_rows_whatever_the_seed_of_hashes(tmp_path: Path) -> None:
    files = tmp_path / "old.txt", tmp_path / "new.txt"
    for path, text in zip(files, (DIGEST, next_year()), strict=True):
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "zhize", "compare", *map(str, files), "--format", "json"]
    said = {
        subprocess.run(
            command, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
