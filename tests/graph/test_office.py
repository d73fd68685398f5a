"""An office's own data: laid over what was read, never mixed with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import OfficeDataBroken, UnknownName
from graph.office import (
    RULE,
    Assignment,
    assign,
    checked,
    not_yet_assigned,
    office_folder,
    read_assignments,
    with_assignments,
    withdraw,
)
from loaders.load import load_file
from queries.matrix import build_matrix

SAMPLE = Path(__file__).resolve().parents[2] / "samples/heyuan-2021-digest.txt"
HEYUAN = Path(__file__).resolve().parents[2] / "../shared/data/heyuan-2021.txt"


def plan(path: Path):  # type: ignore[no-untyped-def]
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    return load_file(path)


def parts(graph, name: str) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """How many tasks a department leads and supports."""
    keys = {n.id for n in graph.labelled("Department") if n.get("name") == name}
    return tuple(sum(r.type == kind and r.start in keys for r in graph.relationships) for kind in ("LEADS", "SUPPORTS"))  # type: ignore[return-value]


@pytest.mark.parametrize("path", [SAMPLE, HEYUAN], ids=lambda p: p.stem)
def test_a_collective_resolved(path: Path, tmp_path: Path) -> None:
    graph = plan(path)
    # eight clauses of the plan end in 市有關單位按職責分工配合: those of (二), (五), (六), (七), (九) and three more
    assert len(not_yet_assigned(graph, [])) == 8
    assert parts(graph, "市教育局") == (1, 0)
    given = checked(Assignment(graph.document.id, "5", "市教育局"), graph)
    assert given.collective == "市有關單位"
    assign(tmp_path, [given])
    kept = read_assignments(tmp_path)
    shown, lost = with_assignments(graph, kept)
    assert lost == []
    assert parts(shown.validate(), "市教育局") == (1, 1)
    assert len(not_yet_assigned(graph, kept)) == 7
    # what was read is as it was
    assert graph == plan(path)
    new = [r for r in shown.relationships if r.get("rule") == RULE]
    assert [(r.type, r.get("word"), r.get("mention")) for r in new] == [("SUPPORTS", "辦公室分解", "市有關單位")]
    assert build_matrix(shown)


def test_assigning_twice_and_taking_back(tmp_path: Path) -> None:
    one = Assignment("d", "5", "市教育局", collective="市有關單位", who="王")
    assert assign(tmp_path, [one]) == 1
    assert assign(tmp_path, [one, Assignment("d", "5", "市公安局", collective="市有關單位")]) == 2
    assert read_assignments(tmp_path)[0].when
    assert withdraw(tmp_path, [one]) == 1
    assert [a.department for a in read_assignments(tmp_path)] == ["市公安局"]


def test_what_no_longer_fits_is_said(tmp_path: Path) -> None:
    graph = plan(SAMPLE)
    lost = with_assignments(graph, [Assignment(graph.document.id, "99", "市教育局")])[1]
    assert [a.task for a in lost] == ["99"]
    gone = Assignment(graph.document.id, "1", "市教育局", collective="市有關單位")
    assert with_assignments(graph, [gone])[1] == [gone]
    with pytest.raises(UnknownName, match="no task 99"):
        checked(Assignment(graph.document.id, "99", "市教育局"), graph)
    with pytest.raises(UnknownName, match="names no collective"):
        checked(gone, graph)


@pytest.mark.parametrize(
    "text",
    [
        "[1, 2",
        "assignments: 3",
        "assignments:\n- {task: '1'}",
        "assignments:\n- {document: d, task: '1', department: x, colour: red}",
        "assignments:\n- {document: d, task: '1', department: x, role: OWNS}",
        "- 1",
    ],
)
def test_a_broken_file_is_left_as_it_is(text: str, tmp_path: Path) -> None:
    path = tmp_path / "assignments.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OfficeDataBroken):
        assign(tmp_path, [Assignment("d", "1", "x")])
    assert path.read_text(encoding="utf-8") == text


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIZE_OFFICE", raising=False)
    assert office_folder("ladybug:data/zhize") == Path("data/zhize/office")
    monkeypatch.setenv("ZHIZE_OFFICE", "elsewhere")
    assert office_folder("neo4j://host") == Path("elsewhere")
