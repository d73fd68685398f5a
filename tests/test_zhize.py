"""The command line: what it prints, what it exits with, and that bad input changes nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import zhize

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples/heyuan-2021-digest.txt"
TABLE = ROOT / "samples/city-table-2024.txt"
# counted in the digest: the clauses that name 市公安局 with 牽頭 are those of (九), (十), (十三)2 and the second of (二十四)
POLICE = ["9", "10", "13.2", "24.2"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command in this process; gives status, standard output and standard error."""
    monkeypatch.setenv("ZHIZE_STORE", f"ladybug:{tmp_path}/store")

    def call(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["zhize", *map(str, words)])
        try:
            zhize.main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        out = capsys.readouterr()
        return status, out.out, out.err

    return call


def test_a_plan_is_loaded_and_answers(run) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("load", SAMPLE, "--format", "json")
    assert (status, err) == (0, "")
    loaded = json.loads(out)
    assert loaded["rows"][0][2] == 63
    assert loaded["rows"][0][5] == "added"
    status, out, _ = run("query", "who-leads", "--department", "市公安局", "--format", "json")
    answer = json.loads(out)
    at = answer["columns"].index("number")
    assert [row[at] for row in answer["rows"]] == POLICE
    assert {"question", "parameters", "cypher", "columns", "rows"} <= set(answer)
    assert answer["parameters"]["department"] == "市公安局"


def test_the_same_question_as_csv(run) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    _, out, _ = run("query", "who-leads", "--department=市公安局", "--format", "csv")
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["number"] for row in rows] == POLICE


def test_loading_twice_reads_once(run) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    _, out, _ = run("load", SAMPLE, "--format", "json")
    assert json.loads(out)["rows"][0][5] == "stored already"
    _, out, _ = run("load", SAMPLE, "--again", "--format", "json")
    assert json.loads(out)["rows"][0][5] == "unchanged"


