"""The file of corrections: what it may hold, and the proposals that are decided in it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InvalidCorrection, MissingFile, UnknownProposal, ZhizeError
from loaders.corrections import (
    KINDS,
    Corrections,
    accepted_corrections,
    checked,
    decide,
    propose,
    read_corrections,
    read_proposals,
)
from loaders.load import load_file, read_text
from tests.loaders.corrected import PLAN, entry, links


def write(path: Path, text: str) -> Path:
    file = path / "corrections.yaml"
    file.write_text(text, encoding="utf-8")
    return file


GOOD = """corrections:
  - kind: lead
    document: 甲岛办〔2031〕7号
    item: '1'
    names: [市渔业局]
    reason: 原文如此
    date: 2031-02-01
    by: 校对员
"""


def test_a_file_is_read_and_applied(tmp_path: Path) -> None:
    corrections = read_corrections(write(tmp_path, GOOD))
    assert [c.where for c in corrections.entries] == ["corrections.yaml, line 2, column 5"]
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    leads = [r for r in load_file(plan, corrections=corrections).of_type("LEADS") if r.end.endswith("#1")]
    assert [str(r.get("rule")) for r in leads] == [corrections.entries[0].rule]


def test_an_empty_file_holds_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(write(tmp_path, "# nothing yet\n")).entries == ()
    assert read_corrections(write(tmp_path, "corrections:\n")).entries == ()


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("kind: lead", "kind: leader", "line 2, column 11", "Valid kinds are alias"),
        ("    item: '1'\n", "", "line 2, column 5", "needs item"),
        ("    by: 校对员\n", "", "line 2, column 5", "needs by"),
        ("    reason: 原文如此\n", "    reason: ''\n", "line 2, column 5", "needs reason"),
        ("    document: 甲岛办〔2031〕7号\n", "", "line 2, column 5", "names no document"),
        ("date: 2031-02-01", "date: 2031-02-30", "line 7, column 11", "no date"),
        ("date: 2031-02-01", "date: 1.2.2031", "line 7, column 11", "no date"),
        ("names: [市渔业局]", "name: 市渔业局", "line 5, column 11", "has no name"),
        ("names: [市渔业局]", "names: []", "line 5, column 12", "names holds an empty name"),
        ("names: [市渔业局]", "names: {a: b}", "line 5, column 12", "neither a text nor a list"),
        ("    item: '1'\n", "    item: '1'\n    item: '2'\n", "line 5, column 5", "stands twice"),
        ("corrections:", "correction:", "line 1, column 1", "unknown key correction"),
        ("kind: lead", "kind: [lead", "line", "expected"),
        (GOOD, "- a\n- b\n", "line 1, column 1", "no mapping"),
        (GOOD, "corrections: 5\n", "line 1, column 14", "no list"),
        (GOOD, "corrections: [5]\n", "line 1, column 15", "an entry is no mapping"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    tmp_path: Path, before: str, after: str, place: str, words: str
) -> None:
    with pytest.raises(InvalidCorrection) as caught:
        read_corrections(write(tmp_path, GOOD.replace(before, after)))
    assert place in caught.value.where
    assert caught.value.where.startswith("corrections.yaml")
    assert words in caught.value.line()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "add", "type": "LED", "item": "1", "quote": "甲", "name": "乙"}, "Valid are LEADS"),
        ({"kind": "add", "type": "LEADS", "item": "1", "quote": "甲"}, "needs name"),
        ({"kind": "add", "type": "DEPENDS_ON", "item": "1", "quote": "甲"}, "needs target"),
        ({"kind": "add", "type": "HAS_TARGET", "item": "1", "quote": "甲", "operator": ">="}, "needs value"),
        ({"kind": "add", "type": "HAS_TARGET", "item": "1", "quote": "甲", "operator": "about"}, "unknown operator"),
        (
            {"kind": "add", "type": "HAS_TARGET", "item": "1", "quote": "甲", "operator": "=", "value": "many"},
            "no number",
        ),
        ({"kind": "add", "type": "LEADS", "item": "1", "quote": "甲", "name": "乙", "verb": "丙"}, "has no verb"),
        ({"kind": "alias", "label": "Task", "name": "甲", "alias": "乙"}, "Valid are Platform"),
        ({"kind": "due", "item": "1", "due_on": "soon"}, "no date"),
        ({"kind": "alias", "label": "Platform", "name": "甲", "alias": "乙", "jurisdiction": "甲岛市"}, "document and"),
    ],
)
def test_a_wrong_entry_names_what_would_be_valid(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidCorrection, match=words):
        checked(entry(**values))


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read_corrections(tmp_path / "none.yaml")


def test_every_kind_is_documented() -> None:
    page = Path(__file__).parents[2] / "docs" / "corrections.md"
    text = page.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []


# proposals

LEAD = entry(kind="lead", item="1", names=["市渔业局"])


def test_a_proposal_is_decided_and_then_applied(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "proposed.yaml"
    assert read_proposals(file) == ()
    first = propose(file, LEAD)
    second = propose(file, entry(kind="not-a-platform", name="船坞管理系统"))
    assert propose(file, LEAD) == first
    assert [p.state for p in read_proposals(file)] == ["proposed", "proposed"]
    assert accepted_corrections(file).entries == ()
    done = decide(file, first, True, "李某", "对照原件", on="2031-03-01")
    decide(file, second, False, "李某", "是系统")
    assert [p.state for p in read_proposals(file)] == ["accepted", "rejected"]
    assert (done.reviewer, done.decided_on, done.decision) == ("李某", "2031-03-01", "对照原件")
    reading = read_text(PLAN, corrections=Corrections() + accepted_corrections(file))
    assert links(reading, "LEADS", "1") == ["市渔业局"]
    assert [p.name for p in file.parent.iterdir()] == ["proposed.yaml"]
    assert "市渔业局" in file.read_text(encoding="utf-8")


def test_a_decision_is_made_once_and_with_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    key = propose(file, LEAD)
    with pytest.raises(InvalidCorrection, match="needs a reviewer and a reason"):
        decide(file, key, True, "李某", " ")
    with pytest.raises(UnknownProposal):
        decide(file, "00000000", True, "李某", "对")
    decide(file, key, False, "李某", "不对")
    with pytest.raises(UnknownProposal, match="was rejected"):
        decide(file, key, True, "李某", "对")


def test_a_wrong_proposal_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    with pytest.raises(InvalidCorrection):
        propose(file, {**LEAD, "names": []})
    assert not file.exists()


def test_a_state_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    propose(file, LEAD)
    file.write_text(file.read_text(encoding="utf-8").replace("state: proposed", "state: maybe"), encoding="utf-8")
    with pytest.raises(InvalidCorrection, match="proposed, accepted, rejected") as caught:
        read_proposals(file)
    assert "line 3" in caught.value.where


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"

    def many(who: int) -> None:
        for i in range(8):
            propose(file, entry(kind="not-a-platform", name=f"平台{who}-{i}"))

    threads = [threading.Thread(target=many, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_proposals(file)) == 24


def test_a_proposal_survives_the_file(tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    entries = [
        entry(kind="due", item="1", due_on="none"),
        entry(kind="add", type="HAS_TARGET", item="1", quote="甲", operator=">=", value="0.5", unit="%"),
        entry(kind="alias", label="Platform", name="“甲”: #", alias="- 乙"),
    ]
    for one in entries:
        propose(file, one)
    assert [p.correction for p in read_proposals(file)] == [checked(one) for one in entries]
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["proposals"][0]["due_on"] == "none"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_corrections_or_one_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "c.yaml"
    file.write_bytes(data)
    try:
        assert read_corrections(file).entries == ()
    except ZhizeError as error:
        assert "\n" not in error.line()  # noqa: PT017
