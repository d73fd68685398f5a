"""Each way in which a fact can be wrong becomes a correction that fits the plan and changes what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer import correcting
from explorer.wrong_facts import Fault, Subject, bodies_of, entry_of, faults_of
from graph.model import Graph
from loaders.correction_effect import Effect, effect_of, read_again, repeatable, up_to_date
from loaders.corrections import Correction, Corrections, checked
from loaders.load import load_text

PLAN = """甲岛市数字政府2031年工作要点
甲岛办〔2031〕7号

一、夯实底座
（一）建设港航一张图平台。2031年6月底前建成港航一张图平台，归集船舶数据。（市渔业局牵头，市港务局、市气象局配合）
（二）推广甲岛通平台。依托港航一张图平台提供服务。（市港务局牵头）

甲岛市人民政府办公室
2031年2月1日
"""
SAID = {"reason": "更正件已改", "by": "校对员", "date": "2031-02-01"}


@pytest.fixture(scope="module")
def plan() -> Graph:
    return load_text(PLAN, jurisdiction="甲岛市")


def subject(plan: Graph, kind: str, task: str, other: str = "") -> Subject:
    nodes = plan.by_id
    for r in plan.of_type(kind):
        ends = {nodes[r.start].get("number"), nodes[r.end].get("number")}
        names = {nodes[r.start].get("name"), nodes[r.end].get("name")}
        if task in ends and (not other or other in names):
            return Subject(plan, next(n for n in plan.labelled("Task") if n.get("number") == task), r)
    raise AssertionError(f"no {kind} {other} at {task}")


def correction(subject: Subject, fault: str, **given: str) -> Correction:
    found = next(f for f in faults_of(subject) if f.key == fault)
    return checked({**entry_of(subject, found, given), **SAID})


def effect(plan: Graph, made: Correction) -> Effect:
    found = effect_of(plan, Corrections(), made)
    assert found.refused == ()
    return found


def said(plan: Graph, made: Correction) -> tuple[set[str], set[str]]:
    """What goes and what comes, as type and the other end's name, number or text."""
    after = read_again(plan, Corrections((made,))).graph
    names = {
        node.id: str(node.get("name") or node.get("number") or node.get("text"))
        for graph in (plan, after)
        for node in graph.nodes
    }
    found = effect(plan, made)
    return tuple(  # type: ignore[return-value]
        {f"{r.type} {names[r.start]}→{names[r.end]}" for r in side} for side in (found.gone, found.come)
    )


def test_what_was_read_can_be_read_again(plan: Graph) -> None:
    assert repeatable(plan, Corrections())
    assert up_to_date(plan, Corrections())


def test_a_lead_that_the_text_does_not_name(plan: Graph) -> None:
    made = correction(subject(plan, "LEADS", "1"), "not_stated")
    assert made.kind == "remove"
    assert said(plan, made) == ({"LEADS 市渔业局→1"}, set())


def test_a_support_that_leads(plan: Graph) -> None:
    made = correction(subject(plan, "SUPPORTS", "1", "市港务局"), "is_lead")
    assert (made.kind, made.names) == ("lead", ("市渔业局", "市港务局"))
    assert said(plan, made) == ({"SUPPORTS 市港务局→1"}, {"LEADS 市港务局→1"})


def test_a_lead_that_supports(plan: Graph) -> None:
    made = correction(subject(plan, "LEADS", "1"), "is_support")
    assert made.names == ("市港务局", "市气象局", "市渔业局")
    assert said(plan, made) == ({"LEADS 市渔业局→1"}, {"SUPPORTS 市渔业局→1"})


def test_another_body(plan: Graph) -> None:
    made = correction(subject(plan, "SUPPORTS", "1", "市气象局"), "other_body", name="市海事局")
    assert said(plan, made) == ({"SUPPORTS 市气象局→1"}, {"SUPPORTS 市海事局→1"})


def test_a_platform_that_is_none_takes_its_dependency_with_it(plan: Graph) -> None:
    name = str(plan.by_id[subject(plan, "DELIVERS", "1").relationship.end].get("name"))  # type: ignore[union-attr]
    made = correction(subject(plan, "DELIVERS", "1"), "no_platform")
    gone, come = said(plan, made)
    assert gone >= {f"DELIVERS 1→{name}", f"USES 2→{name}", "DEPENDS_ON 2→1"}
    assert come == set()


def test_something_that_was_not_read(plan: Graph) -> None:
    made = correction(subject(plan, "LEADS", "2"), "missing", type="USES", name="甲岛云", quote="提供服务")
    assert said(plan, made) == (set(), {"USES 2→甲岛云"})


def test_a_deadline_that_is_none(plan: Graph) -> None:
    task = subject(plan, "LEADS", "1").task
    assert task is not None
    assert task.get("due_on") == "2031-06-30"
    made = correction(Subject(plan, task), "due")
    [(before, after)] = effect(plan, made).changed
    assert (before.get("due_on"), after.get("due_on")) == ("2031-06-30", None)


def test_a_correction_that_does_not_fit_says_why(plan: Graph) -> None:
    made = correction(subject(plan, "LEADS", "2"), "missing", type="USES", name="甲岛云", quote="原文没有的字")
    found = effect_of(plan, Corrections(), made)
    assert found.nothing
    assert "原文没有的字" in found.refused[0]


def test_accepted_and_applied(plan: Graph) -> None:
    made = Corrections((correction(subject(plan, "LEADS", "1"), "not_stated"),))
    stored = read_again(plan, made).graph
    assert not up_to_date(plan, made)
    assert up_to_date(stored, made)
    # the text gives it with what was accepted, though no longer by itself
    assert repeatable(stored, made)
    assert not repeatable(stored, Corrections())


def test_bodies_stand_in_rank(plan: Graph) -> None:
    assert bodies_of(subject(plan, "LEADS", "1"), "SUPPORTS") == ["市港务局", "市气象局"]


def test_a_derived_dependency_is_reported_where_it_comes_from(plan: Graph) -> None:
    assert faults_of(subject(plan, "DEPENDS_ON", "2")) == ()


def test_every_fault_has_its_words() -> None:
    import yaml

    from explorer.wrong_facts import _OF_TASK, _OF_THING, _OF_TYPE

    every: list[Fault] = [*_OF_TASK, *(f for group in (_OF_TYPE, _OF_THING) for some in group.values() for f in some)]
    for language in ("zh-Hant", "zh-Hans", "en"):
        path = Path(correcting.__file__).parent / "labels" / f"{language}.yaml"
        words = yaml.safe_load(path.read_text(encoding="utf-8"))["correcting"]
        assert {f.key for f in every} <= set(words["faults"])
        assert {name for f in every for name in (*f.fields, *f.may)} <= set(words["fields"])


def test_a_folder_that_cannot_be_written_closes_the_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(correcting, "t", lambda key, **values: f"{key} {values}" if values else key)
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    monkeypatch.setattr(correcting, "proposals_file", lambda: file / "office" / "proposed.yaml")
    assert correcting.why_closed() == "correcting.closed"
    monkeypatch.setattr(correcting, "proposals_file", lambda: tmp_path / "office" / "proposed.yaml")
    assert correcting.why_closed() == ""
