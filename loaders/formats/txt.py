"""Plain text in the encodings that Chinese offices use: UTF-8, UTF-16, GB18030, Big5; never mojibake silently."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from graph.errors import EmptyFile, UnknownEncoding, UnknownFormat
from loaders.source import SourceText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Characters so common in such plans, in either script, that a right decoding holds many and a wrong one hardly any.
_COMMON = frozenset(
    "的一是在和有中大为為以发發会會工作市县縣区區政府部门門单單位服务務数數据據信息化管理建设設推进進加强強"
    "完善实實施提升全面重点點项項目企业業行责責任局办辦法人民公共安全国國家省年月日前牵牽头頭配合负負，。、：；（）“”〔〕"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")


def share_common(text: str) -> float:
    """The share of the text's non-ASCII characters that are very common in plans, 0 to 1."""
    wide = [c for c in text if c > "\x7f"]
    return sum(c in _COMMON for c in wide) / len(wide) if wide else 0.0


def decode(data: bytes, where: str = "") -> str:
    """Bytes to text.

    A byte order mark decides; then UTF-8 if it is valid; then whichever of UTF-16, GB18030 and Big5 gives the text
    that looks most like a plan; then charset-normalizer's judgement.

    Raises:
        UnknownEncoding: no decoding is convincing.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise UnknownEncoding(
                    f"the file begins as {name}, but byte {error.start} is not", where=where
                ) from None
    try:
        text = data.decode("utf-8")
        if "\x00" not in text:
            return text
    except UnicodeDecodeError:
        pass
    candidates = []
    for name in ("utf-16-le", "utf-16-be", "gb18030", "big5", "big5hkscs"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            candidates.append((share_common(text), text))
    best = max(candidates, key=lambda c: c[0], default=(0.0, ""))
    if best[0] >= 0.15:
        return best[1]
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000]).best()
    if guess is not None and share_common(str(guess)) >= 0.05:
        try:
            return data.decode(guess.encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    raise UnknownEncoding("the text is in no encoding that can be told with certainty", where=where)


def normalise(text: str) -> str:
    """NFC, newlines as ``\\n``, no byte order marks; offsets of every fact count in the result."""
    return _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\ufeff", "")


def read(path: Path) -> SourceText:
    """Read a text file.

    Raises:
        EmptyFile: nothing but white space.
        UnknownFormat: the bytes are a binary file's.
        UnknownEncoding: see `decode`.
    """
    data = path.read_bytes()
    if data[:4] in (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"):
        raise UnknownFormat(
            "the file is no text, whatever its name says",
            where=path.name,
            advice="Give it its right ending (.docx, .xlsx, .pdf, .ofd).",
        )
    text = normalise(decode(data, path.name))
    if not text.strip():
        raise EmptyFile("the file is empty", where=path.name)
    return SourceText(text, path.name)