def test_a_corrected_copy_replaces_and_says_so(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    copy = tmp_path / "corrected.txt"
    copy.write_text(SAMPLE.read_text(encoding="utf-8").replace("少跑腿", "少跑路", 1), encoding="utf-8")
    _, out, _ = run("load", copy, "--format", "json")
    assert json.loads(out)["rows"][0][5].startswith("replaced (the version loaded 20")
    _, out, _ = run("status", "--format", "json")
    assert len(json.loads(out)["rows"]) == 1


def test_a_bad_file_is_listed_and_the_others_are_loaded(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "bad.txt"
    bad.write_text("今天天氣很好。\n", encoding="utf-8")
    status, out, err = run("load", bad, SAMPLE, TABLE, "--format", "json")
    assert status == 1
    assert len(json.loads(out)["rows"]) == 2
    assert err.startswith("Z110: bad.txt: ")
    assert err.count("\n") == 1


BAD = {
    "missing": (lambda p: p / "nothing.txt", "Z101"),
    "directory": (lambda p: p, "Z102"),
    "empty": (lambda p: _written(p / "empty.txt", b""), "Z103"),
    "white": (lambda p: _written(p / "white.txt", b" \n\t\n"), "Z103"),
    "unknown kind": (lambda p: _written(p / "picture.jpg", b"\xff\xd8\xff"), "Z104"),
    "encoding": (lambda p: _written(p / "odd.txt", bytes(range(128, 256)) * 3), "Z105"),
    "no duty": (lambda p: _written(p / "poem.txt", "床前明月光。\n".encode()), "Z110"),
}


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_changes_nothing(name: str, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    before = run("status", "--format", "json")
    make, code = BAD[name]
    for command in ("load", "extract", "check"):
        status, out, err = run(command, make(tmp_path))
        if command == "check" and code == "Z110":
            continue  # a text without duties is checked like any other
        assert status == 1, command
        assert err.startswith(code), (command, err)
        assert err.count("\n") == 1
        assert command != "extract" or out == ""
    assert run("status", "--format", "json") == before


def test_a_plan_without_title_or_number_loads_with_a_warning(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    plan = tmp_path / "bare.txt"
    plan.write_text("一、修好道路。把主幹道修好。(市交通運輸局牽頭)\n", encoding="utf-8")
    status, out, _ = run("load", plan, "--format", "json")
    assert status == 0
    assert json.loads(out)["rows"][0][4] >= 2
    _, out, _ = run("check", plan, "--format", "json")
    assert {"Z731", "Z732"} <= {row[3] for row in json.loads(out)["rows"]}


def test_extract_is_the_same_in_every_process(tmp_path: Path) -> None:
    outputs = []
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}.json"
        subprocess.run(
            [sys.executable, "-m", "zhize", "extract", str(SAMPLE), "-o", str(path)],
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        outputs.append(path.read_bytes())
    assert outputs[0] == outputs[1]
    graph = json.loads(outputs[0])
    assert sum(node["label"] == "Task" for node in graph["nodes"]) == 63


def test_every_mention_stands_where_it_says(run) -> None:  # type: ignore[no-untyped-def]
    for plan in (SAMPLE, TABLE):
        graph = json.loads(run("extract", plan)[1])
        text = next(node["text"] for node in graph["nodes"] if node["label"] == "Document")
        placed = [r for r in graph["relationships"] if r.get("char_start") is not None and "mention" in r]
        assert placed
        for r in placed:
            assert text[r["char_start"] : r["char_end"]] == r["mention"]
            assert r["mention"] in r["evidence"]


def test_check_finds_nothing_unread_in_the_samples(run) -> None:  # type: ignore[no-untyped-def]
    for plan in (SAMPLE, TABLE):
        status, out, _ = run("check", plan, "--format", "json")
        unread = [row for row in json.loads(out)["rows"] if row[4] == "unread"]
        assert unread == []
        assert status == 0


def test_an_output_that_cannot_be_written_is_one_line(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    status, _, err = run("extract", SAMPLE, "-o", tmp_path / "no/such/folder.json")
    assert status == 1
    assert err.startswith("Z50")
    assert list(tmp_path.glob("**/*.part")) == []


def test_removing(run) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    document = json.loads(run("status", "--format", "json")[1])["rows"][0][0]
    assert run("remove", document)[0] == 0
    assert json.loads(run("status", "--format", "json")[1])["rows"] == []
    status, _, err = run("remove", document)
    assert status == 1
    assert err.startswith("Z2")


def test_usage_errors_are_status_2(run) -> None:  # type: ignore[no-untyped-def]
    assert run("load")[0] == 2
    assert run("load", SAMPLE, TABLE, "--id", "x")[0] == 2
    assert run("questions", "--format", "yaml")[0] == 2
    assert run("questions", "--lang", "fr")[0] == 2


def test_unknown_names_are_answered_with_the_valid_ones(run) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    status, _, err = run("query", "who-lead")
    assert status == 1
    assert "who-leads" in err
    status, _, err = run("query", "who-leads", "--departement", "x")
    assert status == 1
    assert "department" in err
    status, _, err = run("matrix", "-o", "x.xlsx", "--layout", "pie")
    assert status == 1
    assert "ledger" in err


def test_cypher_is_read_only(run) -> None:  # type: ignore[no-untyped-def]
    run("load", SAMPLE)
    status, out, _ = run("cypher", "MATCH (d:Department)-[:LEADS]->(t:Task) RETURN count(*) AS n", "--format", "json")
    assert status == 0
    assert json.loads(out)["rows"] == [[70]]
    status, _, err = run("cypher", "MATCH (t:Task) DELETE t")
    assert status == 1
    assert err.startswith("Z3")
    _, out, _ = run("cypher", "MATCH (t:Task) RETURN t.number AS number", "--limit", "5", "--format", "json")
    assert json.loads(out)["truncated"] is True


def test_a_matrix_is_a_workbook(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import openpyxl

    run("load", SAMPLE)
    for layout in ("matrix", "raci", "ledger"):
        path = tmp_path / f"{layout}.xlsx"
        assert run("matrix", "-o", path, "--layout", layout)[0] == 0
        assert openpyxl.load_workbook(path).sheetnames


def test_an_answer_as_a_workbook(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import openpyxl

    run("load", SAMPLE)
    path = tmp_path / "answer.xlsx"
    assert run("query", "who-leads", "--department", "市公安局", "--format", "xlsx", "-o", path)[0] == 0
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    words = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert all(number in words for number in POLICE)
    assert run("query", "who-leads", "--format", "xlsx")[0] == 2


def test_two_processes_read_the_same(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from benchmarks.corpus import write_corpus

    files = write_corpus(tmp_path / "plans", 40, tasks=6)
    status, out, err = run("load", *files, "--workers", "2", "--format", "json")
    assert (status, err) == (0, "")
    assert [row[5] for row in json.loads(out)["rows"]] == ["added"] * 40
    status, out, _ = run("status", "--verify", "--format", "json")
    assert status == 0
    assert len(json.loads(out)["rows"]) == 40


def test_the_version_is_said(run) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = run("--version")
    assert status == 0
    assert out.startswith("zhize")
