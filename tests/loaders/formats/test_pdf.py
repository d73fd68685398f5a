from __future__ import annotations

import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from graph.errors import DamagedFile, EmptyFile, InputError, NoTextLayer, ProtectedFile, TooLarge, TooSlow
from loaders.formats import pdf
from loaders.formats.pdf_pages import read_pages

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def canvas(path: Path) -> Canvas:
    made = Canvas(str(path), pagesize=A4)
    made.setFont(FONT, 12)
    return made


def picture(made: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    made.drawImage(ImageReader(Image.new("RGB", (40, 60), "grey")), 0, 0, *A4)


def test_a_page_that_is_a_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    made.drawString(80, 700, "修好码头。(市港务局牵头)")
    made.showPage()
    picture(made)
    made.setFont(FONT, 9)
    made.drawString(300, 20, "- 2 -")
    made.save()
    with pytest.raises(NoTextLayer, match=r"page 2 is a picture.*OCR"):
        pdf.read(path)


def test_an_empty_page_is_no_picture_and_an_empty_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    made.drawString(80, 700, "修好码头。(市港务局牵头)")
    made.showPage()
    made.showPage()
    made.save()
    assert pdf.read(path).text == "修好码头。(市港务局牵头)\n"
    made = canvas(path)
    made.showPage()
    made.save()
    with pytest.raises(EmptyFile):
        pdf.read(path)


def test_a_locked_file_is_said(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    path = tmp_path / "a.pdf"
    made = Canvas(str(path), encrypt=StandardEncryption("secret", "owner"))
    made.drawString(80, 700, "text")
    made.save()
    with pytest.raises(ProtectedFile, match="password"):
        pdf.read(path)


def test_a_watermark_and_bold_printed_twice_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    for x in (80, 80.4):
        made.drawString(x, 700, "修好码头的工作由市港务局牵头负责")
    made.translate(200, 300)
    made.rotate(45)
    made.drawString(0, 0, "内部资料")
    made.save()
    assert pdf.read(path).text == "修好码头的工作由市港务局牵头负责\n"


def test_text_turned_on_its_side_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    made.translate(200, 300)
    made.rotate(90)
    made.drawString(0, 0, "修好码头的工作由市港务局牵头负责")
    made.save()
    with pytest.raises(NoTextLayer, match="turned"):
        pdf.read(path)


def test_page_numbers_and_repeated_headers_are_left_out_and_a_sentence_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    lines = ["甲" * 36, "乙" * 36, "丙" * 36, "丁" * 20 + "。"]
    for page in range(2):
        made.setFont(FONT, 12)
        made.drawString(60, 800, "甲岛市人民政府公报")
        made.drawString(290, 30, f"第 {page + 1} 页 共 2 页")
        for i, line in enumerate(lines[2 * page : 2 * page + 2]):
            made.drawString(
                60 + (24 if not page and not i else 0), 700 - 20 * i, line[: 34 if not page and not i else 36]
            )
        made.showPage()
    made.save()
    assert pdf.read(path).text == "甲" * 34 + "乙" * 36 + "丙" * 36 + "丁" * 20 + "。\n"


def test_a_table_over_two_pages_is_one_and_a_cut_row_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    xs = [60, 110, 330, 430, 530]
    head = ["序号", "工作任务", "牵头单位", "配合单位"]

    def rows(cells: list[list[str]], top: float) -> None:
        made.setFont(FONT, 12)
        for i, row in enumerate(cells):
            for x, words in zip(xs, row, strict=False):
                made.drawString(x + 4, top - 30 * i - 20, words)
        for i in range(len(cells) + 1):
            made.line(xs[0], top - 30 * i, xs[-1], top - 30 * i)
        for x in xs:
            made.line(x, top, x, top - 30 * len(cells))

    rows([head, ["1", "修好码头,", "市港务局", ""]], 300)
    made.showPage()
    rows([head, ["", "东西两座都修。", "", ""], ["2", "修好灯塔", "市航道局", "市渔业局"]], 700)
    made.save()
    source = pdf.read(path)
    (table,) = source.tables
    assert [[source.text[c.start : c.end] for c in row] for row in table.rows] == [
        head,
        ["1", "修好码头,东西两座都修。", "市港务局", ""],
        ["2", "修好灯塔", "市航道局", "市渔业局"],
    ]


def test_a_font_that_names_wrong_characters_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = canvas(path)
    for i in range(12):
        made.drawString(60, 700 - 20 * i, "貯熬便客偡熬便蓆寁喏晱貯便崌崺烿悆樟碩棷暀"[: 22 + i % 2])
    made.save()
    with pytest.raises(NoTextLayer, match="garbled"):
        pdf.read(path)


def raw(content: bytes, filters: str = "/FlateDecode") -> bytes:
    """A one-page file with a content stream, without a table of places (readers mend that)."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>endobj\n4 0 obj<</Length "
        + str(len(content)).encode() + b"/Filter[" + filters.encode() + b"]>>stream\n" + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def test_a_bomb_stays_within_memory_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    inner = zlib.compress(b" " * 60_000_000, 9)
    content = zlib.compress(zlib.compress(zlib.compress(b"\x00" * 3_000_000_00, 9), 9), 9)
    path.write_bytes(raw(content, "/FlateDecode/FlateDecode/FlateDecode"))
    monkeypatch.setattr(pdf, "LONGEST", 5.0)
    monkeypatch.setattr(pdf, "_GRACE", 10.0)
    began = time.monotonic()
    with pytest.raises(InputError):
        pdf.read(path)
    assert time.monotonic() - began < 120
    assert len(inner) < 100_000


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(raw(zlib.compress(b"")))
    monkeypatch.setattr(pdf, "LONGEST", 0.0)
    monkeypatch.setattr(pdf, "_GRACE", 0.01)
    with pytest.raises(TooSlow):
        pdf.read(path)


def test_a_process_that_dies_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(raw(zlib.compress(b"")))

    class Dead:
        stdout, stderr, returncode = b"", b"", -9

    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: Dead())
    with pytest.raises(TooLarge):
        pdf.read(path)
    Dead.returncode = 1
    with pytest.raises(DamagedFile):
        pdf.read(path)


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    made: Any = canvas(path)
    for _ in range(4):
        made.drawString(80, 700, "字")
        made.showPage()
    made.save()
    monkeypatch.setattr("loaders.formats.pdf_pages.MOST_PAGES", 3)
    with pytest.raises(TooLarge, match="more than 3 pages"):
        read_pages(path)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(500), b"%PDF-1.4\n1 0 obj<</A 1 0 R>>endobj"])
def test_a_broken_file_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        pdf.read(path)
    assert "\n" not in caught.value.line()
