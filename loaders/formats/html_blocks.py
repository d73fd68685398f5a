"""Elements of a page become paragraphs and tables: numbers of lists written out, layout tables dissolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from graph.identity import shadow
from loaders.formats.archive import Element, whole_number
from loaders.formats.assemble import Assembly, Merged
from loaders.formats.numbering import chinese, formatted
from loaders.table_heads import column_kind, is_head
from loaders.words import lexicon

_BLANK = re.compile(r"[ \t\r\n\f]+")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])[ \t\r\f]*\n\s*(?=[^\x00-\x7f])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PLAIN_LIST = re.compile(r"list-style(?:-type)?\s*:\s*none", re.I)
_COUNTED = re.compile(r"list-style(?:-type)?\s*:\s*(?:cjk|simp-chinese|trad-chinese)", re.I)
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PRE = re.compile(r"white-space\s*:\s*pre", re.I)
_SHEET_RULE = re.compile(r"([^{}]{1,500})\{[^{}]{0,2000}?white-space\s*:\s*pre")
_MOST_SPAN = 1000
_PROSE = 300  # characters of one cell from which a table without a head only lays out the page


@cache
def _elements(group: str) -> frozenset[str]:
    return frozenset(lexicon("html")[group])


def is_shown(element: Element) -> bool:
    """Whether an element prints anything: no comment, no script, not hidden."""
    return (
        isinstance(element.tag, str)
        and element.tag not in _elements("skipped")
        and element.get("hidden") is None
        and not _HIDDEN.search(element.get("style", ""))
        and not _is_page_edge(element)
    )


def _is_page_edge(element: Element) -> bool:
    """Whether an element is the header or footer of a page that an office program saved."""
    edges = lexicon("html")["edges"]
    style = element.get("style", "").replace(" ", "")
    return element.tag == "div" and (
        element.get("title") in edges["titles"] or any(s in style for s in edges["styles"])
    )


def keeping(root: Element) -> frozenset[str]:
    """The plain selectors (`td`, `.note`, `td.note`) that the page's own style sheet lets print line breaks."""
    sheets = " ".join(style.text or "" for style in root.iter("style"))[:200_000]
    return frozenset(name.strip() for found in _SHEET_RULE.finditer(sheets) for name in found[1].split(","))


@dataclass(slots=True)
class Blocks:
    """Writes the blocks of an element into an assembly.

    `skipped` are elements that stand around a document; `flat` writes a table's cells as paragraphs; `kept` are the
    selectors (see `keeping`) whose elements print the line breaks of the source.
    """

    out: Assembly
    skipped: frozenset[str] = frozenset()
    flat: bool = False
    kept: frozenset[str] = frozenset()
    _inline: list[str] = field(default_factory=list)
    _pending: str = ""
    _counted: dict[Element, int] = field(default_factory=dict)

    def element(self, element: Element) -> None:
        """Write an element, with what it holds."""
        self._walk(element, False)
        self._flush()

    def _walk(self, element: Element, kept: bool) -> None:
        """Write an element; `kept` tells that line breaks of the source are printed (pre)."""
        if not is_shown(element) or element.tag in self.skipped:
            return
        if element.tag == "br":
            self._flush()
            return
        if element.tag == "table" and not self.flat:
            self._flush()
            self._table(element)
            return
        block = element.tag in _elements("blocks") or element.tag in ("table", "tr", "td", "th", "caption")
        if block:
            self._flush()
        kept = kept or element.tag == "pre" or self._keeps(element)
        if element.tag == "li":
            # before the item's first words, which may stand in a paragraph of their own
            self._pending = self._label(element)
        self._text(element.text, kept)
        for child in element:
            self._walk(child, kept)
            self._text(child.tail, kept)
        if block:
            self._flush()

    def _keeps(self, element: Element) -> bool:
        names = (f".{token}" for token in element.get("class", "").split())
        return (
            element.tag in self.kept
            or any(name in self.kept or element.tag + name in self.kept for name in names)
            or _PRE.search(element.get("style", "")) is not None
        )

    def _label(self, item: Element) -> str:
        """The number that a browser prints before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        before = self._counted.get(parent, whole_number(parent.get("start"), 1) - 1)
        number = self._counted[parent] = whole_number(item.get("value"), before + 1)
        style = f"{parent.get('style', '')};{item.get('style', '')}"
        if _PLAIN_LIST.search(style):
            return ""
        if _COUNTED.search(style):
            return f"{chinese(number)}、"
        return f"{formatted(number, _STYLES.get(parent.get('type', '1'), 'decimal'))}."

    def _text(self, text: str | None, kept: bool) -> None:
        if not text:
            return
        if kept:
            *lines, last = text.split("\n")
            for line in lines:
                self._inline.append(line)
                self._flush()
            self._inline.append(last)
        else:
            self._inline.append(text)

    def _flush(self) -> None:
        words = _inline_text("".join(self._inline))
        self._inline.clear()
        if words:
            self.out.paragraph(self._pending + words)
            self._pending = ""

    def _table(self, table: Element) -> None:
        rows = [row for row in _rows(table) if is_shown(row)]
        cells = [[cell for cell in row if cell.tag in ("td", "th") and is_shown(cell)] for row in rows]
        caption = table.find("caption")
        if caption is not None and is_shown(caption):
            self._walk(caption, False)
            self._flush()
        if _is_layout(table, cells):
            for row in cells:
                for cell in row:
                    self.element(cell)
        else:
            self.out.table(_grid(cells, self.kept))


def _inline_text(text: str) -> str:
    # a line break in the source between two Chinese characters is no space of the text
    return _BLANK.sub(" ", _BETWEEN.sub("", text)).replace("\xa0", " ").strip()


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _is_layout(table: Element, cells: list[list[Element]]) -> bool:
    """Whether a table only lays out the page: one column, a table inside, or a cell that is a text of its own."""
    if table.get("role") == "presentation" or max((len(row) for row in cells), default=0) < 2:
        return True
    if any(is_head([column_kind(shadow(_cell(c)).strip()) for c in row]) for row in cells[:6]):
        return False
    if table.find(".//table") is not None or len(cells) < 2:
        return True
    return any(
        len(cell.findall("./p") + cell.findall("./div")) > 3 and len(_cell(cell)) > _PROSE
        for row in cells
        for cell in row
    )


def _cell(cell: Element, kept: frozenset[str] = frozenset()) -> str:
    """A cell's paragraphs, a line each."""
    inner = Assembly("")
    Blocks(inner, flat=True, kept=kept).element(cell)
    return inner.text.strip()


def _grid(cells: list[list[Element]], kept: frozenset[str]) -> list[list[str | Merged]]:
    """Rows of equal width, with what colspan and rowspan cover."""
    out: list[list[str | Merged]] = [[] for _ in cells]
    covered: dict[tuple[int, int], Merged] = {}
    for at, row in enumerate(cells):
        column = 0
        for cell in row:
            while (at, column) in covered:
                out[at].append(covered.pop((at, column)))
                column += 1
            wide = max(1, whole_number(cell.get("colspan"), 1, 100))
            tall = whole_number(cell.get("rowspan"), 1, _MOST_SPAN) or len(cells)
            out[at] += [_cell(cell, kept), *([Merged.LEFT] * (wide - 1))]
            for below in range(at + 1, min(at + tall, len(cells))):
                covered.update({(below, column + i): Merged.ABOVE for i in range(wide)})
            column += wide
        while (at, column) in covered:
            out[at].append(covered.pop((at, column)))
            column += 1
    return out
