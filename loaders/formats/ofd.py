"""OFD, the fixed-layout format of Chinese offices: ZIP and XML, characters with their places on pages.

Source: GB/T 33190-2016, 7 (document), 8 (pages), 9 (graphics), 11 (text).
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from graph.errors import NoTextLayer, TooLarge
from loaders.formats.archive import Archive, Element
from loaders.formats.assemble import Assembly
from loaders.formats.layout import MOST_GLYPHS, MOST_PAGES, write_pages
from loaders.formats.page import Glyph, Page, Rule
from loaders.source import SourceText

_POINTS = 72 / 25.4  # in a millimetre
_PICTURE = 0.4  # the share of a page that pictures cover where the page is one
_FEW = 30
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|g")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_FARTHEST = 1e5  # millimetres
_MOST_DELTAS = 10_000


class _Matrix(NamedTuple):
    """From an object's own coordinates to the page's."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


def read(path: Path) -> SourceText:
    """Read an .ofd file.

    Raises:
        NoTextLayer: a page is a picture.
        DamagedFile, TooLarge, TooSlow, EmptyFile: see `loaders.formats.archive` and `layout.write_pages`.
    """
    out = Assembly(path.name)
    with Archive(path) as archive:
        pages: list[Page] = []
        for body in _named(archive.xml("OFD.xml"), "DocRoot"):
            pages += _document(archive, _inside("", body.text or ""))
    write_pages(pages, out)
    return out.finish()


def _named(root: Element, name: str) -> Iterator[Element]:
    """Every element of a name, in any of the format's namespaces."""
    return root.iter(f"{{*}}{name}")


def _inside(folder: str, location: str) -> str:
    """A location as the name of a member: absolute in the archive, or relative to a folder."""
    location = location.strip()
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location))


def _document(archive: Archive, name: str) -> Iterator[Page]:
    root = archive.xml(name)
    folder = posixpath.dirname(name)
    box = next((_box(b.text) for b in _named(root, "PhysicalBox")), None)
    templates = {t.get("ID", ""): _inside(folder, t.get("BaseLoc", "")) for t in _named(root, "TemplatePage")}
    listed = [page for pages in root.iterchildren("{*}Pages") for page in pages.iterchildren("{*}Page")]
    if len(listed) > MOST_PAGES:
        raise TooLarge(f"the file has more than {MOST_PAGES} pages", where=archive.name)
    parsed: dict[str, Element] = {}
    for number, entry in enumerate(listed, 1):
        page = archive.xml(_inside(folder, entry.get("BaseLoc", "")))
        layers = [page]
        for template in page.iterchildren("{*}Template"):
            part = templates.get(template.get("TemplateID", ""), "")
            if part in archive.names:
                parsed.setdefault(part, archive.xml(part))
                layers.insert(0, parsed[part])
        yield _page(layers, box, number, archive.name)


def _page(layers: list[Element], usual: tuple[float, ...] | None, number: int, where: str) -> Page:
    area = next((_box(b.text) for b in _named(layers[-1], "PhysicalBox")), None) or usual or (0, 0, 210, 297)
    width, height = max(area[2], 1.0), max(area[3], 1.0)
    glyphs: list[Glyph] = []
    slanted = 0
    rules: list[Rule] = []
    covered = 0.0
    for layer in layers:
        for element in layer.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"):
            if element.get("Visible") == "false":
                continue
            kind = element.tag.rpartition("}")[2]
            if kind == "TextObject":
                for glyph in _glyphs(element):
                    if glyph is None:
                        slanted += 1
                    else:
                        glyphs.append(glyph)
                if len(glyphs) + slanted > MOST_GLYPHS:
                    raise TooLarge(f"page {number} has more than {MOST_GLYPHS} characters", where=where)
            elif kind == "PathObject":
                rules += _rules(element)
            else:
                box = _box(element.get("Boundary"))
                covered += min(box[2], width) * min(box[3], height) if box else 0.0
    if len(glyphs) < _FEW and covered > _PICTURE * width * height:
        raise NoTextLayer(f"page {number} is a picture without text", where=where)
    if slanted > len(glyphs):
        raise NoTextLayer(f"the text of page {number} is turned on its side", where=where, advice="Turn it upright.")
    return Page(width * _POINTS, height * _POINTS, tuple(glyphs), tuple(rules))


