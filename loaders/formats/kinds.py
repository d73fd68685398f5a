"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from graph.errors import DamagedFile, OldOfficeFormat, ProtectedFile, UnknownFormat

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# In an OLE file the directory's names are UTF-16: an encrypted .docx or .xlsx has this one.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "OFD.xml": ".ofd"}
_OTHER = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SEP\x00", "a SEP file"),
)
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_MHTML = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.I)
_ADVICE_OCR = "Run text recognition (OCR) on it first, or ask the issuer for the text."
_ADVICE_UNPACK = "Unpack it, and name the document inside."
_ADVICE_SAVE = "Open it in Word, WPS or LibreOffice and save it as .docx."


def kind_of(path: Path) -> str | None:
    """The ending that belongs to the file's content, None where the content is plain text or unknown.

    Raises:
        OldOfficeFormat: binary Word, WPS or Excel, or RTF, under whatever name.
        ProtectedFile: an encrypted office document.
        UnknownFormat: a picture, an archive of something else, a web archive.
        DamagedFile: a ZIP file that was cut.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_ZIP):
        return _zip_kind(path)
    if b"%PDF-" in start[:1024]:
        return ".pdf"
    if start.startswith(_OLE):
        if _holds(path, _ENCRYPTED):
            raise ProtectedFile("the file is encrypted", where=path.name)
        raise OldOfficeFormat("the file is an old binary office document", where=path.name)
    if start.startswith(b"{\\rtf"):
        raise OldOfficeFormat("the file is RTF", where=path.name, advice=_ADVICE_SAVE)
    for magic, what in _OTHER:
        if start.startswith(magic) and (len(magic) > 2 or b"\x00" in start[:64]):
            raise UnknownFormat(
                f"the file is {what}",
                where=path.name,
                advice=_ADVICE_OCR if what == "a picture" else _ADVICE_UNPACK,
            )
    plain = start.removeprefix(b"\xef\xbb\xbf")
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = plain.decode("utf-16", "ignore").encode()
    if _HTML.match(plain):
        return ".html"
    if _MHTML.match(plain):
        raise UnknownFormat(
            "the file is a web archive (MHTML)",
            where=path.name,
            advice="Save the page as .html, or as .docx from Word.",
        )
    return None


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DamagedFile("the file is cut short or broken", where=path.name) from None
    for part, ending in _PARTS.items():
        if part in names:
            return ending
    if "content.xml" in names:
        raise UnknownFormat("the file is an OpenDocument", where=path.name, advice=_ADVICE_SAVE)
    raise UnknownFormat("the file is a ZIP archive that holds no document", where=path.name, advice=_ADVICE_UNPACK)


def _holds(path: Path, words: bytes) -> bool:
    """Whether bytes occur in a file, read in blocks."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if words in tail + block:
                return True
            tail = block[-len(words) :]
    return False
