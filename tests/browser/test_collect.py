"""The collect page: workbooks to hand out, what came back, and everything that is not as it should be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from exports.handout import split_ledger
from exports.ledger import GIVEN, OPEN
from loaders.load import load_file
from tests.browser.conftest import SAMPLE
from tests.browser.test_accessibility import axe, violations
from tests.browser.test_pages import workbook
from tests.exports.test_handout import LEAD, PROGRESS, edit, rows_of, write

__all__ = ["axe"]  # the fixture
Open = Callable[..., Page]
FILES = "input[type=file]"
SILENT = ("市審計局", "市供銷社", "市氣象局")


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What departments sent back: three are silent, one deleted a row, one changed a lead, both leads of (九) reported,
    and one file is no workbook."""
    folder = tmp_path_factory.mktemp("collect") / "back"
    split_ledger(load_file(SAMPLE), folder)
    for name in SILENT:
        (folder / f"{name}.xlsx").unlink()
    write(folder / "市公安局.xlsx", "9", "已接入視頻1200路")
    write(folder / "市委政法委.xlsx", "9", "方案已經印發")
    edit(folder / "市公安局.xlsx", lambda sheet: sheet.delete_rows(rows_of(sheet)["10"]))
    edit(folder / "市教育局.xlsx", lambda sheet: sheet.cell(rows_of(sheet)["12.1"], LEAD, "市財政局"))
    (folder / "別處的表.xlsx").write_bytes(b"no workbook")
    return sorted(folder.iterdir())


def put_in(page: Page, files: list[Path]) -> None:
    page.locator(FILES).set_input_files([str(file) for file in files])
    page.locator(".z-tiles").wait_for()


def counts(page: Page) -> dict[str, str]:
    tiles = page.locator(".z-tiles .z-tile")
    return {tile.locator("span").inner_text(): tile.locator("b").inner_text() for tile in tiles.all()}


