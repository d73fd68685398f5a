"""The command line over what was: log, versions, text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_zhize import SAMPLE, run

__all__ = ["run"]

CORRECTION = """corrections:
- document: 河府辦函〔2021〕39號
  kind: lead
  item: "8"
  names: [市發展改革局]
  reason: 會議改期
  date: 2021-06-01
  by: 李四
"""


def test_who_loaded_corrected_and_removed(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("ZHIZE_WHO", "張三")
    assert run("load", SAMPLE)[0] == 0
    text = Path(SAMPLE).read_text(encoding="utf-8")
    later = tmp_path / "later.txt"
    later.write_text(text.replace("擴大可以異地辦理的事項", "增加可以異地辦理的事項"), encoding="utf-8")
    given = tmp_path / "corrections.yaml"
    given.write_text(CORRECTION, encoding="utf-8")
    assert run("load", later, "--corrections", given)[0] == 0
    status, out, _ = run("log", "--format", "json")
    rows = json.loads(out)["rows"]
    assert status == 0
    assert [(who, action, note) for _, who, action, _, _, _, note in rows] == [
        ("張三", "added", None),
        ("張三", "replaced", "1 corrections (李四)"),
    ]
    document = rows[0][3]
    status, out, _ = run("versions", "河府辦函〔2021〕39號", "--format", "json")
    found = json.loads(out)
    assert (status, found["document"]) == (0, document)
    assert [(row[2], row[-2], row[-1]) for row in found["rows"]] == [("張三", row[4], "kept") for row in rows]
    assert run("text", document)[1] == later.read_text(encoding="utf-8")
    status, out, err = run("text", document, "--at", "1999-12-31")
    assert (status, out) == (1, "")
    assert err.startswith("Z217: no version stood on 1999-12-31")
    assert run("remove", document)[0] == 0
    assert json.loads(run("log", "--document", document, "--format", "json")[1])["rows"][-1][2] == "removed"
    assert [row[-1] for row in json.loads(run("versions", document, "--format", "json")[1])["rows"]] == ["gone"] * 2
    assert run("text", "河源市沒有的方案")[0] == 1


def test_a_text_is_written_to_a_file_that_compare_reads(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("load", SAMPLE)[0] == 0
    assert run("text", "河府辦函〔2021〕39號", "-o", tmp_path / "now.txt")[0] == 0
    assert (tmp_path / "now.txt").read_text(encoding="utf-8") == Path(SAMPLE).read_text(encoding="utf-8")
