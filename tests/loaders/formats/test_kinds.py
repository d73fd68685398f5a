"""What a file is, its content says; bad ones get one clear line."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from graph.errors import (
    CannotRead,
    DamagedFile,
    EmptyFile,
    InputError,
    MissingFile,
    NotAFile,
    OldOfficeFormat,
    ProtectedFile,
    TooLarge,
    UnknownFormat,
)
from loaders.formats import FORMATS, read_source
from tests.loaders.formats import rendering

TEXT = "甲岛市修船方案\n(一)修好码头。(市港务局牵头)\n"


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(path: Path, kind: type[InputError]) -> InputError:
    with pytest.raises(kind) as caught:
        read_source(path)
    assert type(caught.value) is kind
    assert "\n" not in caught.value.line()
    assert path.name in caught.value.where
    return caught.value


@pytest.mark.parametrize("name", ["plan.txt", "plan.pdf", "plan.doc", "plan.html", "plan"])
def test_a_word_document_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    rendering.write_docx(tmp_path / name, TEXT)
    assert read_source(tmp_path / name).text == TEXT


@pytest.mark.parametrize("name", ["plan.txt", "plan.docx", "plan.xls"])
def test_other_formats_are_read_under_any_name(tmp_path: Path, name: str) -> None:
    for writer in (rendering.write_pdf, rendering.write_ofd, rendering.write_html):
        writer(tmp_path / name, TEXT)
        assert read_source(tmp_path / name).text.endswith(TEXT)


@pytest.mark.parametrize(
    ("name", "data", "kind", "words"),
    [
        ("a.docx", TEXT.encode(), UnknownFormat, "no .docx document inside"),
        ("a.pdf", TEXT.encode(), UnknownFormat, "no .pdf document inside"),
        ("a.wps", TEXT.encode(), OldOfficeFormat, "save it as .docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OldOfficeFormat, "save it as .docx"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OldOfficeFormat, "or .xlsx"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OldOfficeFormat, "old binary"),
        ("a.rtf", b"{\\rtf1 abc}", OldOfficeFormat, "RTF"),
        ("a.txt", b"{\\rtf1 abc}", OldOfficeFormat, "RTF"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90) + "EncryptedPackage".encode("utf-16-le"),
            ProtectedFile,
            "password",
        ),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), UnknownFormat, "picture"),
        ("a.zip", zipped({"a.txt": b"x"}), UnknownFormat, "Unpack it"),
        ("a.docx", zipped({"content.xml": b"x"}), UnknownFormat, "OpenDocument"),
        ("a.docx", b"PK\x03\x04" + bytes(40), DamagedFile, "cut short"),
        ("a.csv", b"1,2", UnknownFormat, "Readable are .txt"),
        ("a", TEXT.encode(), UnknownFormat, "without an ending"),
        ("a.txt", b"", EmptyFile, "empty"),
        ("a.txt", b" \n\t", EmptyFile, "empty"),
        ("a.html", b"<html></html>", EmptyFile, "no text"),
        ("a.mht", b"From: <x>\r\nMIME-Version: 1.0\r\n\r\n<html>", UnknownFormat, "web archive"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, kind: type[InputError], words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert words in refused(tmp_path / name, kind).line()


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read_source(tmp_path / "none.txt")
    with pytest.raises(NotAFile):
        read_source(tmp_path)
    with pytest.raises(MissingFile):
        read_source("a\x00b.txt")
    with pytest.raises(MissingFile):
        read_source("x" * 5000 + ".txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    refused(path, CannotRead)


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert "the limit is" in refused(path, TooLarge).line()


def test_each_ending_has_a_reader() -> None:
    assert {".txt", ".docx", ".xlsx", ".pdf", ".html", ".htm", ".ofd"} <= FORMATS.keys()
    from importlib import import_module

    assert all(callable(import_module(f"loaders.formats.{module}").read) for module in FORMATS.values())


@pytest.mark.parametrize("ending", ["docx", "pdf", "ofd", "html"])
def test_a_cut_file_is_one_line_or_a_shorter_text(tmp_path: Path, ending: str) -> None:
    whole = tmp_path / f"whole.{ending}"
    {
        "docx": rendering.write_docx,
        "pdf": rendering.write_pdf,
        "ofd": rendering.write_ofd,
        "html": rendering.write_html,
    }[ending](whole, TEXT)
    data = whole.read_bytes()
    for share in (0.1, 0.5, 0.9):
        path = tmp_path / f"cut.{ending}"
        path.write_bytes(data[: int(len(data) * share)])
        try:
            read_source(path)
        except InputError as error:
            assert "\n" not in error.line()  # noqa: PT017
        else:
            # a browser, and a PDF reader, mend what they can
            assert ending in ("html", "pdf")
