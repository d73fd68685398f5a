"""ZIP containers (docx, xlsx, ofd) opened with suspicion: bounded sizes and ratios, no DTD, nothing written to disk."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from graph.errors import DamagedFile, TooLarge, UnknownFormat

LARGEST_MEMBER = 64 * 1024 * 1024
LARGEST_TOTAL = 256 * 1024 * 1024
MOST_MEMBERS = 10_000
HIGHEST_RATIO = 1000
"""Unpacked to packed size of one member above 1 MB; a table of equal rows reaches a few hundred."""
MOST_ELEMENTS = 3_000_000
"""Tags of one XML part: what bounds the memory that its tree takes."""

Element = etree._Element


# ValueError: a name that is no UTF-8 though its header says so
_BROKEN = (
    KeyError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
)


class Archive:
    """A ZIP file whose members are read whole, within limits, and parsed without entities.

    Raises:
        UnknownFormat: the file is no ZIP.
        TooLarge: it unpacks to more than the limits.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError):
            raise UnknownFormat(
                f"the file is no {path.suffix.lower()} document inside",
                where=self.name,
                advice="Open it in its own program and save it again.",
            ) from None
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise TooLarge(f"the file has {len(members)} parts, the limit is {MOST_MEMBERS}", where=self.name)
        total = 0
        for member in members:
            total += member.file_size
            ratio = member.file_size / max(1, member.compress_size)
            if (
                member.file_size > LARGEST_MEMBER
                or total > LARGEST_TOTAL
                or (member.file_size > 1_000_000 and ratio > HIGHEST_RATIO)
            ):
                raise TooLarge(
                    "the file unpacks to more than a document can hold",
                    where=self.name,
                    advice="Save it again without embedded files.",
                )
        self.names = frozenset(m.filename for m in members)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def bytes(self, name: str) -> bytes:
        """One member's content.

        Raises:
            DamagedFile: the member is missing, damaged or encrypted.
        """
        try:
            # the declared size may lie: never read past the limit
            with self._zip.open(name) as member:
                data = member.read(LARGEST_MEMBER + 1)
        except _BROKEN:
            raise DamagedFile(f"the part {posixpath.basename(name)} cannot be read", where=self.name) from None
        if len(data) > LARGEST_MEMBER:
            raise TooLarge(f"the part {posixpath.basename(name)} is too large", where=self.name)
        return data

    def xml(self, name: str) -> Element:
        """One member as XML.

        Raises:
            DamagedFile: it is no well-formed XML, or declares a document type.
        """
        return parse_xml(self.bytes(name), self.name)


def parse_xml(data: bytes, where: str) -> Element:
    """XML without DTD, entities and network.

    Raises:
        DamagedFile: not well formed, or with a document type declaration.
        TooLarge: more elements than any document has.
    """
    if data.count(b"<") > MOST_ELEMENTS:
        raise TooLarge("a part of the file has more elements than a document can hold", where=where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(f"a part of the file is broken at line {error.lineno}", where=where) from None
    # asked of the parser, not of the bytes: those may be UTF-16
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile("the document declares a document type, which none of its kind needs", where=where)
    return root


def whole_number(words: str | None, default: int = 0, most: int = 1_000_000) -> int:
    """A count that an attribute states, within bounds; the default where it states none.

    >>> whole_number("12"), whole_number("x", 1), whole_number("9" * 30, most=100)
    (12, 1, 100)
    """
    if words is None or not words.isascii() or not words.isdigit():
        return default
    return min(int(words), most) if len(words) < 10 else most
