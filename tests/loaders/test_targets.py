"""Goals: numbers in every spelling, complete coverage, dated commitments, and what is no goal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.facts import Goal
from loaders.load import Reading, read_text
from loaders.load import read as read_source
from loaders.source import SourceText
from loaders.target_numbers import find_quantities, find_ratios, may_hold_ratio
from loaders.words import lexicon

SHARED = (Path(__file__).parents[2] / "../shared").resolve()
DIGEST = Path(__file__).parents[2] / "samples/heyuan-2021-digest.txt"


def read_any(words: str) -> Reading:
    """The same for words that may break the clause behind them."""
    return read_source(SourceText(f"青山市2024年工作要点\n一、推进工作\n(一)推进工作。{words}(市甲局牵头)\n"))


def read(words: str) -> Reading:
    """The reading of a plan of 2024 of one item with these words."""
    return read_text(f"青山市2024年工作要点\n一、推进工作\n(一)推进工作。{words}(市甲局牵头)\n")


def goals(words: str) -> list[Goal]:
    """The goals of an item with these words."""
    return read(words).facts.goals


OPERATORS = [(e["example"], e["operator"], e["value"]) for g in ("before", "behind") for e in lexicon("targets")[g]]


@pytest.mark.parametrize(("words", "operator", "value"), OPERATORS)
def test_examples_of_the_operators(words: str, operator: str, value: float) -> None:
    assert [(g.operator, g.value) for g in goals(words)] == [(operator, value)]


@pytest.mark.parametrize("words", [e["example"] for e in lexicon("targets")["complete"]])
def test_examples_of_completeness(words: str) -> None:
    assert [(g.operator, g.value) for g in goals(words)] == [("complete", None)]


@pytest.mark.parametrize(
    ("words", "value", "unit", "operator", "metric"),
    [
        ("实现渔民实名用户突破300万。", 3_000_000, "用户", ">", "渔民实名用户"),
        ("建成高标准渔港8.3万亩。", 83_000, "亩", "=", "高标准渔港"),
        ("岸电使用率达60%。", 60, "%", ">=", "岸电使用率"),
        ("登记率达到百分之八十五。", 85, "%", ">=", "登记率"),
        ("不少于二分之一渡口完成改造。", 50, "%", ">=", None),
        ("渔业产值翻一番。", 100, "%", ">=", "渔业产值"),
        ("新建码头1-2座。", 1, "座", ">=", "码头"),
        ("培育3家以上渔业企业。", 3, "家", ">=", "渔业企业"),
        ("新增渔船1,200艘。", 1200, "艘", "=", "渔船"),
        ("完成投资50亿元。", 5_000_000_000, "元", "=", "投资"),
        ("办理时限压缩至4个工作日以内。", 4, "个工作日", "<=", "办理时限"),
        ("举办渔业培训不少于三十场。", 30, "场", ">=", "渔业培训"),
        ("引进备案投资亿元以上渔业项目12个以上。", 12, "个", ">=", "备案投资亿元以上渔业项目"),
        ("培训三十余场。", 30, "场", ">", None),
        ("建成一百多个码头。", 100, "个", ">", "码头"),
        ("每季度至少开展1次渡口巡查。", 1, "次", ">=", "渡口巡查"),
        ("渔船登记压缩比例由60%提高至75%。", 75, "%", ">=", "渔船登记压缩比例"),
        ("渔民需求满足率99%。", 99, "%", "=", "渔民需求满足率"),
        ("20户以上渔村岸电全覆盖。", None, None, "complete", "20户以上渔村岸电全覆盖"),
        ("登记压缩至半个工作日以内。", 0.5, "个工作日", "<=", None),
        ("接入视频不少于1200路。", 1200, "路", ">=", "接入视频"),
        ("基層填報的表格減少50%以上。", 50, "%", ">=", None),
    ],
)
def test_numbers(words: str, value: float | None, unit: str | None, operator: str, metric: str | None) -> None:
    (goal,) = goals(words)
    assert (goal.value, goal.unit, goal.operator) == (value, unit, operator)
    assert metric is None or goal.metric == metric


def test_several_numbers_in_one_sentence() -> None:
    found = goals("每年培育渔业模型10个、渔业能手20名、渔业品牌30个。")
    assert [(g.value, g.metric) for g in found] == [(10, "渔业模型"), (20, "渔业能手"), (30, "渔业品牌")]


@pytest.mark.parametrize(
    ("words", "due", "value"),
    [
        ("2024年底前基本完成渡口改造。", "2024-12-31", None),
        ("在2024年6月底前将渡口登记纳入线上办理。", "2024-06-30", None),
        ("第三季度前建成渔港视频网。", "2024-09-30", None),
        ("到2027年,打造渔业品牌5个以上。", "2027-12-31", 5),
        ("年底前,培育渔业企业8家。", "2024-12-31", 8),
        ("建设东湖码头,年底前完成。", "2024-12-31", None),
    ],
)
def test_dates(words: str, due: str, value: float | None) -> None:
    (goal,) = goals(words)
    assert (goal.due_on, goal.value) == (due, value)
    assert goal.operator == ("complete" if value is None else goal.operator)


def test_a_date_holds_for_the_rest_of_its_sentence() -> None:
    assert [g.due_on for g in goals("到2027年,建设渔港5个,培育企业6家。培育船长9名。")] == [
        "2027-12-31",
        "2027-12-31",
        None,
    ]


@pytest.mark.parametrize(
    "words",
    [
        "除110、119等紧急热线外全部整合。",
        "推进“1+3+2+X”改革。",
        "加快5G建设。",
        "落实三个维度的要求。",
        "对达标企业给予最高800万元补助。",
        "根据第3号通知开展巡查。",
        "为80岁以上渔民体检。",
        "紧扣省里39项指标开展工作。",
        "建立全覆盖的巡查体系。",
        "提升二级以上医院水平。",
        "推进审批全过程智能化。",
        "每增加投资5000万元增加1名指标。",
        "上线一批多跨应用。",
        "对渔船改造给予扶持,单个项目不超过1000万元。",
        "全年登记渔船满10艘以上的,一次性奖励。",
    ],
)
def test_what_is_no_goal(words: str) -> None:
    assert goals(words) == []


def test_subject_is_the_platform_that_the_goal_speaks_of() -> None:
    (goal,) = goals("拓展“粤省事”平台服务,实现实名用户突破300万。")
    assert goal.subject == "粤省事"
    assert goals("拓展“粤省事”平台服务。培育企业3家。")[0].subject is None


def test_quantities_know_dates_and_labels() -> None:
    text = "2024年6月第3批5G基站12个,编号A30"
    assert [(q.value, q.unit) for q in find_quantities(text, 0, len(text))] == [(12.0, "个")]
    text = "百分之三点五"
    assert [q.value for q in find_ratios(text, 0, len(text))] == [3.5]


_NUMBER = st.integers(1, 9999)
_UNIT = st.sampled_from(["个", "家", "项", "座", "艘", "%"])
_BEFORE = st.sampled_from([("不少于", ">="), ("达到", ">="), ("突破", ">"), ("不超过", "<="), ("", "=")])
_SCALE = st.sampled_from([("", 1), ("万", 10_000), ("亿", 100_000_000)])


@settings(max_examples=150, deadline=None)
@given(_NUMBER, _SCALE, _UNIT, _BEFORE, st.sampled_from([("以上", ">="), ("", None), ("左右", "=")]))
def test_numbers_of_the_grammar_are_read_back(
    number: int, scale: tuple[str, int], unit: str, before: tuple[str, str], behind: tuple[str, str | None]
) -> None:
    word = "" if unit == "%" else scale[0]
    (goal,) = goals(f"新增渔港设施{before[0]}{number}{word}{unit}{behind[0]}。")
    assert goal.value == number * (1 if unit == "%" else scale[1])
    assert goal.unit == unit
    expected = before[1] if before[1] == ">" else (behind[1] or before[1])
    assert goal.operator == expected


_PIECES = ["10", "%", "万", "个", "以上", "突破", "不少于", "2024年", "底前", "完成", "全覆盖", "、", ",", "。", "“", "”", "到", "翻一番", "百分之", "二", "分之", "新增", "\n", "1,200", "-", "十", "实现", "电子化"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_any_words_in_any_order(words: str) -> None:
    reading = read_any(words)
    for goal in reading.facts.goals:
        assert goal.evidence.start <= goal.span.start < goal.span.end <= goal.evidence.end <= len(reading.source.text)
        assert goal.metric
        assert (goal.value is None) == (goal.operator == "complete")


def test_the_digest() -> None:
    found = read_text(DIGEST.read_text(encoding="utf-8")).facts.goals
    by_item: dict[str, list[tuple[str, float | None]]] = {}
    for goal in found:
        by_item.setdefault(goal.item, []).append((goal.operator, goal.value))
    assert by_item["1"] == [(">=", 50)]
    assert by_item["2"] == [(">", 3_000_000), (">", 50_000), (">", 210_000), (">", 20_000)]
    assert by_item["21"] == [(">=", 60), ("complete", None)]
    assert [g.due_on for g in found if g.item == "21"] == [None, "2021-12-31"]


@pytest.mark.skipif(not (SHARED / "gold/heyuan-2021.json").exists(), reason="the first plan's gold is not at hand")
def test_the_first_plan() -> None:
    gold = json.loads((SHARED / "gold/heyuan-2021.json").read_text(encoding="utf-8"))
    found = read_text((SHARED / "data/heyuan-2021.txt").read_text(encoding="utf-8")).facts.goals
    key = ("operator", "value", "due_on")
    wanted = sorted(str((t["number"], *(e[k] for k in key[:1]), e["value"] and float(e["value"]), e["due_on"]))
                    for t in gold["tasks"] for e in t.get("targets", ()))  # fmt: skip
    assert sorted(str((g.item, g.operator, g.value, g.due_on)) for g in found) == wanted


@given(
    st.lists(
        st.sampled_from(
            [
                "不少于",
                "至少",
                "达",
                "三",
                "十",
                "半",
                "百分之",
                "五",
                "分之",
                "翻",
                "番",
                "两",
                "以上",
                "内",
                "余",
                "个",
                "套",
                "万",
                "亩",
                "平台",
            ]
        ),
        max_size=8,
    )
)
def test_the_first_look_for_ratios_misses_none(words):
    text = "".join(words)
    assert may_hold_ratio(text, 0, len(text)) or not list(find_ratios(text, 0, len(text)))


def test_a_subsidised_training_is_a_goal_and_a_subsidy_none() -> None:
    assert [(g.operator, g.value) for g in goals("开展补贴性船员培训3500人次以上。")] == [(">=", 3500.0)]
    assert goals("每条船补贴3500元。") == []


def test_a_number_of_what_is_set_up() -> None:
    assert [(g.operator, g.value) for g in goals("设立渡口监测点50个。")] == [("=", 50.0)]


def test_a_number_with_a_deadline_of_its_own_needs_no_verb() -> None:
    assert [(g.operator, g.value, g.due_on) for g in goals("到2025年底登记渡船2000艘。")] == [
        ("=", 2000.0, "2025-12-31")
    ]


def test_completeness_that_the_heading_says_too_is_one_goal() -> None:
    plan = "青山市2024年工作要点\n一、推进工作\n(一)推行渡船登记全程电子化。推动渡口登记全程电子化。(市甲局牵头)\n"
    assert [g.metric for g in read_text(plan).facts.goals] == ["渡口登记全程电子化"]


def test_a_number_of_those_for_whom_something_is_done() -> None:
    for words in (
        "为5000户渔民安装救生设备。",
        "对5000户渔民实施救生培训。",
        "让全县5000户渔民用上救生设备。",
        "面向全县5000户渔民安装设备。",
        "帮助5000户渔民安装设备。",
    ):
        assert [(g.operator, g.value) for g in goals(words)] == [("=", 5000.0)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("5年内重点引进100名船长。", [("船长", 100, "名")]),
        ("选拔100名船长、200名水手,培养30名引航员。", [("船长", 100, "名"), ("水手", 200, "名"), ("引航员", 30, "名")]),
        ("重点扶持50个船坞和20场次船赛。", [("船坞", 50, "个"), ("船赛", 20, "场次")]),
        ("提高渡口监控覆盖面至75%。", [("渡口监控覆盖面", 75, "%")]),
        ("未来三年内新增渔船30艘。", [("渔船", 30, "艘")]),
        ("应届船员就业率达100%。", [("应届船员就业率", 100, "%")]),
        ("形成超100亿元的渔业集群。", [("渔业集群", 10_000_000_000, "元")]),
    ],
)
def test_what_is_counted(words: str, found: list[tuple[str, float, str]]) -> None:
    assert [(g.metric, g.value, g.unit) for g in goals(words)] == found


def test_one_operator_of_several_numbers() -> None:
    found = goals("把渔船失修率、渔港空置率分别稳控在5%和4%以内。")
    assert [(g.value, g.operator) for g in found] == [(5, "<="), (4, "<=")]
