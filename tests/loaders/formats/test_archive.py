from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from graph.errors import DamagedFile, InputError, TooLarge
from loaders.formats import read_source
from loaders.formats.archive import Archive, parse_xml
from tests.loaders.formats.test_kinds import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str) -> bytes:
    return f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()


@pytest.mark.parametrize("ending", ["docx", "xlsx", "ofd"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, ending: str) -> None:
    part = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}[ending]
    path = tmp_path / f"bomb.{ending}"
    path.write_bytes(zipped({part: b"<a/>", "word/media/x": b"0" * 80_000_000}))
    with pytest.raises(TooLarge):
        read_source(path)


def test_a_declared_size_that_lies_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped({"word/document.xml": document("x") + b" " * 5_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path = tmp_path / "a.docx"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError):
        read_source(path)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w>&e;</w>',
        '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd"><w/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(xml: str, encoding: str) -> None:
    with pytest.raises(DamagedFile):
        parse_xml(xml.encode(encoding), "a.docx")


def test_deep_and_broad_trees_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DamagedFile):
        parse_xml(b"<a>" * 1000 + b"</a>" * 1000, "a.docx")
    monkeypatch.setattr("loaders.formats.archive.MOST_ELEMENTS", 100)
    with pytest.raises(TooLarge):
        parse_xml(b"<a>" + b"<b/>" * 200 + b"</a>", "a.docx")


def test_paths_inside_an_archive_write_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.docx"
    path.parent.mkdir()
    path.write_bytes(
        zipped(
            {
                "word/document.xml": document("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"),
                "../../evil.txt": b"x",
                "/evil": b"x",
            }
        )
    )
    assert read_source(path).text == "甲\n"
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.docx", "in"]


def test_a_damaged_member_is_one_line(tmp_path: Path) -> None:
    data = bytearray(zipped({"word/document.xml": document("<w:p/>" * 500)}))
    data[60:80] = bytes(20)
    path = tmp_path / "a.docx"
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedFile, match=r"document\.xml"):
        read_source(path)


def test_an_encrypted_member_is_one_line(tmp_path: Path) -> None:
    data = bytearray(zipped({"word/document.xml": document("<w:p/>")}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.docx"
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedFile):
        read_source(path)


def test_too_many_members(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(10_001):
            archive.writestr(str(i), b"")
    path = tmp_path / "a.docx"
    path.write_bytes(out.getvalue())
    with pytest.raises(TooLarge):
        Archive(path)
