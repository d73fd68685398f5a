"""from __future__ import annotations"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ZhizeError
from loaders.corrections import (
    KINDS,
    Applied,
    Corrections,
    checked,
)
from loaders.load import read_text
from tests.loaders.corrected import NUMBER, OPEN, PLAN, corrected, due, entry, links, refusal, rules


def test_the_leads_of_an_item_become_exactly_those_named() -> None:
    reading = corrected(entry(kind="lead", item="1", names=["市渔业局", "市港务局"]))
    assert links(reading, "LEADS", "1") == ["市渔业局", "市港务局"]
    assert links(reading, "SUPPORTS", "1") == ["市财政局"]
    assert all(r.get("joint") for r in reading.graph.of_type("LEADS") if r.end.endswith("#1"))
    assert [r.get("rank") for r in reading.graph.of_type("SUPPORTS")] == [1]
    assert set(rules(reading, "LEADS", "1")) == {"correction"}
    assert links(reading, "LEADS", "2") == ["市航道局"]


def test_a_body_that_the_clause_does_not_name_rests_on_a_quotation() -> None:
    reading = corrected(entry(kind="support", item="3", names=["市水利局"], quote="疏通航道"))
    assert links(reading, "SUPPORTS", "3") == ["市水利局"]
    found = next(r for r in reading.graph.of_type("SUPPORTS") if r.end.endswith("#3"))
    assert (found.get("evidence"), found.get("mention")) == ("疏通航道", "疏通航道")
    assert "no quotation" in refusal(entry(kind="support", item="3", names=["市水利局"]))


def test_a_quotation_answers_the_unread_words_that_it_holds_whole() -> None:
    text = PLAN.replace("(市航道局牵头)", "(操盘单位:市航道局)").replace(
        "市渔业局、市财政局配合", "总抓单位:市渔业局;包干单位:市财政局"
    )
    plain = read_text(text)
    # counted by hand: one bracket that nothing reads and whose item names nobody, two labels that nothing knows
    assert sorted(i.code for i in plain.issues if i.code in OPEN) == ["Z701", "Z704", "Z704", "Z713"]
    first = entry(kind="lead", item="2", names=["市航道局"], quote="操盘单位:市航道局")
    assert sorted(i.code for i in corrected(first, text=text).issues if i.code in OPEN) == ["Z704", "Z704"]
    second = entry(kind="support", item="1", names=["市渔业局"], quote="总抓单位:市渔业局")
    left = [i for i in corrected(first, second, text=text).issues if i.code in OPEN]
    assert [text[i.span.start : i.span.end] for i in left] == ["包干单位:市财政局"]
    part = entry(kind="lead", item="2", names=["市航道局"], quote="市航道局")
    assert "Z701" in {i.code for i in corrected(part, text=text).issues}


def test_a_relationship_is_added_with_its_place() -> None:
    reading = corrected(
        entry(kind="add", type="USES", item="2", name="灯塔一网", quote="对接灯塔一网", verb="对接"),
        entry(kind="add", type="SUPPORTS", item="2", name="市港务局", quote="修好灯塔"),
        entry(kind="add", type="DEPENDS_ON", item="3", target="1", quote="疏通航道"),
        entry(kind="add", type="OVERSEES", item="3", name="王某", quote="疏通航道"),
    )
    assert all(isinstance(r, Applied) for r in reading.corrections)
    assert "灯塔一网" in links(reading, "USES", "2")
    link = next(r for r in reading.graph.of_type("USES") if r.get("mention") == "灯塔一网")
    assert reading.source.text[link.get("char_start") : link.get("char_end")] == "灯塔一网"
    assert link.get("evidence") == "对接灯塔一网"
    assert str(link.get("rule")).startswith("correction:add:")
    assert links(reading, "SUPPORTS", "2") == ["市港务局"]
    assert links(reading, "OVERSEES", "3") == ["王某"]
    assert [(r.start[-1], r.end[-1]) for r in reading.graph.of_type("DEPENDS_ON")] == [("3", "1")]


def test_a_target_is_added_and_removed() -> None:
    wanted = entry(kind="add", type="HAS_TARGET", item="2", quote="开放潮汐数据", operator=">=", value="3", unit="类")
    reading = corrected(wanted)
    assert "开放潮汐数据" in links(reading, "HAS_TARGET", "2") or any(
        n.get("value") == 3.0 for n in reading.graph.labelled("Target")
    )
    removed = corrected(wanted, entry(kind="remove", type="HAS_TARGET", item="2", quote="开放潮汐数据"))
    assert not any(n.get("value") == 3.0 for n in removed.graph.labelled("Target"))


def test_a_relationship_is_removed() -> None:
    reading = corrected(entry(kind="remove", type="SUPPORTS", item="1", name="市漁業局"))
    assert links(reading, "SUPPORTS", "1") == ["市财政局"]
    assert "no longer needed" in refusal(entry(kind="remove", type="SUPPORTS", item="1", name="市水利局"))


def test_what_is_no_platform_is_none_and_no_open_question() -> None:
    before = read_text(PLAN)
    assert any("船坞管理系统" in n.get("name") for n in before.graph.labelled("Platform"))
    reading = corrected(entry(kind="not-a-platform", name="船坞管理系统"))
    assert not any("船坞管理系统" in n.get("name") for n in reading.graph.labelled("Platform"))
    assert not any(i.code == "Z741" and "船坞" in i.reason for i in reading.issues)
    assert "does not print" in refusal(entry(kind="not-a-platform", name="云上月台"))


def test_two_names_become_one_platform() -> None:
    text = PLAN.replace("依托巡航平台", "依托巡航平台").replace("通航率", "依托巡航系统,通航率")
    before = read_text(text)
    assert {"巡航平台", "巡航系统"} <= {n.get("name") for n in before.graph.labelled("Platform")}
    reading = corrected(
        entry(kind="alias", label="Platform", name="巡航平台", alias="巡航系统"),
        text=text,
    )
    platforms = {n.get("name"): n for n in reading.graph.labelled("Platform")}
    assert "巡航系统" not in platforms
    assert platforms["巡航平台"].get("aliases") == ("巡航系统",)
    assert [n for n in ("1", "3") if "巡航平台" in links(reading, "USES", n)] == ["1", "3"]


def test_two_names_become_one_body() -> None:
    reading = corrected(entry(kind="alias", label="Department", name="市港航局", alias="市港务局"))
    assert links(reading, "LEADS", "1") == links(reading, "LEADS", "3") == ["市港航局"]
    assert {r.get("mention") for r in reading.graph.of_type("LEADS")} == {"市港务局", "市航道局"}


def test_a_deadline_is_set_and_taken_away() -> None:
    reading = corrected(entry(kind="due", item="2", due_on="2031-09-30", quote="开放潮汐数据"))
    assert due(reading, "2") == ("2031-09-30", "开放潮汐数据")
    assert due(corrected(entry(kind="due", item="1", due_on="none")), "1") == (None, None)
    assert "no longer needed" in refusal(entry(kind="due", item="1", due_on="2031-06-30"))
    assert "no quotation" in refusal(entry(kind="due", item="2", due_on="2031-09-30"))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "lead", "item": "9", "names": ["市港务局"]}, "no item 9"),
        ({"kind": "due", "item": "2", "due_on": "2031-01-01", "quote": "从未写过"}, "not found in the text"),
        ({"kind": "due", "item": "2", "due_on": "2031-01-01", "quote": "修好东码头"}, "it stands in item 1"),
        ({"kind": "lead", "item": "1", "names": ["市港务局"]}, "no longer needed"),
        ({"kind": "add", "type": "LEADS", "item": "1", "name": "市港務局", "quote": "修好东码头"}, "already"),
        ({"kind": "add", "type": "DEPENDS_ON", "item": "1", "target": "8", "quote": "修好东码头"}, "no other item 8"),
        ({"kind": "alias", "label": "Platform", "name": "甲网", "alias": "乙网"}, "no Platform of the name"),
        ({"kind": "remove", "type": "DEPENDS_ON", "item": "1", "target": "2"}, "no such reference"),
    ],
)
def test_what_no_longer_fits_is_refused_in_one_line(values: dict[str, Any], words: str) -> None:
    assert words in refusal(entry(**values))


def test_quotations_are_found_whatever_their_script_quotes_and_line_breaks() -> None:
    text = PLAN.replace("修好东码头", "修好“东\n码头”")
    assert isinstance(
        corrected(entry(kind="due", item="1", due_on="2031-07-01", quote="修好東碼頭"), text=text).corrections[0],
        Applied,
    )


def test_only_what_names_the_document_is_applied() -> None:
    other = entry(kind="lead", item="1", names=["市渔业局"])
    other["document"] = "乙岛办〔2031〕8号"
    assert corrected(other).corrections == ()
    by_title = {**other, "document": "甲島市2031年修船工作方案"}
    assert len(corrected(by_title).corrections) == 1
    assert len(corrected({**other, "document": "mine"}, document_id="mine").corrections) == 1
    assert len(corrected({**other, "document": read_text(PLAN).graph.document.id}).corrections) == 1


def test_a_jurisdiction_s_alias_is_left_alone_where_the_name_is_not_printed() -> None:
    place = {
        k: v for k, v in entry(kind="alias", label="Department", name="甲局", alias="乙局").items() if k != "document"
    }
    assert corrected({**place, "jurisdiction": "甲岛市"}, jurisdiction="甲岛市").corrections == ()
    used = {**place, "alias": "市港务局", "jurisdiction": "甲岛市"}
    assert len(corrected(used, jurisdiction="甲岛市").corrections) == 1


def test_a_corrected_reading_is_the_same_twice_and_still_accounts_for_every_character() -> None:
    from loaders.audit import account

    entries = [entry(kind="lead", item="1", names=["市渔业局"]), entry(kind="not-a-platform", name="船坞管理系统")]
    first, second = corrected(*entries), corrected(*entries)
    assert first.graph.to_dict() == second.graph.to_dict()
    assert account(first.source, first.facts).length == len(first.source.text)


_SCALARS = st.one_of(
    st.text(max_size=12), st.integers(), st.none(), st.dates().map(str), st.sampled_from(["1", "市港务局", NUMBER])
)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    values=st.dictionaries(
        st.sampled_from(
            ["item", "name", "names", "alias", "label", "type", "quote", "target", "due_on", "operator", "value"]
        ),
        st.one_of(
            _SCALARS, st.lists(_SCALARS, max_size=2), st.sampled_from(["LEADS", "USES", "Platform", "修好灯塔", "2"])
        ),
    ),
)
def test_any_entry_is_refused_or_applied_and_the_graph_stays_whole(kind: str, values: dict[str, Any]) -> None:
    try:
        correction = checked(entry(kind=kind, **values))
    except ZhizeError:
        return
    reading = read_text(PLAN, corrections=Corrections((correction,)))
    assert len(reading.corrections) == 1
    reading.graph.validate()