def _floats(words: str | None) -> list[float]:
    return [min(max(float(n), -_FARTHEST), _FARTHEST) for n in _NUMBERS.findall(words or "") if n != "g"]


def _box(words: str | None) -> tuple[float, ...] | None:
    numbers = _floats(words)
    return tuple(numbers) if len(numbers) == 4 else None


def _matrix(element: Element) -> _Matrix:
    """An object's matrix with its place on the page."""
    box = _box(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    own = _floats(element.get("CTM"))
    matrix = _Matrix(*own) if len(own) == 6 else _Matrix()
    return matrix._replace(e=matrix.e + box[0], f=matrix.f + box[1])


def _deltas(words: str | None) -> list[float]:
    """Steps between characters; `g 3 4.5` stands for three steps of 4.5."""
    out: list[float] = []
    tokens = _NUMBERS.findall(words or "")
    at = 0
    while at < len(tokens) and len(out) < _MOST_DELTAS:
        if tokens[at] == "g":
            if at + 2 < len(tokens) and "g" not in tokens[at + 1 : at + 3]:
                count = int(min(max(float(tokens[at + 1]), 0), _MOST_DELTAS - len(out)))
                out += _floats(tokens[at + 2]) * count
            at += 3
            continue
        out += _floats(tokens[at])
        at += 1
    return out


def _glyphs(element: Element) -> Iterator[Glyph | None]:
    """A text object's characters; None for one that does not stand upright (a watermark)."""
    size = abs((_floats(element.get("Size")) or [3.5])[0]) or 3.5
    matrix = _matrix(element)
    stretch = (_floats(element.get("HScale")) or [1.0])[0]
    upright = abs(matrix.b) <= 0.2 * abs(matrix.a) and element.get("CharDirection", "0") == "0"
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        x = (_floats(code.get("X")) or [x])[0]
        y = (_floats(code.get("Y")) or [y])[0]
        across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        for i, character in enumerate(unicodedata.normalize("NFC", code.text or "")):
            own = size * stretch * (0.55 if character.isascii() else 1.0)
            step = across[i] if i < len(across) else 0.0 if down else own
            if character.strip():
                # a space is a character of its own here: a step is a width, unless it is a jump
                wide = step if 0 < step < 2 * size * stretch else own
                yield _glyph(matrix, x, y, character, wide, size) if upright else None
            x += step
            y += down[i] if i < len(down) else 0.0


def _glyph(matrix: _Matrix, x: float, y: float, character: str, width: float, size: float) -> Glyph:
    left, base = matrix.place(x, y)
    right, _ = matrix.place(x + width, y)
    tall = size * (abs(matrix.d) or 1.0)
    return Glyph(
        character,
        min(left, right) * _POINTS,
        (base - 0.88 * tall) * _POINTS,
        max(left, right) * _POINTS,
        (base + 0.12 * tall) * _POINTS,
        max(tall * _POINTS, 1.0),
    )


def _rules(element: Element) -> Iterator[Rule]:
    """The straight, level or upright lines of a path."""
    matrix = _matrix(element)
    data = element.find("{*}AbbreviatedData")
    tokens = _PATH.findall((data.text or "")[:200_000]) if data is not None else []
    at = 0
    here = first = (0.0, 0.0)
    while at < len(tokens):
        operator = tokens[at]
        count = _OPERANDS.get(operator, -1)
        operands = tokens[at + 1 : at + 1 + max(count, 0)]
        if count < 0 or len(operands) < count or any(o.isalpha() for o in operands):
            at += 1
            continue
        at += 1 + count
        if operator == "C":
            there = first
        else:
            numbers = [min(max(float(o), -_FARTHEST), _FARTHEST) for o in operands]
            there = (numbers[-2], numbers[-1])
        if operator in "SM":
            first = there
        elif operator in "LC":
            (x0, y0), (x1, y1) = (matrix.place(*here), matrix.place(*there))
            yield Rule(*(v * _POINTS for v in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
        here = there
