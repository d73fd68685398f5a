"""Saved web pages: the container in which the site keeps its text, else the page's main text, never the menus."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from lxml import etree, html

from graph.errors import DamagedFile, EmptyFile, TooLarge
from graph.identity import name_key, shadow
from loaders.formats.archive import MOST_ELEMENTS, Element
from loaders.formats.assemble import Assembly
from loaders.formats.html_blocks import Blocks, is_shown, keeping
from loaders.formats.txt import decode
from loaders.formats.xlsx_cells import printed_date
from loaders.head import find_signature
from loaders.lines import line_spans
from loaders.names import is_plain_body
from loaders.source import SourceText
from loaders.words import lexicon, words

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
# What browsers read under these names is the larger set.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "x-gbk": "gb18030"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_SITE_NAME = re.compile(r"\s*[_|｜]\s*|\s+[-—–]+\s+|-(?=[^-]*(?:政府|门户|門戶|网|網)[^-]*$)")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_LEAST = 10  # characters that a container must hold
_LARGEST_GUESS = 3_000_000  # characters of a page that trafilatura is asked about
_SHARE = 0.95


def read(path: Path) -> SourceText:
    """Read a saved page.

    Raises:
        EmptyFile: no text in it.
        UnknownEncoding: see `txt.decode`.
        DamagedFile: nested deeper than a browser's page.
        TooLarge: more elements than a page can hold.
    """
    page = _CONTROLS.sub("", _decoded(path.read_bytes(), path.name))
    root = _parse(page, path.name)
    body = root.find("body")
    body = root if body is None else body
    found = _containers(body)
    out = Assembly(path.name)
    kept = keeping(root)
    for container in found:
        Blocks(out, kept=kept).element(container)
    if not found:
        Blocks(out, frozenset(lexicon("html")["around"]), kept=kept).element(_main(page, body))
        if not out.text.strip():
            Blocks(out, kept=kept).element(body)
    return _with_metas(root, out.finish())


def _decoded(data: bytes, where: str) -> str:
    """The page's characters: its byte order mark, what its meta element says, then as any text."""
    named = _CHARSET.search(data[:8192])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii").lower()
        try:
            return data.decode(_LARGER.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, where)


def _parse(page: str, where: str) -> Element:
    if page.count("<") > MOST_ELEMENTS:
        raise TooLarge("the page has more elements than a page can hold", where=where)
    if not page.strip():
        raise EmptyFile("the page is empty", where=where)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root: Element = html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise EmptyFile("the page holds no text", where=where) from None
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise DamagedFile("the page nests its elements more deeply than any page does", where=where)
    return root


def _containers(body: Element) -> list[Element]:
    """The elements in which the site keeps its text: the first known kind that is there and holds any."""
    tokens: dict[tuple[str, str], list[Element]] = {}
    for element in body.iter():
        if isinstance(element.tag, str):
            for attribute in ("id", "class"):
                for token in element.get(attribute, "").split():
                    tokens.setdefault((attribute, token), []).append(element)
    for entry in lexicon("html")["containers"]:
        attribute = "id" if "id" in entry else "class"
        matches = tokens.get((attribute, entry[attribute]), [])
        inside = {id(d) for m in matches for d in m.iterdescendants()}
        outer = [m for m in matches if id(m) not in inside and _is_printed(m)]
        if sum(len(_letters(m)) for m in outer) >= _LEAST:
            return outer
    return []


def _is_printed(element: Element) -> bool:
    return all(is_shown(e) for e in (element, *element.iterancestors()))


def _letters(element: Element) -> str:
    return "".join("".join(map(str, element.itertext())).split())


def _main(page: str, body: Element) -> Element:
    """The smallest element that holds what trafilatura takes for the page's main text; else the body."""
    if len(page) > _LARGEST_GUESS:
        return body
    from trafilatura import extract

    try:
        text = extract(page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    except Exception:  # a guess that fails is no error: the whole body is read then
        text = None
    lines = ["".join(re.split(r"[\s|]+", line)) for line in (text or "").splitlines()][:2000]
    lines = [line for line in lines if len(line) >= 6]
    at = body
    wanted = _held(at, lines) * _SHARE
    if not wanted:
        return body
    while (
        inner := next((c for c in at if isinstance(c.tag, str) and _held(c, lines, wanted) >= wanted), None)
    ) is not None:
        if inner.tag in ("table", "tr", "td", "tbody", "p", "pre"):
            break
        at = inner
    return at


def _held(element: Element, lines: list[str], least: float = 0) -> int:
    """How many characters of the lines an element holds; 0 where it is too short to hold the least."""
    letters = _letters(element)
    return sum(len(line) for line in lines if line in letters) if len(letters) >= least else 0


def _with_metas(root: Element, source: SourceText) -> SourceText:
    """Add the title, and source and date, where the page's text has none but its meta elements do."""
    metas = {
        (m.get("name") or m.get("property") or "").strip().lower(): " ".join(m.get("content", "").split())
        for m in root.iter("meta")
    }

    def meta(group: str) -> str:
        return next((v for n in lexicon("html")["metas"][group] if (v := metas.get(n.lower(), ""))), "")

    title = meta("titles")
    if not title:
        title = _SITE_NAME.split(" ".join((root.findtext(".//title") or "").split()))[0]
        title = title if shadow(title).endswith((*words("head", "titles"), *words("head", "notices"))) else ""
    before = []
    plain = shadow(source.text)
    if not find_signature(plain, line_spans(plain)).issued_on:
        issuer, day = meta("sources"), _DATE.search(meta("dates"))
        if day and is_plain_body(shadow(issuer)):
            with suppress(ValueError):
                before.append(f"{issuer} {printed_date(date(*map(int, day.groups())), 'day')}")
    if title and name_key(title) not in name_key(source.text):
        before.append(title)
    if not before:
        return source
    out = Assembly(source.source)
    for line in before:
        out.paragraph(line)
    return source.after(out.text)