def test_what_came_back_is_merged_checked_and_recorded(
    open_page: Open, serve: Callable[..., str], returned: list[Path]
) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1")
    page = open_page(site + "collect")
    put_in(page, returned)
    said = counts(page)
    assert {key: said[key] for key in ("已報單位", "未報送", "不能匯總", "改動原文", "缺行", "多行")} == {
        "已報單位": "30 / 33", "未報送": "3", "不能匯總": "1", "改動原文": "1", "缺行": "1", "多行": "0",
    }  # fmt: skip
    expect(page.locator("#not_reported .z-names")).to_have_text("市審計局、市供銷社、市氣象局")
    rows = page.locator("#altered tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.locator("td")).to_have_text(["市教育局", "12.1", "牽頭單位", "市教育局", "市財政局", "市教育局.xlsx"])
    expect(page.locator("#missing_row tbody td").nth(1)).to_have_text("10")
    expect(page.locator("#unusable tbody tr")).to_have_count(1)
    expect(page.locator("#unusable tbody td").first).to_have_text("別處的表.xlsx")
    expect(page.locator("#extra_row")).to_have_count(0)
    # the merged table keeps both leads' words, each on a line of its own
    nine = page.locator("[data-scroll=collected] tr", has_text="已接入視頻1200路")
    expect(nine.locator("td").nth(PROGRESS)).to_have_text("市委政法委:方案已經印發市公安局:已接入視頻1200路")
    assert nine.locator("td").nth(PROGRESS).locator("br").count() == 1
    assert "doc:" not in page.locator(".stMain").inner_text()
    expect(page.locator(".stMain")).to_contain_text("狀態口徑")

    with page.expect_download() as found:
        page.get_by_role("button", name="總表（Excel）").click()
    book = workbook(found.value)
    table = {str(row[0]): row for row in book["總表"].iter_rows(values_only=True)}
    assert table["9"][PROGRESS] == "市委政法委:方案已經印發\n市公安局:已接入視頻1200路"
    assert book.sheetnames == ["總表", "核對情況"]
    with page.expect_download() as found:
        page.get_by_role("button", name="通報草稿（Word）").click()
    assert found.value.suggested_filename == "通報.docx"
    circular = Document(io.BytesIO(Path(found.value.path()).read_bytes()))
    assert any("3個單位未報送" in paragraph.text for paragraph in circular.paragraphs)

    page.get_by_role("button", name="記入進展歷史").click()
    expect(page.get_by_role("status").filter(has_text="已記入")).to_contain_text("已記入 2 條")
    page.get_by_role("button", name="記入進展歷史").click()
    # the same reports of the same day are there already
    expect(page.get_by_role("status").filter(has_text="已記入")).to_contain_text("已記入 0 條")
    start = open_page(site)
    expect(start.locator(".z-reports")).to_contain_text("已報送 1 項")
    card = open_page(site + "department?node=department:市公安局")
    expect(card.locator("#reports")).to_contain_text("已接入視頻1200路")


def test_a_reader_merges_and_downloads_but_records_nothing(open_page: Open, site: str, returned: list[Path]) -> None:
    page = open_page(site + "collect")
    put_in(page, returned)
    expect(page.get_by_role("button", name="總表（Excel）")).to_be_visible()
    expect(page.locator(".stMain")).to_contain_text("這裏只匯總、下載")
    expect(page.get_by_role("button", name="記入進展歷史")).to_have_count(0)
    expect(open_page(site).locator(".z-reports")).to_have_count(0)


def test_the_workbooks_to_hand_out_are_collected_again(open_page: Open, site: str, tmp_path: Path) -> None:
    page = open_page(site + "collect")
    with page.expect_download() as found:
        page.get_by_role("button", name="下載待下發的工作簿").click()
    with zipfile.ZipFile(found.value.path()) as archive:
        # 33 leads, and 總表
        assert len(archive.namelist()) == 34
        archive.extractall(tmp_path)
    put_in(page, sorted(tmp_path.iterdir()))
    said = counts(page)
    assert {key: said[key] for key in ("已報單位", "改動原文", "缺行", "多行", "不能匯總")} == {
        "已報單位": "33 / 33", "改動原文": "0", "缺行": "0", "多行": "0", "不能匯總": "0",
    }  # fmt: skip


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "Given text altered"), ("zh-CN", "改动原文")])
def test_on_a_narrow_window_in_other_languages(
    open_page: Open, site: str, returned: list[Path], locale: str, words: str
) -> None:
    page = open_page(site + "collect", 390, 844, locale=locale)
    put_in(page, returned)
    expect(page.locator("#altered h2")).to_contain_text(words)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_violation_with_files_in(
    open_page: Open, site: str, returned: list[Path], axe: str, theme: str
) -> None:
    page = open_page(site + "collect", theme=theme)
    put_in(page, returned)
    page.locator("[data-scroll=collected]").wait_for()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []


def test_what_a_department_writes_is_only_ever_text(open_page: Open, site: str, tmp_path: Path) -> None:
    split_ledger(load_file(SAMPLE), tmp_path / "out")
    bad = "<img src=x onerror=\"document.title='broken'\">"
    file = tmp_path / "out" / "市教育局.xlsx"
    write(file, "12.1", f"{bad}\u202e![x](http://example.invalid/a.png)" + "長" * 5_000)

    def change(sheet: object) -> None:
        place = rows_of(sheet)["12.1"]
        sheet.cell(place, LEAD, f"=1+1{bad}").data_type = "s"  # type: ignore[attr-defined]
        sheet.cell(place + 9, 2, bad)  # type: ignore[attr-defined]

    edit(file, change)
    page = open_page(site + "collect")
    put_in(page, [file])
    expect(page.locator("#altered tbody tr")).to_contain_text("<img")
    expect(page.locator("[data-scroll=collected]")).to_contain_text("<img")
    assert page.title() != "broken"
    assert page.locator(".stMain .z-surface img, .stException").count() == 0
    text = page.locator(".stMain").inner_text()
    assert "\u202e" not in text
    assert "長" * 2_000 not in text
    with page.expect_download() as found:
        page.get_by_role("button", name="總表（Excel）").click()
    assert not [c for sheet in workbook(found.value) for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_columns_are_where_this_test_looks() -> None:
    # the state stands between what was given and what came back
    assert len(GIVEN) + OPEN.index("progress") + 1 == PROGRESS
