"""Who leads an item where only its running text says so: 由市渔业局牵头,会同市航道局,按季度发布目录。

Read for items that no clause names anybody for, neither their own nor one above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.clauses import Clause, Part, parse_clause
from loaders.names import is_plain_body, split_names
from loaders.source import Span

_LEADS = re.compile("牵头|负责|主办|承办|会同")
_EDGE = re.compile("[,;:。!?\n]")
_STOP = re.compile("[;。!?\n]")
# 由市渔业局牵头的专班, 由市渔业局负责建设的平台: said of a thing, not of the item
_ATTRIBUTE = re.compile("[^,;。!?\n]{0,4}的")
# a name in running text holds no verb
_SAYS = re.compile("成立|建立|组建|要|应|通过|加强|负有|对|把|将|为|已|由")
_GOES_ON = re.compile("会同|联合|商|[^,;。]{2,60}?(?:配合|参与|协助|协同|支持|负责|落实)")
# 请市港务局于6月底前完成
_ASKED = re.compile(
    "(?:^|(?<=[,;:。!?\\n \u3000)]))请(?P<names>[^,;:。!?\\n]{3,60}?)(?=于|在|按|依|根据|抓紧|尽快|及时|认真|负责|牵头|做好|加快|会同|切实|务必|组织)"
)
_LONGEST = 200
_NAME = 24


def running_clauses(text: str, spans: tuple[Span, ...] | list[Span]) -> Iterator[Clause]:
    """The sentences in stretches of a shadow that say who leads, each as a clause.

    >>> s = "完善制度。由市渔业局牵头,会同市航道局、市水文局,按季度发布目录。"
    >>> [clause] = running_clauses(s, [Span(0, len(s))])
    >>> [(p.role, s[p.name.start:p.name.end]) for p in clause.parts]
    [('lead', '市渔业局'), ('support', '市航道局'), ('support', '市水文局')]
    """
    for start, end in spans:
        done = start
        for word in _LEADS.finditer(text, start, end):
            if word.start() < done:
                continue
            begin = max(
                (m.end() for m in _EDGE.finditer(text, max(start, word.start() - _LONGEST), word.start())),
                default=start,
            )
            while begin < word.start() and (text[begin].isspace() or text[begin] == "请"):
                begin += 1
            clause = _clause(text, begin, word, end)
            if clause is not None:
                done = clause.span.end
                yield clause
        if not done > start:
            yield from _asked(text, start, end)


def _asked(text: str, start: int, end: int) -> Iterator[Clause]:
    """請X於…完成: whom the item asks."""
    for found in _ASKED.finditer(text, start, end):
        names = split_names(text, *found.span("names"))
        word = Span(found.start(), found.start() + 1)
        clause = Clause(Span(*found.span()), "running", [Part("duty", name, word) for name in names], worded=True)
        if names and _named(text, clause):
            yield clause


def _clause(text: str, begin: int, word: re.Match[str], end: int) -> Clause | None:
    """The clause that begins with the part of a sentence in which a word of leading stands."""
    said = text.startswith("由", begin)
    if (not said and word.group() != "牵头") or _ATTRIBUTE.match(text, word.end(), end):
        return None
    clause = _read(text, begin, _edge(text, word.end(), end))
    if clause is None or not _named(text, clause):
        return None
    stop = clause.span.end
    while text.startswith(",", stop) and _GOES_ON.match(text, stop + 1, end):
        longer = _read(text, begin, _edge(text, stop + 1, end))
        if longer is None or len(longer.parts) == len(clause.parts) or not _named(text, longer):
            break
        clause, stop = longer, longer.span.end
    return clause


def _edge(text: str, at: int, end: int) -> int:
    edge = _EDGE.search(text, at, end)
    return edge.start() if edge else end


def _read(text: str, begin: int, stop: int) -> Clause | None:
    if stop - begin > _LONGEST:
        return None
    clause = parse_clause(text, begin, stop, form="running", span=Span(begin, stop))
    return clause if clause.worded and clause.parts else None


def _named(text: str, clause: Clause) -> bool:
    """Whether every name is a body's beyond doubt."""
    names = [text[part.name.start : part.name.end] for part in clause.parts]
    return all(len(name) <= _NAME and is_plain_body(name) and not _SAYS.search(name) for name in names)
