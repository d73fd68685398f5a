"""Returned workbooks merged by the collect page: by their content, whatever a browser calls them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from explorer import collecting
from explorer.pages import collect as page
from explorer.scope import Scope
from exports.handout import split_ledger
from loaders.load import load_file
from tests.exports.test_handout import rows_of, write

SAMPLE = Path(__file__).resolve().parents[2] / "samples/heyuan-2021-digest.txt"
DAY = "2021-10-01"


@pytest.fixture(scope="module")
def scope() -> Scope:
    return Scope(load_file(SAMPLE))


@pytest.fixture(scope="module")
def back(scope: Scope, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("collecting") / "out"
    split_ledger(scope.graph, folder)
    write(folder / "市公安局.xlsx", "9", "已接入<b>1200路")
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_names_are_only_shown(scope: Scope, back: dict[str, bytes], tmp_path: Path) -> None:
    files = [
        ("../../市公安局.xlsx", back["市公安局.xlsx"]),
        ("a/b/市教育局.xlsx", back["市教育局.xlsx"]),
        ("市司法局", back["市司法局.xlsx"]),
        ("市財政局.exe", back["市財政局.xlsx"]),
        ("總表.xlsx", back["總表.xlsx"]),
    ]
    report = page.merge(scope, files, DAY, "zh-Hant")
    # 33 leads, of which two sent a workbook under a workbook's name
    assert len(report.not_reported) == 31
    assert sorted(f.file for f in report.unusable) == ["市司法局", "市財政局.exe"]
    assert sorted({r.file for replies in report.replies.values() for r in replies}) == [
        "市公安局.xlsx",
        "市教育局.xlsx",
    ]


def test_two_files_of_one_department_are_told_apart(scope: Scope, back: dict[str, bytes]) -> None:
    one = ("市公安局.xlsx", back["市公安局.xlsx"])
    report = page.merge(scope, [one, one], DAY, "zh-Hant")
    assert len(report.unusable) == 1
    assert "市公安局 also returned 市公安局.xlsx" in report.unusable[0].new
    assert len(report.not_reported) == 32


def test_the_archive_holds_what_is_handed_out(
    scope: Scope, back: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "language", lambda: "zh-Hant")
    with zipfile.ZipFile(io.BytesIO(page.handed_out(scope, "")())) as archive:
        assert sorted(archive.namelist()) == sorted(back)
        assert archive.read("市教育局.xlsx") == back["市教育局.xlsx"]


def test_lists_hold_texts_and_no_markup(scope: Scope, back: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "t", lambda key, **values: f"{key} {values}" if values else key)
    monkeypatch.setattr(collecting, "shown", str)
    report = page.merge(scope, [("<i>市公安局.xlsx", back["市公安局.xlsx"])], DAY, "zh-Hant")
    numbers, lists = collecting.numbers(report), collecting.lists(report)
    assert "<b>1 / 33</b>" in numbers
    assert '<a class="z-tile" href="#not_reported"><b>32</b>' in numbers
    assert '<span class="z-tile z-zero"><b>0</b><span>collect.altered' in numbers
    # the other three tasks that it leads were left blank, in one row
    assert "<td>10、13.2、24.2</td>" in lists
    assert "&lt;i&gt;市公安局.xlsx" in lists
    assert "<i>" not in lists


def test_everybody_reported_and_nothing_was_found(
    scope: Scope, back: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import openpyxl

    monkeypatch.setattr(collecting, "t", lambda key, **values: key)
    monkeypatch.setattr(collecting, "shown", str)
    files = []
    for name, content in back.items():
        path = tmp_path / name
        path.write_bytes(content)
        if name != "總表.xlsx":
            book = openpyxl.load_workbook(path)
            sheet = book.worksheets[0]
            for place in rows_of(sheet).values():
                sheet.cell(place, 12).value = "已完成"
            book.save(path)
        files.append((name, path.read_bytes()))
    report = page.merge(scope, files, DAY, "zh-Hant")
    assert report.findings == []
    assert "collect.nothing" in collecting.lists(report)
