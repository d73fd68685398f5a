"""Word documents: automatic numbers resolved, tables kept, tracked changes accepted, headers and footers left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import UnknownFormat
from loaders.formats.archive import Archive, Element, whole_number
from loaders.formats.assemble import Assembly, Merged
from loaders.formats.numbering import Numbering, W
from loaders.source import SourceText

# Content that is no text of the document: deleted and moved-away words, field codes, comments, phonetic guides, and
# the older twin of a drawing whose newer form stands beside it.
_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}rt",
    f"{W}rPr",
    f"{W}pPr",
    f"{W}delText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXT_BOX = f"{W}txbxContent"
MOST_COLUMNS = 100


@dataclass(slots=True)
class _Styles:
    """What paragraph styles say of numbering: style → (numId, depth), through basedOn."""

    lists: dict[str, tuple[str, int]]
    list_styles: dict[str, str]

    @classmethod
    def parse(cls, root: Element | None) -> _Styles:
        own: dict[str, tuple[str, int]] = {}
        based: dict[str, str] = {}
        list_styles: dict[str, str] = {}
        if root is not None:
            for style in root.iter(f"{W}style"):
                key = style.get(f"{W}styleId", "")
                parent = style.find(f"{W}basedOn")
                if parent is not None:
                    based[key] = parent.get(f"{W}val", "")
                found = _numbering_of(style.find(f"{W}pPr"))
                if found:
                    own[key] = (found[0] or "", found[1] or 0)
                    if style.get(f"{W}type") == "numbering" and found[0]:
                        list_styles[key] = found[0]
        lists: dict[str, tuple[str, int]] = {}
        for key in {**based, **own}:
            at, seen = key, set()
            while at and at not in seen:
                seen.add(at)
                if at in own:
                    lists[key] = own[at]
                    break
                at = based.get(at, "")
        return cls(lists, list_styles)


def _numbering_of(properties: Element | None) -> tuple[str | None, int | None] | None:
    node = properties.find(f"{W}numPr") if properties is not None else None
    if node is None:
        return None
    number, depth = node.find(f"{W}numId"), node.find(f"{W}ilvl")
    level = depth.get(f"{W}val") if depth is not None else None
    return (
        number.get(f"{W}val") if number is not None else None,
        whole_number(level) if level and level.isdigit() else None,
    )


@dataclass(slots=True)
class _Reader:
    styles: _Styles
    numbering: Numbering
    out: Assembly

    def blocks(self, parent: Element) -> None:
        held = ""
        for child in parent:
            if child.tag == f"{W}p":
                text, boxes = self.paragraph(child)
                if _mark_is_deleted(child):
                    # a tracked change joins this paragraph with the next
                    held += text
                else:
                    self.out.paragraph(held + text)
                    held = ""
                for box in boxes:
                    self.blocks(box)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"):
                self.blocks(child)
        if held:
            self.out.paragraph(held)

    def paragraph(self, element: Element) -> tuple[str, list[Element]]:
        """A paragraph's text with its label, and the text boxes anchored in it."""
        boxes: list[Element] = []
        text = "".join(_pieces(element, boxes))
        properties = element.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        inherited = self.styles.lists.get(style.get(f"{W}val", "")) if style is not None else None
        own = _numbering_of(properties)
        list_id, depth = (
            (inherited or ("", 0))
            if own is None
            else (
                own[0] if own[0] is not None else (inherited or ("", 0))[0],
                own[1] if own[1] is not None else (inherited or ("", 0))[1],
            )
        )
        counted = list_id and (text.strip() or not _mark_is_deleted(element))
        label = self.numbering.label(list_id, depth) if counted else ""
        # an empty paragraph of a list is counted, but its number alone is no text
        return label + text if text.strip() else text, boxes

    def cell(self, element: Element) -> str:
        lines: list[str] = []
        for child in element.iter(f"{W}p"):
            if any(a.tag in _SKIPPED for a in child.iterancestors()):
                continue
            lines.append(self.paragraph(child)[0])
        return "\n".join(line for line in lines if line.strip())

    def table(self, element: Element) -> None:
        rows: list[list[str | Merged]] = []
        for row in _rows(element):
            marks = row.find(f"{W}trPr")
            if marks is not None and marks.find(f"{W}del") is not None:
                continue
            cells: list[str | Merged] = []
            before = marks.find(f"{W}gridBefore") if marks is not None else None
            if before is not None:
                cells += [""] * whole_number(before.get(f"{W}val"), most=MOST_COLUMNS)
            for cell in row.iterchildren(f"{W}tc", f"{W}sdt"):
                if cell.tag == f"{W}sdt":
                    inner = cell.find(f"{W}sdtContent/{W}tc")
                    if inner is None:
                        continue
                    cell = inner
                properties = cell.find(f"{W}tcPr")
                span = properties.find(f"{W}gridSpan") if properties is not None else None
                merge = properties.find(f"{W}vMerge") if properties is not None else None
                if merge is not None and merge.get(f"{W}val", "continue") == "continue" and rows:
                    cells.append(Merged.ABOVE)
                else:
                    cells.append(self.cell(cell))
                wide = whole_number(span.get(f"{W}val"), 1, MOST_COLUMNS) if span is not None else 1
                for _ in range(wide - 1):
                    cells.append(Merged.ABOVE if cells[-1] is Merged.ABOVE else Merged.LEFT)
            rows.append(cells)
        self.out.table(rows)


def _rows(table: Element) -> Iterator[Element]:
    """A table's own rows, also those inside content controls."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _rows(child)


def _mark_is_deleted(paragraph: Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _is_hidden(run: Element) -> bool:
    """Whether a run is set to print nothing."""
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")


def _pieces(element: Element, boxes: list[Element]) -> Iterator[str]:
    """The text of a paragraph's runs in order; text boxes are put aside."""
    for child in element:
        tag = child.tag
        if tag == _TEXT_BOX:
            boxes.append(child)
        elif tag == f"{W}t":
            yield child.text or ""
        elif tag == f"{W}tab":
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag not in _SKIPPED and not (tag == f"{W}r" and _is_hidden(child)):
            yield from _pieces(child, boxes)


def read(path: Path) -> SourceText:
    """Read a .docx file.

    Raises:
        UnknownFormat: a ZIP file that is no Word document.
        DamagedFile, TooLarge, EmptyFile: see `loaders.formats.archive` and `Assembly.finish`.
    """
    with Archive(path) as archive:
        if "word/document.xml" not in archive.names:
            raise UnknownFormat(
                "the file is no Word document inside",
                where=path.name,
                advice="Open it in its own program and save it as .docx.",
            )
        styles = _Styles.parse(archive.xml("word/styles.xml") if "word/styles.xml" in archive.names else None)
        numbers = archive.xml("word/numbering.xml") if "word/numbering.xml" in archive.names else None
        body = archive.xml("word/document.xml").find(f"{W}body")
        out = Assembly(path.name)
        if body is not None:
            _Reader(styles, Numbering.parse(numbers, styles.list_styles), out).blocks(body)
        return out.finish()
